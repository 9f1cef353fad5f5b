"""Many patients, one after another, inside the compiled engine. Nobody imports this file: `numba.py` puts its text into a module."""


@compiled
def where(condition, value, otherwise):
    return value if condition else otherwise


@compiled
def maximum(a, b):
    return a if a > b else b


@kept
def ward(ps, places, starts, days, kinds, amounts, grid, jump, rtol, atol, found, peaks, states):
    """Facts and highest values of many patients who get the same doses.

    ps, shape (m, parameters): a patient's parameters in each row. places, starts: states that do not start as declared, and
    where. grid, shape (n,): the output days; jump, bool, shape (n,): whether states jump there. found, shape (m, facts), has
    the facts of doses in it and receives the others; peaks, shape (m, states), the highest values; states, shape (m,), how
    each run ended (only those that are DONE are filled).
    """
    y, course = np.empty(STATES), np.empty((len(grid), STATES))
    for i in range(len(ps)):
        start(ps[i], y)
        for k in range(len(places)):
            y[places[k]] = starts[k]
        states[i] = integrate(ps[i], y, days, kinds, amounts, grid, rtol, atol, course)[0]
        if states[i] == DONE:
            facts(grid, course, ps[i], jump, found[i])
            for k in range(STATES):
                peaks[i, k] = summit(grid, course[:, k], jump)[0]
