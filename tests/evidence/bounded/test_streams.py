"""The doors to gzip, Zstandard and tar."""

import gzip
import io
import os
import tarfile
from collections.abc import Callable

import pytest
import zstandard

from nameplate.evidence.bounded.source import Stream
from nameplate.evidence.bounded.streams import gunzip, untar, unzstd
from nameplate.model.errors import OverBudget, UnreadableEvidence

NOISE = os.urandom(300_000)


def drain(stream: Stream) -> bytes:
    return b"".join(iter(lambda: stream.read(70_001), b""))


def what_came_before_the_fault(stream: Stream) -> bytes:
    parts: list[bytes] = []
    told = 0
    while True:
        try:
            part = stream.read(4096)
        except UnreadableEvidence:
            told += 1
            continue
        if not part:
            break
        parts.append(part)
    assert told == 1
    return b"".join(parts)


@pytest.mark.parametrize(
    ("pack", "unpack"),
    [(gzip.compress, gunzip), (zstandard.ZstdCompressor().compress, unzstd)],
    ids=["gzip", "zstd"],
)
class TestCompressed:
    def test_gives_back_every_byte_of_several_members(
        self, pack: Callable[[bytes], bytes], unpack: Callable[[Stream], Stream]
    ) -> None:
        packed = pack(NOISE) + pack(b"") + pack(b"second" * 1000)
        assert drain(unpack(io.BytesIO(packed))) == NOISE + b"second" * 1000

    def test_gives_what_stood_before_the_cut_and_then_says_so(
        self, pack: Callable[[bytes], bytes], unpack: Callable[[Stream], Stream]
    ) -> None:
        packed = pack(NOISE)
        got = what_came_before_the_fault(unpack(io.BytesIO(packed[:200_000])))
        assert NOISE.startswith(got)
        assert len(got) > 100_000

    def test_never_holds_a_bomb_whole(
        self, pack: Callable[[bytes], bytes], unpack: Callable[[Stream], Stream]
    ) -> None:
        stream = unpack(io.BytesIO(pack(bytes(64 << 20))))
        assert stream.read(1000) == bytes(1000)

    def test_says_when_a_byte_was_changed(
        self, pack: Callable[[bytes], bytes], unpack: Callable[[Stream], Stream]
    ) -> None:
        packed = bytearray(pack(b"abc" * 1000))
        packed[4 if packed[0] == 0x28 else 12] ^= 0x7F
        with pytest.raises(UnreadableEvidence):
            drain(unpack(io.BytesIO(bytes(packed))))


def tar_of(*members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for info, data in members:
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_and_foreign_names_are_read_in_both_forms(form: int) -> None:
    name = "é" * 150 + ".txt"
    data = tar_of((tarfile.TarInfo(name), b"abc"), (tarfile.TarInfo("b"), b""), form=form)
    found = [(m.name, drain(m.stream)) for m in untar(io.BytesIO(data)) if m.stream]
    assert found == [(name, b"abc"), ("b", b"")]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (tarfile.SYMTYPE, "symbolic link"),
        (tarfile.LNKTYPE, "hard link"),
        (tarfile.FIFOTYPE, "pipe"),
        (tarfile.CHRTYPE, "device"),
    ],
)
def test_links_and_devices_are_refused_and_named(kind: bytes, why: str) -> None:
    info = tarfile.TarInfo("../../etc/passwd")
    info.type, info.linkname = kind, "/etc/passwd"
    (member,) = untar(io.BytesIO(tar_of((info, b""))))
    assert member.stream is None
    assert why in member.refused


def test_a_member_that_nobody_reads_is_passed_over() -> None:
    data = tar_of((tarfile.TarInfo("big"), NOISE), (tarfile.TarInfo("small"), b"x"))
    assert [m.name for m in untar(io.BytesIO(data))] == ["big", "small"]


def test_a_tar_that_is_cut_gives_its_whole_members_and_says_so() -> None:
    data = tar_of((tarfile.TarInfo("a"), b"whole"), (tarfile.TarInfo("b"), NOISE))[:5000]
    members = untar(io.BytesIO(data))
    first = next(members)
    assert first.stream is not None
    assert drain(first.stream) == b"whole"
    second = next(members)
    assert second.stream is not None
    assert NOISE.startswith(what_came_before_the_fault(second.stream))


def test_a_header_that_claims_terabytes_costs_nothing() -> None:
    info = tarfile.TarInfo("long")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 40
    with pytest.raises(OverBudget):
        list(untar(io.BytesIO(info.tobuf(tarfile.GNU_FORMAT) + bytes(1 << 20))))


def test_a_negative_size_is_refused_and_not_followed() -> None:
    header = bytearray(tarfile.TarInfo("a").tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"\xff" * 11 + b"\x00"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header[:512])
    with pytest.raises(UnreadableEvidence):
        list(untar(io.BytesIO(bytes(header))))
