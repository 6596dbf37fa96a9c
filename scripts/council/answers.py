"""Replies of units: recorded as JSON lines, or saved one a file."""

import hashlib
import json
from datetime import UTC, datetime
from string import Template
from xml.sax.saxutils import escape

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from scripts.council.story import Certificate, Council, Unit


def replies(council: Council) -> dict[str, str]:
    """Return the recorded replies: one file of JSON lines, and replies saved one a file."""
    lines: list[str] = []
    files: dict[str, str] = {}
    for unit in council.unit:
        for reply in unit.replies:
            text = council.reply(unit, reply)
            if reply.file != "replies.jsonl":
                files[reply.file] = text + channel_lists(council, unit)
                continue
            keys = {"ip": [unit.ip]} | ({"mac": [unit.mac.lower()]} if unit.mac else {})
            when = council.when(30 + len(lines))
            record = {"channel": reply.channel, "content": text.strip("\n"), "keys": keys}
            lines.append(json.dumps(record | {"when": when}))
    return {"replies.jsonl": "\n".join(lines) + "\n"} | files


SPACE = 'version="1.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"'


def channel_lists(council: Council, unit: Unit) -> str:
    """Return a recorder's lists of channels as they follow its deviceInfo in one file."""
    inputs = "".join(
        f"<VideoInputChannel {SPACE}><id>{n}</id><inputPort>{n}</inputPort>"
        f"<videoInputEnabled>true</videoInputEnabled><name>{escape(name)}</name>"
        "<videoFormat>PAL</videoFormat></VideoInputChannel>\n"
        for n, name in enumerate(unit.coax, 1)
    )
    proxied = "".join(
        proxied_channel(council, council.of(name), n)
        for n, name in enumerate(unit.proxied, len(unit.coax) + 1)
    )
    found = ""
    if inputs:
        found += f"<VideoInputChannelList {SPACE}>\n{inputs}</VideoInputChannelList>\n"
    if proxied:
        found += f"<InputProxyChannelList {SPACE}>\n{proxied}</InputProxyChannelList>\n"
    return found


def proxied_channel(council: Council, camera: Unit, number: int) -> str:
    """Write one network channel as its recorder lists it."""
    known = bool(camera.serial)
    return (
        f"<InputProxyChannel {SPACE}><id>{number}</id><name>IPCamera {number:02}</name>"
        "<sourceInputPortDescriptor>"
        f"<proxyProtocol>{'HIKVISION' if known else 'ONVIF'}</proxyProtocol>"
        "<addressingFormatType>ipaddress</addressingFormatType>"
        f"<ipAddress>{camera.ip}</ipAddress><managePortNo>8000</managePortNo>"
        f"<srcInputPort>1</srcInputPort><userName>{council.canaries['recorder_user']}</userName>"
        f"<model>{camera.model}</model><serialNumber>{camera.serial}</serialNumber>"
        "</sourceInputPortDescriptor></InputProxyChannel>\n"
    )


def sightings(council: Council) -> str:
    """Return Nameplate's own JSON lines, as another tool would write them."""
    lines = [
        json.dumps(
            {
                "keys": {"mac": [u.mac.lower()], "ip": [u.ip]},
                **sighting,
                "when": council.when(90 + n),
            }
        )
        for n, u in enumerate(council.unit)
        for sighting in u.sightings
    ]
    return "\n".join(lines) + "\n"


def certificate(council: Council, unit: Unit, given: Certificate) -> bytes:
    """Sign a certificate with a key made of the unit's name: same name, same bytes."""
    seed = hashlib.sha256(unit.id.encode()).digest()
    key = Ed25519PrivateKey.from_private_bytes(seed)

    def name(parts: tuple[tuple[str, str], ...]) -> x509.Name:
        return x509.Name(
            x509.NameAttribute(
                getattr(x509.NameOID, kind), Template(value).substitute(council.canaries)
            )
            for kind, value in parts
        )

    made = (
        x509.CertificateBuilder()
        .subject_name(name(given.subject))
        .issuer_name(name(given.issuer))
        .public_key(key.public_key())
        .serial_number(int.from_bytes(seed[:8], "big"))
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2037, 12, 31, tzinfo=UTC))
        .sign(key, None)
    )
    return made.public_bytes(Encoding.PEM)
