"""Credentials inside cells of asset tables: cut away, and ordinary words left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nameplate.evidence.tables.asset_secrets import without_credentials

WAYS = [
    "admin/{}", "admin {}", "admin - {}", "admin – {}", "admin: {}", "admin\\{}", "admin|{}",
    "admin, {}", "admin ({})", "(admin {})", "admin '{}'", "admin\n{}", "admin -> {}",
    "admin and {}", "user admin pass {}", "user {} pass x", "login root {}", "login: {}",
    "pw {}", "PW {}", "p/w {}", "P\\W {}", "pw-{}", "pw. {}", "pwd {}", "PIN {}", "pin no {}",
    "code {}", "Code is {}", "pass={}", "ww {}", "wachtwoord {}", "Kennwort {}", "l: admin p: {}",
    "u: root p: {}", "u: jo p: {}", "p: {}", "community {}", "key {}", "u/n admin {}",
    "username admin, {}", "password {}", "the password is {}", "hasło {}", "contraseña {}",
    "contrasen\u0303a {}", "mot de passe {}", "пароль {}", "密码{}", "密码：{}",
    "admin          {}",
    "admin\t{}", "secret {}", "SNMP v2c {}", "operator {}", "root_{}",
    "https://h.example/?user=a&pwd={}",
    "admin@{}", "admin:{}@192.0.2.1",
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("secret", ["hunter2", "SECRETA1", "9SECRET9", "Pa55word!", "48151623"])
def test_a_credential_is_cut_away_however_it_is_written(way: str, secret: str) -> None:
    for before in ("", "Hall ", "DS-2CD2032-I "):
        kept, found = without_credentials(before + way.format(secret))
        assert found
        assert secret not in kept


@pytest.mark.parametrize("way", ["{} pw", "{} (pin)", "{} is the password", "{} password for admin",
                                 "{} = code"])  # fmt: skip
def test_a_credential_before_its_word_is_not_read_either(way: str) -> None:
    assert without_credentials(way.format("hunter2")) == ("", True)


@pytest.mark.parametrize("text", ["adminLABELSECRET", "admin1234", "PIN4711", "Hall pw1234"])
def test_a_credential_glued_to_its_word_is_cut_away(text: str) -> None:
    assert without_credentials(text).kept in ("", "Hall")


@pytest.mark.parametrize("word", ["letmein", "correct", "Winter", "sunshine"])
@pytest.mark.parametrize("way", ["admin {}", "pass {}", "root/{}", "user admin {}", "pin {}"])
def test_after_a_login_word_even_a_plain_word_is_no_place(way: str, word: str) -> None:
    assert without_credentials(way.format(word)) == ("", True)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("DS-2CD2032-I pw hunter2", "DS-2CD2032-I"),
        ("DS-2CD2143 (admin hunter2)", "DS-2CD2143"),
        ("F11110002 admin hunter2", "F11110002"),
        ("Hall - admin | hunter2", "Hall"),
        ("Yard u: root p: hunter2", "Yard"),
        ("Admin office code 4711", "Admin office"),
        ("Łódź główna hasło hunter2", "Łódź główna"),
    ],
)
def test_what_stands_before_a_credential_is_kept(text: str, kept: str) -> None:
    assert without_credentials(text) == (kept, True)


@pytest.mark.parametrize(
    "text",
    [
        "key stage 2 block", "Key Stage 1", "Passmore Road", "pin board", "Community Centre",
        "Community garden", "COMMUNITY HALL", "KEY STAGE TWO", "Admin office", "Admin Block C2",
        "ADMIN BUILDING", "admin", "School admin", "Admin, Town Hall", "Admin (1st floor)",
        "Admin - Room 12", "Admin/Reception", "admin-pc", "AdminOffice", "Admin2", "Root Lane",
        "Key cupboard", "Keypad by the gate", "Passage to car park", "Khyber Pass",
        "North Pass Road", "bus pass reader", "Pin Mill", "PIN pad at door 4", "User support desk",
        "Login screen", "Code Street", "token machine", "Secret garden", "Communal area",
        "Cam @ Main St", "Lobby east", "DS-2CD2032-I", "IPC-HFW2431T-ZS-S2", "Community Nursing",
        "Keys Avenue", "Passport control", "Compass House", "Codebreaker Hall", "Level: 2", "L 2",
        "Admin - EG", "Administration", "Users' lounge", "Operator room", "Guest house 2",
        "P3245-LV", "UP/DOWN stairs", "Pinhole camera", "", "Admin Büro", "Cour admin",
        "Community College 2101 Main St", "Snmp 192.0.2.1", "Key West",
    ],
)  # fmt: skip
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert without_credentials(text) == (text, False)


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_text_is_cut_to_its_beginning(text: str) -> None:
    kept, found = without_credentials(text)
    assert found or kept in (text, kept)
    assert len(kept) <= len(text) * 3


def test_a_long_cell_of_marks_takes_linear_time() -> None:
    for text in ("admin office " * 4000, "p: " * 20_000, "key" + " " * 60_000, "u:x " * 15_000):
        without_credentials(text)
