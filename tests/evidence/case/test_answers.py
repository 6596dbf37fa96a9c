"""Asked once and remembered: what a person says of a heading, from the case to the reader."""

from pathlib import Path

import pytest

from nameplate.evidence import intake
from nameplate.evidence.case import Case
from nameplate.evidence.tables.log_columns import id_of
from nameplate.model.errors import WrongUsage
from nameplate.model.reading import FileReading
from nameplate.model.records import Flow
from nameplate.work import case as work

HEADING = ("when", "Addr A", "Addr B", "Proto", "Octets")
LINE = "2026-11-24T10:00:00Z,192.168.10.20,203.0.113.80,tcp,400\n"
ID = id_of(HEADING)


def files(folder: Path) -> None:
    for name in ("monday.csv", "tuesday.csv"):
        (folder / name).write_text(",".join(HEADING) + "\n" + LINE + LINE)
    (folder / "units.csv").write_text("Name,IP,MAC\ncam,192.0.2.1,00:00:5e:00:53:01\n")


def read(folder: Path, case: Path) -> list[FileReading]:
    with Case.open(case) as opened:
        return list(intake.read([str(folder)], case=opened, workers=1))


def flows(readings: list[FileReading]) -> list[Flow]:
    found = [record for reading in readings for p in reading.pieces for record in p.records]
    return [record for record in found if isinstance(record, Flow)]


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    files(folder)
    return folder


def test_one_answer_settles_every_file_with_the_same_heading(
    evidence: Path, tmp_path: Path
) -> None:
    case = tmp_path / "case"
    before = read(evidence, case)
    asked = [unread for reading in before for unread in reading.not_read]
    assert [unread.name.rsplit("/")[-1] for unread in asked] == ["monday.csv", "tuesday.csv"]
    assert f"nameplate case columns {ID} --set source=COLUMN" in asked[0].next_step
    assert flows(before) == []
    said = {"source": "Addr A", "destination": "Addr B", "sent": "Octets"}
    work.say_columns(case, ID, said)
    assert [flow.bytes_out for flow in flows(read(evidence, case))] == [800, 800]


def test_an_answer_costs_only_the_files_that_rest_on_columns(
    evidence: Path, tmp_path: Path
) -> None:
    case = tmp_path / "case"
    read(evidence, case)
    assert all(reading.from_case for reading in read(evidence, case))
    work.say_columns(case, ID, {"source": "Addr A", "destination": "Addr B"})
    again = {reading.name.rsplit("/")[-1]: reading.from_case for reading in read(evidence, case)}
    assert again == {"monday.csv": False, "tuesday.csv": False, "units.csv": True}


def test_answers_add_up_and_can_be_forgotten(evidence: Path, tmp_path: Path) -> None:
    case = tmp_path / "case"
    work.say_columns(case, ID, {"source": "Addr A"})
    work.say_columns(case, ID, {"destination": "Addr B"})
    assert work.columns(case) == {ID: {"source": "Addr A", "destination": "Addr B"}}
    assert len(flows(read(evidence, case))) == 2
    work.forget_columns(case, ID)
    assert work.columns(case) == {}
    assert flows(read(evidence, case)) == []


def test_what_is_no_answer_is_refused_with_the_words_there_are(tmp_path: Path) -> None:
    for heading, said, words in (
        ("monday.csv", {"source": "a"}, "no id of a heading"),
        (ID, {"sauce": "a"}, "no meaning of a column"),
        (ID, {"zone": "Europe/Berlin"}, "no zone"),
    ):
        with pytest.raises(WrongUsage, match=words):
            work.say_columns(tmp_path / "case", heading, said)
    with pytest.raises(WrongUsage, match="nothing is said"):
        work.forget_columns(tmp_path / "case", ID)
