"""The terminal: 80 columns are enough, colour only helps, evidence is inert.

The pictures in `snapshots/` are whole screens. When a change to them is meant, renew them with
`NAMEPLATE_RENEW=1 pytest tests/papers/test_terminal.py`, and read the difference before it goes in.
"""

import os
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from nameplate.model.report import Read
from nameplate.papers.terminal import summary, why
from papers.sample_hostile import hostile_read
from papers.sample_read import answer, many, sample_read

SNAPSHOTS = Path(__file__).parent / "snapshots"


def compare(name: str, text: str) -> None:
    path = SNAPSHOTS / name
    if os.environ.get("NAMEPLATE_RENEW"):
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text + "\n", f"see {Path(__file__).name}, its head"


@pytest.mark.parametrize("width", [80, 120])
def test_the_summary_looks_as_it_did(width: int) -> None:
    compare(f"summary-{width}.txt", summary(sample_read(), width=width, colour=False))


def test_the_summary_of_many_devices_looks_as_it_did() -> None:
    compare("summary-of-44-80.txt", summary(many(44), width=80, colour=False))


@pytest.mark.parametrize("number", [0, 5, 6])
def test_why_looks_as_it_did(number: int) -> None:
    read = sample_read()
    device = read.devices[number]
    compare(f"why-{device.id}-80.txt", why(device, read, width=80, colour=False))


@pytest.mark.parametrize("width", range(28, 181, 8))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for read in (sample_read(), many(30), hostile_read()):
        texts = [summary(read, width=width, colour=False)]
        texts += [why(device, read, width=width, colour=False) for device in read.devices[:30]]
        for line in "\n".join(texts).split("\n"):
            assert cell_len(line) <= width, line


@pytest.mark.parametrize("colour", [True, False])
def test_evidence_moves_no_cursor_and_sets_no_colour(colour: bool) -> None:
    read = hostile_read()
    texts = [summary(read, width=100, colour=colour)]
    texts += [why(device, read, width=100, colour=colour) for device in read.devices]
    told = "\n".join(texts)
    ours = re.compile(r"\x1b\[[0-9;]{1,8}m") if colour else re.compile("(?!)")
    rest = ours.sub("", told)
    assert "[red]markup[/red] :smile:" in rest
    assert all(line.isprintable() for line in rest.split("\n"))


def test_colour_changes_no_word() -> None:
    plain = summary(sample_read(), width=90, colour=False)
    coloured = summary(sample_read(), width=90, colour=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_the_surroundings_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = summary(sample_read(), width=80, colour=True)
    for name, value in {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "20", "LINES": "2"}.items():
        monkeypatch.setenv(name, value)
    assert summary(sample_read(), width=80, colour=True) == before


def test_narrow_terminals_drop_columns_in_the_stated_order() -> None:
    heads = {
        width: next(
            line.split("  ")
            for line in summary(sample_read(), width=width, colour=False).split("\n")
            if line.startswith(" DEVICE")
        )
        for width in (200, 80, 65, 55, 40, 28)
    }
    found = {width: [h.strip() for h in head if h.strip()] for width, head in heads.items()}
    assert found[200][-2:] == ["LISTED", "PLACE"]
    assert [h.split(" ")[0] for h in found[80]] == (
        ["DEVICE", "KIND", "WHERE", "LABEL", "MADE", "BECAUSE"]
    )
    assert "KIND" not in found[65]
    assert found[28] == ["DEVICE", "MADE BY"]
    for wide, narrow in zip(found.values(), list(found.values())[1:], strict=False):
        assert len(narrow) <= len(wide)


def test_more_than_20_devices_show_the_listed_first_and_say_what_is_left() -> None:
    told = summary(many(44), width=100, colour=False)
    rows = [line for line in told.split("\n") if re.match(" 0000", line)]
    assert len(rows) == 20
    assert sum("Hikvision strong" in row for row in rows) == 4
    assert "... and 24 more (21 cannot be told yet, 3 of other makers)" in told
    assert told.count("-o report.html") == 2


def test_what_the_user_gave_stands_in_the_line_that_says_how_to_share() -> None:
    told = summary(sample_read(), width=100, colour=False, asked="council/")
    assert "nameplate read council/ -o report.html" in told


def test_no_output_names_a_command_that_does_not_exist() -> None:
    read = sample_read()
    texts = [summary(many(44), width=100, colour=False)]
    texts += [why(device, read, width=100, colour=False) for device in read.devices]
    for text in texts:
        assert set(re.findall(r"nameplate ([a-z]+)", text)) <= {"read", "why"}
        assert "--actor" not in text


def test_an_answer_without_devices_says_what_to_give() -> None:
    told = summary(answer(()), width=80, colour=False)
    assert "Give a folder with an asset register" in told
    assert "nameplate why" not in told


def _with_originals(found: bytes) -> str:
    read: Read = sample_read()
    device = read.devices[0]
    at = device.attribution.reasons[0].seen_in
    return why(device, read, width=100, colour=False, originals={(at.evidence, at.where): found})


def test_why_says_which_bytes_it_found_again_in_the_original() -> None:
    told = _with_originals(b"<systemContact>Hikvision.China</systemContact>")
    assert "read again in the original just now" in told
    assert "not proven: the original was not at hand" in told, "of the other places"
    assert "nameplate why 7f3a12 PATH" not in told


def test_why_says_when_the_original_says_something_else() -> None:
    told = _with_originals(b"<systemContact>\x1b[2JBolt</systemContact>")
    assert "read again in the original" not in told
    assert "\x1b" not in told


def test_why_shows_no_weight_and_ends_at_bytes() -> None:
    read = sample_read()
    told = why(read.devices[0], read, width=120, colour=False)
    assert "7.5" not in told
    assert "in hex 3c 73 79 73 74 65 6d" in told
    assert "replies/cam-15.xml, bytes 212-257; sha256 b5d4a8e969f1…" in told
    assert "seen in 21 of 21 such units, 0 of 430 others" in told


def test_the_same_answer_gives_the_same_text() -> None:
    assert summary(sample_read(), width=93, colour=True) == (
        summary(sample_read(), width=93, colour=True)
    )
