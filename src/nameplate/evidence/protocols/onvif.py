"""ONVIF device service: GetDeviceInformation, and the addresses of its neighbours.

Spec: ONVIF Core Specification, 8.3.1 (GetDeviceInformation), 8.2.2 (GetNetworkInterfaces).
Also as an object printed by a library: "DeviceInfo(manufacturer='X', fw_version='Y')".
"""

from nameplate.evidence.bounded import markup
from nameplate.evidence.protocols.keyvalue import Vocabulary, leaves
from nameplate.evidence.protocols.stated import Said

VOCABULARY = Vocabulary(
    {
        "manufacturer": "onvif.manufacturer",
        "model": "onvif.model",
        "firmware version": "onvif.firmware",
        "fw version": "onvif.firmware",
        "firmware": "onvif.firmware",
        "serial number": "onvif.serial",
        "serial": "onvif.serial",
        "hardware id": "onvif.hardware_id",
        "hw address": "mac",
        "mac": "mac",
        "mac address": "mac",
    }
)


def said(data: bytes) -> tuple[Said, ...]:
    """Return what a reply or a note of one says of the unit."""
    return (VOCABULARY.say(VOCABULARY.of(data), data).done(),)


def of_document(document: markup.Document) -> tuple[Said, ...]:
    """Return what the device-service replies of one unit say."""
    return (VOCABULARY.say(leaves(document), document.data).done(),)
