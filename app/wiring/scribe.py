"""The machine's second look at what it heard: submitted speeches followed, names, numbers and sentences set.

Runs on the chair laptop that records, behind the recogniser and never in its way. What it makes of a segment
is said as `segment.repaired` beside what was heard. A segment that somebody has touched is left alone.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Protocol
from uuid import UUID

from app.domain import payloads as p
from app.domain.entities import RepairKind, TextPiece
from app.domain.errors import NghisuError
from app.domain.state import CongressState
from app.domain.transcript import Segment
from app.minutes.alignment_follow import Followed, SpeechFollower
from app.runtime.lanes import Lane, ThreadsStillRunning
from app.speech.text.piece import FindNames
from app.speech.text.repair import TextRepairer, ends_sentence
from app.storage.device_store import DeviceStore
from app.wiring.congress import StoredCongress

_log = logging.getLogger(__name__)


class Teacher(Protocol):
    """What the papers teach, see `app.wiring.lessons`."""

    def first(self, state: CongressState) -> Learned: ...

    def more(self, state: CongressState, learned: Learned, is_cancelled: Callable[[], bool]) -> Learned: ...


@dataclass(frozen=True, slots=True)
class Learned:
    """What the congress's roster and papers taught: how to repair, and which speeches may be read."""

    repairer: TextRepairer
    find_names: FindNames
    follower: Callable[[], SpeechFollower]
    by_author: Mapping[UUID, frozenset[UUID]]
    """Submitted speeches by the person who submitted them."""


@dataclass(slots=True)
class _Stream:
    """One recording heard by one engine: segments come in order, and each is read after the one before."""

    follower: SpeechFollower
    learned: Learned
    speaker_id: UUID | None = None
    has_begun: bool = False
    ends_sentence: bool = True
    end_ms: int = 0


