"""What parent and worker say to each other: messages in frames of a length and MessagePack.

The parent trusts nothing that comes back: a frame is decoded against these types, and what they
do not say (field names, sizes of excerpts, order) is checked in `collect`.
"""

import struct
from typing import Literal

import msgspec

from nameplate.evidence.sandbox.limits import Limits
from nameplate.evidence.sandbox.protection import Protection
from nameplate.model.records import Record

LENGTH = struct.Struct(">I")
MAX_FRAME = 16 << 20
"""Longest frame, in bytes; a worker sends batches of about 64 KiB."""


class Task(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Parent to worker: one file, as an open descriptor beside this frame, or else by path."""

    name: str
    limits: Limits
    path: str | None = None
    job: Literal["read", "hash", "show"] = "read"
    wanted: dict[str, tuple[str, ...]] = {}
    """For "show": places by the hash of the evidence they are in."""
    answers: dict[str, dict[str, str]] = {}
    """What a person has said of tables (`tables/log_columns.py`)."""


class Ready(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The worker has closed its doors: name, whether it holds, words, for each protection."""

    protections: tuple[Protection, ...]


class Opened(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A piece of evidence was recognised. Pieces count from 0; `within` is its archive's number."""

    piece: int
    within: int | None
    name: str
    format: str
    title: str
    reader: str
    version: int


class Batch(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Some records of an open piece, in order."""

    piece: int
    records: tuple[Record, ...]


class Closed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A piece is finished. `sha256` is None where its bytes could not be passed to their end."""

    piece: int
    sha256: str | None
    size: int
    complete: bool
    keep: bool = True
    """False where another run might get further: nothing is kept for it."""


class Skipped(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The file, or a member of it, was not read."""

    name: str
    reason: str
    next_step: str
    fault: bool = False
    ours: bool = False
    keep: bool = True


class Passed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Bytes of the file that went by since the last such message."""

    count: int


class Shown(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The bytes at one place that was wanted."""

    evidence: str
    where: str
    raw: bytes


class Done(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The task is over. `tired`: this worker met a fault and should be replaced."""

    tired: bool = False


Message = Ready | Opened | Batch | Closed | Skipped | Passed | Shown | Done

_ENCODER = msgspec.msgpack.Encoder()
_MESSAGES: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(Message)
_TASKS: msgspec.msgpack.Decoder[Task] = msgspec.msgpack.Decoder(Task)


def frame(message: Message | Task) -> bytes:
    """Encode one message with its length before it."""
    body = _ENCODER.encode(message)
    return LENGTH.pack(len(body)) + body


def message(body: bytes | memoryview) -> Message:
    """Decode what a worker sent. Raises msgspec.DecodeError (ValidationError) if it is none."""
    return _MESSAGES.decode(body)


def task(body: bytes) -> Task:
    """Decode what the parent sent."""
    return _TASKS.decode(body)
