"""The patient: antigen, CAR T cells, cytokines, macrophages, vessels, organs, drugs and support, joined."""

from ..mechanisms import (antibodies, car_t_cells, clotting, dexamethasone, fever, fluid_balance, il6, lighters, liver, lungs,
                          macrophages, organs, small_molecules, suicide_switch, support, t_cell_cytokines, tumour, vessel_wall)
from ..model import join
from ..scores import astct, course, easix, harm, isth, response

_CORE = tumour, car_t_cells, lighters, t_cell_cytokines, macrophages, il6
_ORGANS = vessel_wall, fluid_balance, lungs, fever, liver, clotting, organs
_GIVEN = antibodies, dexamethasone, small_molecules, suicide_switch, support
_SAID = astct, course, response, isth, easix, harm

patient = join("patient", *(part.mechanism for part in (*_CORE, *_ORGANS, *_GIVEN, *_SAID)), summary=(
    "One patient with a high tumour burden; the storm starts with a dose of CAR T cells, an engager or a superagonist. "
    "The organs are driven one way: none of them works back on the cytokines. "
    "Leaves out neurotoxicity (ICANS), infection, IL-10 and regulatory cells, exhaustion, and chance."))
