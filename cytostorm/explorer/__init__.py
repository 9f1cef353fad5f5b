"""Live figures: controls and a figure that solves the model where it is shown; and pictures that stand still."""

from .choices import Choice, choice, switch
from .explore import Explorer, explore
from .pictures import Picture, curves
from .predict import Prediction

__all__ = ["Choice", "Explorer", "Picture", "Prediction", "choice", "curves", "explore", "switch"]
