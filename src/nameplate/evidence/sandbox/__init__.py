"""The one place that decides what a worker may do on this system.

`enter` is called once in a worker, before the first byte of evidence, and says which protections
hold. It never fails: what this system or container refuses is reported as not holding.
`clock` starts or stops the time of one file; `undisturbed` holds its bell for a moment.
"""

import sys

if sys.platform == "win32":
    from nameplate.evidence.sandbox.windows import clock as clock
    from nameplate.evidence.sandbox.windows import enter as enter
    from nameplate.evidence.sandbox.windows import undisturbed as undisturbed
else:
    from nameplate.evidence.sandbox.posix import clock as clock
    from nameplate.evidence.sandbox.posix import enter as enter
    from nameplate.evidence.sandbox.posix import undisturbed as undisturbed
