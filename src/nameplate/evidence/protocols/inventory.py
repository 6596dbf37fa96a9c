"""What an inventory, a note, or a reply of no known protocol says of one unit."""

from nameplate.evidence.protocols.keyvalue import Vocabulary
from nameplate.evidence.protocols.stated import Said

VOCABULARY = Vocabulary(
    {
        "manufacturer": "device.manufacturer",
        "vendor": "device.manufacturer",
        "brand": "device.manufacturer",
        "make": "device.manufacturer",
        "model": "device.model",
        "model name": "device.model",
        "device model": "device.model",
        "model number": "device.model",
        "product": "device.model",
        "prod nbr": "device.model",
        "prod full name": "device.model",
        "serial number": "device.serial",
        "serial no": "device.serial",
        "serial": "device.serial",
        "sn": "device.serial",
        "firmware version": "device.firmware",
        "firmware": "device.firmware",
        "firm ver": "device.firmware",
        "fw version": "device.firmware",
        "sw version": "device.firmware",
        "software version": "device.firmware",
        "version": "device.firmware",
        "mac address": "mac",
        "mac": "mac",
        "ip address": "ip",
        "ip": "ip",
        "host name": "hostname",
    }
)


def said(data: bytes) -> tuple[Said, ...]:
    """Return what a text with names and values says of one unit."""
    return (VOCABULARY.say(VOCABULARY.of(data), data).done(),)
