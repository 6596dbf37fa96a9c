"""How fast captures are read, and in how much memory, beside tshark on the same files.

Run: python benchmarks/captures.py [--short MB] [--video MB] [--dense MB] [--hashed MB]
[--sparse GB] [--runs N] [--keep DIR]. Sizes are of the files that are made, 0 leaves one out. The
files are of one network of 24 cameras: mostly video, and a shorter one of it, which says how much
is the start; small packets, almost half of them telling something; the first again, long enough
to hash; and two with nothing but holes. Processor time is user and system of whole child
processes, start included, the best of `runs`, ours and the peer's in turn. Hashing is off where
the peer is beside us, as it does not hash. What only measuring needs is imported where it is used,
as ours would pay for it.
"""

import gc
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # the maker of captures stands with the tests

FIELDS = (
    "frame.time_epoch", "frame.len", "eth.src", "eth.dst", "vlan.id", "ip.src", "ip.dst",
    "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport",
    "arp.src.proto_ipv4", "dhcp.ip.your", "dhcp.option.hostname", "dhcp.option.vendor_class_id",
    "dns.qry.name", "dns.ptr.domain_name", "http.host", "http.server", "http.user_agent",
    "tls.handshake.extensions_server_name",
)  # fmt: skip
"""What is asked of the peer: what our records hold of every packet."""
MIXES = {"short": (0.05, 1400), "video": (0.05, 1400), "dense": (0.45, 32)}
"""Share of the bytes that tells something, and bytes of video in a packet."""
HOLE = 262_144
"""Bytes of a record in the files of holes: the longest that tools write."""
TARGETS = {"short": 0.0, "video": 5.0, "dense": 8.0}
MOST_MB = 200.0
_AS_INSTALLED = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""The first run compiles, as an installation does."""


class Cost(NamedTuple):
    """What one child process took, and what it printed."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    printed: str


def run(command: list[str]) -> Cost:
    """Run a child to its end; its peak is its own, as this process stays small."""
    if sys.platform == "win32":
        raise SystemExit("this benchmark counts a child's processor time as POSIX systems do")
    import subprocess
    import tempfile

    started = time.monotonic()
    with tempfile.TemporaryFile() as kept:
        child = subprocess.Popen(command, stdout=kept, stderr=subprocess.DEVNULL, env=_AS_INSTALLED)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        kept.seek(0)
        printed = kept.read(4096).decode(errors="replace")
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Cost(
        used.ru_utime + used.ru_stime, time.monotonic() - started, used.ru_maxrss / unit, printed
    )


# Making: in children, so that what they need is not counted as ours


def make(kind: str, path: Path, size: int) -> None:
    """Write one file of about `size` bytes."""
    if kind in MIXES:
        _network(path, kind, size)
    elif kind == "hashed":
        _repeated(path, size)
    else:
        _holes(path, size, tail=kind == "zero tail")


def _network(path: Path, kind: str, size: int) -> None:
    from evidence.captures.made_files import pcap_parts
    from evidence.captures.made_network import Network

    control, payload = MIXES[kind]
    with path.open("wb") as file:
        file.writelines(pcap_parts(Network(control=control, payload=payload).packets(size)))


def _repeated(path: Path, size: int) -> None:
    """Write video, ten minutes later each time."""
    from evidence.captures.made import SECOND
    from evidence.captures.made_files import pcap_head, pcap_parts
    from evidence.captures.made_network import Network

    control, payload = MIXES["video"]
    packets = list(Network(control=control, payload=payload).packets(min(size, 128_000_000)))
    later = 0
    with path.open("wb") as file:
        file.write(pcap_head())
        while file.tell() < size:
            moved = (p._replace(ns=p.ns + later) for p in packets)
            file.writelines(list(pcap_parts(moved))[1:])
            later += 600 * SECOND


