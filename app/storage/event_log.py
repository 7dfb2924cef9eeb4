"""The event log in the store: confirmed events in the hall's order, and what is not confirmed yet.

Methods take the transaction they belong to, so that a caller can make one user action one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select, update

from app.domain.errors import BrokenChain
from app.domain.events import ConfirmedEvent, Link, SignedEvent, check_link, link_after
from app.storage.schema import events
from app.storage.sealing import Sealer

_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class RejectedEvent:
    """One of this device's events that the hall did not take."""

    signed: SignedEvent
    reason: str


class EventLog:
    """Reads and writes the `events` table.

    `sealer` encrypts bodies where the database itself does not (PostgreSQL); None on SQLCipher.
    """

    def __init__(self, sealer: Sealer | None = None) -> None:
        self._sealer = sealer

    def add_pending(self, tx: Connection, signed: SignedEvent) -> None:
        """Record one of this device's own events, to be pushed to the hall."""
        self._insert(tx, signed, "pending")

    def add_imported(self, tx: Connection, batch: Iterable[SignedEvent]) -> int:
        """Record events of a verified pack; those already known are left. Returns how many are new."""
        fresh = [signed for signed in batch if not self.knows(tx, signed.event.id)]
        for signed in fresh:
            self._insert(tx, signed, "imported")
        return len(fresh)

    def knows(self, tx: Connection, event_id: UUID) -> bool:
        """Whether an event of this id is in the log, with any status."""
        return tx.execute(select(events.c.id).where(events.c.id == event_id.bytes)).first() is not None

    def confirm(self, tx: Connection, signed: SignedEvent, received_at_utc_ms: int) -> ConfirmedEvent:
        """The hall's own step: give an event that was judged good the next place in the log."""
        confirmed = ConfirmedEvent(signed, link_after(self.head(tx), signed, received_at_utc_ms))
        self._store_confirmed(tx, confirmed)
        return confirmed

    def append_confirmed(self, tx: Connection, batch: Sequence[ConfirmedEvent]) -> None:
        """Add a page of the hall's feed. Raises `BrokenChain` when it does not follow from what is here."""
        prev = self.head(tx)
        for confirmed in batch:
            if prev and confirmed.link.seq <= prev.seq:
                self._check_same(tx, confirmed)
                continue
            check_link(prev, confirmed)
            self._store_confirmed(tx, confirmed)
            prev = confirmed.link

    def reject(self, tx: Connection, event_id: UUID, reason: str) -> None:
        """Note that the hall refused a pending event. A confirmed one stays confirmed."""
        tx.execute(
            update(events)
            .where(events.c.id == event_id.bytes, events.c.status == "pending")
            .values(status="rejected", rejection=reason[:40])
        )

    def head(self, tx: Connection) -> Link | None:
        """The last link of the chain, None for an empty log."""
        row = tx.execute(select(events).order_by(events.c.seq.desc().nulls_last()).limit(1)).first()
        return _link(row) if row is not None and row.seq is not None else None

    def confirmed(self, tx: Connection, after_seq: int = 0, limit: int = _PAGE) -> list[ConfirmedEvent]:
        """Confirmed events after a sequence number, in order, at most `limit`."""
        query = select(events).where(events.c.seq > after_seq).order_by(events.c.seq).limit(limit)
        return [ConfirmedEvent(self._signed(row), _link(row)) for row in tx.execute(query)]

    def all_confirmed(self, tx: Connection, after_seq: int = 0) -> Iterator[ConfirmedEvent]:
        """Every confirmed event after a sequence number, page by page."""
        while page := self.confirmed(tx, after_seq):
            yield from page
            after_seq = page[-1].link.seq

    def pending(self, tx: Connection, limit: int | None = None) -> list[SignedEvent]:
        """This device's events that the hall has not answered yet, oldest first."""
        return self._with_status(tx, "pending", limit)

    def imported(self, tx: Connection) -> list[SignedEvent]:
        """Events of a pack that the hall has not confirmed yet, in the pack's order."""
        return self._with_status(tx, "imported", None)

    def pending_count(self, tx: Connection) -> int:
        """How many of this device's events wait for the hall."""
        query = select(func.count()).select_from(events).where(events.c.status == "pending")
        return int(tx.execute(query).scalar_one())

    def rejected(self, tx: Connection) -> list[RejectedEvent]:
        """This device's events that the hall refused, oldest first."""
        query = select(events).where(events.c.status == "rejected").order_by(events.c.local_order)
        return [RejectedEvent(self._signed(row), row.rejection) for row in tx.execute(query)]

    def _with_status(self, tx: Connection, status: str, limit: int | None) -> list[SignedEvent]:
        query = select(events).where(events.c.status == status).order_by(events.c.local_order).limit(limit)
        return [self._signed(row) for row in tx.execute(query)]

    def _insert(self, tx: Connection, signed: SignedEvent, status: str) -> None:
        tx.execute(
            insert(events).values(
                id=signed.event.id.bytes,
                body=self._sealed_body(signed),
                signature=signed.signature,
                status=status,
            )
        )

    def _store_confirmed(self, tx: Connection, confirmed: ConfirmedEvent) -> None:
        signed, link = confirmed.signed, confirmed.link
        values = {
            "body": self._sealed_body(signed),
            "signature": signed.signature,
            "status": "confirmed",
            "seq": link.seq,
            "received_at_utc_ms": link.received_at_utc_ms,
            "prev_hash": link.prev_hash,
            "hash": link.hash,
            "rejection": None,
        }
        known = update(events).where(events.c.id == signed.event.id.bytes).values(**values)
        if tx.execute(known).rowcount == 0:
            tx.execute(insert(events).values(id=signed.event.id.bytes, **values))

    def _check_same(self, tx: Connection, confirmed: ConfirmedEvent) -> None:
        """A page may overlap what is here, but it may not say something else about it."""
        query = select(events.c.hash).where(events.c.seq == confirmed.link.seq)
        if tx.execute(query).scalar_one_or_none() != confirmed.link.hash:
            raise BrokenChain(seq=confirmed.link.seq)

    def _sealed_body(self, signed: SignedEvent) -> bytes:
        return self._sealer.seal(signed.body, signed.event.id.bytes) if self._sealer else signed.body

    def _signed(self, row: Row[tuple[object, ...]]) -> SignedEvent:
        body = bytes(row.body)
        if self._sealer:
            body = self._sealer.open(body, bytes(row.id))
        return SignedEvent(body, bytes(row.signature))


def _link(row: Row[tuple[object, ...]]) -> Link:
    return Link(row.seq, row.received_at_utc_ms, bytes(row.prev_hash), bytes(row.hash))
