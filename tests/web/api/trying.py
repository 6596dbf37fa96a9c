"""What schemathesis is told beside the contract: JSON lines, and words that the law knows."""

import json
from typing import Any

import schemathesis

WORDS = {
    "actor_kind": "contracting-authority",
    "jurisdiction": "GB-ENG",
    "verb": "buy",
    "date": "2026-11-25",
}


@schemathesis.serializer("application/jsonl")
def json_lines(context: schemathesis.SerializationContext, value: object) -> bytes:
    """Send what was made as a line: a question for every second one."""
    line = json.dumps({**WORDS, "id": str(value)[:40]})
    return f"{line}\n{value}".encode("utf-8", "replace")


@schemathesis.hook
def map_body(context: schemathesis.HookContext, body: Any) -> Any:
    """Let every other question be one that the law can answer, so that its answers are tried."""
    operation = context.operation
    if operation is None or not operation.path.startswith("/law/") or not isinstance(body, dict):
        return body
    question = body.get("question", body)
    if isinstance(question, dict) and len(str(question.get("actor_kind", ""))) % 2 == 0:
        question.update({name: word for name, word in WORDS.items() if name in question})
    return body
