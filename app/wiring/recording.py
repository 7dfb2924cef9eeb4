"""The chair's recording: sound to the spool first, recognition behind it, segments as events."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from app.domain import payloads as p
from app.domain.clock import Clock
from app.domain.errors import NghisuError
from app.domain.ids import IdSource
from app.speech.audio import SAMPLES_PER_MS, AudioSource
from app.speech.engines import Engines
from app.speech.errors import ExportCancelled
from app.speech.meter import Meters
from app.speech.microphone import Microphones
from app.speech.pre_roll import PreRoll
from app.speech.recorder import Gap, Recorder, RecorderStatus
from app.speech.sound_blob import store_sound
from app.speech.spool_writer import SpoolWriter
from app.storage.device_store import DeviceStore
from app.ui.services import (
    AudioInput,
    EngineChoice,
    IsCancelled,
    LiveText,
    ProgressCallback,
    RecordingAlarm,
    RecordingPhase,
    RecordingStatus,
)
from app.wiring.congress import StoredCongress
from app.wiring.errors import AlreadyRecording, NothingRecording
from app.wiring.inputs import InputWatch, OpenedInputs, open_inputs
from app.wiring.lane import Lane
from app.wiring.listeners import Observable
from app.wiring.recognition import Recognition, RecognitionParts, RecognitionStatus
from app.wiring.spool_folder import SpoolFolder

_log = logging.getLogger(__name__)
_STOP_DEADLINE_S = 30.0
_NOTES_DEADLINE_S = 10.0


@dataclass(frozen=True, slots=True)
class RecordingParts:
    """What recording is made of on this machine. `make_source` stands in for microphones."""

    clock: Clock
    new_id: IdSource
    find_engines: Callable[[], Engines]
    make_source: Callable[[str | None], AudioSource] | None
    send_signal: Callable[[str, dict[str, object]], None]


class ChairRecording:
    """`RecordingService` of a chair. Listeners are called in the recorder's and transcriber's threads."""

    def __init__(self, congress: StoredCongress, store: DeviceStore, parts: RecordingParts) -> None:
        self._congress = congress
        self._store = store
        self._parts = parts
        self._microphones = Microphones(parts.clock)
        self._spools = SpoolFolder(store)
        self._status = Observable(RecordingStatus())
        self._recognition = Recognition(
            congress,
            store,
            self._spools,
            RecognitionParts(parts.new_id, parts.find_engines, parts.send_signal),
        )
        self._recognition.status.subscribe(self._recognised)
        self._lock = threading.Lock()
        self._recorder: Recorder | None = None
        self._armed: tuple[OpenedInputs, PreRoll] | None = None
        self._watch = InputWatch(self._spools, parts.clock)
        self._notes = Lane("recording notes")
        self._blobs = Lane("recording blobs")
        self._closing = threading.Event()

    def status(self) -> RecordingStatus:
        return self._status.value

    def subscribe(self, listener: Callable[[RecordingStatus], None]) -> Callable[[], None]:
        return self._status.subscribe(listener)

    def subscribe_live(self, listener: Callable[[LiveText], None]) -> Callable[[], None]:
        return self._recognition.live.add(listener)

    def inputs(self) -> tuple[AudioInput, ...]:
        return tuple(
            AudioInput(mic.id, mic.name, mic.is_default, mic.channels) for mic in self._microphones.list()
        )

    def engines(self) -> tuple[EngineChoice, ...]:
        return self._recognition.engines()

    def spool_path(self, recording_id: UUID) -> Path:
        """Where a recording of this device lies, or would."""
        return self._spools.file(recording_id)

    def hear_again(
        self,
        recording_id: UUID,
        engine: str,
        stretch_ms: tuple[int, int],
        progress: ProgressCallback,
        is_cancelled: IsCancelled,
    ) -> None:
        """See `TranscriptService.hear_again`."""
        self._recognition.hear_again(recording_id, engine, stretch_ms, progress, is_cancelled)

    # ---- begin, pause, end

    def arm(self, inputs: Sequence[str] = ()) -> None:
        with self._lock:
            if self._recorder is not None:
                raise AlreadyRecording()
            self._disarm()
            opened = self._opened(inputs)
            pre_roll = PreRoll(opened.source, partial(self._listened, opened))
            try:
                pre_roll.arm()
            except NghisuError as error:
                self._status.set(RecordingStatus(error=error))
                raise
            self._armed = (opened, pre_roll)
        self._status.set(RecordingStatus(is_armed=True))

    def disarm(self) -> None:
        with self._lock:
            was_armed = self._disarm()
        if was_armed:
            self._status.set(RecordingStatus())

    def start(self, inputs: Sequence[str] = ()) -> None:
        with self._lock:
            if self._recorder is not None:
                raise AlreadyRecording()
            recording_id = self._parts.new_id()
            announced = threading.Event()
            self._status.set(RecordingStatus(RecordingPhase.STARTING, recording_id))
            try:
                opened, source = self._taken_over(inputs)
                self._recorder = self._begun(recording_id, opened, source, announced)
            except NghisuError as error:
                self._status.set(RecordingStatus(error=error))
                raise
            before_ms = source.kept_samples // SAMPLES_PER_MS if isinstance(source, PreRoll) else 0
            started_at = self._parts.clock.now_utc_ms() - before_ms
        try:
            self._congress.say(
                p.RecordingStarted(
                    recording_id=recording_id,
                    started_at_utc_ms=started_at,
                    inputs=tuple(input_id[:200] for input_id in opened.ids),
                )
            )
            self._change(phase=RecordingPhase.RECORDING, started_at_utc_ms=started_at)
        finally:
            announced.set()  # the recorder's end waits for it
        self._recognition.follow(recording_id)

    def _begun(
        self, recording_id: UUID, opened: OpenedInputs, source: AudioSource, announced: threading.Event
    ) -> Recorder:
        """A recorder at work; where that fails, nothing stays open and no file is left."""
        tracks = range(1, opened.tracks + 1) if opened.tracks > 1 else ()
        writers: list[SpoolWriter] = []
        try:
            for track in (None, *tracks):
                writers.append(self._spools.create(recording_id, track))
            recorder = Recorder(
                source,
                writers[0],
                partial(self._recorded, recording_id, opened, announced),
                on_gap=partial(self._gap, recording_id, announced),
                track_writers=writers[1:],
            )
            recorder.start()
        except BaseException:
            source.stop()
            for writer in writers:
                writer.abandon()
            self._spools.forget(recording_id)
            raise
        return recorder

    def pause(self) -> None:
        self._running().pause()
        self._change(is_paused=True)

    def resume(self) -> None:
        self._running().resume()
        self._change(is_paused=False)

    def stop(self) -> None:
        with self._lock:  # so that the end, which comes after it, is not overwritten
            recorder = self._present_recorder()
            self._change(phase=RecordingPhase.STOPPING)
        recorder.stop()
        recorder.join(_STOP_DEADLINE_S)

    def wait_transcribed(self, timeout_s: float) -> bool:
        """Wait until every transcriber has come to its recording's end. For callers without a screen."""
        return self._recognition.wait(timeout_s)

    def wait_stored(self, timeout_s: float) -> bool:
        """Wait until every finished recording is a blob. For callers without a screen."""
        return self._blobs.wait(timeout_s)

    def recover(self) -> None:
        """After a crash: end what was cut off, and go on transcribing where it stopped.

        One damaged file must not keep the others from being taken up.
        """
        for recording_id in self._spools.recordings():
            try:
                self._recover_one(recording_id)
            except NghisuError as error:
                _log.warning("recording not recovered: %s", error.code)
                self._change(error=error)

    def _recover_one(self, recording_id: UUID) -> None:
        recording = self._store.projection.state.recordings.get(recording_id)
        if recording and recording.sha256 and recording.duration_ms is not None:
            # Sealed and stored: a day's files need not be walked through at every start.
            self._recognition.resume(recording_id, recording.duration_ms * SAMPLES_PER_MS)
            return
        # What is behind the last whole record is cut off by `seal`; only then is the file read on.
        for track in self._spools.tracks(recording_id):
            self._spools.seal(track)
        samples = self._spools.seal(self._spools.file(recording_id))
        if recording is None:
            # The sound was begun, and the event was not yet written.
            began = self._parts.clock.now_utc_ms() - samples // SAMPLES_PER_MS
            self._congress.say(p.RecordingStarted(recording_id=recording_id, started_at_utc_ms=began))
        if recording is None or recording.duration_ms is None:
            self._stopped(recording_id, samples)
        else:
            self._keep_as_blob(recording_id, samples)
        self._recognition.resume(recording_id, samples)

    def close(self, deadline_s: float) -> bool:
        """Stop recorder and transcribers; what they leave undone is taken up by `recover`.

        False when something did not end in time.
        """
        self._closing.set()
        with self._lock:
            recorder = self._recorder
            self._disarm()
        if recorder:
            recorder.stop()
        has_ended = [
            recorder is None or recorder.join(deadline_s),
            self._recognition.close(deadline_s),
            self._notes.wait(deadline_s),
            self._blobs.wait(deadline_s),
        ]
        return all(has_ended)

    # ---- inputs

    def _opened(self, inputs: Sequence[str]) -> OpenedInputs:
        return open_inputs(inputs, self._parts.make_source or self._microphones.open, self._parts.clock)

    def _taken_over(self, inputs: Sequence[str]) -> tuple[OpenedInputs, AudioSource]:
        """The armed inputs with their last seconds, when those are wanted; else freshly opened ones.

        Also when all of them are unplugged: their last seconds are not the last seconds any more.
        """
        if self._armed is not None:
            armed = self._armed
            is_wanted = not inputs or armed[0].ids == tuple(inputs)
            if is_wanted and not all(device.problem for device in armed[0].devices):
                self._armed = None
                return armed
        self._disarm()
        opened = self._opened(inputs)
        return opened, opened.source

    def _disarm(self) -> bool:
        armed, self._armed = self._armed, None
        if armed:
            armed[1].disarm()
        return armed is not None

    def _running(self) -> Recorder:
        with self._lock:
            return self._present_recorder()

    def _present_recorder(self) -> Recorder:
        if self._recorder is None:
            raise NothingRecording()
        return self._recorder

    # ---- what the screen is told; in the recorder's thread, or the one that listens before it

    def _listened(self, opened: OpenedInputs, meters: Meters) -> None:
        self._status.update(
            lambda status: self._watch.look(
                replace(
                    status,
                    is_armed=True,
                    rms_dbfs=meters.mix.rms_dbfs,
                    peak_dbfs=meters.mix.peak_dbfs,
                ),
                opened,
                meters.inputs,
            )
        )

    def _recorded(
        self, recording_id: UUID, opened: OpenedInputs, announced: threading.Event, status: RecorderStatus
    ) -> None:
        """Levels while it runs, and the event when it ends."""
        self._status.update(lambda shown: self._shown(shown, opened, status))
        if not status.running:
            # A microphone may fail at once, and the end must not be said before the beginning.
            announced.wait()
            self._notes.wait(_NOTES_DEADLINE_S)
            if status.problem:
                with contextlib.suppress(NghisuError):  # a full disk: `recover` ends it at the next start
                    for path in (self._spools.file(recording_id), *self._spools.tracks(recording_id)):
                        self._spools.seal(path)
            try:
                self._stopped(recording_id, status.durable_samples)
            except NghisuError as error:  # no room for the event either
                self._change(error=error)
            finally:
                with self._lock:
                    self._recorder = None
                self._change(phase=RecordingPhase.IDLE, is_paused=False, inputs=(), alarm=RecordingAlarm.NONE)

    def _shown(self, shown: RecordingStatus, opened: OpenedInputs, status: RecorderStatus) -> RecordingStatus:
        now = replace(
            shown,
            safe_ms=status.durable_samples // SAMPLES_PER_MS,
            rms_dbfs=status.level.rms_dbfs,
            peak_dbfs=status.level.peak_dbfs,
            error=status.problem or opened.problem or self._recognition.status.value.error,
        )
        return self._watch.look(now, opened, status.inputs, status.problem)

    def _change(self, **fields: Any) -> None:
        self._status.update(lambda status: replace(status, **fields))

    def _recognised(self, status: RecognitionStatus) -> None:
        self._status.update(
            lambda shown: replace(
                shown,
                engine=status.engine,
                transcribed_ms=status.transcribed_ms,
                error=shown.error or status.error,
            )
        )

    # ---- what is said

    def _gap(self, recording_id: UUID, announced: threading.Event, gap: Gap) -> None:
        """The recorder's thread must not wait for the store."""
        payload = p.RecordingGap(
            recording_id=recording_id,
            start_ms=gap.start_sample // SAMPLES_PER_MS,
            end_ms=gap.end_sample // SAMPLES_PER_MS,
            reason=gap.reason,
        )

        def say() -> None:
            announced.wait()
            self._congress.say(payload)

        self._notes.do(say)

    def _stopped(self, recording_id: UUID, samples: int) -> None:
        duration_ms = samples // SAMPLES_PER_MS
        self._congress.say(p.RecordingStopped(recording_id=recording_id, duration_ms=duration_ms))
        self._keep_as_blob(recording_id, samples)

    def _keep_as_blob(self, recording_id: UUID, samples: int) -> None:
        """In the background: a whole recording as a blob, which goes to the hall for other laptops."""
        if samples and not self._closing.is_set():
            self._blobs.do(partial(self._store_blob, recording_id, samples))

    def _store_blob(self, recording_id: UUID, samples: int) -> None:
        try:
            with self._spools.open(recording_id) as sound:
                sha256 = store_sound(sound, self._store.blobs, self._spools.path, self._closing.is_set)
        except ExportCancelled:
            return  # the next start takes it up
        except NghisuError as error:
            _log.warning("a recording stays on this laptop only: %s", error.code)
            return
        except OSError:  # not even a scratch file can be made
            _log.warning("a recording stays on this laptop only", exc_info=True)
            return
        self._congress.say(
            p.RecordingStopped(
                recording_id=recording_id, duration_ms=samples // SAMPLES_PER_MS, sha256=sha256
            )
        )
