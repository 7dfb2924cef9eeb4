"""The device's copy of the hall's log: what is pushed from it and what may enter it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.domain.entities import Device, Role
from app.domain.errors import DomainError
from app.domain.events import SignedEvent
from app.domain.payloads import DeviceEnrolled, DeviceRevoked
from app.domain.state import CongressState
from app.domain.wire import MAX_EVENTS_PER_REQUEST, MAX_PUSH_BYTES, FeedPage, Verdict, device_id_of
from app.storage.device_store import DeviceStore
from app.sync.errors import HallBehind, UntrustedFeed

_ENROLLED_MARK = b'"device.enrolled"'


@dataclass(frozen=True, slots=True)
class _Signer:
    key: Ed25519PublicKey
    role: Role


class Replica:
    """Applies the hall's answers to the store. For one thread, that of sync.

    Trust begins with the root's public key from the provisioning: the root signs each enrolment, and
    an enrolled key signs its device's events. The hall is believed about order, not about content.
    """

    def __init__(self, store: DeviceStore, root_public_key: bytes) -> None:
        self._store = store
        root = _Signer(Ed25519PublicKey.from_public_bytes(root_public_key), Role.CONGRESS)
        self._signers = {device_id_of(root_public_key): root}
        with store.database.read() as tx:
            for confirmed in store.events.all_confirmed(tx):
                # Reading thousands of bodies only to pass most of them over would delay every start.
                if _ENROLLED_MARK in confirmed.signed.body:
                    _note_enrolment(self._signers, confirmed.signed)

    def head_seq(self) -> int:
        """The last confirmed event that is here."""
        with self._store.database.read() as tx:
            head = self._store.events.head(tx)
        return head.seq if head else 0

    def counts(self) -> tuple[int, int]:
        """How many events wait for the hall, and how many it refused."""
        with self._store.database.read() as tx:
            return self._store.events.pending_count(tx), len(self._store.events.rejected(tx))

    def batch_to_push(self, answered: set[UUID]) -> list[SignedEvent]:
        """The oldest pending events that the hall has not answered in this session, within a request."""
        with self._store.database.read() as tx:
            pending = self._store.events.pending(tx)
        batch: list[SignedEvent] = []
        size = 0
        for signed in pending:
            if signed.event.id in answered:
                continue
            size += len(signed.body)
            if batch and (size > MAX_PUSH_BYTES or len(batch) == MAX_EVENTS_PER_REQUEST):
                break
            batch.append(signed)
        return batch

    def apply_verdicts(self, batch: Sequence[SignedEvent], verdicts: Sequence[Verdict]) -> None:
        """Note refusals. An accepted event stays pending until the feed brings it with its place."""
        refused = [
            (signed.event.id, verdict.reason or "refused")
            for signed, verdict in zip(batch, verdicts, strict=True)
            if verdict.outcome == "rejected"
        ]
        if refused:
            with self._store.database.write() as tx:
                for event_id, reason in refused:
                    self._store.events.reject(tx, event_id, reason)
            self._store.projection.refresh()

    def append(self, page: FeedPage) -> CongressState:
        """Add a page of the feed. Raises `UntrustedFeed`, `HallBehind`; nothing of it is then kept."""
        signers = dict(self._signers)
        try:
            confirmed = page.confirmed()
            for one in confirmed:
                _check_signer(signers, one.signed)
            with self._store.database.write() as tx:
                head = self._store.events.head(tx)
                if head and page.head_seq < head.seq:
                    raise HallBehind(here=head.seq, hall=page.head_seq)
                self._store.events.append_confirmed(tx, confirmed)
        except (DomainError, UnicodeEncodeError) as error:
            raise UntrustedFeed(problem=type(error).__name__) from error
        self._signers = signers
        return self._store.projection.refresh() if confirmed else self._store.projection.state


def _check_signer(signers: dict[UUID, _Signer], signed: SignedEvent) -> None:
    event = signed.event
    signer = signers.get(event.device_id)
    if signer is None:
        raise UntrustedFeed(problem="unknown signer")
    signed.verify(signer.key)
    if isinstance(event.payload, (DeviceEnrolled, DeviceRevoked)) and signer.role is not Role.CONGRESS:
        raise UntrustedFeed(problem="enrolment by a device")
    _note_enrolment(signers, signed)


def _note_enrolment(signers: dict[UUID, _Signer], signed: SignedEvent) -> None:
    payload = signed.event.payload
    if isinstance(payload, DeviceEnrolled):
        signers[payload.device.id] = _signer_of(payload.device)


def _signer_of(device: Device) -> _Signer:
    public_key = bytes.fromhex(device.public_key)
    if device_id_of(public_key) != device.id:
        raise UntrustedFeed(problem="id of another key")
    return _Signer(Ed25519PublicKey.from_public_bytes(public_key), device.role)
