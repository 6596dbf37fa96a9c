"""Whether a limb binds the actor: kinds and roles, those named, and who is expressly not."""

from nameplate.judgement.law.code import Code, Ready
from nameplate.judgement.law.facts import Facts
from nameplate.judgement.law.names import plain
from nameplate.judgement.law.steps import NO, YES, Step, asking

ANYONE, BY_NAME = "any-person", "named-entity"


def bound(ready: Ready, facts: Facts) -> Step:
    """Say whether the limb binds the actor. Who is expressly not bound never is."""
    limb = ready.limb
    if limb.kind == "none":
        return NO if facts.words.isdisjoint(limb.not_actors) else YES
    if not facts.words.isdisjoint(limb.not_actors):
        return NO
    perhaps_not = tuple(w for w in limb.not_actors if w in facts.perhaps)
    if not _named(ready, facts):
        return NO
    found = _positively(ready, facts)
    if found.verdict == "yes" and perhaps_not:
        return _role(perhaps_not[0], facts.perhaps[perhaps_not[0]])
    return found


def _positively(ready: Ready, facts: Facts) -> Step:
    limb = ready.limb
    if BY_NAME in limb.actors and facts.question.actor_name is not None and limb.actor_names:
        return YES
    actors = set(limb.actors) - {BY_NAME}
    if ANYONE in actors or not facts.words.isdisjoint(actors):
        return YES if BY_NAME in limb.actors or _sure_of_name(ready, facts) else _which(ready)
    if "funding" in ready.instrument.nexus and not facts.funding.isdisjoint(limb.scope.funding):
        # Who spends money that carries a rule has received it.
        return YES
    for role in limb.actors:
        if role in facts.perhaps:
            return _role(role, facts.perhaps[role])
    if not facts.clauses.isdisjoint(limb.scope.clauses) and not _said_its_part(ready, facts):
        return _parts(ready, facts)
    return NO


def _named(ready: Ready, facts: Facts) -> bool:
    """Say whether a limb that names its actors can mean this one."""
    names = ready.limb.actor_names
    if not names:
        return True
    said = facts.question.actor_name
    if said is None:
        return set(ready.limb.actors) != {BY_NAME}
    return plain(said) in {plain(name) for name in names}


def _sure_of_name(ready: Ready, facts: Facts) -> bool:
    return not ready.limb.actor_names or facts.question.actor_name is not None


def _which(ready: Ready) -> Step:
    names = "; ".join(ready.limb.actor_names)
    return asking("actor_name", f"Is it one of these: {names}?")


def _role(role: str, words: str) -> Step:
    return asking(f"role:{role}", words)


def _said_its_part(ready: Ready, facts: Facts) -> bool:
    """Say whether the actor stated a part that some limb of the same instrument binds."""
    return any(not facts.words.isdisjoint(limb.actors) for limb in ready.instrument.limbs)


def _parts(ready: Ready, facts: Facts) -> Step:
    role = ready.limb.actors[0]
    if facts.fact(f"role:{role}") is not None:
        return YES if facts.fact(f"role:{role}") else NO
    words = " or ".join(w.replace("-", " ") for w in ready.limb.actors)
    return _role(role, f"Is it, under that contract, a {words}?")


def meaning(code: Code, word: str) -> str:
    """Return what a word for an actor means, in the words of the vocabulary."""
    for kind in ("actors", "roles"):
        found = code.vocabulary.get(kind, {}).get(word)
        if found is not None:
            return found
    return word.replace("-", " ")
