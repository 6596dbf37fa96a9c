"""What must hold of every answer, whatever is asked and whatever the records are."""

import random
from datetime import date
from functools import cache
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from judgement.law.law_asking import real
from nameplate.judgement.law import Code, answer, checked, compiled
from nameplate.knowledge import load
from nameplate.model.knowledge import Knowledge
from nameplate.model.law import Instrument, Limb
from nameplate.model.question import Answered, AnswerOut, Question, Thing

WORDS = real().vocabulary
PLACES = sorted({*real().map.held, "GB", "FR", "DE", "US-CA", "JE", "AU", "JP", "CA-ON"})
ROLES = sorted({*WORDS["roles"], "federal-contractor", "grant-recipient", "federal-offeror"})
MAKERS = ["hikvision", "dahua", "axis", "ezviz", "uniview", "huawei", "megvii", "lorex", "nobody"]
FACTS = sorted(
    {g.fact for r in real().limbs for g in r.limb.gates}
    | {e.test for r in real().limbs for e in r.limb.exceptions}
    | {a.fact for r in real().limbs for a in r.limb.asks}
)


def few(words: Any, most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(words)), max_size=most, unique=True).map(tuple)


def maybe(words: Any) -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), st.sampled_from(sorted(words)))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Return any question that the closed words allow."""
    thing = Thing(
        kind=draw(maybe(WORDS["things"])),
        maker=draw(maybe(MAKERS)),
        party=draw(maybe(MAKERS)),
        component_maker=draw(maybe(["hisilicon", "ambarella"])),
        attribution_band=draw(st.sampled_from([None, None, None, "weak", "strong"])),
        feature=draw(maybe(WORDS["features"])),
        feature_state=draw(st.sampled_from([None, "offered", "enabled", "off"])),
        origin=draw(maybe(["CN", "US", "JP"])),
    )
    return Question(
        actor_kind=draw(st.sampled_from(sorted(WORDS["actors"]))),
        roles=draw(few(ROLES)),
        jurisdiction=draw(st.sampled_from(PLACES)),
        site_jurisdiction=draw(maybe(PLACES)),
        incorporated_in=draw(maybe(PLACES)),
        verb=draw(st.sampled_from(sorted(WORDS["verbs"]))),
        thing=thing,
        site_class=draw(maybe(WORDS["sites"])),
        purpose=draw(maybe(WORDS["purposes"])),
        funding=draw(few(WORDS["funding"], 1)),
        clauses=draw(few(WORDS["clauses"], 1)),
        date=draw(st.dates(date(2017, 1, 1), date(2028, 12, 31))).isoformat(),
        stated=draw(st.dictionaries(st.sampled_from(FACTS), st.booleans(), max_size=4)),
        ask=draw(st.sampled_from(["today", "today", "recommends"])),
    )


@cache
def knowledge() -> Knowledge:
    return load()


def limb_of(out: AnswerOut, code: Code) -> Limb:
    """Return the record's limb of an answer: its own, or the one it would have if enacted."""
    instrument = code.instruments[out.instrument]
    enacted = instrument.if_enacted.limbs if instrument.if_enacted is not None else ()
    own = enacted if out.outcome == "proposed" else instrument.limbs
    return next(x for x in own if x.id == out.limb)


def with_law(instruments: dict[str, Instrument]) -> Code:
    law = msgspec.structs.replace(knowledge().law, instruments=instruments)
    return compiled(msgspec.structs.replace(knowledge(), law=law))


def plain(found: Answered) -> Answered:
    """Return an answer without the counts of what was looked at."""
    searched = msgspec.structs.replace(
        found.searched, instruments=0, reaching=0, not_examined=(), knowledge=""
    )
    return msgspec.structs.replace(found, says="", searched=searched)


