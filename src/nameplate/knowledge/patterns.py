"""RE2 patterns: the engine that checks them is the engine that runs them, linear by construction.

Compiled on first use: most runs ask a tenth of the patterns.
"""

from collections.abc import Iterator, Mapping
from typing import Protocol, cast

from nameplate.model.knowledge import Match


class _Compiled(Protocol):
    def search(self, text: str, /) -> Match | None: ...


class Re2Pattern:
    """One pattern, compiled when it is first asked. Satisfies `model.knowledge.Pattern`."""

    __slots__ = ("_compiled", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._compiled: _Compiled | None = None

    def search(self, text: str, /) -> Match | None:
        """Return the first match or None. Raises ValueError if RE2 cannot run the pattern."""
        if self._compiled is None:
            self._compiled = compile_re2(self.text)
        try:
            return self._compiled.search(text)
        except UnicodeEncodeError:
            # RE2 works on UTF-8, which has no lone surrogates; a reply may carry them escaped.
            return self._compiled.search(text.encode("utf-8", "replace").decode("utf-8"))


def compile_re2(text: str) -> _Compiled:
    """Compile a pattern now. Raises ValueError, saying why, if RE2 cannot run it."""
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return cast(_Compiled, re2.compile(text, options))
    except re2.error as fault:
        why = fault.args[0] if fault.args else "not understood"
        raise ValueError(why.decode() if isinstance(why, bytes) else str(why)) from None


class Patterns(Mapping[str, Re2Pattern]):
    """Patterns by id of signal, grammar or kind rule; each compiled on first use."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._held = {key: Re2Pattern(text) for key, text in texts.items()}

    def __getitem__(self, key: str) -> Re2Pattern:
        return self._held[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)
