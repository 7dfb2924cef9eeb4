"""A cell for code that reads what nobody trusts: this process can draw, read and answer, and nothing else.

A PDF that takes MuPDF over finds itself in a process that cannot write or make a file, read one besides the
program's own, start a program, reach a network, or leave its memory in a core dump. Linux alone offers this
to a program without rights (Landlock from 5.13 on, namespaces where they are allowed, see landlock(7) and
user_namespaces(7)); what the system does not offer is left out, and the process is killed at its limits all
the same.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

from app.storage.memory import leave_no_dump

_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x1000_0000, 0x4000_0000
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_ASK_VERSION, _PATH_BENEATH = 1, 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FS_RIGHTS = {1: 1 << 13, 2: 1 << 14, 3: 1 << 15, 5: 1 << 16}
"""Version -> one above the last right to files it knows; later ones know as many."""
_TCP_SINCE, _SCOPES_SINCE = 4, 6
_TCP, _SCOPES = 0b11, 0b11  # bind and connect; abstract sockets and signals of others
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/proc/self", "/sys/devices/system/cpu")


def enter_cell() -> None:
    """Lock this process in, for good, as far as the system can. While it has only one thread."""
    leave_no_dump()
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # and nobody else's program looks into its memory
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET):
        libc.unshare(_CLONE_NEWNET)  # enough for root, who may not be allowed the other
    _restrict_files(libc, _readable())


def _readable() -> Iterable[Path]:
    """What the interpreter and its libraries lie in: modules may be loaded later, when they are needed."""
    frozen = getattr(sys, "_MEIPASS", None)
    own = (sys.prefix, sys.base_prefix, Path(__file__).parents[2], *([frozen] if frozen else ()))
    return (path for path in map(Path, (*own, *_SYSTEM)) if path.exists())


def landlock_version() -> int:
    """Which Landlock this kernel has; 0 or less for none."""
    if sys.platform != "linux":
        return 0
    return int(ctypes.CDLL(None).syscall(_CREATE_RULESET, None, 0, _ASK_VERSION))


def _restrict_files(libc: ctypes.CDLL, readable: Iterable[Path]) -> None:
    version = landlock_version()
    if version < 1:
        return
    rights = max(known for since, known in _FS_RIGHTS.items() if since <= version) - 1
    rules = struct.pack("=Q", rights)
    if version >= _TCP_SINCE:
        rules += struct.pack("=Q", _TCP)
    if version >= _SCOPES_SINCE:
        rules += struct.pack("=Q", _SCOPES)
    ruleset = libc.syscall(_CREATE_RULESET, rules, len(rules), 0)
    if ruleset < 0:
        return
    try:
        for path in readable:
            _allow_reading(libc, ruleset, path)
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
            libc.syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow_reading(libc: ctypes.CDLL, ruleset: int, path: Path) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        right = _READ_FILE | (_READ_DIR if path.is_dir() else 0)
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", right, place), 0)
    finally:
        os.close(place)
