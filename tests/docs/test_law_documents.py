"""The pages of the law in the documents are those of the records."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_pages_of_the_law_are_what_the_records_say() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/law_pages.py"), "--check"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()
