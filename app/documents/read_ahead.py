"""Doing two things at once with a stream of chunks: hashing and sealing both let go of the GIL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor


def read_ahead(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same chunks, the next one always being made in a thread while this one is used.

    Never more than two are in memory. What `chunks` raises is raised here.
    """
    source = iter(chunks)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="read-ahead") as pool:
        coming = pool.submit(next, source, None)
        while (chunk := coming.result()) is not None:
            coming = pool.submit(next, source, None)
            yield chunk


class Hashed:
    """The same chunks, hashed as they pass. `sha256` and `size_bytes` are right once all have passed."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self._digest = hashlib.sha256()
        self.size_bytes = 0

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._digest.update(chunk)
            self.size_bytes += len(chunk)
            yield chunk
