"""Devices are counted by place, band and listing, of the view that is shown and no other."""

from pathlib import Path

from nameplate.register import Store, Views
from nameplate.register.by_place import AtPlace, by_place
from nameplate.register.views import Row


def row(id_: str, place: str, band: str, listed: bool | None) -> Row:
    return Row(
        *(id_, "camera", "", band, listed, place, 0, "", "", "", ""),
        names=(),
        text="",
        line=b"{}",
        body=b"{}",
    )


def test_each_place_has_its_devices_by_what_is_judged(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    views = Views(store)
    views.build([row("a", "library", "strong", True)], b"{}")
    shown = [
        row("a", "library", "strong", True),
        row("b", "library", "strong", True),
        row("c", "library", "weak", None),
        row("d", "", "moderate", False),
    ]
    generation = views.build(shown, b"{}")
    assert set(by_place(store, generation)) == {
        AtPlace("library", "strong", True, 2),
        AtPlace("library", "weak", None, 1),
        AtPlace("", "moderate", False, 1),
    }
    assert by_place(store, generation + 1) == ()
