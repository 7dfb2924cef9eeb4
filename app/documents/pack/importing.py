"""Taking a pack into a device's store: papers first, events last, so that nothing shows half."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from uuid import UUID

from app.documents.errors import Cancelled, PackBaseMissing, PackDamaged, PackError
from app.documents.pack.format import BlobForm, Manifest, PackBlob
from app.documents.pack.reader import PackReader
from app.documents.steps import Cancel, Progress, ignore_progress, never_cancel
from app.domain.entities import Role
from app.domain.events import SignedEvent
from app.domain.fold import fold
from app.domain.state import CongressState
from app.storage.blobs import BlobStore, BlobView
from app.storage.delta import apply_delta
from app.storage.errors import BlobDamaged, DeltaDamaged


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What a device took from a pack. `blobs_left`: it may have them now, but they are not sealed for it."""

    congress_id: UUID
    events: int
    blobs_stored: int
    blobs_already_here: int
    blobs_left: int
    bytes_stored: int


def import_pack(
    reader: PackReader,
    blobs: BlobStore,
    accept_events: Callable[[Sequence[SignedEvent]], None],
    role: Role,
    person_id: UUID | None = None,
    *,
    progress: Progress = ignore_progress,
    cancel: Cancel = never_cancel,
) -> ImportSummary:
    """Store what a device of `role` in that person's hands may hold, then hand over the events, all at once.

    May be called again at any time: what is here is passed over, what was begun goes on. What is not
    sealed for this device (its person came to another delegation after the pack was built) is left. Raises
    `PackDamaged`, `PackBaseMissing`, `Cancelled`, and what the store raises; events are then not handed over.
    """
    events = reader.events()
    permitted = permitted_blobs(fold(signed.event for signed in events), role, person_id)
    wanted = [blob for blob in reader.manifest.blobs if blob.sha256 in permitted]
    check_base(reader.manifest, wanted, blobs)
    total = sum(blob.size_bytes for blob in wanted)
    done = stored = already_here = left = bytes_stored = 0
    for blob in wanted:
        if blobs.has(blob.sha256):
            already_here += 1
        elif not reader.can_open(blob):
            left += 1
        else:
            _store(reader, blobs, blob, cancel)
            stored += 1
            bytes_stored += blob.size_bytes
        done += blob.size_bytes
        progress(done, total)
    accept_events(events)
    return ImportSummary(reader.manifest.congress_id, len(events), stored, already_here, left, bytes_stored)


def permitted_blobs(state: CongressState, role: Role, person_id: UUID | None) -> frozenset[str]:
    """The blobs that such a device may keep. The congress's own hall keeps all, to hand them out; a tablet
    of all photographs its own person's, who agreed."""
    person = state.persons.get(person_id) if person_id else None
    papers = [paper for paper in state.documents_on_shelf() if paper.is_for(role, person)]
    found = {paper.sha256 for paper in papers}
    found |= {paper.reading_sha256 for paper in papers if paper.reading_sha256}
    if role in (Role.GATE, Role.CONGRESS):
        found |= set(state.photos)
    elif role is Role.TABLET and person_id is not None and state.consents.get(person_id):
        found |= {photo.sha256 for photo in state.photos.values() if photo.person_id == person_id}
    return frozenset(found)


def check_base(manifest: Manifest, wanted: Iterable[PackBlob], blobs: BlobStore) -> None:
    """Raise `PackBaseMissing` unless what this pack leaves out, or counts from, is here."""
    for blob in wanted:
        needed = blob.base or blob.sha256 if blob.form is not BlobForm.WHOLE else None
        if needed and not blobs.has(needed) and not blobs.has(blob.sha256):
            at_s = (manifest.since_utc_ms or 0) / 1000
            raise PackBaseMissing(made_at=f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%d %H:%M} UTC")


def content_of(reader: PackReader, blob: PackBlob, blobs: BlobStore, first: int = 0) -> Iterator[bytes]:
    """The bytes of a blob in pieces of 1 MiB from piece `first` on; a delta is laid over its base.

    Their hash is for the store to check. Raises `PackDamaged` and what the store raises.
    """
    if blob.base is None:
        return reader.stored_chunks(blob, first)
    delta = b"".join(reader.stored_chunks(blob))
    return islice(apply_delta(BlobView(blobs, blob.base), delta, blob.size_bytes), first, None)


def _store(reader: PackReader, blobs: BlobStore, blob: PackBlob, cancel: Cancel) -> None:
    try:
        with blobs.writer(blob.sha256, blob.size_bytes) as writer:
            for chunk in content_of(reader, blob, blobs, writer.chunks_done):
                if cancel():
                    raise Cancelled
                writer.write_chunk(chunk)
    except (PackError, BlobDamaged, DeltaDamaged) as error:
        # Chunks of a damaged copy must not be what a good copy is continued from.
        blobs.destroy(blob.sha256)
        raise PackDamaged(what=blob.sha256) from error
