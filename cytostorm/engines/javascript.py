"""The declaration as one classic script: what the browser needs to run a model, and to speak about a run, with no kernel."""

from __future__ import annotations

import json
import math

import sympy as sp

from ..model import Declared, Dose, Mechanism, Score
from ..model.scores import Points
from . import code

_SCRIPT = """\
// Generated from the declaration of the model; do not edit.
(globalThis.cytostorm ??= {{}}).models ??= {{}};
globalThis.cytostorm.models["{digest}"] = {{
  digest: "{digest}", name: {name_text},
  states: {states}, dynamic: {dynamic}, signed: {signed},
  parameters: {parameters}, values: {values},
  readouts: {readouts},
  growthLimit: {growth_limit}, shownUntil: {shown_until},
{core}
  doses: {{
{doses}
  }},
  facts: [
{facts}
  ],
  scores: {{
{scores}
  }},
  sentences: [
{sentences}
  ],
  info: {info},
}};
"""


def javascript(model: Mechanism) -> str:
    """Source of a classic script that registers the model under its digest. Runs without `eval` and without imports."""
    text = code.javascript.text
    say = _Says(model)
    return _SCRIPT.format(
        name=model.name, name_text=json.dumps(model.name), digest=model.digest,
        states=_names(code.vector(model)), dynamic=len(model.states),
        signed=_names(s for s in code.vector(model) if not s.is_nonnegative),
        parameters=_names(model.parameters), values=json.dumps([p.value for p in model.parameters]),
        readouts=_names(model.readouts), growth_limit=text(sp.Float(model.growth_limit)) if model.growth_limit else "null",
        shown_until=next((str(i) for i, fact in enumerate(model.facts) if fact.name == model.shown_until), "null"),
        core="\n".join(_indent(function, 2) + "," for function in code.core(code.javascript, model)),
        doses="\n".join(f'    "{dose.name}": {{ unit: {json.dumps(dose.unit)}, {_jump(model, dose)} }},' for dose in model.doses.values()),
        facts="\n".join(say.fact(fact) for fact in model.facts),
        scores="\n".join(say.score(score) for score in model.scores),
        sentences="\n".join(say.sentence(sentence) for sentence in model.sentences),
        info=json.dumps(describe(model), ensure_ascii=True, allow_nan=False))


def describe(model: Mechanism) -> dict:
    """What the page tells about the quantities: label, unit, meaning, and where a value comes from. JSON-ready."""
    return {
        "states": {s.identifier: _words(s) for s in code.vector(model)},
        "readouts": {r.identifier: _words(r) for r in model.readouts},
        "parameters": {p.identifier: _words(p) | {"value": p.value, "range": p.range, "standing": p.standing,
                                                  "source": p.source, "reason": p.reason} for p in model.parameters},
        "doses": {d.name: {"unit": d.unit, "meaning": d.meaning, "allowed": [_finite(bound) for bound in d.allowed]}
                  for d in model.doses.values()},
        "facts": {f.name: {"label": f.label, "unit": f.unit} for f in model.facts},
        "scores": {s.name: {"label": s.label, "unit": "1", "meaning": "", "shift": 0, "window": [0, _most(s)], "healthy": None}
                   for s in model.scores},
    }


def _most(score: Score) -> float:
    """The most points that a score can give."""
    points = [points for _, points in score.rows]
    return sum(points) if score.combine == "sum" else max(points)


class _Says:
    """Facts, scores and sentences of one model as JavaScript; values come in the arrays y, r, p and f."""

    def __init__(self, model: Mechanism):
        self.model = model
        self.arrays = {"y": code.vector(model), "r": model.readouts, "p": model.parameters, "f": model.facts}

    def fact(self, fact) -> str:
        parts = [f'name: "{fact.name}"', f'kind: "{fact.functional}"']
        if fact.of_doses:
            parts.append(f'dose: "{fact.of}"')
        else:
            parts.append(self._arrow("of" if isinstance(fact.of, sp.Expr) else "when", "y, r, p, t, f, s", fact.of))
        parts += [self._arrow(word, "p, f", time) for word, time in (("at", fact.at), ("held", fact.held)) if time is not None]
        if fact.in_steps:
            parts.append("inSteps: true")
        return f"    {{ {', '.join(parts)} }},"

    def score(self, score) -> str:
        rows = ", ".join(f"{{ {self._arrow('when', 'y, r, p, t, f', when)}, points: {points!r} }}" for when, points in score.rows)
        return f'    "{score.name}": {{ combine: "{score.combine}", rows: [{rows}] }},'

    def sentence(self, sentence) -> str:
        rows = ", ".join(f"{{ {self._arrow('when', 'p, f', when)}, text: {json.dumps(words)} }}" for when, words in sentence.rows)
        numbers = ", ".join(self._arrow(name, "p, f", of) for name, of in sentence.numbers.items())
        return f'    {{ name: "{sentence.name}", rows: [{rows}], numbers: {{ {numbers} }} }},'

    def _arrow(self, name: str, arguments: str, expression: sp.Basic) -> str:
        places = {symbol: sp.Symbol(f"{array}[{i}]") for array, symbols in self.arrays.items() for i, symbol in enumerate(symbols)}
        places |= {points: sp.Symbol(f's("{points.name}")') for points in expression.atoms(Points)}
        return f"{name}: ({arguments}) => {code.javascript.text(expression.xreplace(places))}"


def _jump(model: Mechanism, dose: Dose) -> str:
    return " ".join(code.jump(code.javascript, model, dose, "jump").split())


def _words(symbol: Declared) -> dict:
    """What is said of a quantity; levels as people read them."""
    shift, unit = getattr(symbol, "shown", (0, ""))
    levels = {what: [bound + shift for bound in given] if (given := getattr(symbol, what, None)) else None for what in ("window", "healthy")}
    return {"label": symbol.label, "symbol": symbol.symbol, "unit": unit or symbol.unit, "meaning": getattr(symbol, "meaning", ""),
            "shift": shift, **levels}


def _names(symbols) -> str:
    return json.dumps([symbol.identifier for symbol in symbols])


def _finite(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None


def _indent(text: str, by: int) -> str:
    return "\n".join(" "*by + line if line.strip() else line for line in text.splitlines())
