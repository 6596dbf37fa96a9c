"""The made-up council: its committed files are what its page says, and harm nobody."""

import ipaddress
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / "demo" / "evidence"
INVENTED = [
    ipaddress.ip_network(text)
    for text in (
        "192.0.2.0/24",
        "198.51.100.0/24",
        "203.0.113.0/24",  # RFC 5737: for documentation
        "192.168.254.0/24",  # the network on a recorder's own sockets
        "255.255.255.0/24",  # masks
    )
]
VERSIONS = {"108.86.0.20"}
"""Firmware versions that have the form of an address."""


def truth() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads((ROOT / "demo" / "TRUTH.toml").read_text("utf-8"))


def content() -> bytes:
    """All bytes of the folder; its archives are stored without compression."""
    return b"\n".join(path.read_bytes() for path in EVIDENCE.rglob("*") if path.is_file())


def test_the_committed_council_is_what_its_page_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.make_demo", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_council_has_ten_files_and_forty_units() -> None:
    assert len([path for path in EVIDENCE.rglob("*") if path.is_file()]) >= 10
    assert len([unit for unit in truth()["unit"] if unit["seen"]]) >= 40


def test_every_secret_to_be_kept_stands_in_the_evidence() -> None:
    held = content()
    assert [c for c in map(str, truth()["canaries"]) if c.encode() not in held] == []


def test_every_trap_of_the_story_has_its_unit() -> None:
    traps = {unit.get("trap") for unit in truth()["unit"]}
    assert {"rebadge", "decoy", "emulator", "contradiction", "chip", "network module"} <= traps


def test_no_address_of_a_stranger_is_shown() -> None:
    found = set(re.findall(rb"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", content()))
    addresses = {text.decode() for text in found} - VERSIONS
    strangers = [
        text
        for text in addresses
        if all(int(part) < 256 for part in text.split("."))
        and not any(ipaddress.ip_address(text) in network for network in INVENTED)
    ]
    assert strangers == []


def test_no_band_is_asked_for_that_does_not_exist() -> None:
    order = ("undetermined", "weak", "moderate", "strong")
    for unit in truth()["unit"]:
        least, most = str(unit["at_least"]), str(unit["at_most"])
        assert order.index(least) <= order.index(most), unit["id"]
        if "maker" not in unit:
            assert most in ("undetermined", "weak"), unit["id"]
