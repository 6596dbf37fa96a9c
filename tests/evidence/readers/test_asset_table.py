"""Asset registers and VMS exports as CSV: units with their places, and no secret ever."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import asset_table
from nameplate.model.errors import NotOurFormat
from nameplate.model.records import Problem, Record, Sighting, Witness
from shared_data import shared

SAMPLES = Path(__file__).parents[2] / "samples/evidence/readers/asset_table"


def records(data: bytes | str) -> list[Record]:
    raw = data.encode() if isinstance(data, str) else data
    return list(asset_table.read(Source.of(raw, "table.csv")))


def sample(name: str) -> list[Record]:
    return records((SAMPLES / name).read_bytes())


def said(found: list[Record], unit: str) -> dict[str, str]:
    return {r.field: r.value for r in found if isinstance(r, Sighting) and r.unit == unit}


def keys(found: list[Record], unit: str) -> set[tuple[str, str, str]]:
    return {
        (key.kind, key.value, key.how)
        for r in found
        if isinstance(r, Sighting) and r.unit == unit
        for key in r.keys
    }


def problems(found: list[Record], *, notice: bool = False) -> list[tuple[str, str]]:
    return [(r.where, r.what) for r in found if isinstance(r, Problem) and r.notice is notice]


def units(found: list[Record]) -> list[str]:
    return list(dict.fromkeys(r.unit for r in found if isinstance(r, Sighting)))


def test_reads_a_milestone_hardware_list_without_its_passwords() -> None:
    found = sample("milestone-hardware.csv")
    assert said(found, "row 2") == {
        "mac": "24484512aa01",
        "register.name": "Lobby east (192.0.2.21)",
        "register.driver": "Hikvision DS-2CD2xxx",
    }
    assert keys(found, "row 3") == {
        ("ip", "192.0.2.22", "table"),
        ("mac", "00005e005322", "table"),
    }
    assert ("hostname", "gate-cam.example.org", "table") in keys(found, "row 4")
    assert {r.witness for r in found if isinstance(r, Sighting)} == {Witness.TOOL}
    assert ("row 1, column E", "column E (a password column) was not read") in problems(
        found, notice=True
    )


def test_reads_a_milestone_camera_report() -> None:
    found = sample("milestone-report.csv")
    assert said(found, "row 3") == {
        "mac": "24484512aa01",
        "register.name": "Lobby east - Camera 1",
        "register.model": "DS-2CD2143G0-I",
        "register.firmware": "V5.6.3 build 190923",
        "register.driver": "Hikvision DS-2CD2xxx",
    }


def test_a_list_with_drivers_is_a_tools() -> None:
    found = records(
        "Name,Enabled,Address,Port,UserName,Password,Driver,Model,MAC address,Firmware\n"
        "Gate,True,http://192.0.2.1/,80,svc,hunter2,ONVIF,P1,00005e005301,1.0\n"
    )
    assert {r.witness for r in found if isinstance(r, Sighting)} == {Witness.TOOL}
    assert "hunter2" not in repr(found)


def test_reads_a_sadp_list_as_the_words_of_the_units() -> None:
    found = sample("sadp.csv")
    assert said(found, "row 2") == {
        "mac": "24484512aa01",
        "sadp.model": "DS-2CD2143G0-I",
        "sadp.serial": "DS-2CD2143G0-I20200101AAWRE00000001",
        "sadp.firmware": "V5.6.3build 190923",
        "sadp.dsp_version": "V7.3 build 190923",
    }
    witnesses = {r.field: r.witness for r in found if isinstance(r, Sighting)}
    assert witnesses["sadp.model"] is Witness.DEVICE
    assert witnesses["mac"] is Witness.TOOL
    assert ("ip", "192.0.2.1", "table") not in keys(found, "row 2"), "the gateway is another unit"


def test_reads_a_configtool_list_as_the_words_of_the_units() -> None:
    found = sample("configtool.csv")
    assert said(found, "row 3") == {
        "mac": "3cef8c12aa32",
        "dhip.model": "DHI-NVR4108HS",
        "dhip.serial": "7K0A111PAG00002",
        "dhip.firmware": "4.001.0000000.1",
        "dhip.device_class": "NVR",
    }


@pytest.mark.parametrize(
    ("name", "mac"), [("unifi-clients.csv", "00005e005341"), ("meraki-clients.csv", "00005e005351")]
)
def test_the_vendor_in_a_client_list_is_the_tools_word(name: str, mac: str) -> None:
    found = sample(name)
    assert said(found, "row 2")["tool.vendor"] == "Example Camera Works"
    assert ("mac", mac, "table") in keys(found, "row 2")
    assert "register.brand" not in said(found, "row 2")


def test_reads_an_inventory_as_a_person_keeps_it() -> None:
    found = sample("netbox.csv")
    assert said(found, "row 2") == {
        "register.serial": "ACCC8E000061",
        "register.name": "cam-hall-1",
        "register.kind": "camera",
        "register.status": "Active",
        "register.brand": "Axis",
        "register.model": "P3245-LV",
        "register.asset": "TH-0061",
        "register.place": "Town Hall, Lobby",
    }
    assert {r.witness for r in found if isinstance(r, Sighting)} == {Witness.PERSON}
    assert {how for _, _, how in keys(found, "row 2")} == {"typed"}


def test_reads_a_german_register_around_titles_sums_and_mangled_cells() -> None:
    found = sample("register-de.csv")
    assert said(found, "row 5")["register.place"] == "Rathaus, EG, Foyer"
    assert said(found, "row 5")["register.owner"] == "Stadt Anytown"
    assert said(found, "row 10") == {
        "register.name": "Flur",
        "register.brand": "8ch NVR kit",
        "register.place": "Rathaus, 2. OG, Flur",
    }
    assert [where for where, _ in problems(found)] == [
        "row 6, column F",
        "row 7, column F",
        "row 7, column G",
    ]
    assert units(found)[-1] == "row 10", "neither a title nor a sum is a unit"


def test_a_row_that_lists_an_identifier_for_each_of_several_units_is_several_units() -> None:
    found = sample("register-de.csv")
    assert [unit for unit in units(found) if unit.startswith("row 8")] == [
        "row 8 (1 of 2)",
        "row 8 (2 of 2)",
    ]
    assert keys(found, "row 8 (2 of 2)") == {
        ("mac", "00005e005375", "typed"),
        ("serial", "7K0A111PAG00742", "typed"),
        ("ip", "192.0.2.75", "typed"),
    }


def test_several_addresses_of_one_unit_are_its_keys() -> None:
    found = records("Name,MAC,Model\nNVR,00:00:5e:00:53:01 00:00:5e:00:53:02,X1\n")
    assert {value for _, value, _ in keys(found, "row 2")} == {"00005e005301", "00005e005302"}


def test_reads_tabs_in_utf_16_and_parts_make_from_model() -> None:
    found = sample("register-utf16.tsv")
    assert said(found, "row 3") == {
        "mac": "00005e005382",
        "register.asset": "2",
        "register.brand": "Hanwha",
        "register.model": "XNV-6080R",
        "register.place": 'Park "old" gate',
    }


def test_without_headings_only_addresses_are_read() -> None:
    found = sample("idis.csv")
    assert [r.value for r in found if isinstance(r, Sighting)] == [
        "00005e005391",
        "00005e005392",
        "00005e005393",
    ]


SECRETS = (b"Canary", b"canary", b"canary.person")


@pytest.mark.parametrize("name", sorted(p.name for p in SAMPLES.iterdir()))
def test_no_planted_secret_comes_out(name: str) -> None:
    text = repr(sample(name)).encode()
    assert not [secret for secret in SECRETS if secret in text]


password = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs"]), min_size=6, max_size=16
).map(lambda text: f"zq{text}zq")


@given(password, st.sampled_from(["Password", "Kennwort", "PIN", "Token", "User", "Web login"]))
@settings(max_examples=80, deadline=None)
def test_no_password_comes_out_wherever_its_column_stands(secret: str, heading: str) -> None:
    rows = [["Name", "MAC", heading, "Model"], ["Cam", "00:00:5e:00:53:01", secret, "P1"]]
    for turn in range(4):
        quoted = (";".join('"' + c.replace('"', '""') + '"' for c in r[turn:] + r[:turn])
                  for r in rows)  # fmt: skip
        assert "zq" not in repr(records("\n".join(quoted)))


def test_a_shifted_row_with_a_password_in_it_is_told_and_not_read() -> None:
    table = "Name,MAC,Password,Model\nLobby, north,00:00:5e:00:53:01,hunter2,P1\nGate,hunter2,P1\n"
    found = records(table)
    assert [where for where, _ in problems(found)] == ["row 2", "row 3"]
    assert "hunter2" not in repr(found)


def test_a_second_heading_further_down_moves_the_password_column_too() -> None:
    table = "Name,MAC,Model\nCam,00:00:5e:00:53:01,P1\n\nIP,Password,Name\n192.0.2.1,hunter2,Gate\n"
    found = records(table)
    assert said(found, "row 5")["register.name"] == "Gate"
    assert "hunter2" not in repr(found)


def test_what_stands_above_the_heading_is_never_shown() -> None:
    found = records("Root password: hunter2,,\n\nName,MAC,Model\nCam,00:00:5e:00:53:01,P1\n")
    assert "hunter2" not in repr(found)
    assert units(found) == ["row 4"]


def test_a_login_inside_a_text_is_not_read_and_told() -> None:
    table = "Name,MAC,Model\nCam admin/hunter2,00:00:5e:00:53:01,rtsp://a:hunter2@192.0.2.1/\n"
    found = records(table)
    assert "hunter2" not in repr(found)
    assert any("login" in what for _, what in problems(found, notice=True))


def test_columns_of_persons_are_not_read() -> None:
    found = records("Name,MAC,Contact,E-mail\nCam,00:00:5e:00:53:01,Jo Doe,jo@example.org\n")
    assert "Doe" not in repr(found)
    assert "jo@" not in repr(found)


def test_two_columns_that_fit_are_told_with_the_one_used() -> None:
    found = records("Part number,Model,MAC\nX-1,P1,00:00:5e:00:53:01\n")
    assert said(found, "row 2")["register.model"] == "P1"
    assert ("row 1, column A", 'columns B and A both fit "model": B was used') in problems(
        found, notice=True
    )


def test_a_quantity_that_cannot_be_parted_is_told() -> None:
    found = records("Site,Make,Model,Qty\nDepot,Axis,P1,12\n")
    assert units(found) == ["row 2"]
    assert any("quantity over 1" in what for _, what in problems(found, notice=True))


def test_an_address_column_is_a_street_or_an_address() -> None:
    found = records("Name,Address,MAC\nA,192.0.2.1,00:00:5e:00:53:01\nB,1 High St,00005e005302\n")
    assert ("ip", "192.0.2.1", "typed") in keys(found, "row 2")
    assert said(found, "row 3")["register.place"] == "1 High St"


def test_an_empty_list_is_said_to_be_empty() -> None:
    assert problems(records("Name,MAC,Model\n"), notice=True) == [
        ("row 1", "the table has a heading and no rows")
    ]


def test_a_heading_over_two_rows_is_read_together() -> None:
    found = records("Site,Model,Network,\n,,IP,MAC\nHall,P1,192.0.2.1,00:00:5e:00:53:01\n")
    assert keys(found, "row 3") == {
        ("ip", "192.0.2.1", "typed"),
        ("mac", "00005e005301", "typed"),
    }
    assert said(found, "row 3")["register.model"] == "P1"


def test_a_place_says_the_cell_that_holds_it() -> None:
    found = sample("milestone-hardware.csv")
    (one,) = [r for r in found if isinstance(r, Sighting) and r.value == "24484512aa01"]
    assert one.where == "row 2, column C"
    assert one.excerpt is not None
    assert one.excerpt.raw == b"24484512AA01"


@pytest.mark.parametrize(
    "text",
    [
        "Supplier,Amount,Date,Description\nHik Ltd,1200.00,2026-01-01,CCTV\n",
        "Brand,Model,Unit price\nAxis,P3245-LV,400\n",
        "Registry,Assignment,Organization Name\nMA-L,001122,Example\n",
        "#separator \\x09\n#fields\tts\tuid\tmac\thost_name\n1\t2\t00:00:5e:00:53:01\tcam\n",
        "We keep brand, model, serial, mac and the rest of it, as said above.\nSo there.\n",
        '{"mac": "00:00:5e:00:53:01", "name": "cam"}\n',
        "a,b\n1,2\n",
        "",
        "x",
    ],
    ids=["ledger", "prices", "registry", "zeek", "prose", "json", "numbers", "empty", "byte"],
)
def test_claims_no_other_table(text: str) -> None:
    assert asset_table.sniff(text.encode()) == 0


@pytest.mark.parametrize("name", sorted(p.name for p in SAMPLES.iterdir()))
def test_claims_its_samples_and_reads_every_beginning_of_them(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    assert asset_table.sniff(data) >= 40
    for cut in range(0, len(data), 3):
        try:
            found = records(data[:cut])
        except NotOurFormat:
            continue
        assert not [secret for secret in SECRETS if secret in repr(found).encode()]


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_under_a_heading_are_read_or_told(data: bytes) -> None:
    assert 0 <= asset_table.sniff(data) <= 100
    with contextlib.suppress(NotOurFormat):
        records(b"Name,MAC,IP,Serial\nCam,00:00:5e:00:53:01,192.0.2.1,X1234567\n" + data)


def test_claims_nothing_in_the_public_ledgers_and_lists() -> None:
    claimed = [
        path.name
        for path in shared("data").rglob("*.csv")
        if asset_table.sniff(path.read_bytes()[:65_536])
    ]
    assert claimed == []


def test_every_sighting_leads_to_one_cell_and_never_to_a_row() -> None:
    for path in SAMPLES.iterdir():
        found = [r for r in records(path.read_bytes()) if isinstance(r, Sighting)]
        assert found
        assert all(", column " in one.where for one in found)


def test_what_stands_before_a_password_is_kept_and_the_column_told() -> None:
    found = records(
        "Asset No,Location,Model,Serial\n"
        "A1,Hall pw hunter2,DS-2CD2032-I (admin hunter2),F11110002 admin hunter2\n"
    )
    assert said(found, "row 2") == {
        "register.asset": "A1",
        "register.place": "Hall",
        "register.model": "DS-2CD2032-I",
        "register.serial": "F11110002",
    }
    assert ("serial", "F11110002", "typed") in keys(found, "row 2")
    assert "hunter2" not in repr(found)
    told = [(where, what) for where, what in problems(found, notice=True) if "password" in what]
    assert [where for where, _ in told] == ["row 2, column B", "row 2, column C", "row 2, column D"]
    assert "a password in column C was not read" in told[1][1]


def test_a_row_is_named_once_in_a_notice() -> None:
    table = "Name,Model,Serial\n" + "Cam pw hunter2,P1 pw hunter2,on the pole\n" * 10
    told = [what for _, what in problems(records(table), notice=True)]
    assert sum(what.startswith("rows 2, 3, 4, 5, 6, 7, 8, 9 and 2 more") for what in told) == 3


def test_words_in_place_of_a_serial_are_neither_key_nor_shown() -> None:
    found = records("Name,Model,Serial\nCam,P1,behind the tree 2\n")
    assert keys(found, "row 2") == set()
    assert "tree" not in repr(found)


@pytest.mark.parametrize("state", ["Disposed 2021", "abgebaut", "Spare", "verwijderd"])
def test_a_state_is_told_as_it_stands(state: str) -> None:
    for heading in ("Status", "State", "Condition", "Lifecycle"):
        found = records(f"Name,Model,{heading}\nCam,P1,{state}\n")
        assert said(found, "row 2")["register.status"] == state


def test_a_column_of_kinds_with_models_in_it_is_read_cell_by_cell() -> None:
    found = records(
        "Standort;Hersteller;Typ\n"
        "Rathaus;Hikvision;DS-2CD2T86G2-4I\nRathaus;HP;Drucker\nSchule;Axis;Dome 4MP\n"
    )
    assert said(found, "row 2")["register.model"] == "DS-2CD2T86G2-4I"
    assert said(found, "row 3")["register.kind"] == "Drucker"
    assert said(found, "row 4")["register.kind"] == "Dome 4MP"


def test_beside_a_column_of_models_a_kind_stays_one() -> None:
    found = records("Site,Make,Type,Model\nHall,Axis,PTZ Q60,Q6075\n")
    assert said(found, "row 2")["register.kind"] == "PTZ Q60"


def test_words_for_kinds_are_told_as_they_stand() -> None:
    found = records("Name,Make,Type,IP\nHP LaserJet 2,HP,MFP,192.0.2.1\n")
    assert said(found, "row 2")["register.kind"] == "MFP"
    assert said(found, "row 2")["register.name"] == "HP LaserJet 2"


def test_reads_a_list_of_neighbours_without_broadcasts_and_silent_addresses() -> None:
    found = records(
        "#TYPE Microsoft.Management.Infrastructure.CimInstance\n"
        '"ifIndex","IPAddress","LinkLayerAddress","State","InterfaceAlias"\n'
        '"5","192.0.2.1","24-48-45-00-00-01","Reachable","Ethernet"\n'
        '"5","192.0.2.255","FF-FF-FF-FF-FF-FF","Permanent","Ethernet"\n'
        '"5","224.0.0.22","01-00-5E-00-00-16","Permanent","Ethernet"\n'
        '"5","ff02::1","33-33-00-00-00-01","Permanent","Ethernet"\n'
        '"5","192.0.2.9","00-00-00-00-00-00","Unreachable","Ethernet"\n'
        '"5","192.0.2.10","","Unreachable","Ethernet"\n'
    )
    assert units(found) == ["row 3"]
    assert said(found, "row 3") == {"mac": "244845000001"}
    assert problems(found) == []


def test_a_broadcast_address_typed_into_a_register_is_told_and_its_unit_kept() -> None:
    found = records("Name,Model,MAC,IP\nCam,P1,ff:ff:ff:ff:ff:ff,192.0.2.1\n")
    assert said(found, "row 2")["register.model"] == "P1"
    assert [where for where, _ in problems(found)] == ["row 2, column C"]


def test_rows_under_the_heading_of_another_table_are_no_units() -> None:
    found = records(
        "Cameras\nName,IP,Make\nC1,192.0.2.1,Hikvision\n\n"
        "Switches\nName,IP,Make,Password\nS1,192.0.2.9,Cisco,hunter2\n\n"
        "Users\nName,Code,Note\nJane Roe,hunter2,x\nJohn Roe,hunter2,Admin\n\n"
        "Printers\nName,IP,Model\nP1,192.0.2.10,M402\n"
    )
    assert units(found) == ["row 3", "row 7", "row 16"]
    assert "hunter2" not in repr(found)
    assert "Roe" not in repr(found)
    assert problems(found) == []
    assert any("another table" in what for _, what in problems(found, notice=True))


@pytest.mark.parametrize(
    "below",
    ["User,PIN\nJane Roe,hunter2\n", "\nUsers\nJane Roe,hunter2,\n",
     "\nFull name,Desk,Ext\nJane Roe,a,b\n",
     "Note,Date,By\nchanged,today,Roe\n"],
)  # fmt: skip
def test_small_tables_under_a_register_are_passed_over(below: str) -> None:
    found = records("Name,Make,Model\nC1,Axis,P3245\nC2,Axis,P3245\n" + below)
    assert units(found) == ["row 2", "row 3"]
    assert "Roe" not in repr(found)


@pytest.mark.parametrize("row", ["Camera,Room,\n", "\nCamera,Axis,P3245\n", "\nRoom,Axis,\n"])
def test_a_unit_called_like_a_column_is_still_a_unit(row: str) -> None:
    found = records("Name,Make,Model\nC1,Axis,P3245\n" + row + "C3,Axis,P3245\n")
    assert len(units(found)) == 3


def test_a_first_table_is_read_though_a_later_one_has_more_columns() -> None:
    found = records(
        "Name,IP,Make\nC1,192.0.2.1,Axis\n\nName,IP,Make,Model,Serial\nS1,192.0.2.2,Cisco,C9,X1234567\n"
    )
    assert units(found) == ["row 2", "row 5"]
