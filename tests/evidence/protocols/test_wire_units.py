"""SNMP, LLDP, CDP and STUN on the wire, and datagrams that ask and say nothing of who asks."""

import struct

import pytest

from nameplate.evidence.protocols import (
    cdp,
    dhip,
    lldp,
    sadp,
    snmp_message,
    stun,
    upnp,
    ws_discovery,
)

MAC = bytes.fromhex("00005e005321")
SYSTEM = bytes.fromhex("2b06010201")  # 1.3.6.1.2.1
SYS_DESCR = SYSTEM + b"\1\1\0"
TREE = bytes.fromhex("2b060104 0182fd15".replace(" ", "")) + b"\1\0"  # 1.3.6.1.4.1.32405.1.0


def tlv(tag: int, value: bytes) -> bytes:
    size = len(value)
    length = bytes([size]) if size < 0x80 else b"\x82" + struct.pack(">H", size)
    return bytes([tag]) + length + value


def pair(oid: bytes, value: bytes) -> bytes:
    return tlv(0x30, tlv(6, oid) + value)


def snmp(body: bytes, *, version: int = 1, tag: int = 0xA2) -> bytes:
    return tlv(0x30, tlv(2, bytes([version])) + tlv(4, b"planted") + tlv(tag, body))


NUMBERS = tlv(2, b"\0\0\0\7") + tlv(2, b"\0") + tlv(2, b"\0")


def response(*pairs: bytes, tag: int = 0xA2, version: int = 1) -> bytes:
    return snmp(NUMBERS + tlv(0x30, b"".join(pairs)), tag=tag, version=version)


@pytest.mark.parametrize("tag", [0xA2, 0xA6, 0xA7])
@pytest.mark.parametrize("version", [0, 1])
def test_an_agent_answers_what_it_is(tag: int, version: int) -> None:
    data = b"x" * 5 + response(pair(SYS_DESCR, tlv(4, b"EX-200 camera")), tag=tag, version=version)
    found = snmp_message.read(data, 5)
    assert found is not None
    (one,) = found.said.stated
    assert (one.field, one.value, found.version) == ("snmp.sys_descr", "EX-200 camera", version + 1)
    assert data[one.start : one.end] == b"EX-200 camera"
    assert "planted" not in repr(found)


def test_a_makers_tree_counts_only_where_something_is_in_it() -> None:
    found = snmp_message.read(response(pair(TREE, tlv(4, b"planted"))))
    assert found is not None
    assert [one.value for one in found.trees] == ["1.3.6.1.4.1.48789.1.0"]
    assert "planted" not in repr(found)
    for nothing in (b"\5\0", b"\x80\0", b"\x81\0", b"\x82\0"):
        empty = snmp_message.read(response(pair(TREE, nothing)))
        assert empty is not None
        assert empty.trees == ()


def test_a_trap_of_version_1_names_its_agent_and_its_tree() -> None:
    body = tlv(6, TREE[:-1]) + tlv(0x40, bytes([192, 0, 2, 33])) + tlv(2, b"\6") + tlv(2, b"\1")
    found = snmp_message.read(snmp(body + tlv(0x43, b"\1") + tlv(0x30, b""), version=0, tag=0xA4))
    assert found is not None
    assert (found.agent, [one.value for one in found.trees]) == (
        "192.0.2.33",
        ["1.3.6.1.4.1.48789.1"],
    )


def test_version_3_keeps_its_contents() -> None:
    found = snmp_message.read(tlv(0x30, tlv(2, b"\3") + tlv(0x30, b"planted")))
    assert found is not None
    assert (found.version, found.said.stated) == (3, ())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x80" + bytes(20),
        response(tag=0xA0),
        response(tag=0xA1),
        response()[:-3],
        snmp(b""),
    ],
)
def test_requests_and_other_bytes_say_nothing(data: bytes) -> None:
    found = snmp_message.read(data)
    assert found is None or not found.said.stated


def test_an_object_identifier_without_end_is_none() -> None:
    for oid in (b"", b"\xff" * 40, b"\x2b" + b"\x81" * 6 + b"\1", b"\x2b" * 200):
        found = snmp_message.read(response(pair(oid, tlv(4, b"x"))))
        assert found is not None
        assert (found.said.stated, found.trees) == ((), ())


def frame(*values: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack(">H", kind << 9 | len(value)) + value for kind, value in values)


