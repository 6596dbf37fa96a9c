"""Bounds of share and control between entities on a day."""

from nameplate.judgement.ownership.days import ALWAYS, NEVER, first_day, last_day
from nameplate.judgement.ownership.measure import Control, Holding, control, holding
from nameplate.judgement.ownership.rule import Tested, passes, tested
from nameplate.judgement.ownership.ties import Ties, joined

__all__ = [
    "ALWAYS",
    "NEVER",
    "Control",
    "Holding",
    "Tested",
    "Ties",
    "control",
    "first_day",
    "holding",
    "joined",
    "last_day",
    "passes",
    "tested",
]
