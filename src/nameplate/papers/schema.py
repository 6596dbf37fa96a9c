"""The JSON Schema of the answer, generated from the types of `model.report`."""

import msgspec

from nameplate.model.report import Read


def schema() -> dict[str, object]:
    """Return the schema (draft 2020-12) of one `Read`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "nameplate/read/1",
        "title": "The answer of nameplate read",
        "description": "null means not looked (the reason is in not_looked); "
        "[] means looked, and none seen.",
        **msgspec.json.schema(Read),
    }


def schema_json() -> str:
    """Return the schema as the text of `docs/reference/read.schema.json`."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2).decode("utf-8") + "\n"
