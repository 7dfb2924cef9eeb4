"""Words of the printed page on a page that has been set large: where they are seen, which one is touched."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal

from app.documents.text.word_places import PlacedWord, placed_words
from app.runtime.tasks import Scope
from app.ui.reader.large_text_flow import FlowLoader
from app.ui.reader.large_text_found import run_rects
from app.ui.reader.large_text_page import PageText
from app.ui.reader.lazy import LazyPages
from app.ui.reader.selection import Words, word_at
from app.ui.services import Box

_KEPT_PAGES = 24
_KEPT_PLACES = 400
_BODY_PT = 13.0
_NOWHERE = (-1e6, -1e6)
"""No point of a page: where large text is, there is no place between words."""
_FAR_PT = 200.0


class WordPlaces(QObject):
    """What `LazyPages` is for pages: the words of a page that its text has. GUI thread.

    `changed(page)`: they have come.
    """

    changed = Signal(int)

    def __init__(self, tasks: Scope, loader: FlowLoader, words: LazyPages[Words]) -> None:
        super().__init__()
        self._tasks, self._loader, self._words = tasks, loader, words
        self._known: OrderedDict[int, tuple[PlacedWord, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._under_way: set[int] = set()
        loader.changed.connect(self._go_on)
        words.changed.connect(self._go_on)

    def get(self, page: int) -> Words | None:
        placed = self.placed(page)
        return None if placed is None else [one.word for one in placed]

    def placed(self, page: int) -> tuple[PlacedWord, ...] | None:
        """In the order of the text; None while they are fetched."""
        if page in self._known:
            self._known.move_to_end(page)
            return self._known[page]
        self._asked.add(page)
        self._go_on(page)
        return None

    def _go_on(self, page: int) -> None:
        """Once the text and the words are there; they are compared in the background."""
        if page not in self._asked or page in self._under_way:
            return
        blocks, words = self._loader.blocks(page), self._words.get(page)
        if blocks is None or words is None:
            return
        self._under_way.add(page)
        work = self._tasks.do(lambda _job: placed_words(blocks, words))
        work.on_success(lambda placed: self._keep(page, placed)).run()

    def _keep(self, page: int, placed: tuple[PlacedWord, ...]) -> None:
        self._asked.discard(page)
        self._under_way.discard(page)
        self._known[page] = placed
        while len(self._known) > _KEPT_PAGES:
            self._known.popitem(last=False)
        self.changed.emit(page)


class WordMap:
    """The words of one page that has been set, in pixels from the text's corner. What was asked is kept."""

    def __init__(self, page: PageText, placed: Sequence[PlacedWord]) -> None:
        self._page = page
        self.placed = placed
        self._boxes = [one.word.box for one in placed]
        # In cards the header is said again in each of them, and has no place of its own.
        self._runs = [
            (page.starts[one.place] + one.start, page.starts[one.place] + one.end, number)
            for number, one in enumerate(placed)
            if one.place in page.starts
        ]
        self._starts = [start for start, _end, _number in self._runs]
        self._seen: dict[tuple[Box, ...], list[QRectF]] = {}

    def belongs_to(self, page: PageText, placed: Sequence[PlacedWord]) -> bool:
        return self._page is page and self.placed is placed

    def rects(self, boxes: tuple[Box, ...]) -> list[QRectF]:
        """Where what stands in these boxes of the page is seen, a rectangle a line."""
        if boxes not in self._seen:
            if len(self._seen) >= _KEPT_PLACES:  # a finger that draws a selection asks for many
                self._seen.clear()
            self._seen[boxes] = list(self._rects(boxes))
        return self._seen[boxes]

    def _rects(self, boxes: tuple[Box, ...]) -> Iterator[QRectF]:
        chosen = [at for at, (_s, _e, number) in enumerate(self._runs) if self._is_in(number, boxes)]
        if not chosen and (near := self._beside(boxes)) is not None:
            chosen = [near]
        for _start, stretch in groupby(enumerate(chosen), key=lambda pair: pair[1] - pair[0]):
            ats = [at for _n, at in stretch]
            for _place, same in groupby(ats, key=lambda at: self.placed[self._runs[at][2]].place):
                text = list(same)
                yield from run_rects(self._page, (self._runs[text[0]][0], self._runs[text[-1]][1]))

    def _is_in(self, number: int, boxes: tuple[Box, ...]) -> bool:
        word = self._boxes[number]
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        return any(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for box in boxes)

    def _beside(self, boxes: tuple[Box, ...]) -> int | None:
        """A note on bare paper is seen at the word that is nearest to it."""
        if not boxes:
            return None
        words = [self.placed[number].word for _s, _e, number in self._runs]
        return word_at(words, boxes[0].x0, boxes[0].y0, _FAR_PT)

    def touched(self, point: QPointF, reach_px: float) -> int | None:
        """The word under a fingertip; None for one that the page does not have."""
        at = self._page.documentLayout().hitTest(point, Qt.HitTestAccuracy.FuzzyHit)
        near = self._near(at)
        if near is None:
            return None
        start, end, number = self._runs[near]
        if not start <= at <= end and self._page.characterAt(at).isalnum():
            return None
        far = (_distance_px(rect, point) for rect in run_rects(self._page, (start, end)))
        return number if min(far, default=reach_px + 1) <= reach_px else None

    def nearest(self, point: QPointF) -> int | None:
        near = self._near(self._page.documentLayout().hitTest(point, Qt.HitTestAccuracy.FuzzyHit))
        return None if near is None else self._runs[near][2]

    def _near(self, at: int) -> int | None:
        """Of the words before and behind a place in the text the nearer one."""
        if at < 0 or not self._runs:
            return None
        behind = min(bisect_right(self._starts, at), len(self._runs) - 1)
        before = max(behind - 1, 0) if self._starts[behind] > at else behind
        return before if at - self._runs[before][1] <= self._starts[behind] - at else behind


