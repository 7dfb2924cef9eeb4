"""The end of all templates on one device: once the congress has ordered it, now or when it hears of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from app.domain.payloads import TemplatesErased
from app.storage.device_store import DeviceStore
from app.storage.errors import StorageError
from app.wiring.congress import StoredCongress

_log = logging.getLogger(__name__)
_COUNTS = "faces.erased"
_TRY_AGAIN_S = 5.0


def _nothing() -> None:
    """Where nobody is to be told."""


class TemplateErasure:
    """One thread; it sleeps until the state changes. `on_erased` makes others forget what is in memory.

    It says that all is gone only after it is: a crash in between is made good at the next start, and what
    comes later by an old pack goes as well. What was destroyed is counted in the store until it is said.
    """

    def __init__(
        self, store: DeviceStore, congress: StoredCongress, on_erased: Callable[[], None] = _nothing
    ) -> None:
        self._store = store
        self._congress = congress
        self._on_erased = on_erased
        self._changed = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="erasure", daemon=True)
        self._unsubscribe: Callable[[], None] = _nothing

    def start(self) -> None:
        self._unsubscribe = self._store.projection.subscribe(lambda _state: self._changed.set())
        self._changed.set()
        self._thread.start()

    def stop(self, deadline_s: float) -> bool:
        """End the thread. False when it is still busy with the store."""
        self._unsubscribe()
        self._unsubscribe = _nothing
        self._stopping.set()
        self._changed.set()
        if self._thread.ident is not None:
            self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while self._changed.wait() and not self._stopping.is_set():
            self._changed.clear()
            try:
                self._erase()
            except StorageError as error:
                _log.warning("erasure: %s", error.code)
                self._stopping.wait(_TRY_AGAIN_S)
                self._changed.set()

    def _erase(self) -> None:
        state = self._store.projection.state
        if state.erasure_ordered_at_utc_ms is None:
            return
        templates_count, photos_count = self._store.erase_faces(state.photos)
        self._on_erased()
        is_said = self._congress.device.id in state.erasures
        with self._store.database.write() as tx:
            counted = self._store.settings.get(tx, _COUNTS, [0, 0])
            total = [counted[0] + templates_count, counted[1] + photos_count]
            if is_said and not any(total):
                return
            self._store.settings.set(tx, _COUNTS, total)
        self._store.database.scrub()
        self._say(TemplatesErased(templates_count=total[0], photos_count=total[1]))

    def _say(self, erased: TemplatesErased) -> None:
        """The event, and in the same transaction the end of the count: nothing is counted twice."""
        signed = self._congress.signer.sign(erased)
        with self._store.database.write() as tx:
            self._store.events.add_pending(tx, signed)
            self._store.settings.forget(tx, _COUNTS)
        self._store.projection.refresh()
        self._congress.wake()
