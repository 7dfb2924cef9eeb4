"""What IT staff do to a hall from the command line, also beside a running server.

Both open the same store: SQLCipher's lock, or PostgreSQL's, keeps their writes apart, and the server
notices within a second what was added here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from app.domain.clock import Clock, RandomBytes
from app.domain.entities import Role
from app.domain.events import SignedEvent
from app.domain.payloads import DeviceRevoked, TemplatesErased, TemplatesErasureOrdered
from app.domain.state import CongressState
from app.domain.wire import Provisioning, Verdict
from app.hall.context import HallContext
from app.hall.enrolment import DEFAULT_LIFE_MS, Invited
from app.hall.errors import UnknownDevice
from app.hall.init import HallIdentity
from app.storage.device_store import DeviceStore
from app.storage.keys import KeyFile

_EVENTS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class PublishedBlob:
    """A blob of a verified pack. `chunks` are of 1 MiB, the last one shorter."""

    sha256: str
    size_bytes: int
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class HallStatus:
    """The hall in figures."""

    congress_title: str
    hall_name: str
    hosts: tuple[str, ...]
    port: int
    events_count: int
    devices: dict[str, int]
    revoked_count: int
    documents_count: int
    present_count: int
    blobs_count: int


@contextmanager
def open_hall(
    folder: Path,
    key_file: KeyFile,
    *,
    clock: Clock,
    random_bytes: RandomBytes,
    pin: str | None = None,
    database_url: str | None = None,
) -> Iterator[HallContext]:
    """The hall of a folder, for one command. Raises `NotFounded` and the store's errors."""
    store = DeviceStore.open(folder, key_file.open(pin), random_bytes, database_url)
    try:
        yield HallContext.build(store, HallIdentity.load(store), clock, random_bytes)
    finally:
        store.close()


def invite(
    hall: HallContext,
    role: Role,
    device_name: str,
    person_id: UUID | None = None,
    life_ms: int = DEFAULT_LIFE_MS,
) -> Provisioning:
    """A provisioning with a new single-use token. `provisioning.text()` is the file;
    `provisioning.model_copy(update={"ca": None}).text()` the QR."""
    return hall.enrolment.invite(hall.identity, Invited(role, device_name, person_id), life_ms)


def publish_pack(
    hall: HallContext, events: Sequence[SignedEvent], blobs: Iterable[PublishedBlob]
) -> list[Verdict]:
    """Put a verified pack into the log: first its blobs, so that no tablet asks for one in vain.

    Publishing the same pack again changes nothing, unless the hall's copy of a blob is no longer whole:
    it is then written anew, and so verified by its SHA-256. Events that the congress's key did not sign are
    rejected by the ledger. Raises `BlobDamaged` and the store's errors.
    """
    for blob in blobs:
        _store_blob(hall.store, blob)
    verdicts: list[Verdict] = []
    for start in range(0, len(events), _EVENTS_AT_ONCE):
        verdicts += hall.ledger.intake(events[start : start + _EVENTS_AT_ONCE])
    if hall.ledger.state.erasure_ordered_at_utc_ms is not None:
        hall.store.erase_faces(hall.ledger.state.photos)  # what has ended does not begin anew by a pack
    return verdicts


def revoke_device(
    hall: HallContext, device_id: UUID, reason: str, clock: Clock, random_bytes: RandomBytes
) -> None:
    """Refuse a device from now on; it is told to wipe itself. Raises `UnknownDevice`."""
    if device_id not in hall.ledger.catch_up().devices or device_id == hall.root_id:
        raise UnknownDevice()
    signer = hall.identity.signer(clock, random_bytes)
    hall.ledger.say(signer, lambda _tx: [DeviceRevoked(device_id=device_id, reason=reason)])


def erase_faces(hall: HallContext, reason: str, clock: Clock, random_bytes: RandomBytes) -> CongressState:
    """Order all templates and photographs destroyed, destroy the hall's own, and say so.

    Devices follow as they hear of it. Again is harmless: the order stands, and what is here goes.
    Raises the store's errors; the order then stands, and the hall has not said that its own are gone.
    """
    signer = hall.identity.signer(clock, random_bytes)
    state = hall.ledger.catch_up()
    if state.erasure_ordered_at_utc_ms is None:
        state = hall.ledger.say(signer, lambda _tx: [TemplatesErasureOrdered(reason=reason)])
    templates_count, photos_count = hall.store.erase_faces(state.photos)
    hall.store.database.scrub()
    if hall.root_id in state.erasures and not templates_count + photos_count:
        return state
    done = TemplatesErased(templates_count=templates_count, photos_count=photos_count)
    return hall.ledger.say(signer, lambda _tx: [done])


def status(hall: HallContext) -> HallStatus:
    """What `nghisu hall status` prints."""
    state = hall.ledger.catch_up()
    roles = [device.role.value for device in state.devices.values() if device.id not in state.revoked]
    return HallStatus(
        congress_title=hall.identity.congress_title,
        hall_name=hall.identity.hall_name,
        hosts=hall.identity.hosts,
        port=hall.identity.port,
        events_count=hall.ledger.seq,
        devices={role: roles.count(role) for role in sorted(set(roles))},
        revoked_count=len(state.revoked),
        documents_count=len(state.documents_on_shelf()),
        present_count=len(state.presences),
        blobs_count=len(list(hall.store.blobs.names())),
    )


def _store_blob(store: DeviceStore, blob: PublishedBlob) -> None:
    if store.blobs.has(blob.sha256):
        if store.blobs.is_intact(blob.sha256, blob.size_bytes):
            return
        store.blobs.destroy(blob.sha256)
    with store.blobs.writer(blob.sha256, blob.size_bytes) as writer:
        for index, chunk in enumerate(blob.chunks):
            if index >= writer.chunks_done:
                writer.write_chunk(chunk)
