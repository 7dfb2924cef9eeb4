"""Which word of a page each word of its reflowed text is.

Both are the same letters in almost the same order: the reflowed text has no running heads, joins what a line
or a font broke, and reads a table by its cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from app.documents.reading import BlockKind, FlowBlock, PageWord, around
from app.domain.folding import fold_text

MAX_COMPARED = 4_000
"""Words of a page that are compared: a dense one has 1,500, and difflib may be quadratic."""
_MOST_JOINED = 6
"""Words of one side that are one of the other, at the most."""
_LEAST_RUN = 3
"""Shorter stretches of a table may be those of another row."""
_MOST_PLACES = 60
"""Places of a word that are looked at for the stretch it begins; one with more says little."""


@dataclass(frozen=True, slots=True)
class FlowWord:
    """A word of the text at `place`: (block, row, column), the last two 0 outside tables.

    [start, end) are its characters in that text.
    """

    text: str
    place: tuple[int, int, int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Words of the flow [flow, flow_end) and of the page [page, page_end) with the same letters."""

    flow: int
    page: int
    flow_end: int
    page_end: int


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of the page, and the characters [start, end) of the text at `place` that are its reflow."""

    word: PageWord
    place: tuple[int, int, int]
    start: int
    end: int


def flow_words(blocks: Sequence[FlowBlock]) -> tuple[FlowWord, ...]:
    """The words of a page's blocks in reading order."""
    return tuple(word for place, text in _texts(blocks) for word in _words_in(text, place))


def _texts(blocks: Sequence[FlowBlock]) -> Iterator[tuple[tuple[int, int, int], str]]:
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.TABLE:
            for row, line in enumerate(block.cells):
                for column, text in enumerate(line):
                    yield (number, row, column), text
        else:
            yield (number, 0, 0), block.text


def _words_in(text: str, place: tuple[int, int, int]) -> Iterator[FlowWord]:
    end = 0
    for word in text.split():
        start = text.index(word, end)
        end = start + len(word)
        yield FlowWord(word, place, start, end)


@lru_cache(maxsize=4_096)
def letters_key(word: str) -> str:
    """What two words must share to be one: folded letters and digits, or the signs of a word without any."""
    folded = fold_text(word)
    return "".join(filter(str.isalnum, folded)) or folded


def match_words(blocks: Sequence[FlowBlock], page: Sequence[PageWord]) -> tuple[Pair, ...]:
    """Pairs of `flow_words` and the page's words, in the flow's order.

    No word is in two of them, and within a text the page's order is kept.
    """
    tables = frozenset(number for number, block in enumerate(blocks) if block.kind is BlockKind.TABLE)
    return _Matcher(flow_words(blocks)[:MAX_COMPARED], page[:MAX_COMPARED], tables).pairs()


def placed_words(blocks: Sequence[FlowBlock], page: Sequence[PageWord]) -> tuple[PlacedWord, ...]:
    """Words of the page that its reflowed text has, in the order of that text; lines are counted anew.

    What is one word there and several in one line of the page counts as one.
    """
    flow, lines = flow_words(blocks), sorted({word.line for word in page})
    number = {line: at for at, line in enumerate(lines)}
    placed = []
    for pair in match_words(blocks, page):
        first, last = flow[pair.flow], flow[pair.flow_end - 1]
        for line, found in groupby(page[pair.page : pair.page_end], key=attrgetter("line")):
            words = list(found)
            text = " ".join(word.text for word in words)
            if len(words) == pair.page_end - pair.page:
                text = " ".join(word.text for word in flow[pair.flow : pair.flow_end])
            word = PageWord(text, around([word.box for word in words]), number[line])
            placed.append(PlacedWord(word, first.place, first.start, last.end))
    return tuple(placed)