def _holes(path: Path, size: int, *, tail: bool) -> None:
    """Write records of which only the heads are there; or a few packets, then zeros to the end."""
    import struct

    from evidence.captures import made
    from evidence.captures.made_files import pcap_head, pcap_parts
    from evidence.captures.made_network import CAMERAS, RECORDER, Network

    if tail:
        with path.open("wb") as file:
            file.writelines(pcap_parts(Network(control=0.3, payload=200).packets(1_000_000)))
            file.truncate(size)
        return
    frame = made.datagram(CAMERAS[0], RECORDER, 8000, 20000, b"")
    with path.open("wb") as file:
        file.write(pcap_head())
        for number in range(size // (HOLE + 16)):
            second = made.START // made.SECOND + number // 50
            head = struct.pack("<IIII", second, number % 50 * 20_000, HOLE, HOLE)
            file.write(head + frame)
            file.seek(HOLE - len(frame), os.SEEK_CUR)
        file.truncate()


# Reading


def read(path: Path, *, hashed: bool) -> str:
    """Read one capture as a worker does, without its process; say what came of it."""
    from nameplate.evidence.bounded.source import Budget, Source
    from nameplate.evidence.readers import pcap
    from nameplate.model.records import Watch

    gc.freeze()  # as a worker does when it has imported the readers
    with path.open("rb", buffering=0) as file:
        source = Source(file, name=path.name, budget=Budget(seconds=3600, stream_bytes=1 << 40))
        if not hashed:
            source._hash = _NoHash()  # type: ignore[assignment]  # the product always hashes
        records = packets = 0
        for record in pcap.read(source):
            records += 1
            if isinstance(record, Watch):
                packets = record.packets
        source.finish()
    return f"{packets} packets, {records} records"


class _NoHash:
    def update(self, data: bytes) -> None:
        pass

    def hexdigest(self) -> str:
        return "0" * 64


def ours(path: Path, how: str = "read") -> list[str]:
    """Return the command that reads a capture with our code."""
    return [sys.executable, __file__, how, str(path)]


def tshark(path: Path) -> list[str]:
    """Return the command by which the peer prints the same fields."""
    fields = [part for field in FIELDS for part in ("-e", field)]
    return ["tshark", "-n", "-r", str(path), "-T", "fields", *fields]


def sha256(path: Path) -> list[str]:
    """Return the command that only hashes."""
    return [sys.executable, __file__, "sha256", str(path)]


def only_hash(path: Path) -> str:
    """Hash a file and do nothing else."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def best(ways: dict[str, list[str]], runs: int) -> dict[str, Cost]:
    """Run each way `runs` times, in turn; return the cheapest of each."""
    every: dict[str, list[Cost]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, command in ways.items():
            every[name].append(run(command))
    return {name: min(costs) for name, costs in every.items()}


def show(name: str, path: Path, costs: dict[str, Cost]) -> None:
    """Print a row for each way."""
    megabytes = path.stat().st_size / 1e6
    for way, cost in costs.items():
        print(
            f"{name:10} {megabytes:9.0f} MB  {way:22} {cost.cpu_s:8.2f} CPU s {cost.wall_s:8.2f} s"
            f" {megabytes / cost.cpu_s:8.0f} MB/CPU s {cost.peak_mb:6.0f} MB peak"
            f"  {cost.printed.strip() if way.startswith('ours') else ''}"
        )


def beside(name: str, path: Path, runs: int) -> None:
    """Measure one file with hashing off, and the peer where it is."""
    import shutil

    ways = {"ours": ours(path)}
    if shutil.which("tshark"):
        ways["tshark, 23 fields"] = tshark(path)
    costs = best(ways, runs)
    show(name, path, costs)
    if len(costs) == 1:
        print(f"{name:10} tshark is not here: no ratio (Debian: apt-get install tshark)")
        return
    ratio = costs["tshark, 23 fields"].cpu_s / costs["ours"].cpu_s
    least = TARGETS[name]
    wanted = f" (wanted: {least:.0f}){_missed(ratio >= least)}" if least else ""
    print(f"{name:10} {ratio:.1f} times as fast{wanted}")


def hashing(path: Path, runs: int) -> None:
    """Measure what hashing adds, and what hashing alone costs."""
    costs = best(
        {"ours, hashing": ours(path, "read-hashed"), "ours": ours(path), "sha256": sha256(path)},
        runs,
    )
    show("hashed", path, costs)
    alone = costs["sha256"].cpu_s
    print(
        f"hashed     reading with hashing is {costs['ours, hashing'].cpu_s / alone:.2f} of hashing"
        f" alone, reading without {costs['ours'].cpu_s / alone:.2f}"
    )


def holes(kind: str, path: Path) -> None:
    """Measure one pass over a file that is larger than any memory."""
    costs = {"ours": run(ours(path))}
    show(kind, path, costs)
    peak = costs["ours"].peak_mb
    print(f"{kind:10} {peak:.0f} MB at most (wanted: below {MOST_MB:.0f}){_missed(peak < MOST_MB)}")


def _missed(met: bool) -> str:
    return "" if met else "  NOT MET"


def main(arguments: list[str]) -> int:
    """Measure and print, or (as our own child) do one thing."""
    if sys.platform == "win32":
        print("Windows does not count a child's processor time: not measured.")
        return 0
    children: dict[str, Callable[[Path], str]] = {
        "read": lambda path: read(path, hashed=False),
        "read-hashed": lambda path: read(path, hashed=True),
        "sha256": only_hash,
    }
    if arguments[:1] == ["make"]:
        make(arguments[1], Path(arguments[2]), int(arguments[3]))
        return 0
    if arguments and arguments[0] in children:
        print(children[arguments[0]](Path(arguments[1])))
        return 0
    return _measure_all(arguments)


def _measure_all(arguments: list[str]) -> int:
    import argparse
    import tempfile

    parser = argparse.ArgumentParser(description="How fast captures are read.")
    parser.add_argument("--short", type=float, default=127, metavar="MB")
    parser.add_argument("--video", type=float, default=300, metavar="MB")
    parser.add_argument("--dense", type=float, default=52, metavar="MB")
    parser.add_argument("--hashed", type=float, default=1000, metavar="MB")
    parser.add_argument("--sparse", type=float, default=20, metavar="GB")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="a folder for the files, used again if there")
    given = parser.parse_args(arguments)
    sizes = {
        "short": given.short * 1e6,
        "video": given.video * 1e6,
        "dense": given.dense * 1e6,
        "hashed": given.hashed * 1e6,
        "holes": given.sparse * 1e9,
        "zero tail": given.sparse * 1e9,
    }
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        folder.mkdir(exist_ok=True)
        for kind, size in sizes.items():
            if size:
                measure(kind, folder, int(size), given.runs)
    return 0


def measure(kind: str, folder: Path, size: int, runs: int) -> None:
    """Make one file, measure it, and let it go if nobody keeps it."""
    path = folder / f"{kind.replace(' ', '-')}-{size}.pcap"
    if not path.exists():
        run([sys.executable, __file__, "make", kind, str(path), str(size)])
    if kind in MIXES:
        beside(kind, path, runs)
    elif kind == "hashed":
        hashing(path, runs)
    else:
        holes(kind, path)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
