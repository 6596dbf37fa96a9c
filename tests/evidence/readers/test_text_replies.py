"""Saved HTTP and RTSP replies, certificates and SNMP walks."""

import re

import pytest

from nameplate.evidence.readers import certificate, http_reply, rtsp_reply, snmp_walk
from nameplate.model.errors import UnreadableEvidence
from nameplate.model.records import Witness
from saved_reply_checks import problems, read, reader, sample, sightings, values


def test_a_reply_after_a_challenge_is_of_the_same_unit() -> None:
    records = read("http_reply", sample("http_reply", "challenge.txt"))
    first = [one for one in sightings(records) if one.unit == "reply, unit 1"]
    assert ("http.realm", "IP Camera(C0000)") in {(one.field, one.value) for one in first}
    assert ("http.path", "/doc/page/login.asp") in {(one.field, one.value) for one in first}
    assert values(records, "http.title") == ["Example & Co"]
    assert values(records, "http.header") == ["P3P: CP=CAO PSA OUR"]


def test_the_body_is_read_by_its_own_protocol() -> None:
    records = read("http_reply", sample("http_reply", "challenge.txt"))
    model = next(one for one in sightings(records) if one.field == "isapi.model")
    assert (model.unit, model.value) == ("reply, unit 2", "EX-9")
    assert model.excerpt is not None
    assert model.excerpt.raw == b"<model>EX-9</model>"


def test_replies_of_one_session_are_one_unit() -> None:
    records = read("rtsp_reply", sample("rtsp_reply", "sessions.txt"))
    units = {(one.unit, one.field) for one in sightings(records)}
    assert ("reply, session 1", "rtsp.realm") in units
    assert ("reply, session 1", "rtsp.url") in units
    assert ("reply, session 2", "rtsp.server") in units
    assert values(records, "rtsp.sdp") == ["Media Server", "Example stream", "Example 1.0"]


def test_a_stream_address_keeps_its_path_and_loses_its_login() -> None:
    records = read("rtsp_reply", sample("rtsp_reply", "sessions.txt"))
    assert values(records, "rtsp.url") == ["/cam/realmonitor?channel=1&subtype=0"]


def test_a_chain_is_one_unit_and_its_signer_none() -> None:
    records = read("certificate", sample("certificate", "chain.pem"))
    assert values(records, "tls.subject") == [
        "OU=DAHUATECH,O=DAHUA,L=HANGZHOU,ST=ZHEJIANG,C=CN,CN=192.0.2.108",
        "CN=cam.example.org,O=HIKVISION",
    ]
    assert values(records, "tls.issuer")[0] == "O=DahuaTech,C=CN,CN=Product Root CA"
    assert values(records, "tls.san") == ["cam.example.org"]


def test_printed_and_encoded_certificates_say_the_names() -> None:
    printed = read("certificate", sample("certificate", "printed.txt"))
    assert "C=CN, ST=ZJ, O=HIKVISION, OU=HZ, CN=example.org" in values(printed, "tls.subject")
    encoded = read("certificate", sample("certificate", "one.der"))
    assert values(encoded, "tls.subject") == ["CN=cam.example.org,O=HIKVISION"]


def test_a_certificate_that_the_library_refuses_is_an_error_of_the_house() -> None:
    broken = bytearray(sample("certificate", "one.der"))
    broken[broken.index(b"\xa0\x03\x02\x01") + 4] = 88  # no such version
    with pytest.raises(UnreadableEvidence):
        read("certificate", bytes(broken))


def test_a_walk_in_names_or_numbers_gives_the_object_id_in_numbers() -> None:
    named = read("snmp_walk", sample("snmp_walk", "names.txt"))
    assert values(named, "snmp.sys_object_id") == ["1.3.6.1.4.1.39165.1.1"]
    assert values(named, "mac") == ["00005e00530c"]
    assert {key.kind for key in sightings(named)[0].keys} == {"hostname", "mac"}


def test_of_a_makers_tree_the_oid_is_kept_and_never_the_answer() -> None:
    walked = read("snmp_walk", sample("snmp_walk", "numbers.txt"))
    assert values(walked, "snmp.sys_object_id") == [
        "1.3.6.1.4.1.8072.3.2.10",
        "1.3.6.1.4.1.1004849.2.1.2.1.0",
        "1.3.6.1.4.1.368.1.1",
    ]
    assert {one.unit for one in sightings(walked)} == {"agent 1", "agent 2"}


