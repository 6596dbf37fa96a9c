"""The bar on labelled replies: what must be named, and what may never be.

Over the replies in the repository, and over the reference ones where they are at hand.
"""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from shared_data import shared

ROOT = Path(__file__).parents[2]
LISTED = ("hikvision", "dahua")


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    import importlib.util

    spec = importlib.util.spec_from_file_location(
        "attribution_benchmark", ROOT / "benchmarks/attribution.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("where", ["repository", "reference"])
def test_listed_units_are_named_and_nobody_is_accused(where: str, benchmark: ModuleType) -> None:
    path = ROOT / "benchmarks/replies.jsonl"
    if where == "reference":
        path = shared("data/samples/devices.jsonl")
    knowledge = benchmark.load()
    replies = list(benchmark.samples(path))
    assert len(replies) == 174
    verdicts = [benchmark.judge(one, knowledge) for one in replies]
    firm = [v for v in verdicts if v.band in ("strong", "moderate")]
    right = [v for v in firm if v.maker == v.sample.maker and v.maker in LISTED]
    assert len(right) >= 62
    accused = [v for v in firm if v.maker in LISTED and v.sample.maker != v.maker]
    assert [v.sample.content for v in accused] == []
    without_own = [
        benchmark.judge(one, benchmark.without(knowledge, one.source))
        for one in replies
        if one.maker in LISTED
    ]
    firm_without = [v for v in without_own if v.band in ("strong", "moderate")]
    assert sum(v.maker == v.sample.maker for v in firm_without) >= 57
    alone = [v for v in verdicts if v.sample.channel in ("mac", "http-header", "model-string")]
    assert all(v.band != "strong" for v in alone)


def test_other_makers_are_named_and_none_wrongly(benchmark: ModuleType) -> None:
    knowledge = benchmark.load()
    verdicts = [
        benchmark.judge(one, knowledge)
        for one in benchmark.samples(ROOT / "benchmarks/replies.jsonl")
        if one.maker not in LISTED
    ]
    makers = {r.maker for r in knowledge.registrants} | {s.maker for s in knowledge.signals}
    known = [
        v
        for v in verdicts
        if any(benchmark.same_maker(m, v.sample.maker, knowledge) for m in makers if m)
    ]
    firm = [v for v in verdicts if v.band in ("strong", "moderate")]
    named = [v for v in firm if benchmark.same_maker(v.maker, v.sample.maker, knowledge)]
    assert [v.sample.content for v in firm if v not in named] == []
    assert len(named) >= 0.8 * len(known)
