"""ARP, neighbour discovery, DHCP and DHCPv6 on the wire: RFC 826, 4861, 2131, 2132, 8415."""

import struct

import pytest

from nameplate.evidence.protocols import arp, dhcp6_message, dhcp_message, ndp

MAC = bytes.fromhex("00005e005321")
OTHER = bytes.fromhex("00005e005322")
IP = bytes([192, 0, 2, 33])
SIX = bytes.fromhex("20010db8000000000000000000000033")


def an_arp(*, hardware: int = 1, protocol: int = 0x0800, operation: int = 1) -> bytes:
    head = struct.pack(">HHBBH", hardware, protocol, 6, 4, operation)
    return head + MAC + IP + bytes(6) + bytes([192, 0, 2, 1])


def test_an_arp_message_has_a_sender() -> None:
    assert arp.sender(b"x" * 14 + an_arp(), 14) == ("00005e005321", "192.0.2.33", "192.0.2.1")
    assert arp.sender(an_arp(operation=2)) == ("00005e005321", "192.0.2.33", "192.0.2.1")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        an_arp()[:27],
        an_arp(hardware=15),
        an_arp(protocol=0x86DD),
        an_arp(operation=3),  # reverse ARP asks for somebody else's address
        an_arp(operation=9),
    ],
)
def test_other_bytes_are_no_arp_of_ours(data: bytes) -> None:
    assert arp.sender(data) is None


def neighbour(kind: int, target: bytes, options: bytes) -> bytes:
    fixed = {133: b"", 134: bytes(8), 135: target, 136: target}[kind]
    return bytes([kind, 0, 0, 0]) + bytes(4) + fixed + options


def link(kind: int, mac: bytes = MAC) -> bytes:
    return bytes([kind, 1]) + mac


@pytest.mark.parametrize(
    ("message", "source"),
    [
        (neighbour(133, b"", link(1)), SIX),
        (neighbour(134, b"", b"\5\1" + bytes(6) + link(1)), SIX),
        (neighbour(135, bytes(16), link(1)), SIX),
        (neighbour(136, SIX, link(2)), SIX),
    ],
)
def test_a_neighbour_states_its_own_hardware_address(message: bytes, source: bytes) -> None:
    found = ndp.claim(message, source)
    assert found is not None
    assert found.mac == "00005e005321"
    assert message[found.start : found.start + 6] == MAC


@pytest.mark.parametrize(
    ("message", "source"),
    [
        (neighbour(135, SIX, link(1)), bytes(16)),  # trying an address out
        (neighbour(136, SIX, link(2)), SIX[:15] + b"\1"),  # for another: a proxy
        (neighbour(136, SIX, link(1)), SIX),  # the other kind of option
        (neighbour(136, SIX, b"\2\0" + MAC), SIX),  # a length of nothing
        (neighbour(136, SIX, link(2))[:-1], SIX),
        (neighbour(136, SIX, b""), SIX),
        (b"\x88", SIX),
        (b"\x80\0" + bytes(30), SIX),
    ],
)
def test_what_is_not_its_own_binds_nothing(message: bytes, source: bytes) -> None:
    assert ndp.claim(message, source) is None


def dhcp(
    options: bytes,
    *,
    op: int = 1,
    sname: bytes = b"",
    file: bytes = b"",
    yiaddr: bytes = bytes(4),
    hardware: int = 1,
) -> bytes:
    head = struct.pack(">BBBBI", op, hardware, 6, 0, 7) + bytes(8) + yiaddr + bytes(8)
    names = sname.ljust(64, b"\0") + file.ljust(128, b"\0")
    return head + MAC + bytes(10) + names + b"\x63\x82\x53\x63" + options


def kind(number: int) -> bytes:
    return bytes([53, 1, number])


def text(code: int, value: bytes) -> bytes:
    return bytes([code, len(value)]) + value


def test_options_may_stand_where_names_of_servers_and_files_stood() -> None:
    over = dhcp(
        kind(1) + b"\x34\1\3\xff",
        file=text(12, b"ipcam-33") + b"\xff",
        sname=text(60, b"udhcp 1.20.2") + b"\xff",
    )
    found = dhcp_message.read(over)
    assert found is not None
    assert found.hostname is not None
    assert found.vendor_class is not None
    assert (found.hostname.value, found.vendor_class.value) == ("ipcam-33", "udhcp 1.20.2")
    assert over[found.hostname.start : found.hostname.end] == b"ipcam-33"
    without = dhcp_message.read(dhcp(kind(1) + b"\xff", file=text(12, b"ipcam-33")))
    assert without is not None
    assert without.hostname is None


