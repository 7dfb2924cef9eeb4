"""Blobs by chunk: documents (or what changed in them) and photographs out, recordings in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from app.domain.entities import Device
from app.domain.wire import CHUNK_BYTES, BlobMeta, UploadState
from app.hall.audience import may_bring, may_fetch, may_fetch_delta
from app.hall.context import Caller, Hall, HallContext
from app.hall.errors import NotForYou, NothingHere, TooLarge
from app.storage.errors import BlobMissing

router = APIRouter(prefix="/blobs")

Hash = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
Index = Annotated[int, Path(ge=0, lt=1 << 12)]


@router.get("/{sha256}")
async def blob_meta(sha256: Hash, hall: Hall, caller: Caller) -> BlobMeta:
    """Its size."""
    return await run_in_threadpool(_meta, hall, caller, sha256)


@router.get("/{sha256}/chunks/{index}")
async def fetch_chunk(sha256: Hash, index: Index, hall: Hall, caller: Caller) -> Response:
    """One chunk of 1 MiB, the last one shorter, as raw bytes."""
    return await run_in_threadpool(_read_chunk, hall, caller, sha256, index)


@router.get("/{sha256}/delta/{old_sha256}")
async def fetch_delta(sha256: Hash, old_sha256: Hash, hall: Hall, caller: Caller) -> Response:
    """How to make it from the version that it replaced (`app.storage.delta`), where that saves half."""
    if not may_fetch_delta(hall.ledger.state, caller, old_sha256, sha256):
        raise NothingHere()
    delta = await hall.deltas.between(old_sha256, sha256)
    if delta is None:
        raise NothingHere()
    return Response(delta, media_type="application/octet-stream")


@router.get("/{sha256}/upload")
async def upload_state(sha256: Hash, hall: Hall, caller: Caller) -> UploadState:
    """Where an upload should go on."""
    _check_may_bring(hall, caller, sha256)
    return await run_in_threadpool(hall.uploads.state, sha256)


@router.put("/{sha256}/chunks/{index}")
async def bring_chunk(  # noqa: PLR0917 - FastAPI fills them by name
    sha256: Hash,
    index: Index,
    size_bytes: Annotated[int, Query(ge=1, le=2 << 30)],
    request: Request,
    hall: Hall,
    caller: Caller,
) -> UploadState:
    """Take one chunk of an upload. Chunks come in order; one that is here already is passed over."""
    _check_may_bring(hall, caller, sha256)
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > CHUNK_BYTES:
            raise TooLarge(limit_bytes=CHUNK_BYTES)
    return await run_in_threadpool(hall.uploads.write, sha256, size_bytes, index, bytes(data))


def _check_may_bring(hall: HallContext, caller: Device, sha256: str) -> None:
    if not may_bring(hall.ledger.state, caller, sha256):
        raise NotForYou()


def _check_may_fetch(hall: HallContext, caller: Device, sha256: str) -> None:
    if not may_fetch(hall.ledger.state, caller, sha256):
        raise NothingHere()  # whether a blob exists is no business of those who may not have it


def _meta(hall: HallContext, caller: Device, sha256: str) -> BlobMeta:
    _check_may_fetch(hall, caller, sha256)
    try:
        return BlobMeta(sha256=sha256, size_bytes=hall.store.blobs.size_bytes(sha256))
    except BlobMissing as error:
        raise NothingHere() from error


def _read_chunk(hall: HallContext, caller: Device, sha256: str, index: int) -> Response:
    _check_may_fetch(hall, caller, sha256)
    try:
        data = hall.store.blobs.read_chunk(sha256, index)
    except (BlobMissing, IndexError) as error:
        raise NothingHere() from error
    return Response(data, media_type="application/octet-stream")
