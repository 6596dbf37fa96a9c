"""Recorded replies by channel."""

import pytest

from nameplate.evidence.protocols import recorded
from nameplate.model.records import Witness


def _said(channel: str, content: str) -> set[tuple[str, str]]:
    return {
        (one.field, one.value)
        for said in recorded.said(channel, content.encode())
        for one in said.stated
    }


@pytest.mark.parametrize(
    ("channel", "content", "expected"),
    [
        ("http-header", "Server: App-webs/", ("http.server", "App-webs/")),
        ("http-header", "App-webs/", ("http.server", "App-webs/")),
        ("http-header", 'Digest realm="Login to X", nonce="1"', ("http.realm", "Login to X")),
        ("http-body", '{"realm":"Login to AB12"}', ("http.realm", "Login to AB12")),
        ("http-body", "title: A &amp; B", ("http.title", "A & B")),
        ("http-body", "<html><title>Web</title></html>", ("http.title", "Web")),
        ("http-body", "/doc/page/login.asp", ("http.path", "/doc/page/login.asp")),
        ("http-body", 'location="/doc/page/login.asp?_1"', ("http.path", "/doc/page/login.asp")),
        ("http-body", "urn:selfextension:psiaext-x", ("http.body", "urn:selfextension:psiaext-x")),
        ("http-body", "type EX; Vendor: General; Version 2.6", ("magicbox.vendor", "General")),
        ("http-body", "favicon mmh3: -1234567", ("http.favicon_mmh3", "-1234567")),
        (
            "favicon",
            "89b932fcc47cf4ca3faadb0cfdef89cf",
            ("http.favicon_md5", "89b932fcc47cf4ca3faadb0cfdef89cf"),
        ),
        ("rtsp", "Dahua Rtsp Server", ("rtsp.server", "Dahua Rtsp Server")),
        ("rtsp", "rtsp://host:554/rtsp_tunnel", ("rtsp.url", "/rtsp_tunnel")),
        ("rtsp", "/Streaming/Channels/101", ("rtsp.url", "/Streaming/Channels/101")),
        ("sadp", "DeviceSN: EX20200101AAWR123456789", ("sadp.serial", "EX20200101AAWR123456789")),
        ("dhdiscover", "20000000 44484950 00000000", ("dhip.magic", "2000000044484950")),
        (
            "dhdiscover",
            "{'method': 'client.notifyDevInfo'}",
            ("dhip.method", "client.notifyDevInfo"),
        ),
        ("dhdiscover", "Vendor Lorex; Port 35000", ("dhip.port", "35000")),
        (
            "dhip",
            "Name:x\r\nDevice:EX\r\nSerialNo:1A2B3C4PAX00071",
            ("dhip.text", "Name Device SerialNo"),
        ),
        ("tls", "subject=/C=CN/O=HIKVISION/CN=x", ("tls.subject", "C=CN,O=HIKVISION,CN=x")),
        ("tls", "CN=General,O=X", ("tls.subject", "CN=General,O=X")),
        ("tls", "subject CN=a; issuer CN=b", ("tls.issuer", "CN=b")),
        ("snmp", "1.3.6.1.4.1.39165.1", ("snmp.sys_object_id", "1.3.6.1.4.1.39165.1")),
        (
            "snmp",
            "sysDescr: Example; sysObjectID: enterprises.368",
            ("snmp.sys_object_id", "1.3.6.1.4.1.368"),
        ),
        ("snmp", "sysDescr: Cam; ; S/N X", ("snmp.sys_descr", "Cam; ; S/N X")),
        ("dhcp", "cam-lobby", ("dhcp.hostname", "cam-lobby")),
        ("dhcp", "option60: Example Cam", ("dhcp.vendor_class", "Example Cam")),
        ("mdns", "_psia._tcp.local EX-1 model=EX", ("mdns.service", "_psia._tcp")),
        (
            "ssdp",
            "<root><device><manufacturer>Ex</manufacturer><modelName>M</modelName></device></root>",
            ("upnp.manufacturer", "Ex"),
        ),
        ("ssdp", "SERVER: Linux UPnP/1.0 Ex/1", ("ssdp.server", "Linux UPnP/1.0 Ex/1")),
        ("onvif-deviceinfo", "Manufacturer: Ex, Model: M-1", ("onvif.model", "M-1")),
        ("model-string", "DH-EX-1", ("device.model", "DH-EX-1")),
        ("firmware-string", "V5.1.8 build 140616", ("device.firmware", "V5.1.8 build 140616")),
        ("zeek-log", '{"host_name":"cam","mac":"00:00:5e:00:53:01"}', ("dhcp.hostname", "cam")),
        ("http-body", "deviceType=EX1 updateSerial=IPC-EX", ("magicbox.update_serial", "IPC-EX")),
        ("http-body", "deviceType=EX1; updateSerial=IPC-EX", ("magicbox.device_type", "EX1")),
        ("http-body", "root.Brand.Brand=EX\nroot.Brand.ProdNbr=E1", ("device.manufacturer", "EX")),
        (
            "http-body",
            '{"ResponseURL": "/LAPI/V1.0/System", "Data": {"DeviceModel": "E1"}}',
            ("http.path", "/LAPI/V1.0/System"),
        ),
        (
            "http-header",
            r"HTTP/1.1 401 X\r\nServer: Ex/1\r\nContent-Length: 0\r\n",
            ("http.server", "Ex/1"),
        ),
        ("rtsp", "RTSP/1.0 200 OK CSeq: 1 Server: Ex/1 Public: PLAY", ("rtsp.server", "Ex/1")),
        ("tls", '{"subject_dn": "C=CN, O=EX", "issuer_dn": "O=Y"}', ("tls.subject", "C=CN, O=EX")),
        ("zeek-log", "1.0\tC1\t192.0.2.1\tCN=a,O=EX\tCN=b", ("tls.subject", "CN=a,O=EX")),
        (
            "onvif-deviceinfo",
            "{Manufacturer:EX Model:E-1 FirmwareVersion:2.8 SerialNumber:E1234567 HardwareId:1.00}",
            ("onvif.hardware_id", "1.00"),
        ),
        (
            "dhdiscover",
            '"extra.machine_name"=>"1A2B3C4PAX00071"',
            ("dhip.machine_name", "1A2B3C4PAX00071"),
        ),
        ("telnet", "192.0.2.64 login:", ("telnet.banner", "192.0.2.64 login:")),
        (
            "unheard-of",
            "<ProbeMatch><DeviceSN>EX20200101AAWR123456789</DeviceSN></ProbeMatch>",
            ("sadp.serial", "EX20200101AAWR123456789"),
        ),
        (
            "gb28181",
            "<Item><DeviceID>1</DeviceID><Manufacturer>EX</Manufacturer></Item>",
            ("gb28181.manufacturer", "EX"),
        ),
    ],
)
def test_a_channels_content_is_read_in_its_common_forms(
    channel: str, content: str, expected: tuple[str, str]
) -> None:
    assert expected in _said(channel, content)


def test_one_field_is_stated_once() -> None:
    said = recorded.said("http-header", b"Server: A\r\nServer: A\r\n")
    assert len(said[0].stated) == 1


def test_a_host_of_a_scan_is_told_by_peer_unit_and_tool() -> None:
    content = (
        b'<host><address addr="00:00:5E:00:53:01" addrtype="mac" vendor="Example"/><ports>'
        b'<port portid="554" protocol="tcp"><state state="open"/><script output="RTSP/1.0 401'
        b" Unauthorized WWW-Authenticate: Digest realm=&quot;Cam&quot; nonce=&quot;planted&quot;"
        b'"/></port><port portid="23" protocol="tcp"><state state="closed"/></port></ports></host>'
    )
    said = {
        (s.field, s.value): (one.witness, s)
        for one in recorded.said("nmap-xml", content)
        for s in one.stated
    }
    assert said["mac", "00005e005301"][0] is Witness.PEER
    assert said["rtsp.realm", "Cam"][0] is Witness.DEVICE
    assert b"planted" not in said["rtsp.realm", "Cam"][1].raw
    assert said["tool.vendor", "Example"][0] is Witness.TOOL
    assert ("port.open", "23/tcp") not in said