class LargePage:
    """A page's text on screen; to tools that make marks it is what `PageView` is.

    Boxes and points are those of the printed page.
    """

    def __init__(
        self, index: int, rect: QRectF, corner: QPointF, size_px: int, words: Callable[[], WordMap | None]
    ) -> None:
        """`corner` is that of the text; `rect` reaches from edge to edge, with the line above the text."""
        self.index, self.rect = index, rect
        self._corner, self._size_px, self._words = corner, size_px, words

    @property
    def scale(self) -> float:
        """Pixels a point, for lines that are drawn beside the words."""
        return self._size_px / _BODY_PT

    def rects(self, boxes: tuple[Box, ...]) -> Iterator[QRectF]:
        """Of all words in these boxes; none while the words are fetched."""
        words = self._words()
        return (rect.translated(self._corner) for rect in (words.rects(boxes) if words else ()))

    def box_rect(self, box: Box) -> QRectF:
        return next(self.rects((box,)), QRectF())

    def to_view(self, x: float, y: float) -> QPointF:
        """Where the word at this point, or the nearest to it, is seen."""
        return self.box_rect(Box(x, y, x, y)).topLeft()

    def to_page(self, _point: QPointF) -> tuple[float, float]:
        return _NOWHERE

    def word_at(self, _words: Words, point: QPointF) -> int | None:
        """The word under a fingertip, None for one that is not on the page."""
        words = self._words()
        return words.touched(point - self._corner, self._size_px) if words else None

    def nearest_word(self, _words: Words, point: QPointF) -> int | None:
        """The word that a dragged handle means."""
        words = self._words()
        return words.nearest(point - self._corner) if words else None


def _distance_px(rect: QRectF, point: QPointF) -> float:
    across = max(rect.left() - point.x(), 0.0, point.x() - rect.right())
    down = max(rect.top() - point.y(), 0.0, point.y() - rect.bottom())
    return across + down
