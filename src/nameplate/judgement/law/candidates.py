"""The limbs that a question could meet, as bits, and how many instruments those are."""

from collections.abc import Iterable, Iterator, Mapping

from nameplate.judgement.law.actors import ANYONE, BY_NAME
from nameplate.judgement.law.acts import REMOVE, USE
from nameplate.judgement.law.code import Code, Ready
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.reach import WHEREVER


def meeting(facts: Facts, code: Code) -> int:
    """Return the limbs whose actors and ways of reaching can meet these facts, whatever the act."""
    index = code.index
    actor = _any(index.actor, (ANYONE, *facts.words, *facts.perhaps))
    if facts.question.actor_name is not None:
        actor |= index.actor.get(BY_NAME, 0)
    carried = _any(index.clause, facts.clauses) | _any(index.funding, facts.funding)
    actor |= carried | (index.speaks & _any(index.not_actor, facts.words))
    not_bound = _any(index.not_actor, facts.words) & ~index.speaks
    return actor & ~not_bound & _reaching(facts, code, carried)


def acting(facts: Facts, code: Code) -> int:
    """Return the limbs that bind one of the acts, are set off by it, or answer it another way."""
    bits = _any(code.index.verb, facts.verbs)
    return bits | code.index.verb.get(USE, 0) if facts.question.verb == REMOVE else bits


def limbs(bits: int, code: Code) -> Iterator[Ready]:
    """Yield the limbs of a set, in order."""
    while bits:
        low = bits & -bits
        yield code.limbs[low.bit_length() - 1]
        bits ^= low


def instruments(bits: int, code: Code) -> int:
    """Count the instruments with a limb in the set."""
    return sum(1 for owned in code.index.instruments if owned & bits)


def _reaching(facts: Facts, code: Code, carried: int) -> int:
    index, nexus = code.index, code.index.nexus
    bits = _any(index.extent, facts.here) | carried | nexus.get("item-origin", 0)
    bits |= _any(index.extent, facts.there) & (nexus.get("place", 0) | nexus.get("market", 0))
    person = _any(index.extent, facts.formed | facts.person)
    bits |= person & (nexus.get("national", 0) | nexus.get("incorporated", 0))
    if not facts.words.isdisjoint(WHEREVER):
        bits |= nexus.get("national", 0)
    if not facts.clauses:
        bits |= nexus.get("contract", 0)
    if not facts.funding:
        bits |= nexus.get("funding", 0)
    return bits


def _any(found: Mapping[str, int], words: Iterable[str]) -> int:
    bits = 0
    for word in words:
        bits |= found.get(word, 0)
    return bits
