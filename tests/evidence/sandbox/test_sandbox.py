"""Where a kernel or container refuses a protection, it is said and nothing fails."""

import re
import struct
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("what Linux adds", allow_module_level=True)

from nameplate.evidence.sandbox import linux as _linux


class Refusing:
    """A C library whose kernel refuses everything."""

    def prctl(self, *_: object) -> int:
        return -1

    def syscall(self, *_: object) -> int:
        return -1


def test_a_kernel_that_refuses_everything_is_said_in_plain_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_linux, "_LIBC", Refusing())
    found = _linux.enter(rlimit_writing=False)
    assert {p.name for p in found} == {"privileges", "writing", "reading", "network", "end"}
    assert not any(p.holds for p in found)
    assert all(re.search(r"\b(?:could|may|not)\b", p.says) for p in found)
    by_limit = {p.name: p for p in _linux.enter(rlimit_writing=True)}
    assert by_limit["writing"].holds
    assert "limit on file size only" in by_limit["writing"].says


def test_an_unknown_machine_has_no_filter_of_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    assert not _linux._filter_calls()


def test_the_filter_refuses_exactly_the_calls_it_names() -> None:
    for architecture, refused in _linux._REFUSED_CALLS.values():
        numbers = set(refused.values())
        program = _linux._program(architecture, sorted(numbers))
        for call in range(500):
            gives = run(program, architecture, call)
            assert gives == (_linux._EPERM_ACTION if call in numbers else _linux._ALLOW)
        assert run(program, architecture, 0x40000000 + 41) == _linux._EPERM_ACTION
        assert run(program, 0x40000003, 1) == _linux._KILL, "the calls of another architecture"


def run(program: list[bytes], architecture: int, call: int) -> int:
    """Do what the kernel does with the five instructions that the filter uses."""
    at = value = 0
    while True:
        code, yes, no, given = struct.unpack("=HBBI", program[at])
        at += 1
        if code == 0x20:
            value = {0: call, 4: architecture}[given]
        elif code == 0x06:
            return int(given)
        else:
            holds = value == given if code == 0x15 else value >= given
            at += yes if holds else no


def test_a_lazy_import_may_still_read_the_program_and_its_libraries() -> None:
    readable = [Path(p) for p in _linux._readable()]
    for module in ("openpyxl", "cryptography", "zstandard", "nameplate"):
        origin = Path(str(__import__(module).__file__)).resolve()
        assert any(origin.is_relative_to(p.resolve()) for p in readable), module
