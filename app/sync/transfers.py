"""Blobs between device and hall: which are needed, in which order, chunk by chunk with resume."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from app.domain.entities import Device, Role
from app.domain.state import CongressState, Photo
from app.domain.wire import UploadState
from app.storage.blobs import CHUNK_BYTES, BlobStore, BlobWriter, chunk_count
from app.storage.device_store import DeviceStore
from app.sync.errors import NotAtHall
from app.sync.status import Transfer

IN_FLIGHT = 6
"""Requests under way at once: enough to hide the round trip and the sealing of what came before."""
_FETCHED = "sync.fetched_blobs"
_UPLOADED = "sync.uploaded_blobs"
_Result = TypeVar("_Result")

WantsPhoto = Callable[[Photo], bool]


class ChunkSource(Protocol):
    """What a transfer asks of the hall's client."""

    def fetch_chunk(self, sha256: str, index: int) -> Awaitable[bytes]: ...
    def upload_state(self, sha256: str) -> Awaitable[UploadState]: ...
    def bring_chunk(
        self, sha256: str, index: int, size_bytes: int, data: bytes
    ) -> Awaitable[UploadState]: ...


@dataclass(frozen=True, slots=True)
class Need:
    """A blob that this device should have."""

    sha256: str
    size_bytes: int


