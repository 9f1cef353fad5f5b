"""Live figures: sliders and a figure that solves the model where it is shown."""

from .explore import Explorer, explore
from .predict import Prediction

__all__ = ["Explorer", "Prediction", "explore"]
