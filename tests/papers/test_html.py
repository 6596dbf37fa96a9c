"""The report: one file that opens anywhere, loads nothing and lets no evidence act."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from nameplate.model.report import Read
from nameplate.papers.html import to_html
from nameplate.papers.text import brief
from papers.sample_hostile import HOSTILE, hostile_read
from papers.sample_read import answer, many, sample_read

_TAGS = """html head meta title style body svg symbol circle path use a header h1 h2 h3 h4 p nav ul
    ol li main section table thead tbody tr th td b strong small span code bdi br div details
    summary footer"""
_ATTRIBUTES = """lang charset http-equiv content name class id href role scope start colspan
    data-label aria-label aria-labelledby aria-hidden focusable tabindex width height viewbox
    cx cy r fill stroke stroke-width stroke-dasharray d"""
TAGS, ATTRIBUTES = frozenset(_TAGS.split()), frozenset(_ATTRIBUTES.split())
BLOCKS = frozenset({"th", "td", "li", "p", "h1", "h2", "h3", "h4"})
VOID = frozenset({"meta", "br"})


class Page(HTMLParser):
    """Every element, attribute and text of a page, and whether its elements are well nested."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(data.decode("utf-8"))
        self.close()
        if self._open:
            self.faults.append(f"not closed: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"badly nested: {tag}")
        if tag in BLOCKS:
            self.texts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module", params=["sample", "hostile", "empty"])
def page(request: pytest.FixtureRequest) -> Page:
    reads: dict[str, Callable[[], Read]] = {
        "sample": sample_read,
        "hostile": hostile_read,
        "empty": lambda: answer(()),
    }
    return Page(to_html(reads[request.param]()))


def test_no_element_or_attribute_beyond_our_own_appears(page: Page) -> None:
    assert page.faults == []
    assert {tag for tag, _ in page.elements} <= TAGS
    assert {name for _, attributes in page.elements for name in attributes} <= ATTRIBUTES


def test_nothing_is_loaded_and_every_link_stays_on_the_page(page: Page) -> None:
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        assert not any("://" in value or value.startswith("//") for value in attributes.values())
        if "href" in attributes:
            assert attributes["href"].startswith("#"), attributes
            assert attributes["href"][1:] in ids, attributes
    policy = next(a["content"] for a in page.all("meta") if "http-equiv" in a)
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert len(page.all("style")) == 1


def test_the_style_sheet_loads_nothing() -> None:
    style = to_html(sample_read()).decode().split("<style>")[1].split("</style>")[0]
    assert not re.search(r"@import|@font-face|url\(|://", style)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_shown_as_text(text: str) -> None:
    told = Page(to_html(hostile_read())).text.replace(" ", "")
    assert "".join(brief(text, 30).rstrip("…").split()) in told


def test_no_control_or_direction_character_reaches_the_page() -> None:
    told = to_html(hostile_read()).decode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e]", told)
    assert not re.search("[\u2060-\u206f\ufeff\ud800-\udfff]", told)
    assert "\u0301" * 4 not in told


def test_evidence_keeps_its_direction_to_itself() -> None:
    told = to_html(hostile_read()).decode("utf-8")
    for found in re.finditer("مرحبا", told):
        before = told[: found.start()]
        assert before.rfind("<bdi>") > before.rfind("</bdi>")


def test_a_text_of_100_kilobytes_is_cut_and_says_so() -> None:
    told = to_html(hostile_read()).decode("utf-8")
    assert "x" * 1_100 not in told
    assert "100,005 characters in all, whole in the JSON" in told


def test_the_page_begins_with_the_answer_and_not_with_the_tool() -> None:
    data = to_html(sample_read()).decode("utf-8")
    title = data.split("<title>")[1].split("</title>")[0]
    assert title == "Who made 12 devices: as at 25 November 2026"
    told = Page(data.encode()).text
    places = [
        told.index(words)
        for words in (
            "The evidence points to Hikvision or Dahua strongly for 2",
            "What to do next Cheapest first",
            "The devices Device Kind Where Label says Made by Because",
            "Why, for each device Observed is",
            "What the evidence could not see 8 of 9",
            "Where this comes from File",
        )
    ]
    assert places == sorted(places)
    assert "nameplate" not in told[: places[3]].lower()


def test_headings_are_in_order_and_tables_say_what_their_heads_head(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all("scope" in attributes for attributes in page.all("th"))
    assert page.all("html")[0]["lang"] == "en-GB"
    assert page.all("a")[0] == {"class": "skip", "href": "#table"}


def test_colours_have_the_contrast_of_wcag_aa() -> None:
    style = to_html(answer(())).decode().split("<style>")[1].split("</style>")[0]
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))
    for ink in ("ink", "soft", "accent"):
        for ground in ("#ffffff", colours["faint"]):
            assert _contrast(colours[ink], ground) >= 4.5, (ink, ground)


def _contrast(first: str, second: str) -> float:
    """WCAG 2.2, contrast ratio of two colours as #rrggbb."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_band_is_a_word_and_a_mark_of_its_own() -> None:
    data = to_html(sample_read()).decode("utf-8")
    marks = re.findall(r'<symbol id="(m-\w+)" viewBox="[^"]*">(.*?)</symbol>', data)
    assert [name for name, _ in marks] == ["m-strong", "m-moderate", "m-weak", "m-undetermined"]
    assert len({drawing for _, drawing in marks}) == 4
    for use in re.finditer(r'<use href="#m-(\w+)"/></svg>(.{0,60})', data):
        assert use[2].strip(), "a mark without a word beside it"


def test_the_three_layers_stand_apart_in_their_order() -> None:
    data = to_html(sample_read()).decode("utf-8")
    section = data.split('id="d-7f3a12"')[1].split("</section>")[0]
    layers = [section.index(f"<h4>{name}</h4>") for name in ("Observed", "Inferred", "Law")]
    assert layers == sorted(layers)
    observed = section[layers[0] : layers[1]]
    assert "3c 73 79 73 74 65 6d 43" in observed
    assert "&lt;systemContact&gt;Hikvision.China&lt;/systemContact&gt;" in observed
    assert "Speaks for" not in observed
    assert "weight" not in section.split("<details>")[0].lower()
    assert "isapi-contact" in section.split("For auditors")[1]


def test_a_device_ends_at_a_file_a_place_and_a_hash_on_this_page() -> None:
    read = sample_read()
    told = Page(to_html(read)).text
    for evidence in read.evidence:
        assert evidence.sha256 in told
    assert "replies/cam-15.xml , bytes 212-257" in told or (
        "replies/cam-15.xml, bytes 212-257" in told
    )
    assert "noise.pcapng" in told
    assert "a column of passwords was dropped" in told


def test_the_same_answer_gives_the_same_bytes() -> None:
    assert to_html(sample_read()) == to_html(sample_read())
    assert to_html(hostile_read()) == to_html(hostile_read())


def test_a_thousand_devices_stay_one_page_of_a_few_megabytes() -> None:
    data = to_html(many(1_000))
    assert data.count(b'class="device"') == 1_000
    assert len(data) < 6_000_000
