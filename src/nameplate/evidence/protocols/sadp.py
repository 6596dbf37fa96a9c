"""SADP replies (UDP 37020): one ProbeMatch element a unit.

Form: as recorded replies show it. A unit that emulates the protocol answers too, so that
OEMCode, DSPVersion and DeviceType are kept as they are. EncryptKey and the like are not read.
"""

from collections.abc import Iterable

from nameplate.evidence.bounded import markup
from nameplate.evidence.protocols.isapi import add_capacity
from nameplate.evidence.protocols.keyvalue import Vocabulary, leaves, plain
from nameplate.evidence.protocols.stated import Pair, Said

VOCABULARY = Vocabulary(
    {
        "device description": "sadp.model",
        "device sn": "sadp.serial",
        "software version": "sadp.firmware",
        "dsp version": "sadp.dsp_version",
        "oem code": "sadp.oem_code",
        "device type": "sadp.device_type",
        "mac": "mac",
        "ipv4 address": "ip",
        "ipv6 address": "ip",
        "analog channel num": "recorder.capacity",
        "digital channel num": "recorder.capacity",
    }
)
_HEAD = 512
"""An answer names itself within its first bytes."""
_CAPACITY = {"analogchannelnum": "analog", "digitalchannelnum": "network"}


def said(data: bytes) -> tuple[Said, ...]:
    """Return what each reply says; a text without markup is one reply."""
    if data.lstrip()[:1] == b"<":
        return of_document(markup.scan(data))
    return (_of(VOCABULARY.of(data), data, ""),)


def of_datagram(data: bytes) -> tuple[Said, ...]:
    """Return what the answers of a message say; a question says nothing of who asks."""
    if b"ProbeMatch" not in data[:_HEAD]:
        return ()
    document = markup.scan(data)
    return of_document(document) if document.root.first("ProbeMatch") else ()


def of_document(document: markup.Document) -> tuple[Said, ...]:
    """Return what each ProbeMatch says, in order; each is a unit of its own."""
    matches = document.root.all("ProbeMatch") or [document.root]
    return tuple(
        _of(leaves(document, m), document.data, f"match {n}" if len(matches) > 1 else "")
        for n, m in enumerate(matches, 1)
    )


def _of(pairs: Iterable[Pair], data: bytes, part: str) -> Said:
    found = list(pairs)
    saying = VOCABULARY.say([p for p in found if plain(p.name) not in _CAPACITY], data)
    for pair in found:
        if how := _CAPACITY.get(plain(pair.name)):
            add_capacity(saying, pair, how)
    return saying.done(part)
