"""What the evidence could see: the files, the times, the networks. Every "none" is "none in"."""

import ipaddress
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

from nameplate.model.reading import FileReading
from nameplate.model.records import Flow, Key, Record, Sighting
from nameplate.model.report import Coverage, Network

NETWORKS_SHOWN = 20


def coverage(readings: Sequence[FileReading]) -> Coverage:
    """Sum up over all files of one run. Networks are /24 (IPv4) and /64 (IPv6), largest first."""
    pieces = [piece for reading in readings for piece in reading.pieces]
    records = [record for piece in pieces for record in piece.records]
    times = sorted(_times(records))
    read = [r for r in readings if r.pieces]
    partial = [r for r in read if any(not piece.complete for piece in r.pieces)]
    flows = [record for record in records if isinstance(record, Flow)]
    networks = _networks(records)
    undated = sum(1 for piece in pieces if not list(_times(piece.records)))
    first, last = (_day(times[0]), _day(times[-1])) if times else (None, None)
    return Coverage(
        files=len(readings),
        files_read=len(read),
        files_partial=len(partial),
        files_not_read=len(readings) - len(read),
        bytes=sum(piece.evidence.size for piece in pieces if piece.evidence.inside is None),
        formats=tuple(sorted({piece.evidence.format for piece in pieces})),
        first=times[0].isoformat() if times else None,
        last=times[-1].isoformat() if times else None,
        undated=undated,
        networks=networks[:NETWORKS_SHOWN],
        directions=_directions(flows),
        says=_says(len(readings), len(read), len(partial), first, last, undated, networks, flows),
    )


def _says(
    files: int,
    read: int,
    partial: int,
    first: str | None,
    last: str | None,
    undated: int,
    networks: Sequence[Network],
    flows: Sequence[Flow],
) -> tuple[str, ...]:
    were = "file was" if files == 1 else "files were"
    found = [f"{read} of {files} {were} read" + (f", {partial} in part" if partial else "")]
    if first is None:
        found.append("None of them says when it was made: nothing here can be dated")
    elif undated:
        found.append(f"Dated records are from {first} to {last}; {undated} files carry no time")
    else:
        found.append(f"Its records are from {first} to {last}")
    if networks:
        named = ", ".join(n.network for n in networks[:3])
        more = f" and {len(networks) - 3} more" if len(networks) > 3 else ""
        found.append(f"Addresses were seen in {named}{more}; other networks were not looked at")
    else:
        found.append("No address was seen by a machine: those shown here were written down")
    if flows:
        found.append(
            f"{len(flows)} connections were seen; where they went is not judged in this version"
        )
    else:
        found.append("No traffic was looked at: nothing can be said of what leaves the site")
    return tuple(found)


def _times(records: Iterable[Record]) -> Iterable[datetime]:
    for record in records:
        if isinstance(record, Sighting) and record.when is not None:
            yield record.when
        elif isinstance(record, Flow):
            yield from (when for when in (record.first, record.last) if when is not None)


def _networks(records: Iterable[Record]) -> tuple[Network, ...]:
    addresses = {
        key.value
        for record in records
        if isinstance(record, Sighting | Flow)
        for key in record.keys
        if key.kind == "ip" and _is_table_or_frame(key)
    }
    counted: Counter[str] = Counter()
    for value in addresses:
        bits = 64 if ":" in value else 24
        counted[str(ipaddress.ip_network(f"{value}/{bits}", strict=False))] += 1
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Network(network=network, addresses=count) for network, count in ordered)


def _is_table_or_frame(key: Key) -> bool:
    """A typed address was not seen anywhere: it says nothing of what the evidence covers."""
    return key.how != "typed"


def _directions(flows: Sequence[Flow]) -> Literal["none", "one way", "both ways"]:
    out = sum(flow.bytes_out for flow in flows)
    back = sum(flow.bytes_in for flow in flows)
    if not out and not back:
        return "none"
    return "both ways" if out and back else "one way"


def _day(when: datetime) -> str:
    local = when.astimezone(UTC)
    return f"{local.day} {local:%B %Y}"
