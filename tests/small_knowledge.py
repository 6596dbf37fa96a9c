"""A folder of knowledge of a few records, for tests: whole, and easy to break."""

from pathlib import Path

FILES = {
    "release.toml": "released = 2026-01-02\n",
    "ordinary.toml": """
names = ["Acme Bakery"]
models = [{ value = "AC-100" }]
overlaps = []
""",
    "entities/makers.toml": """
[[entity]]
id = "acme"
name = "Acme Cameras Ltd."
short = "Acme"
aliases = ["Acme Cameras"]
weak_aliases = ["Acme"]
source = [{ what = "name", where = "its own page", seen = 2026-01-01 }]

[[entity]]
id = "bolt"
name = "Bolt Optics"
short = "Bolt"
source = [{ what = "name", where = "its own page", seen = 2026-01-01 }]
""",
    "brands/acme.toml": """
[[brand]]
id = "acme"
name = "Acme"
makers = ["acme"]
own = true
source = [{ what = "brand", where = "its own page", seen = 2026-01-01 }]
""",
    "signals/acme.toml": """
[[signal]]
id = "acme-server"
maker = "acme"
fields = ["http.server"]
pattern = '^AcmeWeb/\\d$'
group = "firmware"
weight = 2.5
basis = { hits = 5, units = 5, other_hits = 0, other_units = 50 }
says = 'its web server calls itself "{value}"'
examples = ["AcmeWeb/1"]
not = ["AcmeWeb"]
source = [{ what = "banner", where = "a recorded reply", seen = 2026-01-01 }]
""",
    "grammars/acme.toml": """
[[grammar]]
id = "acme-model"
maker = "acme"
brand = "Acme"
kind = "camera"
pattern = '^AC-[A-Z]\\d{3}$'
weight = 2.0
own = true
examples = ["AC-B100"]
not = ["AC-100"]
source = [{ what = "models", where = "its own page", seen = 2026-01-01 }]
""",
    "registrants/acme.toml": """
[[registrant]]
name = "Acme Cameras Ltd"
role = "maker"
maker = "acme"
weight = 2.0
source = [{ what = "blocks", where = "IEEE registry", seen = 2026-01-01 }]
blocks = ["00005e", "00005e1", "00005e123"]

[[registrant]]
name = "Radio Modules Inc."
role = "component"
weight = 0.0
source = [{ what = "blocks", where = "IEEE registry", seen = 2026-01-01 }]
blocks = ["00005f"]
""",
    "kinds/words.toml": """
[[kind]]
id = "kind-word-camera"
kind = "camera"
fields = ["register.kind"]
pattern = '(?i)\\bcamera\\b'
strength = 1
examples = ["Camera"]
not = ["Printer"]
source = [{ what = "the word", where = "its plain meaning", seen = 2026-01-01 }]
""",
    "listings/list.toml": """
[[listing]]
id = "a-list"
title = "A list"
says = "The list is a list."
source = [{ what = "the list", where = "its own page", seen = 2026-01-01 }]

[[listing.members]]
entity = "acme"
basis = "named"
valid_from = 2026-01-01
""",
    "deployments/said.toml": """
[[deployment]]
id = "town-2025"
body = "Town Council"
about = "body"
place = "GB-ENG"
area = "E06000034"
makers = ["acme"]
what = "cameras"
count = 12
status = "in use"
claimant = "Town Council"
as_at = "2025-06"
source = [{ what = "its reply", where = "its own page", seen = 2026-01-01 }]
""",
}


def write(folder: Path) -> Path:
    """Write the small folder of knowledge and return it."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    return folder