def test_a_neighbours_inventory_is_read_and_its_asset_number_is_not() -> None:
    med = b"\x00\x12\xbb"
    data = frame(
        (1, b"\4" + MAC),
        (2, b"\5eth0"),
        (6, b"Network camera"),
        (8, b"\5\1\xc0\0\2\x21\2\0\0\0\1\0"),
        (127, med + b"\7fw 1.2"),
        (127, med + b"\x08EX000123456"),
        (127, med + b"\x09Example"),
        (127, med + b"\x0aEX-200"),
        (127, med + b"\x0bplanted"),
        (127, b"\x00\x12\x0f\7planted"),
        (4, b"planted"),
        (0, b""),
        (6, b"planted"),
    )
    found = lldp.said(data)
    assert {(one.field, one.value) for one in found.stated} == {
        ("mac", "00005e005321"),
        ("lldp.sys_descr", "Network camera"),
        ("lldp.firmware", "fw 1.2"),
        ("lldp.serial", "EX000123456"),
        ("lldp.manufacturer", "Example"),
        ("lldp.model", "EX-200"),
    }
    assert {key.value for key in found.keys} == {"00005e005321", "192.0.2.33", "EX000123456"}


def test_a_neighbours_name_is_kept_where_it_describes_itself_as_equipment() -> None:
    known = lldp.said(frame((5, b"fotheringay"), (6, b"Managed switch")))
    assert known.value("lldp.sys_name") == "fotheringay"
    unknown = lldp.said(frame((5, b"fotheringay"), (6, b"Windows 11")))
    assert "fotheringay" not in repr(unknown)


def test_a_cut_frame_is_read_as_far() -> None:
    data = frame((6, b"Network camera"), (6, b"second"))
    for end in range(len(data)):
        assert lldp.said(data, 0, end).value("lldp.sys_descr") in (None, "Network camera")


def test_cdp_is_read_with_and_without_its_link_header() -> None:
    body = b"\2\xb4\0\0" + struct.pack(">HH", 6, 11) + b"EX-2960"
    for data in (body, cdp.SNAP + body):
        assert cdp.said(data).value("cdp.platform") == "EX-2960"
    assert not cdp.said(b"\2\xb4\0\0\0\6\0\3EX")
    assert not cdp.said(body[:-1])


def test_cdp_addresses_end_where_their_list_does() -> None:
    one = b"\1\1\xcc\0\4\xc0\0\2\x21"
    many = b"\xff\xff\xff\xff" + one * 3
    data = b"\2\xb4\0\0" + struct.pack(">HH", 2, 4 + len(many)) + many
    assert [key.value for key in cdp.said(data).keys] == ["192.0.2.33"]


def test_a_stun_request_names_its_software() -> None:
    body = b"\x00\x06\0\7planted\0" + struct.pack(">HH", 0x8022, 10) + b"ExStun/1.2\0\0"
    data = struct.pack(">HH", 1, len(body)) + stun.COOKIE + bytes(12) + body
    found = stun.read(data)
    assert found is not None
    assert (found.request, found.software) == (True, "ExStun/1.2")
    answer = stun.read(b"\1\1" + data[2:])
    assert answer is not None
    assert not answer.request
    for bad in (data[:-1], b"\xc0" + data[1:], data[:4] + bytes(4) + data[8:], b""):
        assert stun.read(bad) is None


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><Probe><Uuid>1</Uuid><Types>inquiry</Types></Probe>',
        b"<e:Envelope><e:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe>",
        b"<e:Envelope><d:Bye><d:XAddrs>http://192.0.2.33/onvif/x</d:XAddrs></d:Bye></e:Envelope>",
        b"\x20\0\0\0DHIP" + bytes(24) + b'{"method":"DHDiscover.search","params":{"mac":""}}\n',
        b"NOTIFY * HTTP/1.1\r\nNTS: ssdp:byebye\r\nSERVER: ex/1\r\n\r\n",
        b"",
        b"<",
        b"ProbeMatch",
    ],
)
def test_questions_and_farewells_say_nothing_of_a_unit(data: bytes) -> None:
    assert not any(sadp.of_datagram(data))
    assert not any(ws_discovery.of_datagram(data))
    assert not any(dhip.of_datagram(data))
    assert not upnp.of_datagram(data)
