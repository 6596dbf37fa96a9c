"""A session for a program: the token of a printed link, exchanged for a secret."""

from typing import Annotated

import msgspec
from msgspec import Meta

from nameplate.web.api.operation import Call, operation
from nameplate.web.api.problems import Failed


class LinkToken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The token of a link that `nameplate serve` printed; it opens one session."""

    token: Annotated[str, Meta(min_length=1, max_length=200)]


class Bearer(msgspec.Struct, frozen=True, kw_only=True):
    """The secret of a session, for the header `Authorization: Bearer SECRET`."""

    bearer: Annotated[str, Meta(description="Keep it as you keep the case itself.")]


@operation("POST", "/session", "Open a session", status=201, open=True, fails=("refused",))
def open_session(call: Call, body: LinkToken) -> Bearer:
    """Exchange the token of a printed link for the secret of a session.

    The link is spent by this, as by opening it in a browser; Enter in the terminal prints another.
    The session ends with the server, or after a week.
    """
    secret = call.door.open(body.token)
    if secret is None:
        raise Failed(
            "refused",
            "this token was used already, or is not whole",
            where="token",
            next_step="Press Enter in the terminal for another link.",
        )
    return Bearer(bearer=secret)
