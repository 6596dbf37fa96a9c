"""The body of an HTTP reply, or any reply whose protocol nobody named: which protocol reads it.

XML says by its elements what it is; other texts are given to the protocol that knows most of
their names. A page is read for its title and marks only.
"""

import re
from collections.abc import Callable

from nameplate.evidence.bounded import markup
from nameplate.evidence.protocols import (
    dhip,
    http,
    inventory,
    isapi,
    magicbox,
    onvif,
    sadp,
    upnp,
    ws_discovery,
)
from nameplate.evidence.protocols.keyvalue import Vocabulary, plain
from nameplate.evidence.protocols.stated import Said, Saying, Stated

Parse = Callable[[bytes], tuple[Said, ...]]

# A text that begins with one of these has a form of its own before any name in it counts.
_PATHS = re.compile(rb"\s{0,8}/[\w./-]{2,200}\s{0,8}")


def said(data: bytes) -> tuple[Said, ...]:
    """Return what a body says, whatever it turns out to be."""
    starts = http.replies(data)
    if starts:
        return (whole(data, starts[0]),)
    marked = data.lstrip()[:1] == b"<"
    if marked and any(found := of_markup(markup.scan(data))):
        return found
    page = Saying(data)
    http.add_page(page, data)
    if marked or page.has("http.title") or _PATHS.fullmatch(data):
        return (page.done(),)
    if any(found := fitting(data)(data)):
        first = found[0]._replace(stated=(*found[0].stated, *page.done().stated))
        return (first, *found[1:])
    loose = Saying(data)
    if realm := http.realm(data.decode("utf-8", "replace")):
        loose.add("http.realm", realm)
    return (loose.done() or page.done(),)


def whole(data: bytes, reply: http.Reply) -> Said:
    """Return what one whole HTTP reply says: its header, then its body."""
    saying = Saying(data)
    http.add_headers(saying, http.header_lines(data, reply.start, reply.body))
    saying.key("ip", reply.asked)
    head = saying.done()
    inside = data[reply.body : reply.end]
    inner = said(inside)[:1] if inside.strip() and not http.replies(inside) else ()
    return Said(
        (*head.stated, *(moved(one, reply.body) for part in inner for one in part.stated)),
        tuple(dict.fromkeys(key for part in (head, *inner) for key in part.keys)),
    )


def of_markup(document: markup.Document) -> tuple[Said, ...]:
    """Return what an XML reply of a known protocol says; () for a page or anything else."""
    names = {node.name.lower() for node in document.root.walk()}
    found: tuple[Said, ...] = ()
    if "probematch" in names and names & {"devicesn", "devicedescription"}:
        return sadp.of_document(document)
    if names & {"getdeviceinformationresponse", "getnetworkinterfacesresponse"}:
        return onvif.of_document(document)
    if b"onvif://" in document.data or names & {"probematches", "xaddrs"}:
        return ws_discovery.of_document(document)
    if names & {"friendlyname", "modelname", "manufacturerurl"}:
        return upnp.of_document(document)
    if {"item", "manufacturer", "deviceid"} <= names:
        return _catalogue(document)
    if not names & {"html", "title", "body", "script"}:
        found = isapi.of_document(document)
    return found if any(found) else ()


def fitting(data: bytes) -> Parse:
    """Choose the protocol that knows most of the names in a text; the syntax settles a tie."""
    lined = bool(magicbox.lines(data))
    ranked: tuple[tuple[Vocabulary, Parse, float], ...] = (
        (isapi.VOCABULARY, isapi.said, 0.1 if lined else 0.5),
        (magicbox.VOCABULARY, magicbox.said, 0.6 if lined else 0.3),
        (onvif.VOCABULARY, onvif.said, 0.4),
        (dhip.VOCABULARY, dhip.said, 0.2),
        (inventory.VOCABULARY, inventory.said, 0.0),
    )
    known = [
        (len({plain(pair.name) for pair in vocabulary.of(data)}) + tie, parse)
        for vocabulary, parse, tie in ranked
    ]
    return max(known, key=lambda one: one[0])[1]


def _catalogue(document: markup.Document) -> tuple[Said, ...]:
    """Return what items of a GB/T 28181 catalogue say, each a unit of its own."""
    found = []
    for number, item in enumerate(document.root.all("Item")[:4096], 1):
        saying = Saying(document.data)
        for node in item.children:
            field = {"Manufacturer": "gb28181.manufacturer", "Model": "device.model"}.get(node.name)
            if field is not None:
                saying.add(field, document.text(node), node.start, node.end)
        found.append(saying.done(f"item {number}"))
    return tuple(found)


def moved(stated: Stated, by: int) -> Stated:
    """Return a statement of a body as one of the message in which the body begins at `by`."""
    if stated.start is None or stated.end is None:
        return stated._replace(pointer="")
    return stated._replace(start=stated.start + by, end=stated.end + by)
