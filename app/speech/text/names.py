"""Names of the congress among heard words: near misses by sound become the name that was meant.

A name is believed where its sound is near enough for how likely it is there: after "đồng chí" or "phường"
more may be wrong than in the middle of a sentence, for somebody who is in the hall more than for anybody.
Words that the papers themselves use in that order were heard rightly. Every change is a piece and can be
taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.domain.entities import RepairKind, TextPiece
from app.speech.text.lexicon import PLACE_WORDS, Lexicon, LexiconName, NameKind
from app.speech.text.sounds import SoundTable, sound_distance

# Mean distance by ear, a syllable, up to which a name is believed. Found with `benchmarks/spoken_names.py`:
# names of the sample roster in synthesised speech against false changes in real papers as heard.
_AFTER_TITLE_MAX = 0.33
_AFTER_TITLE_ORDINARY_MAX = 0.2  # where two of the words heard stand together in the papers
_AFTER_PLACE_MAX = 0.2
_PERSON_ALONE_MAX, _PHRASE_ALONE_MAX = 0.06, 0.12
_FAVOURED_BONUS = 0.04  # for those who are present or have the floor
_WORST_SYLLABLE_MAX = 0.8
_SURNAME_MAX, _GIVEN_NAME_MAX = 0.5, 0.45
_AGREES_MAX = 0.2  # half of the syllables must be that near
_TITLE_MAX = 0.5  # of its two syllables together
_MARGIN = 0.02  # nearer than this, two names cannot be told apart
_ALONE_SYLLABLES, _ALONE_COUNT = 3, 2  # without context: long names, and phrases that the papers repeat

_TITLES = frozenset({("đồng", "chí"), ("đại", "biểu"), ("chủ", "tịch"), ("bí", "thư")})
_SHORT_TITLES = frozenset({"ông", "bà", "anh", "chị"})


@dataclass(frozen=True, slots=True)
class _Group:
    """Names of the same number of syllables; `places` shape (names, syllables) into the sound table."""

    names: tuple[LexiconName, ...]
    places: NDArray[np.int64]
    is_person: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Match:
    name: LexiconName
    first: int
    last: int  # exclusive
    distance: float
    is_written: bool = True  # False: heard rightly, as ordinary words


class NameFinder:
    """Finds the names of one lexicon, as it is when the finder is made. One thread at a time."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        names = [name for name in lexicon.names if len(name.syllables) > 1]
        vocabulary = sorted({syllable for name in names for syllable in name.syllables})
        place = {syllable: index for index, syllable in enumerate(vocabulary)}
        self._table = SoundTable(vocabulary)
        by_length: dict[int, list[LexiconName]] = {}
        for name in names:
            by_length.setdefault(len(name.syllables), []).append(name)
        self._groups = {
            length: _Group(
                tuple(group),
                np.array([[place[syllable] for syllable in name.syllables] for name in group]),
                np.array([name.kind is NameKind.PERSON for name in group]),
            )
            for length, group in by_length.items()
        }

    def __call__(self, words: Sequence[str]) -> tuple[TextPiece, ...]:
        return self.find(words)

    def find(self, words: Sequence[str], favoured: Collection[str] = ()) -> tuple[TextPiece, ...]:
        """Pieces of kind NAME (CASE where only capitals change), in order, never overlapping.

        `favoured` are full names of persons in the hall or with the floor.
        """
        lower = [word.lower() for word in words]
        if not self._groups or not lower:
            return ()
        distances = np.stack([self._table.distances(word) for word in lower])
        matches: list[_Match] = []
        for length, group in self._groups.items():
            if length <= len(lower):
                matches += self._matches(lower, distances, length, group, frozenset(favoured))
        chosen: list[_Match] = []
        for match in sorted(
            matches, key=lambda match: (match.distance, match.first - match.last, match.first)
        ):
            if all(match.last <= other.first or other.last <= match.first for other in chosen):
                chosen.append(match)
        pieces = [_piece(match, words) for match in sorted(chosen, key=lambda match: match.first)]
        return tuple(piece for piece in pieces if piece is not None)

    def _matches(
        self,
        words: Sequence[str],
        distances: NDArray[np.float32],
        length: int,
        group: _Group,
        favoured: frozenset[str],
    ) -> list[_Match]:
        windows = len(words) - length + 1
        parts = np.stack([distances[k : k + windows][:, group.places[:, k]] for k in range(length)])
        agreeing = 2 * (parts <= _AGREES_MAX).sum(axis=0) >= length
        near = agreeing & (parts.max(axis=0) <= _WORST_SYLLABLE_MAX)
        near &= (parts[0] <= _SURNAME_MAX) & (parts[-1] <= _GIVEN_NAME_MAX)
        mean = np.where(near, parts.mean(axis=0), np.float32(1))
        if favoured:
            bonus = np.array([name.text in favoured for name in group.names], np.float32)
            mean = np.where(mean > 0, np.maximum(mean - _FAVOURED_BONUS * bonus, 0.001), mean)
        found = []
        for window in np.flatnonzero(mean.min(axis=1) <= _AFTER_TITLE_MAX):
            match = self._decide(words, int(window), length, group, mean[window])
            if match is not None:
                found.append(match)
        return found

    def _decide(
        self, words: Sequence[str], at: int, length: int, group: _Group, means: NDArray[np.float32]
    ) -> _Match | None:
        nearest = int(means.argmin())
        name, distance = group.names[nearest], float(means[nearest])
        heard, before = words[at : at + length], words[:at]
        if distance == 0.0:
            return _Match(name, at, at + length, 0.0, self._is_exact_name(name, heard, before))
        if distance > self._limit(name, heard, before):
            return None
        others = np.delete(means, nearest)
        if len(others) and others.min() - distance < _MARGIN:
            return None
        return _Match(name, at, at + length, distance)

    def _is_exact_name(self, name: LexiconName, heard: Sequence[str], before: Sequence[str]) -> bool:
        """Heard as written, but for capitals: not every "tân tiến" is the hamlet of that name."""
        if name.kind is not NameKind.PHRASE or (before and before[-1] in PLACE_WORDS):
            return True
        return name.count >= _ALONE_COUNT and not self._lexicon.is_ordinary(heard)

    def _limit(self, name: LexiconName, heard: Sequence[str], before: Sequence[str]) -> float:
        """The mean distance up to which this name is believed here."""
        if self._lexicon.is_ordinary(heard):
            return 0.0
        is_long = len(name.syllables) >= _ALONE_SYLLABLES
        if name.kind is NameKind.PERSON:
            if not _has_title(before):
                return _PERSON_ALONE_MAX if is_long else 0.0
            ordinary = any(self._lexicon.is_ordinary(pair) for pair in pairwise(heard))
            return _AFTER_TITLE_ORDINARY_MAX if ordinary else _AFTER_TITLE_MAX
        if name.is_place and before and before[-1] in PLACE_WORDS:
            return _AFTER_PLACE_MAX
        is_usual = name.kind is NameKind.ABBREVIATION or name.count >= _ALONE_COUNT
        return _PHRASE_ALONE_MAX if is_long and is_usual else 0.0


def _has_title(before: Sequence[str]) -> bool:
    """Whether a title was heard, or nearly: "đồng chi", "ông chí"."""
    if not before or before[-1] in _SHORT_TITLES:
        return bool(before)
    heard = before[-2:]
    return len(heard) == 2 and any(sum(map(sound_distance, heard, title)) <= _TITLE_MAX for title in _TITLES)


def _piece(match: _Match, words: Sequence[str]) -> TextPiece | None:
    heard = " ".join(words[match.first : match.last])
    if not match.is_written or heard == match.name.text:
        return None
    is_case = heard.lower() == match.name.text.lower()
    return TextPiece(
        text=match.name.text,
        heard_from=match.first,
        heard_to=match.last,
        kind=RepairKind.CASE if is_case else RepairKind.NAME,
    )
