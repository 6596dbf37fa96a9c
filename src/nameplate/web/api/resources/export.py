"""Exports: what the lists show, as files."""

from collections.abc import Iterator
from typing import Literal

import msgspec
from starlette.responses import Response, StreamingResponse

from nameplate.papers import table
from nameplate.papers.json import line
from nameplate.web.api.operation import Call, operation
from nameplate.web.api.resources.devices import DeviceFilters
from nameplate.web.exports import download
from nameplate.work import tables
from nameplate.work.listing import Asked

Form = Literal["csv", "xlsx", "json"]
LINES = "application/jsonl"
_MEDIA = ("text/csv", table.XLSX, table.JSON)


class FormAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In which form."""

    form: Form = "csv"
    bom: bool = False


class TableAsked(DeviceFilters, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which devices, and in which form."""

    form: Form = "csv"
    bom: bool = False


@operation("GET", "/export/devices", "Devices as a table", media=_MEDIA)
def export_devices(call: Call, query: TableAsked) -> Response:
    """Hand over every device that passes the filters: the columns that the page shows.

    `bom` puts a mark before CSV for programs that guess the encoding.
    """
    asked = query.asked()
    made = tables.devices(call.serving.view, asked.filters, asked.sort, asked.says)
    return download(made, query.form, bom=query.bom)


@operation("GET", "/export/devices.jsonl", "Devices whole, as JSON lines", media=(LINES,))
def export_device_lines(call: Call, query: DeviceFilters) -> Response:
    """Hand over every device that passes the filters, whole, one a line, in the reports' order."""
    return StreamingResponse(_lines(call, query.asked()), media_type=LINES)


def _lines(call: Call, asked: Asked) -> Iterator[bytes]:
    for device in call.serving.view.whole(asked.filters, asked.sort):
        yield line(device)


@operation("GET", "/export/evidence", "Evidence as a table", media=_MEDIA)
def export_evidence(call: Call, query: FormAsked) -> Response:
    """Hand over the list of evidence."""
    return download(tables.evidence(call.serving.view), query.form, bom=query.bom)


@operation("GET", "/export/not-read", "What was not read, as a table", media=_MEDIA)
def export_not_read(call: Call, query: FormAsked) -> Response:
    """Hand over the list of what was not read, or not whole."""
    return download(tables.unread(call.serving.view), query.form, bom=query.bom)
