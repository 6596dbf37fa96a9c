"""The rules for records of law, each with a planted breach."""

from pathlib import Path

import pytest

import small_law
from nameplate.knowledge import check
from nameplate.knowledge.checks import LAW_RULES

ACT = "instruments/aa-act-1.toml"
LIST = "listings/aa-list.toml"
IN_ACT = f"{ACT}, aa-act-1"
BUY = f"{IN_ACT}, buy"
IN_LIST = f"{LIST}, aa-list"
FIRST_TIE, SECOND_TIE = "ties/aa.toml, bolt of acme", "ties/aa.toml, bolt of acme from 2022-12-28"
SWITCHED = 'lead_only = true\nstrength = "memory"'

# Rule, file, what is replaced by what, where the fault is said to be, and words of the fault.
BREACHES = [
    ("law_ids", ACT, 'aliases = ["aa-old-1"]', 'aliases = ["aa-short-list"]',
     IN_ACT, 'the alias "aa-short-list" is taken by'),
    ("law_ids", ACT, 'aliases = ["aa-old-1"]', 'aliases = ["aa-denial"]', IN_ACT, "is taken by"),
    ("law_ids", ACT, 'aliases = ["aa-old-1"]', 'aliases = ["aa-act-1"]', IN_ACT, "is taken by"),
    ("law_ids", ACT, 'id = "aa-act-1"', 'id = "aa-act-2"', f"{ACT}, aa-act-2", "bears its id"),
    ("law_ids", ACT, 'id = "list"', 'id = "buy"', IN_ACT, 'two limbs are called "buy"'),
    ("law_references", ACT, 'related = ["aa-list", ', 'related = ["aa-lost", ', IN_ACT, "aa-lost"),
    ("law_references", ACT, "related = [", 'implements = ["aa-list"]\nrelated = [',
     IN_ACT, 'no instrument "aa-list"'),
    ("law_references", ACT, "related = [", 'supersedes = ["aa-gone"]\nrelated = [',
     IN_ACT, 'no instrument "aa-gone"'),
    ("law_references", ACT, '{ entity = "acme" }', '{ entity = "acne" }', BUY, 'no entity "acne"'),
    ("law_references", ACT, '{ entity = "acme" }', "{ valid_from = 2020-01-01 }",
     BUY, "an entity or a name"),
    ("law_references", ACT, 'list = "aa-list"\nclause', 'list = "aa-lost"\nclause',
     f"{IN_ACT}, list", 'no list "aa-lost"'),
    ("law_references", ACT, 'clause = "first"', 'clause = "second"',
     f"{IN_ACT}, list", 'aa-list has no clause "second"'),
    ("law_references", ACT, 'criterion_id = "aa-test"', 'criterion_id = "aa-lost"',
     f"{IN_ACT}, more", 'no criterion "aa-lost"'),
    ("law_references", "context/aa.toml", '"aa-act-1", ', '"aa-act-9", ',
     "context/aa.toml, aa-denial", "aa-act-9"),
    ("law_references", "context/aa.toml", '"acme"', '"acne"',
     "context/aa.toml, aa-denial", 'no entity "acne"'),
    ("law_references", "criteria/aa.toml", '"aa-list"', '"aa-lost"',
     "criteria/aa.toml, aa-test", 'no list "aa-lost"'),
    ("law_references", "criteria/aa.toml", 'entity = "acme"', 'entity = "acne"',
     "criteria/aa.toml, aa-test", 'no entity "acne"'),
    ("law_references", "ties/aa.toml", 'owner = "bolt"', 'owner = "volt"',
     "ties/aa.toml, volt of acme", 'no entity "volt"'),
    ("law_limbs", ACT, 'members = [{ entity = "acme" }, { name = "Somebody Else" }]', "",
     BUY, 'the form "named" needs members'),
    ("law_limbs", ACT, 'state_needed = "offered"', "",
     f"{IN_ACT}, sound", "which state of the feature"),
    ("law_limbs", ACT, 'list = "aa-list"\ncriterion_id', "criterion_id",
     f"{IN_ACT}, more", "a threshold is of listed owners"),
    ("law_limbs", ACT, 'intervals = [{ state = "in-force", basis = "published" }]', "",
     f"{IN_ACT}, list", "at least one interval"),
    ("law_limbs", ACT, 'paragraph = "s. 1"', "", BUY, "in which paragraph"),
    ("law_limbs", ACT, 'verbs = ["buy"]', "verbs = []", BUY, "has verbs"),
    ("law_limbs", ACT, 'actors = ["council"]\nnot', "actors = []\nnot", BUY, "a duty binds"),
    ("law_limbs", ACT, 'not_actors = ["importer"]', 'not_actors = ["council"]',
     BUY, "is bound and not bound"),
    ("law_limbs", ACT, 'actor_names = ["The Town"]', "", f"{IN_ACT}, list", "needs actor_names"),
    ("law_limbs", ACT, 'states = "no-duty"', "", f"{IN_ACT}, sound", "what does a limb of kind"),
    ("law_limbs", ACT, "acme = [", "bolt = [", BUY, 'purposes of "bolt"'),
    ("law_limbs", ACT, 'id = "more"',
     'id = "more"\nintervals = [{ state = "in-force", basis = "published" }]',
     f"{IN_ACT}, more", "a scenario gives the days"),
    ("law_lists", LIST, 'clause = "first"', 'clause = "third"', IN_LIST, 'no clause "third"'),
    ("law_lists", LIST, 'entity = "acme"', 'entity = "acme"\nname = "Acme"',
     IN_LIST, "an entity or a name"),
    ("law_lists", LIST, "effective = 2020-03-01", "effective = 2019-03-01",
     IN_LIST, "before it was listed"),
    ("law_lists", LIST, 'as_at = 2026-01-01',
     'as_at = 2026-01-01\nstate = "unknown"', IN_LIST, "has no members"),
    ("law_lists", LIST, 'asks = [{ fact = "listed", words = "Is it on the list?" }]', "",
     f"{LIST}, aa-unread", "says what to ask"),
    ("law_days", ACT, "valid_to = 2020-12-31", "valid_to = 2021-06-30", BUY, "overlap"),
    ("law_days", ACT, "valid_to = 2020-12-31", "valid_to = 2021-01-01", BUY, "overlap"),
    ("law_days", ACT, "valid_to = 2020-12-31, ", "", BUY, "one that has no end"),
    ("law_days", ACT, "valid_to = 2020-12-31", "valid_to = 2019-12-31", BUY, "before it begins"),
    ("law_days", ACT, "valid_from = 2020-01-01", 'valid_from = "early"', BUY, "no ISO day"),
    ("law_days", ACT, "needs_grant = true", 'until = "soon"', BUY, "no ISO day"),
    ("law_days", ACT, "amount = 3", "amount = -3", BUY, "backwards"),
    ("law_days", "context/aa.toml", "date = 2020-02-01", 'date = "2020-02"',
     "context/aa.toml, aa-denial", "no ISO day"),
    ("law_days", LIST, "as_at = 2026-01-01", 'as_at = "January"', IN_LIST, "no ISO day"),
    ("law_sources", ACT, ", seen = 2026-01-01", "", IN_ACT, "on which day"),
    ("law_sources", ACT, 'cite = "Act 1"', 'cite = " "', IN_ACT, "what to cite"),
    ("law_sources", "ties/aa.toml", "seen = 2026-01-01", 'seen = "once"', FIRST_TIE, "no ISO day"),
    ("law_strength", ACT, 'strength = "primary"', SWITCHED, BUY, "not known to be in force"),
    ("law_strength", ACT, 'strength = "primary"', 'strength = "memory"', IN_ACT, "lead_only"),
    ("law_strength", ACT, 'strength = "primary"', 'lead_only = true\nstrength = "press"',
     IN_ACT, "lead_only"),
    ("law_strength", ACT, 'cite = "Act 1"', 'cite = "Act 1", strength = "press"',
     IN_ACT, "no source is primary"),
    ("law_strength", "law/vocabulary.toml", 'press = "depends"', 'press = "duty"',
     "law/vocabulary.toml, strength_cap", "press gives at most depends"),
    ("law_strength", LIST, 'strength = "press"', 'strength = "primary"',
     IN_LIST, "no stronger than its list"),
    ("law_ties", "ties/aa.toml", 'owner = "bolt"', 'owner = "acme"',
     "ties/aa.toml, acme of acme", "nobody owns itself"),
    ("law_ties", "ties/aa.toml", "valid_to = 2022-12-27", "valid_to = 2022-12-28",
     SECOND_TIE, "overlap"),
    ("law_ties", "ties/aa.toml", 'share_min = "60"', 'share_min = "61"', FIRST_TIE, "least first"),
    ("law_ties", "ties/aa.toml", 'share_min = "60"', 'share_min = "most"',
     FIRST_TIE, "a decimal number"),
    ("law_ties", "ties/aa.toml", 'share_min = "60"\n', "", FIRST_TIE, "a least and a most"),
    ("law_ties", "ties/aa.toml", 'share_min = "60"\nshare_max = "60"\n', "",
     FIRST_TIE, "neither a share nor control"),
    ("law_ties", "ties/aa.toml", 'strength = "secondary"', 'strength = "memory"',
     FIRST_TIE, "lead_only"),
    ("closed_words", ACT, 'force = "statute"', 'force = "statue"', IN_ACT, '"statue"'),
    ("closed_words", ACT, 'nexus = ["place"]', 'nexus = ["palace"]', IN_ACT, '"palace"'),
    ("closed_words", ACT, 'not_actors = ["importer"]', 'not_actors = ["imp"]', BUY, '"imp"'),
    ("closed_words", ACT, 'verbs = ["buy"]', 'verbs = ["by"]', BUY, '"by"'),
    ("closed_words", ACT, 'on = ["use"]', 'on = ["sue"]', BUY, '"sue"'),
    ("closed_words", ACT, 'object = "equipment"', 'object = "equip"', BUY, '"equip"'),
    ("closed_words", ACT, 'things = ["camera"]', 'things = ["cam"]', BUY, '"cam"'),
    ("closed_words", ACT, 'sites = ["school"]', 'sites = ["shoal"]', BUY, '"shoal"'),
    ("closed_words", ACT, 'funding = ["grant"]', 'funding = ["rant"]', BUY, '"rant"'),
    ("closed_words", ACT, 'clauses = ["clause-1"]', 'clauses = ["clause-2"]', BUY, '"clause-2"'),
    ("closed_words", ACT, 'acme = ["traffic"]', 'acme = ["tariff"]', BUY, '"tariff"'),
    ("closed_words", ACT, 'basis = "published"', 'basis = "rumour"', BUY, '"rumour"'),
    ("closed_words", ACT, 'after = "first-report"', 'after = "dawn"', BUY, '"dawn"'),
    ("closed_words", ACT, 'calendar = "none"', 'calendar = "lunar"', BUY, '"lunar"'),
    ("closed_words", ACT, 'features = ["audio"]', 'features = ["odour"]',
     f"{IN_ACT}, sound", '"odour"'),
    ("closed_words", ACT, 'states = "no-duty"', 'states = "duty"', f"{IN_ACT}, sound", '"duty"'),
    ("closed_words", "context/aa.toml", 'type = "denial"', 'type = "denail"',
     "context/aa.toml, aa-denial", '"denail"'),
    ("closed_words", LIST, 'strength = "secondary"', 'strength = "secondary"\nlevel = "gossip"',
     IN_LIST, '"gossip"'),
    ("closed_words", "law/implied.toml", 'role = "importer"', 'role = "imp"',
     "law/implied.toml, rule 1", '"imp"'),
    ("known_facts", ACT, 'fact = "purpose"', 'fact = "porpoise"', BUY, '"porpoise"'),
    ("known_facts", ACT, 'fact = "paid_by_grant"', 'fact = "paid"', BUY, '"paid"'),
    ("known_facts", ACT, 'test = "permit"', 'test = "permission"', BUY, '"permission"'),
    ("known_places", ACT, 'extent = ["AA"]', 'extent = ["AZ"]', IN_ACT, 'no place "AZ"'),
    ("known_places", ACT, 'extent = ["AA"]', "extent = []", IN_ACT, "has an extent"),
    ("known_places", ACT, 'extent = ["AA-N"]', 'extent = ["AA-X"]', BUY, 'no place "AA-X"'),
    ("known_places", LIST, 'extent = ["AA"]', 'extent = ["AZ"]', IN_LIST, 'no place "AZ"'),
    ("known_places", "law/places.toml", 'alphaland = "AA"', 'Alphaland = "AA"',
     "law/places.toml", "lower case"),
    ("known_places", "law/places.toml", '"AA-S" = ["AA"]', '"AA-S" = ["AY"]',
     "law/places.toml", '"AY" has no name'),
    ("held_places", "law/places.toml", 'held = ["AA", "AA-N"]', 'held = ["AA"]',
     "law/places.toml", "is not held"),
    ("held_places", "law/places.toml", 'held = ["AA", ', 'held = ["AA", "AA-S", ',
     "law/places.toml", "no record extends to it"),
    ("held_places", "law/places.toml", 'place = "BB"', 'place = "AA"',
     "law/places.toml", "held and not held"),
]  # fmt: skip


