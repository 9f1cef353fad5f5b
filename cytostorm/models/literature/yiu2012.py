"""Nine cytokines after TGN1412, each a damped oscillator that all nine drive: linear, of order 18 (Yiu 2012).

The antibody is a kick: all start at their baseline with a rate of change. It shows which cytokine comes first (interferon
gamma) and last (IL-6), and who drives or brakes whom. Being linear around a baseline it undershoots, so states may be
negative, and half the kick gives half the storm: it has no threshold. Leaves out: cells, the antibody itself, and how
the six volunteers differed. Coefficients are those of a public transcription of the paper's table 2, but for one: IL-6 on IL-6
reads -0.2784 there, with which IL-6 stays high and TNF swings far below zero on day 5. -2.784 brings all nine back and is, as
in the other eight rows, nearly critical damping (d**2/4 = 2.72). That is our inference: compare it with the paper.
"""

from ...model import Mechanism, Parameter, State

_LABELS = {"TNF": "TNF-alpha", "IFNg": "Interferon gamma", "IL10": "IL-10", "IL8": "IL-8", "IL6": "IL-6", "IL4": "IL-4",
           "IL2": "IL-2", "IL1": "IL-1", "IL12": "IL-12"}
_KICK = 32831, 55328, 12047, 50804, 16437, 29489, 42780, 35535, 4947  # pg/mL/d
_DAMPING = -5.2, -8.6, -4.4, -8, -3.3, -8.1, -8, -5.5, -8.8  # 1/d
_EFFECTS = """
  -6.413     0.345    -0.383    -0.186    -0.632    -0.680    -0.206     0.672    -0.818
  -0.554   -18.641     0.078     1.576     1.542     0.128     0.184     0.696    -0.903
  -0.487     0.846    -3.320     0.145    -0.727    -0.111    -0.030    -0.017     0.617
   0.992    -0.207     1.566   -13.571     0.058    -0.823    -0.316     0.046    -3.356
   0.412    -1.688    -0.303     0.042    -2.784     0.640     0.769     0.955     0.065
  -1.129    -1.072    -0.278     0.271     0.101   -16.305     0.776     0.778    -0.237
  -0.503    -0.775     0.422     0.506    -0.242    -0.022   -15.226    -0.181    -0.957
   0.053    -0.090    -0.376     0.891    -0.575     0.227     0.289    -7.571     0.604
  -0.877    -0.075     0.275    -0.228     0.320     0.343     1.554    -0.271   -19.448
"""  # 1/d^2; row: on whom, column: by whom
_MENDED = {("IL6", "IL6"): "mended: the public transcription reads -0.2784"}


def _fitted(identifier: str, value: float, unit: str, bounds: tuple[float, float], symbol: str, meaning: str,
            reason: str = "") -> Parameter:
    return Parameter(identifier, value, unit, range=bounds, symbol=symbol, meaning=meaning, standing="fitted", source="Yiu2012",
                     reason=reason)


def _effects(on: str, row: str) -> dict[str, Parameter]:
    """What each cytokine does to one, by the cytokine that does it; zero and the other sign are within every range."""
    values = dict(zip(_LABELS, map(float, row.split()), strict=True))
    return {by: _fitted(f"A_{on}_{by}", value, "1/d^2", (-2*abs(value), 2*abs(value)), rf"A_{{\mathrm{{{on}}},\mathrm{{{by}}}}}",
                        f"effect of {_LABELS[by]} on {_LABELS[on]}: above 0 it drives, below 0 it brakes",
                        _MENDED.get((on, by), ""))
            for by, value in values.items()}


def _equations() -> dict:
    kicks, levels, equations = {}, {}, {}
    for name, kick in zip(_LABELS, _KICK, strict=True):
        kicks[name] = _fitted(f"v_{name}", kick, "pg/mL/d", (0, 2*kick), rf"v_{{\mathrm{{{name}}}}}",
                              f"how fast TGN1412 sets off {_LABELS[name]}")
        levels[name] = State(name, "pg/mL", label=_LABELS[name], meaning="above its baseline", signed=True)
    for (name, level), damping, row in zip(levels.items(), _DAMPING, _EFFECTS.split("\n")[1:-1], strict=True):
        speed = State(f"{name}_speed", "pg/mL/d", start=kicks[name], symbol=rf"\dot{{\mathrm{{{name}}}}}", signed=True,
                      label=f"Rate of change of {_LABELS[name]}")
        d = _fitted(f"d_{name}", damping, "1/d", (2*damping, 0), rf"d_{{\mathrm{{{name}}}}}", f"damping of {_LABELS[name]}")
        equations[level] = speed
        equations[speed] = d*speed + sum(a*levels[by] for by, a in _effects(name, row).items())
    return equations


yiu2012 = Mechanism("yiu2012", _equations(), summary=(
    "Nine cytokines after TGN1412, linear around their baseline, so that they may be negative; leaves out cells and thresholds."))
