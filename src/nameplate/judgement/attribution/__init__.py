"""Who made a device: devices and signals to attributions, every reason inside the value."""

from nameplate.judgement.attribution.decide import attribute as attribute
from nameplate.judgement.attribution.decided import decide as decide
from nameplate.judgement.attribution.decided import decided as decided
from nameplate.judgement.attribution.listing import listed as listed
from nameplate.judgement.attribution.parts import parts as parts
