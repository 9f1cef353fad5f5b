"""The declaration written out as source: one set of functions, in Python or in JavaScript.

Common sub-expressions are computed once, whole powers are products. Python source names its mathematics bare (`exp`,
`pow`, ...), so that the same text runs on floats with `math` and on whole arrays with NumPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

import sympy as sp
from sympy.printing.codeprinter import CodePrinter
from sympy.printing.jscode import JavascriptCodePrinter
from sympy.printing.pycode import PythonCodePrinter

from ..model import Dose, Mechanism

_MOST_FACTORS = 8


def _whole(number: int) -> str:
    return str(number) if abs(number) <= 2**53 else repr(float(number))


class _Powers(CodePrinter):
    """Whole powers as products, always within brackets: SymPy prints a/x**2 as a / <power>, and a/x*x is another number."""

    def _print_Pow(self, power, rational=False):
        base, exponent = power.as_base_exp()
        if exponent == sp.S.Half:
            return f"{self.square_root}({self._print(base)})"
        if exponent.is_Integer and 0 < abs(int(exponent)) <= _MOST_FACTORS:
            factor = self.parenthesize(base, sp.printing.precedence.PRECEDENCE["Atom"])
            product = "*".join([factor] * abs(int(exponent)))
            return f"({product})" if exponent > 0 else f"(1/({product}))"
        return f"{self.power}({self._print(base)}, {self._print(exponent)})"

    def _print_Integer(self, number):
        return _whole(number)  # beyond 64 bits a compiled engine has floats only

    def _print_Rational(self, number):
        return f"{_whole(number.p)}/{_whole(number.q)}"

    def _print_Float(self, number):
        return repr(float(number))

    _print_Pi = _print_Exp1 = _print_NumberSymbol = _print_Float

    def _print_Declared(self, symbol):
        return symbol.name

    _print_Parameter = _print_State = _print_Input = _print_ReadOut = _print_Fact = _print_Declared


class _Python(_Powers, PythonCodePrinter):
    square_root, power = "sqrt", "pow"

    def __init__(self):
        super().__init__({"fully_qualified_modules": False})

    def _print_And(self, condition, between=" & "):
        return "(" + between.join(f"({self._print(part)})" for part in condition.args) + ")"

    def _print_Or(self, condition):
        return self._print_And(condition, " | ")

    def _print_Not(self, condition):
        return f"(1 - ({self._print(condition.args[0])}))"

    def _print_Piecewise(self, pieces):
        return "".join(f"where({self._print(when)}, {self._print(value)}, " for value, when in pieces.args[:-1]) + (
            self._print(pieces.args[-1].expr) + ")"*(len(pieces.args) - 1))

    def _print_Max(self, largest):
        return reduce(lambda a, b: f"maximum({a}, {b})", map(self._print, largest.args))

    def _print_Relational(self, relation):
        return f"({self._print(relation.lhs)} {relation.rel_op} {self._print(relation.rhs)})"


class _JavaScript(_Powers, JavascriptCodePrinter):
    square_root, power = "Math.sqrt", "Math.pow"

    def _print_BooleanTrue(self, truth):
        return str(truth).lower()

    def _print_Infinity(self, infinity):
        return "Infinity" if infinity > 0 else "-Infinity"

    _print_BooleanFalse, _print_NegativeInfinity = _print_BooleanTrue, _print_Infinity


@dataclass(frozen=True)
class Language:
    """How a language says things; `printer` turns an expression into its text."""

    printer: CodePrinter
    store: str
    local: str
    head: str
    tail: str
    empty: str

    def text(self, expression: sp.Basic) -> str:
        return self.printer.doprint(expression)


python = Language(_Python(), "    {target} = {value}", "    {target} = {value}", "def {name}({arguments}):", "", "    pass")
javascript = Language(_JavaScript(), "    {target} = {value};", "    const {target} = {value};", "{name}({arguments}) {{", "}", "")


def function(language: Language, name: str, arguments: str, model: Mechanism, stores: Mapping[str, sp.Basic],
             arrays: Mapping[str, Iterable[sp.Symbol]]) -> str:
    """The source of one function that stores expressions.

    Parameters
    ----------
    stores : mapping of an assignment target ("_dy[0]") to an expression, read-outs and all
    arrays : mapping of an argument ("_y", "_p") to the symbols that it holds, in order; with an underscore, as no identifier begins so
    """
    shared, results = _shared(model, stores.values())
    return _written(language, name, arguments, dict(zip(stores, results, strict=True)), shared, arrays)


def _shared(model: Mechanism, expressions: Iterable[sp.Basic]) -> tuple[dict[sp.Symbol, sp.Expr], list[sp.Basic]]:
    """Common sub-expressions, each using only those before it, and what is left of the expressions."""
    expressions = [model.expand(e) for e in expressions]
    shared, results = sp.cse(expressions, symbols=sp.numbered_symbols("_"), order="none") if expressions else ([], [])
    return dict(shared), results


def _written(language: Language, name: str, arguments: str, stores: Mapping[str, sp.Basic], shared: Mapping[sp.Symbol, sp.Expr],
             arrays: Mapping[str, Iterable[sp.Symbol]]) -> str:
    used = set().union(*(e.free_symbols for e in (*shared.values(), *stores.values())))
    lines = [language.local.format(target=symbol.name, value=f"{array}[{index}]")
             for array, symbols in arrays.items() for index, symbol in enumerate(symbols) if symbol in used]
    lines += [language.local.format(target=symbol, value=language.text(value)) for symbol, value in shared.items()]
    lines += [language.store.format(target=target, value=language.text(result)) for target, result in stores.items()]
    head = language.head.format(name=name, arguments=arguments)
    return "\n".join(part for part in (head, *(lines or [language.empty]), language.tail) if part)


def vector(model: Mechanism) -> tuple[sp.Symbol, ...]:
    """The state vector of every engine: the states with an equation, then the unfed inputs."""
    return (*model.states, *model.inputs)


def jacobian(model: Mechanism) -> dict[tuple[int, int], sp.Expr]:
    """The entries of d rhs_i/d y_j that are not zero, over the state vector, by the chain rule along the read-outs."""
    slopes = {symbol: {symbol: sp.Integer(1)} for symbol in vector(model)}
    for readout, expression in model.definitions.items():
        slopes[readout] = _gradient(expression, slopes)
    rows = [_gradient(rate, slopes) for rate in model.equations.values()]
    return {(i, j): row[symbol] for i, row in enumerate(rows) for j, symbol in enumerate(vector(model)) if row.get(symbol, 0) != 0}


def _gradient(expression: sp.Expr, slopes: Mapping) -> dict[sp.Symbol, sp.Expr]:
    """Slopes of an expression along the state vector, given those of the symbols in it.

    SymPy differentiates x**n to n*x**n/x, which has no value at x = 0; a power is taken apart here, to n*x**(n - 1).
    """
    powers = {p: sp.Dummy() for p in expression.atoms(sp.Pow) if not p.exp.is_number and p.base.free_symbols & slopes.keys()}
    inner = {dummy: {s: p.exp*p.base**(p.exp - 1)*slope for s, slope in _gradient(p.base, slopes).items()} for p, dummy in powers.items()}
    plain, back = expression.xreplace(powers), {dummy: p for p, dummy in powers.items()}
    total: dict[sp.Symbol, sp.Expr] = {}
    for symbol in sorted(plain.free_symbols, key=str):
        for s, slope in {**slopes, **inner}.get(symbol, {}).items():
            total[s] = total.get(s, 0) + sp.diff(plain, symbol).xreplace(back)*slope
    return total


def core(language: Language, model: Mechanism, names: Iterable[str] = ("start", "rhs", "jacobian", "readout")) -> list[str]:
    """The functions that every engine needs, or some of them: the Jacobian of a large model takes a while."""
    y, size = vector(model), len(vector(model))
    state = {"_y": y, "_p": model.parameters}
    rates = [*model.equations.values(), *[sp.Integer(0)] * len(model.inputs)]
    writers = {
        "start": lambda: ("_p, _y", {f"_y[{i}]": start for i, start in enumerate(model.starts().values())}),
        "rhs": lambda: ("_y, _p, _dy", {f"_dy[{i}]": rate for i, rate in enumerate(rates)}),
        "jacobian": lambda: ("_y, _p, _J", {f"_J[{i*size + j}]": e for (i, j), e in jacobian(model).items()}),
        "readout": lambda: ("_y, _p, _r", {f"_r[{i}]": e for i, e in enumerate(model.definitions.values())}),
    }
    written = {name: writers[name]() for name in names}
    return [function(language, name, arguments, model, stores, state) for name, (arguments, stores) in written.items()]


def rhs_with_constants(language: Language, model: Mechanism) -> tuple[list[str], int]:
    """`constants(_p, _c)` for once a run and `rhs(_y, _p, _c, _dy)`, and how many constants there are.

    A constant is a largest sub-expression of parameters only; what is divided by a parameter is multiplied by a constant.
    """
    shared, rates = _shared(model, [*model.equations.values(), *[sp.Integer(0)] * len(model.inputs)])
    known, constants, moving = set(model.parameters), {}, {}
    for symbol, value in shared.items():
        if value.free_symbols <= known:
            known.add(symbol)
            constants[value] = symbol
        else:
            moving[symbol] = _lifted(value, known, constants)
    rates = [_lifted(rate, known, constants) for rate in rates]
    used = set().union(*(e.free_symbols for e in (*moving.values(), *rates)))
    kept = [symbol for symbol in constants.values() if symbol in used]
    return [
        _written(language, "constants", "_p, _c", {f"_c[{i}]": symbol for i, symbol in enumerate(kept)},
                 {symbol: value for value, symbol in constants.items()}, {"_p": model.parameters}),
        _written(language, "rhs", "_y, _p, _c, _dy", {f"_dy[{i}]": rate for i, rate in enumerate(rates)}, moving,
                 {"_y": vector(model), "_p": model.parameters, "_c": kept}),
    ], len(kept)


def _lifted(expression: sp.Basic, known: set[sp.Symbol], constants: dict[sp.Expr, sp.Symbol]) -> sp.Basic:
    """The expression with each largest part made of known symbols replaced by one symbol; `constants` gains what that stands for."""
    if expression.is_Symbol or not expression.free_symbols & known:
        return expression
    if expression.free_symbols <= known:
        return constants.setdefault(expression, sp.Symbol(f"_c{len(constants)}"))
    parts = list(expression.args)
    if isinstance(expression, (sp.Add, sp.Mul)):
        fixed = [part for part in parts if part.free_symbols <= known]
        parts = [part for part in parts if part not in fixed] + [expression.func(*fixed)]
    return expression.func(*(_lifted(part, known, constants) for part in parts))


def jump(language: Language, model: Mechanism, dose: Dose, name: str) -> str:
    """The function by which a dose moves the state vector."""
    y = vector(model)
    stores = {f"_y[{y.index(target)}]": target + added for target, added in dose.adds.items()}
    return function(language, name, "_y, _p, amount", model, stores, {"_y": y, "_p": model.parameters})
