"""The state that screens show: the confirmed log, with what is not confirmed laid over it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.domain.events import SignedEvent
from app.domain.fold import apply, fold
from app.domain.state import CongressState
from app.storage.database import Database
from app.storage.event_log import EventLog


class Projection:
    """`state = fold(confirmed events, then imported and pending ones)` over a store.

    `refresh` may be called from any thread; listeners run in the thread that calls it, and receive a
    state that nobody changes any more.
    """

    def __init__(self, database: Database, log: EventLog) -> None:
        self._database = database
        self._log = log
        self._lock = threading.Lock()
        self._confirmed = CongressState()
        self._seq = 0
        self._unconfirmed: dict[SignedEvent, SignedEvent] = {}
        self._current = (CongressState(), 0)
        self._listeners: list[Callable[[CongressState], None]] = []

    @property
    def state(self) -> CongressState:
        """The newest snapshot. Treat it as read-only."""
        return self._current[0]

    @property
    def current(self) -> tuple[CongressState, int]:
        """The newest snapshot and its version, which grows with every refresh."""
        return self._current

    @property
    def seq(self) -> int:
        """The last confirmed sequence number in the snapshot."""
        return self._seq

    def subscribe(self, listener: Callable[[CongressState], None]) -> Callable[[], None]:
        """Call `listener` after every refresh. Returns the function that ends the subscription."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def refresh(self) -> CongressState:
        """Read what is new in the log and tell the listeners."""
        with self._lock:
            with self._database.read() as tx:
                for confirmed in self._log.all_confirmed(tx, self._seq):
                    apply(self._confirmed, confirmed.signed.event)
                    self._seq = confirmed.link.seq
                unconfirmed = [*self._log.imported(tx), *self._log.pending(tx)]
            # To parse an event costs ten times as much as the rest: what hours without a hall have left
            # is parsed once, not at each word that is added.
            self._unconfirmed = {one: self._unconfirmed.get(one, one) for one in unconfirmed}
            state = fold((signed.event for signed in self._unconfirmed.values()), start=self._confirmed)
            self._current = (state, self._current[1] + 1)
        for listener in tuple(self._listeners):
            listener(state)
        return state
