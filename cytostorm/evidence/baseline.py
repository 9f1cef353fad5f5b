"""The main numbers, frozen: `python -m cytostorm.evidence.baseline` rewrites the file; tests compare. They change only on purpose."""

import json
from pathlib import Path

from ..stability import engaged_threshold
from .scenarios import patient, run, said
from .wards import ill, percent, rank, ward

FILE = Path(__file__).with_name("baseline.json")
SCENARIOS = ("untreated", "toci", "toci-0", "dex-early", "dex-late", "ana-2", "casp-90", "no IFNg", "fast off-rate", "no feedback",
             "no macrophages", "fragile", "burden 20", "engager", "superagonist")
PEAKS = "IL6", "IFNg", "TNF", "CRP", "ferritin"


def of_scenario(name: str, engine: str | None = None) -> dict[str, float]:
    """Peaks, their days, lows, grade, hours at grade 3 or more, points of the ISTH, log10 kill where it is judged."""
    found, facts = run(name, engine), said(name, engine)
    numbers = {x: found.peak(x).value for x in PEAKS} | {f"{x}_day": found.peak(x).day for x in PEAKS} | {
        f"{x}_low": found[x].min() for x in ("MAP", "SpO2")} | {
        "grade": facts["grade_most"], "grade3_hours": 24*facts["grade3_days"], "ISTH": facts["ISTH_most"], "log_kill": facts["log_kill"]}
    return {x: number for x, number in numbers.items() if number == number}  # log10 kill is not a number in a short run


def of_ward() -> dict[str, float]:
    """Grades in per cent, median days of onset and end, Spearman's correlations."""
    return {f"grade_{grade}": percent(ward()["grade_most"] == grade) for grade in range(5)} | {
        "onset_day": ill()["fever_day"].median(), "end_day": ill()["grade_end_day"].median(),
        "burden_and_IL6": rank("tumour_burden", "IL6_peak"), "IL6_and_CRP": rank("IL6_peak", "CRP_peak")}


if __name__ == "__main__":
    found = {name: of_scenario(name) for name in SCENARIOS} | {"ward": of_ward(), "threshold": {"engaged": engaged_threshold(patient)}}
    rounded = {name: {x: float(f"{number:.7g}") for x, number in group.items()} for name, group in found.items()}
    FILE.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
