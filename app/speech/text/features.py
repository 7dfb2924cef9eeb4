"""What the wording model looks at: the words around a place, as rows of a hashed table.

A feature is one or several neighbouring words, or what is known of them as names. Their hashes go
straight into a table of `ROWS` rows (Weinberger et al. 2009, "Feature hashing"), so the model is
numbers only and holds no text of the papers it learnt from. Everything is vectorised: 1,000 words
take some milliseconds.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.speech.text.capitals import Capitals

Rows = npt.NDArray[np.int32]
"""Rows of the weight table, shape (places, FEATURES)."""

ROWS_BITS = 19
ROWS = 1 << ROWS_BITS

_WORD, _NAME = "word", "name"
_Template = tuple[tuple[str, int], ...]


def _words(*offsets: int) -> _Template:
    return tuple((_WORD, offset) for offset in offsets)


_TEMPLATES: tuple[_Template, ...] = (
    _words(),
    *(_words(offset) for offset in range(-3, 4)),
    _words(-1, 0),
    _words(0, 1),
    _words(-2, -1),
    _words(1, 2),
    _words(-1, 1),
    _words(-2, 0),
    _words(0, 2),
    _words(-2, -1, 0),
    _words(-1, 0, 1),
    _words(0, 1, 2),
    _words(-3, -2, -1),
    _words(1, 2, 3),
    _words(-2, -1, 0, 1),
    _words(-1, 0, 1, 2),
    _words(0, 1, 2, 3),
    ((_NAME, 0),),
    ((_NAME, -1),),
    ((_NAME, -2),),
    ((_NAME, -1), (_NAME, 0), (_NAME, 1)),
    ((_NAME, 0), (_WORD, -1)),
    ((_NAME, -1), (_WORD, 0)),
)
"""Each an offset from the place in question, which is 0."""

FEATURES = len(_TEMPLATES)

_REACH = 3
_BEGINS, _ENDS, _UNKNOWN = "\x02", "\x03", "\x04"
_MULTIPLIERS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64
)
"""Odd 64-bit constants of well-known mixers (golden ratio, xxHash, Murmur): any such do."""
_SEED = 0x2545F4914F6CDD1D


def rows_of(words: Sequence[str], capitals: Capitals, *, begins: bool = True) -> Rows:
    """The rows for each of `words` and for the place behind the last: shape (len(words) + 1, FEATURES).

    `begins`: a sentence begins with the first word; else what stood before it is unknown.
    """
    small = [word.lower() for word in words]
    before = _BEGINS if begins else _UNKNOWN
    padded = [before] * _REACH + [shape(word) for word in small] + [_ENDS] * (_REACH + 1)
    known: dict[str, int] = {}
    for word in padded:
        if word not in known:
            known[word] = _hash(word)
    count = len(words) + 1
    columns = {
        _WORD: np.array([known[word] for word in padded], np.uint64),
        _NAME: np.pad(capitals.codes(small), (_REACH, _REACH + 1)),
    }
    rows = np.empty((count, FEATURES), np.int32)
    for index, template in enumerate(_TEMPLATES):
        mixed = np.full(count, (index + 1) * _SEED % (1 << 64), np.uint64)
        for multiplier, (kind, offset) in zip(_MULTIPLIERS, template, strict=False):
            start = _REACH + offset
            mixed = (mixed ^ columns[kind][start : start + count]) * multiplier
            mixed ^= mixed >> np.uint64(29)
        rows[:, index] = mixed >> np.uint64(64 - ROWS_BITS)
    return rows


def shape(word: str) -> str:
    """What the model knows a word by: each digit a nought, "21/qh15" is "00/qh00"."""
    if word.isalpha():
        return word
    return "".join("0" if character.isdigit() else character for character in word)


def _hash(word: str) -> int:
    data = word.encode()
    return zlib.crc32(data) << 32 | zlib.crc32(data, 0x5BD1E995)
