"""Logs as tables: what each column means is known, said by a person, or not guessed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import asset_table, log_table
from nameplate.evidence.tables.log_columns import id_of
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.records import Flow, Problem, Record, Sighting

FOLDER = Path(__file__).parents[2] / "samples/evidence/readers/log_table"
DOUBT = (FOLDER / "doubt.csv").read_bytes()
DOUBT_ID = id_of(["when", "Addr A", "Addr B", "Proto", "Octets", "Person"])


def read(data: bytes | str, answers: dict[str, dict[str, str]] | None = None) -> list[Record]:
    if isinstance(data, str):
        data = (FOLDER / data).read_bytes()
    source = Source.of(data)
    source.answers = answers or {}
    return list(log_table.read(source))


def flows(found: list[Record]) -> list[Flow]:
    return [record for record in found if isinstance(record, Flow)]


def test_a_denied_session_is_told_and_no_traffic() -> None:
    found = read("paloalto.csv")
    assert [flow.keys[0].value for flow in flows(found)] == ["192.168.10.20"] * 2
    told = [r.what for r in found if isinstance(r, Problem)]
    assert told == [
        "passed over: sessions that the firewall denied, which carried nothing away (1)"
    ]


def test_the_address_before_translation_is_the_units() -> None:
    found = flows(read("paloalto.csv"))
    assert "198.51.100.1" not in repr(found)
    assert (found[0].bytes_out, found[0].bytes_in, found[0].packets) == (120_000, 6_400, 18)
    assert (found[0].port, found[0].remote_ip) == (8443, "203.0.113.80")


def test_a_time_without_a_zone_is_no_time() -> None:
    assert {(flow.first, flow.last) for flow in flows(read("paloalto.csv"))} == {(None, None)}


def test_reads_other_languages_joined_files_and_parted_thousands() -> None:
    found = read("sessions-de.csv")
    first, second = flows(found)
    assert (first.bytes_out, first.bytes_in) == (120_000, 6_400)
    assert first.first == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert second.first == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert [r.where for r in found if isinstance(r, Problem) and not r.notice] == ["row 4"]


def test_names_are_the_clients_that_asked_and_only_public_ones() -> None:
    found = [r for r in read("lookups.tsv") if isinstance(r, Sighting)]
    assert [(r.keys[0].value, r.field, r.value) for r in found] == [
        ("192.168.10.20", "dns.name", "p2p.example.org")
    ]
    assert (found[0].when, found[0].when_stated) == (None, "2026-11-24 10:00:00")


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda p: p.name)
def test_no_planted_person_rule_or_device_name_reaches_a_record(path: Path) -> None:
    assert b"canary" in path.read_bytes().lower()
    answers = {DOUBT_ID: {"source": "Addr A", "destination": "Addr B"}}
    assert "canary" not in repr(read(path.name, answers)).lower()


def test_a_doubt_is_not_guessed_and_names_the_columns_and_the_command() -> None:
    with pytest.raises(UnreadableEvidence) as caught:
        read(DOUBT)
    assert str(caught.value) == (
        "it looks like a log of connections, and no name that is known here says which column is"
        " the source and the destination: 'Addr A', 'Addr B'."
        f" Say it once: nameplate case columns {DOUBT_ID} --set source=COLUMN"
        " --set destination=COLUMN"
    )


def test_what_a_person_said_of_a_heading_is_used_and_told() -> None:
    answers = {DOUBT_ID: {"source": "Addr A", "destination": "Addr B", "sent": "Octets"}}
    found = read(DOUBT, answers)
    assert [(f.keys[0].value, f.bytes_out) for f in flows(found)] == [
        ("192.168.10.20", 400),
        ("192.168.10.21", 500),
    ]
    (told,) = [r for r in found if isinstance(r, Problem)]
    assert told.notice
    assert told.what == "its columns are read as you set them"


def test_an_answer_that_names_no_column_is_told_and_not_guessed() -> None:
    with pytest.raises(UnreadableEvidence, match="'Addr C', is not among its columns"):
        read(DOUBT, {DOUBT_ID: {"source": "Addr C"}})


def test_a_zone_that_a_person_states_makes_times_of_a_products_texts() -> None:
    head = (FOLDER / "paloalto.csv").read_text().partition("\n")[0]
    names = [name.strip('"') for name in head.split(",")]
    found = flows(read("paloalto.csv", {id_of(names): {"zone": "+01:00"}}))
    assert found[0].first == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert found[0].last == datetime(2026, 11, 24, 9, 1, tzinfo=UTC)


def test_two_columns_for_one_meaning_are_a_doubt() -> None:
    data = (
        b"time,src_ip,source_ip,dst_ip,dst_port,proto\n"
        b"2026-11-24T10:00:00Z,192.168.10.20,192.168.10.21,203.0.113.80,443,tcp\n"
    )
    with pytest.raises(UnreadableEvidence, match="several columns may be the source"):
        read(data)


def test_sizes_whose_direction_nobody_states_are_not_counted() -> None:
    data = (
        b"time,src_ip,dst_ip,dst_port,proto,bytes_in,bytes_out\n"
        b"2026-11-24T10:00:00Z,192.168.10.20,203.0.113.80,443,tcp,10,20\n"
    )
    found = read(data)
    (flow,) = flows(found)
    assert (flow.bytes_out, flow.bytes_in) == (0, 0)
    assert any("bytes_in" in r.what for r in found if isinstance(r, Problem))


def test_claims_no_list_of_units_leases_or_neighbours() -> None:
    for other in (
        b"",
        b"Name,IP address,MAC address,Model\nA,192.0.2.1,00:00:5e:00:53:01,X1\n",
        b"Name,IP address,Gateway,HTTP port,Protocol\nA,192.0.2.1,192.0.2.254,80,ONVIF\n",
        b"Source,Destination,Port,Cable\nRack A,Rack B,4,blue\n",
        b"IPAddress,ScopeId,ClientId,HostName\n192.0.2.1,192.0.2.0,00-00-5e-00-53-01,cam\n",
        b"Internet Address,Physical Address,Type\n192.0.2.1,00-00-5e-00-53-01,dynamic\n",
        b"Protocol  Address   Age (min)  Hardware Addr\nInternet  192.0.2.1  5  0000.5e00.5301\n",
    ):
        assert log_table.sniff(other) == 0
    for path in FOLDER.iterdir():
        assert asset_table.sniff(path.read_bytes()) < log_table.sniff(path.read_bytes())


def test_files_of_two_programs_may_be_joined() -> None:
    found = flows(
        read(
            (FOLDER / "sessions-de.csv").read_bytes()
            + (
                b"Dest IP;Src IP;Dst Port;Proto;Time;Bytes Sent;Bytes Received\n"
                b"203.0.113.81;192.168.10.21;443;udp;2026-11-24T10:00:00Z;10;20\n"
            )
        )
    )
    assert [(f.keys[0].value, f.remote_ip, f.bytes_out) for f in found][-1] == (
        "192.168.10.21",
        "203.0.113.81",
        10,
    )


def test_a_list_of_a_firewalls_rules_is_no_log() -> None:
    rules = b"Rule,Protocol,Source,Destination,Port,Action\n"
    rules += b"1,tcp,192.168.10.20,203.0.113.8,443,allow\n" * 3
    assert log_table.sniff(rules) == 0
