"""Live figures: controls and a figure that solves the model where it is shown."""

from .choices import Choice, choice, switch
from .explore import Explorer, explore
from .predict import Prediction

__all__ = ["Choice", "Explorer", "Prediction", "choice", "explore", "switch"]