@given(questions())
@settings(max_examples=400, deadline=None)
def test_an_answer_rests_on_one_limb_that_binds_the_actor_for_the_act_in_the_place(
    question: Question,
) -> None:
    code = real()
    found = answer(checked(question, code), code)
    for out in (*found.answers, *found.beside):
        limb, instrument = limb_of(out, code), code.instruments[out.instrument]
        acts = {*limb.verbs, *limb.on}
        other = {"use": "process", "remove": "use"}.get(question.verb)
        assert question.verb in acts or other in acts
        own = {question.actor_kind, *question.roles}
        assert not own & set(limb.not_actors) or limb.kind == "none"
        assert out.reach is not None
        if out.reach in ("contract", "funding") and (limb.scope.clauses or limb.scope.funding):
            continue
        if out.reach == "item-origin":
            assert "item-origin" in instrument.nexus
            continue
        if out.reach == "national" and "us-person" in own:
            continue
        stated = {question.jurisdiction, question.site_jurisdiction, question.incorporated_in}
        around = {
            place
            for one in stated - {None}
            for place in (*code.map.around(str(one)), *code.map.parts.get(str(one), ()))
        }
        assert around & set(limb.extent or instrument.extent)


@given(questions())
@settings(max_examples=400, deadline=None)
def test_a_duty_is_never_of_a_kind_a_strength_or_an_evidence_that_carries_none(
    question: Question,
) -> None:
    found = answer(question, real())
    for out in (*found.answers, *found.beside):
        if out.outcome == "duty":
            assert out.kind not in ("may", "recommends", "undertakes", "none")
            assert out.strength not in ("press", "memory")
            assert not real().instruments[out.instrument].lead_only
            assert not out.needs
        if out.outcome == "depends":
            assert out.needs
            assert len(out.facts) == len(set(out.facts))
    if found.outcome == "no-duty":
        assert real().map.holds(question.jurisdiction)
    if question.ask == "today":
        assert found.outcome not in ("recommended", "proposed")


@given(questions(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_an_instrument_that_is_not_cited_changes_nothing(
    question: Question, chance: random.Random
) -> None:
    found = answer(question, real())
    named = {a.instrument for a in (*found.answers, *found.beside)}
    others = sorted(set(real().instruments) - named)
    gone = set(chance.sample(others, min(8, len(others))))
    kept = {k: v for k, v in knowledge().law.instruments.items() if k not in gone}
    assert plain(answer(question, with_law(kept))) == plain(found)


@given(questions(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_records_and_of_limbs_changes_nothing(
    question: Question, chance: random.Random
) -> None:
    records = list(knowledge().law.instruments.items())
    chance.shuffle(records)
    shuffled = {k: _shuffled(v, chance) for k, v in records}
    assert answer(question, with_law(shuffled)) == answer(question, real())


def _shuffled(instrument: Instrument, chance: random.Random) -> Instrument:
    limbs = list(instrument.limbs)
    chance.shuffle(limbs)
    return msgspec.structs.replace(instrument, limbs=tuple(limbs))


@given(questions(), st.sampled_from(FACTS), st.booleans())
@settings(max_examples=400, deadline=None)
def test_a_fact_takes_a_duty_away_only_from_a_limb_that_names_it(
    question: Question, fact: str, value: bool
) -> None:
    before = answer(question, real())
    more = msgspec.structs.replace(question, stated={**question.stated, fact: value})
    after = {a.instrument: a.outcome for a in answer(more, real()).answers}
    for out in before.answers:
        if out.outcome != "duty" or after.get(out.instrument) == "duty":
            continue
        limb = limb_of(out, real())
        named = {g.fact for g in limb.gates} | {e.test for e in limb.exceptions}
        named |= {a.fact for a in (*limb.asks, *real().instruments[out.instrument].asks)}
        roll = real().rolls.get(limb.coverage.list or "")
        named |= {a.fact for a in roll.asks} if roll is not None else set()
        named |= {"certificate", "criterion_determined"}
        assert fact in named


@given(questions())
@settings(max_examples=200, deadline=None)
def test_the_same_question_gets_the_same_answer_and_it_is_json(question: Question) -> None:
    found = answer(question, real())
    assert answer(question, real()) == found
    assert msgspec.json.decode(msgspec.json.encode(found), type=Answered) == found
