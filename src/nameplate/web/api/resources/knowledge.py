"""Which knowledge judges."""

from typing import Annotated

import msgspec
from msgspec import Meta

from nameplate.web.api.operation import Call, operation
from nameplate.work import knowledge as work


class MakerOut(msgspec.Struct, frozen=True, kw_only=True):
    """A maker there are records of."""

    id: str
    name: str


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The product's own knowledge: its version, and how many records it has of each kind."""

    version: str
    released: Annotated[str, Meta(description="ISO day.")]
    records: dict[str, int]
    makers: Annotated[
        tuple[MakerOut, ...], Meta(description="By name; a decision names them by id.")
    ]


@operation("GET", "/knowledge", "Which knowledge judges")
def show_knowledge(call: Call) -> Held:
    """Show the version of the knowledge that judges, and what it holds.

    The answer of a case (`GET /case`) says which version judged it.
    """
    from nameplate.work.decide import makers

    known = work.load(None)
    return Held(
        version=known.version,
        released=known.released,
        records={kind: len(held) for kind, held in work.records(known).items()},
        makers=tuple(MakerOut(id=id_, name=name) for id_, name in makers()),
    )
