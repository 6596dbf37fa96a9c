"""What LLDP and CDP neighbours said of themselves, in the printed form of one label a line.

IEEE 802.1AB names the fields (chassis ID, port ID, system name, system description, management
address, and LLDP-MED's inventory); CDP has device ID, platform and version. Every system prints
them under its own labels, which stand in `text_tables.toml`; values may run over several lines.
"""

import re
from typing import NamedTuple

from nameplate.evidence.protocols import addresses
from nameplate.evidence.tables import text_tables

LONGEST = 1024
"""Longest description that is kept, in characters."""
_LINES = 8
_DEEP = 16
_MOST_FACTS = 200
# After the label stands a colon, a row of dots, or a sign of equality and a comma at the end.
_LABEL = re.compile(
    r"(?P<indent>\s*)(?P<mark>[-+*] |\d{1,3} )?"
    r"(?P<label>[A-Za-z][^:=\"]{0,60}?)(?P<dots>(?: ?\.){2,} ?)?"
    r"\s{0,20}(?(dots):?|(?::|(?P<equals>= )))\s*(?P<value>.*)"
)
_MARKED = re.compile(r":|\. ?\.|= ")
_TOLD = re.compile(r":(?= |$)|\.{3}")
_SECTIONS = (
    re.compile(r"Interface (\S{1,64}) detected \d+ LLDP neighbou?rs?"),
    re.compile(r"(\S{1,64}) has \d+ neighbou?rs?(?:\(s\))?:?\s*$"),
    re.compile(r"Local (port\S{1,64}?):\s*$"),
    re.compile(r"Remote LLDP [\w -]{1,40} on Local (?:Slot/)?Port (\S{1,64}?):\s*$"),
    re.compile(r"LLDP neighbou?r-information of port \d+\[(\S{1,64})\]:?\s*$"),
)
_ANOTHER = (
    re.compile(r'\s*Neighbou?r (?P<chassis>[^\s/]{1,64})/"?(?P<port>[^",]{1,64})"?, age '),
    re.compile(r"\s*Chassis (?P<chassis>[^\s,]{1,64}), Port (?P<port>[^,]{1,64}):\s*$"),
)
# What every line of the two kinds above has: most lines have none of it.
_OPENS = re.compile(r"[Nn]eighbo|LLDP|Local port|Chassis ")
# "Platform: x,  Capabilities: y" is two labels on a line; a description may hold the like.
_NEXT_LABEL = re.compile(r"(?:,\s{1,4}|\s{2,60})(?=[A-Za-z][A-Za-z ()-]{1,40}:)")
_LONG = frozenset({"descr", "version"})
_STARTS = frozenset({"chassis", "device", "name", "local", "begin"})
_WEAK_STARTS = frozenset({"mac", "ip"})
_OF_THE_SWITCH = frozenset({"local", "local_id", "vlan", "interface"})
_ONCE = frozenset({"chassis", "device", "name"})
NEIGHBOUR = frozenset({"chassis", "device", "name", "descr", "platform"})
"""Roles that only a neighbour's own message fills."""
_NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "not advertised",
        "[not advertised]",
        "na",
        "n/a",
        "none",
        "null",
        "not received",
        "(null)",
    }
)


class Line(NamedTuple):
    """A line of the file: its number, its offset in bytes where known, its bytes, its screen."""

    number: int
    offset: int | None
    raw: bytes
    text: str


class Fact(NamedTuple):
    """One value: what it means (a role of `text_tables.toml`), and its first and last line."""

    role: str
    text: str
    line: Line
    last: Line


class Block(NamedTuple):
    """One neighbour, or one entry of a table printed as labels."""

    facts: tuple[Fact, ...]

    def first(self, *roles: str) -> Fact | None:
        """Return the first fact of a role, or None; roles in order of preference."""
        return next((f for role in roles for f in self.facts if f.role == role), None)


def _style(match: re.Match[str]) -> tuple[str, str, str]:
    """Return how a label is set: at the margin, any line of a description may look the same."""
    return match["indent"], match["mark"] or "", match["equals"] or ""


def _wraps(text: str) -> bool:
    """Say whether a line is set so far in that it goes on with a value above it."""
    return len(text) - len(text.lstrip()) > _DEEP


