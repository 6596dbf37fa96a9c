"""The answer on a terminal: the summary, and the chain of reasons of one device.

Plain text but for colour, which only helps. Nothing of the evidence is taken as markup, and its
control characters are escaped.
"""

from nameplate.papers.terminal.summary import summary as summary
from nameplate.papers.terminal.why import why as why
