"""Asset registers and VMS exports as CSV or TSV, one unit a row.

Form: RFC 4180 and what spreadsheets, VMS and discovery tools write (comma, semicolon, tab or
bar; any of the usual encodings). Columns are found by their headings, in six languages, or by
content where there are none. Passwords, keys, users and persons are not read. A ledger, a price
list or any other table is not claimed.
"""

import re
from collections.abc import Iterator

from nameplate.evidence.bounded import csv, text
from nameplate.evidence.bounded.source import Source
from nameplate.evidence.tables import asset_rows
from nameplate.model.errors import NotOurFormat
from nameplate.model.formats import Format
from nameplate.model.records import Record

FORMAT = Format(
    name="asset-table",
    title="Asset register or device list (CSV, TSV)",
    yields=("Sighting",),
    spec="RFC 4180; headings by tables/asset_columns.toml and asset_exports.toml",
)

# What opens other formats, some of which have headings like ours inside.
_OTHERS = (b"{", b"[", b"<", b"PK", b"%PDF", b"\x1f\x8b", b"-----BEGIN")
_ELSEWHERE = re.compile(
    rb"^#(?:separator|fields)\b"  # Zeek logs have columns called mac and host_name
    rb"|^\|? ?:?-{3,}:? ?\|",  # tables in documentation
    re.MULTILINE,
)


def sniff(head: bytes) -> int:
    """Say how specific our claim is: 70 a tool's own list, 60 or 50 by headings, 40 by content."""
    if head.startswith(_OTHERS) or _is_binary(head) or _ELSEWHERE.search(head[:8192]):
        return 0
    delimiter = asset_rows.delimiter(head)
    return asset_rows.claim(csv.rows(Source.of(head), delimiter)) if delimiter else 0


def read(source: Source) -> Iterator[Record]:
    """Yield what each row says of its unit, and what of the table is not read, and why."""
    delimiter = asset_rows.delimiter(source.head())
    found = asset_rows.records(csv.rows(source, delimiter or ","))
    if found is None:
        raise NotOurFormat("no list of units", where=source.name)
    yield from found


def _is_binary(head: bytes) -> bool:
    return b"\0" in head[:4096] and not text.encoding_of(head).startswith("utf-16")
