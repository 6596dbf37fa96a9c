"""Says a field that the model does not have."""

from collections.abc import Iterator

from nameplate.evidence.bounded.source import Source
from nameplate.model.formats import Format
from nameplate.model.records import Sighting, Witness

FORMAT = Format("wrong_field", "fake: wrong_field", ("Sighting",), "none: for tests")


def sniff(head: bytes) -> int:
    return 50 if head.startswith(b"FAKE wrong_field\n") else 0


def read(source: Source) -> Iterator[Sighting]:
    yield Sighting(
        keys=(),
        witness=Witness.DEVICE,
        field="user.password",
        value="hunter2",
        where="line 1",
        unit="line 1",
    )
