"""Capitals and signs of punctuation: a linear-chain CRF over the words as heard (Lafferty et al. 2001).

Each word gets a tag: what stands before it and whether it begins with a capital. The weights are this
project's own statistics of official papers (`benchmarks/train_wording.py`), shipped as small integers
in a hashed table.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from app.speech.text.capitals import Capitals
from app.speech.text.features import ROWS, ROWS_BITS, rows_of
from app.speech.text.labels import Break

Scores = npt.NDArray[np.float32]


class Tag(IntEnum):
    """What stands before a word, and its first letter. A sentence always begins with a capital."""

    SMALL = 0
    CAPITAL = 1
    COMMA_SMALL = 2
    COMMA_CAPITAL = 3
    END = 4

    @property
    def is_capital(self) -> bool:
        return self in {Tag.CAPITAL, Tag.COMMA_CAPITAL, Tag.END}

    @property
    def is_comma(self) -> bool:
        return self in {Tag.COMMA_SMALL, Tag.COMMA_CAPITAL}


TAGS = len(Tag)
_FORMAT = 1
_MAX_BYTES = 16 << 20
_LEVELS = 25
"""Steps from 0 to the largest weight: with 127 of them 13 words in 10,000 are read otherwise, in half as much
space again."""
_BIAS = np.array([0, 0.1, 0.3, 0.4, 0.4], np.float32)
"""The likeliest reading leaves out too many signs for F1. Found on folds of the training papers."""

_AFTER_LABEL = np.float32(1.4)
"""In papers a capital follows the label of a list ("1. Xây dựng"), which inflates the step from the
first word of a sentence to a capital; where the first word is no label, that much is taken back.
"""


class WordingDamaged(ValueError):
    """The data file is not one of this format."""


@dataclass(frozen=True, slots=True, eq=False)
class WordingModel:
    """What was learnt. Immutable: any thread.

    `weights` shape (ROWS, TAGS); `steps` shape (TAGS, TAGS), from tag to tag; `forms` are words with
    capitals within, by small letters ("ubnd": "UBND"); `about` says what it was trained on.
    """

    weights: Scores
    steps: Scores
    forms: dict[str, str]
    capitals: Capitals
    about: str

    @classmethod
    def empty(cls, capitals: Capitals) -> Self:
        """One that knows nothing yet."""
        zeros = np.zeros((ROWS, TAGS), np.float32)
        return cls(zeros, np.zeros((TAGS, TAGS), np.float32), {}, capitals, "")

    @classmethod
    def from_bytes(cls, data: bytes, capitals: Capitals) -> Self:
        """Read what `to_bytes` wrote. Raises `WordingDamaged`."""
        try:
            head, _, packed = data.partition(b"\n")
            about: dict[str, Any] = json.loads(head)
            if about["format"] != _FORMAT or about["rows_bits"] != ROWS_BITS:
                raise WordingDamaged("format")
            raw = zlib.decompressobj().decompress(packed, _MAX_BYTES)
            small = np.frombuffer(raw, np.int8).reshape(ROWS, TAGS)
            steps = np.array(about["steps"], np.float32).reshape(TAGS, TAGS)
            forms = {str(key): str(value) for key, value in about["forms"].items()}
            weights = small.astype(np.float32) * np.float32(about["scale"])
            return cls(weights, steps, forms, capitals, str(about["about"]))
        except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
            raise WordingDamaged(str(error)) from error

    def to_bytes(self) -> bytes:
        """A line of JSON, then the weights as small integers, deflated."""
        scale = float(np.abs(self.weights).max()) / _LEVELS or 1.0
        head = {
            "format": _FORMAT,
            "about": self.about,
            "rows_bits": ROWS_BITS,
            "scale": scale,
            "steps": [round(float(step), 4) for step in self.steps.ravel()],
            "forms": self.forms,
        }
        packed = zlib.compress(np.round(self.weights / scale).astype(np.int8).tobytes(), 9)
        return json.dumps(head, ensure_ascii=False).encode() + b"\n" + packed

    def read(
        self, words: Sequence[str], *, begins: bool = True, end_scores: Sequence[float] | None = None
    ) -> list[Tag]:
        """A tag for each word and for the place behind the last: the best path (Viterbi).

        `begins`: the first word begins a sentence. Otherwise nothing is put before it, whatever it is.
        `end_scores`, shape (len(words) + 1,): how much more likely pauses make the end of a sentence, log
        odds.
        """
        if not words:
            return []
        scores = self.weights[rows_of(words, self.capitals, begins=begins)].sum(axis=1) + _BIAS
        if end_scores is not None:
            extra = np.asarray(end_scores, np.float32)
            scores[:, Tag.END] += extra
            scores[:, [Tag.COMMA_SMALL, Tag.COMMA_CAPITAL]] += extra[:, None] / 2
        first = scores[0].copy()
        scores[0] = -np.inf
        allowed = [Tag.END] if begins else [Tag.SMALL, Tag.CAPITAL]
        scores[0, allowed] = first[allowed]
        if begins and len(words[0]) > 1 and words[0].isalpha():
            scores[1, Tag.CAPITAL] -= _AFTER_LABEL
        return _best_path(scores, self.steps)


def break_before(tag: Tag) -> Break:
    """What stands before the word of a tag."""
    return Break.END if tag is Tag.END else Break.COMMA if tag.is_comma else Break.NONE


def _best_path(scores: Scores, steps: Scores) -> list[Tag]:
    came_from = np.zeros(scores.shape, np.int64)
    best = scores[0]
    columns = np.arange(TAGS)
    for place in range(1, len(scores)):
        ways = best[:, None] + steps
        came_from[place] = ways.argmax(axis=0)
        best = ways[came_from[place], columns] + scores[place]
    tag = int(best.argmax())
    path = [tag]
    for place in range(len(scores) - 1, 0, -1):
        tag = int(came_from[place, tag])
        path.append(tag)
    return [Tag(tag) for tag in reversed(path)]
