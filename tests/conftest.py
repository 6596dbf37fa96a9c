"""A skipped test is told loudly, and where nothing may be skipped it is a fault."""

import os
from collections.abc import Generator

import pytest

NOTHING_SKIPPED = os.environ.get("NAMEPLATE_NOTHING_SKIPPED") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if NOTHING_SKIPPED and report.skipped:
        report.outcome = "failed"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        reasons = {str(r.longrepr[2]) for r in skipped if isinstance(r.longrepr, tuple)}
        terminalreporter.section("NOT RUN HERE")
        for reason in sorted(reasons):
            terminalreporter.line(reason)
