"""A table as a download: the same rows as the page, in the form that its ending names."""

from datetime import date

from starlette.responses import Response, StreamingResponse

from nameplate.papers import table
from nameplate.papers.table import Table

FORMS = ("csv", "xlsx", "json")


def download(made: Table, form: str, *, bom: bool = False) -> Response:
    """Return a table in one of FORMS."""
    day = made.day or date.min.isoformat()
    name = f"nameplate-{made.name.lower().replace(' ', '-')}-{day}.{form}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    if form == "xlsx":
        return Response(table.to_xlsx(made), 200, headers, table.XLSX)
    if form == "json":
        return StreamingResponse(table.to_json(made), 200, headers, table.JSON)
    return StreamingResponse(table.to_csv(made, bom=bom), 200, headers, table.CSV)
