"""What the evidence could see: the files, the times, the networks. Every "none" is "none in"."""

import ipaddress
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

from nameplate.model.reading import FileReading, Piece
from nameplate.model.records import Flow, Key, Record, Sighting, Watch
from nameplate.model.report import Coverage, Network, Watched

NETWORKS_SHOWN = 20
_CAPTURES_TOLD = 3
_DAY_S = 86_400
_MOST_VLANS = 4


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
    watched = tuple(_watched(pieces))
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
        watched=watched,
        says=(
            *_says(len(readings), len(read), len(partial), first, last, undated, networks),
            *_says_of_traffic(watched, flows),
        ),
    )


def _watched(pieces: Sequence[Piece]) -> Iterable[Watched]:
    """Say of each capture and log of traffic what it watched, each piece of evidence once."""
    seen: set[str] = set()
    for piece in pieces:
        if piece.evidence.sha256 in seen:
            continue
        seen.add(piece.evidence.sha256)
        flows = [record for record in piece.records if isinstance(record, Flow)]
        for record in piece.records:
            if isinstance(record, Watch):
                yield _watch(record, piece, flows)


def _watch(record: Watch, piece: Piece, flows: Sequence[Flow]) -> Watched:
    first, last = record.first, record.last
    return Watched(
        evidence=piece.evidence.sha256,
        file=piece.evidence.name,
        link=record.link,
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
        seconds=(last - first).total_seconds() if first and last else None,
        vlans=record.vlans,
        packets=record.packets,
        bytes=record.bytes,
        cut=record.cut,
        passed=record.passed,
        connections=record.connections,
        hidden_names=record.hidden_names,
        gaps=record.gaps,
        complete=piece.complete,
        directions=_directions(flows),
    )


def _says_of_traffic(watched: Sequence[Watched], flows: Sequence[Flow]) -> Iterable[str]:
    """Say when, how long and on which networks traffic was watched, and what that cannot show."""
    if not watched and not flows:
        yield "No traffic was looked at: nothing can be said of what leaves the site"
        return
    for one in watched[:_CAPTURES_TOLD]:
        yield _says_watched(one)
    if len(watched) > _CAPTURES_TOLD:
        yield f"{len(watched) - _CAPTURES_TOLD} more captures or logs of traffic were read"
    longest = max((one.seconds or 0.0 for one in watched), default=0.0)
    if watched and longest < _DAY_S:
        yield (
            f"The longest of them lasts {duration(longest)}: a unit that was silent then is not "
            "shown, so that none seen is not none"
        )
    hidden = sum(one.hidden_names for one in watched)
    if hidden:
        all_of = sum(one.connections for one in watched)
        yield f"Of {all_of} connections to the open internet the name was not visible for {hidden}"
    if flows:
        yield f"{len(flows)} hourly sums of traffic were read; what is at their far end is not said"


def _says_watched(one: Watched) -> str:
    when = "at a time that it does not state"
    if one.first is not None and one.last is not None:
        start, end = (datetime.fromisoformat(t).astimezone(UTC) for t in (one.first, one.last))
        until = f"{end:%H:%M}" if start.date() == end.date() else f"{_day(end)}, {end:%H:%M}"
        when = f"on {_day(start)} from {start:%H:%M} to {until} UTC ({duration(one.seconds or 0)})"
    where = ""
    if one.vlans:
        named = ", ".join(str(v) for v in one.vlans[:_MOST_VLANS])
        more = f" and {len(one.vlans) - _MOST_VLANS} more" if len(one.vlans) > _MOST_VLANS else ""
        where = f", VLAN {named}{more}"
    how = {"none": "no connection was seen", "one way": "connections seen one way only"}.get(
        one.directions, "connections seen both ways"
    )
    cut = f"; {one.cut} of its packets were kept in part" if one.cut else ""
    return f"{one.file} watched {when}{where}; {how}{cut}"


def duration(seconds: float) -> str:
    """Write a length of time as people say it, in one unit, rounded down."""
    for length, noun in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= length:
            number = int(seconds // length)
            return f"{number} {noun}{'' if number == 1 else 's'}"
    return "less than a second"


def _says(
    files: int,
    read: int,
    partial: int,
    first: str | None,
    last: str | None,
    undated: int,
    networks: Sequence[Network],
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
    return tuple(found)


def _times(records: Iterable[Record]) -> Iterable[datetime]:
    for record in records:
        if isinstance(record, Sighting) and record.when is not None:
            yield record.when
        elif isinstance(record, Flow | Watch):
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
    """Say which ways connections were seen: both, where those of TCP that show both carry the most.

    Streams of video go one way by nature, and a scan asks many who never answer.
    """
    sums = [flow for flow in flows if flow.bytes_out or flow.bytes_in]
    if not sums:
        return "none"
    of_tcp = [flow for flow in sums if flow.protocol == "tcp"] or sums
    both = sum(f.bytes_out + f.bytes_in for f in of_tcp if f.bytes_out and f.bytes_in)
    one = sum(f.bytes_out + f.bytes_in for f in of_tcp if not (f.bytes_out and f.bytes_in))
    return "both ways" if both >= one or (both and of_tcp is sums) else "one way"


def _day(when: datetime) -> str:
    local = when.astimezone(UTC)
    return f"{local.day} {local:%B %Y}"
