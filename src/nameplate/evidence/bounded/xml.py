"""The door to XML: elements in order, no entities, no document types with content, no depth.

A bare DOCTYPE line, as nmap writes, is passed over; entities and external references are
refused (reliability: an entity bomb is milliseconds long and gigabytes wide).
"""

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element as Element
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from nameplate.evidence.bounded.source import Source
from nameplate.model.errors import OverBudget, UnreadableEvidence

MAX_DEPTH = 64
MAX_ELEMENTS = 2_000_000
MAX_TEXT = 65_536
MAX_TOKEN = 1 << 20
"""Longest tag, comment or text, in bytes."""


def parse(data: bytes, *, where: str = "") -> Element:
    """Return the root of one small document (a device's reply, at most 4 MB).

    Raises UnreadableEvidence when it is cut, malformed or carries entities.
    """
    if len(data) > 4 << 20:
        raise OverBudget("an XML reply over 4 MB", where=where, next_step="Send its first part.")
    root: Element | None = None
    for event, element, depth in _events(io.BytesIO(data), where):
        if event == "start" and depth == 1:
            root = element
    if root is None:
        raise UnreadableEvidence("no XML element", where=where, next_step="Save the reply again.")
    return root


def children(source: Source, tags: frozenset[str]) -> Iterator[Element]:
    """Stream the finished elements whose local name is in `tags`, and drop them afterwards.

    Memory stays that of the largest such element. Raises UnreadableEvidence at the first fault;
    what was yielded before it stands.
    """
    open_depth: int | None = None
    parents: list[Element] = []
    for event, element, depth in _events(_Stream(source), source.name):
        name = local_name(element)
        if event == "start":
            parents.append(element)
            if open_depth is None and name in tags:
                open_depth = depth
            continue
        parents.pop()
        if open_depth == depth:
            yield element
            open_depth = None
        if open_depth is None:
            element.clear()
            if parents:
                parents[-1].remove(element)


def local_name(element: Element) -> str:
    """Return the tag without its name space."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: Element) -> str:
    """Return the name space of the tag, or ""."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def text_of(element: Element) -> str:
    """Return the element's own text, trimmed and bounded."""
    return (element.text or "").strip()[:MAX_TEXT]


class _Stream:
    """What the XML library reads from: a Source in file's clothes."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._unclosed = 0

    def read(self, count: int = -1) -> bytes:
        chunk = self._source.take(count if count > 0 else 65_536)
        last = chunk.rfind(b">")
        self._unclosed = self._unclosed + len(chunk) if last < 0 else len(chunk) - last - 1
        # Expat before 2.6 reads an unfinished tag anew with every chunk: quadratic.
        if self._unclosed > MAX_TOKEN:
            raise OverBudget(
                "a tag or text of over 1 MB in the XML",
                where=self._source.name,
                next_step="No such file is known to be real: check where it came from.",
            )
        return chunk


def _events(stream: "io.BytesIO | _Stream", where: str) -> Iterator[tuple[str, Element, int]]:
    depth = elements = 0
    try:
        for event, element in defusedxml.ElementTree.iterparse(
            stream, events=("start", "end"), forbid_dtd=False, forbid_entities=True
        ):
            if event == "start":
                depth += 1
                elements += 1
                if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
                    raise OverBudget(
                        f"XML deeper than {MAX_DEPTH} levels or over {MAX_ELEMENTS} elements",
                        where=where,
                        next_step="No such file is known to be real: check where it came from.",
                    )
                yield event, element, depth
            else:
                yield event, element, depth
                depth -= 1
    except DefusedXmlException:
        raise UnreadableEvidence(
            "the XML declares entities, which are never resolved",
            where=where,
            next_step="Export it again without a document type.",
        ) from None
    except ParseError as fault:
        line, column = fault.position
        raise UnreadableEvidence(
            f"the XML is cut off or broken at line {line}, column {column + 1}",
            where=where,
            next_step="Copy the file again from its source.",
        ) from None
    except (ValueError, LookupError):
        raise UnreadableEvidence(
            "the XML names an encoding that it is not in",
            where=where,
            next_step="Save it as UTF-8.",
        ) from None
