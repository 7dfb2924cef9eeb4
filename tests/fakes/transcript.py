"""The sound behind the text, without sound: what would be played is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from app.domain import payloads as p
from app.domain.errors import NghisuError
from app.ui.services import (
    SPEEDS,
    EngineChoice,
    IsCancelled,
    Playback,
    Progress,
    ProgressCallback,
    Unsubscribe,
    Waveform,
)
from app.wiring.errors import SoundNotHere
from tests.fakes.basics import Told, fixed_id

if TYPE_CHECKING:
    from tests.fakes.services import FakeCongress

STEP_MS = 20
SOUND_MS = 60_000


class FakeTranscript:
    """`TranscriptService` in memory. The test is the loudspeaker: `pass_ms` lets time pass.

    `here` holds the recordings whose sound is on this machine; None: all of them.
    """

    def __init__(self, congress: FakeCongress) -> None:
        self._congress = congress
        self._playback = Playback()
        self._told: Told[Playback] = Told(self.playback)
        self._ends_ms = SOUND_MS
        self.here: set[UUID] | None = None
        self.at_hall: set[UUID] = set()
        self.sound_ms = SOUND_MS
        self.played: list[tuple[UUID, int, int | None, bool]] = []
        self.heard_again: list[tuple[UUID, str, tuple[int, int]]] = []
        self.exported: list[Path] = []
        self.fails_with: NghisuError | None = None

    def can_hear(self, recording_id: UUID) -> bool:
        return self.here is None or recording_id in self.here

    def fetch_sound(self, recording_id: UUID, progress: ProgressCallback, is_cancelled: IsCancelled) -> None:
        progress(Progress("sound", 0, 100))
        if recording_id not in self.at_hall or self.here is None:
            raise SoundNotHere
        if not is_cancelled():
            self.here.add(recording_id)
            progress(Progress("sound", 100, 100))

    def waveform(self, recording_id: UUID) -> Waveform:
        """Eight seconds of speech, one of silence, and so on."""
        if self.fails_with:
            raise self.fails_with
        steps = range(self.sound_ms // STEP_MS)
        return Waveform(STEP_MS, bytes(0 if step % 450 >= 400 else 60 + step * 37 % 150 for step in steps))

    def playback(self) -> Playback:
        return self._playback

    def subscribe_playback(self, listener: Callable[[Playback], None]) -> Unsubscribe:
        return self._told.subscribe(listener)

    def play(
        self, recording_id: UUID, start_ms: int, end_ms: int | None = None, *, loop: bool = False
    ) -> None:
        self.played.append((recording_id, start_ms, end_ms, loop))
        self._ends_ms = self.sound_ms if end_ms is None else end_ms
        self._become(
            recording_id=recording_id,
            is_playing=self.fails_with is None,
            position_ms=start_ms,
            loop=(start_ms, self._ends_ms) if loop else None,
            error=self.fails_with,
        )

    def pause(self) -> None:
        self._become(is_playing=False)

    def set_speed(self, speed: float) -> None:
        assert speed in SPEEDS
        self._become(speed=speed)

    def pass_ms(self, real_ms: int) -> None:
        """So much time at the loudspeaker."""
        now = self._playback
        if not now.is_playing:
            return
        position_ms = now.position_ms + round(real_ms * now.speed)
        if now.loop and position_ms >= now.loop[1]:
            start_ms, end_ms = now.loop
            position_ms = start_ms + (position_ms - start_ms) % (end_ms - start_ms)
        self._become(position_ms=min(position_ms, self._ends_ms), is_playing=position_ms < self._ends_ms)

    def engines(self) -> tuple[EngineChoice, ...]:
        return (EngineChoice("viet-asr", "viet-asr"), EngineChoice("vosk", "vosk-model-vn-0.4"))

    def hear_again(
        self,
        recording_id: UUID,
        engine: str,
        stretch_ms: tuple[int, int],
        progress: ProgressCallback,
        is_cancelled: IsCancelled,
    ) -> None:
        """One segment over the whole stretch."""
        if self.fails_with:
            raise self.fails_with
        start_ms, end_ms = stretch_ms
        progress(Progress("hearing", 0, end_ms - start_ms))
        if is_cancelled():
            return
        self.heard_again.append((recording_id, engine, stretch_ms))
        run_id = fixed_id(f"run-{len(self.heard_again)}")
        self._congress.say(
            p.SegmentHeard(
                segment_id=fixed_id(f"again-{len(self.heard_again)}"),
                recording_id=recording_id,
                start_ms=start_ms,
                end_ms=end_ms,
                text="nghe lại bằng bộ khác",
                engine=engine,
                run_id=run_id,
            )
        )
        self._congress.say(
            p.RecordingRetranscribed(
                recording_id=recording_id, run_id=run_id, engine=engine, start_ms=start_ms, end_ms=end_ms
            )
        )
        progress(Progress("hearing", end_ms - start_ms, end_ms - start_ms))

    def export_sound(
        self, recording_id: UUID, path: Path, progress: ProgressCallback, is_cancelled: IsCancelled
    ) -> None:
        if self.fails_with:
            raise self.fails_with
        progress(Progress("sound", 1, 1))
        path.write_bytes(b"fLaC")
        self.exported.append(path)

    def _become(self, **changes: object) -> None:
        self._playback = replace(self._playback, **changes)  # type: ignore[arg-type]
        self._told.tell(self._playback)
