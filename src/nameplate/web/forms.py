"""What a form brings, read within bounds and only with the token of its session."""

import hmac
from typing import Annotated, NamedTuple
from urllib.parse import parse_qsl

from fastapi import Depends, Path
from starlette.requests import Request

from nameplate.model.errors import Refused, WrongUsage

LONGEST = 64 << 10
"""Bytes of a form without files."""
_MOST_FIELDS = 1_000
TOKEN = "form_token"  # noqa: S105  # the name of a field


class Form(NamedTuple):
    """The fields of a form, each as often as it was sent."""

    fields: tuple[tuple[str, str], ...]

    def one(self, name: str) -> str:
        """Return a field's last value; "" where it was not sent."""
        return next((value for key, value in reversed(self.fields) if key == name), "")

    def every(self, name: str) -> tuple[str, ...]:
        """Return all values of a field, in order."""
        return tuple(value for key, value in self.fields if key == name)


async def read_form(request: Request) -> Form:
    """Read a form. Raises Refused without the session's token, WrongUsage beyond the bounds."""
    kind = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise WrongUsage("this is not a form", next_step="Send it from its page.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            raise WrongUsage("the form is too long", next_step="Shorten the text.")
    try:
        fields = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        raise WrongUsage("the form has too many fields", next_step="Choose fewer.") from None
    form = Form(tuple(fields))
    check_token(request, form.one(TOKEN))
    return form


Number = Annotated[int, Path(ge=0, le=2**53)]
"""A number in an address: of a job, of a decision."""
Sent = Annotated[Form, Depends(read_form)]


def check_token(request: Request, sent: str) -> None:
    """Raise Refused unless `sent` is the token of this session's forms."""
    want: str = request.state.session.form_token
    if not hmac.compare_digest(sent.encode("utf-8", "replace"), want.encode()):
        raise Refused("this form is not of this session", next_step="Open its page and try again.")
