"""ARP, MAC, LLDP and CDP tables: samples of our own, in the forms that systems print."""

import time
from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import network_tables
from nameplate.model.errors import NameplateError, NotOurFormat
from nameplate.model.records import Key, Problem, Record, Sighting, Witness

SAMPLES = Path(__file__).parents[2] / "samples/evidence/readers/network_tables"
CISCO = b"  60  4419.b600.53a1  DYNAMIC  Gi0/1\n"


def records(data: bytes) -> list[Record]:
    return list(network_tables.read(Source.of(data)))


def sightings(data: bytes | str) -> list[Sighting]:
    raw = (SAMPLES / data).read_bytes() if isinstance(data, str) else data
    return [record for record in records(raw) if isinstance(record, Sighting)]


def problems(name: str) -> list[Problem]:
    return [r for r in records((SAMPLES / name).read_bytes()) if isinstance(r, Problem)]


def said(found: list[Sighting], unit: str) -> dict[str, str]:
    return {one.field: one.value for one in found if one.unit == unit}


def named(found: list[Sighting], unit: str) -> set[str]:
    return {key.value for one in found if one.unit == unit for key in one.keys}


def test_reads_a_saved_session_of_several_tables() -> None:
    found = sightings("session.txt")
    assert named(found, "line 5") == {"4419b6005321", "192.0.2.21"}
    assert said(found, "line 20") == {
        "mac": "4419b6005321",
        "switch.port": "Gi1/0/21",
        "switch.vlan": "20",
    }
    assert said(found, "line 30")["lldp.sys_name"] == "cam-yard"
    assert said(found, "line 46")["cdp.platform"] == "cisco WS-C2960X-24PS-L"


def test_joins_a_row_that_the_screen_broke_in_two() -> None:
    found = sightings("session.txt")
    address = "2001:db8:20:0:1234:5678:9abc:def0"
    assert named(found, "line 11") == {"3cef8c005322", address}
    assert said(found, "line 31") == {
        "lldp.sys_name": "encoder-of-the-old-lobby",
        "switch.port": "Gi1/0/22",
    }


def test_a_switch_is_the_witness_of_a_row_and_a_neighbour_of_its_own_words() -> None:
    found = sightings("session.txt")
    row = next(one for one in found if one.where == "line 20" and one.field == "mac")
    name = next(one for one in found if one.field == "lldp.sys_name")
    assert (row.witness, name.witness) == (Witness.PEER, Witness.DEVICE)
    assert Key("mac", "4419b6005321", "4419.b600.5321", "table") in row.keys


def test_reads_neighbours_in_pairs_boxes_and_copies_that_lost_their_blanks() -> None:
    found = sightings("more_neighbours.txt")
    assert said(found, "line 2")["cdp.platform"] == "MikroTik"
    assert named(found, "line 2") == {"4c11bf0053d1", "192.0.2.201", "cam-bridge"}
    assert said(found, "line 8") == {"mac": "00005e0053d2", "switch.port": "cctv"}
    assert said(found, "line 11") == {
        "cdp.device_id": "cam-lift",
        "cdp.platform": "IP Camera",
        "switch.port": "Gig 1/0/16",
    }
    assert said(found, "line 12")["switch.port"] == "Gig 1/0/17"
    assert named(found, "line 16") >= {"4419b60053d4", "192.0.2.204", "cam-dome"}
    assert said(found, "line 16")["lldp.sys_descr"] == "Example dome 4.1"
    assert named(found, "line 29") == {"3cef8c0053d5", "192.0.2.205", "cam-boxed"}
    assert said(found, "line 29")["switch.port"] == "7"
    assert named(found, "line 34") == {"4419b60053d6", "2001:db8::d6"}
    assert said(found, "line 34")["switch.vlan"] == "35"


def test_tells_what_did_not_answer_and_what_no_unit_has() -> None:
    texts = {problem.what: problem.notice for problem in problems("session.txt")}
    assert texts["addresses where nothing answered: 192.0.2.22"] is True
    assert texts["rows of multicast or broadcast, whose addresses no unit has: 01000ccccccc"]
    damaged = "the hardware address cannot be used: it has a character that no address has"
    assert texts[damaged] is False


def test_reads_what_a_camera_states_over_lldp() -> None:
    found = sightings("lldp_detail.txt")
    camera = said(found, "line 4")
    assert camera["lldp.sys_descr"] == "IP camera\nKernel 4.9.37 armv7l"
    assert camera["lldp.manufacturer"] == "Private"
    assert camera["lldp.model"] == "IPC-HFW2431S"
    assert camera["switch.port"] == "GigabitEthernet0/0/1"
    assert "6J05E1CPAG00531" in named(found, "line 4")


