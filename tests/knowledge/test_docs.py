"""The page that teaches how to add a maker: its records load as they stand there."""

import re
import shutil
from pathlib import Path

from nameplate.knowledge import check, load_from
from nameplate.knowledge.loader import RECORDS

PAGE = Path(__file__).parents[2] / "docs/knowledge.md"
BLOCK = re.compile(r"^```toml\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_records_of_the_tutorial_load(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    shutil.copytree(RECORDS, folder, ignore=lambda _, names: [n for n in names if "py" in n])
    blocks = BLOCK.findall(PAGE.read_text("utf-8"))
    for file, text in blocks:
        assert not (folder / file).exists()
        (folder / file).write_text(text, "utf-8")
    assert check(folder)[0] == ()
    knowledge = load_from(folder)
    assert [file.partition("/")[0] for file, _ in blocks] == [
        "entities", "brands", "signals", "grammars", "registrants", "listings", "instruments",
    ]  # fmt: skip
    held = knowledge.block_of("00005e500001")
    assert held is not None
    assert held[1].maker == "lumenor"
    assert knowledge.listings["town-example"].members[0].entity == "lumenor"
    assert knowledge.law.instruments["xx-example-rule"].limbs[0].scope.purposes


def test_the_page_names_every_folder_of_records() -> None:
    page = PAGE.read_text("utf-8")
    for folder in RECORDS.iterdir():
        if folder.is_dir() and any(folder.glob("*.toml")):
            assert f"`{folder.name}/`" in page
