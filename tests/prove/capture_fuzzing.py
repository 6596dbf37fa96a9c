"""One target of coverage-guided fuzzing: `capture_fuzzing.py TARGET CORPUS [options of libFuzzer]`.

Run by `test_fuzz_captures.py`, each in a process of its own. A target turns bytes into a capture
and reads it; what must hold: only the house's errors, only known fields, and within the time.
"""

import importlib
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FUZZ = ROOT / ".venv" / "fuzz"
SLOWEST_S = 2.0
LONGEST = 4096
UDP_PORTS = (
    53, 67, 68, 123, 137, 161, 546, 547, 1900, 3478, 3702, 5050, 5353, 5355, 8000, 37020, 37810,
)  # fmt: skip
TCP_PORTS = (80, 443, 554, 8000, 8554, 37777, 23, 49152)
TARGETS = ("pcap", "pcapng", "frames", "datagrams", "streams", "links")


def capture(target: str, data: bytes) -> bytes:
    """Return the capture that a target makes of the bytes."""
    from evidence.captures import made
    from evidence.captures.made_files import pcap
    from evidence.captures.made_scene import CAMERA, DESK

    if target in ("pcap", "pcapng"):
        return data
    if target == "frames":
        # Split where frames end in the seeds: a mark that bytes of frames seldom hold.
        return pcap([made.Taken(made.START, frame) for frame in data.split(b"\xfe\xed")[:16]])
    if target == "links":
        links = (0, 1, 9, 12, 14, 50, 101, 108, 113, 228, 229, 276)
        return pcap([made.Taken(made.START, data[1:])], link=links[data[:1][0] % len(links)])
    choice, payload = data[0], data[1:]
    if target == "datagrams":
        port = UDP_PORTS[choice % len(UDP_PORTS)]
        there = made.datagram(CAMERA, DESK, port, 40000, payload)
        back = made.datagram(DESK, CAMERA, 40000, port, payload)
        return pcap([made.Taken(made.START, there), made.Taken(made.START + 1, back)])
    talk = made.Talk(DESK, CAMERA, 40000, TCP_PORTS[choice % len(TCP_PORTS)], mss=97 + 4 * choice)
    asked, _, told = payload.partition(b"\xfe\xed")
    packets = talk.whole((0, asked), (1, told or asked), (1, asked))
    if choice & 1:  # out of order and twice
        packets[4:7] = [*reversed(packets[4:7]), *packets[4:6]]
    return pcap(packets)


def seeds(target: str) -> list[bytes]:
    """Return what the fuzzer begins with."""
    from evidence.captures import made
    from evidence.captures.made_files import Interface, pcap, pcapng, resolved, secrets
    from evidence.captures.made_scene import scene

    packets = scene()
    few = [packets[n : n + 6] for n in range(0, len(packets), 6)]
    if target == "pcap":
        kinds: list[dict[str, Any]] = [{}, {"order": ">"}, {"nano": True}]
        return [pcap(some, **kinds[n % 3]) for n, some in enumerate(few)]
    if target == "pcapng":
        between = resolved(">", [(b"\xc0\0\2\x21", "a.example.org")]) + secrets(">", b"x")
        one = Interface(resolution=9, name="eth0", offset_s=5)
        forms: list[dict[str, Any]] = [{}, {"order": ">", "between": between, "interface": one}]
        return [pcapng(some, **forms[n % 2]) for n, some in enumerate(few)]
    if target == "frames":
        return [b"\xfe\xed".join(p.frame for p in some) for some in few]
    if target == "links":
        return [bytes([n % 12]) + p.frame for n, p in enumerate(packets)]
    found = []
    for taken in packets:
        frame = taken.frame
        if frame[12:14] != b"\x08\x00" or frame[23] not in (6, 17):
            continue
        ports = {int.from_bytes(frame[34:36], "big"), int.from_bytes(frame[36:38], "big")}
        if target == "datagrams" and frame[23] == 17:
            known = [n for n, port in enumerate(UDP_PORTS) if port in ports]
            found.append(bytes(known[:1] or [0]) + frame[42:])
        elif target == "streams" and frame[23] == 6 and len(frame) > 54:
            known = [n for n, port in enumerate(TCP_PORTS) if port in ports]
            found.append(bytes(known[:1] or [0]) + frame[54:])
    assert found, made.START
    return found


def one_input(target: str) -> Callable[[bytes], None]:
    """Return what is done with each input."""
    from nameplate.evidence.bounded.source import Budget, Source
    from nameplate.evidence.worker import registry
    from nameplate.model.errors import NameplateError
    from nameplate.model.fields import FIELDS
    from nameplate.model.records import Excerpt, Sighting

    # A file of no packet is claimed by the reader that is meant.
    example = capture(target, seeds(target)[0])
    reader = registry.claims(example, registry.load())[0].reader
    least = 0 if target in ("pcap", "pcapng") else 2

    def read(data: bytes) -> None:
        if len(data) < least or not reader.sniff(made := capture(target, data)):
            return
        source = Source.of(made, "fuzz", Budget(seconds=SLOWEST_S * 2))
        started = time.process_time()
        try:
            for record in reader.read(source):
                if isinstance(record, Sighting):
                    assert record.field in FIELDS, record.field
                    assert record.excerpt is None or len(record.excerpt.raw) <= Excerpt.LIMIT
        except NameplateError:
            pass
        took = time.process_time() - started
        assert took < SLOWEST_S, f"{took:.1f} s for {len(data)} bytes"

    return read


def main(arguments: list[str]) -> None:
    """Fuzz one target until libFuzzer's options end it."""
    sys.path[:0] = [str(FUZZ), str(ROOT / "tests")]
    atheris = importlib.import_module("atheris")
    target = arguments[0]
    importlib.import_module("evidence.captures.made_scene")  # not instrumented: it is no product
    with atheris.instrument_imports(include=["nameplate"]):
        test = one_input(target)
    atheris.Setup([sys.argv[0], *arguments[1:]], test)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
