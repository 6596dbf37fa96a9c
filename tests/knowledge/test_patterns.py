"""Patterns run by RE2, compiled when they are first asked."""

import pytest

from nameplate.knowledge.patterns import Patterns, Re2Pattern, compile_re2


def test_finds_the_text_and_says_what_it_found() -> None:
    match = Re2Pattern(r"\bbuild \d{6}$").search("V7.3 build 240516")
    assert match is not None
    assert match.group() == "build 240516"


def test_a_lone_surrogate_in_a_reply_is_no_crash() -> None:
    assert Re2Pattern("^IP Camera").search("IP Camera \udce4") is not None


def test_a_pattern_that_could_take_for_ever_is_refused_or_linear() -> None:
    with pytest.raises(ValueError, match="perl operator"):
        compile_re2(r"(?=x)x")
    assert Re2Pattern(r"^(a+)+$").search("a" * 100_000 + "b") is None


def test_patterns_stand_under_their_ids() -> None:
    patterns = Patterns({"one": "^a$", "two": "^b$"})
    assert list(patterns) == ["one", "two"]
    assert len(patterns) == 2
    assert patterns["two"].search("b") is not None
