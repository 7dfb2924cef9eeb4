"""Sound of the hall, kept and written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.domain.errors import NghisuError
from app.ui.services.common import Unsubscribe


class RecordingPhase(StrEnum):
    """What the recorder is doing."""

    IDLE = "idle"
    STARTING = "starting"
    RECORDING = "recording"
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True)
class RecordingStatus:
    """What the chair's screen shows. `safe_ms` is on the disk already; levels are dBFS, -90..0."""

    phase: RecordingPhase = RecordingPhase.IDLE
    recording_id: UUID | None = None
    started_at_utc_ms: int | None = None
    safe_ms: int = 0
    transcribed_ms: int = 0
    rms_dbfs: float = -90.0
    peak_dbfs: float = -90.0
    engine: str = ""
    error: NghisuError | None = None


@dataclass(frozen=True, slots=True)
class LiveText:
    """Words still being spoken. Never stored; an empty text clears the line."""

    text: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class AudioInput:
    """A microphone by the system's own name."""

    id: str
    name: str
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class ExportedMinutes:
    """A file of minutes that has been written."""

    path: Path
    segments_count: int
    sha256: str


class RecordingService(Protocol):
    """Sound of the hall, kept and written down. Settled text arrives as `segment.heard` events."""

    def status(self) -> RecordingStatus: ...

    def subscribe(self, listener: Callable[[RecordingStatus], None]) -> Unsubscribe:
        """Told about ten times a second while recording, because of the level."""
        ...

    def subscribe_live(self, listener: Callable[[LiveText], None]) -> Unsubscribe:
        """Partial words. On a hall screen they come from the hall's signals."""
        ...

    def inputs(self) -> tuple[AudioInput, ...]:
        """Blocking. Microphones that are plugged in."""
        ...

    def start(self, input_id: str | None = None) -> None:
        """Blocking until sound is really being kept. None: the system's default microphone."""
        ...

    def stop(self) -> None:
        """Blocking until the last sound is safe."""
        ...

    def export_minutes(self, path: Path) -> ExportedMinutes:
        """Blocking. Write the minutes so far as DOCX and record `minutes.exported`."""
        ...
