"""Which moment of the sound each word on the page belongs to, and where it came from. No Qt."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from app.domain.entities import RepairKind, TextPiece
from app.domain.folding import fold_key
from app.domain.transcript import Segment

DOUBTFUL_MILLI = 600
"""Below this confidence a word is pointed out to the secretaries. A choice, not a measured threshold."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class ShownWord:
    """One word of `Segment.text`, by its letters `start` to `end`.

    `heard_from` to `heard_to` count the heard words that it stands for (none where somebody put it in).
    Times are of the recording. `kind` and `machine_heard`: the machine wrote this instead of that.
    `is_deviation`: said although it is not in the submitted speech that was being read.
    """

    text: str
    start: int
    end: int
    heard_from: int
    heard_to: int
    start_ms: int
    end_ms: int
    is_doubtful: bool = False
    kind: RepairKind | None = None
    machine_heard: str = ""
    piece: int = -1
    is_deviation: bool = False


def shown_words(segment: Segment) -> tuple[ShownWord, ...]:
    """Every word of the text to read, in order."""
    repaired = _repaired_words(segment)
    if segment.edited is None:
        return repaired
    return _edited_words(segment.edited, repaired, segment)


def word_at_letter(words: Sequence[ShownWord], place: int) -> ShownWord | None:
    """The word that this letter belongs to; between two words, the one before."""
    row = bisect_right([word.start for word in words], place) - 1
    return words[max(row, 0)] if words else None


def word_at_time(words: Sequence[ShownWord], at_ms: int) -> ShownWord | None:
    """The word that is being heard: the last one that has begun."""
    found = None
    for word in words:
        if word.start_ms > at_ms:
            break
        found = word
    return found


def cut_at(segment: Segment, place: int) -> tuple[int, int, tuple[str, str] | None] | None:
    """Where a split before the word at this letter cuts: the heard word, the moment, and both texts where
    the machine's pieces cannot be shared out. None where one side would be empty of sound or of text."""
    text, words = segment.text, shown_words(segment)
    behind = [word for word in words if word.start >= place or word.start < place < word.end]
    if not behind or behind[0] is words[0]:
        return None
    first = behind[0]
    count = len(segment.heard.split())
    at_word = min(max(first.heard_from, 1), count - 1)
    if count < 2:
        return None
    texts = (text[: first.start].strip(), text[first.start :].strip())
    crosses = any(piece.heard_from < at_word < piece.heard_to for piece in segment.pieces)
    is_clean = segment.edited is None and at_word == first.heard_from and not crosses
    # Never at the very beginning: parts of one time would stand in the order of their ids.
    at_ms = max(first.start_ms, segment.start_ms + 1)
    return at_word, at_ms, None if is_clean else texts


# --- what the machine wrote ---


def _repaired_words(segment: Segment) -> tuple[ShownWord, ...]:
    heard = _Heard.of(segment)
    pieces = segment.pieces or tuple(
        TextPiece.model_construct(text=word, heard_from=at, heard_to=at + 1, kind=None)
        for at, word in enumerate(heard.words)
    )
    words: list[ShownWord] = []
    letters = 0
    for number, piece in enumerate(pieces):
        if piece.text:
            spoken = _words_of_piece(heard, piece, letters, is_read=segment.document_id is not None)
            words += (replace(word, piece=number) if piece.kind else word for word in spoken)
            letters += len(piece.text) + 1
    return tuple(words)


@dataclass(frozen=True, slots=True)
class _Heard:
    """The heard words with their times, and which of them the engine was unsure of."""

    words: list[str]
    times: list[tuple[int, int]]
    doubts: list[bool]
    end_ms: int

    @classmethod
    def of(cls, segment: Segment) -> _Heard:
        words = segment.heard.split()
        return cls(words, _heard_times(segment, words), _heard_doubts(segment, words), segment.end_ms)

    def span_ms(self, first: int, last: int) -> tuple[int, int]:
        if first < last <= len(self.times):
            return self.times[first][0], self.times[last - 1][1]
        at = self.times[first][0] if first < len(self.times) else self.end_ms
        return at, at


