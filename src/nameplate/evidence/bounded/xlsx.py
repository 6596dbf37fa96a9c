"""The only door to spreadsheets (ECMA-376, XLSX): rows of texts, sheet by sheet.

Only the parts that hold texts are unpacked, each within a budget that counts real bytes, since a
1.25 MB file can unpack to 524 MB; pictures, macros, external links and printer settings are never
touched. Formulas are never evaluated: their stored result is taken as text. A part that declares
a document type or an entity is refused. What the file claims of its own extent is not believed.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from nameplate.evidence.bounded import xlsx_parts, xml
from nameplate.evidence.bounded.grid import Row, index_of
from nameplate.evidence.bounded.source import MIB, Source
from nameplate.evidence.bounded.xlsx_parts import Merge, Styles
from nameplate.model.errors import NotOurFormat, OverBudget, UnreadableEvidence

MAX_MEMBERS = 5_000
MAX_DIRECTORY = 4 * MIB
MAX_UNPACKED = 256 * MIB
"""For all parts read together: a register of 100,000 rows and 20 columns is about 100 MB."""
MAX_STRINGS = 96 * MIB
MAX_SMALL_PART = 4 * MIB
MAX_RATIO = 100
"""Real sheets unpack to 5 to 50 times their size; a bomb of equal rows to 200 and more."""
SMALL_ENOUGH = 16 * MIB
"""What unpacks to less is read at any ratio."""
MAX_SHEETS = 256
MAX_MERGES = 10_000

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound files: .xls, and .xlsx with a password (MS-OFFCRYPTO)."""

_SAVE_ANEW = "Open it in its own program and save it as .xlsx or CSV."
_MERGE = re.compile(
    rb'<(?:\w{1,20}:)?mergeCell\s{1,9}ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"'
)


class Sheet(NamedTuple):
    """One worksheet: its name, whether its tab is hidden, its merged ranges, its rows.

    Rows are read as they are asked for; a merged range gives its text to each of its rows.
    """

    name: str
    hidden: bool
    merges: int
    rows: Iterator[Row]


def sheets(source: Source) -> Iterator[Sheet]:
    """Yield the worksheets in the order of their tabs.

    Raises UnreadableEvidence for a password, an older format or a damaged file, NotOurFormat for
    other documents, OverBudget for a file that asks too much.
    """
    data = source.whole()
    _refuse_other(data, source.name)
    book = _Workbook(data, source)
    book_xml = book.small(book.path)
    tabs = [e for e in book_xml.iter() if xml.local_name(e) == "sheet"]
    epoch_1904 = any(
        e.get("date1904") in ("1", "true")
        for e in book_xml.iter()
        if xml.local_name(e) == "workbookPr"
    )
    targets = book.relations(book.path)
    strings = xlsx_parts.strings(book.part(targets.get("sharedStrings"), MAX_STRINGS), source)
    styles = xlsx_parts.styles(book.part(targets.get("styles"), MAX_STRINGS), source, epoch_1904)
    for tab in tabs[:MAX_SHEETS]:
        relation = next((v for k, v in tab.attrib.items() if k.endswith("}id")), "")
        path = targets.get(f"worksheet {relation}")
        if path is not None:
            hidden = tab.get("state", "visible") != "visible"
            yield book.sheet(path, tab.get("name", ""), hidden, strings, styles)


def _refuse_other(data: bytes, name: str) -> None:
    """Name the real type of a file that is no XLSX, and what to do with it."""
    if data.startswith(OLE_MAGIC):
        # Stream names stand in the compound file's directory as UTF-16.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableEvidence(
                "the workbook is locked with a password",
                where=name,
                next_step="Remove the password in its own program and save it again.",
            )
        if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
            raise UnreadableEvidence(
                "a workbook of the older .xls kind", where=name, next_step=_SAVE_ANEW
            )
        raise NotOurFormat("not a workbook", where=name)
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in data[:256]:
        raise UnreadableEvidence(
            "an OpenDocument spreadsheet (.ods)", where=name, next_step=_SAVE_ANEW
        )


