"""Memory that is let go of goes back to the system."""

from __future__ import annotations

import ctypes
import os
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h of glibc
_LARGE_BYTES = 1 << 20


def give_memory_back() -> None:
    """Blocks of a megabyte and more (pictures of pages) come from the system itself and return to it, here
    and in the processes started from now on.

    glibc raises both limits to 32 MB and more by itself after the first such block was freed; then pictures
    lie in heaps that threads fragment: 50 MB more while reading 1,000 pages (benchmark `reading`). Other
    allocators do well by themselves; nothing happens there.
    """
    if sys.platform != "linux":
        return
    os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", str(_LARGE_BYTES))
    os.environ.setdefault("MALLOC_TRIM_THRESHOLD_", str(_LARGE_BYTES))
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _LARGE_BYTES)
