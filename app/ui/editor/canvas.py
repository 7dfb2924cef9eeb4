"""The page itself: lines painted where they are seen, measured only then; one of them may be written in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from app.ui.editor.heights import Heights
from app.ui.editor.page import Line, Page, Splice
from app.ui.editor.paragraph import PAD_Y, Ink, Marks, Paragraph, grounds
from app.ui.editor.times import ShownWord, shown_words
from app.ui.editor.wording import word_hint
from app.ui.editor.writer import Writer
from app.ui.theme.look import Look
from app.ui.theme.tokens import TOUCH_PX
from app.ui.translation import tr
from app.ui.widgets.basics import make_kinetic

_KEPT_PARAGRAPHS = 300
_TOP_PX = 8


class PageCanvas(QAbstractScrollArea):
    """Shows a `Page`. Whatever is asked of it by finger, mouse or keys it says as a signal. GUI thread."""

    word_tapped = Signal(object, object)
    """segment id, `ShownWord`"""
    current_changed = Signal()
    speaker_asked = Signal(object)
    written = Signal(object)
    """`Draft`"""
    writing_changed = Signal()
    scrolled_by_hand = Signal()

    def __init__(self, look: Look, page: Page) -> None:
        super().__init__()
        self._page = page
        self._ink = Ink(look)
        self._heights = Heights()
        self._paragraphs: OrderedDict[UUID, tuple[Line, int, Paragraph]] = OrderedDict()
        self._current: tuple[UUID, int] | None = None
        self._hovered = -1
        self._is_settling = False
        self._heard: tuple[UUID, int, int] | None = None
        self._found: Mapping[UUID, Marks] = {}
        self._written_words: tuple[object, Sequence[ShownWord]] = (None, ())
        self.setAccessibleName(tr("Lời ghi"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(TOUCH_PX)
        self.verticalScrollBar().sliderMoved.connect(lambda _value: self.scrolled_by_hand.emit())
        make_kinetic(self.viewport())
        self.writer = Writer(self._ink, self.viewport())
        self.writer.grew.connect(self._settle)
        self.writer.left.connect(self._leave_writer)
        self.writer.textChanged.connect(self._dress_writer)

    # --- what is shown ---

    @property
    def current(self) -> Line | None:
        """The line that buttons mean."""
        row = self.current_row
        return self._page.lines[row] if row is not None else None

    @property
    def current_row(self) -> int | None:
        return self._page.row_of(self._current[0]) if self._current else None

    @property
    def place(self) -> int:
        """The letter that was tapped last in the current line, or where the writing is."""
        if self.writer.segment_id is not None:
            return self.writer.place
        return self._current[1] if self._current else 0

    def apply(self, splice: Splice) -> None:
        """The page has changed; what is before the eyes stays where it is."""
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 8 and self.writer.segment_id is None
        top, row = bar.value(), self._heights.row_at(bar.value())
        offset = top - self._heights.top_of(row) if row >= 0 else 0
        fresh = self._page.lines[splice.at : splice.at + splice.added]
        self._heights.splice(splice.at, splice.removed, self._estimates(fresh))
        if row >= splice.at + splice.removed:
            row += splice.added - splice.removed
            top = self._heights.top_of(row) + offset
        self._settle(top)
        if at_end and bar.maximum() > 0:
            self._settle(bar.maximum())

    def set_current(self, segment_id: UUID, place: int = 0) -> None:
        if self.writer.segment_id is not None and self.writer.segment_id != segment_id:
            self.close_writer()
        self._current = (segment_id, place)
        line = self.current
        if line is not None:
            self.setAccessibleDescription(f"{line.speaker.name}: {line.segment.text}")
        self.viewport().update()
        self.current_changed.emit()

    def show_row(self, row: int) -> None:
        """Scroll as little as shows all of it; to its beginning where it is higher than the window."""
        self._measure(row)
        top, height = self._heights.top_of(row), self._heights[row]
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if top < bar.value() + _TOP_PX or height > room:
            self._settle(top - _TOP_PX)
        elif top + height > bar.value() + room:
            self._settle(top + height - room + _TOP_PX)

    def is_seen(self, row: int) -> bool:
        top, bar = self._heights.top_of(row), self.verticalScrollBar().value()
        return top >= bar and top + min(self._heights[row], 2 * TOUCH_PX) <= bar + self.viewport().height()

    def set_heard(self, segment_id: UUID | None, word: ShownWord | None) -> None:
        """The word that is being heard."""
        fresh = (segment_id, word.start, word.end) if segment_id and word else None
        if fresh == self._heard:
            return
        before, self._heard = self._heard, fresh
        for one in filter(None, (before, fresh)):
            self._repaint(one[0])
        self._dress_writer()

    def _dress_writer(self) -> None:
        """What is being written in looks like the page: where the machine wrote, and what is being heard."""
        row = self._page.row_of(self.writer.segment_id) if self.writer.segment_id else None
        if row is None:
            return
        marks = list(grounds(self._ink, self.words_of(row)))
        if self._heard and self._heard[0] == self.writer.segment_id:
            marks.append((*self._heard[1:], self._ink.being_heard()))
        self.writer.lay_under(marks)

    def set_found(
        self, found: Mapping[UUID, Sequence[tuple[int, int]]], current: tuple[UUID, int] | None
    ) -> None:
        """Words that are being sought, and the one the secretary stands at (its first letter)."""
        plain, chosen = self._ink.found(is_current=False), self._ink.found(is_current=True)
        self._found = {
            id_: [(start, end, chosen if current == (id_, start) else plain) for start, end in places]
            for id_, places in found.items()
        }
        self.viewport().update()

    def words_of(self, row: int) -> Sequence[ShownWord]:
        """The words of a line; of the paragraph that is being written in, as it is just now."""
        segment = self._page.lines[row].segment
        if segment.id != self.writer.segment_id:
            return self._paragraph(row).words
        known = (segment, self.writer.toPlainText())
        if self._written_words[0] != known:
            self._written_words = (known, shown_words(replace(segment, edited=known[1])))
        return self._written_words[1]

    # --- writing ---

    def open_writer(self, place: int | None = None, end: int | None = None) -> None:
        """Write in the current line."""
        row = self.current_row
        if row is None:
            return
        segment = self._page.lines[row].segment
        self.writer.begin(segment, self.place if place is None else place, end)
        self._settle()
        self.writer.show()
        self.writer.setFocus()
        self.show_row(row)
        self.writing_changed.emit()

    def close_writer(self) -> None:
        """Stop writing; what was written is said by `written`."""
        if self.writer.segment_id is None:
            return
        draft = self.writer.draft
        self.writer.end()
        self._settle()
        if draft is not None:
            self.written.emit(draft)
        self.writing_changed.emit()

    def _leave_writer(self) -> None:
        self.close_writer()
        self.setFocus()

    # --- measuring ---

    @property
    def _width(self) -> int:
        return max(self.viewport().width(), 200)

    def _estimates(self, lines: Sequence[Line]) -> list[int]:
        return self._ink.estimates((len(line.segment.heard) for line in lines), self._width)

    def _paragraph(self, row: int) -> Paragraph:
        line, width = self._page.lines[row], self._width
        known = self._paragraphs.get(line.segment.id)
        if known is not None and known[0] is line and known[1] == width:
            self._paragraphs.move_to_end(line.segment.id)
            return known[2]
        made = Paragraph(self._ink, line, width)
        self._paragraphs[line.segment.id] = (line, width, made)
        self._paragraphs.move_to_end(line.segment.id)
        while len(self._paragraphs) > _KEPT_PARAGRAPHS:
            self._paragraphs.popitem(last=False)
        return made

    def _measure(self, row: int) -> None:
        height = self._paragraph(row).height
        if self._page.lines[row].segment.id == self.writer.segment_id:
            height = max(height, self.writer.height_px + 2 * PAD_Y)
        if height != self._heights[row]:
            self._heights.set(row, height)

    def _settle(self, top: int | None = None) -> None:
        """Measure what is seen from `top` on (None: from where it is), and put everything in its place."""
        if self._is_settling:  # the scroll bar tells of what is done here
            return
        self._is_settling = True
        bar, room = self.verticalScrollBar(), self.viewport().height()
        top = bar.value() if top is None else max(0, top)
        row = self._heights.row_at(top)
        if row >= 0:
            self._place_writer_width()
            # The first row's lower end stays where it is: what is below must not jump when one scrolls up.
            below = self._heights.top_of(row) + self._heights[row] - top
            self._measure(row)
            start = self._heights.top_of(row)
            top = max(0, start + self._heights[row] - below)
            y, end = start + self._heights[row], top + room
            while y < end and row + 1 < len(self._heights):
                row += 1
                self._measure(row)
                y += self._heights[row]
        bar.setPageStep(room)
        bar.setRange(0, max(0, self._heights.total - room))
        bar.setValue(top)
        self._place_writer()
        self._is_settling = False
        self.viewport().update()

    def _row_rect(self, row: int) -> QRect:
        top = self._heights.top_of(row) - self.verticalScrollBar().value()
        return QRect(0, top, self._width, self._heights[row])

    def _place_writer_width(self) -> None:
        width = self._ink.text_px(self._width)
        if self.writer.segment_id is not None and self.writer.width() != width:
            self.writer.resize(width, max(self.writer.height(), TOUCH_PX))

    def _place_writer(self) -> None:
        row = self._page.row_of(self.writer.segment_id) if self.writer.segment_id else None
        if row is None:
            return
        place = self._paragraph(row).text_rect(self._row_rect(row).topLeft())
        place.setHeight(self._heights[row] - 2 * PAD_Y)
        if self.writer.geometry() != place:
            self.writer.setGeometry(place)

    def _repaint(self, segment_id: UUID) -> None:
        row = self._page.row_of(segment_id)
        if row is not None:
            self.viewport().update(self._row_rect(row))

    # --- Qt ---

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            row, top = self.current_row, self.verticalScrollBar().value()
            self._heights.splice(0, len(self._heights), self._estimates(self._page.lines))
            self._settle(top if row is None else None)
            if row is not None:
                self.show_row(row)
        else:
            self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self._ink.ground)
        bar = self.verticalScrollBar().value()
        row = self._heights.row_at(bar + event.rect().top())
        y = self._heights.top_of(row) - bar if row >= 0 else 0
        while 0 <= row < len(self._heights) and y <= event.rect().bottom():
            self._paint_row(painter, row, QPoint(0, y))
            y += self._heights[row]
            row += 1

    def _paint_row(self, painter: QPainter, row: int, top_left: QPoint) -> None:
        paragraph = self._paragraph(row)
        segment_id = paragraph.line.segment.id
        is_current = self._current is not None and self._current[0] == segment_id
        paragraph.paint_ground(painter, top_left, self._heights[row], is_current=is_current)
        paragraph.paint_margin(painter, top_left, time=is_current or row == self._hovered)
        if segment_id != self.writer.segment_id:
            paragraph.paint(painter, top_left, self._marks_of(segment_id))

    def _marks_of(self, segment_id: UUID) -> list[tuple[int, int, QTextCharFormat]]:
        marks = list(self._found.get(segment_id, ()))
        if self._heard and self._heard[0] == segment_id:
            marks.append((*self._heard[1:], self._ink.being_heard()))
        return marks

    def row_at(self, point: QPoint) -> int:
        """The row under a point of the viewport; -1 below the last."""
        y = point.y() + self.verticalScrollBar().value()
        return self._heights.row_at(y) if 0 <= y < self._heights.total else -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        row = self.row_at(point)
        if event.button() != Qt.MouseButton.LeftButton or row < 0:
            return
        paragraph, top_left = self._paragraph(row), self._row_rect(row).topLeft()
        segment_id = paragraph.line.segment.id
        self.setFocus()
        word = paragraph.word_at(point, top_left)
        self.set_current(segment_id, word.start if word else 0)
        if paragraph.margin_rect(top_left).contains(point):
            self.speaker_asked.emit(segment_id)
        elif word is not None:
            self.word_tapped.emit(segment_id, word)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        row = self.row_at(point)
        if row >= 0:
            paragraph = self._paragraph(row)
            word = paragraph.word_at(point, self._row_rect(row).topLeft())
            self.set_current(paragraph.line.segment.id, word.start if word else 0)
            self.open_writer(word.start if word else 0, word.end if word else None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().toPoint())
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self.row_at(event.pos())
            if row >= 0:
                paragraph = self._paragraph(row)
                word = paragraph.word_at(event.pos(), self._row_rect(row).topLeft())
                QToolTip.showText(event.globalPos(), word_hint(paragraph.line, word), self.viewport())
            return True
        if event.type() == QEvent.Type.Leave and self._hovered >= 0:
            self._hovered = -1
            self.viewport().update()
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self.scrolled_by_hand.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.open_writer()
        else:
            super().keyPressEvent(event)

    def step(self, by: int) -> bool:
        """Make the next line (or the one before) the current one; False at the ends of the page."""
        row = self.current_row
        row = (row + by) if row is not None else 0
        if not 0 <= row < len(self._page.lines):
            return False
        self.set_current(self._page.lines[row].segment.id)
        self.show_row(row)
        return True
