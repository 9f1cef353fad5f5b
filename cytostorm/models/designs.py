"""Cells by design: values of the patient's parameters. `cs.simulate(cs.models.patient, **cs.models.designs["GM-CSF knock-out"])`."""

from types import MappingProxyType

_DESIGNS: dict[str, dict[str, float]] = {
    "GM-CSF knock-out": {"GM_CSF_knockout": 1},  # Sterner2019
    "IFN-γ knock-out": {"IFNg_knockout": 1},  # Bailey2022
    "IL-1 receptor antagonist": {"IL1Ra_cell": 5},  # Giavridis2018
    "fast off-rate": {"affinity_loss": 40},  # Ghorashian2019
    "AND gate": {"AND_gate": 1, "second_antigen": 0.5},  # Roybal2016; half of the targets carry the second antigen, chosen
    "a tenth of the cells": {"cell_dose": 0.02},
}

#: Nobody changes them by accident: a design of your own is `{**cs.models.designs["fast off-rate"], "cell_dose": 0.02}`.
designs = MappingProxyType({name: MappingProxyType(values) for name, values in _DESIGNS.items()})
