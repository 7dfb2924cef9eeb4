"""Tying a mark to the words it stands on, and finding its place in a corrected version by them.

A highlight or underline stands on its own words. Ink, a note or a bookmark stands beside a line of text and
moves as far as that line has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from app.documents.marks.mark import MarkContent, MarkKind, Stroke
from app.documents.marks.passages import Letters, Passage, Span, find_passage, letters_of, passage_at
from app.documents.reading import Box, PageWord, around

MAX_QUOTE_CHARS = 20_000
_ON_WORDS = (MarkKind.HIGHLIGHT, MarkKind.UNDERLINE)
_MIN_LINE_LETTERS = 8
"""Shorter lines (numbers of pages and items) stand everywhere and tie a mark to nothing."""
_SAME_PLACE_PT = 1.0


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a mark stands in another version. `page_index` None: its words are no longer there.

    `boxes` are a mark's own, one a line of its words; ink moves by (`dx`, `dy`) points. `has_moved`: it does
    not stand where it was drawn, or its words were changed.
    """

    page_index: int | None
    boxes: tuple[Box, ...] = ()
    dx: float = 0.0
    dy: float = 0.0
    has_moved: bool = True

    def moved(self, strokes: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
        """Ink at its new place."""
        return tuple(tuple((x + self.dx, y + self.dy) for x, y in stroke) for stroke in strokes)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a paper to place marks on. `words` reads one page; sizes are in points, one a page."""

    letters: Letters
    words: Callable[[int], Sequence[PageWord]]
    page_sizes: Sequence[tuple[float, float]]


def tie_to_words(content: MarkContent, letters: Letters, words: Sequence[PageWord]) -> MarkContent:
    """The mark with what it will be found by: `letters` of its paper, `words` of its page.

    A paper without text (a scan, whose pages may still have a watermark's words) ties it to nothing.
    """
    if not len(letters):
        return content
    on_page = Letters([[word.text for word in words]])
    chosen = _words_under(content, words) if content.kind in _ON_WORDS else None
    anchor = None
    if chosen is None or not _letters_in(on_page, chosen):
        chosen = _nearest_line(content, words, on_page)
        if chosen is None:
            return content
        anchor = line_boxes(words[chosen[0] : chosen[1] + 1])[0]
    start, end = on_page.word_starts[chosen[0]], on_page.word_starts[chosen[1] + 1]
    passage = passage_at(on_page, start, end)
    share = None
    if content.page_index < len(letters.page_starts) - 1:
        span = find_passage(letters, passage, letters.page_starts[content.page_index] + start)
        if span and not span.is_edited:
            passage = passage_at(letters, span.start, span.end)
            share = span.start / len(letters)
    return replace(
        content,
        quote=" ".join(word.text for word in words[chosen[0] : chosen[1] + 1])[:MAX_QUOTE_CHARS],
        before=passage.before,
        after=passage.after,
        anchor=anchor,
        is_unique=share is not None and passage.is_unique,
        share=share,
    )


def place_mark(content: MarkContent, old_page_count: int, version: Version) -> Placement:
    """Where a mark made on an earlier version of `old_page_count` pages stands in this one."""
    quote = letters_of(content.quote)
    if not quote or not len(version.letters):
        return _place_by_page(content, old_page_count, version.page_sizes)
    letters = version.letters
    passage = Passage(quote, letters_of(content.before), letters_of(content.after), content.is_unique)
    span = find_passage(letters, passage, _expected_at(content, letters))
    if span is None:
        return Placement(None)
    index = letters.page_with(span.start, span.end)
    lines = _lines_of(letters, span, index, version.words(index))
    if content.anchor is None:
        has_moved = span.is_edited or index != content.page_index or not _is_same(lines, content.boxes)
        return Placement(index, lines, has_moved=has_moved)
    if not lines:
        return Placement(index, content.boxes)
    dx, dy = lines[0].x0 - content.anchor.x0, lines[0].y0 - content.anchor.y0
    if index < len(version.page_sizes):
        dx, dy = _kept_on_page(content, dx, dy, version.page_sizes[index])
    has_moved = index != content.page_index or max(abs(dx), abs(dy)) > _SAME_PLACE_PT
    return Placement(index, tuple(_shifted(box, dx, dy) for box in content.boxes), dx, dy, has_moved)


def line_boxes(words: Sequence[PageWord]) -> tuple[Box, ...]:
    """One box around the words of each line."""
    return tuple(around([word.box for word in line]) for _, line in groupby(words, key=lambda one: one.line))


def _place_by_page(
    content: MarkContent, old_page_count: int, sizes: Sequence[tuple[float, float]]
) -> Placement:
    """A mark on a page without text can only be told by the page's number."""
    if not sizes:
        return Placement(None)
    index = min(content.page_index, len(sizes) - 1)
    is_same = (
        content.share is None
        and len(sizes) == old_page_count
        and all(
            abs(new - old) <= _SAME_PLACE_PT for new, old in zip(sizes[index], content.page_size, strict=True)
        )
    )
    return Placement(index, content.boxes, has_moved=not is_same)


def _expected_at(content: MarkContent, letters: Letters) -> int:
    """Where the mark would stand had nothing been added or taken out."""
    if content.share is not None:
        return round(content.share * len(letters))
    return letters.page_starts[min(content.page_index, len(letters.page_starts) - 1)]


def _lines_of(letters: Letters, span: Span, index: int, words: Sequence[PageWord]) -> tuple[Box, ...]:
    """The lines on a page where the paper's [start, end) stands. Empty when the page reads otherwise."""
    page_start, page_end = letters.page_starts[index], letters.page_starts[index + 1]
    start, end = max(span.start, page_start) - page_start, min(span.end, page_end) - page_start
    on_page = Letters([[word.text for word in words]])
    found = find_passage(on_page, passage_at(letters.page(index), start, end), start)
    if found is None:
        return ()
    first, last = on_page.words_between(found.start, found.end)
    return line_boxes(words[first : last + 1])


def _words_under(content: MarkContent, words: Sequence[PageWord]) -> tuple[int, int] | None:
    """First and last word whose middle is in one of the boxes."""
    under = [
        index
        for index, word in enumerate(words)
        if any(_holds(box, *_middle(word.box)) for box in content.boxes)
    ]
    return (under[0], under[-1]) if under else None


def _nearest_line(
    content: MarkContent, words: Sequence[PageWord], on_page: Letters
) -> tuple[int, int] | None:
    """First and last word of the line that is nearest to the mark; a bookmark's is the first of the page."""
    lines = [
        (indexes[0], indexes[-1])
        for _, line in groupby(range(len(words)), key=lambda index: words[index].line)
        if (indexes := list(line))
    ]
    candidates = [line for line in lines if _letters_in(on_page, line) >= _MIN_LINE_LETTERS]
    candidates = candidates or [line for line in lines if _letters_in(on_page, line)]
    if not candidates:
        return None
    drawn = _drawn_area(content)
    if drawn is None:
        return candidates[0]
    x, y = _middle(drawn)
    boxes = {line: line_boxes(words[line[0] : line[1] + 1])[0] for line in candidates}
    return min(candidates, key=lambda line: _distance_pt(boxes[line], x, y))


def _letters_in(on_page: Letters, chosen: tuple[int, int]) -> int:
    return on_page.word_starts[chosen[1] + 1] - on_page.word_starts[chosen[0]]


def _drawn_area(content: MarkContent) -> Box | None:
    points = [Box(x, y, x, y) for stroke in content.strokes for x, y in stroke]
    boxes = [*content.boxes, *points]
    return around(boxes) if boxes else None


def _kept_on_page(
    content: MarkContent, dx: float, dy: float, size: tuple[float, float]
) -> tuple[float, float]:
    """The way shortened where it would lead off the page."""
    area = _drawn_area(content)
    if area is None:
        return dx, dy
    width, height = size
    dx = max(-area.x0, min(dx, max(-area.x0, width - area.x1)))
    return dx, max(-area.y0, min(dy, max(-area.y0, height - area.y1)))


def _is_same(lines: Sequence[Box], boxes: Sequence[Box]) -> bool:
    if not lines or not boxes:
        return False
    far = max(abs(lines[0].x0 - boxes[0].x0), abs(lines[0].y0 - boxes[0].y0))
    return len(lines) == len(boxes) and far <= _SAME_PLACE_PT


def _shifted(box: Box, dx: float, dy: float) -> Box:
    return Box(box.x0 + dx, box.y0 + dy, box.x1 + dx, box.y1 + dy)


def _middle(box: Box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _distance_pt(box: Box, x: float, y: float) -> float:
    """From a point to a box; rightwards counts a tenth: a note in the margin is about the line beside it."""
    aside = max(box.x0 - x, 0.0, x - box.x1)
    apart = max(box.y0 - y, 0.0, y - box.y1)
    return apart + aside / 10
