"""The closed list of field names: what a sighting can be about.

One dotted name each: the protocol or document, then the field in that protocol's own words.
`FIELDS` gives the meaning; a field that may be shown as an excerpt is listed here and nowhere
else, so a password cannot become a field by accident.
"""

from typing import Final

FIELDS: Final[dict[str, str]] = {
    # Addresses
    "mac": "The hardware address, as a unit states it or a table or frame carries it",
    # What the unit is, stated outside any protocol listed below
    "device.model": "Model text of a saved note or reply of no known protocol",
    "device.serial": "Serial number text of a saved note or reply of no known protocol",
    "device.firmware": "Firmware text of a saved note or reply of no known protocol",
    "device.manufacturer": "Manufacturer as an inventory tool or saved reply states it",
    # HTTP (RFC 9110) and pages
    "http.server": "Server header",
    "http.realm": "realm of a WWW-Authenticate challenge, over HTTP or in a JSON login reply",
    "http.title": "Title of the page at /",
    "http.path": "A path or link the unit's own page names",
    "http.header": "Another response header line that signals name (P3P and the like)",
    "http.favicon_md5": "MD5 of the icon, lower hex",
    "http.favicon_mmh3": "MurmurHash3 of the icon's base64, signed decimal",
    "http.body": "A short mark in a page body, never the body",
    "http.user_agent": "User-Agent of a client's request or search: products with their versions",
    # RTSP (RFC 7826, RFC 2326)
    "rtsp.server": "Server header",
    "rtsp.realm": "realm of a WWW-Authenticate challenge",
    "rtsp.url": "A stream address that the unit offers",
    "rtsp.public": "Public header: the methods offered",
    "rtsp.sdp": "Session name, tool or information line of an SDP",
    # ISAPI device information
    "isapi.xmlns": "XML name space of a deviceInfo reply",
    "isapi.manufacturer": "manufacturer",
    "isapi.system_contact": "systemContact",
    "isapi.device_location": "deviceLocation",
    "isapi.device_description": "deviceDescription",
    "isapi.device_type": "deviceType",
    "isapi.oem_code": "OEMCode",
    "isapi.model": "model",
    "isapi.serial": "serialNumber",
    "isapi.firmware": "firmwareVersion with firmwareReleasedDate",
    "isapi.encoder": "encoderVersion with encoderReleasedDate",
    "isapi.platform": "firmwareVersionInfo or hardwareVersion",
    # magicBox.cgi and its kin
    "magicbox.device_type": "deviceType or type: the model the brand gave",
    "magicbox.update_serial": "updateSerial: the model the maker gave",
    "magicbox.serial": "serialNumber or sn",
    "magicbox.vendor": "vendor",
    "magicbox.processor": "processor",
    "magicbox.firmware": "version",
    "magicbox.device_class": "deviceClass",
    # ONVIF device service, WS-Discovery
    "onvif.manufacturer": "Manufacturer of GetDeviceInformation",
    "onvif.model": "Model of GetDeviceInformation",
    "onvif.firmware": "FirmwareVersion of GetDeviceInformation",
    "onvif.serial": "SerialNumber of GetDeviceInformation",
    "onvif.hardware_id": "HardwareId of GetDeviceInformation",
    "ws_discovery.scopes": "All scopes of one ProbeMatch, parted by blanks",
    "ws_discovery.types": "Types",
    "ws_discovery.xaddrs": "XAddrs",
    "ws_discovery.endpoint_reference": "Address of the EndpointReference",
    # SADP (UDP 37020)
    "sadp.model": "DeviceDescription",
    "sadp.serial": "DeviceSN",
    "sadp.firmware": "SoftwareVersion",
    "sadp.dsp_version": "DSPVersion",
    "sadp.oem_code": "OEMCode",
    "sadp.device_type": "DeviceType",
    # DHDiscover and DHIP (UDP 37810), and the older text form (UDP 5050)
    "dhip.method": "JSON method",
    "dhip.magic": "First bytes of the frame, as lower hex",
    "dhip.serial": "SerialNo",
    "dhip.machine_name": "MachineName",
    "dhip.vendor": "Vendor",
    "dhip.model": "DeviceType",
    "dhip.firmware": "Version",
    "dhip.port": "Port",
    "dhip.device_class": "DeviceClass",
    "dhip.text": "The older text reply's form: its field names in order",
    # TLS certificates (RFC 5280); names as RFC 4514 texts, in the order of the source
    "tls.subject": "Subject",
    "tls.issuer": "Issuer",
    "tls.san": "Subject alternative names",
    # SNMP (RFC 3418)
    "snmp.sys_object_id": "sysObjectID or another OID that the unit answers, dotted",
    "snmp.sys_descr": "sysDescr",
    "snmp.sys_name": "sysName",
    "snmp.sys_location": "sysLocation, where all its words are those of places",
    # DHCP (RFC 2132), mDNS (RFC 6762), SSDP and UPnP
    "dhcp.hostname": "Option 12 or 81, or 39 of DHCPv6",
    "dhcp.vendor_class": "Option 60, or 16 of DHCPv6",
    "mdns.service": "Service type",
    "mdns.name": "Instance or host name",
    "mdns.txt": "TXT pairs",
    "ssdp.server": "SERVER header",
    "upnp.manufacturer": "manufacturer or manufacturerURL of a device description",
    "upnp.model": "modelName, modelNumber of a device description",
    "upnp.friendly_name": "friendlyName of a device description",
    "upnp.serial": "serialNumber of a device description",
    # Neighbours
    "lldp.sys_descr": "System description",
    "lldp.sys_name": "System name",
    "lldp.manufacturer": "LLDP-MED inventory: manufacturer name",
    "lldp.model": "LLDP-MED inventory: model name",
    "lldp.serial": "LLDP-MED inventory: serial number",
    "lldp.firmware": "LLDP-MED inventory: firmware or software revision",
    "cdp.device_id": "Device ID: the neighbour's name, or its address or serial number",
    "cdp.platform": "Platform",
    "cdp.version": "Software version",
    "switch.port": "Switch port behind which the address was learnt",
    "switch.vlan": "VLAN on which the address was learnt",
    # STUN (RFC 8489)
    "stun.software": "SOFTWARE: the product that asks a server how it is seen from outside",
    "stun.server": "A server on the open internet that the unit asked so: its address",
    # Others
    "telnet.banner": "First line that a telnet port sends",
    "gb28181.manufacturer": "Manufacturer of a GB/T 28181 catalogue item",
    "gb28181.user_agent": "SIP User-Agent",
    "port.open": "An open port, e.g. 37777/tcp",
    "service.product": "Product text of a scanner's service detection",
    "tool.vendor": "Vendor text that a tool printed beside an address: its list, not evidence",
    "dns.name": "A name of the open internet that the unit looked up, or asked a server for",
    # Recorders and their channels
    "recorder.channel": 'How a channel is fed: "analog" or "network"',
    "recorder.capacity": "How many channels it could have, e.g. '8 analog'",
    # Registers, VMS exports, invoices: written by people
    "register.brand": "Make or brand column",
    "register.model": "Model column",
    "register.serial": "Serial column",
    "register.firmware": "Firmware column",
    "register.driver": "Driver a VMS was told to use",
    "register.name": "Name or description column",
    "register.kind": "Type column",
    "register.place": "Site, building, room or location columns, joined",
    "register.owner": "Owner column",
    "register.operator": "Operator, maintainer or contractor column",
    "register.controller": "Data controller column",
    "register.landlord": "Landlord column",
    "register.status": "Status column",
    "register.asset": "Asset number column",
    # Labels
    "label.text": "Text read from a rating label",
}

MODEL_FIELDS: Final = frozenset(
    {
        "isapi.model",
        "magicbox.device_type",
        "magicbox.update_serial",
        "onvif.model",
        "onvif.hardware_id",
        "sadp.model",
        "dhip.model",
        "device.model",
        "upnp.model",
        "lldp.model",
        "register.model",
    }
)
"""Fields that hold nothing but a model name: model grammars are asked of these."""
