"""What SymPy can prove about a model, and what numbers say where symbols end."""

from .bifurcation import Bifurcation, Branch, Hysteresis, Turn, bifurcation, hysteresis
from .equilibria import Equilibrium, equilibria, equilibria_without_source, rest
from .linear import (
    characteristic_polynomial,
    determinant,
    doubling_time,
    e_folding_time,
    eigenvalues,
    growth_formula,
    growth_rate,
    half_life,
    jacobian,
    routh_hurwitz,
    trace,
)
from .proof import Proof, Step, prove
from .regime import ProofError
from .threshold import amplification, loop_gain, storm_threshold, threshold
from .verdict import verdict
