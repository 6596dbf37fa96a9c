"""Saved HTTP and RTSP replies, certificates and SNMP walks."""

import pytest

from nameplate.evidence.readers import certificate, http_reply, rtsp_reply, snmp_walk
from nameplate.model.errors import UnreadableEvidence
from saved_reply_checks import read, sample, sightings, values


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
