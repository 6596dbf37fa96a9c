"""Records of law beside the small folder of knowledge: few, whole, and easy to break."""

from pathlib import Path

import small_knowledge

FILES = {
    "law/places.toml": """
held = ["AA", "AA-N"]
not_held = [{ place = "BB", words = "Betaland" }]
parts = { CC = ["AA-N", "AA-S"] }
within = { "AA-N" = ["AA"], "AA-S" = ["AA"] }
zones = { AA = "Etc/UTC" }
also = { alphaland = "AA" }
names = { AA = "Alpha", "AA-N" = "North", "AA-S" = "South", BB = "Betaland", CC = "Both" }
""",
    "law/implied.toml": """
[[implied]]
role = "importer"
ask = "Does it import?"

[implied.when]
verb = ["buy"]
""",
    "law/vocabulary.toml": """
[strength]
primary = "the text"
secondary = "told by others"
press = "the press"
memory = "remembered"
[strength_cap]
primary = "duty"
secondary = "duty"
press = "depends"
memory = "depends"
[levels]
"official listing" = "by a government"
[force]
statute = "an Act"
[about]
maker = "turns on the maker"
[nexus]
place = "acts there"
[kind]
must-not = "forbidden"
must = "required"
none = "no duty"
[actors]
council = "a council"
named-entity = "one by name"
[roles]
importer = "brings in"
[verbs]
buy = "buys"
use = "uses"
[objects]
equipment = "devices"
[forms]
named = "the members"
list-reference = "on the list"
threshold = "owned to a share"
any = "all"
analytics-enabled = "a feature is on"
[features]
audio = "sound"
[things]
camera = "a camera"
[sites]
school = "a school"
[purposes]
traffic = "traffic"
[funding]
grant = "a grant"
[clauses]
clause-1 = "Clause 1"
[coverage_parties]
supplier = "the supplier"
[assertions]
no-duty = "no duty"
[interval_states]
in-force = "binds"
unknown = "not known"
[interval_basis]
published = "read"
[precision]
day = "to the day"
[clock_events]
first-report = "the first report"
[clock_units]
day = "days"
[calendars]
none = "no holidays"
[context_types]
denial = "says that it is not so"
[facts]
purpose = "What is it for?"
paid_by_grant = "Is it paid by a grant?"
permit = "Was a permit granted?"
listed = "Is it on the list?"
""",
    "instruments/aa-act-1.toml": """
id = "aa-act-1"
aliases = ["aa-old-1"]
title = "An Act"
citation = "Act 1 of 2020"
force = "statute"
about = "maker"
extent = ["AA"]
nexus = ["place"]
strength = "primary"
related = ["aa-list", "aa-denial"]
source = [{ cite = "Act 1", seen = 2026-01-01 }]

[[limbs]]
id = "buy"
kind = "must-not"
actors = ["council"]
not_actors = ["importer"]
verbs = ["buy"]
on = ["use"]
object = "equipment"
extent = ["AA-N"]
paragraph = "s. 1"
gates = [{ fact = "paid_by_grant", value = true, if_unstated = "depends" }]
intervals = [
    { valid_from = 2020-01-01, valid_to = 2020-12-31, state = "in-force", basis = "published" },
    { valid_from = 2021-01-01, state = "unknown", basis = "published" },
]
asks = [{ fact = "purpose", words = "What is it for?" }]

[limbs.coverage]
form = "named"
members = [{ entity = "acme" }, { name = "Somebody Else" }]

[limbs.scope]
things = ["camera"]
sites = ["school"]
funding = ["grant"]
clauses = ["clause-1"]

[limbs.scope.purposes]
acme = ["traffic"]

[[limbs.exceptions]]
text = "With a permit"
test = "permit"
needs_grant = true

[[limbs.clocks]]
what = "report"
after = "first-report"
amount = 3
unit = "day"
calendar = "none"

[[limbs]]
id = "list"
kind = "must"
actors = ["named-entity"]
actor_names = ["The Town"]
verbs = ["use"]
object = "equipment"
paragraph = "s. 2"
intervals = [{ state = "in-force", basis = "published" }]

[limbs.coverage]
form = "list-reference"
list = "aa-list"
clause = "first"
party = "supplier"

[[limbs]]
id = "sound"
kind = "none"
verbs = ["use"]
object = "equipment"
states = "no-duty"
paragraph = "s. 3"
intervals = [{ state = "in-force", basis = "published" }]

[limbs.coverage]
form = "analytics-enabled"
features = ["audio"]
state_needed = "offered"

[if_enacted]

[[if_enacted.switches]]
name = "commencement"
words = "from which day"

[[if_enacted.limbs]]
id = "more"
kind = "must-not"
actors = ["council"]
verbs = ["use"]
object = "equipment"

[if_enacted.limbs.coverage]
form = "threshold"
list = "aa-list"
criterion_id = "aa-test"
threshold = { op = ">", percent = 50 }
""",
    "context/aa.toml": """
[[context]]
id = "aa-denial"
type = "denial"
title = "Acme on the Act"
date = 2020-02-01
attaches_to = ["aa-act-1", "aa-list"]
entities = ["acme"]
text = "Acme says that it is not so."
strength = "press"
source = [{ cite = "A newspaper", seen = 2026-01-01 }]
""",
    "criteria/aa.toml": """
[[criterion]]
id = "aa-test"
words = "a company that is large"
test = "a person says so"
lists = ["aa-list"]
said_of = [{ entity = "acme", by = "a speech" }]
source = [{ cite = "The speech", seen = 2026-01-01 }]
""",
    "ties/aa.toml": """
[[tie]]
owner = "bolt"
subject = "acme"
share_min = "60"
share_max = "60"
direct = true
valid_to = 2022-12-27
strength = "secondary"
source = [{ cite = "A prospectus", seen = 2026-01-01 }]

[[tie]]
owner = "bolt"
subject = "acme"
share_min = "48"
share_max = "48"
direct = true
valid_from = 2022-12-28
strength = "secondary"
source = [{ cite = "A prospectus", seen = 2026-01-01 }]
""",
    "listings/aa-list.toml": """
[[listing]]
id = "aa-list"
aliases = ["aa-short-list"]
title = "A list of the Act"
says = "The list is one of the Act."
extent = ["AA"]
as_at = 2026-01-01
strength = "secondary"
source = [{ what = "the list", where = "its own page", seen = 2026-01-01 }]

[listing.clauses]
first = "the first part"

[[listing.members]]
entity = "acme"
clause = "first"
valid_from = 2020-01-01
effective = 2020-03-01
strength = "press"

[[listing.members]]
name = "Somebody Else"

[[listing]]
id = "aa-unread"
title = "A list that was not read"
says = "The list was not read."
state = "unknown"
asks = [{ fact = "listed", words = "Is it on the list?" }]
source = [{ what = "that there is one", where = "its own page", seen = 2026-01-01 }]
""",
}


def write(folder: Path) -> Path:
    """Write the small folder of knowledge with its records of law and return it."""
    small_knowledge.write(folder)
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    return folder