class _Matcher:
    """What both have in the same order first, then each text's gaps wherever on the page they stand."""

    def __init__(self, flow: Sequence[FlowWord], page: Sequence[PageWord], tables: frozenset[int]) -> None:
        self._flow = [letters_key(word.text) for word in flow]
        self._page = [letters_key(word.text) for word in page]
        self._texts = [word.place for word in flow]
        self._tables = tables
        self._by_flow: dict[int, Pair] = {}
        self._taken: set[int] = set()
        self._row_starts: dict[tuple[int, int], int] = {}
        """(block, row) -> its first word on the page, as far as is known."""
        self._places: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self._page):
            self._places[word].append(at)

    def pairs(self) -> tuple[Pair, ...]:
        matcher = SequenceMatcher(None, self._flow, self._page, autojunk=False)
        for start, page_start, length in matcher.get_matching_blocks():
            if length >= _LEAST_RUN or (length and self._texts[start][0] not in self._tables):
                self._take_run(start, page_start, length)
        # Long ones first: what a row is about tells where its numbers are, which stand in other rows as well.
        for start, end in sorted(self._gaps(), key=lambda gap: gap[0] - gap[1]):
            self._fill(start, end)
        for start, end in list(self._gaps()):
            self._join(start, end)
        return tuple(dict.fromkeys(self._by_flow[at] for at in sorted(self._by_flow)))

    def _take_run(self, start: int, page_start: int, length: int) -> None:
        for at in range(length):
            self._take(Pair(start + at, page_start + at, start + at + 1, page_start + at + 1))

    def _take(self, pair: Pair) -> None:
        for at in range(pair.flow, pair.flow_end):
            self._by_flow[at] = pair
        self._taken.update(range(pair.page, pair.page_end))
        row = self._texts[pair.flow][:2]
        self._row_starts[row] = min(pair.page, self._row_starts.get(row, pair.page))

    def _gaps(self) -> Iterator[tuple[int, int]]:
        """Stretches [start, end) of one text without a place."""
        start = 0
        while start < len(self._flow):
            end = start
            while end < len(self._flow) and end not in self._by_flow and self._is_same(start, end):
                end += 1
            if end > start:
                yield start, end
            start = max(end, start + 1)

    def _is_same(self, one: int, other: int) -> bool:
        return self._texts[one] == self._texts[other]

    def _bounds(self, start: int, end: int) -> tuple[int, int]:
        """The page's words [low, high) between those that the text has around its gap."""
        before = after = None
        if start and self._is_same(start - 1, start):
            before = self._by_flow.get(start - 1)
        if end < len(self._flow) and self._is_same(end, start):
            after = self._by_flow.get(end)
        return before.page_end if before else 0, after.page if after else len(self._page)

    def _fill(self, start: int, end: int) -> None:
        """The longest stretch of the gap that stands free on the page, then what is left on either side."""
        gaps = [(start, end)]
        while gaps:
            first, last = gaps.pop()
            length, at, place = self._longest(first, last)
            if length:
                self._take_run(at, place, length)
                gaps += [(a, b) for a, b in ((at + length, last), (first, at)) if a < b]

    def _longest(self, start: int, end: int) -> tuple[int, int, int]:
        """(length, where in the flow, where on the page); of equals the nearest to where it is expected."""
        low, high = self._bounds(start, end)
        near, near_end = self._expected(start)
        best = (0, start, low)
        for at in range(start, end):
            if end - at <= best[0]:
                break
            free = [one for one in self._places[self._flow[at]] if low <= one < high]
            wanted = near + at - start
            free.sort(key=lambda one: (not near <= one < near_end, abs(one - wanted)))
            for place in free[:_MOST_PLACES]:
                length = self._run(at, place, end, high)
                if length > best[0]:
                    best = (length, at, place)
        return best

    def _expected(self, at: int) -> tuple[int, int]:
        """A cell's words in its row [start, end) on the page, others behind the word before them."""
        block, row, _column = self._texts[at]
        if block in self._tables:
            starts = self._row_starts
            later = (place for (one, line), place in starts.items() if one == block and line > row)
            if (start := starts.get((block, row))) is not None:
                return start, min((place for place in later if place > start), default=len(self._page))
        before = next((self._by_flow[one] for one in range(at - 1, -1, -1) if one in self._by_flow), None)
        return before.page_end if before else 0, len(self._page)

    def _run(self, at: int, place: int, end: int, high: int) -> int:
        length = 0
        while (
            at + length < end
            and place + length < high
            and place + length not in self._taken
            and self._flow[at + length] == self._page[place + length]
        ):
            length += 1
        return length

    def _join(self, start: int, end: int) -> None:
        """Words that are broken on one side only."""
        at = start
        while at < end:
            low, high = self._bounds_of_one(at, start, end)
            pair = next(
                filter(None, (self._joined(at, end, place, high) for place in range(low, high))), None
            )
            if pair:
                self._take(pair)
            at = pair.flow_end if pair else at + 1

    def _bounds_of_one(self, at: int, start: int, end: int) -> tuple[int, int]:
        before = [self._by_flow[one].page_end for one in range(start, at) if one in self._by_flow]
        low, high = self._bounds(start, end)
        return max([low, *before]), high

    def _joined(self, at: int, end: int, place: int, high: int) -> Pair | None:
        """The shortest stretches from here on that have the same letters, free on the page."""
        flow_end, page_end = at, place
        flow_letters = page_letters = ""
        while len(flow_letters) != len(page_letters) or not flow_letters:
            if len(flow_letters) <= len(page_letters):
                if flow_end >= min(end, at + _MOST_JOINED):
                    return None
                flow_letters += self._flow[flow_end]
                flow_end += 1
            if len(page_letters) < len(flow_letters):
                if page_end >= min(high, place + _MOST_JOINED) or page_end in self._taken:
                    return None
                page_letters += self._page[page_end]
                page_end += 1
            if not flow_letters.startswith(page_letters) and not page_letters.startswith(flow_letters):
                return None
        return Pair(at, place, flow_end, page_end)
