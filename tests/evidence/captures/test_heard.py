"""Whose a message is: the right unit, and nobody where that is not sure."""

import struct

import pytest

from evidence.captures import made, made_messages
from evidence.captures.heard_checks import (
    CAMERA,
    EVERYONE,
    NOBODY,
    OTHER,
    OUTSIDE,
    PC,
    ROUTER,
    Learnt,
    Names,
    facts,
    heard,
    heard_packet,
    packet,
    passed,
    plain,
    sightings,
)
from evidence.captures.made import End, datagram, group
from nameplate.evidence.captures.heard import Heard
from nameplate.evidence.captures.statements import Statements
from nameplate.model.records import Sighting

CAM, MAC = CAMERA.ip, plain(CAMERA.mac)
SSDP, MDNS, SADP = group("239.255.255.250"), group("224.0.0.251"), group("239.255.255.250")
SERVER = "Linux/4.9 UPnP/1.0 EX-200/1.0"


def through_router(unit: End) -> End:
    """Return a unit as it looks behind a router: its address in the router's frames."""
    return End(ROUTER.mac, unit.ip)


# ARP and neighbour discovery


def test_arp_binds_the_sender_and_never_the_target() -> None:
    found = sightings(made_messages.arp(1, CAMERA, ROUTER))
    assert list(facts(found)) == [("mac", MAC, tuple(sorted((CAM, MAC))))]
    assert found[0].where == "packet 1, bytes 22-28"
    assert found[0].excerpt is not None
    assert found[0].excerpt.raw.hex() == MAC


def test_who_asks_whether_an_address_is_free_has_none() -> None:
    probe = made_messages.arp(1, End(CAMERA.mac, NOBODY), ROUTER)
    assert list(facts(sightings(probe))) == [("mac", MAC, (MAC,))]


def test_arp_binds_what_the_message_states_and_tells_of_another_frame() -> None:
    frame = bytearray(made_messages.arp(2, CAMERA, PC))
    frame[6:12] = made.mac(OTHER.mac)
    assert list(facts(sightings(bytes(frame)))) == [("mac", MAC, tuple(sorted((CAM, MAC))))]
    assert passed(bytes(frame)) == [
        "ARP messages that state another address than their frame's (1)"
    ]


def test_what_is_sent_to_a_group_of_the_link_has_its_senders_hardware_address() -> None:
    joins = made.ip(CAM, "224.0.0.22", 2, b"\x22\0\0\0\0\0\0\1", ttl=1)
    found = heard_packet(packet(made.framed(CAMERA, group("224.0.0.22"), joins)))
    assert list(facts(found)) == [("mac", MAC, tuple(sorted((CAM, MAC))))]
    assert heard_packet(packet(made.framed(CAMERA, PC, made.ip(CAM, PC.ip, 2, b"")))) == []


def test_a_public_address_seen_on_the_link_is_of_the_site() -> None:
    ears = Heard(Names(), Statements())
    six = End(CAMERA.mac, "2a00:1450::33")
    assert not ears.hearing.is_of_site(six.ip)
    list(ears.packet(packet(_advertised(six, six))))
    assert ears.hearing.is_of_site(six.ip)
    asked = packet(asks(six, "dev.example.org", End(ROUTER.mac, "2a00:1450::8")))
    found = [*ears.packet(asked), *ears.finish()]
    assert list(facts(found)) == [("dns.name", "dev.example.org", (six.ip,))]


@pytest.mark.parametrize("mac", ["00:00:5e:00:01:07", "00:00:0c:07:ac:01", "01:00:5e:00:00:01"])
def test_a_virtual_router_and_a_group_are_no_units(mac: str) -> None:
    assert sightings(made_messages.arp(2, End(mac, ROUTER.ip), PC)) == []


def _advertised(target: End, source: End, ttl: int = 255) -> bytes:
    message = made_messages.neighbour_advertisement(target)
    return made.framed(
        source, group("ff02::1"), made.ip(source.ip, "ff02::1", 58, message, ttl=ttl)
    )


def test_a_neighbour_advertisement_binds_what_it_comes_from() -> None:
    six = End(CAMERA.mac, "2001:db8::33")
    found = sightings(_advertised(six, six))
    assert list(facts(found)) == [("mac", MAC, tuple(sorted((six.ip, MAC))))]


