"""From folders of TOML to one value: what is kept, what is refused, what a new maker needs."""

import shutil
from pathlib import Path

import msgspec
import pytest

import small_knowledge
from nameplate.knowledge import check, compiled, load, load_from
from nameplate.knowledge.loader import RECORDS, compile_records
from nameplate.model.errors import KnowledgeFault

INVENTED = """
[[entity]]
id = "lumenor"
name = "Lumenor Optical Systems"
short = "Lumenor"
source = [{ what = "name", where = "invented for this test", seen = 2026-11-25 }]
"""
INVENTED_SIGNAL = """
[[signal]]
id = "lumenor-states-itself"
maker = "lumenor"
fields = ["onvif.manufacturer"]
pattern = '^Lumenor$'
group = "firmware"
weight = 2.0
says = 'its own reply names "{value}" as its manufacturer'
examples = ["Lumenor"]
not = ["Lumen"]
source = [{ what = "reply", where = "invented for this test", seen = 2026-11-25 }]
"""


def copy_of_the_records(folder: Path) -> Path:
    shutil.copytree(RECORDS, folder, ignore=lambda _, names: [n for n in names if "py" in n])
    return folder


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "cache"
    monkeypatch.setattr(compiled, "cache_dir", lambda: place)
    return place


def test_a_maker_is_added_by_records_alone(tmp_path: Path) -> None:
    folder = copy_of_the_records(tmp_path / "records")
    before = load_from(folder)
    (folder / "entities/lumenor.toml").write_text(INVENTED, "utf-8")
    (folder / "signals/lumenor.toml").write_text(INVENTED_SIGNAL, "utf-8")
    after = load_from(folder)
    assert after.entities["lumenor"].short == "Lumenor"
    assert after.patterns["lumenor-states-itself"].search("Lumenor") is not None
    assert "lumenor-states-itself" in {s.id for s in after.by_field["onvif.manufacturer"]}
    assert after.version != before.version


def test_the_product_loads_the_records_beside_it() -> None:
    assert load().version == load_from(RECORDS).version


def test_the_version_is_of_the_records_and_not_of_their_comments(tmp_path: Path) -> None:
    folder = small_knowledge.write(tmp_path)
    before = load_from(folder)
    path = folder / "brands/acme.toml"
    path.write_text("# A remark.\n" + path.read_text("utf-8"), "utf-8")
    assert load_from(folder).version == before.version
    path.write_text(path.read_text("utf-8").replace('name = "Acme"', 'name = "ACME"'), "utf-8")
    with pytest.raises(KnowledgeFault):
        load_from(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("signals/acme.toml", "maker = ", "markr = ", 'no member "markr"'),
        ("signals/acme.toml", "where = ", "were = ", 'no member "were"'),
        ("signals/acme.toml", "weight = 2.5", 'weight = "2.5"', "Expected `float`"),
        ("signals/acme.toml", "[[signal]]", "[[singal]]", "only signal may stand here"),
        ("signals/acme.toml", "[[signal]]", "[signal]", "needs two brackets"),
        ("signals/acme.toml", "seen = 2026-01-01", "seen = 2026-01-01T10:00:00", "time of day"),
        ("signals/acme.toml", "seen = 2026-01-01", "seen = 2026-13-01", "not TOML"),
        ("signals/acme.toml", 'group = "firmware"', 'group = "software"', "Invalid enum value"),
        ("registrants/acme.toml", '["00005f"]', "[00005f]", "not TOML"),
        ("release.toml", "released", "realesed", "only released may stand here"),
        ("ordinary.toml", "value = ", "valeu = ", 'no member "valeu"'),
    ],
)
def test_a_misspelt_record_is_refused_by_name(
    file: str, old: str, new: str, words: str, tmp_path: Path
) -> None:
    folder = small_knowledge.write(tmp_path)
    text = (folder / file).read_text("utf-8")
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(KnowledgeFault) as caught:
        load_from(folder)
    assert caught.value.where.startswith(file)
    assert words in caught.value.what
    assert check(folder) == (((caught.value.where, caught.value.what),), 0)


