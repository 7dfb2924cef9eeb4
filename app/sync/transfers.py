"""Blobs between device and hall: which are needed, in which order, chunk by chunk with resume."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Protocol, TypeVar

from app.domain.entities import Device, Document, Role
from app.domain.state import CongressState, Photo
from app.domain.wire import BlobMeta, UploadState
from app.storage.blobs import CHUNK_BYTES, BlobStore, BlobView, BlobWriter, chunk_count
from app.storage.delta import apply_delta
from app.storage.device_store import DeviceStore
from app.storage.errors import BlobDamaged, BlobMissing, DeltaDamaged
from app.sync.errors import BadAnswer, HallTrouble, NotAtHall
from app.sync.status import Transfer

IN_FLIGHT = 6
"""Requests under way at once: enough to hide the round trip and the sealing of what came before."""
_FETCHED = "sync.fetched_blobs"
_UPLOADED = "sync.uploaded_blobs"
_Result = TypeVar("_Result")

WantsPhoto = Callable[[Photo], bool]
OnBlobs = Callable[[frozenset[str], frozenset[str]], None]
"""Told which blobs are gone and which have arrived, by SHA-256; in sync's threads, so be quick."""
OnAnswer = Callable[[bool], None]
"""Told once whether the hall has it; in sync's thread, so be quick."""


class ChunkSource(Protocol):
    """What a transfer asks of the hall's client."""

    def fetch_chunk(self, sha256: str, index: int) -> Awaitable[bytes]: ...
    def fetch_delta(self, old_sha256: str, new_sha256: str) -> Awaitable[bytes]: ...
    def blob_meta(self, sha256: str) -> Awaitable[BlobMeta]: ...
    def upload_state(self, sha256: str) -> Awaitable[UploadState]: ...
    def bring_chunk(
        self, sha256: str, index: int, size_bytes: int, data: bytes
    ) -> Awaitable[UploadState]: ...


