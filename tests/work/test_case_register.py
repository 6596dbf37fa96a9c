"""A case's register beside the command line: followed where it is ours, told where it is not."""

from pathlib import Path

import pytest

from nameplate.model.errors import Refused
from nameplate.work import case, read
from nameplate.work.desk import Desk, decisions_of, today


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "register.csv").write_text(
        "Asset,Type,Make,Model,MAC address\nA-1,Camera,Acme,X1,00:00:5e:00:53:01\n"
    )
    made = tmp_path / ".nameplate"
    run(tmp_path, made)
    Desk.open(made)
    return made


def run(tmp_path: Path, made: Path) -> read.Outcome:
    request = read.Request((str(tmp_path / "evidence"),), "2022-call", today(), made)
    return read.run(request, on_progress=lambda _: None)


def test_a_register_of_another_user_is_refused_and_not_followed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another user"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "another user"))
    with pytest.raises(Refused, match="another user"):
        Desk.open(folder)
    found, told = decisions_of(folder)
    assert found == ()
    assert "No decision of this case was followed" in told[0]
    assert "No decision of this case was followed" in run(tmp_path, folder).notices[-1]
    Desk.open(folder, adopt=True)
    assert decisions_of(folder) == ((), ())


def test_a_case_that_is_forgotten_leaves_no_decision_and_no_upload(folder: Path) -> None:
    (folder / "spool" / "1").mkdir(parents=True)
    (folder / "spool" / "1" / "000000").write_bytes(b"x")
    case.forget(folder)
    assert not folder.exists()
