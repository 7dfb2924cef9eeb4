"""Doing two things at once with a stream of chunks: hashing and sealing both let go of the GIL."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

_CHUNKS_AHEAD = 6
"""Enough that neither thread waits for the other while a busy system lets only one of them run."""


def read_ahead(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same chunks, the next ones being made in a thread while this one is used.

    Never more than `_CHUNKS_AHEAD` and one are in memory. What `chunks` raises is raised here.
    """
    source = iter(chunks)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="read-ahead") as pool:
        coming = deque(pool.submit(next, source, None) for _ in range(_CHUNKS_AHEAD))
        try:
            while (chunk := coming.popleft().result()) is not None:
                coming.append(pool.submit(next, source, None))
                yield chunk
        finally:
            for future in coming:
                future.cancel()


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
