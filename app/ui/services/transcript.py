"""The sound behind the text: hear a word again, see the waveform, hear it all with another engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.domain.errors import NghisuError
from app.ui.services.common import IsCancelled, ProgressCallback, Unsubscribe

SPEEDS = (0.75, 1.0, 1.25, 1.5, 2.0)
"""Without change of pitch."""


@dataclass(frozen=True, slots=True)
class Waveform:
    """The loudness of a whole recording: one byte (0 silence, 255 full scale) for each `step_ms`."""

    step_ms: int
    peaks: bytes


@dataclass(frozen=True, slots=True)
class Playback:
    """What is being played. `position_ms` is of the recording, as it is heard now."""

    recording_id: UUID | None = None
    is_playing: bool = False
    position_ms: int = 0
    speed: float = 1.0
    loop: tuple[int, int] | None = None
    error: NghisuError | None = None


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """An engine on this machine, by the name to ask for it and the model's name to show."""

    name: str
    model_name: str


class TranscriptService(Protocol):
    """Chair laptops only. Settled text and all changes of it are events; see `CongressService`."""

    def can_hear(self, recording_id: UUID) -> bool:
        """Whether the sound is on this machine (recorded here, or fetched from the hall)."""
        ...

    def fetch_sound(self, recording_id: UUID, progress: ProgressCallback, is_cancelled: IsCancelled) -> None:
        """Blocking. Bring the sound of another laptop's recording from the hall. Raises where it has none."""
        ...

    def waveform(self, recording_id: UUID) -> Waveform:
        """Blocking at first; for a recording that still runs, as far as it is safe."""
        ...

    def playback(self) -> Playback: ...

    def subscribe_playback(self, listener: Callable[[Playback], None]) -> Unsubscribe:
        """Told at each start and stop, and about twenty times a second while playing."""
        ...

    def play(
        self, recording_id: UUID, start_ms: int, end_ms: int | None = None, *, loop: bool = False
    ) -> None:
        """Play from here, to `end_ms` or the end. Returns at once; trouble comes as `Playback.error`."""
        ...

    def pause(self) -> None:
        """Stop and stay where it is. Returns at once."""
        ...

    def set_speed(self, speed: float) -> None:
        """One of `SPEEDS`, from now on and while playing."""
        ...

    def engines(self) -> tuple[EngineChoice, ...]: ...

    def hear_again(
        self,
        recording_id: UUID,
        engine: str,
        stretch_ms: tuple[int, int],
        progress: ProgressCallback,
        is_cancelled: IsCancelled,
    ) -> None:
        """Blocking. Transcribe a stretch with another engine; then its text is read, the old is kept."""
        ...

    def export_sound(
        self, recording_id: UUID, path: Path, progress: ProgressCallback, is_cancelled: IsCancelled
    ) -> None:
        """Blocking. As .flac or .wav, whole or not at all."""
        ...
