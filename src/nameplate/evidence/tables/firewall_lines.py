"""One line that a firewall sends by syslog, whichever kind it is: what it says by meaning.

Spec: pfSense and OPNsense filterlog; PAN-OS traffic logs; Cisco ASA messages 302013 to 302016,
302020 and 106001 to 106100, FTD messages 430002 and 430003; lines of key=value (FortiGate, Sophos,
SonicWall, Stormshield). Of a line only its addresses, ports, transport, sizes, action and times
are read.
"""

import re
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from nameplate.evidence.tables import log_columns

Kind = Literal["cells", "pairs", "denied", "end", "other", "broken", "none"]
LONGEST = 16_384
"""Longest line that is looked at, in characters; what follows is not read."""
_PAIR = re.compile(r'([A-Za-z_][\w.-]{0,39})=(?:"((?:[^"\\]|\\.){0,4096})"|([^\s",]{0,1024}))')
_COLON_PAIR = re.compile(r"(?:^|, )([A-Za-z][\w ]{0,40}): ([^,]{0,512})")
_CELL = re.compile(r'"((?:[^"]|""){0,4096})"(?:,|$)|([^,]{0,4096})(?:,|$)')
_CISCO = re.compile(r"%(?:ASA|FTD|FWSM|PIX)-(?:[a-z]{1,12}-)?\d-(\d{6}): ")
_AT: Final = r"[^:]{1,64}:([0-9A-Fa-f:.]{2,45})/(\d{1,5}) ?\([^)]{0,80}\)"
_BUILT = re.compile(
    rf"Built (?P<way>in|out)bound (?P<protocol>TCP|UDP) connection \d{{1,20}} for {_AT}"
    rf"(?: ?\([^)]{{0,80}}\))? to {_AT}"
)
_HEAD = re.compile(
    r"(?:<\d{1,3}>)?(?:1 )?(?P<when>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?"
    r"(?:Z|[+-]\d\d:?\d\d)?|[A-Z][a-z]{2} {1,2}\d{1,2}(?: \d{4})? \d\d:\d\d:\d\d(?: \d{4})?"
    r"|\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d\.\d{1,6}|\[(?P<epoch>\d{9,10})\]"
    r"|\d{9,10}(?:\.\d{1,9})?(?= )"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4} \d{1,2}:\d\d:\d\d(?: [AP]M)?)"
)
_FILTER = re.compile(r"filterlog(?:\[\d{1,10}\])?[: ](?:- - - |\d{1,10} - \[[^\]]{0,80}\] |- )?\s?")
_TIMES = frozenset({"time", "timestamp", "eventtime", "date", "startime"})
"""Names under which a line states its own time; else the head's is taken."""
_WORD = re.compile(r"[a-z]{3,12}")
_LET_THROUGH = frozenset({"allow", "allowed", "accept", "accepted", "pass", "permit"})
_DENIED = frozenset({"106001", "106006", "106007", "106015", "106021", "106023", "710003"})
_BUILT_IDS, _ENDED_IDS = frozenset({"302013", "302015"}), frozenset({"302014", "302016"})
_EVENTS = frozenset({"430002", "430003"})
_FILTER_CELLS = {"4": 20, "6": 17}
"""Fewest values of a line, by the version of IP: up to the second address."""
_MOST_CELLS = 160
_MOST_PAIRS = 256


class Line(NamedTuple):
    """What kind of line it is, and its values: by meaning ("cells"), or by name ("pairs")."""

    kind: Kind
    values: Mapping[str, str] = {}


def head_time(line: str) -> str:
    """Return the time that the syslog daemon wrote before the message, "" for none."""
    match = _HEAD.match(line)
    return "" if match is None else match["epoch"] or match["when"]


def parse(line: str) -> Line:
    """Return what a line says."""
    if "filterlog" in line and (match := _FILTER.search(line)) is not None:
        return _filterlog(line[match.end() :])
    if (cisco := _CISCO.search(line)) is not None:
        return _cisco(cisco[1], line[cisco.end() :])
    if ",TRAFFIC," in line:
        return _palo_alto(line)
    values = _pairs(line)
    if " SRC=" in line and (at := line.find("IN=")) >= 0 and " OUT=" in line:
        values["action"] = _netfilter(line[:at])
    if values and _TIMES.isdisjoint(values):
        values["timestamp"] = head_time(line)
    return Line("pairs", values) if len(values) > 3 else Line("none")


def _netfilter(prefix: str) -> str:
    """Return what a line of netfilter was written for, as the words before it say: the line
    itself does not say whether the packet passed.
    """
    words = set(_WORD.findall(prefix[-80:].lower()))
    if words & log_columns.data().words.denied:
        return "deny"
    return "allow" if words & _LET_THROUGH else "not said"


def _filterlog(text: str) -> Line:
    cells = text.split(",", 32)
    version = cells[8] if len(cells) > 8 else ""
    if len(cells) < _FILTER_CELLS.get(version, 1):
        return Line("broken")
    if version not in _FILTER_CELLS:
        return Line("other")
    found = _placed(cells, f"filterlog-{version}")
    # "rdr", "nat" and "binat" are translations: the session has a line of its own.
    return Line("cells", found) if found["action"] in ("pass", "block", "reject") else Line("other")


def _palo_alto(line: str) -> Line:
    cells = _csv(line)
    at = cells.index("TRAFFIC") if "TRAFFIC" in cells else -1
    if at < 3 or len(cells) < at + 34:
        return Line("other")
    return Line("cells", _placed(cells[at - 3 :], "palo-alto-syslog"))


def _csv(line: str) -> list[str]:
    """Part a line at its commas; what does not go on like cells ends it."""
    if '"' not in line:
        return line.split(",", _MOST_CELLS)
    cells: list[str] = []
    at = 0
    while at < len(line) and len(cells) < _MOST_CELLS and (found := _CELL.match(line, at)):
        cells.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        at = found.end()
    return cells


def _placed(cells: list[str], name: str) -> dict[str, str]:
    fields = log_columns.positional(name)
    return {meaning: cells[at] for meaning, at in fields.items() if at < len(cells)}


def _cisco(number: str, text: str) -> Line:
    if number in _BUILT_IDS:
        match = _BUILT.match(text)
        return Line("cells", _built(match)) if match is not None else Line("other")
    if number in _ENDED_IDS:
        return Line("end")
    if number in _DENIED:
        return Line("denied")
    if number not in _EVENTS:
        return Line("other")
    values: dict[str, str] = {}
    for match in _COLON_PAIR.finditer(text):
        values.setdefault(match[1], match[2])
    if number == "430002":
        values["phase"] = "start"
    return Line("pairs", values)


def _built(match: re.Match[str]) -> dict[str, str]:
    """Return who began it: outbound, the second end that is named; inbound, the first."""
    first, second = (match[3], match[4]), (match[5], match[6])
    begins, answers = (first, second) if match["way"] == "in" else (second, first)
    return {
        "protocol": match["protocol"],
        "source": begins[0],
        "source_port": begins[1],
        "destination": answers[0],
        "port": answers[1],
    }


def _pairs(line: str) -> dict[str, str]:
    """Return values by name; of a name that stands twice the first counts."""
    found = _PAIR.findall(line)[:_MOST_PAIRS]
    return {name: quoted or bare for name, quoted, bare in reversed(found)}