def test_a_broken_rule_stops_the_load_and_says_how_many_more(tmp_path: Path) -> None:
    folder = small_knowledge.write(tmp_path)
    path = folder / "signals/acme.toml"
    text = path.read_text("utf-8").replace('not = ["AcmeWeb"]', "")
    path.write_text(text.replace('examples = ["AcmeWeb/1"]', ""), "utf-8")
    with pytest.raises(KnowledgeFault) as caught:
        load_from(folder)
    assert str(caught.value) == (
        "signals/acme.toml, acme-server: no examples that must match (1 more). "
        "Mend the record and load again."
    )


def test_a_folder_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeFault, match="no records"):
        load_from(tmp_path)


def test_the_compiled_form_gives_the_same_records(tmp_path: Path, empty_cache: Path) -> None:
    folder = small_knowledge.write(tmp_path / "records")
    key = compiled.key_of(folder)
    assert compiled.find(folder, key) is None
    records = compile_records(folder, key)
    assert compiled.keep(records)
    assert compiled.find(folder, key) == (records, records.version())
    assert list(empty_cache.glob(".knowledge-*")) == []


def test_an_edited_record_is_never_answered_from_the_cache(
    tmp_path: Path, empty_cache: Path
) -> None:
    folder = small_knowledge.write(tmp_path / "records")
    compiled.keep(compile_records(folder, compiled.key_of(folder)))
    (folder / "release.toml").write_text("released = 2026-01-03\n", "utf-8")
    assert compiled.find(folder, compiled.key_of(folder)) is None


def test_a_shipped_form_is_used_only_for_the_records_it_was_made_of(
    tmp_path: Path, empty_cache: Path
) -> None:
    folder = small_knowledge.write(tmp_path / "records")
    key = compiled.key_of(folder)
    (folder / compiled.SHIPPED).write_bytes(compiled.pack(compile_records(folder, key)))
    assert compiled.find(folder, key) is not None
    assert compiled.find(folder, "0" * 64) is None
    assert not empty_cache.exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xff", b"not msgpack at all"])
def test_a_damaged_cache_is_passed_over(content: bytes, tmp_path: Path, empty_cache: Path) -> None:
    folder = small_knowledge.write(tmp_path / "records")
    key = compiled.key_of(folder)
    compiled.keep(compile_records(folder, key))
    for path in empty_cache.iterdir():
        path.write_bytes(content)
    assert compiled.find(folder, key) is None


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "a file, no folder"
    blocked.write_text("", "utf-8")
    records = compile_records(small_knowledge.write(tmp_path / "records"), "key")
    for place in (blocked / "cache", None):
        monkeypatch.setattr(compiled, "cache_dir", lambda place=place: place)
        assert compiled.keep(records) is False


def test_the_cache_keeps_a_few_forms_and_forgets_the_oldest(
    tmp_path: Path, empty_cache: Path
) -> None:
    records = compile_records(small_knowledge.write(tmp_path / "records"))
    for number in range(compiled.KEPT + 3):
        compiled.keep(msgspec.structs.replace(records, key=f"{number:016x}"))
    assert len(list(empty_cache.glob("knowledge-*.msgpack"))) == compiled.KEPT


@pytest.mark.parametrize(
    ("platform", "variables", "end"),
    [
        ("linux", {"XDG_CACHE_HOME": "/caches"}, "/caches/nameplate"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, ".cache/nameplate"),
        ("darwin", {}, "Library/Caches/nameplate"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/nameplate/cache"),
        ("win32", {}, None),
    ],
)
def test_caches_go_where_each_system_puts_them(
    platform: str, variables: dict[str, str], end: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(compiled, "PLATFORM", platform)
    found = compiled.cache_dir()
    assert found is None if end is None else found is not None and found.as_posix().endswith(end)


def test_a_record_that_is_no_table_is_refused(tmp_path: Path) -> None:
    folder = small_knowledge.write(tmp_path)
    (folder / "signals/acme.toml").write_text("signal = [1]\n", "utf-8")
    with pytest.raises(KnowledgeFault, match="signal 1 is no table"):
        load_from(folder)
