"""Other people's simulators, given an SBML file: libRoadRunner (CVODE) and COPASI (LSODA)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np


class Peer(NamedTuple):
    """A loaded file. `run` runs it from its start and returns nothing, so that a run alone can be timed (libRoadRunner's also
    with other values of parameters); `read` gives what the last run found, shape (times, 1 + columns): the day, then the
    columns, every `step` days."""

    run: Callable[..., None]
    read: Callable[[], np.ndarray]


def road_runner(file: Path, columns: Sequence[str], *, days: float, step: float, rtol: float, atol: float) -> Peer:
    """An SBML file in libRoadRunner; the columns are quantities by their identifiers."""
    import roadrunner

    machine = roadrunner.RoadRunner(str(file))
    machine.integrator.relative_tolerance, machine.integrator.absolute_tolerance = rtol, atol
    machine.timeCourseSelections = ["time", *columns]

    def run(**values: float) -> None:
        machine.reset(roadrunner.SelectionRecord.ALL)
        for _ in range(2 if values else 1):  # starts follow parameters only at a reset, and given starts are lost at it
            machine.reset()
            for name, value in values.items():
                machine.setValue(name, value)
        machine.simulate(0, days, round(days/step) + 1)

    return Peer(run, lambda: np.array(machine.getSimulationData()))


def copasi(file: Path, columns: Sequence[str], *, days: float, step: float, rtol: float, atol: float) -> Peer:
    """An SBML file in COPASI; the columns are quantities by their identifiers."""
    import COPASI

    data = COPASI.CRootContainer.addDatamodel()
    if not data.importSBML(str(file)):
        raise RuntimeError(COPASI.CCopasiMessage.getAllMessageText())
    task = data.getTask("Time-Course")
    problem, method = task.getProblem(), task.getMethod()
    problem.setDuration(days)
    problem.setStepNumber(round(days/step))
    method.getParameter("Relative Tolerance").setDblValue(rtol)
    method.getParameter("Absolute Tolerance").setDblValue(atol)

    def run() -> None:
        if not task.process(True):
            raise RuntimeError(COPASI.CCopasiMessage.getAllMessageText())

    def read() -> np.ndarray:
        series = task.getTimeSeries()
        steps, size = range(series.getRecordedSteps()), series.getNumVariables()
        found = {value.getSBMLId(): [value.getInitialValue()]*len(steps) for value in data.getModel().getModelValues()}
        names = ["time", *(series.getSBMLId(j, data) for j in range(1, size))]
        found |= {name: [series.getConcentrationData(i, j) for i in steps] for j, name in enumerate(names)}
        return np.array([found[name] for name in ("time", *columns)]).T  # what nothing can move is in no series

    return Peer(run, read)
