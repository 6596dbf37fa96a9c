"""DNS messages on the wire: questions, and answers of the kinds that say something of units.

Spec: RFC 1035 (form, compression), RFC 3596 (AAAA), RFC 2782 (SRV), RFC 6762 (multicast DNS: its
classes carry a flag). A name's pointer must lead back, so that no name goes round; a name is at
most 255 bytes, and of a message at most `MOST` records are read. What is cut is read as far.
"""

import ipaddress
import struct
from typing import NamedTuple

MOST = 256
"""Most questions, and most records, of one message."""
A, CNAME, PTR, TXT, AAAA, SRV = 1, 5, 12, 16, 28, 33
_WANTED = frozenset({A, CNAME, PTR, TXT, AAAA, SRV})
_HEADER = struct.Struct("!6H")
_FIXED = struct.Struct("!HHIH")
_LONGEST = 255
_LONGEST_LABEL = 63
_POINTER = 0xC0
_MOST_POINTERS = 32
"""A chain of pointers without labels would else cost a message's length for each name."""
_RESPONSE, _OPCODE, _RCODE = 0x8000, 0x7800, 0x000F
_INTERNET = 1
_FLAG = 0x7FFF
"""RFC 6762, 10.2 and 5.4: the top bit of a class says something else."""

Labels = tuple[str, ...]


class Question(NamedTuple):
    """A name that is asked for, its kind, and where its bytes stand."""

    name: Labels
    kind: int
    start: int
    end: int


class Record(NamedTuple):
    """An answer: its owner's name, its kind, the bytes of its value, and where the name begins."""

    name: Labels
    kind: int
    start: int
    end: int
    name_at: int


class Message(NamedTuple):
    """A message; `failed` says that the answer was an error."""

    response: bool
    failed: bool
    questions: tuple[Question, ...]
    records: tuple[Record, ...]


def read(
    data: bytes, start: int = 0, end: int | None = None, *, all_sections: bool = False
) -> Message | None:
    """Read a message; None for bytes that are no query and no response.

    Of the records only the answers are read, and with `all_sections` all of a response.
    """
    stop = len(data) if end is None else min(end, len(data))
    if start < 0 or stop - start < _HEADER.size:
        return None
    _, flags, asked, answers, authorities, additional = _HEADER.unpack_from(data, start)
    if flags & _OPCODE or asked > MOST:
        return None
    at: int | None = start + _HEADER.size
    questions: list[Question] = []
    for _ in range(asked):
        if at is None or (found := name(data, at, start, stop)) is None or found[1] + 4 > stop:
            at = None
            break
        labels, after = found
        kind = int.from_bytes(data[after : after + 2], "big")
        questions.append(Question(labels, kind, at, after))
        at = after + 4
    response = bool(flags & _RESPONSE)
    number = min(answers + (authorities + additional if all_sections else 0), MOST)
    records = _records(data, at, start, stop, number) if response and at is not None else ()
    return Message(response, bool(flags & _RCODE), tuple(questions), records)


def _records(data: bytes, at: int, start: int, stop: int, number: int) -> tuple[Record, ...]:
    found: list[Record] = []
    for _ in range(number):
        begins = at
        owner = name(data, at, start, stop)
        if owner is None or owner[1] + _FIXED.size > stop:
            break
        kind, of_class, _, length = _FIXED.unpack_from(data, owner[1])
        first = owner[1] + _FIXED.size
        at = first + length
        if at > stop:
            break
        if kind in _WANTED and of_class & _FLAG == _INTERNET:
            found.append(Record(owner[0], kind, first, at, begins))
    return tuple(found)


def name(data: bytes, at: int, start: int, stop: int) -> tuple[Labels, int] | None:
    """Return a name's labels, and where its own bytes end; None for bytes that are none.

    `start` is where the message begins: pointers count from there.
    """
    labels: list[str] = []
    after = size = pointers = 0
    least = at
    while at < stop:
        length = data[at]
        if length == 0:
            return tuple(labels), after or at + 1
        if length >= _POINTER:
            if at + 2 > stop:
                return None
            target = start + ((length & 0x3F) << 8 | data[at + 1])
            after = after or at + 2
            pointers += 1
            # Each pointer must lead further back than all before it.
            if not start + _HEADER.size <= target < least or pointers > _MOST_POINTERS:
                return None
            least = at = target
            continue
        size += length + 1
        end = at + 1 + length
        if length > _LONGEST_LABEL or size > _LONGEST or end > stop:
            return None
        labels.append(data[at + 1 : end].decode("utf-8", "replace"))
        at = end
    return None


def spelled(
    data: bytes, at: int, start: int, stop: int, *, skip: int = 0, count: int = 1
) -> tuple[int, int]:
    """Return the bytes of `count` labels of a name after the first `skip`, as far as they stand
    together. For a name that `name` has read.
    """
    at = _resolved(data, at, start, stop)
    for _ in range(skip):
        at = _resolved(data, at + 1 + data[at], start, stop) if at < stop else at
    end = at
    for _ in range(count):
        if end >= stop or not 0 < data[end] <= _LONGEST_LABEL:
            break
        end += 1 + data[end]
    return min(at, stop), min(end, stop)


def _resolved(data: bytes, at: int, start: int, stop: int) -> int:
    """Return where pointers lead from here."""
    for _ in range(_MOST_POINTERS):
        if at + 2 > stop or data[at] < _POINTER:
            break
        at = start + ((data[at] & 0x3F) << 8 | data[at + 1])
    return at


def address(data: bytes, record: Record) -> str:
    """Return the address of an A or AAAA record in its shortest form, "" for another length."""
    raw = data[record.start : record.end]
    if record.kind == A and len(raw) == 4:
        return f"{raw[0]}.{raw[1]}.{raw[2]}.{raw[3]}"
    return str(ipaddress.IPv6Address(raw)) if record.kind == AAAA and len(raw) == 16 else ""


def target(data: bytes, record: Record, start: int, stop: int) -> Labels:
    """Return the name in the value of a CNAME, PTR or SRV record; () if it is none."""
    first = record.start + 6 if record.kind == SRV else record.start
    found = name(data, first, start, stop) if first < record.end else None
    return found[0] if found is not None else ()


def texts(data: bytes, record: Record) -> list[tuple[str, int, int]]:
    """Return the strings of a TXT record with the bytes of each (RFC 1035, 3.3.14)."""
    found: list[tuple[str, int, int]] = []
    at = record.start
    while at < record.end and len(found) < MOST:
        end = at + 1 + data[at]
        if end > record.end:
            break
        if end > at + 1:
            found.append((data[at + 1 : end].decode("utf-8", "replace"), at + 1, end))
        at = end
    return found


def answers(data: bytes, message: Message, start: int, stop: int) -> list[tuple[Labels, str]]:
    """Return each address that a response gives, with the name that was asked for.

    Aliases are followed from the question on: a response may hold them in any order, but each
    is looked at once.
    """
    addresses = [one for one in message.records if one.kind in (A, AAAA)]
    if not addresses or not message.questions:
        return []
    alias = {
        _low(one.name): _low(target(data, one, start, stop))
        for one in message.records
        if one.kind == CNAME
    }
    found: list[tuple[Labels, str]] = []
    for question in message.questions[:4]:
        at = _low(question.name)
        names = {at}
        while (at := alias.get(at, ())) and at not in names:
            names.add(at)
        found += [
            (question.name, value)
            for one in addresses
            if (one.name == question.name or _low(one.name) in names)
            and (value := address(data, one))
        ]
    return found


def _low(labels: Labels) -> Labels:
    return tuple(one.lower() for one in labels)
