"""What a file is called, and what tells without reading it that it is as it was."""

import os

import msgspec


class Signature(msgspec.Struct, frozen=True, array_like=True):
    """What tells, without reading, that a file is as it was; times in nanoseconds."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    device: int

    @classmethod
    def of(cls, found: os.stat_result) -> "Signature":
        """Take it from a stat of the file."""
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev)


def shown(name: str) -> str:
    """Return a file's name as text that can be sent and shown: any bytes may stand in one."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
