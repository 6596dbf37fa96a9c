"""Write `demo/evidence/` and `demo/TRUTH.toml` from `demo/council.toml`.

`python -m scripts.make_demo` writes; `--check` says whether what is there is current (a test runs
it). The same page always gives the same bytes: no clock, no randomness, archives stored without
compression. What each file looks like is said in `scripts/council/`, what stands in it on the page.
"""

import json
import sys
from pathlib import Path

import msgspec
from scripts.council.answers import certificate, replies, sightings
from scripts.council.archives import noise, stored
from scripts.council.paper import old_register, register, vms_export
from scripts.council.scans import nmap
from scripts.council.span import capture
from scripts.council.story import Council
from scripts.council.tables import arp_scan, arp_table, lldp, mac_table

DEMO = Path(__file__).resolve().parents[1] / "demo"


def evidence(council: Council) -> dict[str, bytes]:
    """Return the council's folder: path to bytes."""
    texts = {
        "camera-vlan-scan.xml": nmap(council, "192.0.2.0/24"),
        "core-switch-mac-table.txt": mac_table(council),
        "depot-arp-scan.txt": arp_scan(council),
        "firewall-arp.txt": arp_table(council),
        "lldp-neighbours.txt": lldp(council),
        "sightings.jsonl": sightings(council),
        "street-scan.xml": nmap(council, "198.51.100.60-64", cut=True),
        "vms-export.csv": vms_export(council),
    } | replies(council)
    archive = {
        "depot-2023/depot-register.csv": old_register(council).encode(),
        "depot-2023/IMG_0412.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + noise(64) + b"\xff\xd9",
        "depot-2023/read me.txt": b"Photographs and list of the old depot, before the move.\r\n",
    }
    return {
        **{name: text.encode() for name, text in texts.items()},
        **{
            unit.only_file: certificate(council, unit, unit.certificate)
            for unit in council.unit
            if unit.certificate is not None
        },
        "asset-register-2026.xlsx": register(council),
        "camera-switch-span.pcap": capture(council, "town-hall-recorder", "dev.hik-connect.com"),
        "noise.pcapng": noise(2048),
        "old-photos.zip": stored(archive),
    }


def truth(council: Council) -> str:
    """Return TRUTH.toml: what is true of each unit, and what the evidence can decide."""
    quoted = json.dumps  # a JSON text or list of texts is one of TOML's as well
    parts = [
        "# Written by scripts/make_demo.py, from council.toml: change that page, not this one.\n"
        "# `maker` is the only maker that may be named at moderate or better (none where it is\n"
        "# missing); `never` may not be named at all; the band lies between `at_least` and\n"
        "# `at_most`; the kind is `kind`, or not known. A device of the answer is the unit if it\n"
        "# has its mac, else its serial or asset number, else if its only address is `ip`; one\n"
        "# with `only_file` is what that file alone shows. `seen = false`: no device may be it.\n",
        f"canaries = {quoted(list(council.canaries.values()), indent=2)}\n",
    ]
    for unit in council.unit:
        keys = {
            "mac": [unit.mac.replace(":", "").lower()] if unit.mac else [],
            "ip": [unit.ip] if unit.ip else [],
            "serial": [unit.serial.upper()] if unit.serial else [],
            "asset": [unit.asset] if unit.asset else [],
        }
        lines = [
            "[[unit]]",
            f"id = {quoted(unit.id)}",
            f"story = {quoted(unit.story)}",
            f"made_by = {quoted(unit.made_by)}",
            f"kind = {quoted(unit.kind)}",
            f"seen = {str(unit.seen).lower()}",
            f"at_least = {quoted(unit.at_least)}",
            f"at_most = {quoted(unit.at_most)}",
            f"never = {quoted(unit.never)}",
            f"invisible = {unit.invisible}",
            *(
                f"{n} = {quoted(v)}"
                for n in ("maker", "trap", "same_as")
                if (v := getattr(unit, n))
            ),
            *([f"only_file = {quoted(unit.only_file)}"] if unit.only_file else []),
            "keys = { " + ", ".join(f"{k} = {quoted(v)}" for k, v in keys.items()) + " }",
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def build() -> dict[str, bytes]:
    """Return every file to be written, path below `demo/` to bytes."""
    council = msgspec.toml.decode((DEMO / "council.toml").read_bytes(), type=Council)
    made = {f"evidence/{name}": data for name, data in evidence(council).items()}
    return made | {"TRUTH.toml": truth(council).encode()}


def main(arguments: list[str]) -> int:
    """Write the files, or with --check name those that are not current."""
    made = build()
    found = (path for path in (DEMO / "evidence").rglob("*") if path.is_file())
    held = {path.relative_to(DEMO).as_posix(): path.read_bytes() for path in found}
    if (DEMO / "TRUTH.toml").is_file():
        held["TRUTH.toml"] = (DEMO / "TRUTH.toml").read_bytes()
    stale = sorted(name for name in made | held if made.get(name) != held.get(name))
    if arguments == ["--check"]:
        for name in stale:
            print(f"demo/{name} is not current: run python -m scripts.make_demo")
        return 1 if stale else 0
    for name in stale:
        path = DEMO / name
        if name in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made[name])
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
