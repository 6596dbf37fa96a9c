"""Times as logs write them. A time without a zone is no time: it stays the text it was.

Epochs are told by their length: seconds, milliseconds, microseconds or nanoseconds between 1995
and 2106. A zone may stand in the text, in a column beside it, or be stated by a product or a
person for all lines; a zone is never taken from this machine.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

# Zeek's first release was in 1995; the seconds of the epoch end their 32 bits in 2106.
_EARLIEST, _LATEST = 788_918_400, 4_294_967_296
_EPOCH = re.compile(
    r"(\d{9,10})(?:[.,](\d{1,9}))?|(\d{12,13})(?:\.\d{1,6})?|(\d{15,16})|(\d{18,19})"
)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_DAY = (
    r"(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})[-/ ](?P<mon>[A-Za-z]{3})[-/ ](?P<y2>\d{4})"
    r"|(?P<mon3>[A-Za-z]{3}) {1,2}(?P<d3>\d{1,2})(?:,? (?P<y3>\d{4}))?)"
)
_WHEN = re.compile(
    rf"{_DAY}[T :,]{{1,3}}(?P<h>\d{{1,2}}):(?P<min>\d{{2}}):(?P<s>\d{{2}})(?:[.,](?P<f>\d{{1,9}}))?"
    r"(?: (?P<y4>\d{4}))? ?(?P<z>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{1,2}:?\d{0,2})?"
)
LONGEST = 40


def zone(text: str) -> timezone | None:
    """Return a zone: "UTC", "GMT", "Z", "+02:00", "+0200"; None for anything else."""
    text = text.strip().strip('"')
    if text.upper() in ("UTC", "GMT", "Z"):
        return UTC
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    hours, minutes = int(match[2]), int(match[3] or 0)
    if hours > 14 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if match[1] == "-" else offset)


@lru_cache(maxsize=8192)
def instant(text: str, beside: str = "") -> datetime | None:
    """Return the time in UTC; None where the text is none or no zone is stated.

    `beside` is the zone that is stated elsewhere; one in the text itself goes before it.
    """
    text = text.strip()
    if match := _EPOCH.fullmatch(text):
        return _epoch(match)
    if len(text) > LONGEST or (match := _WHEN.fullmatch(text)) is None:
        return None
    stated = zone(match["z"] or beside)
    year = match["y"] or match["y2"] or match["y3"] or match["y4"]
    month = int(match["m"] or 0) or _MONTHS.get((match["mon"] or match["mon3"] or "").lower(), 0)
    if stated is None or not year or not month:
        return None
    fraction = int((match["f"] or "0")[:6].ljust(6, "0"))
    day = int(match["d"] or match["d2"] or match["d3"])
    clock = int(match["h"]), int(match["min"]), int(match["s"])
    try:
        found = datetime(int(year), month, day, *clock, fraction, tzinfo=stated).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if _EARLIEST <= found.timestamp() < _LATEST else None


def is_time(text: str) -> bool:
    """Say whether a text is a time, with or without a zone."""
    text = text.strip()
    return bool(_EPOCH.fullmatch(text) or (len(text) <= LONGEST and _WHEN.fullmatch(text)))


def _epoch(match: re.Match[str]) -> datetime | None:
    whole, part, milli, micro, nano = match.groups()
    if whole:
        microseconds = int(whole) * 1_000_000 + int((part or "0")[:6].ljust(6, "0"))
    elif milli:
        microseconds = int(milli) * 1000
    else:
        microseconds = int(micro) if micro else int(nano) // 1000
    seconds, rest = divmod(microseconds, 1_000_000)
    if not _EARLIEST <= seconds < _LATEST:
        return None
    return datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=rest)
