"""What all readers of saved replies promise, asked of each of them."""

from pathlib import Path

import pytest

from nameplate.model.formats import HEAD_BYTES
from nameplate.model.records import Problem, Sighting
from saved_reply_checks import (
    PLANTED,
    READERS,
    bytes_at,
    read,
    reader,
    samples,
    sightings,
    survives,
)
from shared_data import shared

SAMPLES = [pytest.param(name, path, id=f"{name}-{path.name}") for name, path in samples()]
MOST_PREFIXES = 400


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_each_sample_is_claimed_by_exactly_one_reader(name: str, path: Path) -> None:
    head = path.read_bytes()[:HEAD_BYTES]
    claims = {other: reader(other).sniff(head) for other in READERS}
    best = max(claims.values())
    assert [other for other, claim in claims.items() if claim == best] == [name]


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_no_planted_credential_or_person_leaves_a_sample(name: str, path: Path) -> None:
    data = path.read_bytes()
    for record in read(name, data):
        assert PLANTED not in repr(record).lower().encode()
        if isinstance(record, Sighting) and record.excerpt is not None:
            assert PLANTED not in record.excerpt.raw.lower()
            assert len(record.excerpt.raw) <= record.excerpt.LIMIT


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_a_cut_sample_is_read_as_far_as_it_goes(name: str, path: Path) -> None:
    data = path.read_bytes()
    whole = {(one.field, one.value) for one in sightings(read(name, data))}
    for length in range(0, len(data), max(1, len(data) // MOST_PREFIXES)):
        for record in survives(name, data[:length]):
            assert PLANTED not in repr(record).lower().encode()
    assert whole


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_a_place_leads_back_to_the_excerpt(name: str, path: Path) -> None:
    data = path.read_bytes()
    for one in sightings(read(name, data)):
        if one.excerpt is not None and one.excerpt.start is not None:
            start, raw = one.excerpt.start, one.excerpt.raw
            assert data[start : start + len(raw)] == raw
        found = bytes_at(data, one.where)
        if found is not None and one.excerpt is not None and one.excerpt.start is not None:
            assert found.startswith(one.excerpt.raw[: len(found)])


@pytest.mark.parametrize(("name", "path"), SAMPLES)
def test_units_of_one_reply_have_one_name_each(name: str, path: Path) -> None:
    serials: dict[str, set[str]] = {}
    for one in sightings(read(name, path.read_bytes())):
        if one.field.endswith(".serial"):
            serials.setdefault(one.unit, set()).add(one.value)
    assert all(len(found) == 1 for found in serials.values())


@pytest.mark.parametrize("name", READERS)
def test_hostile_bytes_end_in_records_or_an_error_of_the_house(name: str) -> None:
    for data in (
        b"",
        b"\0" * 65_536,
        b"<" * 500_000,
        b"<a>" * 200_000,
        b"<DeviceInfo>" + b"<model>" * 100_000,
        b"<!--" * 100_000,
        b"<![CDATA[" * 50_000,
        b"{" * 100_000,
        b'{"a":' * 100_000,
        b'{"DeviceInfo":' * 60 + b"1" + b"}" * 60,
        b"model " * 200_000,
        b"model: '" * 100_000,
        b"deviceType=" * 100_000,
        b"RTSP/1.0 200 OK\n" * 50_000,
        b"HTTP/1.1 200 OK\n\n" * 50_000,
        b"\x20\0\0\0DHIP" * 50_000,
        b"-----BEGIN CERTIFICATE-----" * 20_000,
        b"subject=" * 100_000,
        b"onvif://www.onvif.org/" * 50_000,
        b'realm="' * 100_000,
        b"rtsp://" * 100_000,
        b"href=/" * 100_000,
        b"1.3.6.1.4.1.39165" + b".1" * 200_000,
        b"\xff\xfe" + "<DeviceInfo>\u202e</DeviceInfo>".encode("utf-16-le"),
    ):
        survives(name, data)


@pytest.mark.parametrize("kind", ["json", "xml", "http", "tls"])
def test_the_hostile_corpora_are_read_or_refused(kind: str) -> None:
    files = sorted(path for path in shared(f"data/nasty/{kind}").rglob("*") if path.is_file())
    assert files
    for path in files:
        data = path.read_bytes()[: 1 << 20]
        for name in READERS:
            if reader(name).sniff(data[:HEAD_BYTES]) or path.name[-1] in "05":
                survives(name, data)


def test_a_reply_saved_by_powershell_is_read() -> None:
    for name, path in samples():
        if path.suffix in (".bin", ".der", ".jsonl"):
            continue
        text = path.read_bytes().decode()
        plain = {(one.field, one.value) for one in sightings(read(name, path.read_bytes()))}
        wide = text.encode("utf-16")
        assert reader(name).sniff(wide[:HEAD_BYTES]) == reader(name).sniff(path.read_bytes())
        assert {(one.field, one.value) for one in sightings(read(name, wide))} == plain, path


def test_problems_do_not_repeat_the_line_they_are_about() -> None:
    for name, path in samples():
        data = path.read_bytes()
        for record in read(name, data):
            if isinstance(record, Problem):
                assert len(record.what) < 200
