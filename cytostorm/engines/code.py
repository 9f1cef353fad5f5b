"""The declaration written out as source: one set of functions, in Python or in JavaScript.

Common sub-expressions are computed once, whole powers are products. Python source names its mathematics bare (`exp`,
`pow`, ...), so that the same text runs on floats with `math` and on whole arrays with NumPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sympy as sp
from sympy.printing.codeprinter import CodePrinter
from sympy.printing.jscode import JavascriptCodePrinter
from sympy.printing.pycode import PythonCodePrinter

from ..model import Dose, Mechanism

_MOST_FACTORS = 8


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

    def _print_Float(self, number):
        return repr(float(number))

    def _print_NumberSymbol(self, number):
        return repr(float(number))

    _print_Pi = _print_Exp1 = _print_NumberSymbol

    def _print_Declared(self, symbol):
        return symbol.name

    _print_Parameter = _print_State = _print_Input = _print_ReadOut = _print_Fact = _print_Declared


class _Python(_Powers, PythonCodePrinter):
    square_root, power = "sqrt", "pow"

    def __init__(self):
        super().__init__({"fully_qualified_modules": False})

    def _print_And(self, condition):
        return "(" + " & ".join(f"({self._print(part)})" for part in condition.args) + ")"

    def _print_Or(self, condition):
        return "(" + " | ".join(f"({self._print(part)})" for part in condition.args) + ")"

    def _print_Not(self, condition):
        return f"(1 - ({self._print(condition.args[0])}))"

    def _print_Relational(self, relation):
        return f"({self._print(relation.lhs)} {relation.rel_op} {self._print(relation.rhs)})"


class _JavaScript(_Powers, JavascriptCodePrinter):
    square_root, power = "Math.sqrt", "Math.pow"

    def _print_BooleanTrue(self, _):
        return "true"

    def _print_BooleanFalse(self, _):
        return "false"

    def _print_Infinity(self, _):
        return "Infinity"

    def _print_NegativeInfinity(self, _):
        return "-Infinity"


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
    expressions = [model.expand(e) for e in stores.values()]
    shared, results = sp.cse(expressions, symbols=sp.numbered_symbols("_"), order="none") if expressions else ([], [])
    used = set().union(*(e.free_symbols for e in expressions)) if expressions else set()
    lines = [language.local.format(target=symbol.name, value=f"{array}[{index}]")
             for array, symbols in arrays.items() for index, symbol in enumerate(symbols) if symbol in used]
    lines += [language.local.format(target=symbol, value=language.text(value)) for symbol, value in shared]
    lines += [language.store.format(target=target, value=language.text(result)) for target, result in zip(stores, results, strict=True)]
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


def core(language: Language, model: Mechanism) -> list[str]:
    """The functions that every engine needs: start, rhs, jacobian, readout."""
    y, size = vector(model), len(vector(model))
    state = {"_y": y, "_p": model.parameters}
    rates = [*model.equations.values(), *[sp.Integer(0)] * len(model.inputs)]
    starts = {f"_y[{i}]": start for i, start in enumerate(model.starts().values())}
    return [
        function(language, "start", "_p, _y", model, starts, {"_p": model.parameters}),
        function(language, "rhs", "_y, _p, _dy", model, {f"_dy[{i}]": rate for i, rate in enumerate(rates)}, state),
        function(language, "jacobian", "_y, _p, _J", model, {f"_J[{i*size + j}]": e for (i, j), e in jacobian(model).items()}, state),
        function(language, "readout", "_y, _p, _r", model, {f"_r[{i}]": e for i, e in enumerate(model.definitions.values())}, state),
    ]


def jump(language: Language, model: Mechanism, dose: Dose, name: str) -> str:
    """The function by which a dose moves the state vector."""
    y = vector(model)
    stores = {f"_y[{y.index(target)}]": target + added for target, added in dose.adds.items()}
    return function(language, name, "_y, _p, amount", model, stores, {"_y": y, "_p": model.parameters})
