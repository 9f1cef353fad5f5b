"""The generated Python of a model, compiled once for each declaration."""

from __future__ import annotations

import math
from functools import lru_cache
from types import SimpleNamespace

import numpy as np
import sympy as sp

from ..model import Mechanism
from ..model.declaration import FUNCTIONS
from . import code

NAMES = [*(function.__name__ for function in FUNCTIONS), "sqrt", "pow"]
_FLOATS = {name: getattr(math, name) for name in NAMES}
_ARRAYS = {name: getattr(np, {"pow": "power"}.get(name, name)) for name in NAMES} | {"inf": np.inf, "where": np.where, "maximum": np.maximum}
_compiled: dict[str, SimpleNamespace] = {}


def compiled(model: Mechanism) -> SimpleNamespace:
    """`start(p, y)`, `rhs(y, p, dy)`, `jacobian(y, p, J)` on floats, `readout(y, p, r)` on arrays, `jumps` by dose name.

    All write in place; `J` is row-major over the state vector.
    """
    if model.digest not in _compiled:
        floats, arrays = dict(_FLOATS), dict(_ARRAYS)
        functions = code.core(code.python, model, ("start", "rhs", "readout"))
        functions += [code.jump(code.python, model, dose, f"dose_{name}") for name, dose in model.doses.items()]
        source = _bytecode(model, functions)
        exec(source, floats)
        exec(source, arrays)
        jumps = {name: floats[f"dose_{name}"] for name in model.doses}
        _compiled[model.digest] = SimpleNamespace(start=floats["start"], rhs=floats["rhs"], jacobian=_jacobian(model),
                                                  readout=arrays["readout"], jumps=jumps)
    return _compiled[model.digest]


def _jacobian(model: Mechanism):
    """Written at its first call: that of a large model takes a while, and few engines need it."""
    names = dict(_FLOATS)

    def jacobian(*arguments):
        if "jacobian" not in names:
            exec(_bytecode(model, code.core(code.python, model, ("jacobian",))), names)
        names["jacobian"](*arguments)

    return jacobian


def _bytecode(model: Mechanism, functions: list[str]):
    return compile("\n\n".join(functions), f"<generated from {model.name} {model.digest}>", "exec")


@lru_cache(4096)
def vectorised(expression: sp.Basic, arguments: tuple[sp.Symbol, ...]):
    """A NumPy function of an expression or condition of the given symbols, in that order."""
    names = ", ".join(symbol.name for symbol in arguments)
    return eval(f"lambda {names}: {code.python.text(expression)}", dict(_ARRAYS))
