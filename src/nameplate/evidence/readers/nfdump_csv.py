"""NetFlow and IPFIX as nfdump prints them with `-o csv`.

Spec: nfdump, src/output/output_csv.c and output_csv_fast.c, versions 1.6 and 1.7. A line is one
direction of a connection: the end with the lower port is taken to be the one with the service, so
that both halves are added up together. Printed times are local to whoever printed them and have
no zone; those of csv-fast, and of %tsr and %ter, are of the epoch. MACs of a router's port are
not the unit's and are not read.
"""

from collections.abc import Iterator
from itertools import islice

from nameplate.evidence.bounded import csv
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.tables import log_table
from nameplate.evidence.tables.log_columns import Layout
from nameplate.evidence.tables.traffic import Traffic
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="nfdump-csv",
    title="NetFlow and IPFIX (nfdump CSV)",
    yields=("Flow", "Watch"),
    spec="nfdump 1.6 and 1.7, -o csv and -o csv-fast",
)

_MARKS = (b"sa,da", b"srcAddr", b"sa;da", b"sa\tda")
_PRODUCT = "nfdump-"
_PAGE = "docs/collect/netflow.md"


def sniff(head: bytes) -> int:
    """Claim a heading that only nfdump prints."""
    start = head[:2048].replace(b"\0", b"")
    if not any(mark in start for mark in _MARKS):
        return 0
    rows = [row for row in islice(csv.rows(Source.of(head[:16_384])), 40) if row.fault is None]
    found = log_table.heading(rows, {})
    if found is None or not isinstance(found.layout, Layout):
        return 0
    return 92 if found.layout.product.startswith(_PRODUCT) else 0


def read(source: Source) -> Iterator[Record]:
    """Yield the connections added up, both directions together."""
    if not sniff(source.head()):
        raise NotOurFormat("no table of nfdump's", where=source.name)
    found = log_table.records(csv.rows(source), source.answers, Traffic(_PAGE))
    if found is None:
        raise NotOurFormat("no table of nfdump's", where=source.name)
    yield from found
