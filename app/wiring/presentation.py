"""The page that the presidium shows: a live signal that the chair repeats, and that nobody stores."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.domain.clock import Clock
from app.domain.entities import Role
from app.domain.state import CongressState
from app.domain.wire import Signal
from app.ui.services import PresentedPage
from app.wiring.listeners import Observable

PRESENTING = "presenting"
"""The kind of the live signal. Without a document it says that nothing is shown any more."""
REPEAT_S = 2.0
FORGET_S = 7.0
"""Three repetitions lost: the chair's laptop is gone, or this device has lost the hall."""


class HallPresentation:
    """`PresentationService` over live signals. Safe from any thread.

    One thread repeats what this device shows and forgets what it no longer hears of. `tick` is its
    single step, so that tests need not wait.
    """

    def __init__(
        self,
        device_id: UUID,
        state: Callable[[], CongressState],
        send_signal: Callable[[str, dict[str, object]], None],
        on_signal: Callable[[Callable[[Signal], None]], Callable[[], None]],
        clock: Clock,
    ) -> None:
        self._device_id = device_id
        self._state = state
        self._send = send_signal
        self._clock = clock
        self._shown: Observable[PresentedPage | None] = Observable(None)
        self._mine: PresentedPage | None = None
        self._heard_at_s = 0.0
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="presentation", daemon=True)
        self._stop_listening = on_signal(self._heard)

    def start(self) -> None:
        self._thread.start()

    def close(self, deadline_s: float) -> None:
        """Stop repeating; tell the others that nothing is shown any more."""
        self._stop_listening()
        if self._mine is not None:
            self.stop()
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join(deadline_s)

    def presented(self) -> PresentedPage | None:
        return self._shown.value

    def subscribe(self, listener: Callable[[PresentedPage | None], None]) -> Callable[[], None]:
        return self._shown.subscribe(listener)

    def present(self, document_id: UUID, page_index: int) -> None:
        page = PresentedPage(document_id, page_index, self._device_id)
        with self._lock:
            self._mine = page
        self._show(page)
        self._say(page)

    def stop(self) -> None:
        with self._lock:
            mine, self._mine = self._mine, None
        if mine is not None:
            self._show(None)
            self._send(PRESENTING, {})

    def tick(self) -> None:
        """Repeat one's own page, or forget another's that has not been heard of for a while."""
        with self._lock:
            mine = self._mine
            is_stale = self._clock.monotonic_s() - self._heard_at_s > FORGET_S
        if mine is not None:
            self._say(mine)
        elif is_stale:
            self._show(None)

    def _run(self) -> None:
        while not self._ended.wait(REPEAT_S):
            self.tick()

    def _say(self, page: PresentedPage) -> None:
        self._send(PRESENTING, {"document_id": str(page.document_id), "page": page.page_index})

    def _show(self, page: PresentedPage | None) -> None:
        if page != self._shown.value:
            self._shown.set(page)

    def _heard(self, signal: Signal) -> None:
        if signal.kind != PRESENTING or signal.device_id in (None, self._device_id):
            return
        device = self._state().devices.get(signal.device_id)
        if device is None or device.role is not Role.CHAIR:
            return  # the hall passes on what any device says; only the presidium presents
        with self._lock:
            self._heard_at_s = self._clock.monotonic_s()
            if self._mine is not None:
                return  # two laptops of the chair: each shows its own until it stops
        page = _page_in(signal.data)
        shown = self._shown.value
        if page is None and (shown is None or shown.device_id != signal.device_id):
            return  # another laptop has stopped; what is shown comes from this one
        self._show(replace(page, device_id=signal.device_id) if page else None)


def _page_in(data: Mapping[str, Any]) -> PresentedPage | None:
    """What a signal says; None for "nothing is shown" and for what makes no sense."""
    document_id, page = data.get("document_id"), data.get("page")
    if not isinstance(document_id, str) or not isinstance(page, int) or not 0 <= page < 100_000:
        return None
    try:
        return PresentedPage(UUID(document_id), page, UUID(int=0))
    except ValueError:
        return None
