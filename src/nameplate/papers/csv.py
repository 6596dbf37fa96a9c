"""The devices as CSV: one row a device, for a spreadsheet.

UTF-8 with a byte order mark, because Excel takes a CSV without one for the machine's old code
page and garbles every name beyond ASCII; lines end in CR LF (RFC 4180); every cell is quoted.
A ' stands before a text that a spreadsheet would run as a formula or turn into a number, which
an id such as 19e200 looks like. Programs should read the JSON.
"""

import csv
import io

from nameplate.model.report import Read
from nameplate.papers.guard import guard_typed
from nameplate.papers.rows import HEADER, device_rows


def to_csv(read: Read) -> bytes:
    """Return the table of devices. Same input, same bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([guard_typed(cell) for cell in row] for row in device_rows(read))
    return text.getvalue().encode("utf-8-sig")
