"""Twelve devices of a made-up council, one of each kind of case.

Serials, places and names are invented; makers' registry blocks are real where the maker is the
point, with invented tails.
"""

from nameplate.model.report import BecauseOut, DeviceOut, FactOut, KeysOut, MergeOut, PartOut
from papers.sample_parts import attribution, device, reason, seen

NEEDS_PHOTO = "A photograph of the rating label would decide"
NEEDS_REPLY = "One saved reply of the unit itself (ONVIF or device information) would decide"


def _rebadge() -> DeviceOut:
    reply, row, register = (
        seen("replies/cam-15.xml", "bytes 212-257"),
        seen("switch-3.txt", "line 7"),
        seen("assets.xlsx", "row 14, column C"),
    )
    return device(
        "7f3a12",
        "camera",
        attribution(
            "strong",
            "Hikvision: strong evidence (2 independent kinds)",
            maker="hikvision",
            name="Hikvision",
            brand="Annke",
            firmware="hikvision",
            score=7.5,
            reasons=(
                reason(
                    'its own reply says systemContact "Hikvision.China"',
                    "isapi.system_contact",
                    "Hikvision.China",
                    reply,
                    weight=4.0,
                    raw=b"<systemContact>Hikvision.China</systemContact>",
                    start=212,
                    signal="isapi-contact",
                ),
                reason(
                    "its address 24:48:45:12:08:77 is in a block of Hangzhou Hikvision "
                    "Digital Technology (IEEE MA-L)",
                    "mac",
                    "244845120877",
                    row,
                    group="hardware",
                    witness="peer",
                    raw=b"  10    2448.4512.0877    DYNAMIC     Gi1/0/7",
                    start=301,
                    signal="block-244845",
                    basis=None,
                ),
                reason(
                    'its server calls itself "App-webs/"',
                    "http.server",
                    "App-webs/",
                    seen("nmap.xml", "bytes 4021-4030"),
                    weight=2.0,
                    counted=False,
                    signal="http-appwebs",
                ),
            ),
        ),
        keys=KeysOut(mac=("244845120877",), ip=("10.40.35.15",), asset=("CCTV-0014",)),
        listed=True,
        at=(reply, row, register),
        label="Annke C800",
        model="C800",
        place="Town hall, north door",
        owner=FactOut(
            value="Exampleshire Council", seen_in=seen("assets.xlsx", "row 14, column H")
        ),
        because=(BecauseOut(says='"IPCamera" is said of a camera', seen_in=reply),),
        merges=(
            MergeOut(
                key="mac 244845120877",
                why="the same hardware address in a reply, a switch table and the register",
                certain=True,
                seen_in=(reply, row),
            ),
        ),
    )


def _moderate() -> DeviceOut:
    at = seen("scan/dhdiscover.json", "/replies/3/mac")
    return device(
        "19c2e0",
        "camera",
        attribution(
            "moderate",
            "Dahua: moderate evidence (its own reply)",
            maker="dahua",
            name="Dahua",
            brand="Honeywell",
            firmware="dahua",
            score=3.1,
            reasons=(
                reason(
                    'its answer to a discovery message names the vendor "Dahua"',
                    "dhip.vendor",
                    "Dahua",
                    at,
                    maker="dahua",
                    weight=3.1,
                    raw=b'"Vendor":"Dahua"',
                    start=88,
                ),
            ),
            needs=(
                "A second, independent kind of evidence would make it strong: its hardware "
                "address or a photograph of the label",
            ),
        ),
        keys=KeysOut(ip=("10.40.35.22",), hostname=("cam-lobby.example.org",)),
        listed=True,
        at=(at,),
        label="Honeywell HC35",
        place="Library",
    )


def _weak() -> DeviceOut:
    at = seen("assets.xlsx", "row 31, column B")
    return device(
        "4021bb",
        "camera",
        attribution(
            "weak",
            "cannot be told yet: weak evidence of Hikvision (what is written of it)",
            maker="hikvision",
            name="Hikvision",
            brand="Hikvision",
            score=1.2,
            reasons=(
                reason(
                    'the register says "Hikvision"',
                    "register.brand",
                    "Hikvision",
                    at,
                    group="paper",
                    weight=1.2,
                    witness="person",
                ),
            ),
            needs=(NEEDS_PHOTO, NEEDS_REPLY),
        ),
        keys=KeysOut(ip=("10.40.36.9",)),
        listed=None,
        at=(at,),
        label="Hikvision",
        place="Car park east",
    )


def _undetermined(name: str, place: str, label: str | None) -> DeviceOut:
    at = seen("assets.xlsx", f"row {int(name[:2], 16)}, column B")
    lead = (f'The label says "{label}": a brand, which decides nothing',) if label else ()
    return device(
        name,
        "not known" if label is None else "recorder",
        attribution(
            "undetermined",
            "maker not known",
            brand=label,
            needs=(*lead, NEEDS_PHOTO),
            registrant=None,
        ),
        keys=KeysOut(asset=(f"CCTV-{name}",)),
        listed=None,
        at=(at,),
        label=label,
        place=place,
    )


