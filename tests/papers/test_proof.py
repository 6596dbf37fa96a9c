"""A reason is proven by its bytes in the original, and by nothing less."""

import msgspec
import pytest

from nameplate.model.report import ReasonOut
from nameplate.papers.proof import holds
from papers.sample_read import sample_read

REPLY, ROW = sample_read().devices[0].attribution.reasons[:2]


def said(value: str) -> ReasonOut:
    return msgspec.structs.replace(REPLY, value=value, excerpt=None)


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        (REPLY, b"<a><systemContact>Hikvision.China</systemContact></a>"),
        (REPLY, b"Hikvision.China"),
        (ROW, b"vlan 10 24-48-45-12-08-77 port 7"),
        (said("海康"), "<name>海康</name>".encode()),
    ],
)
def test_the_bytes_or_the_value_in_any_notation_prove_it(reason: ReasonOut, found: bytes) -> None:
    assert holds(reason, found) is True


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        (REPLY, b""),
        (REPLY, b"s"),
        (REPLY, b"<systemContact>Bolt</systemContact>"),
        (said("海康"), b"anything at all"),
        (said("---"), b"anything at all"),
        (said("A-1"), b"a line with a1 in it: data10"),
        (said(""), b"anything at all"),
    ],
)
def test_an_empty_or_chance_likeness_proves_nothing(reason: ReasonOut, found: bytes) -> None:
    assert holds(reason, found) is False


def test_an_original_that_was_not_opened_is_neither_proof_nor_doubt() -> None:
    assert holds(REPLY, None) is None
