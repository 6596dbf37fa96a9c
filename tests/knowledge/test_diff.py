"""What changed between two folders of records."""

from pathlib import Path

import small_knowledge
import small_law
from nameplate.knowledge import load_from
from nameplate.knowledge.diff import Change, difference


def test_names_what_was_added_removed_and_changed(tmp_path: Path) -> None:
    old = small_knowledge.write(tmp_path / "old")
    new = small_knowledge.write(tmp_path / "new")
    signal = new / "signals/acme.toml"
    text = signal.read_text("utf-8")
    other = text.replace("acme-server", "acme-server-two")
    signal.write_text(text.replace("weight = 2.5", "weight = 2.0") + other, "utf-8")
    (new / "kinds/words.toml").unlink()
    blocks = new / "registrants/acme.toml"
    blocks.write_text(blocks.read_text("utf-8").replace('"00005e1"', '"00005e2"'), "utf-8")
    assert difference(load_from(old), load_from(new)) == (
        Change(kind="kind", name="kind-word-camera", how="removed"),
        Change(
            kind="registrant",
            name="Acme Cameras Ltd",
            how="changed",
            members=("blocks",),
            added=("00005e2",),
            gone=("00005e1",),
        ),
        Change(kind="signal", name="acme-server", how="changed", members=("weight",)),
        Change(kind="signal", name="acme-server-two", how="added"),
    )


def test_equal_records_differ_in_nothing(tmp_path: Path) -> None:
    folder = small_knowledge.write(tmp_path)
    assert difference(load_from(folder), load_from(folder)) == ()


def test_words_places_and_records_of_law_are_compared_too(tmp_path: Path) -> None:
    old = load_from(small_law.write(tmp_path / "old"))
    folder = small_law.write(tmp_path / "new")
    for file, was, becomes in (
        ("law/vocabulary.toml", 'use = "uses"', 'use = "uses"\nkeep = "keeps"'),
        ("law/places.toml", 'alphaland = "AA"', ""),
        ("law/implied.toml", "Does it import?", "Does it bring in?"),
        ("instruments/aa-act-1.toml", 'title = "An Act"', 'title = "The Act"'),
        ("ties/aa.toml", 'share_max = "48"', 'share_max = "49"'),
    ):
        text = (folder / file).read_text("utf-8")
        assert was in text
        (folder / file).write_text(text.replace(was, becomes, 1), "utf-8")
    found = {(c.kind, c.name): (c.members, c.added) for c in difference(old, load_from(folder))}
    assert found == {
        ("words", "verbs"): ((), ("keep",)),
        ("places", "also"): ((), ()),
        ("implied", "rules"): ((), ()),
        ("instrument", "aa-act-1"): (("title",), ()),
        ("tie", "bolt of acme from 2022-12-28"): (("share_max",), ()),
    }
