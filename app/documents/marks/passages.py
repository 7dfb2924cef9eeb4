"""Finding a passage again in a text that has been corrected.

Papers are compared by their letters and digits alone: between two exports of one paper spaces, hyphens and
line breaks differ where no word does, and some words come joined.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, islice

from app.domain.folding import fold_text

CONTEXT_LETTERS = (100, 200, 400)
"""Kept on each side of a quote: some 25 Vietnamese words, and more where the paper repeats itself."""

_LOOSE_LETTERS = 12  # so many letters are found by themselves, also where words are joined
_MAX_OCCURRENCES = 50_000
_MAX_RIVALS = 12
# Scores of places are 0..2: the share of the surroundings that is there, and that stands next to the quote.
_PLAUSIBLE, _AS_GOOD = 0.9, 0.05
_NEARER_BY = 3
_MAX_EDITED_LETTERS = 4_000  # difflib is quadratic: a page of text, a fifth of a second
_MIN_EDITED_LETTERS = 8
_GRAM = 10
_MAX_GRAMS = 48
_MAX_GRAM_PLACES = 30  # a gram in more places says nothing
_MAX_WINDOWS = 3
_MIN_BLOCK = 4  # shorter agreements are chance: unrelated Vietnamese texts share every syllable's end


class _Kept(dict[int, str | None]):
    """For `str.translate`: letters and digits stay, all else goes."""

    def __missing__(self, code: int) -> str | None:
        kept = self[code] = chr(code) if chr(code).isalnum() else None
        return kept


class _Folded(dict[int, str]):
    """For `str.translate`: without case and marks, one character for one, so that places stay the same."""

    def __missing__(self, code: int) -> str:
        folded = fold_text(chr(code))
        result = self[code] = folded if len(folded) == 1 else chr(code)
        return result


_KEPT, _FOLDED = _Kept(), _Folded()  # tables that fill as letters are met


def letters_of(text: str) -> str:
    """The letters and digits of a text, NFC."""
    return unicodedata.normalize("NFC", text).translate(_KEPT)


class Letters:
    """Letters and digits in reading order, with the places where words and pages begin.

    `exact` as written, `folded` without case and marks: the same length, the same places.
    """

    def __init__(self, pages: Iterable[Sequence[str]]) -> None:
        lengths: list[int] = []
        parts: list[str] = []
        words_on_page: list[int] = []
        for page in pages:
            words = [letters_of(word) for word in page]
            parts += words
            lengths += map(len, words)
            words_on_page.append(len(words))
        self.exact = "".join(parts)
        self.folded = self.exact.translate(_FOLDED)
        self.word_starts = [0, *accumulate(lengths)]
        self.page_starts = [self.word_starts[count] for count in accumulate(words_on_page, initial=0)]

    @classmethod
    def of_paper(cls, pages: Iterable[str]) -> Letters:
        """From the reading text."""
        return cls(page.split() for page in pages)

    def __len__(self) -> int:
        return len(self.exact)

    def page(self, index: int) -> Letters:
        """The letters of one page, as one word."""
        return Letters([[self.exact[self.page_starts[index] : self.page_starts[index + 1]]]])

    def words_between(self, start: int, end: int) -> tuple[int, int]:
        """Indexes of the first and the last word that have letters in [start, end), not empty."""
        return bisect_right(self.word_starts, start) - 1, bisect_left(self.word_starts, end) - 1

    def page_with(self, start: int, end: int) -> int:
        """The page on which most of [start, end) stands."""
        first = bisect_right(self.page_starts, start) - 1
        last = bisect_left(self.page_starts, end) - 1
        bounds = self.page_starts
        return max(
            range(first, last + 1),
            key=lambda page: (min(end, bounds[page + 1]) - max(start, bounds[page]), -page),
        )

    def is_whole_words(self, start: int, end: int) -> bool:
        """Whether words begin and end just there."""
        return all(self.word_starts[bisect_left(self.word_starts, at)] == at for at in (start, end))


@dataclass(frozen=True, slots=True)
class Passage:
    """What is sought: letters of the quote, and those before and after it. `is_unique` in its own paper."""

    quote: str
    before: str
    after: str
    is_unique: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """[start, end) in the letters; `is_edited` when it does not read as the quote did."""

    start: int
    end: int
    is_edited: bool = False


def passage_at(letters: Letters, start: int, end: int) -> Passage:
    """What stands at [start, end), with as much around it as tells it from its like."""
    quote = letters.exact[start:end]
    is_unique = count_quote(letters, quote) == 1
    before = after = ""
    for size in CONTEXT_LETTERS:
        before, after = letters.exact[max(0, start - size) : start], letters.exact[end : end + size]
        if is_unique or len(list(islice(_occurrences(letters.exact, before + quote + after), 2))) < 2:
            break
    return Passage(quote, before, after, is_unique)


def count_quote(letters: Letters, quote: str) -> int:
    """How often these letters stand there, case and marks aside, up to `_MAX_OCCURRENCES`."""
    return sum(1 for _ in _occurrences(letters.folded, quote.translate(_FOLDED)))


def find_passage(letters: Letters, passage: Passage, near: int) -> Span | None:
    """Where the passage stands; of several places the one in like surroundings, then the nearest to `near`.

    As written, else without case and marks, else with words changed inside. None when it is gone, also
    when the same words stand elsewhere: better no mark than one on other words.
    """
    if not passage.quote:
        return None
    return (
        _find_verbatim(letters, letters.exact, passage, near)
        or _find_verbatim(letters, letters.folded, _folded(passage), near)
        or _find_edited(letters, _folded(passage), near)
    )


def _folded(passage: Passage) -> Passage:
    quote, before, after = (
        text.translate(_FOLDED) for text in (passage.quote, passage.before, passage.after)
    )
    return Passage(quote, before, after, passage.is_unique)


def _occurrences(text: str, sought: str) -> Iterator[int]:
    at = text.find(sought)
    count = 0
    while at >= 0 and count < _MAX_OCCURRENCES:
        yield at
        count += 1
        at = text.find(sought, at + 1)


def _find_verbatim(letters: Letters, text: str, passage: Passage, near: int) -> Span | None:
    size = len(passage.quote)
    places = _places(letters, text, passage)
    start = _choose(text, places, passage, near)
    if start is None:
        return None
    is_only_one = passage.is_unique and len(places) == 1
    likeness = _surroundings(text, start, start + size, passage)
    return Span(start, start + size) if likeness >= _likeness_needed(passage, is_only_one) else None


def _choose(text: str, places: list[int], passage: Passage, near: int) -> int | None:
    """The place meant. None when what stands around speaks for one and the order of reading for another."""
    if len(places) < 2:
        return places[0] if places else None
    size = len(passage.quote)
    wanted = max(1, len(passage.before) + len(passage.after))
    touching = {at: _touching(text, at, size, passage) / wanted for at in places}
    places = sorted(places, key=lambda at: (-touching[at], abs(at - near)))[:_MAX_RIVALS]
    scores = {at: touching[at] + _surroundings(text, at, at + size, passage) for at in places}
    best = max(scores.values())
    equals = [at for at in places if scores[at] >= best - _AS_GOOD]
    chosen = min(equals, key=lambda at: abs(at - near))
    for other in places:
        if other != chosen and scores[other] >= _PLAUSIBLE:
            is_much_worse = scores[other] < best - 0.5
            if abs(other - near) < abs(chosen - near) * (1 if is_much_worse else _NEARER_BY):
                return None
    return chosen


def _places(letters: Letters, text: str, passage: Passage) -> list[int]:
    """Where the quote stands with its surroundings, else where it stands at all."""
    whole = passage.before + passage.quote + passage.after
    if len(whole) - len(passage.quote) >= CONTEXT_LETTERS[0]:
        # First, because it is quick: "và" stands ten thousand times in a long paper.
        same = [at + len(passage.before) for at in _occurrences(text, whole)]
        if same:
            return same
    size = len(passage.quote)
    return [
        at
        for at in _occurrences(text, passage.quote)
        if size >= _LOOSE_LETTERS or letters.is_whole_words(at, at + size)
    ]


def _likeness_needed(passage: Passage, is_only_one: bool) -> float:
    """How alike surroundings must be: nearly half for words that are found more than once, because the
    passage that was marked may be gone and these be others; little for the only ones there ever were."""
    if len(passage.before) + len(passage.after) < _LOOSE_LETTERS:
        return 0.0
    if not is_only_one:
        return 0.45
    return 0.0 if len(passage.quote) >= _LOOSE_LETTERS else 0.2


def _touching(text: str, at: int, size: int, passage: Passage) -> int:
    """How many letters next to the quote agree on both sides together."""
    before = text[max(0, at - len(passage.before)) : at]
    after = text[at + size : at + size + len(passage.after)]
    return _common_start(before[::-1], passage.before[::-1]) + _common_start(after, passage.after)


def _common_start(one: str, other: str) -> int:
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return index
    return min(len(one), len(other))


def _surroundings(text: str, start: int, end: int, passage: Passage) -> float:
    """The share of the letters around the passage that also stand around [start, end), 0..1."""
    wanted = len(passage.before) + len(passage.after)
    if not wanted:
        return 0.0
    # Twice as much as is sought, because a paragraph may have been put in between.
    before = text[max(0, start - 2 * len(passage.before)) : start]
    after = text[end : end + 2 * len(passage.after)]
    return (_agreeing(passage.before, before) + _agreeing(passage.after, after)) / wanted


def _agreeing(wanted: str, found: str) -> int:
    if found.startswith(wanted) or found.endswith(wanted):
        return len(wanted)
    return sum(size for _, _, size in _blocks(wanted, found))


def _blocks(one: str, other: str) -> list[tuple[int, int, int]]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [(a, b, size) for a, b, size in matcher.get_matching_blocks() if size >= _MIN_BLOCK]


def _find_edited(letters: Letters, passage: Passage, near: int) -> Span | None:
    """The passage with words changed, added or taken out inside it; `passage` is folded."""
    if not _MIN_EDITED_LETTERS <= len(passage.quote) <= _MAX_EDITED_LETTERS:
        return None
    whole = passage.before + passage.quote + passage.after
    found = [
        edited
        for window in _likely_windows(letters.folded, whole, near - len(passage.before))
        if (edited := _align(letters.folded, window, passage, whole)) is not None
        and letters.folded[edited[1] : edited[2]] != passage.quote  # refused already as it stands
    ]
    if not found:
        return None
    _, start, end = max(found, key=lambda one: (round(one[0], 1), -abs(one[1] - near)))
    first, last = letters.words_between(start, end)
    return Span(letters.word_starts[first], letters.word_starts[last + 1], is_edited=True)


def _likely_windows(text: str, sought: str, near: int) -> list[tuple[int, int]]:
    """Stretches of the text that share the most grams with what is sought, at the same distances."""
    step = max(1, (len(sought) - _GRAM) // _MAX_GRAMS)
    begins: list[int] = []
    for offset in range(0, len(sought) - _GRAM + 1, step):
        places = []
        for at in _occurrences(text, sought[offset : offset + _GRAM]):
            places.append(at - offset)
            if len(places) > _MAX_GRAM_PLACES:
                break
        else:
            begins += places
    begins.sort()
    width = max(60, len(sought) // 4)
    votes = [(bisect_right(begins, begin + width) - index, begin) for index, begin in enumerate(begins)]
    votes.sort(key=lambda vote: (-vote[0], abs(vote[1] - near)))
    chosen: list[int] = []
    for count, begin in votes:
        if count >= 2 and all(abs(begin - other) > width for other in chosen):
            chosen.append(begin)
            if len(chosen) == _MAX_WINDOWS:
                break
    return [(max(0, begin - width), min(len(text), begin + len(sought) + 2 * width)) for begin in chosen]


def _align(text: str, window: tuple[int, int], passage: Passage, whole: str) -> tuple[float, int, int] | None:
    """How alike, and where the quote begins and ends in the window; None when it is another passage."""
    quote_start = len(passage.before)
    quote_end = quote_start + len(passage.quote)
    in_quote = around = 0
    start = end = None
    for a, b, size in _blocks(whole, text[window[0] : window[1]]):
        inside_from, inside_to = max(a, quote_start), min(a + size, quote_end)
        inside = max(0, inside_to - inside_from)
        in_quote += inside
        around += size - inside
        if inside:
            start = b + inside_from - a if start is None else start
            end = b + inside_to - a
    if start is None or end is None:
        return None
    like = 2 * in_quote / (len(passage.quote) + end - start)
    near_by = around / max(1, len(passage.before) + len(passage.after))
    is_found = (like >= 0.5 and near_by >= 0.5) or (like >= 0.75 and near_by >= 0.25)
    if not is_found:
        return None
    return like + near_by, window[0] + start, window[0] + end
