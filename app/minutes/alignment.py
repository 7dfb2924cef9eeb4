"""Heard words against a submitted speech, live or afterwards.

While a speaker reads, the transcript takes the submitted text with its capitals, punctuation and numerals;
where the speaker said otherwise, what was heard stays and is named as a deviation. A later segment may show
that an earlier one was understood wrongly (a passage thought skipped is read later): then that one is given
anew. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.entities import RepairKind, TextPiece
from app.minutes.alignment_judge import Deviation, DeviationKind, HeardSyllable, Judge, Judged, Written
from app.minutes.alignment_path import Sounds, SpeechPath
from app.minutes.alignment_words import SpeechText, heard_syllables

LIVE_SYLLABLES = 160
"""A path may still change this far back: about 40 s of speech."""

AFTERWARDS_SYLLABLES = 1_000


@dataclass(frozen=True, slots=True)
class Alignment:
    """What one segment is, as far as its speaker read.

    `pieces` cover its heard words; those of kind SPEECH are the submitted text's. The segment ends before the
    speech's word `speech_to`, where a reader would look next; [speech_from, speech_to) is empty where
    nothing was read. `agreeing` counts the heard syllables that are the text's beyond doubt, of `syllables`.
    """

    pieces: tuple[TextPiece, ...]
    deviations: tuple[Deviation, ...]
    speech_from: int
    speech_to: int
    agreeing: int
    syllables: int


@dataclass(slots=True)
class _Segment:
    """A heard segment, its place among all heard syllables, and what came of it."""

    words: tuple[str, ...]
    first: int
    last: int  # exclusive
    judged: Judged
    pieces: tuple[TextPiece, ...] = ()
    alignment: Alignment | None = None


class SpeechAligner:
    """Follows one speaker through one speech. One thread at a time."""

    def __init__(self, text: SpeechText, sounds: Sounds, remembered: int = LIVE_SYLLABLES) -> None:
        self.text = text
        self._path = SpeechPath(text, sounds, remembered)
        self._judge = Judge(text)
        self._segments: list[_Segment] = []
        self._heard: list[HeardSyllable] = []
        self._read_count = [0] * len(text.words)

    def hear(self, heard: str) -> dict[int, Alignment]:
        """The next final segment; returns by number (from 0) all segments whose alignment is new or other."""
        words = tuple(heard.split())
        number = len(self._segments)
        first = len(self._heard)
        for index, word in enumerate(words):
            for syllable in heard_syllables(word):
                self._path.hear(syllable)
                self._heard.append(HeardSyllable(number, index, syllable))
        self._segments.append(_Segment(words, first, len(self._heard), Judged([], [], [])))
        self._judge_from(min(self._take_path(), number))
        return self._changed()

    @property
    def alignments(self) -> tuple[Alignment, ...]:
        """All segments as understood now."""
        return tuple(segment.alignment for segment in self._segments if segment.alignment)

    def _take_path(self) -> int:
        """Note the best path as it is now; returns the first segment that it changes."""
        places = self._path.best()
        start = len(self._heard) - len(places)
        changed = len(self._segments)
        for at, place in enumerate(places, start):
            syllable = self._heard[at]
            if syllable.place == place and at < self._segments[-1].first:
                continue
            distance = 1.0 if place is None else float(self._path.distances(syllable.text)[place])
            self._heard[at] = replace(syllable, place=place, distance=distance)
            changed = min(changed, syllable.segment)
        return changed

    def _judge_from(self, number: int) -> None:
        """Judge a segment and all after it, and the one before: what lies between may be otherwise now."""
        number = max(0, number - 1)
        segments = self._segments[number:]
        start = segments[0].first
        heard = [replace(syllable, segment=syllable.segment - number) for syllable in self._heard[start:]]
        results = self._judge.judge(
            heard, [len(segment.words) for segment in segments], self._word_before(number)
        )
        for segment, judged in zip(segments, results, strict=True):
            for word in segment.judged.read:
                self._read_count[word] -= 1
            for word in judged.read:
                self._read_count[word] += 1
            if judged.written != segment.judged.written:
                segment.pieces = tuple(_piece(written, segment.words) for written in judged.written)
            segment.judged = judged

    def _word_before(self, number: int) -> int:
        for segment in reversed(self._segments[:number]):
            if segment.judged.read:
                return segment.judged.read[-1]
        return -1

    def _changed(self) -> dict[int, Alignment]:
        changed = {}
        position = 0
        for number, segment in enumerate(self._segments):
            judged = segment.judged
            read = judged.read
            alignment = Alignment(
                segment.pieces,
                tuple(part for deviation in judged.deviations for part in self._still(deviation)),
                read[0] if read else position,
                read[-1] + 1 if read else position,
                judged.agreeing,
                segment.last - segment.first,
            )
            position = alignment.speech_to
            if alignment != segment.alignment:
                segment.alignment = changed[number] = alignment
        return changed

    def _still(self, deviation: Deviation) -> list[Deviation]:
        """Of a skipped passage, what has not been read before or since."""
        if deviation.kind is not DeviationKind.SKIPPED:
            return [deviation]
        parts: list[Deviation] = []
        for word in range(deviation.speech_from, deviation.speech_to):
            if self._read_count[word]:
                continue
            if parts and parts[-1].speech_to == word:
                parts[-1] = replace(parts[-1], speech_to=word + 1)
            else:
                parts.append(replace(deviation, speech_from=word, speech_to=word + 1))
        return parts


def align_speech(text: SpeechText, segments: Sequence[str], sounds: Sounds) -> tuple[Alignment, ...]:
    """All segments of a speech that is over, each as it is best understood."""
    aligner = SpeechAligner(text, sounds, AFTERWARDS_SYLLABLES)
    for heard in segments:
        aligner.hear(heard)
    return aligner.alignments


def _piece(written: Written, words: Sequence[str]) -> TextPiece:
    heard = " ".join(words[written.heard_from : written.heard_to])
    text = written.text or heard
    return TextPiece(
        text=text[:500],
        heard_from=written.heard_from,
        heard_to=written.heard_to,
        kind=None if text == heard else RepairKind.SPEECH,
    )
