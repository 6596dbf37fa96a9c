"""Sightings to devices: which are one unit, what kind it is, where it is, who holds it."""

from nameplate.judgement.devices.assemble import devices as devices
