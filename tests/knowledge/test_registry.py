"""The dated copy of the IEEE registry: a text beside an address, never a maker."""

import subprocess
import sys

from nameplate.knowledge import load
from nameplate.knowledge.registry import PackagedRegistry


def test_gives_the_registrants_text_of_an_address_that_no_record_holds() -> None:
    registry = PackagedRegistry()
    assert load().block_of("000000000001") is None
    assert registry.registrant("000000000001") == "XEROX CORPORATION"


def test_the_registry_itself_is_no_registrant_and_local_addresses_have_none() -> None:
    registry = PackagedRegistry()
    assert registry.registrant("0050c2000001") is None
    assert registry.registrant("02005e005301") is None
    assert registry.registrant("fcffff000001") is None


def test_says_which_copy_it_is_and_from_when() -> None:
    stated = PackagedRegistry().stated
    assert stated.startswith("IEEE registry as in netaddr ")
    assert stated.endswith(("2024", "2025", "2026", "day not stated"))


def test_loading_knowledge_imports_no_registry_and_no_pattern_engine() -> None:
    script = (
        "import sys; from nameplate.knowledge import load; load();"
        "print(sorted({'netaddr', 're2', 'tomllib'} & sys.modules.keys()))"
    )
    run = [sys.executable, "-c", f"from nameplate.knowledge import load; load()\n{script}"]
    subprocess.run(run, check=True, capture_output=True)
    again = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    assert again.stdout.decode().strip() == "[]"
