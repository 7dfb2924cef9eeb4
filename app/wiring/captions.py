"""Words being spoken, on every device that shows them: live signals of the chair's laptops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from app.domain.entities import Role
from app.domain.state import CongressState
from app.domain.wire import Signal
from app.ui.services import LiveText, Unsubscribe
from app.wiring.listeners import Listeners

CAPTION = "caption"
"""The kind of the live signal."""

_LONGEST = 5_000
"""Characters: far more than anybody says between two pauses."""

_LATEST_MS = 7 * 24 * 3_600_000
"""As `DurationMs`: no recording is longer."""

Subscribe = Callable[[Callable[[LiveText], None]], Unsubscribe]


def caption(live: LiveText, count: int) -> dict[str, object]:
    """What the signal carries. `count` grows with each: a later one makes those before it worthless."""
    return {
        "recording_id": str(live.recording_id),
        "count": count,
        "start_ms": live.start_ms,
        "text": live.text,
    }


class HallCaptions:
    """`LiveTextService`. Listeners are called in sync's thread, or in the transcriber's for `own` words.

    Shown is what a chair says of a recording that still runs: one that is heard again after a crash, at
    many times its speed, is no live text.
    """

    def __init__(
        self,
        device_id: UUID,
        state: Callable[[], CongressState],
        on_signal: Callable[[Callable[[Signal], None]], Unsubscribe],
        own: Subscribe | None = None,
    ) -> None:
        self._device_id = device_id
        self._state = state
        self._live: Listeners[LiveText] = Listeners()
        self._latest: tuple[UUID, int] | None = None
        on_signal(self._signalled)
        if own:
            own(self._tell)

    def subscribe_live(self, listener: Callable[[LiveText], None]) -> Unsubscribe:
        return self._live.add(listener)

    def _signalled(self, signal: Signal) -> None:
        if signal.kind != CAPTION or signal.device_id in (None, self._device_id):
            return
        device = self._state().devices.get(signal.device_id)
        if device is None or device.role is not Role.CHAIR:
            return  # the hall passes on what any device says; only the chair's laptops record
        read = _live_text_in(signal.data)
        if read is None:
            return
        live, latest = read
        if self._latest and self._latest[0] == latest[0] and latest[1] <= self._latest[1]:
            return
        self._latest = latest
        self._tell(live)

    def _tell(self, live: LiveText) -> None:
        recording = self._state().recordings.get(live.recording_id) if live.recording_id else None
        # The first words may come before the event that says that the recording began.
        if recording is None or recording.duration_ms is None:
            self._live.tell(live)


def _live_text_in(data: dict[str, Any]) -> tuple[LiveText, tuple[UUID, int]] | None:
    """The words with the recording and the count; None for what makes no sense."""
    text, start_ms, count = data.get("text"), data.get("start_ms"), data.get("count")
    if not isinstance(text, str) or not isinstance(start_ms, int) or not isinstance(count, int):
        return None
    if len(text) > _LONGEST or not 0 <= start_ms <= _LATEST_MS:
        return None
    try:
        recording_id = UUID(str(data.get("recording_id")))
    except ValueError:
        return None
    return LiveText(text, start_ms, recording_id), (recording_id, count)