@dataclass(frozen=True, slots=True)
class Need:
    """A blob that this device should have. `paper_sha256` is its paper's, also for that one's text.

    `replaced_sha256`: the version before, from which it may be made with less to fetch.
    """

    sha256: str
    size_bytes: int
    paper_sha256: str
    replaced_sha256: str | None = None


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
        on_blobs: OnBlobs,
    ) -> None:
        self._store = store
        self._device = device
        self._wants_photo = wants_photo
        self._progress = progress
        self._on_blobs = on_blobs
        self._fetching: str | None = None
        self._wanted: deque[str] = deque(maxlen=16)
        self._sounds: dict[str, OnAnswer] = {}
        self._hurry = False
        self._absent: set[str] = set()
        self._whole_only: set[str] = set()
        self._done_bytes = 0
        self._total_bytes = 0
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="sync disk")

    def close(self) -> None:
        """Let the last write end."""
        self._disk.shutdown(wait=True)

    def begin_session(self) -> None:
        """What the hall did not have, or did not give, it may give now."""
        self._absent.clear()
        self._whole_only.clear()

    def want(self, sha256: str) -> None:
        """Somebody waits for this blob: it goes first. In the loop's thread."""
        self._wanted.appendleft(sha256)
        self._hurry = True

    def want_sound(self, sha256: str, on_answer: OnAnswer) -> None:
        """Bring the sound of another laptop's recording. It is large: nobody has it who did not ask."""
        self._sounds[sha256] = on_answer
        self._absent.discard(sha256)
        self._hurry = True

    def give_up_sound(self, sha256: str) -> None:
        """It is not asked for any more; what has come stays, to go on from."""
        self._sounds.pop(sha256, None)
        self._hurry = True

    async def run(self, source: ChunkSource, state: Callable[[], CongressState]) -> None:
        """Transfer until nothing is left to do. Raises sync's and the store's errors."""
        try:
            while needs := [*await self._wanted_sounds(source), *await self._missing(state)]:
                self._hurry = False
                self._total_bytes = self._done_bytes + sum(map(self._bytes_left, needs))
                await self._fetch(source, needs[0])
            await self._bring_recordings(source, state())
        finally:
            self._done_bytes = self._total_bytes = 0
            self._progress(None)

    async def sweep(self, state: CongressState) -> None:
        """Destroy what this device may not have any more; needs no hall. Raises the store's errors.

        What was called back, what a version older than the one just before has become, and what the
        roster now keeps from this device's person: also where a pack had brought it.
        """
        gone = await self._on_disk(self._sweep, state)
        if gone:
            self._on_blobs(gone, frozenset())

    async def _missing(self, state: Callable[[], CongressState]) -> list[Need]:
        await self.sweep(state())
        return self._needs(state())

    async def _wanted_sounds(self, source: ChunkSource) -> list[Need]:
        """Somebody sits and waits for these, hence before all others."""
        needs: list[Need] = []
        for sha256, on_answer in tuple(self._sounds.items()):
            has = self._store.blobs.has(sha256)
            if not has and sha256 not in self._absent:
                with suppress(NotAtHall):
                    meta = await source.blob_meta(sha256)
                    needs.append(Need(sha256, meta.size_bytes, sha256))
                    continue
            self._sounds.pop(sha256, None)
            on_answer(has)
        return needs

    def _needs(self, state: CongressState) -> list[Need]:
        """What is missing, most urgent first: asked for, then of the current item, then as on the shelf.

        A paper's text comes before it: it is small, and can be searched at once.
        """
        shelf = state.documents_for(self._device)
        shelf.sort(key=lambda doc: doc.agenda_item_id is None or doc.agenda_item_id != state.current_item_id)
        needs: dict[str, Need] = {}
        for doc in shelf:
            if doc.reading_sha256:
                text = Need(doc.reading_sha256, doc.reading_size_bytes, doc.sha256)
                needs.setdefault(text.sha256, text)
            replaced = state.replaced_version(doc.id)
            before = replaced.document.sha256 if replaced else None
            needs[doc.sha256] = Need(doc.sha256, doc.size_bytes, doc.sha256, before)
        for photo in state.photos.values():
            if self._may_have(photo) and self._wants_photo and self._wants_photo(photo):
                needs[photo.sha256] = Need(photo.sha256, photo.size_bytes, photo.sha256)
        order = {sha256: place for place, sha256 in enumerate(self._wanted)}
        missing = [
            need
            for need in needs.values()
            if need.sha256 not in self._absent and not self._store.blobs.has(need.sha256)
        ]
        return sorted(missing, key=lambda need: order.get(need.paper_sha256, len(order)))

    def _may_have(self, photo: Photo) -> bool:
        """As the hall sees it: gates everybody's, a tablet its own person's."""
        is_own = self._device.role is Role.TABLET and self._device.person_id == photo.person_id
        return is_own or self._device.role is Role.GATE

    def _bytes_left(self, need: Need) -> int:
        return max(0, need.size_bytes - self._store.blobs.chunks_done(need.sha256) * CHUNK_BYTES)

    async def _fetch(self, source: ChunkSource, need: Need) -> None:
        """Fetch one blob, or as much of it as there is time for before a more urgent one."""
        self._fetching = need.sha256
        try:
            if not await self._patch(source, need):
                await self._fetch_chunks(source, need)
        except NotAtHall:
            self._absent.add(need.sha256)
        finally:
            self._fetching = None
        if self._store.blobs.has(need.sha256):
            self._on_blobs(frozenset(), frozenset([need.sha256]))

    async def _patch(self, source: ChunkSource, need: Need) -> bool:
        """Make a blob from the version before it and what changed; False where that is not to be had."""
        old = need.replaced_sha256
        blobs = self._store.blobs
        if old is None or need.sha256 in self._whole_only or blobs.chunks_done(need.sha256):
            return False
        self._whole_only.add(need.sha256)
        try:
            view = await self._on_disk(BlobView, blobs, old)
            delta = await source.fetch_delta(old, need.sha256)
            async with self._writing(need) as writer:
                pieces = apply_delta(view, delta, need.size_bytes)
                while await self._on_disk(_write_next, pieces, writer):
                    pass
        except (NotAtHall, HallTrouble, BadAnswer, BlobMissing, BlobDamaged, DeltaDamaged):
            await self._on_disk(blobs.destroy, need.sha256)
            return False
        self._done_bytes += need.size_bytes
        self._progress(Transfer(self._done_bytes, self._total_bytes))
        return True

    async def _fetch_chunks(self, source: ChunkSource, need: Need) -> None:
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

    def _sweep(self, state: CongressState) -> frozenset[str]:
        with self._store.database.read() as tx:
            fetched = set(self._store.settings.get(tx, _FETCHED, []))
        versions = (one.document for known in state.document_versions.values() for one in known)
        named = fetched | _blobs_of(versions) | state.superseded_texts
        sounds = {one.sha256 for one in state.recordings.values() if one.sha256}
        doomed = named - _blobs_of(self._kept(state)) - set(state.photos) - sounds
        # What is just being written goes when that has ended.
        doomed.discard(self._fetching or "")
        gone = frozenset(sha256 for sha256 in doomed if _is_here(self._store.blobs, sha256))
        for sha256 in gone:
            self._store.blobs.destroy(sha256)
        if doomed & fetched:
            with self._store.database.write() as tx:
                self._store.settings.set(tx, _FETCHED, sorted(fetched - doomed))
        return gone

    def _kept(self, state: CongressState) -> Iterator[Document]:
        """The papers that this device may hold, each with the version just before, to compare it with."""
        person = state.persons.get(self._device.person_id) if self._device.person_id else None
        for doc in state.documents_for(self._device):
            yield doc
            replaced = state.replaced_version(doc.id)
            if replaced and replaced.document.is_for(self._device.role, person):
                yield replaced.document

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


def _blobs_of(papers: Iterable[Document]) -> set[str]:
    """The papers' own blobs and their texts'."""
    return {sha256 for paper in papers for sha256 in (paper.sha256, paper.reading_sha256) if sha256}


def _write_next(pieces: Iterator[bytes], writer: BlobWriter) -> bool:
    piece = next(pieces, None)
    if piece is not None:
        writer.write_chunk(piece)
    return piece is not None
