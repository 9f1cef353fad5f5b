"""Many patients, LANES abreast, inside the compiled engine. Nobody imports this file: `numba.py` puts its text into a module."""


@compiled
def negative(course, atol):
    """Whether what cannot be negative is, by more than rounding: the rule of `common.check_signs`."""
    for k in range(STATES):
        low, high = 0.0, -np.inf
        for x in course[:, k]:
            low, high = min(low, x), max(high, x)
        if LOWEST[k] == 0 and low < -NOISE*atol - 1e-6*high:
            return True
    return False


@kept
def ward(ps, places, starts, days, kinds, amounts, grid, jump, rtol, atol, found, peaks, states):
    """Facts and highest values of many patients who get the same doses.

    ps, shape (m, parameters): a patient's parameters in each row. places, starts: states that do not start as declared, and
    where. grid, shape (n,): the output days; jump, bool, shape (n,): whether states jump there. found, shape (m, facts), has
    the facts of doses in it and receives the others; peaks, shape (m, states), the highest values; states, shape (m,), how
    each run ended (only those that are DONE are filled; one that goes below zero is not).
    """
    p, y = np.empty(ps.shape[1]*LANES), np.empty(STATES*LANES)
    courses, ends = np.empty((LANES, len(grid), STATES)), np.empty((LANES, 5))
    for first in range(0, len(ps), LANES):
        for lane in range(LANES):
            patient = min(first + lane, len(ps) - 1)  # lanes too many repeat the last one
            p[lane::LANES] = ps[patient]
            start(ps[patient], y[lane::LANES])
            for k in range(len(places)):
                y[places[k]*LANES + lane] = starts[k]
        integrate(p, y, days, kinds, amounts, grid, rtol, atol, courses, ends)
        for lane in range(min(LANES, len(ps) - first)):
            patient = first + lane
            states[patient] = BELOW_ZERO if ends[lane, 0] == DONE and negative(courses[lane], atol) else ends[lane, 0]
            if states[patient] == DONE:
                facts(grid, courses[lane], ps[patient], jump, found[patient])
                for k in range(STATES):
                    peaks[patient, k] = summit(grid, courses[lane, :, k], jump)[0]
