"""Sound of the hall, kept and written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
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


class RecordingAlarm(StrEnum):
    """What somebody should look after at once. Recording itself goes on."""

    NONE = "none"
    UNPLUGGED = "unplugged"  # an input is gone: it is waited for, or another one has taken over
    DISK_LOW = "disk_low"
    SILENT = "silent"  # for ten seconds no input heard anything
    CLIPPING = "clipping"  # too loud just now


@dataclass(frozen=True, slots=True)
class InputMeter:
    """One input's level in dBFS, -96..0, and what is wrong with it."""

    name: str
    rms_dbfs: float = -90.0
    peak_dbfs: float = -90.0
    alarm: RecordingAlarm = RecordingAlarm.NONE


@dataclass(frozen=True, slots=True)
class RecordingStatus:
    """What the chair's screen shows. `safe_ms` is on the disk already; levels are dBFS, -90..0.

    `is_armed`: the last ten seconds are kept in memory, and a recording begins with them. `hours_left`:
    how long the disk lasts. While paused nothing is kept and the phase stays `RECORDING`.
    """

    phase: RecordingPhase = RecordingPhase.IDLE
    recording_id: UUID | None = None
    started_at_utc_ms: int | None = None
    safe_ms: int = 0
    transcribed_ms: int = 0
    rms_dbfs: float = -90.0
    peak_dbfs: float = -90.0
    engine: str = ""
    error: NghisuError | None = None
    inputs: tuple[InputMeter, ...] = ()
    alarm: RecordingAlarm = RecordingAlarm.NONE
    hours_left: float | None = None
    is_armed: bool = False
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class LiveText:
    """Words still being spoken. Never stored. An empty text: what was said last has been settled.

    `recording_id` None: of the recording that runs.
    """

    text: str
    start_ms: int
    recording_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AudioInput:
    """A microphone by the system's own name. With several `channels`, `f"{id}#{n}"` (n from 1) is one of
    them by itself."""

    id: str
    name: str
    is_default: bool = False
    channels: int = 1


class LiveTextService(Protocol):
    """Words being spoken into any laptop of the chair. What is settled arrives as `segment.heard` events."""

    def subscribe_live(self, listener: Callable[[LiveText], None]) -> Unsubscribe:
        """Told several times a second while somebody speaks, and nothing at first."""
        ...


class RecordingService(Protocol):
    """Sound of the hall, kept and written down. Settled text arrives as `segment.heard` events."""

    def status(self) -> RecordingStatus: ...

    def subscribe(self, listener: Callable[[RecordingStatus], None]) -> Unsubscribe:
        """Told about ten times a second while recording, because of the level."""
        ...

    def subscribe_live(self, listener: Callable[[LiveText], None]) -> Unsubscribe:
        """Partial words of this device's own recording."""
        ...

    def inputs(self) -> tuple[AudioInput, ...]:
        """Blocking. Microphones that are plugged in."""
        ...

    def arm(self, inputs: Sequence[str] = ()) -> None:
        """Blocking. Listen, show levels, and keep the last ten seconds in memory until `start`."""
        ...

    def disarm(self) -> None:
        """Blocking. Close the microphones and forget what was heard."""
        ...

    def start(self, inputs: Sequence[str] = ()) -> None:
        """Blocking until sound is really being kept. None given: those armed, or the system's default one.

        Up to four inputs; with several, each is kept by itself beside their mix.
        """
        ...

    def pause(self) -> None:
        """Keep nothing until `resume`; the time between is a gap of the recording."""
        ...

    def resume(self) -> None: ...

    def stop(self) -> None:
        """Blocking until the last sound is safe."""
        ...
