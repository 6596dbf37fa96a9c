"""The rules for records, each with a planted breach."""

from pathlib import Path

import pytest

import small_knowledge
from nameplate.knowledge import check
from nameplate.knowledge.checks import LAW_RULES, RULES
from nameplate.knowledge.limits import limit
from nameplate.model.knowledge import Basis

# Rule, file, what is replaced by what, where the fault is said to be, and words of the fault.
BREACHES = [
    ("sources", "signals/acme.toml", ", where = \"a recorded reply\"", ', where = " "',
     "signals/acme.toml, acme-server", "where it was read"),
    ("sources", "signals/acme.toml",
     'source = [{ what = "banner", where = "a recorded reply", seen = 2026-01-01 }]', "source = []",
     "signals/acme.toml, acme-server", "no source"),
    ("sources", "signals/acme.toml", "seen = 2026-01-01 }", "seen = 2026-01-01, lead_only = true }",
     "signals/acme.toml, acme-server", "lead_only"),
    ("sources", "brands/acme.toml", "seen = 2026-01-01 }", 'seen = "last week" }',
     "brands/acme.toml, acme", "no ISO day"),
    ("examples", "signals/acme.toml", 'examples = ["AcmeWeb/1"]', "",
     "signals/acme.toml, acme-server", "no examples"),
    ("examples", "signals/acme.toml", 'not = ["AcmeWeb"]', "",
     "signals/acme.toml, acme-server", 'no "not" examples'),
    ("examples", "grammars/acme.toml", '"AC-B100"', '"AC-BB100"',
     "grammars/acme.toml, acme-model", 'the example "AC-BB100" does not match'),
    ("examples", "kinds/words.toml", '"Printer"', '"Camera bag"',
     "kinds/words.toml, kind-word-camera", '"Camera bag" matches and must not'),
    ("compiles", "signals/acme.toml", "'^AcmeWeb/\\d$'", "'^AcmeWeb/(?=\\d)'",
     "signals/acme.toml, acme-server", "RE2 cannot run the pattern"),
    ("compiles", "signals/acme.toml", "'^AcmeWeb/\\d$'", "''",
     "signals/acme.toml, acme-server", "empty pattern"),
    ("field_names", "signals/acme.toml", '"http.server"', '"http.srever"',
     "signals/acme.toml, acme-server", 'no field "http.srever"'),
    ("ids", "kinds/words.toml", "kind-word-camera", "acme-server",
     "kinds/words.toml, acme-server", "taken by signals/acme.toml"),
    ("ids", "brands/acme.toml", 'id = "acme"', 'id = "Acme One"',
     "brands/acme.toml, Acme One", "lower-case words"),
    ("references", "signals/acme.toml", 'maker = "acme"', 'maker = "acne"',
     "signals/acme.toml, acme-server", 'no entity "acne"'),
    ("references", "grammars/acme.toml", 'brand = "Acme"', 'brand = "Acne"',
     "grammars/acme.toml, acme-model", 'no brand is named "Acne"'),
    ("references", "listings/list.toml", 'entity = "acme"', 'entity = "acne"',
     "listings/list.toml, a-list", 'no entity "acne"'),
    ("deployments", "deployments/said.toml", 'claimant = "Town Council"', 'claimant = " "',
     "deployments/said.toml, town-2025", "who says it"),
    ("deployments", "deployments/said.toml", '"2025-06"', '"2025-13"',
     "deployments/said.toml, town-2025", "no day, month or year"),
    ("deployments", "deployments/said.toml", '"E06000034"', '"E08000016"',
     "deployments/said.toml, town-2025", "no council area of today"),
    ("deployments", "deployments/said.toml", 'about = "body"', 'about = "group"',
     "deployments/said.toml, town-2025", "of no one area"),
    ("deployments", "deployments/said.toml", 'status = "in use"', 'status = "refused"',
     "deployments/said.toml, town-2025", "gives no number"),
    ("deployments", "deployments/said.toml", "count = 12", 'section = "s.24"',
     "deployments/said.toml, town-2025", "no refusal"),
    ("deployments", "deployments/said.toml", '"GB-ENG"', '"England"',
     "deployments/said.toml, town-2025", "no place"),
    ("deployments", "deployments/said.toml", 'what = "cameras"\ncount = 12',
     'what = "percent of bodies"\ncount = 112',
     "deployments/said.toml, town-2025", "between 0 and 100"),
    ("deployments", "deployments/said.toml", 'what = "cameras"\ncount = 12',
     'what = "bodies"\nbase = 11\ncount = 12',
     "deployments/said.toml, town-2025", "more than were asked"),
    ("references", "deployments/said.toml", '"acme"', '"acne"',
     "deployments/said.toml, town-2025", 'no entity "acne"'),
    ("references", "brands/acme.toml", 'makers = ["acme"]', 'makers = ["acne"]',
     "brands/acme.toml, acme", 'no entity "acne"'),
    ("weights", "signals/acme.toml", "weight = 2.5", "weight = 4.0",
     "signals/acme.toml, acme-server", "more than its basis allows (3.77)"),
    ("weights", "grammars/acme.toml", "weight = 2.0", "weight = 2.1",
     "grammars/acme.toml, acme-model", "more than its basis allows (2.00)"),
    ("weights", "signals/acme.toml", "weight = 2.5", 'weight = 2.5\nexcess = "because"',
     "signals/acme.toml, acme-server", "excess stands though"),
    ("weights", "signals/acme.toml", "hits = 5, units = 5", "hits = 6, units = 5",
     "signals/acme.toml, acme-server", "more hits than units"),
    ("roles", "signals/acme.toml", "weight = 2.5", "weight = -2.5",
     "signals/acme.toml, acme-server", "for decoys"),
    ("roles", "signals/acme.toml", 'maker = "acme"', "",
     "signals/acme.toml, acme-server", "a maker belongs to every signal"),
    ("roles", "signals/acme.toml", "says = ", 'component = "Acme chip"\nsays = ',
     "signals/acme.toml, acme-server", "a component weighs nothing"),
    ("roles", "signals/acme.toml", "says = 'its web server calls itself \"{value}\"'", "says = ' '",
     "signals/acme.toml, acme-server", "says is empty"),
    ("roles", "registrants/acme.toml", 'role = "component"\nweight = 0.0',
     'role = "component"\nweight = 1.0',
     "registrants/acme.toml, Radio Modules Inc.", "weighs anything"),
    ("roles", "registrants/acme.toml", 'role = "component"', 'role = "component"\nmaker = "acme"',
     "registrants/acme.toml, Radio Modules Inc.", "blocks of makers and affiliates alone"),
    ("roles", "kinds/words.toml", "strength = 1", "strength = 4",
     "kinds/words.toml, kind-word-camera", "strength of 1, 2 or 3"),
    ("blocks", "registrants/acme.toml", '["00005f"]', '["00005e"]',
     "registrants/acme.toml, Radio Modules Inc.", "stands in registrants/acme.toml, Acme"),
    ("blocks", "registrants/acme.toml", '["00005f"]', '["00-00-5F"]',
     "registrants/acme.toml, Radio Modules Inc.", "lower hex digits"),
    ("listings", "listings/list.toml", '"named"', '"controlled"',
     "listings/list.toml, a-list", "who says that it is controlled"),
    ("listings", "listings/list.toml", "The list is a list.", "The list names covered makers.",
     "listings/list.toml, a-list", "covered"),
    ("dates", "listings/list.toml", "valid_from = 2026-01-01",
     "valid_from = 2026-01-01\nvalid_to = 2025-01-01",
     "listings/list.toml, a-list", "ends before it begins"),
    ("dates", "release.toml", "2026-01-02", '"soon"', "release.toml", "no ISO day"),
    ("innocent", "entities/makers.toml", '"Acme Cameras"]', '"Acme"]',
     "entities/makers.toml, acme", 'also hits "Acme Bakery"'),
    ("innocent", "brands/acme.toml", 'name = "Acme"', 'name = "Acme"\naliases = ["Acme bakery"]',
     "brands/acme.toml, acme", "is an ordinary one"),
    ("innocent", "ordinary.toml", '"AC-100"', '"AC-B100"',
     "grammars/acme.toml, acme-model", 'the pattern hits "AC-B100"'),
    ("overlaps", "ordinary.toml", "overlaps = []",
     'overlaps = [{ one = "acme-server", other = "gone", why = "so" }]',
     "ordinary.toml, overlaps", 'no signal or grammar "gone"'),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "file", "old", "new", "where", "what"), BREACHES)
