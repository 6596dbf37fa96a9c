"""NetFlow: two lines a connection become one, with bytes the right way round."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import asset_table, log_table, nfdump_csv
from nameplate.model.records import Flow, Problem, Record, Watch

FOLDER = Path(__file__).parents[2] / "samples/evidence/readers/nfdump_csv"
OLD = (FOLDER / "nfdump-1.6.csv").read_bytes()
FAST = (FOLDER / "nfdump-1.7-fast.csv").read_bytes()
NEW = (FOLDER / "nfdump-1.7.6.csv").read_bytes()


def read(data: bytes) -> list[Record]:
    return list(nfdump_csv.read(Source.of(data)))


def flows(data: bytes) -> list[Flow]:
    return [record for record in read(data) if isinstance(record, Flow)]


@pytest.mark.parametrize("data", [OLD, FAST, NEW], ids=["1.6", "1.7 fast", "1.7.6"])
def test_adds_both_directions_of_a_connection_up(data: bytes) -> None:
    found = flows(data)[0]
    assert (found.keys[0].value, found.remote_ip) == ("192.168.10.20", "203.0.113.80")
    assert (found.port, found.protocol) == (8443, "tcp")
    assert (found.bytes_out, found.bytes_in, found.packets) == (120_000, 6_400, 18)


def test_a_line_of_both_directions_has_both_sizes() -> None:
    (found,) = [flow for flow in flows(OLD) if flow.protocol == "udp"]
    assert (found.bytes_out, found.bytes_in, found.packets) == (400, 300, 7)


def test_icmp_has_no_port_though_type_and_code_stand_in_its_column() -> None:
    (found,) = [flow for flow in flows(OLD) if flow.protocol == "icmp"]
    assert found.port == 0


def test_a_printed_time_has_no_zone_and_one_of_the_epoch_is_utc() -> None:
    assert {flow.first for flow in flows(OLD) + flows(NEW)} == {None}
    found = flows(FAST)
    assert found[0].first == datetime(2026, 11, 24, 9, 59, tzinfo=UTC)
    assert found[0].last == datetime(2026, 11, 24, 10, 1, tzinfo=UTC)


def test_reads_around_a_cut_line_and_passes_over_the_sums() -> None:
    problems = [record for record in read(OLD) if isinstance(record, Problem)]
    assert [p.where for p in problems if not p.notice] == ["row 5"]
    assert "sums" in problems[-1].what
    (watch,) = [record for record in read(OLD) if isinstance(record, Watch)]
    assert watch.bytes == 127_184


def test_reads_files_that_were_joined_or_saved_again_by_a_spreadsheet() -> None:
    twice = flows(OLD + OLD)[0]
    assert (twice.bytes_out, twice.bytes_in) == (240_000, 12_800)
    for again in (
        b"\xef\xbb\xbf" + NEW,
        NEW.replace(b",", b";"),
        NEW.decode().encode("utf-16"),
        NEW.replace(b"\n", b"\r\n"),
    ):
        assert nfdump_csv.sniff(again) == 92
        assert flows(again)[0].bytes_out == 120_000


def test_a_router_of_whoever_exports_is_no_unit_and_its_macs_are_nobodys() -> None:
    assert "192.168.10.1'" not in repr(read(OLD))
    assert "00005e0053" not in repr(read(OLD)).replace(":", "")


def test_claims_no_statistics_and_no_list_of_units() -> None:
    for other in (
        b"",
        b"ts,te,td,pr,val,fl,flP,pkt,pktP,byt,bytP,pps,bps,bpp\n",
        b"firstSeen,lastSeen,srcAddr,dstAddr,bytes\nnone,none,a,b,1\n",
        b"name,srcAddr,mac\ncam,192.0.2.1,00:00:5e:00:53:01\n",
    ):
        assert nfdump_csv.sniff(other) == 0
    for ours in (OLD, FAST, NEW):
        assert asset_table.sniff(ours) < 92
        assert log_table.sniff(ours) == 0
