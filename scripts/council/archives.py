"""Archives and noise that are the same bytes on every machine."""

import hashlib
import io
import zipfile


def stored(files: dict[str, bytes]) -> bytes:
    """Pack files without compression and with one date: the same bytes everywhere."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (2026, 1, 5, 9, 0, 0))
            info.create_system = 3
            archive.writestr(info, data)
    return made.getvalue()


def noise(size: int) -> bytes:
    """Return bytes of no kind at all."""
    blocks = (hashlib.sha256(f"noise {n}".encode()).digest() for n in range(size // 32))
    return b"\xfe" + b"".join(blocks)