def faults_after(folder: Path, file: str, old: str, new: str) -> list[tuple[str, str]]:
    small_law.write(folder)
    text = (folder / file).read_text("utf-8")
    assert old in text, "the breach must change something"
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return [(fault.where, fault.what) for fault in check(folder)[0]]


@pytest.mark.parametrize(("rule", "file", "old", "new", "where", "what"), BREACHES)
def test_a_planted_breach_is_named(
    rule: str, file: str, old: str, new: str, where: str, what: str, tmp_path: Path
) -> None:
    found = faults_after(tmp_path, file, old, new)
    assert [f for f in found if f[0] == where and what in f[1]], found
    assert rule in LAW_RULES


def test_the_small_law_breaks_no_rule(tmp_path: Path) -> None:
    assert check(small_law.write(tmp_path))[0] == ()


def test_a_limb_is_no_stronger_than_its_instrument(tmp_path: Path) -> None:
    small_law.write(tmp_path)
    text = (tmp_path / ACT).read_text("utf-8").replace('"primary"', '"secondary"')
    text = text.replace('paragraph = "s. 1"', 'paragraph = "s. 1"\nstrength = "primary"')
    (tmp_path / ACT).write_text(text, "utf-8")
    assert check(tmp_path)[0] == ((BUY, "a limb is no stronger than its instrument"),)


