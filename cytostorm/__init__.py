"""cytostorm: the simulation package of an executable textbook on the cytokine storm. For learning, never for care."""

from . import clinic, cohort, evidence, models, scores, stability
from .engines.facts import describe, facts
from .engines.sbml import to_sbml
from .engines.simulate import simulate
from .explorer import Prediction, choice, curves, explore, switch
from .model import (CytostormError, DeclarationError, Dose, Fact, Input, InputError, Mechanism, Parameter, ReadOut, Score,
                    Sentence, SolverError, State, amount, dose, join, t, table)

__version__ = "0.1.0"

__all__ = ["CytostormError", "DeclarationError", "Dose", "Fact", "Input", "InputError", "Mechanism", "Parameter",
           "Prediction", "ReadOut", "Score", "Sentence", "SolverError", "State", "amount", "choice", "clinic", "cohort", "curves", "describe", "dose",
           "evidence", "explore", "facts", "join", "models", "scores", "simulate", "stability", "switch", "t", "table", "to_sbml"]
