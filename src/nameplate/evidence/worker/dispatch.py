"""One file in a worker: to the one reader that claims it, or, if it is an archive, to its members.

Here stands the one door of a reader: whatever a reader raises costs its file and is told.
"""

import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from nameplate.evidence import sandbox
from nameplate.evidence.bounded.source import Source, Stream
from nameplate.evidence.captures import places
from nameplate.evidence.sandbox.limits import Limits, OutOfTime
from nameplate.evidence.worker import archives, kinds, locate, wire
from nameplate.evidence.worker.again import Again
from nameplate.evidence.worker.out import Out
from nameplate.evidence.worker.registry import Claim, Reader, claims, top
from nameplate.model.errors import NameplateError, NotOurFormat, OverBudget, UnreadableEvidence
from nameplate.model.formats import Format
from nameplate.model.identifiers import Sha256
from nameplate.model.records import Problem

_NAME_LIMIT = 512
_SKIPS_TOLD = 100
_HOUSE = Path(__file__).resolve().parents[2]


class Dispatch:
    """One file on its way, with everything that is packed in it."""

    def __init__(
        self,
        readers: Sequence[tuple[str, Reader]],
        out: Out,
        limits: Limits,
        wanted: Mapping[str, Sequence[str]] | None = None,
        answers: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.tired = False
        self._readers = readers
        self._out = out
        self._limits = limits
        self._wanted = wanted
        self._answers = answers
        self._nest = archives.Nest(limits)
        self._pieces = 0
        self._skips = 0
        self._open_pieces: list[tuple[int, Source, bool]] = []
        """Pieces that are being read, outermost first, with whether each is the file itself."""
        self._reader = archives.READER

    def run(self, stream: Stream, name: str) -> None:
        """Read the file and send what is found; what goes wrong is sent too."""
        try:
            self._file(Again(stream, self._out.passed), name, name, within=None, depth=0)
        except OutOfTime as late:
            if self._pieces + self._skips == 0:
                self._skip_fault(name, late)
        if self._skips > _SKIPS_TOLD:
            self._out.say(
                wire.Skipped(
                    name=name,
                    reason=f"{self._skips - _SKIPS_TOLD} more of its files were not read",
                    next_step="Unpack it yourself to see each.",
                )
            )

    def _file(
        self, again: Again, name: str, prefix: str, *, within: int | None, depth: int
    ) -> None:
        """Read one file or member behind the door: what fails there costs it and nothing else."""
        around = len(self._open_pieces)
        try:
            self._one(again, name, prefix, within=within, depth=depth)
        except NameplateError:
            raise
        except Exception as caught:  # noqa: BLE001  # the one door of a reader
            self.tired = True
            ours = not isinstance(caught, MemoryError)
            fault = self._ours(caught) if ours else self._too_much_memory()
            inside = self._open_pieces[around:]
            if ours or not inside:
                self._skip_fault(name, fault, ours=ours)
            for piece, source, top_level in reversed(inside):
                self._close(piece, source, fault, top_level=top_level)

    def _one(self, again: Again, name: str, prefix: str, *, within: int | None, depth: int) -> None:
        """Read one file or member. `prefix` is what its own members are named after."""
        source = self._source(again, name)
        head, cut = _head(source, again)
        if not head:
            self._skip_empty(name, cut)
            return
        if self._wanted is not None:
            self._show(source, name, prefix, depth)
            return
        found = claims(head, self._readers)
        gave_up: NotOurFormat | None = None
        specificity, packing = archives.claim(head)
        while found and found[0].specificity >= specificity:
            best = top(found)
            if len(best) > 1:
                names = " and ".join(c.reader.FORMAT.title for c in best)
                self._skip(name, f"it looks alike to {names}", _TELL_US, fault=True)
                return
            other = self._read(best[0], source, again, within)
            if other is None:
                return
            gave_up = gave_up or other
            found = found[1:]
            if not again.rewind():
                break
            source = self._source(again, name)
        if packing:
            self._unpack(packing, source, name, prefix, within=within, depth=depth)
        else:
            reason, next_step = kinds.name_of(head)
            if gave_up is not None and gave_up.next_step:
                # A reader that looked closer knows better what it is.
                reason, next_step = gave_up.what, gave_up.next_step
            self._skip(name, reason, next_step)

    def _source(self, again: Again, name: str) -> Source:
        budget = self._limits.budget()
        return Source(again, name=name, budget=budget, answers=self._answers)

    def _read(
        self, claim: Claim, source: Source, again: Again, within: int | None
    ) -> NotOurFormat | None:
        """Let one reader read it; return what it says if it is not of its format after all."""
        self._reader = claim.name
        piece: int | None = None
        fault: UnreadableEvidence | None = None
        try:
            for record in claim.reader.read(source):
                if piece is None:
                    again.settle()
                    piece = self._open(claim, source, within)
                self._out.record(piece, record)
        except NotOurFormat as other:
            if piece is None:
                return other
            fault = UnreadableEvidence(other.what, where=other.where, next_step=other.next_step)
        except UnreadableEvidence as broken:
            fault = broken
        if piece is None and fault is not None:
            self._skip_fault(source.name, fault)
        else:
            piece = self._open(claim, source, within) if piece is None else piece
            self._close(piece, source, fault, top_level=within is None)
        if isinstance(fault, OutOfTime):
            raise fault
        return None

    def _open(self, claim: Claim, source: Source, within: int | None) -> int:
        return self._opened(claim.reader.FORMAT, claim.name, source, within)

    def _opened(self, form: Format, reader: str, source: Source, within: int | None) -> int:
        piece = self._pieces
        self._pieces += 1
        self._open_pieces.append((piece, source, within is None))
        self._out.say(
            wire.Opened(
                piece=piece,
                within=within,
                name=source.name,
                format=form.name,
                title=form.title,
                reader=reader,
                version=form.version,
            )
        )
        return piece

    def _close(
        self, piece: int, source: Source, fault: UnreadableEvidence | None, *, top_level: bool
    ) -> None:
        """Hash the whole, and end the piece; a piece cut short has the fault as its last record."""
        self._open_pieces.remove((piece, source, top_level))
        if isinstance(fault, OutOfTime):
            sandbox.clock(None)
            sha: Sha256 | None = None if top_level else source.so_far()
        else:
            sha, late = _seal(source, top_level=top_level)
            fault = fault or late
        if fault is not None:
            at = fault.where.removeprefix(source.name).removeprefix(", ")
            end = f"bytes {source.size}-{source.size}"
            problem = Problem(where=at or end, what=fault.what, next_step=fault.next_step)
            self._out.say(wire.Batch(piece=piece, records=(problem,)))
        self._out.say(
            wire.Closed(
                piece=piece,
                sha256=sha,
                size=source.size,
                complete=fault is None,
                keep=not isinstance(fault, OverBudget) and not self.tired,
            )
        )
        if not top_level:
            self._out.flush()  # the next member may be the one that ends us

    def _unpack(
        self,
        packing: str,
        source: Source,
        name: str,
        prefix: str,
        *,
        within: int | None,
        depth: int,
    ) -> None:
        """Read every member of an archive as a file of its own."""
        if depth >= self._limits.depth:
            self._skip(
                name,
                f"packed more than {self._limits.depth} deep",
                "Unpack it yourself and read what was in it.",
                fault=True,
            )
            return
        self._reader = archives.READER
        piece = self._opened(archives.FORMATS[packing], archives.READER, source, within)
        fault: UnreadableEvidence | None = None
        skips = self._skips
        try:
            for member in archives.members(packing, source, self._nest):
                self._member(member, packing, name, prefix, piece, depth)
        except UnreadableEvidence as broken:
            fault = broken
        if self._pieces == piece + 1 and fault is not None:
            self._skip_fault(name, fault)
        elif self._pieces == piece + 1 and self._skips == skips:
            self._skip(name, "an archive with no file in it", "Nothing to do.")
        self._close(piece, source, fault, top_level=within is None)
        if isinstance(fault, OutOfTime):
            raise fault

    def _member(
        self, member: archives.Member, packing: str, name: str, prefix: str, piece: int, depth: int
    ) -> None:
        shown = f"{prefix}/{_shown(member.name)}"
        if member.stream is None:
            self._skip(shown, member.refused, member.next_step, fault=True)
            return
        again = Again(member.stream)
        # x.tar.gz/a.csv, not x.tar.gz/x.tar/a.csv: people see one archive there.
        inner = name if packing in ("gzip", "zstd") and shown.endswith(".tar") else shown
        self._file(again, shown, inner, within=piece, depth=depth + 1)

    def _show(self, source: Source, name: str, prefix: str, depth: int) -> None:
        """Send the bytes at the wanted places of this file, or of what is packed in it."""
        head = source.head()
        if places.is_capture(head):
            self._show_packets(source)
            return
        packing = archives.claim(head)[1]
        if packing and packing != "zip":
            self._show_members(packing, source, name, prefix, depth)
            return
        data = source.whole()
        sha = source.finish()
        for where in (self._wanted or {}).get(sha, ()):
            raw = locate.resolve(data, where)
            if raw is not None:
                self._out.say(wire.Shown(evidence=sha, where=where, raw=raw[: locate.LIMIT]))
        if packing:
            self._show_members(packing, Source.of(data, name), name, prefix, depth)

    def _show_packets(self, source: Source) -> None:
        """Look all places up in one pass: which of them are of this capture its hash says after."""
        wanted = self._wanted or {}
        found = places.look(
            source, {one for given in wanted.values() for one in given}, locate.LIMIT
        )
        sha = source.finish()
        for where in wanted.get(sha, ()):
            if where in found:
                self._out.say(wire.Shown(evidence=sha, where=where, raw=found[where]))

    def _show_members(
        self, packing: str, source: Source, name: str, prefix: str, depth: int
    ) -> None:
        if depth < self._limits.depth:
            for member in archives.members(packing, source, self._nest):
                self._member(member, packing, name, prefix, 0, depth)

    def _skip(self, name: str, reason: str, next_step: str, *, fault: bool = False) -> None:
        self._skips += 1
        if self._skips <= _SKIPS_TOLD:
            self._out.say(wire.Skipped(name=name, reason=reason, next_step=next_step, fault=fault))

    def _skip_empty(self, name: str, cut: UnreadableEvidence | None) -> None:
        if cut is not None:
            self._skip_fault(name, cut)
        else:
            self._skip(name, "empty", "Copy the file again if it should hold something.")

    def _skip_fault(self, name: str, fault: UnreadableEvidence, *, ours: bool = False) -> None:
        self._skips += 1
        where = fault.where.removeprefix(name).removeprefix(", ")
        self._out.say(
            wire.Skipped(
                name=name,
                reason=f"{where}: {fault.what}" if where else fault.what,
                next_step=fault.next_step,
                fault=True,
                ours=ours,
                keep=not ours and not isinstance(fault, OverBudget),
            )
        )

    def _ours(self, caught: Exception) -> UnreadableEvidence:
        """Name the reader, the kind of error and the place in our code: nothing of the file."""
        frames = traceback.extract_tb(caught.__traceback__)
        own = [f for f in frames if Path(f.filename).is_relative_to(_HOUSE)]
        at = f" at {Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""
        return UnreadableEvidence(
            f"our fault: the reader {self._reader} failed ({type(caught).__name__}{at})",
            next_step=_TELL_US,
        )

    def _too_much_memory(self) -> OverBudget:
        return OverBudget(
            f"needs more than {self._limits.memory_bytes >> 20} MB of memory",
            next_step="Split the file and read the parts.",
        )


_TELL_US = "Please report this line to the project; it holds nothing of the file."


def _head(source: Source, again: Again) -> tuple[bytes, UnreadableEvidence | None]:
    """Return the first bytes, also of a packing that is cut within them, and the cut.

    The cut comes again when the reader gets there.
    """
    try:
        return source.head(), None
    except OutOfTime:
        raise
    except UnreadableEvidence as cut:
        head = source.head()
        again.owe(cut)
        return head, cut


def _seal(source: Source, *, top_level: bool) -> tuple[Sha256 | None, UnreadableEvidence | None]:
    """Hash to the end. A member over its budget is named by what was read of it; a whole file
    is not: its parent hashes it apart.
    """
    try:
        return source.finish(), None
    except OverBudget as fault:
        return (None if top_level else source.so_far()), fault
    except UnreadableEvidence as fault:
        return source.finish(), fault


def _shown(name: str) -> str:
    """A member's name as text that can be sent and shown."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return text if len(text) <= _NAME_LIMIT else text[:_NAME_LIMIT] + "…"
