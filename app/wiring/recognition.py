"""From recordings to segments: each is followed by an engine in a process of its own, now or again later."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from uuid import UUID

from app.domain import payloads as p
from app.domain.entities import Word
from app.domain.errors import NghisuError
from app.domain.ids import IdSource
from app.speech.audio import SAMPLES_PER_MS
from app.speech.engine_process import isolated
from app.speech.engines import Engine, Engines
from app.speech.errors import ExportCancelled, RecognitionFailed
from app.speech.transcriber import PartialText, Segment, Transcriber, TranscriberStatus
from app.storage.device_store import DeviceStore
from app.ui.services import EngineChoice, IsCancelled, LiveText, Progress, ProgressCallback
from app.wiring.captions import CAPTION, caption
from app.wiring.congress import StoredCongress
from app.wiring.listeners import Listeners, Observable
from app.wiring.spool_folder import SpoolFolder

HEARING_STAGE = "hearing"
_CANCEL_POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class RecognitionStatus:
    """What the chair should know of it. `engine` is the model's name."""

    engine: str = ""
    transcribed_ms: int = 0
    error: NghisuError | None = None


@dataclass(frozen=True, slots=True)
class RecognitionParts:
    """What recognition is made of on this machine."""

    new_id: IdSource
    find_engines: Callable[[], Engines]
    send_signal: Callable[[str, dict[str, object]], None]


