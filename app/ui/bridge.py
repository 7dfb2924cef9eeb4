"""From a service's thread to the GUI's: values of a subscription, delivered to one method."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.ui.services import Unsubscribe

T = TypeVar("T")
Subscribe = Callable[[Callable[[T], None]], Unsubscribe]


class Bridge(QObject, Generic[T]):
    """Calls `handler` in the GUI thread with what a service tells its listeners.

    `latest_only`: states and pictures replace each other, so a slow screen gets the newest and skips
    the rest. Without it every value arrives (outcomes). After `close` nothing is delivered any more.
    """

    _arrived = Signal()

    def __init__(
        self, subscribe: Subscribe[T], handler: Callable[[T], None], latest_only: bool = True
    ) -> None:
        super().__init__()
        self._handler = handler
        self._latest_only = latest_only
        self._lock = threading.Lock()
        self._waiting: list[Any] = []
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = subscribe(self._take)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._waiting.clear()
        self._unsubscribe()
        self.deleteLater()

    def _take(self, value: T) -> None:
        """In the service's thread. The lock keeps `close` from destroying this object meanwhile."""
        with self._lock:
            if self._closed:
                return
            is_scheduled = bool(self._waiting)
            if self._latest_only:
                self._waiting.clear()
            self._waiting.append(value)
            if not is_scheduled:
                self._arrived.emit()

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            values, self._waiting = self._waiting, []
        for value in values:
            if not self._closed:
                self._handler(value)
