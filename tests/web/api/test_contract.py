"""The contract: what it says of itself, and that the code keeps it, tried by schemathesis."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import jsonschema
import msgspec
import pytest

from api_served import Served
from nameplate.model.decisions import Decision
from nameplate.register.filters import LISTED, MARKS, SORTS
from nameplate.web.api.contract import by_resource
from nameplate.web.api.openapi import document, examples
from nameplate.web.api.operation import Operation
from nameplate.web.api.resources.devices import By

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
CONTRACT = ROOT / "docs" / "reference" / "openapi.json"
ST = Path(sys.executable).with_name("st")


def operations() -> list[Operation]:
    return [op for ops in by_resource().values() for op in ops]


def within(value: object) -> Iterator[dict[str, Any]]:
    """Yield every object in a document."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from within(item)
    elif isinstance(value, list):
        for item in value:
            yield from within(item)


def test_the_contract_in_the_repository_is_that_of_the_code() -> None:
    assert json.loads(CONTRACT.read_text()) == json.loads(msgspec.json.encode(document()))


def test_the_contract_that_is_served_is_the_same(council: Served) -> None:
    with council.client() as client:
        assert client.get("/openapi.json").json() == json.loads(CONTRACT.read_text())


def test_every_reference_leads_somewhere_and_every_schema_is_one() -> None:
    whole: Any = json.loads(msgspec.json.encode(document()))
    schemas = whole["components"]["schemas"]
    named = {part["$ref"] for part in within(whole) if isinstance(part.get("$ref"), str)}
    assert {name.rpartition("/")[2] for name in named} <= set(schemas)
    assert not [name for name in schemas if "." in name]  # two types of one name
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_operation_says_what_it_does_and_how_it_fails() -> None:
    whole: Any = json.loads(msgspec.json.encode(document()))
    found = [op for methods in whole["paths"].values() for op in methods.values()]
    assert len({op["operationId"] for op in found}) == len(found) == len(operations())
    for op in found:
        assert op["summary"]
        assert op["description"].endswith((".", ")"))
        assert len(op["tags"]) == 1
        assert "application/problem+json" in op["responses"]["default"]["content"]
        for parameter in op["parameters"]:
            assert parameter["in"] in ("path", "query", "header")


def test_every_body_has_an_example_that_the_code_takes() -> None:
    for op in operations():
        if op.body is not None:
            example = examples()[op.id]["body"]
            msgspec.convert(example, op.body)
        given = examples().get(op.id, {}).get("given")
        if given is not None:
            msgspec.convert(given, op.gives)
    assert set(examples()) <= {op.id for op in operations()}


def test_what_makes_a_job_or_a_decision_can_be_asked_twice() -> None:
    makes = [op for op in operations() if op.method == "POST" and op.gives is not None]
    for op in makes:
        if op.status == 201 and not op.open:
            assert op.once, op.id
    guarded = {op.id for op in operations() if op.guarded}
    assert "decideDevice" in guarded
    assert {op.id for op in operations() if op.method == "PUT"} <= guarded


def test_filters_are_those_of_the_pages() -> None:
    whole: Any = json.loads(msgspec.json.encode(document()))
    parameters = {p["name"]: p["schema"] for p in whole["paths"]["/devices"]["get"]["parameters"]}
    assert set(parameters["listed"]["enum"]) == set(LISTED)
    assert set(parameters["mark"]["enum"]) == set(MARKS)
    assert set(get_args(By)) == set(SORTS) - {""}
    assert Decision.__name__ in whole["components"]["schemas"]


def test_every_page_of_the_demo_fits_its_schema(council: Served) -> None:
    whole: Any = json.loads(msgspec.json.encode(document()))
    with council.client() as client:
        for path, methods in whole["paths"].items():
            if "get" not in methods or "{" in path:
                continue
            asked = path + ("?q=hik" if path == "/search" else "")
            answer = client.get(asked)
            assert answer.status_code == 200, path
            given = methods["get"]["responses"]["200"]["content"].get("application/json")
            if given is not None and answer.headers["content-type"] == "application/json":
                schema = {**given["schema"], "components": whole["components"]}
                jsonschema.validate(answer.json(), schema)


def tried(served: Served, folder: Path, *arguments: str) -> None:
    """Run schemathesis over the whole API; it fails on any breach."""
    done = subprocess.run(
        [
            *(str(ST), "--config-file", str(HERE / "schemathesis.toml"), "run", str(CONTRACT)),
            *("--url", served.base, "--header", f"Authorization: Bearer {served.secret()}"),
            *("--continue-on-failure", "--warnings", "off", *arguments),
        ],
        cwd=folder,
        env={"PYTHONPATH": str(HERE), "PATH": "/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line[:300] for line in done.stdout.splitlines()]
    assert done.returncode == 0, "\n".join(lines[-150:]) + done.stderr[-2_000:]


def test_no_breach_is_found_in_a_short_trial(own_council: Served, tmp_path: Path) -> None:
    tried(
        own_council, tmp_path, "--phases", "examples,fuzzing", "--max-examples", "4", "--seed", "1"
    )


@pytest.mark.prove
def test_no_breach_is_found_in_a_long_trial(own_council: Served, tmp_path: Path) -> None:
    tried(own_council, tmp_path, "--phases", "examples,coverage,fuzzing", "--max-examples", "100")


@pytest.mark.prove
def test_no_breach_is_found_walking_from_answer_to_answer(
    own_council: Served, tmp_path: Path
) -> None:
    tried(own_council, tmp_path, "--phases", "stateful", "--max-examples", "30")
