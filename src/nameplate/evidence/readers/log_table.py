"""Session logs of firewalls and logs of DNS servers as tables with a heading (CSV, TSV).

Form: RFC 4180 and what firewalls, collectors and spreadsheets write. Columns by the maps and names
of `tables/log_columns.toml`, and by what stands in them; a doubt is asked once and remembered in
the case. Users, rules, addresses of pages and translated addresses are not read.
"""

import re
from collections.abc import Iterator
from itertools import islice

from nameplate.evidence.bounded import csv, text
from nameplate.evidence.bounded.grid import Row
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.tables import log_table
from nameplate.evidence.tables.log_columns import Doubt
from nameplate.evidence.tables.traffic import Traffic
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="log-table",
    title="Firewall sessions and DNS look-ups (CSV, TSV)",
    yields=("Sighting", "Flow", "Watch"),
    spec="RFC 4180; columns by tables/log_columns.toml, which names each product's source",
)

_OTHERS = (b"{", b"[", b"<", b"PK", b"%PDF", b"\x1f\x8b", b"-----BEGIN", b"#separator", b"#fields")
_ADDRESS = re.compile(rb"\d\.\d{1,3}\.\d{1,3}\.\d|[0-9A-Fa-f]{2,4}::?[0-9A-Fa-f]{1,4}:")
_NETFLOW = "nfdump-"
_PAGE = "docs/collect/firewall-logs.md"


def sniff(head: bytes) -> int:
    """Claim a heading of a log: 88 a product's own, 80 by names, 45 where a person must say."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(_OTHERS) or _is_binary(head) or not _ADDRESS.search(_bare(head)):
        return 0
    found = log_table.heading(_first(head), {})
    if found is None:
        return 0
    if isinstance(found.layout, Doubt):
        return 45
    if found.layout.product.startswith(_NETFLOW):
        return 0
    return 88 if found.layout.product else 80


def read(source: Source) -> Iterator[Record]:
    """Yield names asked for line by line, and at the end the connections added up."""
    found = log_table.records(csv.rows(source), source.answers, Traffic(_PAGE))
    if found is None:
        raise NotOurFormat("no log of sessions or look-ups", where=source.name)
    yield from found


def _first(head: bytes) -> list[Row]:
    rows = csv.rows(Source.of(head[:16_384]))
    return [row for row in islice(rows, 40) if row.fault is None]


def _bare(head: bytes) -> bytes:
    return head[:16_384].replace(b"\0", b"")


def _is_binary(head: bytes) -> bool:
    return b"\0" in head[:4096] and not text.encoding_of(head).startswith("utf-16")
