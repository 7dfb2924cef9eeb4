"""Taking a pack into a device's store: papers first, events last, so that nothing shows half."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from app.documents.errors import Cancelled, PackError
from app.documents.pack_format import (
    Cancel,
    PackBlob,
    Progress,
    ignore_progress,
    never_cancel,
)
from app.documents.pack_read import PackReader
from app.domain.entities import Role
from app.domain.events import SignedEvent
from app.storage.blobs import BlobStore


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What a device took from a pack."""

    congress_id: UUID
    events: int
    blobs_stored: int
    blobs_already_here: int
    bytes_stored: int


def import_pack(
    reader: PackReader,
    blobs: BlobStore,
    accept_events: Callable[[Sequence[SignedEvent]], None],
    role: Role,
    *,
    progress: Progress = ignore_progress,
    cancel: Cancel = never_cancel,
) -> ImportSummary:
    """Store what is for devices of `role`, then hand over the events, all at once.

    May be called again at any time: what is here is passed over, what was begun goes on. Raises
    `PackDamaged`, `Cancelled`, and what the store raises; events are then not handed over.
    """
    events = reader.events()
    wanted = [blob for blob in reader.manifest.blobs if blob.is_for(role)]
    total = sum(blob.size_bytes for blob in wanted)
    done = stored = already_here = bytes_stored = 0
    for blob in wanted:
        if blobs.has(blob.sha256):
            already_here += 1
        else:
            _store(reader, blobs, blob, cancel)
            stored += 1
            bytes_stored += blob.size_bytes
        done += blob.size_bytes
        progress(done, total)
    accept_events(events)
    return ImportSummary(reader.manifest.congress_id, len(events), stored, already_here, bytes_stored)


def _store(reader: PackReader, blobs: BlobStore, blob: PackBlob, cancel: Cancel) -> None:
    try:
        with blobs.writer(blob.sha256, blob.size_bytes) as writer:
            for chunk in islice(reader.blob_chunks(blob), writer.chunks_done, None):
                if cancel():
                    raise Cancelled
                writer.write_chunk(chunk)
    except PackError:
        # Chunks of a damaged copy must not be what a good copy is continued from.
        blobs.destroy(blob.sha256)
        raise
