"""Which submitted speech is being read, if any, and where.

A speaker need not read what was submitted, may begin late, and may have submitted several papers. Segments
are kept until one of the candidates has been recognised for long enough; then they too take its text. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.minutes.alignment import Alignment, SpeechAligner
from app.minutes.alignment_path import Sounds
from app.minutes.alignment_words import SpeechText, SpokenForms, heard_syllables

# Three words after each other are rarely the same by chance; greetings are, but stand in every speech and
# so count for none. Figures: tests/unit/minutes/test_alignment_follow.py.
_GRAM = 3
_KEPT_SEGMENTS = 12
_LIKELY_GRAMS, _OTHER_GRAMS = 2, 4  # grams of one speech alone before it is tried
_BEGIN_SYLLABLES = 8
_BEGIN_SHARE, _END_SHARE = 0.6, 0.25
_RECENT_SYLLABLES = 40

Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A segment is now understood as a part of a submitted speech; replaces what was said of it before."""

    segment_id: UUID
    document_id: UUID
    alignment: Alignment


class SpeechFollower:
    """Follows the floor, segment by segment. One thread at a time."""

    def __init__(
        self, texts: Mapping[UUID, str], sounds: Sounds, spoken_forms: SpokenForms = lambda _: ()
    ) -> None:
        self._sounds = sounds
        self._texts = {key: SpeechText.of(text, spoken_forms) for key, text in texts.items()}
        owners: dict[Gram, set[UUID]] = {}
        once = {text.syllables: key for key, text in reversed(self._texts.items())}  # the first of twins
        for key, text in ((key, self._texts[key]) for key in once.values()):
            for gram in _grams(text.syllables):
                owners.setdefault(gram, set()).add(key)
        self._owner = {gram: next(iter(keys)) for gram, keys in owners.items() if len(keys) == 1}
        self._likely: frozenset[UUID] = frozenset()
        self._kept: list[tuple[UUID, str]] = []  # not yet of any speech
        self._aligner: SpeechAligner | None = None
        self._followed: list[UUID] = []  # segments that the aligner has heard, by number
        self.document_id: UUID | None = None

    def begin(self, likely: Collection[UUID] = ()) -> None:
        """Somebody has the floor: forget what was read; speeches of theirs are believed sooner."""
        self._likely = frozenset(likely)
        self._kept.clear()
        self._let_go()

    def text(self, document_id: UUID) -> SpeechText:
        """A speech's words, which the numbers in deviations count."""
        return self._texts[document_id]

    def hear(self, segment_id: UUID, heard: str) -> tuple[Followed, ...]:
        """The next final segment; returns this and earlier ones whose alignment is new or other."""
        if self._aligner is not None and self.document_id is not None:
            changed = self._aligner.hear(heard)
            self._followed.append(segment_id)
            if not self._has_left():
                return self._named(changed)
            self._kept = [(segment_id, heard)]  # the last words may begin another speech
            left = self._named(changed)
            self._let_go()
            return left
        self._kept = [*self._kept, (segment_id, heard)][-_KEPT_SEGMENTS:]
        return self._try_candidates()

    def _let_go(self) -> None:
        self._aligner, self.document_id = None, None
        self._followed = []

    def _named(self, changed: Mapping[int, Alignment]) -> tuple[Followed, ...]:
        assert self.document_id is not None
        return tuple(
            Followed(self._followed[number], self.document_id, alignment)
            for number, alignment in sorted(changed.items())
        )

    def _has_left(self) -> bool:
        """The speaker has put the paper down: of the last 40 words hardly any were in it."""
        agreeing, syllables = _recent(self._aligner.alignments if self._aligner else ())
        return syllables >= _RECENT_SYLLABLES and agreeing < _END_SHARE * syllables

    def _try_candidates(self) -> tuple[Followed, ...]:
        for document_id in self._candidates():
            aligner = SpeechAligner(self._texts[document_id], self._sounds)
            for _, heard in self._kept:
                aligner.hear(heard)
            alignments = aligner.alignments
            first = next((n for n, one in enumerate(alignments) if _is_read(one)), None)
            if first is None or not _is_convincing(alignments[first:]):
                continue
            self._aligner, self.document_id = aligner, document_id
            self._followed = [segment_id for segment_id, _ in self._kept]
            self._kept = []
            return self._named({n: one for n, one in enumerate(alignments) if n >= first})
        return ()

    def _candidates(self) -> Iterator[UUID]:
        """Speeches of which enough was heard that stands in no other, the likeliest first."""
        counts: dict[UUID, int] = {}
        for _, heard in self._kept:
            syllables = [syllable for word in heard.split() for syllable in heard_syllables(word)]
            for gram in _grams(syllables):
                owner = self._owner.get(gram)
                if owner is not None:
                    counts[owner] = counts.get(owner, 0) + 1
        for document_id in sorted(counts, key=lambda key: (key not in self._likely, -counts[key], key)):
            if counts[document_id] >= (_LIKELY_GRAMS if document_id in self._likely else _OTHER_GRAMS):
                yield document_id


def _grams(syllables: Sequence[str]) -> set[Gram]:
    return {tuple(syllables[at : at + _GRAM]) for at in range(len(syllables) - _GRAM + 1)}


def _is_read(alignment: Alignment) -> bool:
    return alignment.agreeing >= _BEGIN_SHARE * max(1, alignment.syllables)


def _is_convincing(alignments: Sequence[Alignment]) -> bool:
    agreeing = sum(alignment.agreeing for alignment in alignments)
    syllables = sum(alignment.syllables for alignment in alignments)
    return agreeing >= _BEGIN_SYLLABLES and agreeing >= _BEGIN_SHARE * syllables


def _recent(alignments: Sequence[Alignment]) -> tuple[int, int]:
    """Agreeing and all syllables of the last segments, back to `_RECENT_SYLLABLES`."""
    agreeing = syllables = 0
    for alignment in reversed(alignments):
        if syllables >= _RECENT_SYLLABLES:
            break
        agreeing += alignment.agreeing
        syllables += alignment.syllables
    return agreeing, syllables
