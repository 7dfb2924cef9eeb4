"""A finished recording as a FLAC blob in the store: a third of its size, and other laptops can fetch it."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.speech.audio_file import write_audio
from app.speech.sound import Sound
from app.storage.blobs import CHUNK_BYTES, BlobStore

_TAG_BYTES = 16


def store_sound(
    sound: Sound, blobs: BlobStore, folder: Path, is_cancelled: Callable[[], bool] = lambda: False
) -> str:
    """Encode a whole recording and put it among the blobs; returns the blob's SHA-256.

    A blob's name is the hash of what is in it, and a FLAC file is done only when its head is written
    last: so it waits in `folder`, sealed with a key that only this call knows, and never in clear.
    Raises what `write_audio` and the store raise.
    """
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        scratch = _Scratch(cast("IO[bytes]", file))
        write_audio(sound, cast("io.BufferedRandom", scratch), "FLAC", is_cancelled=is_cancelled)
        digest = hashlib.sha256()
        for chunk in scratch.chunks():
            digest.update(chunk)
        sha256 = digest.hexdigest()
        if not blobs.has(sha256):
            with blobs.writer(sha256, scratch.size_bytes) as writer:
                for index, chunk in enumerate(scratch.chunks()):
                    if index >= writer.chunks_done:
                        writer.write_chunk(chunk)
    return sha256


class _Scratch:
    """A file to write once: only its first chunk may be written again, as encoders do with their head."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._cipher = AESGCM(AESGCM.generate_key(256))
        self._head = bytearray()
        self._tail = bytearray()  # behind the sealed chunks
        self._sealed_count = 0
        self._position = 0
        self.size_bytes = 0

    def write(self, data: bytes) -> int:
        view = memoryview(data)
        in_head = max(0, min(len(view), CHUNK_BYTES - self._position))
        self._head[self._position : self._position + in_head] = view[:in_head]
        if in_head < len(view):
            if self._position + in_head != self.size_bytes and self.size_bytes > CHUNK_BYTES:
                raise io.UnsupportedOperation("only the head can be written again")
            self._tail += view[in_head:]
            while len(self._tail) >= CHUNK_BYTES:
                self._seal(bytes(self._tail[:CHUNK_BYTES]))
                del self._tail[:CHUNK_BYTES]
        self._position += len(view)
        self.size_bytes = max(self.size_bytes, self._position)
        return len(view)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size_bytes}[whence]
        self._position = base + offset
        return self._position

    def tell(self) -> int:
        return self._position

    def read(self, _size: int = -1) -> bytes:
        raise io.UnsupportedOperation("an encoder has nothing to read")

    def chunks(self) -> Iterator[bytes]:
        """All of it, in pieces of `CHUNK_BYTES`."""
        if self._head:
            yield bytes(self._head)
        self._file.seek(0)
        for index in range(self._sealed_count):
            yield self._cipher.decrypt(index.to_bytes(12), self._file.read(CHUNK_BYTES + _TAG_BYTES), None)
        if self._tail:
            yield bytes(self._tail)

    def _seal(self, chunk: bytes) -> None:
        sealed = self._cipher.encrypt(self._sealed_count.to_bytes(12), chunk, None)
        if self._file.write(sealed) != len(sealed):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._sealed_count += 1
