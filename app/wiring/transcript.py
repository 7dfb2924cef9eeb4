"""The sound behind the text, on a chair's laptop: from its own recording, or the hall's copy of another's."""

from __future__ import annotations

import base64
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from app.domain.errors import NghisuError
from app.domain.state import CongressState
from app.runtime.lanes import Lane, ThreadsStillRunning
from app.speech.audio_file import export_audio
from app.speech.microphone import sounddevice_library
from app.speech.player import Player, PlayerStatus
from app.speech.sound import Sound, StoredSound
from app.speech.spool_reader import SpoolReader
from app.speech.waveform import STEP_MS, Peaks
from app.storage.blobs import BlobView
from app.storage.device_store import DeviceStore
from app.sync.engine import SyncEngine
from app.sync.errors import HallUnreachable
from app.sync.status import SyncPhase
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
from app.wiring.errors import RecordedElsewhere, SoundNotHere
from app.wiring.listeners import Observable

_log = logging.getLogger(__name__)
SOUND_STAGE = "sound"
_LOOK_EVERY_S = 0.2
_EXPORT_STEPS = 1000


@dataclass(frozen=True, slots=True)
class TranscriptParts:
    """What the recorder's side does for it. `library` gives the sounddevice module."""

    spool_path: Callable[[UUID], Path]
    engines: Callable[[], tuple[EngineChoice, ...]]
    hear_again: Callable[[UUID, str, tuple[int, int], ProgressCallback, IsCancelled], None]
    library: Callable[[], Any] = sounddevice_library