class Recognition:
    """Transcribers of this device's recordings. Listeners are called in the transcribers' threads.

    What a crash cut off is transcribed in the background, one recording at a time: each engine is a process
    of hundreds of megabytes.
    """

    def __init__(
        self,
        congress: StoredCongress,
        store: DeviceStore,
        spools: SpoolFolder,
        parts: RecognitionParts,
    ) -> None:
        self._congress = congress
        self._store = store
        self._spools = spools
        self._new_id = parts.new_id
        self._find_engines = parts.find_engines
        self._send_signal = parts.send_signal
        self.status = Observable(RecognitionStatus())
        self.live: Listeners[LiveText] = Listeners()
        self._captions_count = count(1)
        self._lock = threading.Lock()
        self._transcribers: list[Transcriber] = []
        self._later: deque[tuple[UUID, int]] = deque()
        self._is_catching_up = False
        self._is_closed = False
        self._live_id: UUID | None = None

    def engines(self) -> tuple[EngineChoice, ...]:
        """Every engine of this machine that can be used, the best first."""
        return tuple(
            EngineChoice(engine.model_name, engine.model_name) for engine in self._find_engines().usable
        )

    def follow(self, recording_id: UUID) -> None:
        """Transcribe a recording while it is being made, to its end. Returns at once."""
        self._live_id = recording_id
        self._begin(recording_id, 0, self._followed, is_live=True)

    def resume(self, recording_id: UUID, samples: int) -> None:
        """Transcribe the rest of a recording that nobody is speaking into any more, after those before it."""
        segments = self._store.projection.state.segments.values()
        done_ms = max(
            (s.end_ms for s in segments if s.recording_id == recording_id and s.run_id is None), default=0
        )
        settled_ms = self._settled_ms(recording_id)
        if settled_ms < samples // SAMPLES_PER_MS:
            with self._lock:
                self._later.append((recording_id, max(done_ms, settled_ms)))
            self._catch_up()

    def _catch_up(self) -> None:
        """Begin with the next recording that waits, unless one is being transcribed."""
        with self._lock:
            if self._is_catching_up or not self._later:
                return
            recording_id, from_ms = self._later.popleft()
            self._is_catching_up = True
        if not self._begin(recording_id, from_ms, self._caught_up, is_live=False):
            self._is_catching_up = False  # no engine: the others would not find one either

    def _begin(
        self,
        recording_id: UUID,
        from_ms: int,
        on_status: Callable[[UUID, TranscriberStatus], None],
        *,
        is_live: bool,
    ) -> bool:
        """Whether there was an engine to begin with."""
        try:
            engine = self._find_engines().choose()
        except NghisuError as problem:
            # Sound is kept all the same: it can be transcribed once an engine is installed.
            self.status.update(partial(replace, error=problem))
            return False
        if self._is_shown(recording_id):
            self.status.set(RecognitionStatus(engine.model_name, from_ms))
        self._start(
            Transcriber(
                lambda: self._spools.open(recording_id),
                isolated(engine),
                self._new_id,
                self._heard if is_live else lambda segment: self._say(segment, None),
                on_partial=self._overheard if is_live else None,
                on_status=partial(on_status, recording_id),
                from_sample=from_ms * SAMPLES_PER_MS,
            )
        )
        return True

    def _start(self, transcriber: Transcriber) -> None:
        with self._lock:
            self._transcribers = [one for one in self._transcribers if one.status.running] + [transcriber]
            if self._is_closed:
                transcriber.stop()
            transcriber.start()

    def hear_again(
        self,
        recording_id: UUID,
        engine_name: str,
        stretch_ms: tuple[int, int],
        progress: ProgressCallback,
        is_cancelled: IsCancelled,
    ) -> None:
        """Blocking. Transcribe a stretch with the engine of that name; its text is then the one to read.

        What was heard before is kept. Raises the engine's errors, and `ExportCancelled`: then the
        segments so far belong to a run that nobody reads, repairs or counts.
        """
        engine = self._engine_named(engine_name)
        run_id = self._new_id()
        start_ms, end_ms = stretch_ms
        with self._spools.open(recording_id) as reader:
            end_ms = min(end_ms, reader.samples // SAMPLES_PER_MS)
        over = threading.Event()

        def told(status: TranscriberStatus) -> None:
            done_ms = status.read_samples // SAMPLES_PER_MS - start_ms
            progress(Progress(HEARING_STAGE, max(0, done_ms), end_ms - start_ms))
            if not status.running:
                over.set()

        transcriber = Transcriber(
            lambda: self._spools.open(recording_id),
            isolated(engine),
            self._new_id,
            lambda segment: self._say(segment, run_id),
            on_status=told,
            from_sample=start_ms * SAMPLES_PER_MS,
            until_sample=end_ms * SAMPLES_PER_MS,
            follow=False,
        )
        self._start(transcriber)
        while not over.wait(_CANCEL_POLL_S):
            if is_cancelled():
                transcriber.stop()
        transcriber.join()
        if transcriber.status.problem:
            raise transcriber.status.problem
        if not transcriber.status.finished:
            raise ExportCancelled() if is_cancelled() else RecognitionFailed(engine=engine.name)
        self._congress.say(
            p.RecordingRetranscribed(
                recording_id=recording_id,
                run_id=run_id,
                engine=engine.model_name,
                start_ms=start_ms,
                end_ms=end_ms,
            )
        )

    def wait(self, timeout_s: float) -> bool:
        """Wait until every transcriber has come to its recording's end; one may begin when another ends."""
        while working := [one for one in self._transcribers if not one.join(0)]:
            if not working[0].join(timeout_s):
                return False
        return True

    def close(self, deadline_s: float) -> bool:
        """Stop; what is left undone is taken up by `resume`. False when one did not end in time."""
        with self._lock:
            self._is_closed = True
            self._later.clear()
            transcribers = self._transcribers
        for transcriber in transcribers:
            transcriber.stop()
        ended = [transcriber.join(deadline_s) for transcriber in transcribers]
        return all(ended)

    def _engine_named(self, name: str) -> Engine:
        """By the model's name, or the engine's."""
        engines = self._find_engines()
        return next((one for one in engines.usable if one.model_name == name), None) or engines.choose(name)

    # ---- a transcriber's thread

    def _heard(self, segment: Segment) -> None:
        self._say(segment, None)
        self._tell_live(LiveText("", segment.end_ms, segment.recording_id))

    def _say(self, segment: Segment, run_id: UUID | None) -> None:
        """One finished stretch becomes one event."""
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
                run_id=run_id,
            )
        )

    def _overheard(self, partial: PartialText) -> None:
        self._tell_live(LiveText(partial.text, partial.start_ms, partial.recording_id))

    def _tell_live(self, text: LiveText) -> None:
        self.live.tell(text)
        self._send_signal(CAPTION, caption(text, next(self._captions_count)))

    def _followed(self, recording_id: UUID, status: TranscriberStatus) -> None:
        done_ms = status.done_samples // SAMPLES_PER_MS
        if self._is_shown(recording_id):
            self.status.update(lambda shown: replace(shown, transcribed_ms=done_ms, error=status.problem))
        if status.finished:
            with self._store.database.write() as tx:
                self._store.settings.set(tx, f"transcribed {recording_id}", done_ms)

    def _caught_up(self, recording_id: UUID, status: TranscriberStatus) -> None:
        try:
            self._followed(recording_id, status)
        finally:
            if not status.running:
                self._is_catching_up = False
                self._catch_up()

    def _is_shown(self, recording_id: UUID) -> bool:
        """Older recordings are told about only while there is no live one."""
        return self._live_id in (None, recording_id)

    def _settled_ms(self, recording_id: UUID) -> int:
        """How far this recording was transcribed to its end; silence leaves no segment to tell it by."""
        with self._store.database.read() as tx:
            return int(self._store.settings.get(tx, f"transcribed {recording_id}", 0))


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
