"""What of a place and of a client's own name is kept: words of rooms, products with versions."""

import pytest

from nameplate.evidence.protocols import names


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Google Chrome/99.0.4844.74 Mac OS X", "Chrome/99.0.4844.74"),
        ("Dalvik/2.1.0 (Linux; U; Android 10; Redmi of Cressida)", "Dalvik/2.1.0"),
        ("ksoap2-android/2.6.0+", "ksoap2-android/2.6.0+"),
        (
            "Mozilla/5.0 (X11) Gecko/20100101 Firefox/99.0",
            "Mozilla/5.0 Gecko/20100101 Firefox/99.0",
        ),
        ("network camera", "network camera"),
        ("Cressida Fotheringay", ""),
        ("(Cressida/1)", ""),
        ("Ex/1 (of (some) Cressida/1) Two/2 (Cressida/1", "Ex/1 Two/2"),
        ("see https://example.org/a/b?token=x", ""),
        ("", ""),
    ],
)
def test_of_a_client_its_products_are_kept(said: str, kept: str) -> None:
    assert names.kept("http.user_agent", said) == kept


@pytest.mark.parametrize(
    "place",
    ["Server room, floor 2", "Rack 12", "North wing / corridor", "IDF-3", "Building B, Roof"],
)
def test_a_room_is_kept(place: str) -> None:
    assert names.kept("snmp.sys_location", place) == place


@pytest.mark.parametrize(
    "place",
    ["Cressida's office", "Office of C. Fotheringay", "cressida@example.org", "12 High Street"],
)
def test_a_place_with_any_other_word_is_not(place: str) -> None:
    assert names.kept("snmp.sys_location", place) == ""