def test_claims_no_other_text() -> None:
    for module in (certificate, http_reply, rtsp_reply, snmp_walk):
        assert module.sniff(b"192.0.2.10 ether 00:00:5e:00:53:01 C eth0\n") == 0
        assert module.sniff(b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n") == 0


RTSP_TALK = b"""OPTIONS rtsp://admin:planted1@192.0.2.5:554/ RTSP/1.0
CSeq: 1
Authorization: Digest username="planted2", response="planted3"

RTSP/1.0 401 Unauthorized
CSeq: 1
WWW-Authenticate: Digest realm="Login to EXAMPLE", nonce="planted4"
Server: Rtsp Server/3.0

DESCRIBE rtsp://planted5:planted6@192.0.2.5:554/planted7 RTSP/1.0
CSeq: 2
Server: planted8
"""
HTTP_TALK = b"""GET /doc/page/login.asp HTTP/1.1
Host: 192.0.2.9
Authorization: Basic planted1

HTTP/1.1 401 Unauthorized
Server: App-webs/
WWW-Authenticate: Digest realm="IP Camera(C0001)", nonce="planted2"

POST /planted3 HTTP/1.1
Server: planted4

<title>planted5</title>
"""


@pytest.mark.parametrize(
    ("name", "talk", "host"),
    [("rtsp_reply", RTSP_TALK, "192.0.2.5"), ("http_reply", HTTP_TALK, "192.0.2.9")],
)
def test_a_talk_that_begins_with_the_request_is_read_for_its_replies(
    name: str, talk: bytes, host: str
) -> None:
    asked, answer, again = (
        part.split(b"\n") for part in re.split(rb"(?m)^(?=RTSP/|HTTP/|DESC|POST)", talk)
    )
    signs = [b"> "] * len(asked) + [b"< "] * len(answer) + [b"> "] * len(again)
    marked = b"\n".join(s + line for s, line in zip(signs, asked + answer + again, strict=True))
    for data in (talk, talk.replace(b"\n", b"\r\n"), b"* Connected\n" + marked):
        claims = {one: reader(one).sniff(data) for one in ("rtsp_reply", "http_reply")}
        assert max(claims, key=lambda one: claims[one]) == name
        found = sightings(read(name, data))
        assert {one.field.partition(".")[2] for one in found} == {"realm", "server"}
        assert {key.value for one in found for key in one.keys} == {host}
        assert "planted" not in repr(found)


def test_reads_the_chain_that_a_tls_client_prints() -> None:
    talk = b"""CONNECTED(00000003)
depth=0 C = CN, O = Example, CN = cam.example.org
verify error:num=18:self-signed certificate
---
Certificate chain
 0 s:C = CN, O = Example, CN = cam.example.org, emailAddress = planted@example.org
   i:C = CN, O = Example CA
---
"""
    assert certificate.sniff(talk) == 57
    found = read("certificate", talk)
    assert values(found, "tls.subject") == ["C=CN, O=Example, CN=cam.example.org"]
    assert values(found, "tls.issuer") == ["C=CN, O=Example CA"]


ARP_WALK = b"""IP-MIB::ipNetToMediaPhysAddress.5.192.0.2.50 = STRING: 0:0:5e:0:53:1
IP-MIB::ipNetToPhysicalPhysAddress.5.ipv4."192.0.2.51" = STRING: 0:0:5e:0:53:2
.1.3.6.1.2.1.4.22.1.2.5.192.0.2.52 = Hex-STRING: 00 00 5E 00 53 03
iso.3.6.1.2.1.4.22.1.2.5.192.0.2.53 = Hex-STRING: 00 00 5E 00 53 04
.iso.org.dod.internet.mgmt.mib-2.ip.ipNetToMediaTable.ipNetToMediaEntry.\
ipNetToMediaPhysAddress.5.192.0.2.54 = STRING: 0:0:5e:0:53:5
IP-MIB::ipNetToMediaPhysAddress.5.192.0.2.1 = STRING: 0:0:5e:0:1:6
"""


def test_the_arp_table_of_an_agent_shows_other_units_and_not_its_own_keys() -> None:
    assert snmp_walk.sniff(ARP_WALK) == 67
    data = b"SNMPv2-MIB::sysDescr.0 = STRING: Example switch\n" + ARP_WALK
    found = sightings(read("snmp_walk", data))
    assert [key.value for one in found for key in one.keys] == [
        text for n in range(1, 6) for text in (f"00005e00530{n}", f"192.0.2.{49 + n}")
    ]
    assert {one.witness for one in found if one.field == "mac"} == {Witness.PEER}
    assert len({one.unit for one in found}) == 6
    (agent,) = [one for one in found if one.field == "snmp.sys_descr"]
    assert agent.keys == ()


def test_reads_a_walk_with_whole_names() -> None:
    walk = b""".iso.org.dod.internet.mgmt.mib-2.system.sysDescr.0 = STRING: Example
.iso.org.dod.internet.mgmt.mib-2.system.sysObjectID.0 = OID: \
.iso.org.dod.internet.private.enterprises.32473.1.1
.iso.org.dod.internet.mgmt.mib-2.interfaces.ifTable.ifEntry.ifPhysAddress.2 = STRING: \
0:0:5e:0:53:1
"""
    found = read("snmp_walk", walk)
    assert values(found, "snmp.sys_object_id") == ["1.3.6.1.4.1.32473.1.1"]
    assert values(found, "mac") == ["00005e005301"]


def test_of_a_switch_with_many_addresses_the_first_64_are_kept_and_it_is_told() -> None:
    walk = b"".join(
        b".1.3.6.1.2.1.2.2.1.6.%d = STRING: c0:56:e3:0:%x:%x\n" % (i, i >> 8, i & 255)
        for i in range(5000)
    )
    found = read("snmp_walk", walk)
    assert len(sightings(found)) == 64
    assert {len(one.keys) for one in sightings(found)} == {64}
    (told,) = problems(found)
    assert told.notice
    assert told.what.startswith("more than 64 addresses")
