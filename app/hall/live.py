"""What keeps every connected device up to date: the tail of the log in memory, and live signals.

Everything here runs in the server's event loop, except `wake`. Events are read from the database once
and encoded once, however many devices listen; each stream keeps only its own position, so a slow
reader holds nothing up and misses nothing. Of signals only the latest of each kind and sender waits for a
reader: words being spoken, and the page that is shown, make what was sent before them worthless.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from uuid import UUID

from starlette.concurrency import run_in_threadpool

from app.domain.clock import Clock
from app.domain.events import ConfirmedEvent
from app.domain.wire import HEARTBEAT_S, MAX_PAGE_BYTES, FeedPage, Signal, StreamLine
from app.storage.device_store import DeviceStore
from app.storage.errors import StorageError

_log = logging.getLogger(__name__)

TAIL_EVENTS = 500
POLL_S = 1.0
"""How soon events are noticed that another process wrote into the same file (`nghisu hall revoke`)."""
PAGE_EVENTS = 500
SIGNALS_WAITING = 64
"""For one reader: far more senders and kinds than a congress has, unless somebody makes them up."""


class Subscriber:
    """One open stream."""

    def __init__(self) -> None:
        self.changed = asyncio.Event()
        self.signals: dict[tuple[UUID | None, str], Signal] = {}


class Live:
    """The hub between event intake and the streams."""

    def __init__(self, store: DeviceStore, clock: Clock, catch_up: Callable[[], object]) -> None:
        self._store = store
        self._clock = clock
        self._catch_up = catch_up
        self._tail: deque[ConfirmedEvent] = deque(maxlen=TAIL_EVENTS)
        self._head_seq = 0
        self._lines: dict[int, tuple[int, bytes]] = {}
        self._subscribers: set[Subscriber] = set()
        self._news = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    @property
    def listeners_count(self) -> int:
        return len(self._subscribers)

    def wake(self) -> None:
        """The log has grown. May be called from any thread."""
        loop = self._loop
        if loop is not None:
            # The loop may close between the check and the call, when the server is going down.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._news.set)

    def close(self) -> None:
        """End every stream. In the loop's thread."""
        self._closed = True
        self._news.set()
        for subscriber in self._subscribers:
            subscriber.changed.set()

    async def pump(self) -> None:
        """Follow the log until `close`. One task a server."""
        self._loop = asyncio.get_running_loop()
        self._head_seq = await run_in_threadpool(self._read_head)
        while not self._closed:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), POLL_S)
            self._news.clear()
            try:
                fresh = await run_in_threadpool(self._read_after, self._head_seq)
                if not fresh:
                    continue
                await run_in_threadpool(self._catch_up)
            except StorageError as error:  # busy, or no room: looked at again in a moment
                _log.warning("live: %s", error.code)
                continue
            self._tail.extend(fresh)
            self._head_seq = fresh[-1].link.seq
            self._lines.clear()
            for subscriber in self._subscribers:
                subscriber.changed.set()

    def send(self, signal: Signal) -> None:
        """Fan a signal out. In the loop's thread."""
        for subscriber in self._subscribers:
            subscriber.signals[signal.device_id, signal.kind] = signal
            if len(subscriber.signals) > SIGNALS_WAITING:
                del subscriber.signals[next(iter(subscriber.signals))]
            subscriber.changed.set()

    async def stream(self, after_seq: int, is_welcome: Callable[[], bool]) -> AsyncIterator[bytes]:
        """NDJSON: pages of the feed after a sequence number, signals and heartbeats.

        Ends at `close`, and after the page that makes the reader unwelcome (its own revocation).
        """
        subscriber = Subscriber()
        self._subscribers.add(subscriber)
        try:
            yield self._heartbeat()
            while not self._closed and is_welcome():
                subscriber.changed.clear()
                while subscriber.signals:
                    oldest = next(iter(subscriber.signals))
                    yield _line(StreamLine(signal=subscriber.signals.pop(oldest)))
                if after_seq < self._head_seq:
                    after_seq, line = await self._page_after(after_seq)
                    yield line
                    continue
                try:
                    await asyncio.wait_for(subscriber.changed.wait(), HEARTBEAT_S)
                except TimeoutError:
                    yield self._heartbeat()
        finally:
            self._subscribers.discard(subscriber)

    async def _page_after(self, after_seq: int) -> tuple[int, bytes]:
        """The next page as a line: from memory where the tail reaches back far enough."""
        if self._tail and self._tail[0].link.seq <= after_seq + 1:
            if after_seq not in self._lines:
                page = _page([one for one in self._tail if one.link.seq > after_seq], self._head_seq)
                self._lines[after_seq] = page.events[-1].seq, _line(StreamLine(page=page))
            return self._lines[after_seq]
        page = await run_in_threadpool(read_page, self._store, after_seq, PAGE_EVENTS)
        last = page.events[-1].seq if page.events else self._head_seq
        return last, _line(StreamLine(page=page))

    def _heartbeat(self) -> bytes:
        return _line(StreamLine(now_utc_ms=self._clock.now_utc_ms()))

    def _read_head(self) -> int:
        with self._store.database.read() as tx:
            head = self._store.events.head(tx)
        return head.seq if head else 0

    def _read_after(self, after_seq: int) -> list[ConfirmedEvent]:
        with self._store.database.read() as tx:
            return self._store.events.confirmed(tx, after_seq, PAGE_EVENTS)


def read_page(store: DeviceStore, after_seq: int, limit: int) -> FeedPage:
    """One page of the feed after a sequence number: at most `limit` events, and no more than fit."""
    with store.database.read() as tx:
        found = store.events.confirmed(tx, after_seq, limit)
        head = store.events.head(tx)
    return _page(found, head.seq if head else 0)


def _page(found: Sequence[ConfirmedEvent], head_seq: int) -> FeedPage:
    """The first of these events: about `MAX_PAGE_BYTES` of them, but at least one where there is one."""
    page: list[ConfirmedEvent] = []
    size = 0
    for confirmed in found:
        size += len(confirmed.signed.body)
        if page and size > MAX_PAGE_BYTES:
            break
        page.append(confirmed)
    return FeedPage.of(page, head_seq)


def _line(line: StreamLine) -> bytes:
    return line.model_dump_json(exclude_none=True).encode() + b"\n"
