"""Which words of a page are selected: rules only, no widgets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from app.documents.reading import around
from app.domain.search_query import SearchQuery
from app.ui.services import Box, PageWord

Words = Sequence[PageWord]
_REACH_PT = 14.0
"""How far beside a word a fingertip may land and still mean it: half a line of body text on either side."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Words `anchor` to `head` of a page, both included, in either order. The head moves."""

    page_index: int
    anchor: int
    head: int

    @property
    def first(self) -> int:
        return min(self.anchor, self.head)

    @property
    def last(self) -> int:
        return max(self.anchor, self.head)

    def with_head(self, head: int) -> Selection:
        return replace(self, head=head)

    def with_end(self, *, is_first: bool, word: int) -> Selection:
        """Drag one of the two handles to another word; they may pass each other."""
        return replace(self, anchor=self.last if is_first else self.first, head=word)

    def words(self, words: Words) -> Words:
        return words[self.first : self.last + 1]

    def boxes(self, words: Words) -> tuple[Box, ...]:
        """One box a line, from its first selected word to its last."""
        return tuple(line_boxes(self.words(words)))

    def text(self, words: Words) -> str:
        return " ".join(word.text for word in self.words(words))


def line_boxes(words: Words) -> Iterator[Box]:
    for _line, found in groupby(words, key=lambda word: word.line):
        yield around([word.box for word in found])


def hits_among(words: Words, query: SearchQuery) -> tuple[tuple[Box, ...], ...]:
    """Where words that are sought stand: each stretch of them that is read in one go, a box a line."""
    found = query.matches([word.text for word in words])
    stretches = groupby(enumerate(found), key=lambda pair: pair[1] - pair[0])
    return tuple(tuple(line_boxes([words[at] for _n, at in stretch])) for _start, stretch in stretches)


def word_at(words: Words, x: float, y: float, reach_pt: float = _REACH_PT) -> int | None:
    """The word under the point, or the nearest one within reach."""
    best = min(range(len(words)), key=lambda n: _distance(words[n].box, x, y), default=None)
    return best if best is not None and _distance(words[best].box, x, y) <= reach_pt else None


def nearest_word(words: Words, x: float, y: float) -> int | None:
    """The word that a dragged handle means: its own line first, however far the finger is to the side."""
    if not words:
        return None
    return min(range(len(words)), key=lambda n: _distance(words[n].box, x, y, across_weight=0.25))


def _distance(box: Box, x: float, y: float, across_weight: float = 1.0) -> float:
    across = max(box.x0 - x, 0.0, x - box.x1) * across_weight
    down = max(box.y0 - y, 0.0, y - box.y1)
    return float((across * across + down * down) ** 0.5)


def step(words: Words, start: int, *, lines: int = 0, by: int = 0) -> int:
    """The word `by` words or `lines` lines on, as near as the page allows."""
    if not lines:
        return min(max(start + by, 0), len(words) - 1)
    wanted = words[start].line + lines
    box = words[start].box
    on_line = [n for n, word in enumerate(words) if word.line == wanted]
    if not on_line:
        return 0 if lines < 0 else len(words) - 1
    middle = (box.x0 + box.x1) / 2
    return min(on_line, key=lambda n: abs((words[n].box.x0 + words[n].box.x1) / 2 - middle))
