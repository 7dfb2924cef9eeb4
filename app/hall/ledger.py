"""Event intake: the hall's judgement over each event, and the state it judges by."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, select, text

from app.domain.clock import Clock
from app.domain.errors import BadSignature, MalformedEvent
from app.domain.events import ConfirmedEvent, EventSigner, SignedEvent
from app.domain.fold import apply
from app.domain.payloads import Payload
from app.domain.rules import Rejection, judge
from app.domain.state import CongressState
from app.domain.wire import Verdict
from app.storage.device_store import DeviceStore
from app.storage.schema import events

FEED_CHANNEL = "nghisu_feed"
"""PostgreSQL's NOTIFY channel: another process has added to the log."""


class Ledger:
    """Judges events in the order of the log and adds the good ones. Safe to call from any thread.

    Several ledgers, in several processes, may share one database: each judges under the writer's
    lock, after it has caught up with the log's head.
    """

    def __init__(self, store: DeviceStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._state = CongressState()
        self._seq = 0
        self._keys: dict[str, Ed25519PublicKey] = {}
        self._listeners: list[Callable[[], None]] = []

    @property
    def state(self) -> CongressState:
        """The newest snapshot. Nobody changes it any more: treat it as read-only."""
        return self._state

    @property
    def seq(self) -> int:
        """The sequence number of the last event in the snapshot."""
        return self._seq

    def on_confirmed(self, listener: Callable[[], None]) -> None:
        """Call `listener`, in the thread that added events, after each transaction that did."""
        self._listeners.append(listener)

    def catch_up(self) -> CongressState:
        """Read what others have added to the log."""
        with self._store.database.read() as tx:
            return self._advance(tx)

    def intake(self, batch: Sequence[SignedEvent]) -> list[Verdict]:
        """Judge events and add the good ones, in one transaction. One verdict each, in order.

        An event may come from another device than the one that brings it: trust is in signatures.
        """
        with self._store.database.write() as tx:
            state = self._advance(tx).copy()
            verdicts = [self._take(tx, state, signed) for signed in batch]
            self._announce(tx)
        self._after_commit()
        return verdicts

    def say(self, signer: EventSigner, make: Callable[[Connection], Iterable[Payload]]) -> CongressState:
        """Add events of the congress's own, and whatever `make` writes, in one transaction.

        The root may say anything, so nothing is judged. Returns the state afterwards.
        """
        with self._store.database.write() as tx:
            now_ms = self._clock.now_utc_ms()
            for payload in make(tx):
                self._store.events.confirm(tx, signer.sign(payload), now_ms)
            self._announce(tx)
        return self._after_commit()

    def _take(self, tx: Connection, state: CongressState, signed: SignedEvent) -> Verdict:
        try:
            event = signed.event
        except MalformedEvent:
            return Verdict(id=None, outcome="rejected", reason=Rejection.MALFORMED)
        now_ms = self._clock.now_utc_ms()
        reason = self._distrust(state, signed)
        if reason is None:
            known = select(events.c.seq, events.c.signature).where(events.c.id == event.id.bytes)
            if row := tx.execute(known).first():
                if bytes(row.signature) == signed.signature:
                    return Verdict(id=event.id, outcome="duplicate", seq=row.seq)
                reason = Rejection.MALFORMED  # one id for two facts
            else:
                reason = judge(state, event, state.devices[event.device_id], now_ms)
        if reason is not None:
            return Verdict(id=event.id, outcome="rejected", reason=reason)
        confirmed = self._store.events.confirm(tx, signed, now_ms)
        apply(state, event)
        return Verdict(id=event.id, outcome="confirmed", seq=confirmed.link.seq)

    def _distrust(self, state: CongressState, signed: SignedEvent) -> Rejection | None:
        """Whether the event is not from the device that it names."""
        device = state.devices.get(signed.event.device_id)
        if device is None:
            return Rejection.UNKNOWN_DEVICE
        try:
            signed.verify(self._key(device.public_key))
        except BadSignature:
            return Rejection.BAD_SIGNATURE
        return None

    def _advance(self, tx: Connection) -> CongressState:
        with self._lock:
            fresh = list(self._store.events.all_confirmed(tx, self._seq))
            if fresh:
                self._state = _applied(self._state, fresh)
                self._seq = fresh[-1].link.seq
            return self._state

    def _announce(self, tx: Connection) -> None:
        if self._store.database.is_postgres:
            # Delivered when the transaction commits, and only then.
            tx.execute(text(f"NOTIFY {FEED_CHANNEL}"))

    def _after_commit(self) -> CongressState:
        state = self.catch_up()
        for listener in tuple(self._listeners):
            listener()
        return state

    def _key(self, public_key_hex: str) -> Ed25519PublicKey:
        key = self._keys.get(public_key_hex)
        if key is None:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key_hex))
            self._keys[public_key_hex] = key
        return key


def _applied(state: CongressState, confirmed: Iterable[ConfirmedEvent]) -> CongressState:
    after = state.copy()
    for one in confirmed:
        apply(after, one.signed.event)
    return after
