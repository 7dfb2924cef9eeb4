"""How far two Vietnamese syllables are from each other by ear.

A written syllable is parsed into onset, glide, nucleus, coda and tone (the usual analysis, e.g. Đoàn Thiện
Thuật, "Ngữ âm tiếng Việt"), and the parts are compared by tables in which what regions merge (l/n, s/x,
tr/ch, d/gi/r/v, hỏi/ngã, -n/-ng, -t/-c) and what recognisers mix up is near. Foreign words, letters and
typing accidents are no syllables: they are compared by letters. Pure; any thread.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

Distances = NDArray[np.float32]

_ONSETS = (
    "", "b", "m", "f", "v", "t", "th", "đ", "n", "l", "tr", "ch", "nh", "s", "x", "d", "r", "k", "kh", "g",
    "ng", "h", "p",
)  # fmt: skip
_NUCLEI = ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "iê", "uô", "ươ")
_CODAS = ("", "m", "n", "ng", "nh", "p", "t", "c", "ch", "i", "u")
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")  # ngang, huyền, sắc, ngã, hỏi, nặng

# Near pairs: groups whose members are this far from each other; any other two are 1 apart.
_NEAR_ONSETS = (
    (0.15, "s x", "tr ch", "d r", "d v"),
    (0.25, "l n", "r v", "g r"),
    (0.45, "t th đ", "k kh g", "kh h", "b p m", "b v", "f v", "f h", "n nh ng", "ch t", "tr t", "ch x"),
    (0.45, "s tr", "s ch", "x th", "d l", "n đ", "l đ", "nh d", "k t"),
    (0.6, " h", " ng", "l r", "m v", "đ d"),
)
_NEAR_NUCLEI = (
    (0.25, "ă a", "ă â", "ơ â", "ươ ư", "iê i", "iê ê", "uô u", "uô ô"),
    (0.4, "o ô", "ô u", "e ê", "ê i", "ơ ư", "a â", "ơ ươ", "ư â", "a o", "e iê", "o uô", "â ê"),
    (0.6, "ă e", "a ơ", "i ư", "u ư", "a e", "ô ơ", "ô â", "o u", "u ơ", "ươ iê"),
)
_NEAR_CODAS = (
    (0.25, "n ng", "n nh", "ng nh", "t c", "t ch", "c ch"),
    (0.5, "m n", "m ng", "p t", "p c", "n t", "ng c", "nh ch", "m p"),
    (0.6, " i", " u", " n", " ng", " c", " t", "i nh", "i n"),
)
_NEAR_TONES = (
    (0.2, "\u0303\u0309"),  # hỏi and ngã: one tone south of Nghệ An
    (0.5, "\u0301\u0303", "\u0301\u0309", "\u0300\u0323", "\u0323\u0309", "\u0301\u0323", "\u0300\u0309"),
)

# What a part that is wholly different costs; together 1. Onset and nucleus carry a syllable, tone is the
# first thing a recogniser gets wrong.
_ONSET_WEIGHT, _GLIDE_WEIGHT, _NUCLEUS_WEIGHT, _CODA_WEIGHT, _TONE_WEIGHT = 0.34, 0.08, 0.28, 0.16, 0.14

_OTHER_SPELLING = 0.02
"""Two spellings of one sound ("hi", "hy"; "dì", "gì"): near enough, but not the same word."""


@dataclass(frozen=True, slots=True)
class Syllable:
    """A syllable's parts as numbers into the tables of this module."""

    onset: int
    glide: int
    nucleus: int
    coda: int
    tone: int


@lru_cache(maxsize=1 << 14)
def parse_syllable(word: str) -> Syllable | None:
    """The parts of a written syllable in any case; None for what is none."""
    tone = 0
    letters = []
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in _TONES[1:]:
            tone = _TONES.index(character)
        else:
            letters.append(character)
    plain = unicodedata.normalize("NFC", "".join(letters))
    onset, rest = _onset(plain)
    rime = _RIMES.get(rest)
    if rime is None:
        return None
    glide, nucleus, coda = rime
    return Syllable(_ONSETS.index(onset), max(glide, int(plain.startswith("qu"))), nucleus, coda, tone)


_WRITTEN_ONSETS = {
    "ngh": "ng", "ng": "ng", "nh": "nh", "ph": "f", "th": "th", "tr": "tr", "ch": "ch", "kh": "kh", "gh": "g",
    "qu": "k", "k": "k", "c": "k", "b": "b", "m": "m", "v": "v", "t": "t", "đ": "đ", "n": "n", "l": "l",
    "s": "s", "x": "x", "d": "d", "r": "r", "g": "g", "h": "h", "p": "p",
}  # fmt: skip


def _onset(plain: str) -> tuple[str, str]:
    """The onset and the letters of the rime; "gi" keeps its i where that is the vowel ("gì", "giếng")."""
    if plain.startswith("gi"):
        rest = plain[2:]
        return "d", rest if rest and rest[0] in "aăâeêioôơuư" and not rest.startswith("ê") else plain[1:]
    for written, onset in _WRITTEN_ONSETS.items():
        if plain.startswith(written):
            return onset, plain[len(written) :]
    return "", plain


