"""Following a recording with a speech engine, however far behind, and going on where it stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from app.domain.errors import NghisuError
from app.speech.audio import SAMPLE_RATE_HZ, SAMPLES_PER_MS
from app.speech.errors import EngineCrashed
from app.speech.recogniser import HeardWord, Recognised, Recogniser
from app.speech.spool_reader import SpoolReader

_BLOCK_SAMPLES = SAMPLE_RATE_HZ // 4
_POLL_S = 0.05

MAX_CRASHES_IN_A_ROW = 3
"""Without a new segment between them: then the sound itself is to blame, and that stretch is left out."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A finished stretch of speech. Times in ms from the recording's start; `engine` with its model."""

    segment_id: UUID
    recording_id: UUID
    start_ms: int
    end_ms: int
    text: str
    words: tuple[HeardWord, ...]
    engine: str


@dataclass(frozen=True, slots=True)
class PartialText:
    """What is being said right now, as far as the engine can tell. Only for the eye: never stored."""

    recording_id: UUID
    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class TranscriberStatus:
    """How far it has come. `read_samples` - `done_samples` is heard but not settled yet.

    After a restart begin at `done_samples`, or at the end of the last segment that was kept.
    `finished`: the whole range was transcribed; `problem`: why it ended before.
    """

    running: bool
    loaded: bool = False
    read_samples: int = 0
    done_samples: int = 0
    finished: bool = False
    problem: NghisuError | None = None


class Transcriber:
    """Runs one engine over one recording in its own thread.

    An engine that crashes (`EngineCrashed`) is made anew and goes on behind the last segment.

    Ends by itself at `until_sample`, at a sealed recording's end, or, with `follow` off, at the present
    end; `stop` ends it at once and leaves what is not settled for the next time. The recording is only
    read: running again, over all or a part, with another engine, is always possible.

    The callbacks run in the transcriber's thread, in order of time.
    """

    def __init__(
        self,
        open_reader: Callable[[], SpoolReader],
        make_recogniser: Callable[[], Recogniser],
        new_id: Callable[[], UUID],
        on_segment: Callable[[Segment], None],
        *,
        on_partial: Callable[[PartialText], None] | None = None,
        on_status: Callable[[TranscriberStatus], None] | None = None,
        from_sample: int = 0,
        until_sample: int | None = None,
        follow: bool = True,
    ) -> None:
        self._open_reader = open_reader
        self._make_recogniser = make_recogniser
        self._new_id = new_id
        self._on_segment = on_segment
        self._on_partial = on_partial
        self._on_status = on_status
        self._from_sample = from_sample
        self._until_sample = until_sample
        self._follow = follow
        self._crashes = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="transcriber", daemon=False)
        self._status = TranscriberStatus(running=True, read_samples=from_sample, done_samples=from_sample)

    @property
    def status(self) -> TranscriberStatus:
        """The latest status; from any thread."""
        return self._status

    def start(self) -> None:
        """Begin: load the engine, then read."""
        self._thread.start()

    def stop(self) -> None:
        """Ask for an early end. Returns at once; a model that is being loaded is loaded first."""
        self._stop.set()

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait for the end; False when it has not come in time."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        problem: NghisuError | None = None
        finished = False
        try:
            with self._open_reader() as reader:
                while not (finished or self._stop.is_set()):
                    try:
                        finished = self._transcribe(reader)
                    except EngineCrashed as crash:
                        self._begin_again(crash)
        except NghisuError as error:
            problem = error
        finally:
            self._publish(replace(self._status, running=False, finished=finished, problem=problem))

    def _begin_again(self, crash: EngineCrashed) -> None:
        """Go back to what is settled; or, after several crashes there, on to what was not yet heard.

        Raises the crash when the engine cannot even be loaded.
        """
        if not self._status.loaded:
            raise crash
        self._crashes += 1
        again = self._status.done_samples
        if self._crashes >= MAX_CRASHES_IN_A_ROW:
            self._crashes = 0
            again = self._status.read_samples + _BLOCK_SAMPLES
            again = again if self._until_sample is None else min(again, self._until_sample)
        self._from_sample = again
        self._publish(
            replace(self._status, loaded=False, read_samples=again, done_samples=again, problem=crash)
        )

    def _transcribe(self, reader: SpoolReader) -> bool:
        """Return whether the end was reached."""
        recogniser = self._make_recogniser()
        self._publish(replace(self._status, loaded=True, problem=None))
        try:
            while not self._stop.is_set():
                end = reader.refresh()
                if self._until_sample is not None:
                    end = min(end, self._until_sample)
                position = self._status.read_samples
                if position < end:
                    pcm = reader.read(position, min(_BLOCK_SAMPLES, end - position))
                    heard = recogniser.accept(pcm)
                    self._advance(reader, recogniser, heard, position + len(pcm))
                elif reader.sealed or not self._follow or position == self._until_sample:
                    self._advance(reader, recogniser, recogniser.finish(), position)
                    self._publish(replace(self._status, done_samples=position))
                    return True
                else:
                    self._stop.wait(_POLL_S)
            return False
        finally:
            recogniser.close()

    def _advance(
        self, reader: SpoolReader, recogniser: Recogniser, heard: list[Recognised], read_samples: int
    ) -> None:
        """Hand out what was heard, then say how far that is: never the other way round."""
        done_samples = self._status.done_samples
        offset_ms = self._from_sample // SAMPLES_PER_MS
        for piece in heard:
            start_ms, end_ms = piece.start_ms + offset_ms, piece.end_ms + offset_ms
            if piece.kind == "final":
                words = tuple(
                    replace(word, start_ms=word.start_ms + offset_ms, end_ms=word.end_ms + offset_ms)
                    for word in piece.words
                )
                name, model = recogniser.engine_name, recogniser.model_name
                engine = model if model.startswith(name) else f"{name} {model}"
                self._on_segment(
                    Segment(self._new_id(), reader.recording_id, start_ms, end_ms, piece.text, words, engine)
                )
                done_samples = end_ms * SAMPLES_PER_MS
                self._crashes = 0
            elif self._on_partial:
                self._on_partial(PartialText(reader.recording_id, start_ms, end_ms, piece.text))
        self._publish(replace(self._status, read_samples=read_samples, done_samples=done_samples))

    def _publish(self, status: TranscriberStatus) -> None:
        self._status = status
        if self._on_status:
            self._on_status(status)