def test_an_answer_for_another_address_binds_no_more_than_its_own_frame() -> None:
    six, proxy = End(CAMERA.mac, "2001:db8::33"), End(ROUTER.mac, "2001:db8::1")
    found = sightings(_advertised(six, proxy))
    assert list(facts(found)) == [("mac", plain(ROUTER.mac), ("00005e0053fe", "2001:db8::1"))]


# DHCP


def dhcp(
    kind: int,
    options: list[tuple[int, bytes]],
    *,
    ciaddr: str = NOBODY,
    yiaddr: str = NOBODY,
    giaddr: str = NOBODY,
) -> bytes:
    return made_messages.dhcp(
        kind, CAMERA.mac, ciaddr=ciaddr, yiaddr=yiaddr, giaddr=giaddr, options=options
    )


def test_a_request_is_the_clients_though_a_relay_sends_it() -> None:
    asked = dhcp(3, [(12, b"ipcam-33"), (60, b"udhcp 1.20.2")], giaddr=ROUTER.ip)
    found = sightings(datagram(ROUTER, End(PC.mac, "192.0.2.9"), 67, 67, asked))
    assert {one[:2] for one in facts(found)} == {
        ("mac", MAC),
        ("dhcp.hostname", "ipcam-33"),
        ("dhcp.vendor_class", "udhcp 1.20.2"),
    }
    assert {key.value for one in found for key in one.keys} == {MAC, "ipcam-33"}


def test_an_offer_gives_no_address_and_a_server_names_nobody() -> None:
    offer = dhcp(2, [(12, b"ipcam-33"), (60, b"ArubaAP")], yiaddr=CAM)
    found = sightings(datagram(ROUTER, CAMERA, 67, 68, offer))
    assert list(facts(found)) == [("mac", MAC, (MAC,))]


def test_an_acknowledgement_gives_the_address_to_the_client() -> None:
    given = dhcp(5, [(12, b"ipcam-33")], yiaddr=CAM)
    found = sightings(datagram(ROUTER, CAMERA, 67, 68, given))
    assert list(facts(found)) == [("mac", MAC, tuple(sorted((CAM, MAC))))]


def test_a_client_has_the_address_it_sends_from_and_no_other() -> None:
    renew = dhcp(3, [], ciaddr=CAM)
    bound = tuple(sorted((CAM, MAC)))
    assert list(facts(sightings(datagram(CAMERA, ROUTER, 68, 67, renew)))) == [("mac", MAC, bound)]
    wish = datagram(End(CAMERA.mac, NOBODY), EVERYONE, 68, 67, renew)
    assert list(facts(sightings(wish))) == [("mac", MAC, (MAC,))]


def test_a_server_that_answers_everybody_is_bound_to_its_own_address() -> None:
    given = dhcp(5, [], yiaddr=CAM)
    found = list(facts(sightings(datagram(ROUTER, EVERYONE, 67, 68, given))))
    assert ("mac", plain(ROUTER.mac), ("00005e0053fe", ROUTER.ip)) in found
    assert ("mac", MAC, tuple(sorted((CAM, MAC)))) in found
    relayed = dhcp(5, [], yiaddr=CAM, giaddr=ROUTER.ip)
    found = list(facts(sightings(datagram(ROUTER, EVERYONE, 67, 68, relayed))))
    assert [one[1] for one in found] == [MAC]


def test_a_dhcpv6_client_is_its_frame_and_not_the_address_in_a_copied_identifier() -> None:
    local = End(CAMERA.mac, "fe80::33")
    copied = b"\0\3\0\1" + made.mac(OTHER.mac)
    vendor = struct.pack(">IH", 1, 4) + b"EX-1"
    message = made_messages.dhcpv6(1, 7, [(1, copied), (16, vendor), (39, b"\0\x08ipcam-33")])
    found = sightings(datagram(local, group("ff02::1:2"), 546, 547, message))
    assert {one[:2] for one in facts(found)} == {
        ("mac", MAC),
        ("dhcp.vendor_class", "EX-1"),
        ("dhcp.hostname", "ipcam-33"),
    }
    assert all(plain(OTHER.mac) not in keys for _, _, keys in facts(found))


