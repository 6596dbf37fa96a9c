"""A dated copy of the IEEE registry for the text of any other address; it never names a maker.

The copy is the one that the package netaddr carries: MA-L blocks, and the old IAB ones. What it
says is shown as a registrant's text. When it was made stands in `registry.toml`, a line a version.
"""

from functools import cache
from pathlib import Path

from nameplate.model.identifiers import is_locally_administered

# These hold 28 and 36 bit blocks of many companies: the registrant of the first 24 is the registry.
_REGISTRY_ITSELF = frozenset({"IEEE Registration Authority"})


class PackagedRegistry:
    """Satisfies `model.knowledge.Registry`; imports netaddr when it is first asked."""

    @property
    def stated(self) -> str:
        """What the copy is and from when."""
        return _stated()

    def registrant(self, mac: str, /) -> str | None:
        """Return the registrant's text of a normalised MAC (12 lower hex digits), or None."""
        return None if is_locally_administered(mac) else _registrant(mac[:6])


@cache
def _stated() -> str:
    from importlib.metadata import version

    held = version("netaddr")
    return f"IEEE registry as in netaddr {held}, {_dated().get(held, 'day not stated')}"


def _dated() -> dict[str, str]:
    import tomllib

    text = Path(__file__).with_name("registry.toml").read_text("utf-8")
    return {
        copy["version"]: f"{copy['dated'].day} {copy['dated']:%B %Y}"
        for copy in tomllib.loads(text)["copy"]
    }


@cache
def _registrant(prefix: str) -> str | None:
    from netaddr import OUI
    from netaddr.core import NotRegisteredError

    try:
        text = str(OUI(int(prefix, 16)).registration().org).strip()
    except NotRegisteredError:
        return None
    return None if not text or text in _REGISTRY_ITSELF else text
