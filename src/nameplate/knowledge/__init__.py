"""Facts as TOML records, and the loader that checks and compiles them.

`load` gives the product's own knowledge; `load_from` that of another folder; `check` lists every
fault of a folder; `diff.difference` compares two.
"""

from nameplate.knowledge.loader import check as check
from nameplate.knowledge.loader import load as load
from nameplate.knowledge.loader import load_from as load_from
