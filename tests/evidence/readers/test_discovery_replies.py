"""Saved SADP, DHIP, UPnP and SSDP replies."""

from saved_reply_checks import read, sample, sightings, values


def test_each_sadp_reply_is_a_unit_of_its_own() -> None:
    records = read("sadp_reply", sample("sadp_reply", "probe_matches.xml"))
    assert values(records, "sadp.model") == ["DS-2CD0000-EX", "EX-DVR16"]
    assert values(records, "sadp.dsp_version") == ["V7.3 build 240102"]
    assert values(records, "sadp.oem_code") == ["1", "false"]
    assert values(records, "recorder.capacity") == ["16 analog", "2 network"]
    assert {one.unit for one in sightings(records)} == {"reply, match 1", "reply, match 2"}


def test_dhip_frames_part_at_their_magic() -> None:
    records = read("dhip_reply", sample("dhip_reply", "frames.bin"))
    assert values(records, "dhip.magic") == ["2000000044484950"] * 2
    assert values(records, "dhip.serial") == ["1A2B3C4PAX00071", "1A2B3C4PAX00072"]
    assert values(records, "dhip.port") == ["37777", "37777"]
    assert values(records, "recorder.capacity") == ["16 analog"]


def test_the_json_alone_says_the_same() -> None:
    records = read("dhip_reply", sample("dhip_reply", "notify.json"))
    assert values(records, "dhip.method") == ["client.notifyDevInfo"]
    assert values(records, "dhip.vendor") == ["General"]
    assert {key.kind for key in sightings(records)[0].keys} == {"mac", "ip", "serial"}


def test_the_older_text_is_known_by_the_order_of_its_names() -> None:
    records = read("dhip_reply", sample("dhip_reply", "older.txt"))
    assert values(records, "dhip.text") == ["Name Device IPv6Addr SerialNo"]
    assert values(records, "dhip.serial") == ["1A2B3C4PAX00073"]


def test_reads_a_upnp_description() -> None:
    records = read("upnp_reply", sample("upnp_reply", "description.xml"))
    assert values(records, "upnp.manufacturer") == ["Example Optics", "http://www.example.org/"]
    assert values(records, "upnp.model") == ["EX 3000"]


def test_ssdp_messages_are_told_apart_by_their_uuid() -> None:
    data = sample("upnp_reply", "ssdp.txt")
    records = read("upnp_reply", data + data)
    assert len({one.unit for one in sightings(records)}) == 2
    assert values(records, "ssdp.server")[1] == "Example-OS UPnP/1.1"
