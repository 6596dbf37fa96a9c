"""DNS and multicast DNS on the wire: RFC 1035, 6762, 6763."""

import struct
import time

import pytest

from nameplate.evidence.protocols import dns, mdns_message

QUESTION = b"\3dev\7example\3org\0\0\1\0\1"
_AT = 12


def message(*parts: bytes, flags: int = 0x8180, asked: int = 0, answers: int = 0) -> bytes:
    return struct.pack(">6H", 7, flags, asked, answers, 0, 0) + b"".join(parts)


def record(name: bytes, kind: int, value: bytes, of_class: int = 1) -> bytes:
    return name + struct.pack(">HHIH", kind, of_class, 60, len(value)) + value


def pointer(at: int) -> bytes:
    return struct.pack(">H", 0xC000 | at)


def test_a_question_has_its_name_and_its_bytes() -> None:
    data = b"x" * 42 + message(QUESTION, flags=0x0100, asked=1)
    found = dns.read(data, 42)
    assert found is not None
    (question,) = found.questions
    assert (question.name, question.kind, found.response) == (("dev", "example", "org"), 1, False)
    assert data[question.start : question.end] == QUESTION[:-4]


def test_compressed_names_are_followed_back() -> None:
    data = message(
        QUESTION,
        record(pointer(_AT), 5, b"\1x" + pointer(_AT + 4)),
        record(b"\1X" + pointer(_AT + 4), 1, bytes([203, 0, 113, 9])),
        asked=1,
        answers=2,
    )
    found = dns.read(data)
    assert found is not None
    assert [one.name for one in found.records] == [
        ("dev", "example", "org"),
        ("X", "example", "org"),
    ]
    assert dns.answers(data, found, 0, len(data)) == [(("dev", "example", "org"), "203.0.113.9")]


@pytest.mark.parametrize(
    "name",
    [
        pointer(_AT),  # to itself
        b"\1a" + pointer(_AT),  # round and round
        pointer(_AT + 2) + pointer(_AT),
        pointer(4),  # into the header
        pointer(0x3FFF),
        b"\x3f" + b"a" * 10,
        b"\x40a\0",  # a reserved kind of label
        (b"\x3f" + b"a" * 63) * 5 + b"\0",
        b"\1a",
        b"\xc0",
    ],
)
def test_a_name_that_goes_round_or_is_cut_is_none(name: bytes) -> None:
    data = message(name, flags=0x0100, asked=1)
    assert dns.name(data, _AT, 0, len(data)) is None
    found = dns.read(data)
    assert found is not None
    assert found.questions == ()


def test_aliases_that_go_round_end() -> None:
    a, b = b"\1a\0", b"\1b\0"
    data = message(
        a + b"\0\1\0\1",
        record(a, 5, b),
        record(b, 5, a),
        record(b, 1, bytes([203, 0, 113, 9])),
        asked=1,
        answers=3,
    )
    found = dns.read(data)
    assert found is not None
    assert dns.answers(data, found, 0, len(data)) == [(("a",), "203.0.113.9")]


def test_a_cut_answer_is_read_as_far() -> None:
    whole = message(
        QUESTION,
        record(pointer(_AT), 1, bytes([203, 0, 113, 9])),
        record(pointer(_AT), 28, bytes(15) + b"\1"),
        asked=1,
        answers=2,
    )
    counts = []
    for end in range(len(whole) + 1):
        found = dns.read(whole, 0, end)
        counts.append(-1 if found is None else len(found.records))
    assert counts == sorted(counts)
    assert counts[-1] == 2


def test_a_message_that_promises_everything_costs_little() -> None:
    chain = b"\1a\0" + b"".join(pointer(_AT + 2 * n + (3 if n else 0)) for n in range(2000))
    data = message(chain, record(pointer(_AT), 1, bytes(4)) * 4000, answers=0xFFFF)
    started = time.process_time()
    for _ in range(20):
        dns.read(data, all_sections=True)
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize("data", [b"", bytes(11), message(flags=0x2800), message(asked=5000)])
def test_other_bytes_are_no_message(data: bytes) -> None:
    assert dns.read(data) is None


def parts_of(*records: bytes, flags: int = 0x8400) -> tuple[bytes, tuple[mdns_message.Part, ...]]:
    data = message(*records, flags=flags, answers=len(records))
    found = dns.read(data, all_sections=True)
    assert found is not None
    return data, mdns_message.parts(data, found, 0, len(data))


HTTP = b"\5_http\4_tcp\5local\0"
INSTANCE = b"\6IPC200" + HTTP
HOST = b"\x08ipcam-33\5local\0"
SERVER = bytes(6) + HOST


def test_a_service_is_of_the_host_that_it_names_with_that_hosts_addresses() -> None:
    _, found = parts_of(
        record(HTTP, 12, INSTANCE),
        record(INSTANCE, 33, SERVER, 0x8001),
        record(INSTANCE, 16, b"\x0cmodel=EX-200\x0epassword=plant"),
        record(HOST, 1, bytes([192, 0, 2, 33]), 0x8001),
    )
    (part,) = found
    assert (part.host, part.addresses) == ("ipcam-33.local", ("192.0.2.33",))
    assert {(one.field, one.value) for one in part.said.stated} == {
        ("mdns.service", "_http._tcp"),
        ("mdns.name", "IPC200"),
        ("mdns.name", "ipcam-33"),
        ("mdns.txt", "model=EX-200"),
    }
    assert [key.value for key in part.said.keys] == ["ipcam-33"]


def test_the_bytes_of_a_service_leave_the_name_before_it_out() -> None:
    data, (part,) = parts_of(record(HTTP, 12, b"\x08Cressida" + HTTP))
    (service,) = [one for one in part.said.stated if one.field == "mdns.service"]
    assert service.raw == b"\5_http\4_tcp"
    assert data[service.start : service.end] == service.raw


def test_hosts_in_one_answer_are_apart() -> None:
    second = b"\x08ipcam-34\5local\0"
    _, found = parts_of(
        record(HOST, 1, bytes([192, 0, 2, 33])), record(second, 1, bytes([192, 0, 2, 34]))
    )
    assert [(one.host, one.addresses) for one in found] == [
        ("ipcam-33.local", ("192.0.2.33",)),
        ("ipcam-34.local", ("192.0.2.34",)),
    ]


def test_a_question_and_a_failure_say_nothing() -> None:
    told = record(HTTP, 12, INSTANCE)
    assert parts_of(told, flags=0)[1] == ()
    assert parts_of(told, flags=0x8403)[1] == ()


def test_the_list_of_services_says_which_there_are() -> None:
    every = b"\x09_services\7_dns-sd\4_udp\5local\0"
    _, (part,) = parts_of(record(every, 12, HTTP))
    assert [one.value for one in part.said.stated] == ["_http._tcp"]
