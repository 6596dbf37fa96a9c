"""The door to ZIP."""

import io
import zipfile

import pytest

from nameplate.evidence.bounded.zip import Zip
from nameplate.model.errors import OverBudget, UnreadableEvidence


def zip_of(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


def test_reads_a_member_and_keeps_traversal_names_as_text() -> None:
    opened = Zip(zip_of(("../../x.txt", b"hello"), ("d/", b"")))
    (member,) = opened.members()
    assert member.name == "../../x.txt"
    assert opened.open(member).read(100) == b"hello"


def test_a_bomb_stops_at_the_limit_that_was_asked_for() -> None:
    opened = Zip(zip_of(("a", bytes(50 << 20))))
    with pytest.raises(OverBudget):
        opened.read("a", limit=1 << 20)


def test_an_encrypted_member_is_told_and_never_tried() -> None:
    data = bytearray(zip_of(("a", b"hello")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (member,) = Zip(bytes(data)).members()
    assert member.refused == "it is encrypted"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_with_large_dictionaries_are_not_read(method: int) -> None:
    (member,) = Zip(zip_of(("a", b"hello"), method=method)).members()
    assert "not read" in member.refused


def test_too_many_members_are_refused_before_the_directory_is_built() -> None:
    with pytest.raises(OverBudget):
        Zip(zip_of(*((str(n), b"") for n in range(50))), max_members=20)


def test_every_cut_and_every_flipped_byte_ends_in_the_houses_own_error() -> None:
    whole = zip_of(("a.txt", b"hello " * 20), ("b", b"x"))
    changed = [whole[:n] for n in range(len(whole))]
    changed += [whole[:n] + bytes([whole[n] ^ 0xFF]) + whole[n + 1 :] for n in range(len(whole))]
    refused = 0
    for data in changed:
        try:
            opened = Zip(data)
            for member in opened.members():
                if not member.refused:
                    opened.open(member).read(1000)
        except UnreadableEvidence:
            refused += 1
    assert refused >= len(whole)
