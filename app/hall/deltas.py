"""Deltas between two versions of a document: computed once, kept in memory for the other tablets."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from starlette.concurrency import run_in_threadpool

from app.domain.wire import MAX_DELTA_BYTES
from app.storage.blobs import BlobStore, BlobView
from app.storage.delta import make_delta
from app.storage.errors import BlobDamaged, BlobMissing

WAIT_S = 4.0
"""Less than a client waits for an answer: who asks while it is still computed fetches the whole file."""
_KEPT_BYTES = 2 * MAX_DELTA_BYTES
_KEPT_COUNT = 200

_Versions = tuple[str, str]


class Deltas:
    """For one thread, that of the event loop; the work itself is done in another, one delta at a time."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs
        self._making: OrderedDict[_Versions, asyncio.Task[bytes | None]] = OrderedDict()
        self._turn = asyncio.Semaphore(1)

    async def between(self, old_sha256: str, new_sha256: str) -> bytes | None:
        """The delta; None where it would not save half of the file, or is not there in time."""
        versions = (old_sha256, new_sha256)
        task = self._making.get(versions)
        if task is None:
            task = self._making[versions] = asyncio.create_task(self._make(versions), name="hall delta")
        self._making.move_to_end(versions)
        done, _ = await asyncio.wait([task], timeout=WAIT_S)
        if done and task.exception():
            self._making.pop(versions, None)
        self._forget_oldest()
        return task.result() if done else None

    async def close(self) -> None:
        """Wait for what is being computed; the store is about to close."""
        await asyncio.gather(*self._making.values(), return_exceptions=True)

    async def _make(self, versions: _Versions) -> bytes | None:
        async with self._turn:
            return await run_in_threadpool(self._compute, *versions)

    def _compute(self, old_sha256: str, new_sha256: str) -> bytes | None:
        try:
            old, new = BlobView(self._blobs, old_sha256), BlobView(self._blobs, new_sha256)
            return make_delta(old, new, min(MAX_DELTA_BYTES, len(new) // 2))
        except (BlobMissing, BlobDamaged):
            return None

    def _forget_oldest(self) -> None:
        kept = [
            (versions, len(task.result() or b""))
            for versions, task in self._making.items()
            if task.done() and not task.exception()
        ]
        size = sum(length for _, length in kept)
        for versions, length in kept[:-1]:
            if size <= _KEPT_BYTES and len(self._making) <= _KEPT_COUNT:
                return
            del self._making[versions]
            size -= length
