"""Memory that two processes see, without a name on any file system.

`multiprocessing.shared_memory` leaves a named file in /dev/shm when a process is killed, and /dev/shm
is small in containers. Here the memory is gone with the last process that holds it.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import secrets
import sys
from multiprocessing.connection import Connection
from typing import Self


class SharedBuffer:
    """`size` bytes. The creator `send`s it once, the other side `receive`s it; both `close`."""

    def __init__(self, memory: mmap.mmap, size: int, tag: str, fd: int) -> None:
        self._memory = memory
        self._fd = fd
        self.size = size
        self.tag = tag
        self.view = memoryview(memory)

    @classmethod
    def create(cls, size: int, *, at_once: bool = False) -> Self:
        """Raises `OSError` or `MemoryError` when there is no room.

        `at_once` takes the memory now instead of page by page at the first write, which costs four
        times as much as decrypting into it (20 MB: 24 ms against 5 ms, measured).
        """
        if sys.platform == "win32":
            tag = f"Local\\nghisu-{secrets.token_hex(16)}"
            return cls(mmap.mmap(-1, size, tagname=tag), size, tag, -1)
        fd = os.memfd_create("nghisu", os.MFD_CLOEXEC)
        try:
            os.ftruncate(fd, size)
            flags = mmap.MAP_SHARED | (getattr(mmap, "MAP_POPULATE", 0) if at_once else 0)
            return cls(mmap.mmap(fd, size, flags=flags), size, "", fd)
        except (OSError, ValueError):
            os.close(fd)
            raise

    def send(self, connection: Connection, process_id: int) -> None:
        """Hand it over: on Linux the descriptor goes over the pipe; on Windows `tag` is enough."""
        if sys.platform != "win32":
            from multiprocessing.reduction import send_handle

            send_handle(connection, self._fd, process_id)

    @classmethod
    def receive(cls, connection: Connection, size: int, tag: str) -> Self:
        """The other end of `send`."""
        if sys.platform == "win32":
            return cls(mmap.mmap(-1, size, tagname=tag), size, tag, -1)
        from multiprocessing.reduction import recv_handle

        fd = recv_handle(connection)
        try:
            return cls(mmap.mmap(fd, size), size, tag, -1)
        finally:
            os.close(fd)  # the mapping holds on to the memory by itself

    def close(self) -> None:
        """Let go. Where a view taken from `view` is still held, the memory goes with the last of them."""
        self.view.release()
        with contextlib.suppress(BufferError):
            self._memory.close()
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


class BufferPool:
    """Buffers for documents. One spare is kept at hand, because taking memory costs more than filling it.

    From any thread.
    """

    def __init__(self, spare_bytes: int) -> None:
        self._spare_bytes = spare_bytes
        self._spare: list[SharedBuffer] = []
        self._is_closed = False

    def prepare(self) -> None:
        """Take the spare buffer's memory now; without it things only go slower."""
        if not self._spare:
            with contextlib.suppress(OSError, MemoryError):
                self._spare.append(SharedBuffer.create(self._spare_bytes, at_once=True))

    def take(self, size: int) -> SharedBuffer:
        """The spare buffer where it is free and large enough, else a new one.

        Raises `OSError`, `MemoryError`.
        """
        if size > self._spare_bytes:
            self._drop_spare()  # a large document needs the memory more
        with contextlib.suppress(IndexError):
            return self._spare.pop()
        return SharedBuffer.create(max(1, size))

    def give_back(self, buffer: SharedBuffer, used: int) -> None:
        """Keep it as the spare where there is none; nothing of the document stays in it."""
        if buffer.size == self._spare_bytes and not self._spare and not self._is_closed:
            buffer.view[:used] = bytes(used)
            self._spare.append(buffer)
            return
        was_large = buffer.size > self._spare_bytes
        buffer.close()
        if was_large and not self._is_closed:
            self.prepare()

    def close(self) -> None:
        """Let go of the spare, and keep none any more."""
        self._is_closed = True
        self._drop_spare()

    def _drop_spare(self) -> None:
        while self._spare:
            self._spare.pop().close()