def test_two_neighbours_on_one_port_stay_two() -> None:
    found = sightings("lldp_detail.txt")
    assert named(found, "line 34") == {"00005e005332", "192.0.2.32"}
    assert named(found, "line 40") == {"00005e005333", "192.0.2.33"}
    assert said(found, "line 40")["switch.port"] == "GigabitEthernet0/0/3"


def test_reads_addresses_with_blanks_between_their_pairs() -> None:
    found = sightings("lldp_columns.txt")
    assert named(found, "line 5") == {"4c11bf005351", "cam-dock"}


def test_reads_the_daemon_of_a_linux_system() -> None:
    found = sightings("lldpctl.txt")
    assert named(found, "line 4") == {"00005e005341", "192.0.2.41", "sw-hall.example.org"}
    assert said(found, "line 4")["lldp.sys_descr"] == "Example switch, 24 ports, release 7"
    assert named(found, "line 17") == {"4c11bf005342", "192.0.2.42", "cam-stairs"}


def test_reads_the_tables_of_linux_macos_bsd_and_windows() -> None:
    found = sightings("systems.txt")
    assert said(found, "line 2") == {"mac": "4419b6005361", "switch.port": "eth0"}
    assert named(found, "line 7") == {"3cef8c005363", "192.0.2.63", "cam-door.example.org"}
    assert said(found, "line 12")["switch.vlan"] == "40"
    assert named(found, "line 24") == {"4419b6005370", "192.0.2.70"}
    assert len({one.unit for one in found}) == 9


def test_reads_what_a_windows_shell_saved_as_utf_16() -> None:
    found = sightings("windows_arp.txt")
    assert named(found, "line 4") == {"4419b6005381", "192.0.2.81"}
    assert {one.unit for one in found} == {"line 4", "line 5"}


def test_reads_a_listing_of_one_label_a_line() -> None:
    found = sightings("net_neighbours.txt")
    assert named(found, "line 4") == {"4419b60053c1", "192.0.2.98"}
    assert named(found, "line 10") == {"3cef8c0053c2", "192.0.2.99"}
    assert {one.witness for one in found} == {Witness.PEER}


def test_reads_on_where_a_pager_stopped_the_screen() -> None:
    found = sightings("paged.txt")
    assert said(found, "line 9") == {
        "mac": "001122334455",
        "switch.port": "6",
        "switch.vlan": "50",
    }


def test_reads_rows_without_any_heading() -> None:
    found = sightings("plain.txt")
    assert said(found, "line 3") == {
        "mac": "4c11bf0053a3",
        "switch.port": "Eth1/3",
        "switch.vlan": "61",
    }


def test_reads_headings_of_two_lines_and_of_other_makers() -> None:
    found = sightings("vendor_forms.txt")
    assert said(found, "line 6") == {
        "mac": "4419b60053b1",
        "switch.port": "ge-0/0/1.0",
        "switch.vlan": "cctv",
    }
    assert said(found, "line 14")["switch.port"] == "GE1/0/4"


@pytest.mark.parametrize(
    "stated",
    [
        *("44:19:b6:00:53:a1", "44-19-B6-00-53-A1", "4419.b600.53a1", "4419-b600-53a1"),
        *("4419b6-0053a1", "4419b60053a1", "44:19:b6:0:53:a1", "4419:b600:53a1"),
    ],
)
def test_knows_a_hardware_address_in_any_notation(stated: str) -> None:
    (first, *_) = sightings(CISCO.replace(b"4419.b600.53a1", stated.encode()))
    assert first.value == "4419b60053a1"


@pytest.mark.parametrize(
    "looks_like",
    [
        "0144.19b6.0053.a1",  # a DHCP client identifier
        "550e8400-e29b-41d4-a716-4419b60053a1",  # a UUID
        "2001:db8:4419:b600:53a1::1",
        "123456789012",  # a count
        "44:19:b6:00:53:a1:00:01",
    ],
)
def test_takes_nothing_else_for_a_hardware_address(looks_like: str) -> None:
    with pytest.raises(NotOurFormat):
        records(f"first {looks_like} last\n".encode())


def test_passes_over_a_configuration_that_the_session_shows() -> None:
    planted = b"username 4419b60053a9 password 0 canary4711\nkey 4419.b600.53aa Canary4/7/11\n"
    found = sightings(planted + CISCO)
    assert {one.unit for one in found} == {"line 3"}
    assert "anary" not in repr(found)


