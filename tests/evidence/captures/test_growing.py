"""A capture that is still being taken, or whose reading was interrupted, gives what it holds."""

import io
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evidence.captures.capture_checks import facts, read, reader_of, watch, without_places
from evidence.captures.made_files import pcap, pcap_parts, pcapng
from evidence.captures.made_network import Network
from evidence.captures.made_scene import scene
from nameplate.evidence.bounded.source import Source
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.records import Record

SCENE = scene()


class Growing:
    """A file to which somebody appends between two reads, until `whole` is all there."""

    def __init__(self, whole: bytes, step: int) -> None:
        self._stream = io.BytesIO(whole)
        self._step = step

    def read(self, size: int, /) -> bytes:
        return self._stream.read(min(size, self._step))


@pytest.mark.parametrize("step", [1, 7, 24, 1000, 65_537])
@pytest.mark.parametrize("data", [pcap(SCENE), pcapng(SCENE)], ids=["pcap", "pcapng"])
def test_pieces_of_any_size_give_the_same(data: bytes, step: int) -> None:
    reader = reader_of(data)
    assert reader is not None
    found = list(reader.read(Source(Growing(data, step))))
    assert without_places(found) == without_places(read(data))


@pytest.mark.parametrize("make", [pcap, pcapng])
def test_a_later_reading_has_all_that_an_earlier_one_had(make: object) -> None:
    whole = pcap(SCENE) if make is pcap else pcapng(SCENE)
    before: set[tuple[str, str]] = set()
    packets = 0
    for end in range(len(whole) // 9, len(whole) + 1, len(whole) // 9):
        found = read(whole[:end])
        assert watch(found).packets >= packets
        packets = watch(found).packets
        assert before <= facts(found)
        before = facts(found)


def test_what_stands_before_the_cut_is_given_and_the_cut_is_told() -> None:
    data = pcap(SCENE)[:-5]
    reader = reader_of(data)
    assert reader is not None
    found: list[Record] = []
    with pytest.raises(UnreadableEvidence, match="incomplete"):
        found.extend(reader.read(Source.of(data)))
    assert watch(found).packets == len(SCENE) - 1


def nameplate(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    program = str(Path(sys.executable).with_name("nameplate"))
    return subprocess.Popen(
        [program, "read", "evidence", "--json", *more],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.prove
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("after_s", [0.7, 1.2])
def test_an_interrupted_reading_begun_again_gives_the_same(after_s: float, tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    with (evidence / "big.pcap").open("wb") as file:
        file.writelines(pcap_parts(Network(control=0.05, payload=1400).packets(150_000_000)))
    (evidence / "small.pcap").write_bytes(pcap(SCENE))
    undisturbed, _ = nameplate(tmp_path, "--case", "one").communicate()
    disturbed = nameplate(tmp_path, "--case", "two")
    time.sleep(after_s)
    disturbed.send_signal(signal.SIGINT)
    _, told = disturbed.communicate()
    assert disturbed.returncode not in (0, 4), "it was finished before the interruption"
    assert b"Traceback" not in told
    again, _ = nameplate(tmp_path, "--case", "two").communicate()
    assert again == undisturbed