def test_a_relayed_dhcpv6_client_is_the_hardware_that_its_relay_saw() -> None:
    inner = made_messages.dhcpv6(1, 7, [(1, b"\0\4" + bytes(16)), (39, b"\0\x08ipcam-33")])
    head = b"\x0c\0" + made.packed("2001:db8::1") + made.packed("fe80::33")
    options = [(9, inner), (79, b"\0\1" + made.mac(CAMERA.mac))]
    forward = head + b"".join(struct.pack(">HH", c, len(v)) + v for c, v in options)
    relay = End(ROUTER.mac, "2001:db8::1")
    found = sightings(datagram(relay, End(PC.mac, "2001:db8::2"), 547, 547, forward))
    assert {one[:2] for one in facts(found)} == {("mac", MAC), ("dhcp.hostname", "ipcam-33")}


def test_a_dhcpv6_reply_gives_its_address_to_the_client() -> None:
    address = made.packed("2001:db8::33") + struct.pack(">II", 600, 900)
    lease = struct.pack(">III", 1, 0, 0) + struct.pack(">HH", 5, 24) + address
    message = made_messages.dhcpv6(7, 7, [(1, b"\0\4" + bytes(16)), (3, lease)])
    server, client = End(ROUTER.mac, "fe80::1"), End(CAMERA.mac, "fe80::33")
    found = list(facts(sightings(datagram(server, client, 547, 546, message))))
    assert ("mac", MAC, (MAC, "2001:db8::33")) in found


# DNS


def asks(client: End, name: str, server: End = OUTSIDE) -> bytes:
    return datagram(client, server, 40000, 53, made_messages.dns([(name, 1)]))


def test_a_name_belongs_to_the_client_that_asked() -> None:
    (one,) = sightings(asks(CAMERA, "dev.example.org"))
    assert (one.field, one.value) == ("dns.name", "dev.example.org")
    assert [key.value for key in one.keys] == [CAM]
    assert one.where == "packet 1, bytes 54-71"


def test_the_answer_belongs_to_the_client_and_is_learnt_by_the_name_it_asked_for() -> None:
    names = Names()
    told = made_messages.dns(
        [("dev.example.org", 1)],
        [
            ("x.example.net", 1, made.packed("203.0.113.9")),
            ("dev.example.org", 5, made_messages.dns_name("x.example.net")),
            ("stray.example.org", 1, made.packed("203.0.113.10")),
        ],
        flags=0x8180,
    )
    found = heard([datagram(OUTSIDE, CAMERA, 53, 40000, told)], names)
    assert list(facts(found)) == [("dns.name", "dev.example.org", (CAM,))]
    assert names.learnt == [Learnt(CAM, "203.0.113.9", "dev.example.org", "dns")]


def test_names_of_ones_own_network_stay_there() -> None:
    assert sightings(asks(CAMERA, "cressida-pc.lan"), asks(CAMERA, "nas")) == []


def test_what_a_resolver_asks_for_others_is_not_its_own() -> None:
    frames = [asks(CAMERA, "dev.example.org", ROUTER), asks(ROUTER, "dev.example.org")]
    found = list(facts(sightings(*frames, asks(ROUTER, "own.example.org"))))
    assert found == [
        ("dns.name", "dev.example.org", (CAM,)),
        ("dns.name", "own.example.org", (ROUTER.ip,)),
    ]


def test_names_that_strangers_ask_for_are_nobodys_here() -> None:
    assert sightings(asks(OUTSIDE, "dev.example.org", ROUTER)) == []


# mDNS


def service(address: str, host: str = "ipcam-33") -> bytes:
    return made_messages.mdns_service("EX-200 camera", "_http._tcp", host, address, "model=EX-200")


def test_a_service_belongs_to_the_host_that_offers_it() -> None:
    found = sightings(datagram(CAMERA, MDNS, 5353, 5353, service(CAM)))
    told = {one[:2] for one in facts(found)}
    assert {
        ("mdns.service", "_http._tcp"),
        ("mdns.name", "ipcam-33"),
        ("mdns.txt", "model=EX-200"),
    } <= told
    assert {one.unit for one in found} == {f"mac {MAC}"}


def test_a_reflector_is_not_what_it_reflects() -> None:
    known = datagram(ROUTER, MDNS, 5353, 5353, service("198.51.100.9"))
    bare = made_messages.dns(
        (), [("_ex._tcp.local", 12, made_messages.dns_name("x._ex._tcp.local"))], flags=0x8400
    )
    found = sightings(known, datagram(ROUTER, MDNS, 5353, 5353, bare))
    of_router = [one for one in found if any(key.value == ROUTER.ip for key in one.keys)]
    assert [one.field for one in of_router] == ["mac"]
    assert {one.unit for one in found} == {f"mac {plain(ROUTER.mac)}", "address 198.51.100.9"}
    assert "_ex._tcp" not in {one.value for one in found}


