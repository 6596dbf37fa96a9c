"""Names that people give are dropped; what products call themselves comes through."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import nameplate.knowledge
from nameplate.evidence.protocols import allowed, bodies, names, ws_discovery
from nameplate.evidence.protocols.stated import Saying

_RECORDS = Path(nameplate.knowledge.__file__).parent
_ONVIF = "onvif://www.onvif.org/"


def examples() -> Iterator[tuple[str, str, str]]:
    """Yield (record, field, example) of every record that reads a field of names."""
    wanted = {*names.RULES, "ws_discovery.scopes"}
    for folder in ("signals", "kinds"):
        for path in sorted((_RECORDS / folder).glob("*.toml")):
            for group in tomllib.loads(path.read_text("utf-8")).values():
                for record in group if isinstance(group, list) else []:
                    for field in sorted(wanted & set(record.get("fields", ()))):
                        for example in record["examples"]:
                            yield record["id"], field, example


def test_what_the_knowledge_reads_comes_through() -> None:
    lost = [
        (record, field, example)
        for record, field, example in examples()
        # A record of several fields has examples of each: scopes are addresses, titles are not.
        if ("://" in example) == (field == "ws_discovery.scopes")
        and allowed.value_of(field, example) != example
    ]
    assert not lost


@pytest.mark.parametrize(
    "name",
    [
        "mjones-laptop",
        "janes-iphone.lan",
        "JANE-PC",
        "Galaxy-S21-van-Piet",
        "cameron-laptop",
        "joe1985",
        "mary2kate4",
        "jane.core.example.org",
        "Jane's camera",
        "0612345678",
    ],
)
def test_a_host_name_of_a_person_is_dropped(name: str) -> None:
    for field in ("dhcp.hostname", "snmp.sys_name", "lldp.sys_name", "mdns.name"):
        assert allowed.value_of(field, name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "axis-accc8e401023",
        "HALL-CAM-03",
        "frontcam",
        "core-sw1.example.org",
        "prsw01",
        "NPI1A2B3C",
        "DS-2CD2143G0-I",
        "4M00000PAA00001",
        "DESKTOP-4F7G8H2",
        "SEP00005E005301",
        "00:00:5e:00:53:01",
        "EX2300-24T",
    ],
)
def test_a_host_name_of_equipment_is_kept(name: str) -> None:
    assert allowed.value_of("dhcp.hostname", name) == name


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Welcome Cressida Fotheringay", ""),
        ("cam of Jane Roe", ""),
        ("Jane's NAS - Synology DiskStation", "Synology DiskStation"),
        ("Living Room - Sonos", "Sonos"),
        ("HIKVISION DS-2CD2032-I - 123456789", "HIKVISION DS-2CD2032-I"),
        ("WV-NS202A Network Camera", "WV-NS202A Network Camera"),
        ("index", "index"),
    ],
)
def test_of_a_title_the_words_of_a_product_are_kept(title: str, kept: str) -> None:
    page = f"<html><head><title>{title}</title></head></html>".encode()
    assert [one.value("http.title") or "" for one in bodies.said(page)] == [kept]
    assert "Jane" not in repr([one.stated for one in bodies.said(page)])


@pytest.mark.parametrize(
    "scope",
    [
        "name/Behind%20Mrs%20Jones%20desk",
        "name/FrontDoor",
        "location/country/Jane",
        "location/city/Little%20Snoring",
        "location/room/12",
        "Janes%20house",
        "owner/Jane",
    ],
)
def test_a_scope_that_somebody_typed_is_dropped(scope: str) -> None:
    text = f"{_ONVIF}type/ptz {_ONVIF}{scope} {_ONVIF}hardware/EX-1"
    kept = f"{_ONVIF}type/ptz {_ONVIF}hardware/EX-1"
    assert ws_discovery.kept_scopes(text) == kept
    (said,) = ws_discovery.said(text.encode())
    assert [(one.value, one.raw) for one in said.stated] == [(kept, kept.encode())]


def test_a_credential_ends_a_value_whatever_stands_between() -> None:
    assert allowed.value_of("register.name", "cam pw hunter2") == "cam"
    assert allowed.value_of("snmp.sys_descr", "Linux 5.4 password is hunter2") == "Linux 5.4"
    assert allowed.value_of("register.name", "Hall wachtwoord: hunter2") == "Hall"
    assert allowed.value_of("http.realm", "password required") == "password required"


@pytest.mark.parametrize(
    ("field", "said", "kept"),
    [
        ("tls.subject", "CN=Zebedee Smith,O=Hikvision", "O=Hikvision"),
        ("tls.subject", "C=CN, CN=Zebedee Smith, O=HIKVISION", "C=CN, O=HIKVISION"),
        ("tls.subject", "CN=zebedee smith,O=Example", "O=Example"),
        ("tls.subject", "O=Example,CN=SMITH Z. O'Brien", "O=Example"),
        ("tls.issuer", "O=DahuaTech,CN=Product Root CA", "O=DahuaTech,CN=Product Root CA"),
        ("tls.subject", "CN=www.hikvision.com,OU=DVRNVR", "CN=www.hikvision.com,OU=DVRNVR"),
        ("snmp.sys_descr", "Network Camera of Zebedee Smith", "Network Camera"),
        ("snmp.sys_descr", "Canon Network Camera VB-C60", "Canon Network Camera VB-C60"),
    ],
)
def test_a_persons_name_leaves_neither_a_certificate_nor_a_description(
    field: str, said: str, kept: str
) -> None:
    assert names.kept(field, said) == kept


def test_what_a_certificate_loses_is_in_no_excerpt_either() -> None:
    saying = Saying(b"..")
    named = "CN=Cressida Fotheringay,O=Example"
    saying.add("tls.subject", named, 0, 2, raw=named)
    saying.add("tls.issuer", "CN=Example CA", 0, 2, raw="CN=Example CA")
    assert [(one.value, one.raw) for one in saying.done().stated] == [
        ("O=Example", b"O=Example"),
        ("CN=Example CA", b"CN=Example CA"),
    ]
