"""Why a worker ended: in plain words, with what to do."""

import signal
import sys
from typing import Final

from nameplate.evidence.sandbox.limits import Limits

SPLIT: Final = "Split the file and read the parts, or say which program wrote it."
REPORT: Final = "Please report this line to the project; it holds nothing of the file."


def cause(code: int, limits: Limits) -> tuple[str, str, bool]:
    """Say in plain words why a worker ended unasked, what to do, and whether it is our fault.

    `code` is its exit code; a signal's is negative.
    """
    if code >= 0:
        return f"our fault: its worker ended by itself (code {code})", REPORT, True
    if sys.platform != "win32":
        if -code == signal.SIGXCPU:
            return f"used {limits.seconds:.0f} s of processor time", SPLIT, False
        if -code == signal.SIGKILL:
            return (
                "the system ended its worker, most likely for want of memory",
                "Close other programs, or split the file, and read it again.",
                False,
            )
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"its worker died ({name})", SPLIT, False
