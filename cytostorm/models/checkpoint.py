"""Checkpoint-inhibitor toxicity, for the contrast: one tissue, weeks, no storm."""

from ..mechanisms import checkpoint as tissue
from ..mechanisms import dexamethasone
from ..model import join

checkpoint = join("checkpoint", tissue.mechanism, dexamethasone.mechanism,
                  summary="T cells without their brake harm one tissue over weeks, and steroids calm them; no cytokine loop.")
