"""The declaration as SBML Level 3 Version 2, for COPASI, Tellurium and the databases.

Every quantity is an SBML parameter and every state follows a rate rule. A species would be an amount or a concentration in
a compartment, and a temperature, a blood pressure or a share of open vessels is neither.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from html import escape
from itertools import groupby
from pathlib import Path

import sympy as sp
from sympy.printing.str import StrPrinter

from ..model import DeclarationError, GivenDose, InputError, Mechanism, State, amount
from ..model.units import check_units, quantity
from .code import vector
from .simulate import LONGEST, given

#: SBML's units: what each is to pint, and how many of it that is. SBML knows no own base units: cells are counted in items,
#: and an enzyme unit is the micromole a minute that it is by definition.
_KINDS = {kind: (kind, 1) for kind in ("second", "gram", "litre", "metre", "mole", "kelvin", "pascal", "joule", "watt", "newton",
                                       "ampere", "volt", "candela", "dimensionless")}
_KINDS |= {"item": ("Gcell", 1e9), "katal": ("U", 1e-6/60)}

_ABOUT = ("For learning, never for care: nothing here may guide the treatment of a patient.",
          "Time is in days. Cells are counted in items (Gcell is 1e9 of them); an enzyme unit U is a micromole a minute. "
          "Sources are keys of the book's references.bib. Made by cytostorm from the declaration {digest}.")


def to_sbml(model: Mechanism, path: str | Path, *, doses: Iterable[GivenDose] = (), **values: float) -> Path:
    """Write a model as an SBML file, as `simulate` would run it; needs `python-libsbml` and `pint`.

    States and unfed inputs are parameters with rate rules or without, read-outs have assignment rules, the doses of a day are
    one event. Facts, scores and sentences stay behind, as does the growth limit, which the notes of the model tell.

    Parameters
    ----------
    model : Mechanism
    path : str or Path
        The file; it is replaced as a whole or, when something fails, not at all.
    doses : iterable of `cs.dose(name, amount, unit, day=...)`
        Whether one would take a quantity below zero is not known before a run, and not checked.
    **values : float
        Values of parameters, or of where a state or an input starts, by identifier, in the declared unit.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        What `simulate` refuses, a path that cannot be written, a library that is not installed.
    DeclarationError
        An expression does not fit its unit, or SBML has no counterpart of a unit.

    Examples
    --------
    >>> import cytostorm as cs
    >>> file = cs.to_sbml(cs.models.loop, "loop.xml", doses=[cs.dose("spark", 3, "1", day=2)], k_fb=1.2)  # doctest: +SKIP
    """
    doses, everything = given(model, doses, LONGEST, values)
    try:
        import libsbml
        check_units(model)
    except ModuleNotFoundError as error:
        raise InputError(f"to_sbml needs {error.name}, which is not installed: pip install python-libsbml pint") from None
    return _write(path, _Document(libsbml, model, doses, everything).text())


class _Document:
    """One model in libSBML's hands."""

    def __init__(self, libsbml, model: Mechanism, doses: list[GivenDose], values: dict[str, float]):
        self.libsbml, self.declared, self.values, self.units = libsbml, model, values, {"1": "dimensionless"}
        self.document = libsbml.SBMLDocument(3, 2)
        self.model = self.document.createModel()
        self.model.setId(_free(re.sub(r"\W", "_", f"model_{model.name}", flags=re.ASCII), {s.identifier for s in self._symbols()}))
        self.model.setName(_line(model.name))
        self.model.setTimeUnits(self.unit("d"))
        limit = model.growth_limit and f"In cytostorm a run stops when its states together have grown {model.growth_limit:g}-fold."
        self._note(self.model, model.summary, limit, *(words.format(digest=model.digest) for words in _ABOUT))
        for symbol in self._symbols():
            self._parameter(symbol)
        for state, rate in model.equations.items():
            self._set(self.model.createRateRule(), state, self._formula(rate, f"({state.unit})/d"))
        for readout, expression in model.definitions.items():
            self._set(self.model.createAssignmentRule(), readout, self._formula(expression, readout.unit))
        for day, together in groupby(doses, key=lambda dose: dose.day):
            self._event(day, list(together))

    def text(self) -> str:
        return self.libsbml.writeSBMLToString(self.document)

    def unit(self, text: str) -> str:
        """The SBML identifier of a declared unit, which is defined when it is met first."""
        if text not in self.units:
            identifier = "unit_" + re.sub(r"\W", "", text.replace("/", "_per_").replace("*", "_"), flags=re.ASCII)
            self.units[text] = _free(identifier, self.units.values())
            definition = self.model.createUnitDefinition()
            definition.setId(self.units[text])
            definition.setName(_line(text))
            for name, exponent in quantity(text, self.declared, "SBML").unit_items():
                for kind, power, factor in self._parts(name, exponent):
                    scale = round(math.log10(factor))
                    unit = definition.createUnit()
                    unit.setKind(self.libsbml.UnitKind_forName(kind))
                    unit.setExponent(float(power))
                    whole = math.isclose(factor, 10.0**scale, rel_tol=1e-12)
                    unit.setScale(scale if whole else 0)
                    unit.setMultiplier(1.0 if whole else factor)
        return self.units[text]

    def _parts(self, name: str, exponent: float):
        """Kind, exponent and factor of what a pint unit is in SBML; compound units such as molar are taken apart."""
        measured = quantity(name, self.declared, "SBML")
        for kind, (reference, count) in _KINDS.items():
            reference = quantity(reference, self.declared, "SBML")
            if measured.is_compatible_with(reference):
                yield kind, exponent, measured.to(reference).magnitude*count
                return
        roots = measured.to_root_units()
        if name in dict(roots.unit_items()):
            raise DeclarationError(f"{self.declared.name}: SBML has no counterpart of the unit {name!r}.")
        yield "dimensionless", exponent, roots.magnitude
        for root, power in roots.unit_items():
            yield from self._parts(root, power*exponent)

    def _symbols(self):
        return *vector(self.declared), *self.declared.parameters, *self.declared.readouts

    def _parameter(self, symbol) -> None:
        parameter = self.model.createParameter()
        parameter.setId(symbol.identifier)
        parameter.setName(_line(symbol.label))
        parameter.setUnits(self.unit(symbol.unit))
        parameter.setConstant(symbol in self.declared.parameters)
        standing = ": ".join(filter(None, (getattr(symbol, "standing", ""), getattr(symbol, "source", ""))))
        self._note(parameter, symbol.meaning, standing, getattr(symbol, "reason", ""))
        start = self.values.get(symbol.identifier, symbol.start if isinstance(symbol, State) else getattr(symbol, "rest", None))
        if start is None:
            return
        if sp.sympify(start).is_number:
            parameter.setValue(float(start))
        else:
            assignment = self.model.createInitialAssignment()
            assignment.setSymbol(symbol.identifier)
            assignment.setMath(self._math(self._formula(start, symbol.unit)))

    def _set(self, rule, symbol, formula: str) -> None:
        rule.setVariable(symbol.identifier)
        rule.setMath(self._math(formula))

    def _event(self, day: float, doses: list[GivenDose]) -> None:
        """All doses of one day at once: what they add uses the amount and parameters only, so their order does not matter."""
        event = self.model.createEvent()
        event.setName(_line(f"day {day:g}: " + ", ".join(f"{dose.name} {dose.amount:g} {dose.unit}" for dose in doses)))
        event.setUseValuesFromTriggerTime(True)
        trigger = event.createTrigger()
        trigger.setInitialValue(False)  # so that one on day 0 happens, too
        trigger.setPersistent(True)
        trigger.setMath(self._math(f"time >= {day!r} {self.unit('d')}"))
        added: dict = {}
        for dose in doses:
            given_amount = sp.Symbol(f"({dose.amount!r} {self.unit(dose.unit)})")
            for target, expression in self.declared.doses[dose.name].adds.items():
                formula = self._formula(expression.xreplace({amount: given_amount}), target.unit)
                added.setdefault(target, [target.identifier]).append(formula)
        for target, terms in added.items():
            self._set(event.createEventAssignment(), target, " + ".join(terms))

    def _formula(self, expression: sp.Expr, unit: str) -> str:
        """In libSBML's text notation; a bare number is given in the declared unit."""
        expression = sp.sympify(expression)
        return f"({float(expression)!r} {self.unit(unit)})" if expression.is_number else _printer.doprint(expression).replace("**", "^")

    def _math(self, formula: str):
        tree = self.libsbml.parseL3Formula(formula)
        nodes = [tree]
        for node in nodes:  # which grows while it is gone through
            if node.isNumber() and not node.isSetUnits():
                node.setUnits("dimensionless")
            nodes += [node.getChild(i) for i in range(node.getNumChildren())]
        return tree

    def _note(self, thing, *paragraphs: str | None) -> None:
        text = "".join(f"<p>{escape(_line(words))}</p>" for words in paragraphs if words)
        if text:
            thing.setNotes(f'<body xmlns="http://www.w3.org/1999/xhtml">{text}</body>')