def test_every_rule_of_law_has_a_breach() -> None:
    assert {breach[0] for breach in BREACHES} == LAW_RULES.keys()


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (ACT, 'object = "equipment"', 'objekt = "equipment"', 'no member "objekt"'),
        (ACT, 'kind = "must-not"', 'kind = "must-nought"', "Invalid enum value"),
        (ACT, 'state = "in-force"', 'state = "inforce"', "Invalid enum value"),
        (ACT, 'unit = "day"', 'unit = "week"', "Invalid enum value"),
        (ACT, 'op = ">"', 'op = "<"', "Invalid enum value"),
        (ACT, 'form = "named"', 'form = "name"', "Invalid enum value"),
        (ACT, "valid_from = 2020-01-01", "valid_form = 2020-01-01", 'no member "valid_form"'),
        (ACT, "valid_from = 2020-01-01", "valid_from = 2020-01-01T00:00:00", "time of day"),
        ("law/vocabulary.toml", 'buy = "buys"', "buy = 1", "Expected `str`"),
        ("law/places.toml", "held = ", "hold = ", 'no member "hold"'),
        ("law/implied.toml", "[[implied]]", "[[implies]]", "only implied may stand here"),
    ],
)
def test_a_misspelt_member_is_refused(
    file: str, old: str, new: str, words: str, tmp_path: Path
) -> None:
    found = faults_after(tmp_path, file, old, new)
    assert len(found) == 1
    assert found[0][0].startswith(file)
    assert words in found[0][1]