@pytest.mark.parametrize(
    "other",
    [
        b'{"mac": "44:19:b6:00:53:a1"}\n',
        b'<?xml version="1.0"?><a mac="44:19:b6:00:53:a1"/>',
        b"lease 192.0.2.9 {\n  hardware ethernet 44:19:b6:00:53:a1;\n}\n",
        b"RTSP/1.0 401 Unauthorized\r\nServer: x\r\n\r\n",
        b"Nov 24 10:00:00 gw dhcpd: DHCPACK on 192.0.2.9 to 44:19:b6:00:53:a1\n",
        b"IP-MIB::ipNetToMediaPhysAddress.1.192.0.2.9 = STRING: 44:19:b6:0:53:a1\n",
        b"The unit by the door (44:19:b6:00:53:a1) was replaced.\nIt works.\nSee invoice.\nOK.\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\r44:19:b6:00:53:a1",
        b"",
    ],
)
def test_claims_no_other_text_that_holds_an_address(other: bytes) -> None:
    assert network_tables.sniff(other) == 0


def test_leaves_a_register_with_commas_to_the_readers_of_registers() -> None:
    register = b"Name,IP Address,MAC Address\ncam,192.0.2.9,44:19:b6:00:53:a1\n"
    assert 0 < network_tables.sniff(register) < 50


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir()))
def test_claims_its_samples_and_reads_every_beginning_of_them(sample: str) -> None:
    data = (SAMPLES / sample).read_bytes()
    assert network_tables.sniff(data) >= 25
    for cut in range(0, len(data), 7):
        network_tables.sniff(data[:cut])
        try:
            records(data[:cut])
        except NameplateError:
            continue


@pytest.mark.parametrize("sample", ["session.txt", "lldp_detail.txt", "paged.txt", "plain.txt"])
def test_every_place_leads_to_bytes_that_hold_the_value(sample: str) -> None:
    data = (SAMPLES / sample).read_bytes()
    lines = data.split(b"\n")
    for one in sightings(data):
        assert one.excerpt is not None
        if one.excerpt.start is None:  # a value of several lines
            assert "\n" in one.value
            continue
        assert data[one.excerpt.start :].startswith(one.excerpt.raw)
        if one.where.startswith("line "):
            assert one.excerpt.raw in lines[int(one.where[5:]) - 1]
        else:
            start, _, end = one.where.removeprefix("bytes ").partition("-")
            assert one.excerpt.raw in data[int(start) : int(end)]


def test_a_long_text_under_a_label_is_cut_and_soon_read() -> None:
    data = (
        b"Local Intf: Gi1\nChassis id: 0000.5e00.5301\nSystem Description:\n"
        + b"hello world of words\n" * 50_000
    )
    begun = time.process_time()
    found = [r for r in network_tables.read(Source.of(data)) if isinstance(r, Sighting)]
    assert time.process_time() - begun < 5
    (text,) = [one.value for one in found if one.field == "lldp.sys_descr"]
    assert len(text) <= 1024


@pytest.mark.parametrize(
    "mac",
    ["0000.5e00.0101", "0000.5e00.0203", "0000.0c07.ac05", "0000.0c9f.f001", "0007.b400.0102"],
)
def test_a_virtual_router_is_told_and_is_no_unit(mac: str) -> None:
    data = f"""Internet  192.0.2.1   3   {mac}  ARPA   Vlan9
Internet  198.51.100.1   3   {mac}  ARPA   Vlan10
Internet  192.0.2.5   3   0000.5e00.5305  ARPA   Vlan9
""".encode()
    assert {key.value for one in sightings(data) for key in one.keys} == {
        "00005e005305",
        "192.0.2.5",
    }
    (told,) = [r for r in records(data) if isinstance(r, Problem)]
    assert told.notice
    assert "virtual routers" in told.what
    assert "198.51.100.1" in told.what


@pytest.mark.parametrize(
    "heading",
    [
        "Internetadres         Fysiek adres          Type",
        "Adresse Internet      Adresse physique      Type",
        "Indirizzo Internet    Indirizzo fisico      Tipo",
        "Adres internetowy     Adres fizyczny        Typ",
        "Endereço IP           Endereço físico       Tipo",
        "Words that            nobody has            listed",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp850", "utf-16"])
def test_reads_the_arp_table_of_a_windows_in_any_language(heading: str, encoding: str) -> None:
    text = f"""
Interface: 192.0.2.5 --- 0x3
  {heading}
  192.0.2.1             00-00-5e-00-53-01     dyn
  192.0.2.9             00-00-5e-00-53-09     dyn
"""
    found = sightings(text.replace("\n", "\r\n").encode(encoding))
    assert [key.value for one in found for key in one.keys] == [
        *("00005e005301", "192.0.2.1", "00005e005309", "192.0.2.9")
    ]


def test_the_name_of_a_neighbour_that_is_no_equipment_is_left_out() -> None:
    told = """Local Intf: Gi1
Chassis id: 0000.5e00.5301
System Name: mjones-laptop

System Description:
Example desktop
"""
    found = sightings(told.encode())
    assert "mjones" not in repr(found)
    router = told.replace("Example desktop", "Example routing platform").encode()
    assert said(sightings(router), "line 1")["lldp.sys_name"] == "mjones-laptop"
