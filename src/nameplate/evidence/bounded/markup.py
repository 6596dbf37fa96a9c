"""The door to XML and HTML that people saved: tolerant, with byte offsets, resolving nothing.

A strict parser (`bounded.xml`) gives no offsets and nothing of a reply that was cut while it was
copied. This one scans tags once from front to back: no document type, no entity but the five of
XML, no name space resolution, hence nothing to expand. An element that was not closed keeps no
text: a cut value must not be taken as a whole one.
"""

import html
import re
from collections.abc import Iterator

MAX_DEPTH = 64
MAX_ELEMENTS = 100_000
MAX_TEXT = 4096
_MAX_TAG = 8192

_NAME = re.compile(rb"[A-Za-z_][\w.-]{0,100}(?::[A-Za-z_][\w.-]{0,100})?")
_SPACE = re.compile(rb"""xmlns(?::[\w.-]{1,60})?\s{0,4}=\s{0,4}["']([^"'<>]{1,256})["']""")
_ATTRIBUTE = re.compile(rb"""([\w.:-]{1,60})\s{0,4}=\s{0,4}(?:"([^"]{0,1024})"|'([^']{0,1024})')""")
# HTML elements that have no end tag (HTML Living Standard, 13.1.2, void elements).
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"})


class Node:
    """An element: its local name, its own text before any child, and where it stands.

    `start` and `end` are byte offsets of the whole element, `closed` says whether its end tag
    was there, `inside` are the bytes of its start tag after the name.
    """

    __slots__ = ("children", "closed", "end", "inside", "name", "start", "text_start")

    def __init__(self, name: str, start: int, inside: bytes, text_start: int) -> None:
        self.name = name
        self.start = start
        self.end = text_start
        self.inside = inside
        self.text_start = text_start
        self.children: list[Node] = []
        self.closed = False

    def walk(self) -> Iterator["Node"]:
        """Yield this element and all below it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def first(self, *names: str) -> "Node | None":
        """Return the first element below with one of these local names (case ignored)."""
        wanted = {name.lower() for name in names}
        return next((n for n in self.walk() if n is not self and n.name.lower() in wanted), None)

    def all(self, *names: str) -> list["Node"]:
        """Return every element below with one of these local names (case ignored)."""
        wanted = {name.lower() for name in names}
        return [n for n in self.walk() if n is not self and n.name.lower() in wanted]

    def spaces(self) -> list[str]:
        """Return the name spaces that its start tag declares."""
        return [found.decode("utf-8", "replace") for found in _SPACE.findall(self.inside)]

    def attributes(self) -> dict[str, str]:
        """Return its attributes, names in lower case, the first of two equal ones."""
        found: dict[str, str] = {}
        for name, double, single in _ATTRIBUTE.findall(self.inside):
            found.setdefault(name.decode("ascii", "replace").lower(), _text(double or single))
        return found


class Document:
    """What one scan found: `root` holds the top elements as children, `cut` says it is broken."""

    __slots__ = ("cut", "data", "root")

    def __init__(self, data: bytes, root: Node, cut: bool) -> None:
        self.data = data
        self.root = root
        self.cut = cut

    def text(self, node: Node) -> str:
        """Return the own text of a closed element without children, else an empty text."""
        if not node.closed or node.children:
            return ""
        close = self.data.rfind(b"</", node.text_start, node.end)
        return _text(self.data[node.text_start : max(close, node.text_start)][:MAX_TEXT])


def _text(raw: bytes) -> str:
    stripped = raw.strip()
    if stripped.startswith(b"<![CDATA[") and stripped.endswith(b"]]>"):
        return stripped[9:-3].decode("utf-8", "replace").strip()
    return html.unescape(stripped.decode("utf-8", "replace")).strip()


def scan(data: bytes) -> Document:
    """Scan tags into a tree. Never raises; linear; at most MAX_ELEMENTS and MAX_DEPTH."""
    root = Node("", 0, b"", 0)
    root.end = len(data)
    stack = [root]
    cut = False
    count = 0
    position = data.find(b"<")
    while position >= 0:
        if skip := _skip(data, position):
            if skip < 0:
                cut = True
                break
            position = data.find(b"<", skip)
            continue
        end = data.find(b">", position, position + _MAX_TAG)
        if end < 0:
            cut = True
            break
        closing = data[position + 1 : position + 2] == b"/"
        name = _NAME.match(data, position + 1 + closing)
        if name is None:
            position = data.find(b"<", position + 1)
            continue
        local = name[0].rpartition(b":")[2].decode("utf-8", "replace")
        if closing:
            _close(stack, local, end + 1)
        else:
            count += 1
            node = Node(local, position, data[name.end() : end], end + 1)
            stack[-1].children.append(node)
            if data[end - 1 : end] == b"/" or local.lower() in _VOID:
                node.closed = True
            else:
                stack.append(node)
            if count >= MAX_ELEMENTS or len(stack) > MAX_DEPTH:
                cut = True
                break
        position = data.find(b"<", end + 1)
    return Document(data, root, cut or len(stack) > 1)


def _skip(data: bytes, position: int) -> int:
    """Return the end of a comment, CDATA section, declaration or instruction; 0 if none is here,
    -1 if it does not end."""
    for opening, closing in ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")):
        if data.startswith(opening, position):
            end = data.find(closing, position + len(opening))
            return -1 if end < 0 else end + len(closing)
    if data.startswith(b"<!", position):
        end = data.find(b">", position)
        return -1 if end < 0 else end + 1
    return 0


def _close(stack: list[Node], name: str, end: int) -> None:
    """Close the nearest open element of that name; what was left open inside it stays unclosed."""
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            stack[depth].closed = True
            stack[depth].end = end
            del stack[depth:]
            return
