"""How heavy a weight may be for what was counted (DESIGN 7)."""

from math import log

from nameplate.model.knowledge import Basis

UNCOUNTED = 2.0
"""The most a signal may weigh that no measured unit showed, in nats."""
ROUNDING = 0.005


def limit(basis: Basis | None) -> float:
    """Return the largest weight that counts allow, in nats.

    ln[(hits / (units + 1)) / ((other hits + 1) / (other units + 2))]: the added ones keep a
    handful of units from looking like certainty. Nothing hit at all allows 2.0; a form that only
    others showed allows nothing.
    """
    if basis is None or basis.hits + basis.other_hits == 0:
        return UNCOUNTED
    if basis.hits == 0:
        return 0.0
    share = basis.hits / (basis.units + 1)
    other_share = (basis.other_hits + 1) / (basis.other_units + 2)
    return log(share / other_share)
