"""Whose an end is, and which names are of the open internet."""

import pytest

from nameplate.evidence.tables.ends import Ends, facing, public_name


@pytest.mark.parametrize(
    "name",
    ["cloud.example.org", "p2p.example.co.uk", "a.example.app", "x.xn--p1ai", "CLOUD.Example.ORG."],
)
def test_a_name_under_a_top_level_domain_is_of_the_open_internet(name: str) -> None:
    assert public_name(name) == name.lower().rstrip(".")


@pytest.mark.parametrize(
    "name",
    ["jdoe-laptop.oakwood", "jdoe.ad.oakwood-trust", "jdoe.lan", "jdoe.test", "192.0.2.7",
     "7.2.0.192.in-addr.arpa", "jdoe.o1", "org"],
)  # fmt: skip
def test_a_name_that_ends_otherwise_is_of_ones_own_network(name: str) -> None:
    assert public_name(name) == ""


@pytest.mark.parametrize(
    ("client", "server", "responder"),
    [
        (50_000, 443, "b"),
        (443, 50_000, "a"),
        (123, 123, "b"),
        (50_000, 37_777, "b"),
        (8000, 50_000, None),
        (5_000, 8_000, "b"),
        (0, 443, "b"),
    ],
)
def test_ports_tell_the_server_or_leave_it_open(
    client: int, server: int, responder: str | None
) -> None:
    found = facing(Ends("a", "b", server, "tcp", client_port=client))
    assert (found.responder if found else None) == responder
