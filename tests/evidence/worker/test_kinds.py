"""What is recognised and not read is named, with what to do."""

import struct

import pytest

from nameplate.evidence.readers import network_tables
from nameplate.evidence.worker import kinds


@pytest.mark.parametrize(
    "head",
    [
        b"# Nmap 7.94 scan initiated Mon Nov 24 10:00:00 2025 as: nmap -oG x\nHost: 192.0.2.5 ()\n",
        b"Starting Nmap 7.94 ( https://nmap.org )\nNmap scan report for 192.0.2.5\n",
        b"Nmap scan report for 192.0.2.5\nMAC Address: 00:00:5E:00:53:01 (Example)\n",
    ],
)
def test_other_outputs_of_nmap_are_sent_back_for_the_xml(head: bytes) -> None:
    assert network_tables.sniff(head) == 0
    reason, next_step = kinds.name_of(head)
    assert "nmap" in reason
    assert "-oX" in next_step


@pytest.mark.parametrize(
    "head",
    [
        "736e6f6f7000000000000002000000040000003c",
        "5254535301010100ea070100040001000000000000000100",
        "474d425500020100ea070100040001000000000000000100",
        "aaaaaaaa2000000000000100180000000100018000000000",
        "5452534e4946462064617461202020201a01001200000004",
        "584350003030322e3030310000b955697800000000000000",
        "34cdb2a10200040000000000000000000000040001000000",
        "05564e467800000000b955690600ffff0100010000000000",
        "4f62736572766572506b7442756666657256657273696f6e3d31352e",
        "01104c000105547261636520446973706c61792054726163652046696c65",
        "5452006400000000000000802f746d70",
    ],
)
def test_captures_in_other_containers_are_named_with_the_line_that_converts(head: str) -> None:
    reason, next_step = kinds.name_of(bytes.fromhex(head).ljust(128, b"\0"))
    assert "capture" in reason or "trace" in reason
    assert "editcap -F pcap IN OUT" in next_step


def test_a_capture_of_an_endace_card_is_known_by_its_shape() -> None:
    record = struct.pack("<IIBBHHH", 0, 1_767_225_600, 2, 4, 0, 0, 0)[:10]
    record += struct.pack(">HHH", 64, 0, 46) + b"x" * 48
    reason, next_step = kinds.name_of(record * 5)
    assert "ERF" in reason
    assert "editcap" in next_step
    assert "ERF" not in kinds.name_of(record[:70])[0]
    assert "ERF" not in kinds.name_of(b"\0" * 4096)[0]


def test_bluetooth_is_named_and_needs_nothing() -> None:
    reason, next_step = kinds.name_of(b"btsnoop\0\0\0\0\x01")
    assert "Bluetooth" in reason
    assert next_step.startswith("Nothing to do")
