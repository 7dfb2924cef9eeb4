"""What somebody seeks in papers, and where it stands in a text.

Vietnamese is typed with and without its marks. A word without marks finds every spelling; a word with
marks means that spelling, wherever it is found at all (whoever seeks "bầu" is not shown "báu"), and any
spelling where it is not, because marks are mistyped and misread too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.folding import fold_text

MAX_QUERY_LENGTH = 400
MAX_TERMS = 24
_SPELLINGS_KEPT = 1 << 14
"""Vietnamese has about seven thousand syllables in use."""

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
"""Letters and digits, with the combining marks of text that is not NFC."""
_PART = re.compile(r'"([^"]*)("?)|([^\s"]+)')
_QUOTES = str.maketrans("“”„«»", '"' * 5)

_OLD_STYLE = re.compile(r"([òóỏõọ])([ae])$|([ùúủũụ])(y)$")
_TONES = "".join(map(chr, (0x300, 0x301, 0x303, 0x309, 0x323)))


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """Words that must stand together, in this order: one word, "a phrase in quotes", or "05-HD/VPTW".

    `folded` is without marks, `spelled` with them; `is_prefix`: the last one may go on.
    """

    folded: tuple[str, ...]
    spelled: tuple[str, ...]
    is_prefix: bool = False

    @property
    def has_marks(self) -> bool:
        """Whether it was typed with Vietnamese marks, and so means one spelling."""
        return self.folded != self.spelled


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Terms that must all be found. Without terms it finds nothing."""

    terms: tuple[SearchTerm, ...]

    @classmethod
    def parse(cls, text: str) -> SearchQuery:
        """Understand what was typed; never fails. The last word is sought by its beginning unless quoted.

        A quote that is still open counts as a phrase that is being typed.
        """
        text = text[:MAX_QUERY_LENGTH].translate(_QUOTES)
        terms = []
        for part in _PART.finditer(text):
            is_closed = bool(part[2])
            if words := _WORD.findall(part[1] or part[3] or ""):
                terms.append(
                    SearchTerm(*_both(words), is_prefix=not is_closed and not text[part.end() :].strip())
                )
        return cls(tuple(dict.fromkeys(terms[-MAX_TERMS:])))

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the found words stand in `text`, as (start, end), in order and apart from each other."""
        places = [match.span() for match in _WORD.finditer(text)]
        folded, spelled = _both([text[start:end] for start, end in places])
        spans: list[tuple[int, int]] = []
        for first, last in sorted(self._found(folded, spelled)):
            start, end = places[first][0], places[last][1]
            if spans and start < spans[-1][1]:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))
        return tuple(spans)

    def matches(self, words: Sequence[str]) -> tuple[int, ...]:
        """Which of a page's words, in reading order, are found. One may carry punctuation or be several."""
        owners, parts = [], []
        for index, word in enumerate(words):
            for part in _WORD.findall(word):
                owners.append(index)
                parts.append(part)
        found = self._found(*_both(parts))
        return tuple(sorted({owners[place] for first, last in found for place in range(first, last + 1)}))

    def _found(self, folded: Sequence[str], spelled: Sequence[str]) -> Iterator[tuple[int, int]]:
        """(first, last) of each stretch of words that is a term."""
        for term in self.terms:
            places = list(_stretches(term.spelled, spelled, term.is_prefix)) if term.has_marks else []
            yield from places or _stretches(term.folded, folded, term.is_prefix)


def index_texts(text: str) -> tuple[str, str]:
    """A text's words as `SearchTerm.folded` and `.spelled` have them, parted by spaces, for an index."""
    folded, spelled = _both(_WORD.findall(text))
    return " ".join(folded), " ".join(spelled)


def _stretches(sought: Sequence[str], words: Sequence[str], is_prefix: bool) -> Iterator[tuple[int, int]]:
    *whole, last = sought
    length = len(sought)
    for end in range(length - 1, len(words)):
        word = words[end]
        if word == last or (is_prefix and word.startswith(last)):
            first = end - length + 1
            if list(words[first:end]) == whole:
                yield first, end


def _both(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(map(_fold_word, words)), tuple(map(_spell_word, words))


_fold_word = lru_cache(_SPELLINGS_KEPT)(fold_text)


@lru_cache(_SPELLINGS_KEPT)
def _spell_word(word: str) -> str:
    """Lower case, NFC, and "hòa" written as "hoà": both ways to place a tone are in use."""
    spelled = unicodedata.normalize("NFC", word.casefold())
    old = _OLD_STYLE.search(spelled)
    if old is None:
        return spelled
    decomposed = unicodedata.normalize("NFD", old[0])
    tone = next(mark for mark in decomposed if mark in _TONES)
    return spelled[: old.start()] + unicodedata.normalize("NFC", decomposed.replace(tone, "") + tone)
