"""Where in a speech a speaker is: the best path of heard syllables through the speech's row of syllables.

Dynamic programming (Viterbi) over two states at each syllable of the speech: "just heard" and "beside the
text since". One heard syllable costs a dozen numpy operations over the whole row, whatever was skipped or
repeated before, so that a speech is followed live and its beginning need not be known. Pure; one thread.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.minutes.alignment_words import SpeechText

Sounds = Callable[[Sequence[str]], Callable[[str], NDArray[np.float32]]]
"""Words of a table -> (a heard word -> its distance by ear, 0..1, from each of them): `sounds.SoundTable`."""

# Scores, in units of one word heard exactly. Found on the tuning half of VIVOS among sample speeches
# (`benchmarks/spoken.py`); the results move little within 30 % of each.
_DISTANCE_COST = 2.4  # a word further than 0.42 by ear counts against the path
_LEAVE_COST = 1.4  # the first word beside the text: one common word among ad-libs must not lead back
_BESIDE_COST = 0.1  # each further one
_SKIP_COST, _SKIP_WORD_COST, _LONGEST_SKIP = 0.8, 0.3, 3  # a few syllables left out
_FORWARD_COST, _BACK_COST, _TO_SENTENCE_BONUS = 3.0, 4.5, 1.5  # jumps to anywhere; sentences begin well
_BEGIN_ANYWHERE_COST = 1.5
_NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class _Row:
    """How each state was reached: `heard_from[c]` for "just heard" is a state of the word before, c for just
    heard and c + n for beside; `stayed[c]` says that "beside" comes from "beside"."""

    heard_from: NDArray[np.int32]
    stayed: NDArray[np.bool_]


class SpeechPath:
    """The paths of one speaker through one speech. `remembered` syllables back, a path can still change."""

    def __init__(self, text: SpeechText, sounds: Sounds, remembered: int) -> None:
        vocabulary = sorted(set(text.syllables))
        place = {syllable: index for index, syllable in enumerate(vocabulary)}
        self._distances = sounds(vocabulary)
        self._syllables = np.array([place[syllable] for syllable in text.syllables])
        size = len(self._syllables)
        self._size = size
        widest = max(1, *(len(before) for before in text.before))
        padded = [(*before, *((size,) * (widest - len(before)))) for before in text.before]  # size: never
        steps = np.array(padded, np.int64).T.reshape(widest, size)
        self._sources = np.concatenate((steps, self._skipping(steps[0])))
        skip_costs = [_SKIP_COST + _SKIP_WORD_COST * count for count in range(1, _LONGEST_SKIP + 1)]
        self._costs = np.array([[0.0]] * widest + [[cost] for cost in skip_costs], np.float32)
        self._columns = np.arange(size)
        opens = [c > 0 and text.opens[text.word_of[c]] for c in range(size)]
        opens = [is_open and text.word_of[c] != text.word_of[c - 1] for c, is_open in enumerate(opens)]
        self._landing = np.where(opens, np.float32(-_TO_SENTENCE_BONUS), np.float32(0)).astype(np.float32)
        self._heard = np.full(size, _NEVER, np.float32)
        self._beside = np.full(size, np.float32(-_BEGIN_ANYWHERE_COST))
        self._beside[0] = 0.0
        self._rows: deque[_Row] = deque(maxlen=remembered)

    def _skipping(self, before: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which syllable stands 2, 3… before each, by the first of the forms; shape (_LONGEST_SKIP, n)."""
        back, table = before, []
        for _ in range(_LONGEST_SKIP):
            back = np.append(before, self._size)[back]
            table.append(back)
        return np.array(table)

    def distances(self, syllable: str) -> NDArray[np.float32]:
        """How far a heard syllable is from each of the row, shape (n,)."""
        distances: NDArray[np.float32] = self._distances(syllable)[self._syllables]
        return distances

    def hear(self, syllable: str) -> None:
        """One more heard syllable."""
        size = self._size
        beside_is_better = self._beside > self._heard
        best = np.append(np.where(beside_is_better, self._beside, self._heard), _NEVER)
        top = int(best.argmax())
        jump = np.where(self._columns > top, np.float32(_FORWARD_COST), np.float32(_BACK_COST))
        jumping = best[top] - jump - self._landing
        candidates = best[self._sources] - self._costs
        choice = candidates.argmax(axis=0)
        stepping = candidates[choice, self._columns]
        jumps = jumping > stepping
        source = np.where(jumps, top, self._sources[choice, self._columns])
        match = np.float32(1) - np.float32(_DISTANCE_COST) * self.distances(syllable)
        match[0] = _NEVER
        heard = np.maximum(jumping, stepping) + match
        leaving, staying = self._heard - np.float32(_LEAVE_COST), self._beside - np.float32(_BESIDE_COST)
        heard_from = source + size * np.append(beside_is_better, False)[source]
        self._rows.append(_Row(heard_from.astype(np.int32), staying >= leaving))
        self._heard, self._beside = heard, np.maximum(leaving, staying)
        highest = max(self._heard.max(), self._beside.max())  # keeps float32 exact in speeches of hours
        self._heard = np.maximum(self._heard - highest, _NEVER)
        self._beside = np.maximum(self._beside - highest, _NEVER)

    def best(self) -> list[int | None]:
        """For each remembered heard syllable its place in the row, or None beside the text."""
        size = self._size
        state = int(np.concatenate((self._heard, self._beside)).argmax())
        places: list[int | None] = []
        for row in reversed(self._rows):
            if state < size:
                places.append(state)
                state = int(row.heard_from[state])
            else:
                places.append(None)
                state = state if row.stayed[state - size] else state - size
        return places[::-1]
