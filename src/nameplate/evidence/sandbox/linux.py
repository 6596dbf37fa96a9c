"""What Linux adds: no new privileges, Landlock, a filter of system calls, death with the parent.

Numbers and layouts are the kernel's user interface: linux/landlock.h, linux/seccomp.h,
linux/filter.h, linux/audit.h and asm/unistd.h of x86_64 and aarch64 (6.12). Landlock holds for
files opened afterwards: the evidence arrives as an open descriptor.
"""

import sys

if sys.platform != "linux":
    raise ImportError("protections of Linux")

import ctypes
import os
import platform
import struct
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from nameplate.evidence.sandbox.protection import Protection, stated

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_SIGKILL = 9

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG = 1
_RULE_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FS_RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights to files each version knows, as a run of bits from the lowest."""
_NET_RIGHTS = 0b11
_SCOPES = 0b11

_ALLOW, _EPERM_ACTION, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
_REFUSED_CALLS = {
    "x86_64": (
        0xC000003E,
        {
            "socket": 41,
            "connect": 42,
            "bind": 49,
            "listen": 50,
            "fork": 57,
            "vfork": 58,
            "execve": 59,
            "kill": 62,
            "ptrace": 101,
            "tkill": 200,
            "tgkill": 234,
            "perf_event_open": 298,
            "process_vm_readv": 310,
            "process_vm_writev": 311,
            "bpf": 321,
            "execveat": 322,
            "userfaultfd": 323,
            "pidfd_send_signal": 424,
            "io_uring_setup": 425,
            "pidfd_open": 434,
            "pidfd_getfd": 438,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "ptrace": 117,
            "kill": 129,
            "tkill": 130,
            "tgkill": 131,
            "socket": 198,
            "bind": 200,
            "listen": 201,
            "connect": 203,
            "execve": 221,
            "perf_event_open": 241,
            "process_vm_readv": 270,
            "process_vm_writev": 271,
            "bpf": 280,
            "execveat": 281,
            "userfaultfd": 282,
            "pidfd_send_signal": 424,
            "io_uring_setup": 425,
            "pidfd_open": 434,
            "pidfd_getfd": 438,
        },
    ),
}


def enter(*, rlimit_writing: bool) -> list[Protection]:
    """Take away what reading a file does not need; return what holds."""
    dies = _LIBC.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0) == 0
    privileges = _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    abi = _landlock(_readable()) if privileges else 0
    calls = privileges and _filter_calls()
    return [
        stated(
            "privileges",
            privileges,
            "A worker can gain no privileges.",
            "This kernel does not keep a worker from gaining privileges.",
        ),
        stated(
            "writing",
            abi > 0 or rlimit_writing,
            "A worker can write to no file"
            + (f" (Landlock {abi})." if abi else ", by a limit on file size only."),
            "A worker could write files: this kernel or container refuses to prevent it.",
        ),
        stated(
            "reading",
            abi > 0,
            f"A worker can open no file but the program's own (Landlock {abi}).",
            "A worker could open other files of yours: this kernel or container has no Landlock.",
        ),
        stated(
            "network",
            calls,
            "A worker can open no connection and start no program (seccomp).",
            "TCP only is closed to a worker (Landlock)."
            if abi >= 4
            else "A worker could open connections: this kernel or container refuses the filter.",
        ),
        stated(
            "end",
            dies,
            "A worker ends with the process that started it.",
            "A worker may outlive a killed parent by its time limit.",
        ),
    ]


def address_space() -> int:
    """Return the address space of this process, in bytes (proc(5), statm)."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except (OSError, ValueError, IndexError):
        return 512 << 20
    return pages * os.sysconf("SC_PAGE_SIZE")


def _readable() -> list[str]:
    """Where a lazy import may read: the Python installation, the package, shared libraries."""
    paths = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    paths |= {str(Path(__file__).resolve().parents[2])}
    paths |= {"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache"}
    paths |= {str(Path(sys.base_prefix) / "lib")}
    paths |= {entry for entry in sys.path if entry}
    return sorted(path for path in paths if path and Path(path).exists())


def _landlock(readable: Iterable[str]) -> int:
    """Restrict this process; return the version in use, 0 where there is none."""
    abi = _LIBC.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION_FLAG)
    if abi < 1:
        return 0
    rights = (1 << _FS_RIGHTS_BY_ABI[min(abi, 5)]) - 1
    attributes = struct.pack("=QQQ", rights, _NET_RIGHTS, _SCOPES)
    attributes = attributes[: 8 if abi < 4 else 16 if abi < 6 else 24]
    ruleset = _LIBC.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    if ruleset < 0:
        return 0
    try:
        for path in readable:
            _allow_reading(ruleset, path)
        return int(abi) if _LIBC.syscall(_RESTRICT_SELF, ruleset, 0) == 0 else 0
    finally:
        os.close(ruleset)


def _allow_reading(ruleset: int, path: str) -> None:
    try:
        at = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = _READ_FILE | _READ_DIR if Path(path).is_dir() else _READ_FILE
        rule = struct.pack("=Qi", rights, at)
        _LIBC.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(at)


def _filter_calls() -> bool:
    """Refuse, with EPERM, the system calls above; kill a call by another architecture's table."""
    known = _REFUSED_CALLS.get(platform.machine())
    if known is None or struct.calcsize("P") != 8:
        return False
    architecture, refused = known
    program = _program(architecture, sorted(refused.values()))
    code = ctypes.create_string_buffer(b"".join(program))
    header = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    return bool(
        _LIBC.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_char_p(header), 0, 0) == 0
    )


def _program(architecture: int, refused: list[int]) -> list[bytes]:
    """Build the filter: struct sock_filter is code, jump if true, jump if false, value."""
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    count = len(refused)
    return [
        step(load, 4),  # seccomp_data.arch
        step(equal, architecture, yes=1),
        step(give, _KILL),
        step(load, 0),  # seccomp_data.nr
        step(at_least, 0x40000000, yes=count + 1),  # the x32 table of x86_64
        *(step(equal, number, yes=count - at) for at, number in enumerate(refused)),
        step(give, _ALLOW),
        step(give, _EPERM_ACTION),
    ]
