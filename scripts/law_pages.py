"""Write `docs/law/` from the records: a page an instrument, and indexes.

`python scripts/law_pages.py` writes; `--check` says whether what is there is current.
"""

import sys
from pathlib import Path

from nameplate.knowledge import load_from
from nameplate.papers.law.markdown import pages

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "law"
RECORDS = ROOT / "src" / "nameplate" / "knowledge"


def main(check: bool) -> int:
    """Write or check every page; 1 where one is not current or has no record any more."""
    wanted = pages(load_from(RECORDS))
    held = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.md")}
    stale = sorted(
        name
        for name in held | wanted.keys()
        if name not in wanted
        or name not in held
        or (FOLDER / name).read_text(encoding="utf-8") != wanted[name]
    )
    if check:
        for name in stale[:10]:
            print(f"docs/law/{name} is not current: run python scripts/law_pages.py")
        return 1 if stale else 0
    for name in stale:
        path = FOLDER / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], encoding="utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit("usage: python scripts/law_pages.py [--check]")
    sys.exit(main(check=sys.argv[1:] == ["--check"]))
