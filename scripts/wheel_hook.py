"""Build hook: put the compiled form of the knowledge into the wheel.

A wheel without it works and is slower to start the first time, so a build environment that lacks
the product's own dependencies only says so. Nothing is written into the tree.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledKnowledge(BuildHookInterface[Any]):
    """Compile the records, with their checks, and add the result beside them."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before the wheel is put together. Raises KnowledgeFault where a record is wrong."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        try:
            from nameplate.knowledge import compiled
            from nameplate.knowledge.loader import RECORDS, compile_records
        except ImportError as missing:
            self.app.display_warning(f"the wheel carries no compiled knowledge: {missing}")
            return
        key = compiled.key_of(RECORDS)
        place = Path(tempfile.mkdtemp(prefix="nameplate-")) / compiled.SHIPPED
        place.write_bytes(compiled.pack(compile_records(RECORDS, key)))
        build_data["force_include"][str(place)] = f"nameplate/knowledge/{compiled.SHIPPED}"
