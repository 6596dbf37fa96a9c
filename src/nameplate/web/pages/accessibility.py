"""What was tested for accessibility, what is known not to conform, and how to report a problem.

The same statement stands in `docs/accessibility.md`; a test holds the two together.
"""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from nameplate.web.render import page

router = APIRouter()


@router.get("/accessibility")
def accessibility(request: Request) -> Response:
    """Show the statement; it has no place in the navigation, and every footer leads to it."""
    return page(request, "accessibility.html", "Accessibility statement")
