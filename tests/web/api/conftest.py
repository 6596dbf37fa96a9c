"""The made-up council behind the API, once for all tests that only look."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api_served import Served, served
from nameplate.work import read
from nameplate.work.demo import EVIDENCE
from nameplate.work.desk import today


@pytest.fixture(scope="session")
def council_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up council, read once; to be copied, not changed."""
    case = tmp_path_factory.mktemp("api") / "council"
    request = read.Request((str(EVIDENCE),), "2022-call", today(), case)
    read.run(request, on_progress=lambda _: None)
    with served(case) as first:
        first.settled()
    return case


@pytest.fixture(scope="session")
def council(council_case: Path) -> Iterator[Served]:
    """The council's case, served; tests that use it change nothing in it."""
    with served(council_case) as made:
        made.settled()
        yield made


@pytest.fixture
def own_council(council_case: Path, tmp_path: Path) -> Iterator[Served]:
    """A council of one's own, to be changed."""
    case = tmp_path / "own"
    shutil.copytree(council_case, case)
    with served(case) as made:
        made.settled()
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    """A case in which there is nothing yet."""
    with served(tmp_path / "empty") as made:
        yield made


@pytest.fixture
def client(council: Served) -> Iterator[httpx.Client]:
    with council.client() as made:
        yield made
