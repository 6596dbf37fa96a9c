"""The server: loopback only, one link, and an end that is safe at any moment."""

import asyncio
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import uvicorn

from nameplate.model.errors import TryAgain
from nameplate.web import assets
from nameplate.web.app import create
from nameplate.web.door import Door
from nameplate.work.serve import Serving

_ADDRESS = "127.0.0.1"


def run(
    folder: Path,
    *,
    port: int,
    say: Callable[[str], None],
    give: Callable[[str], None],
    listing: str = "",
    adopt: bool = False,
) -> None:
    """Serve the case in `folder` until Ctrl-C. `give` is given links, `say` what is told beside.

    Port 0 takes a free one. Raises TryAgain where the port is taken, and what opening a case may.
    """
    listening = _listen(port)
    door = Door(listening.getsockname()[1])
    serving = Serving.open(folder, listing=listing, adopt=adopt)
    config = uvicorn.Config(
        create(serving, door),
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=64 << 10,
        lifespan="on",
        ws="none",
    )
    if not assets.is_built():
        say("The pages will look plain: their styles were not fetched when this was set up.")
    say("Open this link in a browser on this machine; it opens once:")
    give(door.link())
    say("Ctrl-C ends it, and nothing is lost. Enter prints another link.")
    if sys.stdin is not None and sys.stdin.isatty():
        threading.Thread(target=_more_links, args=(door, give), daemon=True).start()
    server = uvicorn.Server(config)
    asyncio.run(server.serve(sockets=[listening]))


def _listen(port: int) -> socket.socket:
    listening = socket.socket(
        # Without a stated protocol the loop leaves Nagle's delay on: 40 ms an answer.
        socket.AF_INET,
        socket.SOCK_STREAM,
        socket.IPPROTO_TCP,
    )
    if sys.platform != "win32":  # there it would let another program take the port as well
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_ADDRESS, port))
    except OSError as fault:
        listening.close()
        raise TryAgain(
            f"port {port} cannot be had ({fault.strerror})",
            next_step="Leave --port out, and a free one is taken.",
        ) from None
    listening.listen(128)
    return listening


def _more_links(door: Door, give: Callable[[str], None]) -> None:
    for _ in sys.stdin:
        give(door.link())