def test_answers_that_a_question_lists_are_of_others() -> None:
    listed = made_messages.dns(
        [("_http._tcp.local", 12)],
        [("_http._tcp.local", 12, made_messages.dns_name("x._http._tcp.local"))],
        flags=0,
    )
    found = sightings(datagram(PC, MDNS, 5353, 5353, listed))
    assert [one.field for one in found] == ["mac"]


def test_a_persons_name_before_a_service_is_in_no_value_and_no_excerpt() -> None:
    told = made_messages.dns(
        (),
        [
            ("_http._tcp.local", 12, made_messages.dns_name("Cressida F.._http._tcp.local")),
            ("Cressida._http._tcp.local", 33, bytes(6) + made_messages.dns_name("cressida.local")),
        ],
        flags=0x8400,
    )
    found = sightings(datagram(PC, MDNS, 5353, 5353, told))
    assert {one.field for one in found} == {"mac", "mdns.service"}
    assert "cressida" not in repr(found).lower()


# SSDP, WS-Discovery, SADP, DHIP


def test_ssdp_is_its_senders_and_a_router_between_gives_no_hardware_address() -> None:
    notify = made_messages.ssdp_notify(f"http://{CAM}:80/d.xml", SERVER)
    (one,) = sightings(datagram(through_router(CAMERA), SSDP, 1900, 1900, notify))
    assert (one.field, one.value) == ("ssdp.server", SERVER)
    assert {key.value for key in one.keys} == {CAM}


def test_a_proxy_is_not_the_unit_that_it_announces() -> None:
    notify = made_messages.ssdp_notify(f"http://{OTHER.ip}/d.xml", SERVER)
    (one,) = sightings(datagram(ROUTER, SSDP, 1900, 1900, notify))
    assert {key.value for key in one.keys} == {OTHER.ip}
    assert one.unit == f"address {OTHER.ip}"


def test_a_search_says_which_products_the_searcher_is() -> None:
    agent = "Google Chrome/99.0.4844.74 (Redmi Note of Cressida) Mac OS X"
    (one,) = sightings(datagram(PC, SSDP, 50000, 1900, made_messages.ssdp_search(agent)))
    assert (one.field, one.value) == ("http.user_agent", "Chrome/99.0.4844.74")
    assert "cressida" not in repr(one).lower()


def test_a_farewell_says_nothing() -> None:
    notify = made_messages.ssdp_notify("", SERVER).replace(b"ssdp:alive", b"ssdp:byebye")
    assert sightings(datagram(CAMERA, SSDP, 1900, 1900, notify)) == []


def test_a_sadp_answer_names_its_unit_and_a_question_names_nobody() -> None:
    probe = b'<?xml version="1.0"?><Probe><Uuid>1</Uuid><Types>inquiry</Types></Probe>'
    answer = made_messages.sadp("DS-2CD0000-EX", CAMERA)
    found = sightings(
        datagram(PC, SADP, 37020, 37020, probe),
        datagram(through_router(CAMERA), SADP, 37020, 37020, answer),
    )
    assert ("sadp.model", "DS-2CD0000-EX") in {one[:2] for one in facts(found)}
    assert {one.unit for one in found} == {f"mac {MAC}"}
    assert {one.where.split(",")[0] for one in found} == {"packet 2"}
    assert all(CAM in keys for _, _, keys in facts(found))


def test_a_unit_behind_address_translation_is_not_the_translator() -> None:
    answer = made_messages.sadp("DS-2CD0000-EX", End(CAMERA.mac, "198.51.100.64"))
    found = sightings(datagram(ROUTER, PC, 37020, 37020, answer))
    assert found
    assert all(ROUTER.ip not in keys for _, _, keys in facts(found))


def test_a_dhip_answer_names_its_unit_and_a_search_names_nobody() -> None:
    search = made_messages.dhip(b'{"method":"DHDiscover.search","params":{"mac":"","uni":1}}\n')
    answer = made_messages.dhip(
        b'{"mac":"00:00:5e:00:53:21","method":"client.notifyDevInfo","params":{"deviceInfo":'
        b'{"DeviceType":"EX-HDW0000","IPv4Address":{"IPAddress":"192.0.2.33"},'
        b'"SerialNo":"9X0000APAZ00001","Vendor":"General"}}}\n'
    )
    there = group("239.255.255.251")
    found = sightings(
        datagram(PC, there, 50000, 37810, search), datagram(CAMERA, there, 37810, 37810, answer)
    )
    told = {one[:2] for one in facts(found)}
    assert {("dhip.magic", "2000000044484950"), ("dhip.model", "EX-HDW0000")} <= told
    assert {one.unit for one in found} == {f"mac {MAC}"}