class Scribe:
    """Repairs this device's own segments, in order, in a thread of its own. `start` once, `close` once.

    What the papers teach is learnt again when roster or papers have changed; the slow part of it beside the
    work, which meanwhile goes on with what is known.
    """

    def __init__(self, congress: StoredCongress, store: DeviceStore, teacher: Teacher) -> None:
        self._congress = congress
        self._store = store
        self._teacher = teacher
        self._lane = Lane("scribe")
        self._lessons = Lane("scribe's lessons")
        self._lock = threading.Lock()
        self._learned: tuple[object, Learned] | None = None
        self._streams: dict[tuple[UUID, UUID | None], _Stream] = {}
        self._seen: set[UUID] = set()
        self._stop_watching: Callable[[], None] = lambda: None
        self._is_closing = False

    def start(self) -> None:
        """Begin with what was heard and never looked at: a crash may have come between."""
        self._stop_watching = self._store.projection.subscribe(self._changed)
        self._changed(self._store.projection.state)

    def close(self, deadline_s: float) -> bool:
        """What waits is done at the next start. False when a thread did not end in time."""
        self._stop_watching()
        self._is_closing = True
        has_ended = True
        for lane in (self._lane, self._lessons):
            try:
                lane.stop(deadline_s)
            except ThreadsStillRunning:
                has_ended = False
        return has_ended

    def wait(self, timeout_s: float) -> bool:
        """Until everything heard so far has been looked at. For callers without a screen."""
        done = threading.Event()
        return self._lane.submit(done.set) and done.wait(timeout_s)

    # ---- any thread

    def _changed(self, state: CongressState) -> None:
        with self._lock:
            for segment in self._fresh(state):
                self._seen.add(segment.id)
                self._lane.submit(partial(self._look_at, segment))

    def _fresh(self, state: CongressState) -> list[Segment]:
        """Own segments that nobody has looked at, in the order in which they were said."""
        if len(self._seen) >= len(state.segments) + len(state.merged_into):
            return []
        # A later run is looked at once somebody reads it: it may be called off before.
        runs = {
            (one.id, run_id)
            for one in state.recordings.values()
            if one.device_id == self._congress.device.id
            for run_id in (None, *(choice.run_id for choice in one.choices))
        }
        fresh = [
            segment
            for segment in state.segments.values()
            if segment.id not in self._seen and (segment.recording_id, segment.run_id) in runs
        ]
        return sorted(fresh, key=lambda one: (one.recording_id, str(one.run_id), one.start_ms))

    # ---- the scribe's thread

    def _look_at(self, segment: Segment) -> None:
        if self._is_closing or segment.pieces or not segment.heard.strip():
            return
        try:
            for payload in self._repaired(segment):
                self._congress.say(payload)
        except NghisuError as error:
            # A full disk, a paper that cannot be read: what was heard stands, and is read as it is.
            _log.warning("a segment stays as heard: %s", error.code)
        except Exception:  # one strange sentence must not leave all that follow it as heard
            _log.exception("a segment stays as heard")

    def _repaired(self, segment: Segment) -> Iterator[p.SegmentRepaired]:
        state = self._store.projection.state
        stream = self._stream(state, segment)
        followed = stream.follower.hear(segment.id, segment.heard)
        for one in followed:
            if one.segment_id != segment.id:
                yield from self._said(state, one.segment_id, self._with_repairs(stream, state, one), one)
        own = next((one for one in followed if one.segment_id == segment.id), None)
        if own is not None:
            pieces = self._with_repairs(stream, state, own)
        else:
            pieces = stream.learned.repairer.repair(
                segment.heard, _pauses(segment, stream.end_ms), stream.ends_sentence
            )
        stream.ends_sentence = ends_sentence(pieces)
        stream.end_ms = segment.end_ms
        yield from self._said(state, segment.id, pieces, own)

    def _said(
        self, state: CongressState, segment_id: UUID, pieces: tuple[TextPiece, ...], one: Followed | None
    ) -> Iterator[p.SegmentRepaired]:
        """Nothing is said of a segment that reads as it was heard, nor of one that somebody has touched."""
        present = state.segments.get(segment_id)
        if present is None or present.history or not pieces or pieces[-1].heard_to != _count(present):
            return
        if present.pieces == pieces or (not present.pieces and all(piece.kind is None for piece in pieces)):
            return
        yield p.SegmentRepaired(
            segment_id=segment_id,
            pieces=pieces,
            document_id=one.document_id if one else None,
            speech_from=one.alignment.speech_from if one else 0,
            speech_to=one.alignment.speech_to if one else 0,
        )

    def _with_repairs(self, stream: _Stream, state: CongressState, one: Followed) -> tuple[TextPiece, ...]:
        """The submitted words, and between them what was said otherwise, written as papers do."""
        segment = state.segments.get(one.segment_id)
        if segment is None:
            return ()
        heard, repair = segment.heard.split(), stream.learned.repairer.repair
        found: list[TextPiece] = []
        for is_read, pieces in groupby(one.alignment.pieces, key=partial(_is_read, one)):
            part = tuple(pieces)
            if is_read:
                found += (piece.model_copy(update={"kind": RepairKind.SPEECH}) for piece in part)
                continue
            start, end = part[0].heard_from, part[-1].heard_to
            repaired = repair(" ".join(heard[start:end]), None, ends_sentence(found))
            found += (_moved(piece, start) for piece in repaired)
        return tuple(found)

    def _stream(self, state: CongressState, segment: Segment) -> _Stream:
        learned = self._what_is_learned(state)
        key = (segment.recording_id, segment.run_id)
        stream = self._streams.get(key)
        if stream is None or stream.learned is not learned:
            stream = self._streams[key] = _Stream(learned.follower(), learned)
        speaker_id = segment.speaker_person_id
        if not stream.has_begun or speaker_id != stream.speaker_id:
            stream.follower.begin(learned.by_author.get(speaker_id, frozenset()) if speaker_id else ())
            stream.speaker_id, stream.has_begun, stream.ends_sentence = speaker_id, True, True
        return stream

    def _what_is_learned(self, state: CongressState) -> Learned:
        """Learned anew when roster, programme or papers are others, and have arrived."""
        blobs = self._store.blobs
        papers = frozenset(
            doc.reading_sha256
            for doc in state.documents_on_shelf()
            if doc.reading_sha256 and blobs.has(doc.reading_sha256)
        )
        key = (papers, tuple(state.persons), state.agenda)
        if self._learned is None or self._learned[0] != key:
            learned = self._teacher.first(state)
            self._learned = (key, learned)
            self._lessons.submit(partial(self._learn_more, key, state, learned))
        return self._learned[1]

    def _learn_more(self, key: object, state: CongressState, learned: Learned) -> None:
        """In the lessons' thread; given back to the scribe's."""
        try:
            better = self._teacher.more(state, learned, lambda: self._is_closing)
        except Exception:  # a paper like no other: the wording of papers at large does too
            _log.exception("the papers' own wording was not learnt")
            return
        self._lane.submit(partial(self._take_better, key, better))

    def _take_better(self, key: object, better: Learned) -> None:
        if self._learned is not None and self._learned[0] == key:
            for stream in self._streams.values():
                if stream.learned is self._learned[1]:
                    stream.learned = better
            self._learned = (key, better)


def _count(segment: Segment) -> int:
    return len(segment.heard.split())


def _moved(piece: TextPiece, by: int) -> TextPiece:
    return piece.model_copy(update={"heard_from": piece.heard_from + by, "heard_to": piece.heard_to + by})


def _is_read(one: Followed, piece: TextPiece) -> bool:
    """Whether these words are the submitted text's, and not something said beside it."""
    return not any(
        deviation.heard_from <= piece.heard_from < deviation.heard_to
        for deviation in one.alignment.deviations
    )


def _pauses(segment: Segment, before_ms: int) -> list[int] | None:
    """Milliseconds of silence before each heard word; None where the engine gives no times."""
    words = segment.words
    if len(words) != _count(segment):
        return None
    ends = [before_ms, *(word.end_ms for word in words[:-1])]
    return [max(0, word.start_ms - end) for word, end in zip(words, ends, strict=True)]
