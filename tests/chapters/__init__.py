"""What the chapters say of the model in words, where no live figure shows it: a file for each."""

import numpy as np


def at(run, name, day):
    """Level of a quantity of a run on a day."""
    return np.interp(day, run.t, run[name])
