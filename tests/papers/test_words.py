"""The words: evidence and never probability, listed and never unlawful."""

import re

import msgspec
import pytest

from nameplate.judgement.attribution import needs
from nameplate.model.report import DeviceOut
from nameplate.papers import words
from nameplate.papers.csv import to_csv
from nameplate.papers.html import to_html
from nameplate.papers.steps import next_steps, unseen
from nameplate.papers.terminal import summary, why
from nameplate.papers.text import brief, day, inert, shown, size
from papers.sample_read import answer, sample_read

BY_ID = {device.id: device for device in sample_read().devices}
SENTENCES = {
    "7f3a12": "Hikvision: strong evidence (2 independent kinds). The label says Annke C800. "
    "Neither company has been asked.",
    "19c2e0": "Dahua: moderate evidence (its own reply). The label says Honeywell HC35. "
    "Neither company has been asked.",
    "4021bb": "cannot be told yet: weak evidence of Hikvision (what is written of it). "
    "A photograph of the rating label would decide.",
    "8b0022": "maker not known. A photograph of the rating label would decide.",
}
NEVER = re.compile(
    r"\b(banned|illegal|covered|spyware|unsafe|safe|clean|compliant|suspicious|guilty|liar|lied"
    r"|chinese|possible|likely|probably|threat|risk|phones home|unknown device|N/A|no matches)\b"
    r"|\d%",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", SENTENCES)
def test_a_device_is_told_in_the_words_of_its_band(name: str) -> None:
    assert words.sentence(BY_ID[name]) == SENTENCES[name]


def test_another_maker_is_named_with_what_was_not_examined() -> None:
    axis = BY_ID["51ab90"]
    bare = msgspec.structs.replace(axis, parts=())
    assert words.sentence(bare).endswith("Its parts and its recorder were not examined.")
    assert "Of its parts only those named here were seen" in words.sentence(axis)
    recorder = msgspec.structs.replace(bare, kind="recorder")
    assert "Its parts and the cameras on it were not examined." in words.sentence(recorder)


def test_listed_is_said_with_what_the_list_is() -> None:
    told = {name: words.listed_sentence(d, sample_read().listing) for name, d in BY_ID.items()}
    assert "the call is not law" in told["7f3a12"]
    assert "says nothing of its parts" in told["51ab90"]
    assert "cannot be told yet" in told["4021bb"]


def _papers() -> dict[str, str]:
    read = sample_read()
    page = re.sub(r"(?s)<style>.*?</style>|<[^>]+>", " ", to_html(read).decode())
    found = {"html": page, "csv": to_csv(read).decode("utf-8-sig")}
    found["terminal"] = summary(read, width=120, colour=False)
    found["why"] = "\n".join(why(d, read, width=120, colour=False) for d in read.devices)
    return found


@pytest.mark.parametrize("paper", ["html", "csv", "terminal", "why"])
def test_no_paper_takes_a_side_or_speaks_of_probability(paper: str) -> None:
    text = _papers()[paper].replace("words are of evidence, not of probability", "")
    assert NEVER.findall(text) == []


@pytest.mark.parametrize("paper", ["html", "csv", "terminal"])
def test_every_band_is_written_out(paper: str) -> None:
    text = _papers()[paper]
    for word in ("strong", "moderate", "cannot be told yet", "maker not known"):
        assert word in text


def test_every_step_that_judgement_names_is_taken_as_a_step() -> None:
    assert words.is_step(needs.PHOTO)
    assert words.is_step(needs.REPLY)
    assert not words.is_step('The label says "Longse": a brand, which decides nothing')


def test_next_steps_begin_at_the_desk_and_then_decide_the_most_devices() -> None:
    found = next_steps(sample_read())
    assert [step.what for step in found[:2]] == [
        "Export it again from the tool that made it",
        "Copy the file again from its source",
    ]
    assert found[2].devices == ("8a0011", "8b0022", "8c0033")
    assert found[-1].why == "moderate evidence so far"
    assert all("Nothing to do" not in step.what for step in found)
    assert not any("19e200" in step.devices for step in found), "a switch is no camera"


def test_a_short_reason_says_what_is_needed() -> None:
    assert words.because_brief(BY_ID["8b0022"]) == "needs a photo"
    assert words.because_brief(BY_ID["c0ffee"]) == "needs a photo"
    assert words.because(BY_ID["c0ffee"]) == "the evidence points to Dahua and to Axis"
    assert words.because(BY_ID["7f3a12"]) == "own reply; address"


def test_what_was_not_seen_is_said_of_networks_times_and_traffic() -> None:
    coverage = sample_read().coverage
    assert "any network but 10.40.35.0/24 and 10.40.36.0/24" in unseen(coverage)
    nothing = msgspec.structs.replace(coverage, networks=(), first=None, directions="one way")
    assert unseen(nothing) == (
        "any network: no address was seen by a machine, only written down",
        "when: no file says when it was made",
        "the other half of the traffic: it was seen one way only",
    )


def test_a_contradiction_names_nobody() -> None:
    device: DeviceOut = BY_ID["c0ffee"]
    assert words.maker(device) == "cannot be told yet"
    assert words.band_of(device) == "evidence that contradicts itself"
    assert not words.is_named(device)


def test_devices_come_listed_first_then_what_cannot_be_told() -> None:
    mixed = answer(tuple(reversed(sample_read().devices)))
    values = [d.listed for d in words.in_order(mixed.devices)]
    assert values == [True] * 3 + [None] * 8 + [False]


def test_days_and_sizes_are_written_as_people_write_them() -> None:
    assert day("2026-11-25") == "25 November 2026"
    assert day("2026-11-03T09:00:00+00:00") == "3 November 2026"
    assert day("some day") == "some day"
    assert size(31_204_551) == "31.2 MB"
    assert size(1_204) == "1,204 bytes"


def test_shown_text_is_short_and_inert_and_says_what_was_cut() -> None:
    assert inert("a\x1b[2Jb\u202ec") == r"a\x1b[2Jb\u202ec"
    assert inert("Nguyễn, Zürich, 海康威视") == "Nguyễn, Zürich, 海康威视"
    assert shown("x" * 300).endswith("… (cut: 300 characters in all, whole in the JSON)")
    assert len(brief("\x1b" * 500)) == 60