# Spellings with a short vowel, and those that the rules below would read the other way.
_READ_OTHERWISE = {
    "ay": (0, "ă", "i"), "au": (0, "ă", "u"), "uy": (1, "i", ""), "uya": (1, "iê", ""),
    "oay": (1, "ă", "i"), "ao": (0, "a", "u"), "eo": (0, "e", "u"), "oeo": (1, "e", "u"), "ai": (0, "a", "i"),
    "oa": (1, "a", ""), "oe": (1, "e", ""), "iu": (0, "i", "u"), "ui": (0, "u", "i"), "oi": (0, "o", "i"),
    "ôi": (0, "ô", "i"), "uê": (1, "ê", ""), "uơ": (1, "ơ", ""), "uây": (1, "â", "i"), "uyu": (1, "i", "u"),
    "ua": (0, "uô", ""), "oong": (0, "o", "ng"), "uôi": (0, "uô", "i"), "ươi": (0, "ươ", "i"),
    "ươu": (0, "ươ", "u"),
}  # fmt: skip


def _rimes() -> dict[str, tuple[int, int, int]]:
    """Every written rime: glide, nucleus, coda. Generous: "oăng" and "uơn" never hurt."""
    written_codas: dict[str, tuple[str, ...]] = {coda: (coda,) for coda in _CODAS}
    written_codas["i"], written_codas["u"] = ("i", "y"), ("u", "o")
    spellings = {"i": ("i", "y"), "iê": ("iê", "yê", "ia", "ya"), "uô": ("uô", "ua"), "ươ": ("ươ", "ưa")}
    rimes: dict[str, tuple[int, int, int]] = {}
    glides: tuple[tuple[int, tuple[str, ...]], ...] = ((1, ("o", "u")), (0, ("",)))
    for glide, before in glides:  # the simple reading of a spelling wins
        for nucleus, sound in enumerate(_NUCLEI):
            for spelling in spellings.get(sound, (sound,)):
                open_only = spelling in ("ia", "ya", "ua", "ưa")
                for coda, coda_sound in enumerate(_CODAS):
                    if open_only and coda_sound:
                        continue
                    for tail in written_codas[coda_sound]:
                        for head in before:
                            rimes[head + spelling + tail] = (glide, nucleus, coda)
    for written, (glide, sound, coda_sound) in _READ_OTHERWISE.items():
        rimes[written] = (glide, _NUCLEI.index(sound), _CODAS.index(coda_sound))
    return rimes


_RIMES = _rimes()


def _table(names: Sequence[str], near: Sequence[tuple[Any, ...]], weight: float) -> Distances:
    """Costs between the members of a table, shape (n, n). A blank in a group stands for "nothing"."""
    costs = np.ones((len(names), len(names)), np.float32)
    np.fill_diagonal(costs, 0)
    for cost, *groups in near:
        for group in groups:
            members = group.split(" ") if names is not _TONES else list(group)
            for first in members:
                for second in members:
                    if first != second:
                        costs[names.index(first), names.index(second)] = cost
    return costs * np.float32(weight)


_ONSET_COSTS = _table(_ONSETS, _NEAR_ONSETS, _ONSET_WEIGHT)
_GLIDE_COSTS = _table(("", "w"), (), _GLIDE_WEIGHT)
_NUCLEUS_COSTS = _table(_NUCLEI, _NEAR_NUCLEI, _NUCLEUS_WEIGHT)
_CODA_COSTS = _table(_CODAS, _NEAR_CODAS, _CODA_WEIGHT)
_TONE_COSTS = _table(_TONES, _NEAR_TONES, _TONE_WEIGHT)


class SoundTable:
    """Words in lower case, each once; tells how far each of them is from a word that was heard."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self._position = {word: place for place, word in enumerate(self.words)}
        parsed = [parse_syllable(word) for word in self.words]
        self._known = np.array([syllable is not None for syllable in parsed], bool)
        parts = [
            (s.onset, s.glide, s.nucleus, s.coda, s.tone) if s is not None else (0, 0, 0, 0, 0)
            for s in parsed
        ]
        self._parts = np.array(parts, np.int64).reshape(-1, 5).T.copy()
        self._cache: dict[str, Distances] = {}

    def distances(self, word: str) -> Distances:
        """From 0 (the same) to 1 for each word of the table, shape (n,), float32. Do not write into it."""
        lower = word.lower()
        found = self._cache.get(lower)
        if found is None:
            if len(self._cache) >= _CACHED_WORDS:
                self._cache.clear()
            found = self._cache[lower] = self._measure(lower)
        return found

    def _measure(self, word: str) -> Distances:
        heard = parse_syllable(word)
        if heard is None:
            result = self._by_letters(word, np.arange(len(self.words)))
        else:
            onsets, glides, nuclei, codas, tones = self._parts
            result = (
                _ONSET_COSTS[heard.onset][onsets]
                + _GLIDE_COSTS[heard.glide][glides]
                + _NUCLEUS_COSTS[heard.nucleus][nuclei]
                + _CODA_COSTS[heard.coda][codas]
                + _TONE_COSTS[heard.tone][tones]
            )
            result = np.maximum(result, np.float32(_OTHER_SPELLING))
            unknown = np.flatnonzero(~self._known)
            result[unknown] = self._by_letters(word, unknown)
        same = self._position.get(word)
        if same is not None:
            result[same] = 0.0
        return result

    def _by_letters(self, word: str, places: NDArray[np.int64]) -> Distances:
        others = [self.words[place] for place in places]
        if not others:
            return np.empty(0, np.float32)
        distances: Distances = cdist(
            [word], others, scorer=Levenshtein.normalized_distance, dtype=np.float32
        )[0]
        return distances


_CACHED_WORDS = 4_096  # of at most some thousand float32 each


def sound_distance(first: str, second: str) -> float:
    """How far two words are by ear: 0 the same, 1 nothing in common."""
    return float(SoundTable((second.lower(),)).distances(first)[0])
