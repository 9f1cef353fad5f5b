"""What SymPy can prove about a model, and what numbers say where symbols end."""

from .assumptions import ProofError
from .bifurcation import Bifurcation, Branch, Fold, Hysteresis, bifurcation, hysteresis
from .equilibria import Equilibrium, equilibria, equilibria_without_source, rest
from .linear import characteristic_polynomial, determinant, growth_formula, jacobian, routh_hurwitz, trace
from .linear import doubling_time, e_folding_time, eigenvalues, growth_rate, half_life
from .proof import Proof, Step, prove
from .reduction import SIGNALLING, InnerLoop, Reduction, engaged_threshold, gain_at_rest, growth_along, inner_loop, reduction
from .threshold import amplification, loop_gain, storm_threshold, threshold
from .verdict import verdict
