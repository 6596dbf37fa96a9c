"""Pages of instruments: every limb with its days and sources, and nothing that is markup."""

from nameplate.knowledge import load
from nameplate.model.law import (
    Citation,
    CoveredMember,
    Instrument,
    LawCoverage,
    LawInterval,
    Limb,
    Threshold,
)
from nameplate.papers.law.markdown import escaped, pages, to_markdown
from nameplate.papers.law.page import NO_LAWYER, page, reach_words
from nameplate.papers.law.terminal import index_text, page_text
from nameplate.papers.law.words import all_of, shown_day

KNOWN = load()


def _instrument(**changes: object) -> Instrument:
    limb = Limb(
        id="a",
        kind="must-not",
        actors=("council",),
        verbs=("buy", "renew"),
        object="equipment",
        coverage=LawCoverage(form="named", members=(CoveredMember(entity="hikvision"),)),
        intervals=(LawInterval(valid_from="2024-02-29", state="in-force", basis="published"),),
    )
    given: dict[str, object] = {
        "id": "x-1",
        "title": "An Act | of <b>nowhere</b>",
        "citation": "1 X 1",
        "force": "statute",
        "about": "maker",
        "extent": ("GB-ENG",),
        "nexus": ("place",),
        "strength": "press",
        "limbs": (limb,),
        "source": (Citation(cite="A page", seen="2026-11-24"),),
    }
    return Instrument(**{**given, **changes})  # type: ignore[arg-type]  # fields of the test


def test_every_instrument_has_a_page_with_each_limb_and_source() -> None:
    found = pages(KNOWN)
    for one in KNOWN.law.instruments.values():
        text = found[f"instruments/{one.id}.md"]
        assert all(f"Limb {escaped(limb.id)}" in text for limb in one.limbs)
        assert all(escaped(source.cite) in text for source in one.source)
        assert one.lawyer or NO_LAWYER in text


def test_a_page_says_first_where_an_instrument_is_no_law_or_was_not_read() -> None:
    assert "supports no duty" in " ".join(page(_instrument(), KNOWN).lead)
    call = page(_instrument(force="recommendation", strength="primary"), KNOWN)
    assert call.lead[0].startswith("This is no law")


def test_a_limb_reads_as_a_sentence_with_its_days() -> None:
    (limb,) = (s for s in page(_instrument(), KNOWN).sections if s.heading == "Limb a")
    assert ("says", "must not buy or renew. Reaches equipment of Hikvision") in limb.facts
    assert any(item.startswith("In force from 29 February 2024") for item in limb.items)


def test_more_than_half_and_half_or_more_read_differently() -> None:
    texts = {
        reach_words(
            LawCoverage(
                form="threshold",
                members=(CoveredMember(entity="hikvision"),),
                threshold=Threshold(op=op, percent=50),
            ),
            KNOWN,
        )
        for op in (">", ">=")
    }
    assert texts == {
        "owned to more than 50 per cent by Hikvision",
        "owned to at least 50 per cent by Hikvision",
    }


def test_markup_in_a_record_is_text_on_its_page() -> None:
    text = to_markdown(page(_instrument(), KNOWN))
    assert "<b>" not in text
    assert "An Act \\| of &lt;b" in text


def test_the_terminal_page_fits_its_width() -> None:
    text = page_text(page(_instrument(), KNOWN), width=60, colour=False)
    assert max(len(line) for line in text.splitlines()) <= 60
    listed = index_text([_instrument()], width=60, colour=False)
    assert "statute, GB-ENG" in listed


def test_what_is_not_held_is_said_and_is_never_no_duty() -> None:
    text = pages(KNOWN)["not-held.md"]
    assert "Jersey" in text
    assert "never “no duty”" in text


def test_days_are_written_as_far_as_they_are_known() -> None:
    assert [shown_day("2024-02-29", p) for p in ("day", "month", "year")] == [
        "29 February 2024",
        "February 2024",
        "2024",
    ]
    assert shown_day(None) == "not known"
    assert all_of(["buy", "contract_with"]) == "buy or contract with"
