"""The loop inside a larger model: fast states follow slow ones, exactly so at the threshold; and growth along a run.

Three answers about one patient, never mixed: the gain of the loop at rest, the growth rate of the signalling block along the
actual run, and the run with the feedback cut (f_A = 0). The patient has a soft threshold: engaged cells are a source, so that
nothing jumps where the gain passes 1; from there on the loop amplifies.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from random import Random
from typing import NamedTuple

import numpy as np
import sympy as sp

from ..model import Declared, InputError, Mechanism, Run, State
from ..model.errors import finite
from ..model.run import the_run
from .assumptions import ProofError, derivatives, exponents, moving, same, sign
from .equilibria import arguments
from .proof import Proof, Step

#: The states by which T cell activity, cytokines and macrophages work on one another.
SIGNALLING = ("activity", "IFNg", "TNF", "GM_CSF", "monocytes", "macrophages", "IL1", "IL6")
_SLOW, _FAST = ("activity", "macrophages"), ("IFNg", "TNF", "GM_CSF", "IL1", "IL6")
_MOST_IN_LETTERS = 20  # entries of a matrix; with more of them determinants are compared at random rational numbers


class Reduction(NamedTuple):
    """A Jacobian in blocks, slow states first, and its Schur complement onto them; SymPy matrices.

    `follows` = -J22⁻¹ J21: steady levels of the fast states per level of each slow one; `reduced` = J11 + J12 `follows`.
    `identity`, a checked step: det J = det J22 · det `reduced`, so that an eigenvalue passes zero in both at the same place;
    elsewhere the reduction is approximate. `metzler`: no entry of J off its diagonal is negative for any allowed value of the
    parameters; the leading eigenvalue is then real.
    """

    slow: tuple[State, ...]
    fast: tuple[State, ...]
    J11: sp.ImmutableMatrix
    J12: sp.ImmutableMatrix
    J21: sp.ImmutableMatrix
    J22: sp.ImmutableMatrix
    follows: sp.ImmutableMatrix
    reduced: sp.ImmutableMatrix
    metzler: bool
    identity: Step

    @property
    def full(self) -> sp.ImmutableMatrix:
        """The Jacobian before the reduction."""
        return sp.ImmutableMatrix([[self.J11, self.J12], [self.J21, self.J22]])


def reduction(model: Mechanism, slow: Iterable, fast: Iterable, at: Mapping | None = None, held: Iterable = ()) -> Reduction:
    """The linearised model with its fast states at quasi-steady levels, which leaves the slow ones.

    `slow` and `fast` are states or their identifiers; all other states are constants. `at` maps states, inputs or parameters (or
    identifiers) to numbers or expressions and says where to linearise; by default at the declared starts and the rests of the
    inputs. Exponents have the model's value. `held`, read-outs or inputs or their identifiers, are constants too, which stay as
    symbols and are taken not to be negative.

    InputError: an unknown name, a state given twice, no slope there, fast states without a quasi-steady level.
    """
    slow, fast, held = (tuple(model.symbol(name) for name in names) for names in (slow, fast, held))
    m, states = len(slow), slow + fast
    if not 0 < m < len(states) == len({*states} & {*model.states}):
        raise InputError(f"{model.name}: slow and fast take at least one state each, every state once; got {slow} and {fast}.")
    full = _jacobian(model, states, at or {}, held)
    try:
        follows, reduced = _schur(full, m)
    except ValueError:  # SymPy's word for a singular matrix
        follows = reduced = sp.ImmutableMatrix([sp.nan])
    if any(part.has(sp.nan, sp.zoo, sp.oo) for part in (full, follows, reduced)):
        raise InputError(f"{model.name}: no slope there, or fast states {fast} without a quasi-steady level (det J22 = 0).")
    metzler = all(_never_negative(full[i, j], held) for i, j in np.ndindex(full.shape) if i != j)
    split = sp.Eq(sp.Determinant(full), sp.Determinant(full[m:, m:])*sp.Determinant(reduced), evaluate=False)
    return Reduction(slow, fast, full[:m, :m], full[:m, m:], full[m:, :m], full[m:, m:], follows, reduced, metzler,
                     Step("The determinant splits:", split, _splits(full, m)))


def _jacobian(model: Mechanism, states: tuple[State, ...], at: Mapping, held: tuple[Declared, ...]) -> sp.ImmutableMatrix:
    powers = exponents(model)
    asked = powers | {model.symbol(name): sp.sympify(value) for name, value in at.items()}
    place = {s: start.xreplace(asked) for s, start in model.starts().items() if s not in held} | asked
    written: dict = {}
    for readout, expression in model.definitions.items():
        written[readout] = readout if readout in held else expression.xreplace(written)
    rates = [model.equations[s].xreplace(written).xreplace(powers) for s in states]
    return sp.ImmutableMatrix([[_shorter(sp.diff(rate, s).xreplace(place)) for s in states] for rate in rates])


def _schur(matrix: sp.Matrix, m: int) -> tuple[sp.Matrix, sp.Matrix]:
    """Of a matrix whose first m states are slow: how the fast ones follow, and what that leaves of the slow ones."""
    follows = (-matrix[m:, m:]).LUsolve(matrix[m:, :m]).applyfunc(_shorter)
    return follows, matrix[:m, :m] + matrix[:m, m:]*follows


def _shorter(expression: sp.Expr) -> sp.Expr:
    return min(expression, sp.factor(expression), key=sp.count_ops)


def _splits(full: sp.Matrix, m: int) -> str:
    """How it was checked that det J = det J22 det reduced, for matrices with zeros where J has them."""
    draw, in_letters = Random(0), sum(entry != 0 for entry in full) <= _MOST_IN_LETTERS
    instead = sp.Dummy if in_letters else lambda: sp.Rational(draw.randint(1, 99), draw.randint(1, 99))
    for _ in range(1 if in_letters else 25):
        like = full.applyfunc(lambda entry: entry and instead())
        whole, fast, slow = (part.det(method="berkowitz") for part in (like, like[m:, m:], _schur(like, m)[1]))
        if sp.cancel(whole - fast*slow) != 0:
            raise ProofError(f"the determinant of {like} does not split.")
    return "multiplied out, each entry of J a letter" if in_letters else "exact for 25 matrices of random rational numbers"


def _never_negative(entry: sp.Expr, held: tuple[Declared, ...]) -> bool:
    """For all allowed values: shown inside the ranges, and so by continuity at their ends."""
    inside = {s: sp.Dummy(positive=True) for s in entry.free_symbols if s.is_nonnegative or s in held}
    inside |= {s: d/(1 + d) for s, d in inside.items() if getattr(s, "allowed", None) == (0, 1)}
    return sign(entry.xreplace(inside)) in (0, 1)


class InnerLoop(NamedTuple):
    """The loop A ⇄ C inside the patient, in the model's symbols: A' = s + k_fb C - k_d A, C' = k_c A - k_cl C.

    A is `activity`; C = c `macrophages` is the IL-6 that unprimed macrophages keep up, in pg/mL; k_fb rises with `engaged`, in
    Gcell; k_cl is how macrophages calm down less how they keep each other going, no half-life of IL-6. `gain` is
    k_fb k_c/(k_d k_cl), and `proof` says where the rest of all seven states gives way.
    """

    model: Mechanism
    engaged: Declared
    reduction: Reduction
    c: sp.Expr
    k_d: sp.Expr
    k_fb: sp.Expr
    k_c: sp.Expr
    k_cl: sp.Expr
    gain: sp.Expr
    proof: Proof

    def number(self, name: str, engaged: float = 1.0, /, **values: float) -> float:
        """The value of c, k_d, k_fb, k_c, k_cl or gain at some engaged cells (Gcell), other parameters by identifier."""
        value = finite(getattr(self, name).xreplace(arguments(self.model, values) | {self.engaged: engaged}))
        if math.isnan(value):
            raise InputError(f"{self.model.name}: {name} of the inner loop has no value here; something it is divided by is 0.")
        return value

    def _repr_markdown_(self) -> str:
        """The four rates: what each stands for in the patient, and its value with one Gcell of engaged cells."""
        rows = [f"| ${symbol}$ | {words} | {self.number(name):.3g} {unit} |" for name, symbol, words, unit in _RATES]
        threshold = 1/gain if (gain := self.number("gain")) > 0 and self.number("k_cl") > 0 else math.inf
        return "\n".join(["| rate | what it stands for in the patient | value |", "| --- | --- | --- |", *rows, "",
                          f"With $E_a$ billion engaged cells the gain at rest is {gain:.3g} $E_a$; it is 1 at $E_a$ = {threshold:.4g}."])


#: Identifier, as typeset, meaning and unit of each rate of the inner loop.
_RATES = (
    ("k_d", r"k_\mathrm{d}", "T cells lose their activity", "per day"),
    ("k_fb", r"k_\mathrm{fb}", "IL-6, and the IL-1 that comes with it, raise the activity of engaged cells; in proportion to $E_a$",
     "$E_a$ billion cells per day, per pg/mL"),
    ("k_c", r"k_\mathrm{c}", "active T cells switch macrophages on, by interferon gamma and GM-CSF, and these keep up IL-6",
     "pg/mL per day, per billion cells"),
    ("k_cl", r"k_\mathrm{cl}", "macrophages calm down, less what their own TNF and IL-1 do to keep them going; *not* the clearance of IL-6",
     "per day"),
)


@lru_cache(128)
def inner_loop(model: Mechanism) -> InnerLoop:
    """The loop inside the patient, or any model with its signalling states: linearised at rest, reduced to two states, proved.

    Engaged cells are held. Left out: sources outside the circle (TNF from engaged cells, signals of dying cells), IL-6 from
    T cells (k_6A, below 2 %), drugs, the IL-1 receptor antagonist of armoured cells, and, as always at rest, saturation.

    InputError: a state is missing, or the gain is not in proportion to the engaged cells. ProofError: a step fails.
    """
    moving(model)  # refuses what is no model
    engaged = model.symbol("engaged")
    found = reduction(model, _SLOW, _FAST, at={name: 0 for name in ("k_6A", "CAR_T") if name in model}, held=[engaged])
    (loss, back), (forth, calm) = found.reduced.tolist()
    c = found.follows[_FAST.index("IL6"), _SLOW.index("macrophages")]
    made = back*forth
    if c == 0 or (loss*calm).has(engaged) or sp.diff(made, engaged).has(engaged) or made.xreplace({engaged: sp.S.Zero}) != 0:
        raise InputError(f"{model.name}: macrophages make no IL-6, or the gain is not in proportion to the engaged cells.")
    k_d, k_fb, k_c, k_cl = -loss, sp.Add(*(term/c for term in sp.Add.make_args(back))), c*forth, -calm
    return InnerLoop(model, engaged, found, c, k_d, k_fb, k_c, k_cl, made/(k_d*k_cl), _proof(model, found, k_cl, k_fb*k_c, k_d*k_cl))


def _proof(model: Mechanism, found: Reduction, k_cl: sp.Expr, made: sp.Expr, lost: sp.Expr) -> Proof:
    order = [*range(2, 7), 1, 0]  # the cytokines, macrophages, activity
    minors = [(-found.full).extract(order[:k], order[:k]).det(method="berkowitz") for k in range(1, 8)]
    if not (found.metzler and all(sign(minor) == 1 for minor in minors[:5]) and same(minors[5], minors[4]*k_cl)
            and same(found.reduced.det(), lost - made)):
        raise ProofError(f"{model.name}: a state holds another back, or the cytokines do not fade by themselves.")
    theorem = sp.Gt(made, lost, evaluate=False)
    return Proof(model.name, (
        found.identity,
        Step("No state holds another back:", sp.Ge(sp.Symbol(r"J_{i \ne j}"), 0), "the sign of each entry"),
        Step("Of −J, cytokines first, the leading minors are products of losses, the fifth", minors[4], "positive, by sign"),
        Step("the sixth, which adds the macrophages, that times k_cl =", k_cl, "subtracted, and simplified to 0"),
        Step("and the last, det(−J), the fifth times det of the reduced matrix,", lost - made, "the first step"),
        Step("The eigenvalues of such a J all have a negative real part exactly when these minors are all positive "
             "(Fiedler and Pták 1962), and one is above 0 when the last is negative. So, while k_cl > 0, the rest of all seven "
             "states is unstable if and only if", theorem, "the last minor positive, 0 or negative")), theorem)


def engaged_threshold(model: Mechanism, **values: float) -> float:
    """Engaged cells, in Gcell, at which the gain of the inner loop at rest is 1; infinite where nothing is fed back.

    A soft threshold: beyond it the loop amplifies more and more, and nothing jumps. **values : parameters by identifier.
    InputError when k_cl is not above 0: then macrophages keep each other going and no number of engaged cells is a threshold.
    """
    loop = inner_loop(model)
    if (k_cl := loop.number("k_cl", **values)) <= 0:
        raise InputError(f"{model.name}: macrophages keep each other going without T cells (k_cl = {k_cl:.3g} 1/d, not above 0), "
                         "so that the rest is not stable whatever the number of engaged cells.")
    gain = loop.number("gain", **values)
    return 1/gain if gain > 0 else math.inf


def gain_at_rest(run: Run) -> np.ndarray:
    """Gain of the inner loop at rest for the engaged cells of each time of a run, shape (n,), pure number; see `inner_loop`."""
    run = the_run(run)
    return run["engaged"]/engaged_threshold(run.model, **{p.identifier: run.values[p.identifier] for p in run.model.parameters})


def growth_along(run: Run, states: Iterable = SIGNALLING) -> np.ndarray:
    """Largest real part of the eigenvalues of a block of states along a run, shape (n,), in 1/d.

    The Jacobian of these states is taken at the actual levels and drugs of each time, all other states held. Above zero a
    small disturbance of the block grows at that moment. InputError: an unknown state, or a time at which a slope has no value.
    """
    model, states = the_run(run).model, tuple(run.model.symbol(name) for name in states)
    levels, values = [run[s] for s in (*model.states, *model.inputs)], [run.values[p.identifier] for p in model.parameters]
    with np.errstate(all="ignore"):
        slopes = _slopes(model, states)(levels, values)
    matrices = np.stack([np.broadcast_to(slope, run.t.shape) for slope in slopes], axis=-1).reshape(-1, len(states), len(states))
    if not (known := np.isfinite(matrices).all(axis=(1, 2))).all():
        raise InputError(f"{model.name}: on day {run.t[~known][0]:g} a slope of the equations has no value.")
    return np.linalg.eigvals(matrices).real.max(axis=1)


@lru_cache(128)
def _slopes(model: Mechanism, states: tuple[State, ...]) -> Callable:
    """(levels of states and inputs, values of parameters) -> the entries of the block's Jacobian, row by row."""
    entries = list(derivatives([model.expanded[s] for s in states], states))
    return sp.lambdify([(*model.states, *model.inputs), model.parameters], entries, modules="numpy", cse=True)
