"""Words being spoken, on devices that only listen: they come as live signals from the hall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from app.domain.wire import Signal
from app.sync.engine import SyncEngine
from app.ui.services import AudioInput, ExportedMinutes, LiveText, RecordingStatus
from app.wiring.errors import NothingRecording
from app.wiring.listeners import Listeners, Observable
from app.wiring.recognition import CAPTION


class HallCaptions:
    """`RecordingService` of a hall screen: it shows what the chair hears, and records nothing itself."""

    def __init__(self, engine: SyncEngine) -> None:
        self._status = Observable(RecordingStatus())
        self._live: Listeners[LiveText] = Listeners()
        engine.on_signal(self._signalled)

    def status(self) -> RecordingStatus:
        return self._status.value

    def subscribe(self, listener: Callable[[RecordingStatus], None]) -> Callable[[], None]:
        return self._status.subscribe(listener)

    def subscribe_live(self, listener: Callable[[LiveText], None]) -> Callable[[], None]:
        return self._live.add(listener)

    def inputs(self) -> tuple[AudioInput, ...]:
        return ()

    def arm(self, inputs: Sequence[str] = ()) -> None:
        raise NothingRecording()

    def disarm(self) -> None:
        raise NothingRecording()

    def start(self, inputs: Sequence[str] = ()) -> None:
        raise NothingRecording()

    def pause(self) -> None:
        raise NothingRecording()

    def resume(self) -> None:
        raise NothingRecording()

    def stop(self) -> None:
        raise NothingRecording()

    def export_minutes(self, path: Path) -> ExportedMinutes:
        raise NothingRecording()

    def _signalled(self, signal: Signal) -> None:
        text, start_ms = signal.data.get("text"), signal.data.get("start_ms")
        if signal.kind == CAPTION and isinstance(text, str) and isinstance(start_ms, int):
            self._live.tell(LiveText(text, start_ms))
