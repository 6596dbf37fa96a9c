"""What one line of a session log or DNS log says, its cells given by meaning.

A session that the firewall denied is no traffic that left: it is counted and told. The address is
the one before translation. Sizes count only where the line says whose direction they state.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from nameplate.evidence.tables import log_times
from nameplate.evidence.tables.asset_names import plain
from nameplate.evidence.tables.ends import PORTS, Ends, public_name
from nameplate.evidence.tables.log_cells import count, endpoint, port, seconds, transport
from nameplate.evidence.tables.log_columns import Layout, data
from nameplate.evidence.tables.log_rows import Row, Size
from nameplate.evidence.tables.traffic import Traffic
from nameplate.model.records import Record

Cells = Mapping[str, str]
"""The texts of one line by meaning (`log_columns.toml`); what is not stated is missing or ""."""
Place = Callable[[datetime | None, str | None], Row]
"""Makes the row of a line from its time and the time as it was stated."""
DENIED = "sessions that the firewall denied, which carried nothing away"
_TEN_YEARS_S = 3e8
_INTERIM_S = 120.0
"""How often FortiGate writes of a session that goes on."""


class Time(NamedTuple):
    """When a line's connection began, the text that says so, and how long it lasted."""

    when: datetime | None
    stated: str | None
    seconds: float


def read(
    cells: Cells, layout: Layout, place: Place, traffic: Traffic, *, pointer: str = ""
) -> Iterator[Record]:
    """Yield what a line says; lines without two addresses, or denied, are counted.

    `pointer` leads to the name that was asked for, where the line is JSON.
    """
    time = _time(cells, layout)
    row = place(time.when, time.stated)
    if layout.lookups and (name := cells.get("query")):
        client = endpoint(cells.get("source", ""))[0]
        yield from traffic.asked(row, client, name, pointer)
    if layout.sessions:
        yield from _session(cells, layout, row, time.seconds, traffic)


def is_total(first: str) -> bool:
    """Say by its first cell whether a row is a sum, or the heading of sums, under a table."""
    return first[:1].isalpha() and plain(first[:40]) in data().words.totals


def _session(
    cells: Cells, layout: Layout, row: Row, lasted: float, traffic: Traffic
) -> Iterator[Record]:
    source, source_port = endpoint(cells.get("source", ""))
    target, target_port = endpoint(cells.get("destination", ""))
    if not source or not target:
        traffic.heard(row)
        traffic.tell("lines without the addresses of both ends")
        return
    if (refused := _refused(cells)) is not None:
        traffic.heard(row)
        traffic.tell(refused)
        return
    protocol = transport(cells.get("protocol", "")) or "tcp"
    source_port = port(cells.get("source_port", "")) or source_port
    target_port = port(cells.get("port", "")) or target_port or port(cells.get("service", ""))
    if protocol not in PORTS:
        source_port = target_port = 0
    begins = _begins(cells.get("phase", "")[:32])
    size = Size() if begins else _size(cells)
    if layout.oneway and _is_reply(source_port, target_port):
        # The other half of a connection: the end with the service answers.
        source, target = target, source
        source_port, target_port = target_port, source_port
        size = size._replace(originator=size.responder, responder=size.originator)
    yield from traffic.flow(
        row,
        Ends(source, target, target_port, protocol, client_port=source_port),
        size,
        seconds=lasted,
        name=public_name(host) if (host := cells.get("host")) else "",
        request=begins,
    )


def _is_reply(source_port: int, target_port: int) -> bool:
    """Say whether the source is the end with the service: of two ports, the lower one's."""
    return 0 < source_port < target_port


def _size(cells: Cells) -> Size:
    if cells.get("sent_since"):
        # An interim line: what came since the one before adds up, its sums do not.
        return Size(count(cells["sent_since"]), count(cells.get("received_since", "")))
    packets = count(cells.get("packets_sent", "")) + count(cells.get("packets_received", ""))
    return Size(
        count(cells.get("sent", "")),
        count(cells.get("received", "")),
        packets or count(cells.get("packets", "")),
    )


def _refused(cells: Cells) -> str | None:
    """Say why a session is not one that took place; None if it is."""
    passed = _verdict(cells.get("action", "")[:64])
    if passed is False:
        return DENIED
    if passed or count(cells.get("received", "")):
        return None
    return "sessions of which it is not known here whether the firewall let them through"


@lru_cache(maxsize=1024)
def _begins(phase: str) -> bool:
    """Say whether a line is of the beginning of a session, whose sums stand in another."""
    return plain(phase) in data().words.begun


@lru_cache(maxsize=1024)
def _verdict(action: str) -> bool | None:
    """Say whether the firewall let a session through; None for words that are not known."""
    word = plain(action)
    if word in data().words.denied:
        return False
    return True if not word or word in data().words.allowed else None


def _time(cells: Cells, layout: Layout) -> Time:
    """Return when the connection began: as stated, or worked back from when it ended."""
    beside = cells.get("time_zone", "") or layout.zone
    lasted = seconds(cells.get("duration", ""))
    if cells.get("sent_since"):
        lasted = min(lasted, seconds(cells.get("since", "")) or _INTERIM_S)
    stated = cells.get("start", "")
    if stated and log_times.is_time(stated):
        began = log_times.instant(stated, beside)
        ended = log_times.instant(cells.get("end", ""), beside)
        if began is not None and ended is not None and not lasted:
            lasted = max(0.0, (ended - began).total_seconds())
        return Time(began, stated[: log_times.LONGEST], lasted)
    stated = _stated(cells)
    when = log_times.instant(stated, beside)
    if not layout.late:
        # Whether it is the beginning or the end is not said, so it is not stretched.
        return Time(when, stated or None, 0.0)
    if when is not None and 0 < lasted < _TEN_YEARS_S:
        when -= timedelta(seconds=lasted)
    return Time(when, stated or None, lasted)


def _stated(cells: Cells) -> str:
    stated, date = cells.get("time", ""), cells.get("date", "")
    if date and not log_times.is_time(stated):
        stated = f"{date} {cells.get('clock', '') or stated}".strip()
    return stated[: log_times.LONGEST]