class _Formula(StrPrinter):
    """SymPy's own notation, where libSBML's differs."""

    def _print_Float(self, number):
        return repr(float(number))

    _print_Catalan = _print_EulerGamma = _print_GoldenRatio = _print_TribonacciConstant = _print_NumberSymbol = _print_Float

    def _print_Pi(self, _):
        return "pi"

    def _print_Exp1(self, _):
        return "exp(1)"  # libSBML does not know that its own constant has no unit

    def _print_log(self, logarithm):
        return f"ln({self._print(logarithm.args[0])})"


_printer = _Formula({"order": "none"})


def _line(words: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(c if c.isprintable() else " " for c in words)


def _free(identifier: str, taken: Iterable[str]) -> str:
    while identifier in taken:
        identifier += "_"
    return identifier


def _write(path: str | Path, text: str) -> Path:
    """The whole file at once: what stands there stays until the new one is complete."""
    try:
        path = Path(path)
        if path.exists() and not path.is_file():
            raise OSError("it is there, and it is no file")
        target = path.resolve()  # a link stays a link
        part = target.with_name(f"{target.name}.part")
        try:
            part.write_text(text, encoding="utf-8", newline="\n")
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, TypeError, ValueError) as error:
        raise InputError(f"to_sbml cannot write to {str(path)!r}: {error}.") from None
    return path
