"""The list of devices: filters in the address, counts by kind, and what is shown as a file."""

from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from nameplate.web.exports import download
from nameplate.web.render import Page, link, page, serving_of
from nameplate.work import tables
from nameplate.work.listing import asked_of

PAGE = Page("Devices", "/devices", 20)
router = APIRouter()


@router.get("/devices")
def devices(request: Request) -> Response:
    """Show one page of the devices that pass the filters."""
    view = serving_of(request).view
    asked = asked_of(dict(request.query_params))

    def changed(**values: object) -> str:
        return link("/devices", **(asked.query | values)) + "#devices"

    return page(
        request,
        "devices.html",
        "Devices",
        listed=view.devices(asked.filters, asked.sort, asked.page),
        makers=view.choices("maker"),
        asked_for=asked.filters,
        filtered=asked.is_filtered,
        query=asked,
        sort=asked.sort,
        sort_link=lambda key: changed(sort="" if key == asked.sort else key),
        to_page=lambda n: changed(page=n if n > 1 else ""),
        changed=changed,
    )


@router.get("/devices.{form}")
def export(request: Request, form: Literal["csv", "xlsx", "json"], bom: bool = False) -> Response:
    """Hand over every device that passes the filters, in the order shown."""
    view = serving_of(request).view
    asked = asked_of(dict(request.query_params))
    return download(tables.devices(view, asked.filters, asked.sort, asked.says), form, bom=bom)