def _words_of_piece(heard: _Heard, piece: TextPiece, letters: int, *, is_read: bool) -> Iterator[ShownWord]:
    """`letters`: where the piece begins. A submitted speech's own words are no doubt of anybody's."""
    first, last = piece.heard_from, piece.heard_to
    tokens = [match.span() for match in _WORD.finditer(piece.text)]
    times = _share_time(heard.span_ms(first, last), tokens)
    if last - first == len(tokens):  # word for word: each has its own time
        times = heard.times[first:last]
    shares = _share_words(first, last, len(tokens))
    for (start, end), (at, to), (start_ms, end_ms) in zip(tokens, shares, times, strict=True):
        yield ShownWord(
            text=piece.text[start:end],
            start=letters + start,
            end=letters + end,
            heard_from=at,
            heard_to=to,
            start_ms=start_ms,
            end_ms=end_ms,
            is_doubtful=piece.kind is not RepairKind.SPEECH and any(heard.doubts[at:to]),
            kind=piece.kind,
            machine_heard=" ".join(heard.words[first:last]) if piece.kind else "",
            is_deviation=piece.kind is None and is_read,
        )


def _heard_times(segment: Segment, heard: list[str]) -> list[tuple[int, int]]:
    """Of every heard word; shared out by letters where the engine told no times."""
    if len(segment.words) == len(heard):
        return [(word.start_ms, word.end_ms) for word in segment.words]
    places, at = [], 0
    for word in heard:
        places.append((at, at + len(word)))
        at += len(word) + 1
    return list(_share_time((segment.start_ms, segment.end_ms), places))


def _heard_doubts(segment: Segment, heard: list[str]) -> list[bool]:
    if len(segment.words) == len(heard):
        return [word.confidence_milli < DOUBTFUL_MILLI for word in segment.words]
    # Some engines tell only a few words: each is the first of its spelling after the one before.
    doubts, at = [False] * len(heard), 0
    folded = [fold_key(word) for word in heard]
    for word in segment.words:
        try:
            at = folded.index(fold_key(word.text), at)
        except ValueError:
            continue
        doubts[at] = word.confidence_milli < DOUBTFUL_MILLI
        at += 1
    return doubts


def _share_words(first: int, last: int, count: int) -> list[tuple[int, int]]:
    """`count` shown words over the heard words `first` to `last`, evenly, each at least touching one."""
    heard = last - first
    if heard == 0:
        return [(first, first)] * count
    cuts = [first + heard * part // count for part in range(count + 1)]
    return [(at, max(to, min(at + 1, last))) for at, to in pairwise(cuts)]


def _share_time(span_ms: tuple[int, int], places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A stretch of time over words, by their letters."""
    if not places:
        return []
    begin, length = places[0][0], max(1, places[-1][1] - places[0][0])
    start_ms, total = span_ms[0], span_ms[1] - span_ms[0]

    def at(letter: int) -> int:
        return start_ms + total * (letter - begin) // length

    return [(at(start), at(end)) for start, end in places]


# --- what people wrote ---


def _edited_words(edited: str, repaired: tuple[ShownWord, ...], segment: Segment) -> tuple[ShownWord, ...]:
    """An edited text's words take place and time of the machine's words that they stand for."""
    spans = [match.span() for match in _WORD.finditer(edited)]
    texts = [edited[start:end] for start, end in spans]
    before = [fold_key(word.text) for word in repaired]
    words: list[ShownWord] = []
    for code in Levenshtein.opcodes(before, [fold_key(text) for text in texts]):
        there, here = range(code.src_start, code.src_end), range(code.dest_start, code.dest_end)
        if code.tag == "equal":
            words += [_kept(repaired[a], texts[b], spans[b]) for a, b in zip(there, here, strict=True)]
        elif here:
            words += _put_in(repaired, there, [spans[b] for b in here], [texts[b] for b in here], segment)
    return tuple(words)


def _kept(word: ShownWord, text: str, span: tuple[int, int]) -> ShownWord:
    """The same word; what the machine did to it is shown as long as nobody wrote it anew."""
    moved = replace(word, text=text, start=span[0], end=span[1], is_doubtful=False)
    return moved if word.text == text else replace(moved, kind=None, machine_heard="", piece=-1)


def _put_in(
    repaired: tuple[ShownWord, ...],
    there: range,
    spans: list[tuple[int, int]],
    texts: list[str],
    segment: Segment,
) -> Iterator[ShownWord]:
    if there:
        first, last = repaired[there[0]], repaired[there[-1]]
        heard, span_ms = (first.heard_from, last.heard_to), (first.start_ms, last.end_ms)
    elif there.start < len(repaired):
        word = repaired[there.start]
        heard, span_ms = (word.heard_from, word.heard_from), (word.start_ms, word.start_ms)
    else:
        count = len(segment.heard.split())
        heard, span_ms = (count, count), (segment.end_ms, segment.end_ms)
    shares = _share_words(*heard, len(spans))
    for text, (start, end), (at, to), (start_ms, end_ms) in zip(
        texts, spans, shares, _share_time(span_ms, spans), strict=True
    ):
        yield ShownWord(text, start, end, at, to, start_ms, end_ms)