class ChairTranscript:
    """`TranscriptService`. Listeners are called in the player's thread."""

    def __init__(self, store: DeviceStore, engine: SyncEngine, parts: TranscriptParts) -> None:
        self._store = store
        self._engine = engine
        self._parts = parts
        self._playback = Observable(Playback())
        self._player = Player(self._played, parts.library)
        self._drawing = threading.Lock()
        self._peaks: dict[UUID, Peaks] = {}
        self._drawn: set[UUID] = set()
        self._lane = Lane("waveforms")
        self._closing = threading.Event()
        self._stop_watching: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Draw whole recordings of this laptop beforehand: eight hours take some seconds."""
        self._stop_watching = self._store.projection.subscribe(self._changed)
        self._changed(self._store.projection.state)

    def close(self, deadline_s: float) -> bool:
        """Be quiet. False when the player, or drawing, did not end in time."""
        self._closing.set()
        self._stop_watching()
        self._stop_watching = lambda: None
        has_drawn = True
        try:
            self._lane.stop(deadline_s)
        except ThreadsStillRunning:
            has_drawn = False
        return self._player.close(deadline_s) and has_drawn

    # ---- where the sound is

    def can_hear(self, recording_id: UUID) -> bool:
        return self._parts.spool_path(recording_id).exists() or self._has_copy(recording_id)

    def fetch_sound(self, recording_id: UUID, progress: ProgressCallback, is_cancelled: IsCancelled) -> None:
        sha256 = self._sha256(recording_id)
        if self.can_hear(recording_id):
            return
        if sha256 is None:
            raise SoundNotHere()
        answers: list[bool] = []
        answered = threading.Event()

        def answer(has: bool) -> None:
            answers.append(has)
            answered.set()

        self._engine.want_sound(sha256, answer)
        try:
            while not answered.wait(_LOOK_EVERY_S):
                if is_cancelled():
                    return
                status = self._engine.status
                if status.phase in (SyncPhase.OFFLINE, SyncPhase.REVOKED):
                    raise status.error or HallUnreachable(address=status.hall_address)
                if status.transfer:
                    progress(Progress(SOUND_STAGE, status.transfer.done_bytes, status.transfer.total_bytes))
        finally:
            self._engine.give_up_sound(sha256)
        if answers != [True]:
            raise SoundNotHere()

    def _open(self, recording_id: UUID) -> Sound:
        """Raises `SoundNotHere`, and the sound's own errors."""
        path = self._parts.spool_path(recording_id)
        if path.exists():
            return SpoolReader(path, self._store.spool_key)
        sha256 = self._sha256(recording_id)
        if sha256 is None or not self._store.blobs.has(sha256):
            raise SoundNotHere()
        return StoredSound(BlobView(self._store.blobs, sha256), str(recording_id))

    def _has_copy(self, recording_id: UUID) -> bool:
        sha256 = self._sha256(recording_id)
        return sha256 is not None and self._store.blobs.has(sha256)

    def _sha256(self, recording_id: UUID) -> str | None:
        recording = self._store.projection.state.recordings.get(recording_id)
        return recording.sha256 if recording else None

    # ---- the waveform

    def waveform(self, recording_id: UUID) -> Waveform:
        peaks = self._draw(recording_id, lambda: False)
        self._player.prepare(recording_id, lambda: self._open(recording_id))
        return Waveform(STEP_MS, peaks)

    def _draw(self, recording_id: UUID, is_cancelled: Callable[[], bool]) -> bytes:
        with self._drawing:
            if recording_id not in self._peaks:
                self._peaks[recording_id] = Peaks(self._kept_peaks(recording_id))
            sound = self._open(recording_id)
            try:
                peaks, is_new = self._peaks[recording_id].follow(sound, is_cancelled)
                if is_new and sound.sealed:
                    self._keep_peaks(recording_id, peaks)
            finally:
                sound.close()
        return peaks

    def _changed(self, state: CongressState) -> None:
        """A recording has its hash once it is whole, and all else about it is done."""
        for recording in state.recordings.values():
            if recording.sha256 and recording.id not in self._drawn:
                self._drawn.add(recording.id)
                if self._parts.spool_path(recording.id).exists():
                    self._lane.submit(partial(self._draw_beforehand, recording.id))

    def _draw_beforehand(self, recording_id: UUID) -> None:
        try:
            if not self._kept_peaks(recording_id):
                self._draw(recording_id, self._closing.is_set)
        except NghisuError as error:
            _log.warning("a recording could not be drawn: %s", error.code)

    def _kept_peaks(self, recording_id: UUID) -> bytes:
        with self._store.database.read() as tx:
            return base64.b64decode(self._store.settings.get(tx, f"waveform {recording_id}", ""))

    def _keep_peaks(self, recording_id: UUID, peaks: bytes) -> None:
        """Only of a whole recording: the next time it is drawn at once."""
        with self._store.database.write() as tx:
            self._store.settings.set(tx, f"waveform {recording_id}", base64.b64encode(peaks).decode())

    # ---- hearing it

    def playback(self) -> Playback:
        return self._playback.value

    def subscribe_playback(self, listener: Callable[[Playback], None]) -> Unsubscribe:
        return self._playback.subscribe(listener)

    def play(
        self, recording_id: UUID, start_ms: int, end_ms: int | None = None, *, loop: bool = False
    ) -> None:
        self._player.play(recording_id, lambda: self._open(recording_id), start_ms, end_ms, loop=loop)

    def pause(self) -> None:
        self._player.pause()

    def set_speed(self, speed: float) -> None:
        if speed not in SPEEDS:
            raise ValueError(speed)
        self._player.set_speed(speed)

    def _played(self, status: PlayerStatus) -> None:
        self._playback.set(
            Playback(
                recording_id=status.key if isinstance(status.key, UUID) else None,
                is_playing=status.is_playing,
                position_ms=status.position_ms,
                speed=status.speed,
                loop=status.loop,
                error=status.problem,
            )
        )

    # ---- with another engine, and out of the house

    def engines(self) -> tuple[EngineChoice, ...]:
        return self._parts.engines()

    def hear_again(
        self,
        recording_id: UUID,
        engine: str,
        stretch_ms: tuple[int, int],
        progress: ProgressCallback,
        is_cancelled: IsCancelled,
    ) -> None:
        if not self._parts.spool_path(recording_id).exists():
            raise RecordedElsewhere()
        self._parts.hear_again(recording_id, engine, stretch_ms, progress, is_cancelled)

    def export_sound(
        self, recording_id: UUID, path: Path, progress: ProgressCallback, is_cancelled: IsCancelled
    ) -> None:
        sound = self._open(recording_id)

        def tell(share: float) -> None:
            progress(Progress(SOUND_STAGE, round(share * _EXPORT_STEPS), _EXPORT_STEPS))

        try:
            export_audio(sound, path, progress=tell, is_cancelled=is_cancelled)
        finally:
            sound.close()
