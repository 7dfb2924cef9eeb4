"""The chair's recording: sound to the spool first, recognition behind it, segments as events."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from app.domain import payloads as p
from app.domain.clock import Clock
from app.domain.entities import Word
from app.domain.errors import NghisuError
from app.domain.ids import IdSource
from app.speech.audio import SAMPLES_PER_MS, AudioSource
from app.speech.engines import Engine
from app.speech.microphone import Microphones
from app.speech.recorder import Recorder, RecorderStatus
from app.speech.spool_reader import SpoolReader
from app.speech.spool_writer import SpoolWriter
from app.speech.transcriber import PartialText, Segment, Transcriber, TranscriberStatus
from app.storage.device_store import DeviceStore
from app.storage.files import private_folder, write_atomic
from app.ui.services import (
    AudioInput,
    ExportedMinutes,
    LiveText,
    RecordingPhase,
    RecordingStatus,
)
from app.wiring.congress import StoredCongress
from app.wiring.errors import AlreadyRecording, NothingRecording
from app.wiring.listeners import Listeners, Observable
from app.wiring.minutes import render_minutes

_log = logging.getLogger(__name__)
_SPOOL_SUFFIX = ".nsp"
_STOP_DEADLINE_S = 30.0
CAPTION = "caption"
"""The kind of the live signal that carries words being spoken."""


@dataclass(frozen=True, slots=True)
class RecordingParts:
    """What recording is made of on this machine. `choose_engine` raises where none is installed."""

    clock: Clock
    new_id: IdSource
    choose_engine: Callable[[], Engine]
    make_source: Callable[[str | None], AudioSource]
    send_signal: Callable[[str, dict[str, object]], None]
    profiles: Path


class ChairRecording:
    """`RecordingService` of a chair. Listeners are called in the recorder's and transcriber's threads."""

    def __init__(self, congress: StoredCongress, store: DeviceStore, parts: RecordingParts) -> None:
        self._congress = congress
        self._store = store
        self._parts = parts
        self._folder = private_folder(store.folder / "spool")
        self._status = Observable(RecordingStatus())
        self._live: Listeners[LiveText] = Listeners()
        self._lock = threading.Lock()
        self._recorder: Recorder | None = None
        self._transcribers: list[Transcriber] = []
        self._engine_error: NghisuError | None = None

    def status(self) -> RecordingStatus:
        return self._status.value

    def subscribe(self, listener: Callable[[RecordingStatus], None]) -> Callable[[], None]:
        return self._status.subscribe(listener)

    def subscribe_live(self, listener: Callable[[LiveText], None]) -> Callable[[], None]:
        return self._live.add(listener)

    def inputs(self) -> tuple[AudioInput, ...]:
        microphones = Microphones(self._parts.clock).list()
        return tuple(AudioInput(mic.id, mic.name, mic.is_default) for mic in microphones)

    def start(self, input_id: str | None = None) -> None:
        with self._lock:
            if self._recorder is not None:
                raise AlreadyRecording()
            recording_id = self._parts.new_id()
            announced = threading.Event()
            self._status.set(RecordingStatus(RecordingPhase.STARTING, recording_id))
            writer = SpoolWriter.create(self._path(recording_id), recording_id, self._store.spool_key)
            recorder = Recorder(
                self._parts.make_source(input_id),
                writer,
                lambda status: self._recorded(recording_id, announced, status),
            )
            try:
                recorder.start()
            except NghisuError as error:
                writer.abandon()
                self._path(recording_id).unlink(missing_ok=True)
                self._status.set(RecordingStatus(error=error))
                raise
            self._recorder = recorder
            started_at = self._parts.clock.now_utc_ms()
        self._congress.say(p.RecordingStarted(recording_id=recording_id, started_at_utc_ms=started_at))
        self._status.set(
            replace(self._status.value, phase=RecordingPhase.RECORDING, started_at_utc_ms=started_at)
        )
        announced.set()
        self._transcribe(recording_id, from_ms=0)

    def stop(self) -> None:
        with self._lock:
            recorder, self._recorder = self._recorder, None
        if recorder is None:
            raise NothingRecording()
        self._status.set(replace(self._status.value, phase=RecordingPhase.STOPPING))
        recorder.stop()
        recorder.join(_STOP_DEADLINE_S)

    def export_minutes(self, path: Path) -> ExportedMinutes:
        state = self._store.projection.state
        content, segments_count = render_minutes(state, self._parts.profiles, self._parts.clock.now_utc_ms())
        write_atomic(path, content)
        sha256 = hashlib.sha256(content).hexdigest()
        self._congress.say(
            p.MinutesExported(sha256=sha256, file_name=path.name, segments_count=segments_count)
        )
        return ExportedMinutes(path, segments_count, sha256)

    def wait_transcribed(self, timeout_s: float) -> bool:
        """Wait until every transcriber has come to its recording's end. For callers without a screen."""
        return all(transcriber.join(timeout_s) for transcriber in self._transcribers)

    def recover(self) -> None:
        """After a crash: end what was cut off, and go on transcribing where it stopped.

        One damaged file must not keep the others from being taken up.
        """
        for path in sorted(self._folder.glob(f"*{_SPOOL_SUFFIX}")):
            try:
                self._recover_one(path, UUID(path.stem))
            except NghisuError as error:
                _log.warning("recording not recovered: %s", error.code)
                self._engine_error = error
                self._status.set(replace(self._status.value, error=error))
            except ValueError:
                _log.warning("not a recording of ours in the folder of recordings")

    def _recover_one(self, path: Path, recording_id: UUID) -> None:
        # What is behind the last whole record is cut off by `reopen`; only then is the file read on.
        with SpoolReader(path, self._store.spool_key) as reader:
            samples, sealed = reader.samples, reader.sealed
        if not sealed:
            samples = self._seal(recording_id)
        recording = self._store.projection.state.recordings.get(recording_id)
        if recording is None:
            # The sound was begun, and the event was not yet written.
            began = self._parts.clock.now_utc_ms() - samples // SAMPLES_PER_MS
            self._congress.say(p.RecordingStarted(recording_id=recording_id, started_at_utc_ms=began))
        if recording is None or recording.duration_ms is None:
            self._stopped(recording_id, samples)
        self._resume(recording_id, samples)

    def close(self, deadline_s: float) -> None:
        """Stop recorder and transcribers; what they leave undone is taken up by `recover`."""
        with self._lock:
            recorder, self._recorder = self._recorder, None
        if recorder:
            recorder.stop()
            recorder.join(deadline_s)
        for transcriber in self._transcribers:
            transcriber.stop()
        for transcriber in self._transcribers:
            transcriber.join(deadline_s)

    # ---- recognition

    def _resume(self, recording_id: UUID, samples: int) -> None:
        """Transcribe the rest of a recording that nobody is speaking into any more."""
        segments = self._store.projection.state.segments.values()
        done_ms = max((s.end_ms for s in segments if s.recording_id == recording_id), default=0)
        if self._settled_ms(recording_id) < samples // SAMPLES_PER_MS:
            self._transcribe(recording_id, max(done_ms, self._settled_ms(recording_id)))

    def _transcribe(self, recording_id: UUID, from_ms: int) -> None:
        try:
            engine = self._parts.choose_engine()
        except NghisuError as error:
            # Sound is kept all the same: it can be transcribed once an engine is installed.
            self._engine_error = error
            self._status.set(replace(self._status.value, error=error))
            return
        self._engine_error = None
        self._status.set(replace(self._status.value, engine=engine.model_name))
        transcriber = Transcriber(
            lambda: SpoolReader(self._path(recording_id), self._store.spool_key),
            engine.make,
            self._parts.new_id,
            self._heard,
            on_partial=self._overheard,
            on_status=lambda status: self._transcribed(recording_id, status),
            from_sample=from_ms * SAMPLES_PER_MS,
        )
        self._transcribers.append(transcriber)
        transcriber.start()

    def _heard(self, segment: Segment) -> None:
        """Transcriber's thread: one finished stretch becomes one event."""
        state = self._store.projection.state
        recording = state.recordings.get(segment.recording_id)
        began = recording.started_at_utc_ms if recording else 0
        middle = began + (segment.start_ms + segment.end_ms) // 2
        self._congress.say(
            p.SegmentHeard(
                segment_id=segment.segment_id,
                recording_id=segment.recording_id,
                start_ms=segment.start_ms,
                end_ms=segment.end_ms,
                text=segment.text,
                engine=segment.engine,
                words=_words(segment),
                speaker_person_id=state.person_with_floor_at(middle),
            )
        )
        self._tell_live(LiveText("", segment.end_ms))

    def _overheard(self, partial: PartialText) -> None:
        self._tell_live(LiveText(partial.text, partial.start_ms))

    def _tell_live(self, text: LiveText) -> None:
        self._live.tell(text)
        self._parts.send_signal(CAPTION, {"text": text.text, "start_ms": text.start_ms})

    def _transcribed(self, recording_id: UUID, status: TranscriberStatus) -> None:
        if status.problem:
            self._engine_error = status.problem
        self._status.set(
            replace(
                self._status.value,
                transcribed_ms=status.done_samples // SAMPLES_PER_MS,
                error=self._status.value.error or self._engine_error,
            )
        )
        if status.finished:
            self._note_settled(recording_id, status.done_samples // SAMPLES_PER_MS)

    # ---- the recorder

    def _recorded(self, recording_id: UUID, announced: threading.Event, status: RecorderStatus) -> None:
        """Recorder's thread: levels while it runs, and the event when it ends."""
        self._status.set(
            replace(
                self._status.value,
                safe_ms=status.durable_samples // SAMPLES_PER_MS,
                rms_dbfs=status.level.rms_dbfs,
                peak_dbfs=status.level.peak_dbfs,
                error=status.problem or self._engine_error,
            )
        )
        if not status.running:
            # A microphone may fail at once, and the end must not be said before the beginning.
            announced.wait()
            if status.problem:
                with contextlib.suppress(NghisuError):  # a full disk: `recover` ends it at the next start
                    self._seal(recording_id)
            self._stopped(recording_id, status.durable_samples)
            with self._lock:
                self._recorder = None
            self._status.set(replace(self._status.value, phase=RecordingPhase.IDLE))

    def _seal(self, recording_id: UUID) -> int:
        """Say that a recording which was cut off is whole as it is; its length in samples."""
        writer = SpoolWriter.reopen(self._path(recording_id), self._store.spool_key)
        writer.close(seal=True)
        return writer.accepted_samples

    def _stopped(self, recording_id: UUID, samples: int) -> None:
        self._congress.say(
            p.RecordingStopped(recording_id=recording_id, duration_ms=samples // SAMPLES_PER_MS)
        )

    # ---- what is kept

    def _path(self, recording_id: UUID) -> Path:
        return self._folder / f"{recording_id}{_SPOOL_SUFFIX}"

    def _settled_ms(self, recording_id: UUID) -> int:
        """How far this recording was transcribed to its end; silence leaves no segment to tell it by."""
        with self._store.database.read() as tx:
            return int(self._store.settings.get(tx, f"transcribed {recording_id}", 0))

    def _note_settled(self, recording_id: UUID, until_ms: int) -> None:
        with self._store.database.write() as tx:
            self._store.settings.set(tx, f"transcribed {recording_id}", until_ms)


def _words(segment: Segment) -> Sequence[Word]:
    return tuple(
        Word(
            text=word.text,
            start_ms=word.start_ms,
            end_ms=word.end_ms,
            confidence_milli=round(word.confidence * 1000),
        )
        for word in segment.words
    )
