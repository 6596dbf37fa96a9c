"""Column maps: each product's is sourced and found; names decide only where nothing is in doubt."""

import pytest

from nameplate.evidence.tables.log_columns import (
    Doubt,
    Layout,
    Product,
    Table,
    data,
    id_of,
    layout,
    meanings,
)


def table(names: list[str], cells: list[str]) -> Table:
    return Table(names, [dict(zip(names, cells, strict=True))] * 3, id_of(names))


@pytest.mark.parametrize("product", data().product, ids=lambda one: one.id)
def test_a_products_map_names_its_source_and_is_found_by_its_columns(product: Product) -> None:
    assert product.source
    assert product.seen.year >= 2026
    stated = [one for v in product.columns.values() for one in ([v] if isinstance(v, str) else v)]
    names = list(dict.fromkeys([*product.needs, *stated]))
    cells = ["192.168.10.20" if name in stated[:2] else "1" for name in names]
    found = layout(table(names, cells), {})
    assert isinstance(found, Layout)
    chosen = next(one for one in data().product if one.id == found.product)
    assert chosen is product or len(chosen.needs) > len(product.needs)


def test_no_word_says_both_that_a_session_was_let_through_and_that_it_was_denied() -> None:
    assert data().words.denied.isdisjoint(data().words.allowed)


def test_a_person_may_set_every_meaning_that_a_product_has() -> None:
    internal = {"phase", "end", "sent_since", "received_since", "since", "clock"}
    used = {meaning for product in data().product for meaning in product.columns}
    assert used - internal <= meanings()


def test_an_address_column_that_holds_none_is_not_taken_by_its_name() -> None:
    names = ["time", "source", "src_ip", "dst_ip", "proto"]
    cells = ["2026-11-24T10:00:00Z", "sensor-1", "192.168.10.20", "203.0.113.80", "tcp"]
    found = layout(table(names, cells), {})
    assert isinstance(found, Layout)
    assert found.columns["source"] == "src_ip"


def test_translated_addresses_are_no_second_source() -> None:
    names = ["time", "src_ip", "nat_src_ip", "translated_source", "dst_ip", "proto"]
    cells = ["2026-11-24T10:00:00Z", "192.168.10.20", "198.51.100.1", "198.51.100.1"]
    found = layout(table(names, [*cells, "203.0.113.80", "tcp"]), {})
    assert isinstance(found, Layout)
    assert found.columns["source"] == "src_ip"


def test_a_heading_has_the_same_id_whatever_blanks_stand_around_it() -> None:
    assert id_of(["a", " b "]) == id_of(["a", "b"]) != id_of(["b", "a"])


def test_names_of_columns_are_shown_so_that_they_harm_no_terminal() -> None:
    names = ["\x1b[31mred", "Addr B", "Proto"]
    found = layout(table(names, ["192.168.10.20", "203.0.113.80", "tcp"]), {})
    assert isinstance(found, Doubt)
    assert "\x1b" not in str(found.fault())


def test_the_host_that_wrote_a_line_is_no_name_of_the_remote_end() -> None:
    names = ["time", "host", "src_ip", "dst_ip", "proto", "sni"]
    cells = ["2026-11-24T10:00:00Z", "fw.example.org", "192.168.10.20", "203.0.113.80", "tcp"]
    found = layout(table(names, [*cells, "p2p.example.org"]), {})
    assert isinstance(found, Layout)
    assert found.columns["host"] == "sni"


def test_the_domain_of_a_login_is_no_name_that_was_looked_up() -> None:
    names = ["time", "client_ip", "domain", "status"]
    cells = ["2026-11-24T10:00:00Z", "192.168.10.20", "corp.example.org", "ok"]
    assert layout(table(names, cells), {}) is None
    asked = layout(table([*names, "qtype"], [*cells, "A"]), {})
    assert isinstance(asked, Layout)
    assert asked.lookups
