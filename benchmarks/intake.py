"""What reading apart costs: 1,000 small files in workers against the same in one process.

Run: python benchmarks/intake.py [FILES]. Processor time (user and system, children included) of
whole programs, start included, best of five; and without the start, as the slope between half of
the files and all of them.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ARP = "Internet  192.0.2.{n}   4   0000.5e00.53{n:02x}  ARPA   Vlan10\n"
REPLY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<DeviceInfo version="2.0" xmlns="http://www.example.org/ver20/XMLSchema">\n'
    "<deviceName>IP CAMERA</deviceName><model>CAM-{n}</model>"
    "<serialNumber>CAM-{n}0123456{n}</serialNumber>"
    "<macAddress>00:00:5e:00:53:{n:02x}</macAddress>"
    "<firmwareVersion>V5.5.0</firmwareVersion></DeviceInfo>\n"
)
LINE = (
    '{{"keys": {{"mac": ["00:00:5e:00:53:{n:02x}"]}},'
    ' "field": "http.server", "value": "App-webs/{n}"}}\n'
)


def write(folder: Path, count: int) -> None:
    """Write small files of three kinds, 0.3 to 2 kB each."""
    for number in range(count):
        n = number % 250 + 1
        text = (
            "".join(ARP.format(n=(n + k) % 250 + 1) for k in range(20)),
            REPLY.format(n=n),
            "".join(LINE.format(n=(n + k) % 250 + 1) for k in range(8)),
        )[number % 3]
        (folder / f"{number:05}.txt").write_text(text)


def one_process(folder: str) -> int:
    """Read every file here, with the same readers and the same hash, and no protection."""
    from nameplate.evidence.bounded.source import Source
    from nameplate.evidence.worker import registry
    from nameplate.model.errors import NameplateError

    readers = registry.load()
    records = 0
    for path in sorted(Path(folder).iterdir()):
        with path.open("rb", buffering=0) as file:
            source = Source(file, name=path.name)
            claim = registry.claims(source.head(), readers)[0]
            try:
                records += sum(1 for _ in claim.reader.read(source))
            except NameplateError:
                continue
            source.finish()
    return records


def in_workers(folder: str) -> int:
    """Read every file as the product does."""
    from nameplate.evidence import intake

    readings = intake.read([folder])
    return sum(len(p.records) for r in readings for p in r.pieces)


def with_a_case(folder: str) -> int:
    """Read every file and keep its records, each forced to disk."""
    from nameplate.evidence import intake
    from nameplate.evidence.case import Case

    with tempfile.TemporaryDirectory() as kept, Case.open(Path(kept) / "case") as case:
        readings = intake.read([folder], case=case)
        return sum(len(p.records) for r in readings for p in r.pieces)


def cost(way: str, folder: Path) -> tuple[float, float, int]:
    """Return processor seconds, wall seconds and records of one whole program."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, __file__, way, str(folder)], capture_output=True, text=True, check=True
    )
    seconds, records = done.stdout.split()
    return float(seconds), time.monotonic() - started, int(records)


WAYS = {"one_process": one_process, "in_workers": in_workers, "with_a_case": with_a_case}


def main(arguments: list[str]) -> int:
    """Measure and print, or (as our own child) do one way."""
    if sys.platform == "win32":
        print("Windows does not count a child's processor time: not measured.")
        return 0
    import resource

    if len(arguments) == 2:
        records = WAYS[arguments[0]](arguments[1])
        used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        print(sum(u.ru_utime + u.ru_stime for u in used), records)
        return 0
    files = int(arguments[0]) if arguments else 1_000
    table: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as kept:
        for count in (files // 2, files):
            folder = Path(kept) / str(count)
            folder.mkdir()
            write(folder, count)
            for way in WAYS:
                runs = [cost(way, folder) for _ in range(5)]
                table.setdefault(way, []).append(min(r[0] for r in runs))
                print(
                    f"{count:6} files  {way:12}  {min(r[0] for r in runs):6.3f} CPU s"
                    f"  {min(r[1] for r in runs):6.3f} s  {runs[0][2]} records"
                )
    here, apart = table["one_process"], table["in_workers"]
    slope_here, slope_apart = here[1] - here[0], apart[1] - apart[0]
    print(f"ratio of whole programs: {apart[1] / here[1]:.2f}")
    print(
        f"ratio without the start: {slope_apart / slope_here:.2f}"
        f"  ({1000 * slope_here / (files / 2):.3f} and {1000 * slope_apart / (files / 2):.3f}"
        " CPU ms a file)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