class Blocks:
    """Collects labelled lines into blocks; a label that comes again begins the next block."""

    def __init__(self) -> None:
        self._facts: list[Fact] = []
        self._section: Fact | None = None
        self._long: Fact | None = None
        self._quoted = False
        self._style = ("", "", "")
        self._done: list[Block] = []

    @property
    def active(self) -> bool:
        """Say whether a block is open."""
        return bool(self._facts) or self._section is not None

    def feed(self, line: Line, *, in_table: bool) -> bool:
        """Take a line in; False if it is none of a block's. Inside a table only the labels that
        no table has below its heading are believed.
        """
        if self._quoted and self._long is not None:
            self._continue(line)
            return True
        if _OPENS.search(line.text) and self._opened(line):
            return True
        return self._labelled(line, in_table)

    def _opened(self, line: Line) -> bool:
        """Begin a section of a port, or a neighbour, where a line does nothing else."""
        for section in _SECTIONS:
            if match := section.match(line.text):
                self._flush()
                self._section = Fact("local", match[1], line, line)
                return True
        for another in _ANOTHER:
            if match := another.match(line.text):
                self._begin()
                for name in ("chassis", "port"):
                    self._facts.append(Fact("other_mac", match[name], line, line))
                return True
        return False

    def blank(self) -> None:
        """An empty line ends a value of several lines, and a block that is no neighbour's."""
        if not self._quoted:
            self._long = None
        if self._facts and not self._is_neighbour():
            self._flush()

    def close(self) -> list[Block]:
        """End the block and the section, and return all that is done."""
        self._flush()
        self._section = None
        return self.take()

    def take(self) -> list[Block]:
        """Return what is done by now, once."""
        done, self._done = self._done, []
        return done

    def _labelled(self, line: Line, in_table: bool) -> bool:
        match = _LABEL.fullmatch(line.text) if _MARKED.search(line.text) else None
        label = re.sub(r"\([^()]{0,40}\)", " ", match["label"]) if match else ""
        role = text_tables.role("labels", label) if match else None
        if match is None or role is None:
            if match is not None and (
                match["dots"] or self._style == _style(match) != ("", "", "")
            ):
                self._long = None
            if self._long is not None:
                self._continue(line)
                return True
            told = match is not None and len(match["label"]) > 2 and _TOLD.search(line.text)
            # A line with an address and no label is a row, and ends what stands above it, unless
            # it is the rest of a value that wraps.
            is_row = bool(addresses.macs(line.text)) and not _wraps(line.text)
            return self.active and (bool(told) or not is_row)
        starts = _STARTS if in_table else _STARTS | _WEAK_STARTS
        if not self.active and role not in starts:
            return False
        self._long = None
        self._style = _style(match)
        value = match["value"].strip()
        if match["equals"]:
            value = value.removesuffix(",")
        value, *more = [value] if role in _LONG else _NEXT_LABEL.split(value)
        self._add(role, value, line)
        for part in more:
            self._labelled(line._replace(text=part), in_table)
        return True

    def _add(self, role: str, value: str, line: Line) -> None:
        if len(self._facts) >= _MOST_FACTS:
            self._flush()
        held = {fact.role for fact in self._facts}
        if role == "begin":
            self._begin()
            role = "other_mac"
        elif role == "local":
            # CDP names the port after the device, LLDP before the chassis.
            if value and (role in held or ("device" not in held and held & {"chassis", "name"})):
                self._flush()
        elif role in held and (role in _ONCE or (role == "mac" and not self._is_neighbour())):
            self._flush()
        if role == "local" and value:
            self._section = Fact("local", value, line, line)
        if role == "device":
            self._section = None
        self._keep(role, value, line)

    def _keep(self, role: str, value: str, line: Line) -> None:
        self._quoted = len(value) > 1 and value[0] == '"' and value[-1] != '"'
        clean = value.strip('"').strip()
        fact = Fact(role, "" if clean.lower() in _NOTHING else clean[:LONGEST], line, line)
        self._facts.append(fact)
        if role in _LONG:
            self._long = fact

    def _continue(self, line: Line) -> None:
        """Add a line to a description. What wraps is told apart by its indent, and joined."""
        assert self._long is not None  # noqa: S101 - the callers looked
        held = self._long
        text = line.text.strip()
        wraps = _wraps(line.text)
        joined = (
            f"{held.text}{' ' if wraps else chr(10)}{text.rstrip(chr(34))}" if held.text else text
        )
        fact = Fact(held.role, joined[:LONGEST], held.line if held.text else line, line)
        self._facts[self._facts.index(held)] = fact
        over = line.number - held.line.number >= _LINES
        ends = self._quoted and text.endswith('"')
        self._quoted = self._quoted and not (ends or over)
        self._long = None if ends or over else fact

    def _begin(self) -> None:
        if {fact.role for fact in self._facts} & {"chassis", "name", "other_mac"}:
            self._flush()

    def _is_neighbour(self) -> bool:
        return any(fact.role in NEIGHBOUR for fact in self._facts)

    def _flush(self) -> None:
        facts = [fact for fact in self._facts if fact.text]
        if facts and all(fact.role != "local" for fact in facts) and self._section is not None:
            facts.append(self._section)
        if any(fact.role not in _OF_THE_SWITCH for fact in facts):
            self._done.append(Block(tuple(facts)))
        self._facts = []
        self._long = None
        self._quoted = False