def test_a_planted_breach_is_named(
    rule: str, file: str, old: str, new: str, where: str, what: str, tmp_path: Path
) -> None:
    folder = small_knowledge.write(tmp_path)
    text = (folder / file).read_text("utf-8")
    assert text.count(old) >= 1, "the breach must change something"
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    found, _ = check(folder)
    assert [f for f in found if f.where == where and what in f.what], found
    assert rule in RULES


def test_the_small_folder_breaks_no_rule(tmp_path: Path) -> None:
    assert check(small_knowledge.write(tmp_path)) == ((), 10)


def test_every_rule_has_a_breach() -> None:
    planted = {breach[0] for breach in BREACHES} | {"rivals", "bands"}
    assert planted == RULES.keys() - LAW_RULES.keys(), "those of law are in test_law_checks"


def test_no_example_counts_for_another_maker(tmp_path: Path) -> None:
    folder = small_knowledge.write(tmp_path)
    rival = small_knowledge.FILES["signals/acme.toml"].replace("acme-server", "bolt-server")
    rival = rival.replace('maker = "acme"', 'maker = "bolt"')
    (folder / "signals/bolt.toml").write_text(rival, "utf-8")
    found, _ = check(folder)
    assert {f.where for f in found} == {
        "signals/acme.toml, acme-server",
        "signals/bolt.toml, bolt-server",
    }
    assert all("counts for another maker" in f.what for f in found)
    (folder / "ordinary.toml").write_text(
        'overlaps = [{ one = "acme-server", other = "bolt-server", why = "a shared web server" }]',
        "utf-8",
    )
    assert check(folder)[0] == ()


def test_a_band_stands_once_and_is_one_of_four(tmp_path: Path) -> None:
    folder = small_knowledge.write(tmp_path)
    row = '[[error]]\nband = "strong"\nwrong = 0\nof = 5\nmeasured = "2026-01-01, five"\n'
    (folder / "errors.toml").write_text(row, "utf-8")
    assert check(folder)[0] == ()
    (folder / "errors.toml").write_text(row + row + row.replace('"strong"', '"certain"'), "utf-8")
    assert {f.where for f in check(folder)[0]} == {"errors.toml, strong", "errors.toml, certain"}


@pytest.mark.parametrize(
    ("basis", "most"),
    [
        (None, 2.0),
        (Basis(0, 7, 0, 100), 2.0),
        (Basis(0, 7, 1, 100), 0.0),
        (Basis(12, 12, 0, 430), 5.99),
        (Basis(2, 12, 0, 123), 2.96),
    ],
)
def test_a_weight_may_not_say_more_than_was_counted(basis: Basis | None, most: float) -> None:
    assert limit(basis) == pytest.approx(most, abs=0.005)
