"""Headings and the words under them: aligned by eye, stacked, ruled, shifted, squeezed."""

import pytest

from nameplate.evidence.protocols import addresses
from nameplate.evidence.tables import table_cells, text_tables
from nameplate.evidence.tables.text_tables import Heading


def heading(line: str, above: str = "", ruler: str = "") -> Heading:
    found = text_tables.heading(line, above)
    assert found is not None
    return text_tables.ruled(found, ruler) if ruler else found


def cells(found: Heading, line: str) -> dict[str, str]:
    row = table_cells.cells(found, line, 1)
    return {found.columns[index].role: cell.text for index, cell in row.items()}


def test_a_heading_is_known_by_what_it_names() -> None:
    assert heading("Vlan    Mac Address       Type    Ports").kind == "columns"
    assert heading("Device ID    Local Intf    Hold-time  Port ID").kind == "neighbour_columns"


@pytest.mark.parametrize(
    "line",
    [
        "G - Gateway MAC, (R) - Routed MAC, O - Overlay MAC",
        "MAC Address: 00:00:5e:00:53:01",
        "Chassis ID Type .................. MAC address",
        "Total number of MAC addresses above = 4",
        "",
    ],
)
def test_a_legend_a_label_or_a_sentence_is_no_heading(line: str) -> None:
    assert text_tables.heading(line) is None


def test_a_row_shifted_by_hand_is_read_in_its_order() -> None:
    found = heading("Vlan    Mac Address       Type        Ports      Moves   Last Move")
    row = cells(
        found, "  55        0000.5e00.5301      DYNAMIC        Et32        1    0:08:16 ago"
    )
    assert (row["vlan"], row["port"]) == ("55", "Et32")


def test_a_row_with_a_cell_missing_is_read_by_what_stands_above() -> None:
    found = heading("IP ADDRESS      MAC ADDRESS    EXPIRE(M) TYPE  INTERFACE")
    row = cells(found, "192.0.2.1       0000-5e00-5301           I -   Vlanif1")
    assert row == {
        "ip": "192.0.2.1",
        "mac": "0000-5e00-5301",
        "other": "I -",
        "interface": "Vlanif1",
    }


def test_a_heading_of_two_lines_names_its_columns_by_both() -> None:
    found = heading(
        "Address         Age      Address        Interface    VlanID VlanID",
        above="IP                       Hardware                    Exter  Inter",
    )
    assert [column.role for column in found.columns[:5]] == [
        "ip",
        "other",
        "mac",
        "interface",
        "vlan",
    ]


def test_a_ruler_says_how_wide_the_columns_are() -> None:
    found = heading(
        "   MAC Address    Vid   Type       Source",
        ruler="----------------- ---- ------- --------------",
    )
    row = cells(found, "00-00-5E-00-53-01   15 Dynamic Port: 7")
    assert (row["vlan"], row["port"]) == ("15", "Port: 7")


def test_a_name_that_runs_into_the_next_column_is_parted() -> None:
    found = heading("Device ID           Local Intf     Hold-time  Capability      Port ID")
    row = cells(found, "a-very-long-name.exaGi0/2          120        R               Gi0/0")
    assert (row["device"], row["local"]) == ("a-very-long-name.exa", "Gi0/2")


def test_a_row_without_a_hardware_address_does_not_move_the_other_into_its_place() -> None:
    found = heading(" #    ADDRESS         MAC-ADDRESS       INTERFACE")
    row = cells(found, " 0 D  192.0.2.9                         dmz")
    assert (row["ip"], row["interface"]) == ("192.0.2.9", "dmz")
    assert "mac" not in row


def test_what_the_screen_did_is_undone() -> None:
    assert text_tables.screen("\x1b[24;1H\x1b[?25hsw#") == "sw#"
    assert text_tables.screen(" --More-- \x08\x08\x08      \x08\x08\x08 20  x") == " 20  x"
    assert text_tables.screen("a\tb") == "a       b"


def test_finds_addresses_and_leaves_their_look_alikes() -> None:
    line = "5 44:19:b6:00:53:a1 0144.19b6.0053.a1 192.0.2.9 12:34:56 1.2.3.4.5 fe80::1%eth0"
    assert [found.value for found in addresses.macs(line)] == ["4419b60053a1"]
    assert [found.value for found in addresses.ips(line)] == ["192.0.2.9", "fe80::1"]
    assert addresses.macs("123456789012") == []
    assert addresses.macs("123456789012", bare_digits=True)[0].value == "123456789012"