def test_a_probe_match_from_a_port_of_its_own_is_heard() -> None:
    answer = made_messages.ws_probe_match(
        "urn:uuid:00000000-0000-0000-0000-000000000001",
        ["onvif://www.onvif.org/type/video_encoder", "onvif://www.onvif.org/hardware/EX-200"],
        f"http://{CAM}/onvif/device_service",
    )
    found = sightings(datagram(CAMERA, PC, 41000, 50000, answer))
    assert "ws_discovery.scopes" in {one.field for one in found}
    assert {one.unit.partition(" by ")[0] for one in found} == {f"address {CAM}"}


def test_half_a_value_at_the_end_of_a_cut_message_is_none() -> None:
    scopes = ["onvif://www.onvif.org/type/video_encoder", "onvif://www.onvif.org/hardware/EX-200B"]
    match = made_messages.ws_probe_match("urn:uuid:0", scopes, f"http://{CAM}/onvif/device_service")
    notify = made_messages.ssdp_notify(f"http://{CAM}/d.xml", SERVER)
    whole = made_messages.dhip(
        b'{"method":"client.notifyDevInfo","deviceInfo":{"DeviceType":"EX-HDW0000"}}'
    )
    for port, message, half, value in (
        (3702, match, b"EX-200", "EX-200"),
        (1900, notify, b"EX-200", SERVER),
        (37810, whole, b"EX-HDW", "EX-HDW"),
    ):
        frame = datagram(CAMERA, SSDP, port, port, message)
        cut = frame[: frame.index(half) + len(half)]
        found = heard_packet(packet(frame)._replace(frame=cut, end=len(cut)))
        assert not any(value in one.value for one in found if isinstance(one, Sighting)), port
        assert any(value in one.value for one in sightings(frame)), port


def test_strangers_on_the_open_internet_are_no_units_of_the_site() -> None:
    answer = made_messages.sadp("DS-2CD0000-EX", End(CAMERA.mac, OUTSIDE.ip))
    frame = datagram(OUTSIDE, PC, 37020, 50000, answer)
    assert sightings(frame) == []
    assert "outside the site" in passed(frame)[0]


# SNMP, STUN, neighbours


def test_an_agent_says_what_it_is_and_neither_its_password_nor_its_keeper() -> None:
    system = "1.3.6.1.2.1.1."
    answer = made_messages.snmp(
        b"plantedcommunity",
        [
            (system + "1.0", made_messages.tlv(4, b"EX-200 camera")),
            (system + "2.0", made_messages.oid("1.3.6.1.4.1.32473.1")),
            (system + "4.0", made_messages.tlv(4, b"planted@example.org")),
            (system + "5.0", made_messages.tlv(4, b"ipcam-33")),
            (system + "6.0", made_messages.tlv(4, b"Server room, floor 2")),
            ("1.3.6.1.2.1.2.2.1.6.1", made_messages.tlv(4, made.mac(CAMERA.mac))),
            ("1.3.6.1.2.1.4.22.1.2.1.192.0.2.34", made_messages.tlv(4, made.mac(OTHER.mac))),
        ],
    )
    found = sightings(datagram(CAMERA, PC, 161, 50000, answer))
    told = {one[:2] for one in facts(found)}
    assert told == {
        ("snmp.sys_descr", "EX-200 camera"),
        ("snmp.sys_object_id", "1.3.6.1.4.1.32473.1"),
        ("snmp.sys_name", "ipcam-33"),
        ("snmp.sys_location", "Server room, floor 2"),
        ("mac", MAC),
        ("mac", plain(OTHER.mac)),
    }
    assert {one.unit.partition(" by ")[0] for one in found} == {
        f"address {CAM}",
        f"mac {plain(OTHER.mac)}",
    }
    assert "planted" not in repr(found)