class _Workbook:
    """The ZIP container: parts by name, every byte counted."""

    def __init__(self, data: bytes, source: Source) -> None:
        self._source = source
        self._left = MAX_UNPACKED
        self._zip = _directory(data, source.name)
        self._names = {info.filename.lower(): info for info in self._zip.infolist()}
        self.path = self._main_part()

    def _main_part(self) -> str:
        root = self.relations("") if "_rels/.rels" in self._names else {}
        path = root.get("officeDocument", "xl/workbook.xml")
        if path.endswith(".bin"):
            raise UnreadableEvidence(
                "a workbook of the binary .xlsb kind",
                where=self._source.name,
                next_step=_SAVE_ANEW,
            )
        if path.lower() not in self._names or not path.startswith("xl/"):
            raise NotOurFormat("not a workbook", where=self._source.name)
        return path

    def relations(self, part: str) -> dict[str, str]:
        """Return the parts that `part` points to, by type; worksheets by type and id."""
        folder, _, file = part.rpartition("/")
        path = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        found: dict[str, str] = {}
        for one in self.small(path):
            kind = one.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))
            if one.get("TargetMode") == "External":
                continue
            key = f"worksheet {one.get('Id', '')}" if kind == "worksheet" else kind
            found.setdefault(key, target.lstrip("/"))
        return found

    def small(self, path: str) -> xml.Element:
        """Return the root of a small part that must be there."""
        where = f"{self._source.name}, part {path[:80]}"
        if path.lower() not in self._names:
            raise UnreadableEvidence(
                "a part of the workbook is missing", where=where, next_step=_SAVE_ANEW
            )
        return xml.parse(b"".join(self.part(path, MAX_SMALL_PART)), where=where)

    def part(self, path: str | None, limit: int) -> Iterator[bytes]:
        """Yield the bytes of a part in pieces, or nothing if it is not there."""
        info = None if path is None else self._names.get(path.lower())
        if info is None:
            return
        where = f"{self._source.name}, part {info.filename[:80]}"
        _check_member(info, min(limit, self._left), where)
        # The declared size is checked first; what really comes out may not exceed it by a byte.
        limit = info.file_size
        read = 0
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(65_536):
                    self._source.check_time()
                    read += len(chunk)
                    self._left -= len(chunk)
                    if read > limit or self._left < 0:
                        raise _too_large(limit, where)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
            raise UnreadableEvidence(
                "the workbook is cut off or damaged",
                where=where,
                next_step="Copy the file again from its source.",
            ) from None

    def sheet(
        self, path: str, name: str, hidden: bool, strings: list[str], styles: Styles
    ) -> Sheet:
        """Find the merged ranges, which stand after the rows, and prepare to read the rows."""
        merges = self._merges(path)
        chunks = self.part(path, MAX_UNPACKED)
        rows = xlsx_parts.rows(chunks, strings, styles, merges, self._source)
        return Sheet(name, hidden, len(merges), rows)

    def _merges(self, path: str) -> list[Merge]:
        found: list[Merge] = []
        rest = b""
        for chunk in self.part(path, MAX_UNPACKED):
            text = rest + chunk
            for column, first, last in _MERGE.findall(text):
                # Only what reaches over several rows hides something from a row.
                if int(first) < int(last) and len(found) < MAX_MERGES:
                    found.append(Merge(index_of(column.decode()), int(first), int(last)))
            rest = text[text.rfind(b"<") :][-128:]
        return sorted(set(found), key=lambda merge: merge.first)


def _directory(data: bytes, name: str) -> zipfile.ZipFile:
    """Open the ZIP directory after checking how large it claims to be."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end >= 0 and len(data) >= end + 22:
        members = int.from_bytes(data[end + 10 : end + 12], "little")
        size = int.from_bytes(data[end + 12 : end + 16], "little")
        if members > MAX_MEMBERS or size > MAX_DIRECTORY:
            raise OverBudget(
                f"the ZIP directory claims {members} members in {size} bytes",
                where=name,
                next_step="No such workbook is known to be real: check where it came from.",
            )
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableEvidence(
            "the ZIP directory is cut off or damaged",
            where=name,
            next_step="Copy the file again from its source.",
        ) from None


def _check_member(info: zipfile.ZipInfo, limit: int, where: str) -> None:
    if info.flag_bits & 0x1:
        raise UnreadableEvidence(
            "the workbook is locked with a password",
            where=where,
            next_step="Remove the password and save it again.",
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableEvidence(
            "a part is packed in a way that workbooks do not use", where=where, next_step=_SAVE_ANEW
        )
    if info.file_size > limit:
        raise _too_large(limit, where)
    if info.file_size > max(SMALL_ENOUGH, info.compress_size * MAX_RATIO):
        raise _too_large(max(SMALL_ENOUGH, info.compress_size * MAX_RATIO), where)


def _too_large(limit: int, where: str) -> OverBudget:
    return OverBudget(
        f"it unpacks to more than the {limit // MIB} MB allowed to it",
        where=where,
        next_step="Save only the sheet with the register, as CSV.",
    )
