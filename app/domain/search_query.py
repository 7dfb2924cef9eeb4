"""What somebody seeks in papers, and where it stands in a text.

Vietnamese is typed with and without its marks. A word without marks finds every spelling; a word with
marks means that spelling, wherever it is found at all (whoever seeks "bầu" is not shown "báu"), and any
spelling where it is not, because marks are mistyped and misread too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from app.domain.folding import fold_text

MAX_QUERY_LENGTH = 400
MAX_TERMS = 24
_SPELLINGS_KEPT = 1 << 14
"""Vietnamese has about seven thousand syllables in use."""

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
"""Letters and digits, with the combining marks of text that is not NFC."""
_PART = re.compile(r'"([^"]*)("?)|([^\s"]+)')
_QUOTES = str.maketrans("“”„«»", '"' * 5)

_OLD_STYLE = re.compile(r"([òóỏõọ])([ae])$|([ùúủũụ])(y)$")
_TONES = "".join(map(chr, (0x300, 0x301, 0x303, 0x309, 0x323)))


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """Words that must stand together, in this order: one word, "a phrase in quotes", or "05-HD/VPTW".

    `folded` is without marks, `spelled` with them; `is_prefix`: the last one may go on. `is_exact`: no other
    spelling will do.
    """

    folded: tuple[str, ...]
    spelled: tuple[str, ...]
    is_prefix: bool = False
    is_exact: bool = False

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

    def on_page(self, text: str) -> SearchQuery:
        """For the parts of a page one by one: what is spelled as typed anywhere on it, is only sought so."""
        spelled = list(map(_spell_word, _WORD.findall(text)))
        return SearchQuery(
            tuple(
                replace(term, is_exact=bool(_stretches(term.spelled, spelled, term.is_prefix)))
                if term.has_marks
                else term
                for term in self.terms
            )
        )

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the found words stand in `text`, as (start, end), in order and apart from each other."""
        return tuple(self.iter_spans(text))

    def iter_spans(self, text: str) -> Iterator[tuple[int, int]]:
        """`spans` one by one: to show the first of a page its end need not be looked at."""
        words = _WORD.finditer(text)
        places: list[tuple[int, int]] = []
        start = end = 0
        for first, last in sorted(self._found(_WORD.findall(text))):
            places += [match.span() for match in islice(words, last + 1 - len(places))]
            if end and places[first][0] >= end:
                yield start, end
                end = 0
            if not end:
                start = places[first][0]
            end = max(end, places[last][1])
        if end:
            yield start, end

    def matches(self, words: Sequence[str]) -> tuple[int, ...]:
        """Which of a page's words, in reading order, are found. One may carry punctuation or be several."""
        owners, parts = [], []
        for index, word in enumerate(words):
            for part in _WORD.findall(word):
                owners.append(index)
                parts.append(part)
        found = self._found(parts)
        return tuple(sorted({owners[place] for first, last in found for place in range(first, last + 1)}))

    def _found(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """(first, last) of each stretch of words that is a term."""
        folded = list(map(_fold_word, words))
        spelled = list(map(_spell_word, words)) if any(term.has_marks for term in self.terms) else []
        for term in self.terms:
            places = _stretches(term.spelled, spelled, term.is_prefix) if term.has_marks else []
            if places or not term.is_exact:
                yield from places or _stretches(term.folded, folded, term.is_prefix)


def index_texts(text: str) -> tuple[str, str]:
    """A text's words as `SearchTerm.folded` and `.spelled` have them, parted by spaces, for an index."""
    folded, spelled = _both(_WORD.findall(text))
    return " ".join(folded), " ".join(spelled)


def _stretches(sought: Sequence[str], words: list[str], is_prefix: bool) -> list[tuple[int, int]]:
    *whole, last = sought
    before = len(whole)
    if is_prefix:
        ends = [place for place, word in enumerate(words) if word.startswith(last)]
    else:
        ends = [place for place, word in enumerate(words) if word == last]
    return [(end - before, end) for end in ends if end >= before and words[end - before : end] == whole]


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
