"""Several hall processes on one PostgreSQL wake each other (LISTEN/NOTIFY)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from app.hall.ledger import FEED_CHANNEL

if TYPE_CHECKING:
    import psycopg

_log = logging.getLogger(__name__)
_LOOK_UP_S = 0.5
_RETRY_S = 2.0


class Neighbours:
    """A thread that listens for what other processes add to the log. A context manager.

    Losing the connection only makes news slower: the pump also looks by itself every second.
    """

    def __init__(self, database_url: str, wake: Callable[[], None]) -> None:
        self._url = database_url
        self._wake = wake
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hall neighbours", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stop.set()
        self._thread.join(_LOOK_UP_S * 4)

    def _run(self) -> None:
        import psycopg

        while not self._stop.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    self._listen(connection)
            except psycopg.Error as error:
                _log.warning("listening on PostgreSQL failed: %s", type(error).__name__)
                self._stop.wait(_RETRY_S)

    def _listen(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        connection.execute(f"LISTEN {FEED_CHANNEL}")
        self._wake()
        while not self._stop.is_set():
            for _notice in connection.notifies(timeout=_LOOK_UP_S, stop_after=1):
                self._wake()
