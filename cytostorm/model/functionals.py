"""The closed set of functionals of a curve x over the days t, both of shape (n,); `x` is bool where it is a condition.

Written so that numba can compile them as they stand. The page has the same ones (`frontend/src/engine/facts.js`); tests compare.
"""

import numpy as np


def summit(t, x, jump):
    """Highest value and its day: the vertex of the parabola through the highest point and its two neighbours.

    The point itself stands at an end, where the grid is uneven (by more than 1e-9), and where x jumps between the three:
    `jump` (bool, shape (n,)) tells where it does, and is true everywhere for what moves in steps.
    """
    i = np.argmax(x)
    if 0 < i < len(x) - 1 and not jump[i] and not jump[i + 1]:
        left, right = t[i] - t[i - 1], t[i + 1] - t[i]
        bend, tilt = x[i - 1] - 2*x[i] + x[i + 1], x[i - 1] - x[i + 1]
        if abs(right - left) <= 1e-9*right and bend < 0:
            shift = 0.5*tilt/bend
            return x[i] - 0.25*tilt*shift, t[i] + shift*right
    return x[i], t[i]


def times_held(t, x):
    """For how long in all the condition has held, at each time."""
    held = np.zeros(len(t))
    held[1:] = np.cumsum(np.diff(t)*x[:-1])
    return held


def first_time(t, x):
    """First day on which the condition holds; infinite when it never does."""
    i = np.argmax(x)
    return t[i] if x[i] else np.inf


def last_time(t, x):
    """Last day on which the condition holds; minus infinite when it never does."""
    i = len(x) - 1 - np.argmax(x[::-1])
    return t[i] if x[i] else -np.inf


def area(t, x):
    """Integral over the whole run, by trapezoids."""
    return np.sum(np.diff(t)*0.5*(x[1:] + x[:-1]))


def value_at(t, x, at):
    """Value on a day, between points on a straight line; infinite stands for the end; no number outside the run."""
    day = t[-1] if at == np.inf else at
    if not t[0] <= day <= t[-1]:
        return np.nan
    return np.interp(day, t, x)
