"""What is recognised and not read is named, with what to do."""

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
