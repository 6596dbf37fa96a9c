"""Saved ISAPI replies: device information and channel lists, as XML or its JSON twin.

Several replies may stand in one file, one after the other: a channel list belongs to the
deviceInfo before it. Streaming, user and network settings are not read.
"""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded import markup
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.protocols import isapi, saved
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="isapi-reply",
    title="Saved ISAPI reply (device information, channel lists)",
    yields=("Sighting",),
    spec="ISAPI developer guide, System/deviceInfo and ContentMgmt/InputProxy/channels",
)
_XML = re.compile(
    rb"<(?:DeviceInfo|InputProxyChannelList|InputProxyChannel|VideoInputChannelList|DeviceCap)\b"
)
_JSON = re.compile(
    rb'"(?:@xmlns|firmwareReleasedDate|systemContact|encoderVersion|InputProxyChannel|OEMCode'
    rb'|firmwareVersionInfo|telecontrolID)"\s{0,4}:'
)
_WRAPPED = re.compile(rb'\{\s{0,16}"DeviceInfo"\s{0,4}:\s{0,4}\{')
_ALSO = re.compile(
    rb'"(?:model|serialNumber|macAddress|firmwareVersion|deviceType|deviceID|manufacturer)"\s{0,4}:'
)
_FEWEST_NAMES = 2


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 75 for the XML, 62 for the JSON twin, else 0."""
    start = saved.head_of(head)[:4096]
    if start.startswith(b"<"):
        return 75 if _XML.search(start) else 0
    if start.startswith(b"{"):
        wrapped = _WRAPPED.match(start) is not None
        names = set((_ALSO if wrapped else _JSON).findall(start))
        return 62 if len(names) >= _FEWEST_NAMES else 0
    return 0


def read(source: Source) -> Iterator[Record]:
    """Yield what the unit says of itself, then the channels it lists."""
    reply = saved.reply(source)
    cut = reply.data.lstrip()[:1] == b"<" and markup.scan(reply.data).cut
    yield from saved.records(
        reply, isapi.said(reply.data), unit="reply", nothing="no device information", cut=cut
    )
