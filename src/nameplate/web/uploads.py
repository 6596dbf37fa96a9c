"""Files from a browser, taken as a stream: a gigabyte costs the memory of one chunk."""

from anyio import to_thread
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from nameplate.model.errors import TryAgain, WrongUsage
from nameplate.web.forms import TOKEN, check_token
from nameplate.work.desk import Desk
from nameplate.work.upload import Incoming

_BATCH = 1 << 20
_LONGEST_FIELD = 4 << 10
_LONGEST_HEADER = 8 << 10


async def receive(request: Request, desk: Desk) -> int:
    """Take all files of a multipart form into the case's spool; return the job that reads them.

    The form's first field must be its token: nothing is written before it was checked. Raises
    Refused, WrongUsage, TryAgain; then nothing is left of the upload.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 1 <= len(boundary) <= 200:
        raise WrongUsage("no files were sent", next_step="Choose files or a folder.")
    parts = _Parts(request, desk)
    parser = MultipartParser(boundary, parts.callbacks())  # type: ignore[arg-type]  # their dict
    try:
        waiting = bytearray()
        async for chunk in request.stream():
            waiting += chunk
            if len(waiting) >= _BATCH:
                await to_thread.run_sync(parts.feed, parser, bytes(waiting))
                waiting.clear()
        await to_thread.run_sync(parts.feed, parser, bytes(waiting))
        return await to_thread.run_sync(parts.finish)
    except MultipartParseError:
        raise WrongUsage("the upload was not whole", next_step="Send it again.") from None
    except ClientDisconnect:
        raise TryAgain("the upload was cut off", next_step="Send it again.") from None
    finally:
        await to_thread.run_sync(parts.leave)


class _Parts:
    """The parts of one form as they pass: fields are kept, files are written."""

    def __init__(self, request: Request, desk: Desk) -> None:
        self._request = request
        self._desk = desk
        self._incoming: Incoming | None = None
        self._name = self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._field = ""
        self._file: str | None = None
        self._data = bytearray()
        self._trusted = False
        self._ended = False

    def callbacks(self) -> dict[str, object]:
        """Return what the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_end,
            "on_part_data": self._part_data,
            "on_part_end": self._part_end,
            "on_end": self._all_end,
        }

    def feed(self, parser: MultipartParser, data: bytes) -> None:
        """Take the next bytes of the form."""
        if data:
            parser.write(data)

    def finish(self) -> int:
        """Hand over what arrived; return the job."""
        if not self._ended:
            raise TryAgain("the upload was cut off", next_step="Send it again.")
        if self._incoming is None:
            raise WrongUsage("no file was chosen", next_step="Choose files or a folder.")
        return self._incoming.finish()

    def leave(self) -> None:
        """Remove what was not handed over."""
        if self._incoming is not None:
            self._incoming.__exit__(None, None, None)

    def _begin(self) -> None:
        self._headers, self._name, self._value = {}, b"", b""
        self._data.clear()
        self._field, self._file = "", None

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]
        self._bound(self._name)

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._bound(self._value)

    def _header_end(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""
        if len(self._headers) > 16:
            raise WrongUsage("the upload was not whole", next_step="Send it again.")

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._field = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options:
            return
        if not self._trusted:
            check_token(self._request, "")
        name = options[b"filename"].decode("utf-8", "backslashreplace")
        if name:  # a file box that was left empty is sent as a file without a name
            self._file = name
            if self._incoming is None:
                self._incoming = Incoming(self._desk)
            self._incoming.begin(name)

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None and self._incoming is not None:
            self._incoming.write(data[start:end])
        elif len(self._data) + end - start <= _LONGEST_FIELD:
            self._data += data[start:end]

    def _part_end(self) -> None:
        if self._file is not None and self._incoming is not None:
            self._incoming.end()
        elif self._field == TOKEN:
            check_token(self._request, self._data.decode("utf-8", "replace"))
            self._trusted = True

    def _all_end(self) -> None:
        self._ended = True

    def _bound(self, header: bytes) -> None:
        if len(header) > _LONGEST_HEADER:
            raise WrongUsage("a file's name is too long", next_step="Rename it, then try again.")
