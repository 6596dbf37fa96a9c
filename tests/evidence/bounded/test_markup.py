"""The tolerant door to XML and HTML."""

import time

import pytest

from nameplate.evidence.bounded import markup


def test_gives_text_and_bytes_of_each_element() -> None:
    data = b'<a xmlns="urn:x"><b>1 &amp; 2</b><ns:c n="v"><![CDATA[<raw>]]></ns:c></a>'
    document = markup.scan(data)
    b, c = document.root.first("b"), document.root.first("c")
    assert b is not None
    assert c is not None
    assert document.text(b) == "1 & 2"
    assert data[b.start : b.end] == b"<b>1 &amp; 2</b>"
    assert document.text(c) == "<raw>"
    assert c.attributes() == {"n": "v"}
    assert document.root.children[0].spaces() == ["urn:x"]
    assert not document.cut


def test_a_cut_element_keeps_no_text() -> None:
    document = markup.scan(b"<a><b>whole</b><c>half of a val")
    names = {node.name: document.text(node) for node in document.root.walk()}
    assert names == {"": "", "a": "", "b": "whole", "c": ""}
    assert document.cut


def test_entities_are_never_resolved() -> None:
    document = markup.scan(b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>')
    found = document.root.first("a")
    assert found is None or document.text(found) in ("&e;", "")


def test_an_end_tag_closes_what_was_left_open_inside() -> None:
    document = markup.scan(b"<a><b>x<c></a><d>y</d>")
    assert [node.name for node in document.root.children] == ["a", "d"]


@pytest.mark.parametrize(
    "data",
    [b"<" * 1_000_000, b"<a>" * 400_000, b"<!--" * 250_000, b"</a>" * 250_000, b"<a b='" * 99],
)
def test_hostile_markup_costs_no_more_than_its_length(data: bytes) -> None:
    began = time.monotonic()
    document = markup.scan(data)
    assert sum(1 for _ in document.root.walk()) <= markup.MAX_ELEMENTS + 1
    assert time.monotonic() - began < 5
