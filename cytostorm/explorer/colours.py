"""The same colour for the same thing in the whole book: one number from 1 to 6 for each quantity that has its own."""

#: Values on white paper; the style sheet holds the same six and their twins for a dark page.
PALETTE = ("#0072b2", "#c24e00", "#00785a", "#9c3f77", "#7d6200", "#4b57b8")

#: What stands behind the curves: levels and limits, and a run or a day to compare with.
LIMIT, QUIET = "#b3261e", "#5f6368"

_OWN = {"A": 1, "C": 2}


def colours(names: list[str]) -> list[int]:
    """Colour numbers for quantities shown together: their own where they have one, else the first that is free."""
    taken = {_OWN[name] for name in names if name in _OWN}
    free = [number for number in range(1, len(PALETTE) + 1) if number not in taken] or [1]
    others = iter(free*len(names))
    return [_OWN.get(name) or next(others) for name in names]
