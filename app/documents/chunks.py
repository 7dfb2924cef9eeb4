"""Large files in chunks of 1 MiB: sealed one by one, hashed, and read ahead.

Hashing and sealing both let go of the GIL, so that two things are done at once.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.documents.errors import PackDamaged

CHUNK_BYTES = 1 << 20
TAG_BYTES = 16
_CHUNKS_AHEAD = 6
"""Enough that neither thread waits for the other while a busy system lets only one of them run."""


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that can be read again: a file of the folder, or something made from one."""

    sha256: str
    size_bytes: int
    chunks: Callable[[], Iterable[bytes]] = field(compare=False, repr=False)
    """Pieces of 1 MiB from the first on, each time it is called."""

    def read(self) -> bytes:
        return b"".join(self.chunks())


def file_chunks(path: Path) -> Iterator[bytes]:
    """A file in pieces of 1 MiB. Raises `OSError`."""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk


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


def sealed_size(size_bytes: int) -> int:
    """How long `size_bytes` are when sealed."""
    return size_bytes + TAG_BYTES * -(-size_bytes // CHUNK_BYTES)


class ChunkCipher:
    """Seals and opens chunks under one key. Safe to call from any thread."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, part: int, name: str, index: int, chunk: bytes | memoryview) -> bytes:
        """Seal chunk `index` of the part with this number and this name (its SHA-256)."""
        return self._cipher.encrypt(_nonce(part, index), chunk, name.encode())

    def open(self, part: int, name: str, index: int, sealed: bytes) -> bytes:
        """The chunk. Raises `PackDamaged` for anything that `seal` did not make for this very place."""
        try:
            return self._cipher.decrypt(_nonce(part, index), sealed, name.encode())
        except InvalidTag as error:
            raise PackDamaged(what=name) from error


def _nonce(part: int, index: int) -> bytes:
    return part.to_bytes(4) + index.to_bytes(8)