def _contradiction() -> DeviceOut:
    reply, row = seen("replies/cam-40.txt", "bytes 0-61"), seen("switch-3.txt", "line 19")
    return device(
        "c0ffee",
        "camera",
        attribution(
            "undetermined",
            "cannot be told yet: the evidence points to Dahua and to Axis",
            score=3.6,
            reasons=(
                reason(
                    'its realm says "Login to 3E04A2PAG00017"',
                    "http.realm",
                    "Login to 3E04A2PAG00017",
                    reply,
                    maker="dahua",
                    raw=b'WWW-Authenticate: Digest realm="Login to 3E04A2PAG00017"',
                    start=0,
                ),
            ),
            against=(
                reason(
                    "its address ac:cc:8e:00:10:02 is in a block of Axis Communications AB "
                    "(IEEE MA-L)",
                    "mac",
                    "accc8e001002",
                    row,
                    maker="axis",
                    group="hardware",
                    witness="peer",
                ),
            ),
            needs=(
                "Its evidence points to two makers: a photograph of the rating label, "
                "and a fresh reply of the unit itself, would tell which part was changed",
            ),
            contradiction=("dahua", "axis"),
        ),
        keys=KeysOut(mac=("accc8e001002",), ip=("10.40.35.40",)),
        listed=None,
        at=(reply, row),
        conflicts=(
            BecauseOut(says="10.40.35.40 was held by two units within one day", seen_in=row),
        ),
    )


def _axis() -> DeviceOut:
    at = seen("replies/cam-51.xml", "bytes 402-431")
    return device(
        "51ab90",
        "camera",
        attribution(
            "strong",
            "Axis: strong evidence (2 independent kinds)",
            maker="axis",
            name="Axis",
            brand="Axis",
            firmware="axis",
            score=8.0,
            reasons=(
                reason(
                    'its own reply names the manufacturer "AXIS"',
                    "onvif.manufacturer",
                    "AXIS",
                    at,
                    maker="axis",
                    raw=b"<tds:Manufacturer>AXIS</tds:Manufacturer>",
                    start=402,
                ),
                reason(
                    "its address ac:cc:8e:00:77:31 is in a block of Axis Communications AB "
                    "(IEEE MA-L)",
                    "mac",
                    "accc8e007731",
                    seen("switch-3.txt", "line 22"),
                    maker="axis",
                    group="hardware",
                    witness="peer",
                ),
            ),
        ),
        keys=KeysOut(mac=("accc8e007731",), ip=("10.40.35.51",), serial=("ACCC8E007731",)),
        listed=False,
        at=(at,),
        label="AXIS P3245",
        model="P3245-LV",
        place="Town hall, stairs",
        parts=(
            PartOut(
                component="network module",
                maker="Example Radio",
                because=BecauseOut(says="its wireless address is in that firm's block", seen_in=at),
            ),
        ),
    )


def _recorder_with_coax() -> tuple[DeviceOut, ...]:
    reply = seen("replies/nvr-2.xml", "bytes 90-131")
    recorder = device(
        "a1b2c3",
        "recorder",
        attribution(
            "strong",
            "Dahua: strong evidence (its own reply)",
            maker="dahua",
            name="Dahua",
            brand=None,
            firmware="dahua",
            score=6.5,
            reasons=(
                reason(
                    'its own reply gives the serial "4F02AAAYAZ00001" and the vendor "General"',
                    "magicbox.serial",
                    "4F02AAAYAZ00001",
                    reply,
                    maker="dahua",
                    weight=6.5,
                    raw=b"sn=4F02AAAYAZ00001\r\nvendor=General\r\n",
                    start=90,
                ),
            ),
        ),
        keys=KeysOut(ip=("10.40.36.2",), serial=("4F02AAAYAZ00001",)),
        listed=True,
        at=(reply,),
        label="8ch NVR kit",
        place="Depot",
        aliases=("bb0102",),
    )
    channels = tuple(
        device(
            f"a1b2d{number}",
            "camera",
            attribution(
                "undetermined",
                "maker not known",
                needs=("No network shows it: a photograph of the camera's own label would decide",),
            ),
            keys=KeysOut(),
            listed=None,
            at=(seen("replies/nvr-2.xml", f"bytes {500 + number}-{540 + number}"),),
            label=f"Yard {number}",
            behind="a1b2c3",
            invisible=True,
            because=(
                BecauseOut(
                    says="a recorder lists it as a channel fed by coax",
                    seen_in=seen("replies/nvr-2.xml", f"bytes {500 + number}-{540 + number}"),
                ),
            ),
        )
        for number in (1, 2)
    )
    return recorder, *channels


def _network() -> DeviceOut:
    at = seen("switch-3.txt", "line 2")
    return device(
        "19e200",
        "network",
        attribution(
            "undetermined",
            "maker not known",
            needs=(NEEDS_PHOTO, NEEDS_REPLY),
            registrant="Cisco Systems, Inc",
        ),
        keys=KeysOut(mac=("00005e005301",), ip=("10.40.35.1",), hostname=("sw-3",)),
        listed=None,
        at=(at,),
    )


def devices() -> tuple[DeviceOut, ...]:
    """Return the twelve, in the order in which a run gives them."""
    return (
        _rebadge(),
        *_recorder_with_coax(),
        _moderate(),
        _weak(),
        _contradiction(),
        _undetermined("8a0011", "Car park west", "Longse"),
        _undetermined("8b0022", "Market square", None),
        _undetermined("8c0033", "Swimming pool", "8ch NVR kit"),
        _axis(),
        _network(),
    )