class Transfers:
    """Fetches what the device's role may hold, brings what it recorded, destroys what was called back.

    Lives in sync's event loop. Files are written by one thread of its own, in order, so that sealing
    one chunk and receiving the next overlap.
    """

    def __init__(
        self,
        store: DeviceStore,
        device: Device,
        wants_photo: WantsPhoto | None,
        progress: Callable[[Transfer | None], None],
    ) -> None:
        self._store = store
        self._device = device
        self._wants_photo = wants_photo
        self._progress = progress
        self._wanted: deque[str] = deque(maxlen=16)
        self._hurry = False
        self._absent: set[str] = set()
        self._done_bytes = 0
        self._total_bytes = 0
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="sync disk")

    def close(self) -> None:
        """Let the last write end."""
        self._disk.shutdown(wait=True)

    def begin_session(self) -> None:
        """What the hall did not have, it may have now."""
        self._absent.clear()

    def want(self, sha256: str) -> None:
        """Somebody waits for this blob: it goes first. In the loop's thread."""
        self._wanted.appendleft(sha256)
        self._hurry = True

    async def run(self, source: ChunkSource, state: Callable[[], CongressState]) -> None:
        """Transfer until nothing is left to do. Raises sync's and the store's errors."""
        await self._on_disk(self._sweep, state())
        try:
            while needs := self._needs(state()):
                self._hurry = False
                self._total_bytes = self._done_bytes + sum(map(self._bytes_left, needs))
                await self._fetch(source, needs[0])
            await self._bring_recordings(source, state())
        finally:
            self._done_bytes = self._total_bytes = 0
            self._progress(None)

    def _needs(self, state: CongressState) -> list[Need]:
        """What is missing, most urgent first: asked for, then of the current item, then as on the shelf."""
        shelf = [doc for doc in state.documents_on_shelf() if self._device.role in doc.audience]
        shelf.sort(key=lambda doc: doc.agenda_item_id is None or doc.agenda_item_id != state.current_item_id)
        needs = {doc.sha256: Need(doc.sha256, doc.size_bytes) for doc in shelf}
        if self._device.role is Role.GATE and self._wants_photo:
            for photo in filter(self._wants_photo, state.photos.values()):
                needs[photo.sha256] = Need(photo.sha256, photo.size_bytes)
        order = {sha256: place for place, sha256 in enumerate(self._wanted)}
        missing = [
            need
            for need in needs.values()
            if need.sha256 not in self._absent and not self._store.blobs.has(need.sha256)
        ]
        return sorted(missing, key=lambda need: order.get(need.sha256, len(order)))

    def _bytes_left(self, need: Need) -> int:
        return max(0, need.size_bytes - self._store.blobs.chunks_done(need.sha256) * CHUNK_BYTES)

    async def _fetch(self, source: ChunkSource, need: Need) -> None:
        """Fetch one blob, or as much of it as there is time for before a more urgent one."""
        count = chunk_count(need.size_bytes)
        coming: deque[asyncio.Task[bytes]] = deque()
        try:
            async with self._writing(need) as writer:
                following = writer.chunks_done
                while writer.chunks_done < count and not self._hurry:
                    while following < count and len(coming) < IN_FLIGHT:
                        coming.append(asyncio.ensure_future(source.fetch_chunk(need.sha256, following)))
                        following += 1
                    data = await coming.popleft()
                    await self._on_disk(writer.write_chunk, data)
                    self._done_bytes += len(data)
                    self._progress(Transfer(self._done_bytes, self._total_bytes))
        except NotAtHall:
            self._absent.add(need.sha256)
        finally:
            for task in coming:
                task.cancel()
            await asyncio.gather(*coming, return_exceptions=True)

    @asynccontextmanager
    async def _writing(self, need: Need) -> AsyncIterator[BlobWriter]:
        """A writer that is closed on the disk's thread, after its last write, even when cancelled."""
        opening = asyncio.ensure_future(self._on_disk(self._open_writer, need))
        stack = ExitStack()
        try:
            try:
                writer = await asyncio.shield(opening)
            except asyncio.CancelledError:
                stack.push(await opening)
                raise
            stack.push(writer)
            yield writer
        except BaseException as error:
            await self._on_disk(stack.__exit__, type(error), error, error.__traceback__)
            raise
        await self._on_disk(stack.close)

    def _open_writer(self, need: Need) -> BlobWriter:
        with self._store.database.write() as tx:
            fetched = set(self._store.settings.get(tx, _FETCHED, []))
            if need.sha256 not in fetched:
                self._store.settings.set(tx, _FETCHED, sorted(fetched | {need.sha256}))
        return self._store.blobs.writer(need.sha256, need.size_bytes)

    def _sweep(self, state: CongressState) -> None:
        """Destroy documents that were called back or replaced, also those that a pack had brought."""
        with self._store.database.read() as tx:
            fetched = set(self._store.settings.get(tx, _FETCHED, []))
        keep = {doc.sha256 for doc in state.documents_on_shelf() if self._device.role in doc.audience}
        photos = set(state.photos)
        doomed = (fetched | {doc.sha256 for doc in state.documents.values()}) - keep - photos
        gone = [sha256 for sha256 in doomed if _is_here(self._store.blobs, sha256)]
        for sha256 in gone:
            self._store.blobs.destroy(sha256)
        if doomed & fetched:
            with self._store.database.write() as tx:
                self._store.settings.set(tx, _FETCHED, sorted(fetched - doomed))

    async def _bring_recordings(self, source: ChunkSource, state: CongressState) -> None:
        """The sound of this device's own recordings, once their hash is in the log."""
        for sha256 in self._to_bring(state):
            size = self._store.blobs.size_bytes(sha256)
            done = await source.upload_state(sha256)
            index = done.chunks_done
            while not done.complete and index < chunk_count(size):
                data = await self._on_disk(self._store.blobs.read_chunk, sha256, index)
                done = await source.bring_chunk(sha256, index, size, data)
                index += 1
            if done.complete:
                await self._on_disk(self._note_brought, sha256)

    def _to_bring(self, state: CongressState) -> Iterator[str]:
        with self._store.database.read() as tx:
            brought = set(self._store.settings.get(tx, _UPLOADED, []))
        for recording in state.recordings.values():
            sha256 = recording.sha256
            if not sha256 or sha256 in brought or recording.device_id != self._device.id:
                continue
            if self._store.blobs.has(sha256):
                yield sha256

    def _note_brought(self, sha256: str) -> None:
        with self._store.database.write() as tx:
            brought = set(self._store.settings.get(tx, _UPLOADED, []))
            self._store.settings.set(tx, _UPLOADED, sorted(brought | {sha256}))

    async def _on_disk(self, call: Callable[..., _Result], *args: object) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._disk, call, *args)


def _is_here(blobs: BlobStore, sha256: str) -> bool:
    return blobs.has(sha256) or blobs.chunks_done(sha256) > 0
