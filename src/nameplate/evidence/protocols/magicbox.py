"""magicBox.cgi and configManager.cgi replies: key=value lines, also as notes of people.

Form: HTTP API guide (getSystemInfo, getDeviceType, getVendor, getSoftwareVersion, getConfig).
`updateSerial` is the model in the maker's own words and stays so in rebadged units. Of
configuration dumps only addresses and the list of cameras behind a recorder are read: dumps
also hold passwords.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from nameplate.evidence.protocols.isapi import add_capacity, counted
from nameplate.evidence.protocols.keyvalue import Vocabulary, plain
from nameplate.evidence.protocols.stated import Pair, Said, Saying, known_by, sender_key
from nameplate.model.records import Key, Witness, keys

VOCABULARY = Vocabulary(
    {
        "device type": "magicbox.device_type",
        "type": "magicbox.device_type",
        "update serial": "magicbox.update_serial",
        "serial number": "magicbox.serial",
        "sn": "magicbox.serial",
        "vendor": "magicbox.vendor",
        "processor": "magicbox.processor",
        "version": "magicbox.firmware",
        "software version": "magicbox.firmware",
        "build date": "magicbox.firmware+",
        "device class": "magicbox.device_class",
        "class": "magicbox.device_class",
        "mac address": "mac",
        "physical address": "mac",
        "ip address": "ip",
    }
)
LINE = re.compile(rb"[ \t]{0,8}([A-Za-z][\w.:\[\]-]{0,160})[ \t]{0,4}=[ \t]{0,4}([^\r\n]{0,512})")
_FOLLOWED = re.compile(r"[\s;,&]\s{0,3}[A-Za-z]\w{1,30}=")
_REMOTE = re.compile(r"table\.RemoteDevice\.([\w:.-]{1,80})\.(\w{1,40})")
_NETWORK = re.compile(r"table\.Network\.\w{1,20}\.(IPAddress|PhysicalAddress)")
_CAPACITY = {
    "maxremoteinputchannels": "network",
    "remotevideoinputchannels": "network",
    "videoinputchannels": "analog",
    "maxvideoinputchannels": "analog",
}
_CAMERA = Vocabulary(
    {
        "address": "ip",
        "mac": "mac",
        "serial no": "key serial",
        "device type": "magicbox.device_type",
    }
)


def said(data: bytes) -> tuple[Said, ...]:
    """Return what a reply, or several of one unit, says; then the cameras behind a recorder."""
    pairs = lines(data)
    # Several pairs on one line are a note of the reply, and no reply.
    if not pairs or any(_FOLLOWED.search(pair.value) for pair in pairs if "." not in pair.name):
        return (of_pairs(VOCABULARY.of(data), data),)
    return of_lines(pairs, data)


def of_lines(pairs: list[Pair], data: bytes = b"") -> tuple[Said, ...]:
    """Return what key=value lines say. `data` gives the bytes that the offsets count in."""
    sender = of_pairs(pairs, data)
    cameras: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if (remote := _REMOTE.fullmatch(pair.name)) and len(cameras) < 512:
            cameras[remote[1]].append(pair._replace(name=remote[2]))
    behind = sender_key(sender, repr(dict(cameras)).encode())
    found = [
        _camera(name, of, data, behind)
        for name, of in cameras.items()
        if not any(plain(p.name) == "enable" and p.value == "false" for p in of)
    ]
    if not found:
        return (sender,)
    first = next((p for p in pairs if _REMOTE.fullmatch(p.name)), Pair("", ""))
    # Of the line only its name is shown: a value may be a login.
    at = first._replace(end=first.start + len(first.name) if first.start is not None else None)
    return (known_by(counted(sender, "network", len(found), data, at), behind), *found)


def lines(data: bytes) -> list[Pair]:
    """Return the key=value lines of a text; [] unless most of its lines are such."""
    found: list[Pair] = []
    total = offset = 0
    for line in data.split(b"\n")[:200_000]:
        if line.strip():
            total += 1
            if pair := of_line(line, offset):
                found.append(pair)
        offset += len(line) + 1
    return found if found and 2 * len(found) >= total else []


def of_line(line: bytes, offset: int = 0) -> Pair | None:
    """Return one key=value line as a pair with its bytes, or None."""
    match = LINE.match(line)
    if match is None:
        return None
    value = match[2].decode("utf-8", "replace").strip()
    return Pair(match[1].decode(), value, offset + match.start(1), offset + match.end())


def of_pairs(pairs: Iterable[Pair], data: bytes = b"") -> Said:
    """Return what pairs of one unit say of it."""
    pairs = list(pairs)
    saying = VOCABULARY.say([pair for pair in pairs if "." not in pair.name], data)
    for pair in pairs:
        if plain(pair.name) in _CAPACITY:
            add_capacity(saying, pair, _CAPACITY[plain(pair.name)])
        elif address := _NETWORK.fullmatch(pair.name):
            kind = "ip" if address[1] == "IPAddress" else "mac"
            saying.key("ip" if kind == "ip" else "mac", pair.value, pair.start, pair.end)
    return saying.done()


def _camera(name: str, pairs: list[Pair], data: bytes, behind: Key) -> Said:
    """Return one camera of a recorder's list. Its Vendor line is the driver a person chose."""
    saying: Saying = _CAMERA.say(pairs, data)
    # Only a line that holds no login may be shown.
    shown = next((p for p in pairs if _CAMERA.knows(p.name)), Pair("", ""))
    saying.add("recorder.channel", "network", shown.start, shown.end)
    part = f"network channel {name[-24:]}"
    own = Key.of("channel", f"{behind.value} {part}", "payload")
    found = saying.done(part, behind=behind, witness=Witness.PEER)
    return found._replace(keys=keys(*found.keys, own))
