"""What a model is: declared symbols, mechanisms, doses, scores, and the result of a run. No biology, no numerics."""

from .dose import Dose, GivenDose, amount, dose
from .errors import CytostormError, DeclarationError, InputError, SolverError
from .mechanism import Mechanism, join
from .run import Run
from .scores import Fact, Score, Sentence
from .symbols import Declared, Input, Parameter, ReadOut, State, t
from .table import table

__all__ = ["CytostormError", "Declared", "DeclarationError", "Dose", "Fact", "GivenDose", "Input", "InputError", "Mechanism",
           "Parameter", "ReadOut", "Run", "Score", "Sentence", "SolverError", "State", "amount", "dose", "join", "t", "table"]
