"""The same packets say the same in whatever file, byte order, resolution or link they come."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evidence.captures import made
from evidence.captures.capture_checks import facts, flows, read, watch, without_places
from evidence.captures.made import Taken
from evidence.captures.made_files import (
    Interface,
    block,
    gz,
    pcap,
    pcapng,
    resolved,
    secrets,
    zst,
)  # fmt: skip
from evidence.captures.made_scene import GATEWAY, TOLD, scene
from nameplate.evidence import intake

SCENE = scene()
PLAIN = pcap(SCENE)
_UNKNOWN = block("<", 0x0BAD, b"nobody knows") + block("<", 5, b"\0" * 8 + b"statistics, of no use")
FILES = {
    "pcap, big-endian": pcap(SCENE, order=">"),
    "pcap, nanoseconds": pcap(SCENE, nano=True),
    "pcap, big-endian nanoseconds": pcap(SCENE, order=">", nano=True),
    "pcapng": pcapng(SCENE),
    "pcapng, big-endian": pcapng(SCENE, order=">"),
    "pcapng, nanoseconds": pcapng(SCENE, interface=Interface(resolution=9)),
    "pcapng, ticks of a power of two": pcapng(SCENE, interface=Interface(resolution=0x80 | 30)),
    "pcapng, times from an offset": pcapng(SCENE, interface=Interface(offset_s=1_700_000_000)),
    "pcapng, named interface": pcapng(SCENE, interface=Interface(name="eth0", snaplen=65535)),
    "pcapng, blocks nobody knows": pcapng(SCENE, between=_UNKNOWN),
    "pcapng, secrets to decrypt": pcapng(SCENE, between=secrets("<", b"CLIENT_RANDOM planted")),
}


def test_the_scene_says_what_it_was_made_to_say() -> None:
    assert set(TOLD) <= facts(read(PLAIN))


@pytest.mark.parametrize("name", FILES)
def test_one_scene_says_the_same_in_every_file(name: str) -> None:
    assert without_places(read(FILES[name])) == without_places(read(PLAIN))


@pytest.mark.parametrize("packing", [gz, zst])
def test_one_scene_says_the_same_packed(packing: object, tmp_path: Path) -> None:
    (tmp_path / "a.pcap").write_bytes(PLAIN)
    (tmp_path / "b.pcap.packed").write_bytes(gz(PLAIN) if packing is gz else zst(PLAIN))
    plain, packed = intake.read([str(tmp_path / "a.pcap"), str(tmp_path / "b.pcap.packed")])
    assert plain.pieces[0].evidence.sha256 == packed.pieces[-1].evidence.sha256
    assert plain.pieces[0].records == packed.pieces[-1].records


@pytest.mark.parametrize("link", [made.COOKED, made.COOKED2])
def test_a_cooked_link_says_the_same_of_units(link: int) -> None:
    there = [p for p in SCENE if made.on_link(link, p.frame) is not None and _is_plain(p)]
    assert facts(read(pcap(made.relinked(link, there), link=link))) == facts(read(pcap(there)))


@pytest.mark.parametrize("link", [made.RAW, made.RAW4, made.PPP, made.LOOPBACK])
def test_a_link_without_addresses_says_the_same_of_what_was_said(link: int) -> None:
    carried = [p for p in SCENE if p.frame[12:14] in (b"\x08\x00", b"\x86\xdd")]
    if link == made.RAW4:
        carried = [p for p in carried if p.frame[12:14] == b"\x08\x00"]
    bare = read(pcap(made.relinked(link, carried), link=link))
    full = read(pcap(carried))
    assert {f for f in facts(full) if f[0] != "mac"} == {f for f in facts(bare) if f[0] != "mac"}
    assert {f.remote_ip for f in flows(bare)} == {f.remote_ip for f in flows(full)}
    assert not any(k.kind == "mac" and k.how == "header" for f in flows(bare) for k in f.keys)


@pytest.mark.parametrize("tags", [(7,), (7, 9), (4094, 1)])
def test_tags_change_nothing_of_what_is_said(tags: tuple[int, ...]) -> None:
    tagged = [p._replace(frame=_tagged(p.frame, tags)) for p in SCENE if _is_plain(p)]
    plain = [p for p in SCENE if _is_plain(p)]
    found = read(pcap(tagged))
    assert facts(found) == facts(read(pcap(plain)))
    assert tags[0] in watch(found).vlans


_COLLECTOR = made.End("00:00:5e:00:53:99", "192.0.2.99")
TUNNELS: dict[str, Callable[[bytes], bytes]] = {
    "vxlan": lambda frame: made.vxlan(GATEWAY, _COLLECTOR, frame),
    "gre": lambda frame: made.gre(GATEWAY, _COLLECTOR, frame),
    "erspan 1": lambda frame: made.erspan(GATEWAY, _COLLECTOR, frame, version=1),
    "erspan 2": lambda frame: made.erspan(GATEWAY, _COLLECTOR, frame),
    "erspan 3": lambda frame: made.erspan(GATEWAY, _COLLECTOR, frame, version=3),
}


@pytest.mark.parametrize("tunnel", TUNNELS)
def test_a_mirrored_port_within_a_tunnel_says_the_same(tunnel: str) -> None:
    wrapped = [p._replace(frame=TUNNELS[tunnel](p.frame)) for p in SCENE]
    assert set(TOLD) <= facts(read(pcap(wrapped)))


def test_names_in_the_file_are_the_weakest_and_no_person() -> None:
    names = resolved("<", [(made.packed("203.0.113.80"), "far.example.net")])
    found = read(pcapng([p for p in SCENE if b"device" not in p.frame], between=names))
    named = {f.named for f in flows(found) if f.remote_name == "far.example.net"}
    assert named <= {"resolver"}


def _is_plain(taken: Taken) -> bool:
    return int.from_bytes(taken.frame[12:14], "big") > 1500


def _tagged(frame: bytes, tags: tuple[int, ...]) -> bytes:
    kind = int.from_bytes(frame[12:14], "big")
    src, dst = frame[6:12].hex(":"), frame[:6].hex(":")
    return made.ethernet(src, dst, kind, frame[14:], tags)
