"""What this process has taken from the system through malloc, and giving it back. For the worker."""

from __future__ import annotations

import ctypes
import sys

import psutil


class _MallInfo2(ctypes.Structure):
    """`struct mallinfo2` of glibc's malloc.h."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


class Heap:
    """One per process. `used_bytes` is what blocks in use take, where the C library can tell (glibc from 2.33
    on); elsewhere all memory that only this process has, which also counts what it may use again."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        libc = ctypes.CDLL(None) if sys.platform == "linux" else None
        self._trim = getattr(libc, "malloc_trim", None)
        self._mallinfo = getattr(libc, "mallinfo2", None)
        if self._mallinfo:
            self._mallinfo.restype = _MallInfo2

    def used_bytes(self) -> int:
        if self._mallinfo:
            info = self._mallinfo()
            return int(info.uordblks + info.hblkhd)
        memory = self._process.memory_info()
        return int(memory.private if sys.platform == "win32" else memory.rss - memory.shared)

    def give_back(self) -> None:
        """What was freed goes back to the system; glibc keeps it until told (325 MB after 27 papers)."""
        if self._trim:
            self._trim(0)
