"""Blobs on their way from a device to the hall, chunk by chunk, in order."""

from __future__ import annotations

import threading
from collections import OrderedDict

from app.domain.wire import UploadState
from app.hall.errors import ChunkOutOfOrder, MalformedRequest
from app.storage.blobs import BlobStore, BlobWriter, chunk_count
from app.storage.errors import BlobDamaged

_OPEN_WRITERS = 8


class Uploads:
    """Keeps writers open between requests: opening one hashes again all that it has. Any thread."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs
        self._lock = threading.Lock()
        self._writers: OrderedDict[str, BlobWriter] = OrderedDict()

    def state(self, sha256: str) -> UploadState:
        """How far an upload has come."""
        with self._lock:
            writer = self._writers.get(sha256)
            done = writer.chunks_done if writer else self._blobs.chunks_done(sha256)
        return UploadState(chunks_done=done, complete=self._blobs.has(sha256))

    def write(self, sha256: str, size_bytes: int, index: int, data: bytes) -> UploadState:
        """Take one chunk; one that is here already is passed over.

        Raises `ChunkOutOfOrder`, and `MalformedRequest` when bytes or sizes do not add up.
        """
        with self._lock:
            if self._blobs.has(sha256):
                return UploadState(chunks_done=self._blobs.chunks_done(sha256), complete=True)
            try:
                writer = self._writer(sha256, size_bytes)
                if index > writer.chunks_done:
                    raise ChunkOutOfOrder(next=writer.chunks_done)
                if index == writer.chunks_done:
                    writer.write_chunk(data)
                complete = writer.chunks_done == chunk_count(size_bytes)
                if complete:
                    self._close(sha256)
                return UploadState(chunks_done=writer.chunks_done, complete=complete)
            except BlobDamaged as error:
                raise MalformedRequest(where="chunk") from error

    def close(self) -> None:
        """Sync and close what is open; a later upload goes on from there."""
        with self._lock:
            for sha256 in list(self._writers):
                self._close(sha256)

    def _writer(self, sha256: str, size_bytes: int) -> BlobWriter:
        writer = self._writers.get(sha256)
        if writer is None:
            while len(self._writers) >= _OPEN_WRITERS:
                self._close(next(iter(self._writers)))
            writer = self._blobs.writer(sha256, size_bytes)
            self._writers[sha256] = writer
        self._writers.move_to_end(sha256)
        return writer

    def _close(self, sha256: str) -> None:
        self._writers.pop(sha256).__exit__(None, None, None)
