"""No payload, login, cookie, token, community or name of a person leaves a capture.

The scene plants one of every sort; here each is looked for in all that is written: records, the
answer in every form, the case, and what is printed.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from evidence.captures import made, made_messages
from evidence.captures.capture_checks import facts, read, sightings
from evidence.captures.made import Talk
from evidence.captures.made_files import Interface, block, options, pcap, pcapng, resolved, secrets
from evidence.captures.made_scene import CAMERA, DESK, PERSON, PLANTED, TOLD, scene

NAMED = resolved("<", [(made.packed(DESK.ip), "cressida-fotheringay.planted.example")])
DECRYPTED = secrets("<", b"CLIENT_RANDOM 00 plantedsecret\n")
COMMENTED = block("<", 5, b"\0" * 12 + options("<", [(1, f"taken by {PERSON}".encode())]))
FILES = {
    "scene.pcap": pcap(scene()),
    "scene.pcapng": pcapng(
        scene(),
        interface=Interface(name="planted-eth0"),
        between=NAMED + DECRYPTED + COMMENTED,
    ),
}


def found_in(texts: Iterator[bytes]) -> set[str]:
    """Return what of the planted stands in the texts, plain or as hex."""
    found = set()
    for text in texts:
        plain = text.lower()
        for what, secret in PLANTED.items():
            raw = secret.encode()
            if raw in plain or raw.hex().encode() in plain:
                at = plain.find(raw)
                found.add(f"{what}: {plain[max(0, at - 60) : at + 60]!r}")
    return found


@pytest.mark.parametrize("name", FILES)
def test_no_planted_secret_reaches_a_record(name: str) -> None:
    records = read(FILES[name])
    assert found_in(msgspec.json.encode(r) for r in records) == set()
    assert found_in(s.excerpt.raw for s in sightings(records) if s.excerpt is not None) == set()
    assert set(TOLD) <= facts(records), "silence is no pass"


def test_no_planted_secret_reaches_an_answer_a_case_or_the_terminal(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    for name, data in FILES.items():
        (evidence / name).write_bytes(data)
    texts = []
    for way in (["--json"], []):
        done = subprocess.run(
            [
                str(Path(sys.executable).with_name("nameplate")),
                *("read", "evidence", *way, "--case", "case"),
                *("-o", "r.html", "-o", "r.csv", "-o", "r.xlsx"),
            ],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert done.returncode in (0, 4), done.stderr.decode()
        texts += [done.stdout, done.stderr]
    assert b"DS-2CD0000-EX" in texts[0], "silence is no pass"
    written = [p for p in tmp_path.rglob("*") if p.is_file() and p.parent != evidence]
    assert len(written) >= 3
    assert found_in(iter([*texts, *(p.read_bytes() for p in written)])) == set()


SECRET_LINES = (
    "Authorization: Basic UGxhbnRlZA==", "Authorization: Digest username=\"planted\"",
    "Proxy-Authorization: Basic UGxhbnRlZA==", "Cookie: a=planted", "Set-Cookie: a=planted",
    "X-API-Key: planted", "X-Csrf-Token: planted", "WSSE: UsernameToken Username=\"planted\"",
    "Location: http://planteduser:plantedpw@192.0.2.33/?sid=planted", "Refresh: 0; url=?planted",
    "ETag: \"planted\"", "X-Powered-By-User: planted", "From: planted@example.org",
    "Content-Base: rtsp://planted:planted@192.0.2.33/", "RTP-Info: url=rtsp://planted@192.0.2.33",
    "Session: planted", "WWW-Authenticate: Digest realm=\"IP Camera\", nonce=\"planted\","
    " opaque=\"planted\"", "Authentication-Info: nextnonce=\"planted\"", "Link: </?t=planted>",
)  # fmt: skip


@pytest.mark.parametrize("line", SECRET_LINES)
@pytest.mark.parametrize("first", ["HTTP/1.1 200 OK", "RTSP/1.0 200 OK"])
@pytest.mark.parametrize("way", [0, 1])
def test_no_header_line_that_holds_a_secret_is_kept(first: str, line: str, way: int) -> None:
    name, _, value = line.partition(": ")
    if way == 0:
        first = "GET /a?token=planted HTTP/1.1" if "HTTP" in first else "OPTIONS * RTSP/1.0"
    message = made_messages.http(first, [("Server", "App-webs/"), (name, value)], b"planted")
    port = 80 if "HTTP" in first else 554
    for mss in (1460, 23):
        talk = Talk(DESK, CAMERA, 51000, port, mss=mss)
        records = read(pcap(talk.whole((way, message))))
        assert found_in(msgspec.json.encode(r) for r in records) == set()


@pytest.mark.parametrize("port", [53, 80, 554, 1900, 3702, 5353, 8000, 8554, 37020, 37777, 49152])
def test_video_is_never_taken_for_a_message(port: int) -> None:
    """Bytes of video that happen to look like text, on any port."""
    texts = (
        b"planted", b"HTTP/1.1 200 OK\r\nX: planted\r\n\r\nplanted", b"$\0\0\x07planted",
        b"\x16\x03\x01\0\x07planted", b"<planted>planted</planted>", b'{"planted":"planted"}',
    )  # fmt: skip
    packets = []
    for text in texts:
        packets.append(made.Taken(made.START, made.datagram(CAMERA, DESK, port, 20000, text)))
        packets += Talk(DESK, CAMERA, 51000, port).whole((1, text), (0, text))
    records = read(pcap(packets))
    assert found_in(msgspec.json.encode(r) for r in records) == set()
