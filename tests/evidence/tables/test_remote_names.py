"""A remote end is known by the name that this very client asked for or said."""

from nameplate.evidence.tables.remote_names import DNS_VALID_NS, Names

_SECOND = 1_000_000_000
_CAMERA, _PHONE, _CLOUD = "10.0.0.5", "10.0.0.9", "203.0.113.7"
_NOON = 1_700_000_000 * _SECOND


def test_a_name_that_another_client_looked_up_is_not_this_clients() -> None:
    names = Names()
    names.learn(_PHONE, _CLOUD, "api.example.org", "dns", _NOON)
    assert names.of(_CAMERA, _CLOUD, _NOON + 1) is None
    assert names.of(_PHONE, _CLOUD, _NOON + 1) == ("api.example.org", "dns")


def test_of_several_names_of_one_address_the_last_before_the_connection_counts() -> None:
    names = Names()
    names.learn(_CAMERA, _CLOUD, "first.example.org", "dns", _NOON)
    names.learn(_CAMERA, _CLOUD, "second.example.org", "dns", _NOON + 60 * _SECOND)
    names.learn(_CAMERA, _CLOUD, "third.example.org", "dns", _NOON + 600 * _SECOND)
    assert names.of(_CAMERA, _CLOUD, _NOON + 90 * _SECOND) == ("second.example.org", "dns")
    assert names.of(_CAMERA, _CLOUD, _NOON + 30 * _SECOND) == ("first.example.org", "dns")


def test_what_was_said_in_the_connection_itself_is_better_than_any_answer() -> None:
    names = Names()
    names.learn(_CAMERA, _CLOUD, "p2p.example.org", "sni", _NOON, port=40_001)
    names.learn(_CAMERA, _CLOUD, "time.example.org", "dns", _NOON + _SECOND)
    assert names.of(_CAMERA, _CLOUD, _NOON + 2 * _SECOND, port=40_001) == ("p2p.example.org", "sni")
    assert names.of(_CAMERA, _CLOUD, _NOON + 2 * _SECOND, port=40_002) == (
        "time.example.org",
        "dns",
    )
    assert names.is_client(_CAMERA, 40_001, _CLOUD)
    assert not names.is_client(_CAMERA, 40_002, _CLOUD)


def test_a_name_looked_up_and_then_said_is_known_by_what_was_said() -> None:
    names = Names()
    names.learn(_CAMERA, _CLOUD, "p2p.example.org", "sni", _NOON)
    names.learn(_CAMERA, _CLOUD, "p2p.example.org", "dns", _NOON + _SECOND)
    assert names.of(_CAMERA, _CLOUD, _NOON + 2 * _SECOND) == ("p2p.example.org", "sni")


def test_an_answer_names_no_connection_before_it_or_days_after_it() -> None:
    names = Names()
    names.learn(_CAMERA, _CLOUD, "p2p.example.org", "dns", _NOON)
    assert names.of(_CAMERA, _CLOUD, _NOON - 10 * _SECOND) is None
    assert names.of(_CAMERA, _CLOUD, _NOON - _SECOND) == ("p2p.example.org", "dns")
    assert names.of(_CAMERA, _CLOUD, _NOON + DNS_VALID_NS + 1) is None


def test_a_server_name_stands_a_moment_after_the_first_packet_of_its_connection() -> None:
    names = Names()
    names.learn(_CAMERA, _CLOUD, "p2p.example.org", "sni", _NOON)
    assert names.of(_CAMERA, _CLOUD, _NOON - 10 * _SECOND) == ("p2p.example.org", "sni")


def test_names_of_the_one_who_captured_hold_for_any_client_and_are_the_weakest() -> None:
    names = Names()
    names.learn("", _CLOUD, "host.example.net", "resolver", 0)
    assert names.of(_CAMERA, _CLOUD, _NOON) == ("host.example.net", "resolver")
    names.learn(_CAMERA, _CLOUD, "p2p.example.org", "dns", _NOON)
    assert names.of(_CAMERA, _CLOUD, _NOON) == ("p2p.example.org", "dns")
    assert names.of(_PHONE, _CLOUD, _NOON) == ("host.example.net", "resolver")


def test_names_of_ones_own_network_are_not_kept() -> None:
    names = Names()
    for name in ("janes-nas.local", "nvr", "10.0.0.1", "", "a" * 60 + ".example.org", "x.lan"):
        names.learn(_CAMERA, _CLOUD, name, "dns", _NOON)
    assert names.of(_CAMERA, _CLOUD, _NOON) is None


def test_a_flood_of_names_makes_room_for_itself_and_is_counted() -> None:
    names = Names(most=100)
    names.learn(_CAMERA, _CLOUD, "p2p.example.org", "dns", _NOON)
    for number in range(1000):
        names.learn(_PHONE, _CLOUD, f"n{number}.example.org", "dns", _NOON)
    assert names.of(_CAMERA, _CLOUD, _NOON) == ("p2p.example.org", "dns")
    for number in range(1000):
        remote = f"198.51.{number // 256}.{number % 256}"
        names.learn(_PHONE, remote, "n.example.org", "sni", _NOON, port=1 + number)
    assert names.of(_CAMERA, _CLOUD, _NOON) is None
    assert names.forgotten > 1000