def test_what_stands_behind_a_zero_is_in_no_value_and_no_excerpt() -> None:
    message = dhcp(kind(1) + text(12, b"ipcam-33\0planted") + text(60, b"udhcp\0planted") + b"\xff")
    found = dhcp_message.read(message)
    assert found is not None
    said = dhcp_message.said(found, message)
    assert said.value("dhcp.hostname") == "ipcam-33"
    assert "planted" not in repr(said)
    later = six(1, (1, DUID), (16, b"\0\0\0\1\0\x0cEX-1\0planted"))
    six_found = dhcp6_message.read(later)
    assert six_found is not None
    assert six_found.vendor_class is not None
    assert later[six_found.vendor_class.start : six_found.vendor_class.end] == b"EX-1"


def test_an_option_in_several_parts_is_one() -> None:
    found = dhcp_message.read(dhcp(kind(1) + text(60, b"udhcp ") + text(60, b"1.20.2") + b"\xff"))
    assert found is not None
    assert found.vendor_class is not None
    assert found.vendor_class.value == "udhcp 1.20.2"


@pytest.mark.parametrize(
    "value", [b"\0\0\0ipcam-33.example.org", b"\4\0\0\x08ipcam-33\7example\3org\0"]
)
def test_a_full_name_stands_in_for_a_host_name(value: bytes) -> None:
    found = dhcp_message.read(dhcp(kind(1) + text(81, value) + b"\xff"))
    assert found is not None
    assert found.hostname is not None
    assert found.hostname.value == "ipcam-33.example.org"


def test_bootp_without_options_gives_an_address() -> None:
    message = dhcp(b"", op=2, yiaddr=IP)[:236]
    found = dhcp_message.read(message)
    assert found is not None
    assert found.bound == ("192.0.2.33", 16)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        dhcp(kind(1))[:235],
        dhcp(kind(1), hardware=32),
        dhcp(kind(1), op=3),
        dhcp(kind(10)),  # a lease query asks about others
        dhcp(kind(5)),  # a client acknowledges nothing
        dhcp(kind(1), op=2),
    ],
)
def test_other_bytes_are_no_dhcp_of_a_client(data: bytes) -> None:
    assert dhcp_message.read(data) is None


def test_an_option_that_runs_beyond_its_end_is_not_read() -> None:
    for cut in range(3, 24):
        message = dhcp(kind(1) + text(12, b"ipcam-33") + text(60, b"udhcp 1.20.2"))[: 240 + cut]
        found = dhcp_message.read(message)
        assert found is not None
        assert found.hostname is None or found.hostname.value == "ipcam-33"
        assert found.vendor_class is None


def six(number: int, *options: tuple[int, bytes]) -> bytes:
    return bytes([number, 0, 0, 7]) + b"".join(
        struct.pack(">HH", code, len(value)) + value for code, value in options
    )


def forwarded(inner: bytes, *options: tuple[int, bytes], kind: int = 12) -> bytes:
    return bytes([kind, 0]) + bytes(16) + SIX + six(0, (9, inner), *options)[4:]


DUID = b"\0\3\0\1" + OTHER


def test_a_dhcpv6_client_says_what_it_is() -> None:
    message = six(1, (1, DUID), (16, b"\0\0\0\1\0\4EX-1"), (39, b"\0\x08ipcam-33\0"))
    found = dhcp6_message.read(message)
    assert found is not None
    assert (found.mac, found.relayed, found.given) == ("00005e005322", False, ())
    assert found.hostname is not None
    assert found.vendor_class is not None
    assert (found.hostname.value, found.vendor_class.value) == ("ipcam-33", "EX-1")
    assert message[found.mac_at : found.mac_at + 6] == OTHER


def test_a_relays_word_on_the_hardware_goes_before_the_identifier() -> None:
    message = forwarded(forwarded(six(1, (1, DUID)), (79, b"\0\1" + MAC)))
    found = dhcp6_message.read(message)
    assert found is not None
    assert (found.mac, found.mac_of_relay, found.relayed) == ("00005e005321", True, True)


def test_a_reply_gives_addresses_that_are_valid_for_a_time() -> None:
    valid = struct.pack(">HH", 5, 24) + SIX + struct.pack(">II", 600, 900)
    ended = struct.pack(">HH", 5, 24) + bytes(15) + b"\1" + struct.pack(">II", 0, 0)
    found = dhcp6_message.read(
        six(7, (1, DUID), (3, bytes(12) + valid + ended), (39, b"\0\x08ipcam-33"))
    )
    assert found is not None
    assert [raw for raw, _ in found.given] == [SIX]
    assert found.hostname is None


@pytest.mark.parametrize("data", [b"", b"\1\0\0", six(2), six(99), forwarded(b"")[:20]])
def test_other_bytes_are_no_dhcpv6_of_a_client(data: bytes) -> None:
    assert dhcp6_message.read(data) is None


def test_relays_within_relays_have_an_end() -> None:
    message = six(1, (1, DUID))
    for _ in range(100):
        message = forwarded(message)
    assert dhcp6_message.read(message) is None
