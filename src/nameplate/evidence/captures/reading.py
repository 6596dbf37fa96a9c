"""From a capture to records: what both of its formats share.

Packets worth a look are decoded and heard, and flows added up. What was heard stands also where
the capture is cut, broken or over its time, which is told at its end.
"""

import time
from collections.abc import Iterator

from nameplate.evidence.captures import clocks, links
from nameplate.evidence.captures.chain import Chain
from nameplate.evidence.captures.clocks import when
from nameplate.evidence.captures.flows import Flows
from nameplate.evidence.captures.heard import Heard
from nameplate.evidence.captures.layers import packet
from nameplate.evidence.captures.names import Names
from nameplate.evidence.captures.scan import Scanned
from nameplate.evidence.captures.statements import Statements
from nameplate.evidence.captures.streams import Streams
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.records import Problem, Record, Watch


def records(chain: Chain, names: Names) -> Iterator[Record]:
    """Yield what units say, with whom they speak, and at the end what was watched.

    Raises UnreadableEvidence where it is not read to its end, after everything else.
    """
    yield from _Reading(chain, names).records()


class _Reading:
    """One capture on its way to records."""

    def __init__(self, chain: Chain, names: Names) -> None:
        statements = Statements()
        self._chain = chain
        self._heard = Heard(names, statements)
        self._streams = Streams(names, self._heard.hearing)
        self._flows = Flows(names, self._heard.hearing.is_of_site)

    def records(self) -> Iterator[Record]:
        fault: UnreadableEvidence | None = None
        try:
            for step in self._chain.steps():
                if isinstance(step, Problem):
                    yield step
                else:
                    yield from self._said(step)
        except UnreadableEvidence as broken:
            fault = broken
        yield from self._heard.finish()
        yield from self._streams.finish()
        yield from self._flows.add(self._chain.scanner.finish())
        yield from self._flows.finish()
        yield from self._unread()
        yield from clocks.doubts(self._chain.scanner.sums, time.time_ns())
        yield self._watch()
        if fault is not None:
            raise fault

    def _said(self, scanned: Scanned) -> Iterator[Record]:
        """Yield what the packets of a window say, and the flows that are complete."""
        data = self._chain.windows.data
        for found in scanned.found:
            one = packet(
                data,
                found.start,
                found.stop,
                found.link,
                number=found.number,
                time_ns=found.time_ns,
                cut=found.cut,
            )
            if one is not None:
                yield from (self._streams if one.kind == "tcp" else self._heard).packet(one)
        yield from self._flows.add(scanned.rows)

    def _unread(self) -> Iterator[Problem]:
        """Name the links that were not read. Raises UnreadableEvidence where all are such."""
        for number, count in self._chain.scanner.unread.items():
            if not self._chain.scanner.sums.links:
                links.check(number)
            name, next_step = links.unread(number)
            yield Problem(
                what=f"{count} packets of {name}, which are not read",
                where="packet 1",
                next_step=next_step,
            )

    def _watch(self) -> Watch:
        scanner = self._chain.scanner
        sums = scanner.sums
        return Watch(
            where="packet 1" if scanner.number else "bytes 0-24",
            first=when(sums.first_ns),
            last=when(sums.last_ns),
            packets=scanner.number,
            bytes=sums.bytes,
            link=", ".join(sums.links),
            vlans=tuple(sorted(sums.vlans)),
            cut=sums.cut,
            passed=sums.passed,
            hidden_names=self._flows.hidden_names,
            connections=self._flows.connections,
            gaps=sums.gaps,
        )