def test_a_walk_names_each_makers_tree_once() -> None:
    frames = [
        datagram(
            CAMERA,
            PC,
            161,
            50000,
            made_messages.snmp(b"c", [(f"1.3.6.1.4.1.39165.1.{n}.0", made_messages.tlv(2, b"\1"))]),
        )
        for n in range(20)
    ]
    (one,) = sightings(*frames)
    assert (one.field, one.value) == ("snmp.sys_object_id", "1.3.6.1.4.1.39165.1.0.0")


def test_a_client_asks_a_stun_server_outside() -> None:
    asked = made_messages.stun(1, [(0x0006, b"planteduser"), (0x8022, b"ExStun/1.2")])
    found = list(facts(sightings(datagram(CAMERA, OUTSIDE, 50000, 3478, asked))))
    assert found == [
        ("stun.software", "ExStun/1.2", (CAM,)),
        ("stun.server", OUTSIDE.ip, (CAM,)),
    ]
    answer = made_messages.stun(0x0101, [(0x8022, b"ExServer/9")])
    assert sightings(datagram(OUTSIDE, CAMERA, 3478, 50000, answer)) == []


def test_a_neighbour_is_known_by_what_it_states() -> None:
    frame = made_messages.lldp(
        CAMERA.mac,
        [
            (5, b"cressidas-box"),
            (6, b"Network camera EX-200"),
            (8, b"\x05\x01" + made.packed(CAM) + b"\x02\0\0\0\1\0"),
            (127, b"\x00\x12\xbb\x08EX000123456"),
            (127, b"\x00\x12\xbb\x0aEX-200"),
        ],
    )
    found = sightings(frame)
    told = {one[:2] for one in facts(found)}
    assert {("lldp.serial", "EX000123456"), ("lldp.model", "EX-200"), ("mac", MAC)} <= told
    assert all({CAM, MAC, "EX000123456"} <= set(keys) for _, _, keys in facts(found))


def test_a_cdp_neighbour_is_known_by_its_frame() -> None:
    addresses = struct.pack(">I", 1) + b"\1\1\xcc" + struct.pack(">H", 4) + made.packed(CAM)
    frame = made_messages.cdp(
        CAMERA.mac, [(1, b"EX-SW"), (2, addresses), (5, b"Software 1.2"), (6, b"EX-2960 switch")]
    )
    found = sightings(frame)
    assert {one[:2] for one in facts(found)} == {
        ("cdp.device_id", "EX-SW"),
        ("cdp.platform", "EX-2960 switch"),
        ("cdp.version", "Software 1.2"),
    }
    assert all({CAM, MAC} <= set(keys) for _, _, keys in facts(found))


def test_a_recorder_that_answers_for_a_camera_on_its_own_network_stands_before_it() -> None:
    recorder, behind = CAMERA, End(OTHER.mac, "192.168.254.3")
    answer = made_messages.sadp("EX-2CD0000", behind)
    found = sightings(made.datagram(recorder, group("239.255.255.250"), 37020, 37020, answer))
    assert {one.behind.value if one.behind else "" for one in found} == {CAM}
    moved = made_messages.sadp("EX-2CD0000", End(CAMERA.mac, "192.168.254.3"))
    found = sightings(made.datagram(recorder, group("239.255.255.250"), 37020, 37020, moved))
    assert {one.behind for one in found} == {None}


@pytest.mark.parametrize(
    ("leads_to", "kept"), [(("192.168.7.5",), False), (("8.8.4.4",), True), ((), True)]
)
def test_a_name_that_leads_to_the_sites_own_machines_is_forgotten(
    leads_to: tuple[str, ...], kept: bool
) -> None:
    name = "cressida-laptop.example.org"
    frames = [asks(PC, name, ROUTER), asks(OTHER, name, ROUTER)]
    if leads_to:
        answer = made_messages.dns_answer(name, *leads_to)
        frames.insert(1, made.datagram(ROUTER, PC, 53, 40_000, answer))
    found = sightings(*frames)
    assert {one.value for one in found if one.field == "dns.name"} == ({name} if kept else set())


@pytest.mark.parametrize(("asked", "near"), [("131.1.1.5", True), ("192.168.7.5", False)])
def test_a_router_that_answers_for_a_server_outside_does_not_bring_it_to_the_site(
    asked: str, near: bool
) -> None:
    ears = Heard(Names(), Statements())
    list(
        ears.packet(packet(made_messages.arp(2, End(ROUTER.mac, "131.1.1.33"), End(PC.mac, asked))))
    )
    assert ears.hearing.is_of_site("131.1.1.33") == near
