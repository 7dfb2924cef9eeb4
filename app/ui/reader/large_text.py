"""The large-text view: a paper's text at any size, for eyes and screens that cannot read an A4 page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.search_query import SearchQuery
from app.ui.context import Context
from app.ui.reader.desk import MarkDesk
from app.ui.reader.large_text_area import LargeTextArea
from app.ui.reader.large_text_flow import FlowLoader
from app.ui.reader.large_text_marks import LargeMarking
from app.ui.reader.large_text_words import WordPlaces
from app.ui.reader.lazy import LazyPages
from app.ui.reader.selection import Words
from app.ui.reader.watermark import Watermark, watermark_text
from app.ui.services import OpenedDocument
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, IconLabel, Label, column, row
from app.ui.widgets.spoken import FocusRing

SIZES_PX = (18, 20, 22, 25, 28, 32, 36, 42, 48)


def first_size(chosen_px: int, text_scale: float) -> int:
    """What was chosen last on this device; before anything was, about one and a half times body text."""
    wanted = chosen_px or round(Type.BODY.px * 1.5 * text_scale)
    return min(SIZES_PX, key=lambda size: abs(size - wanted))


class LargeTextView(QWidget):
    """Shows a document that its caller closes. `page_changed(page_index)` as one reads on.

    `tapped`: on text, to show or hide bars. `page_view_asked(page_index)`: somebody wants to see the page
    as it is printed (a scan, a picture).
    """

    page_changed = Signal(int)
    tapped = Signal()
    page_view_asked = Signal(int)

    def __init__(self, context: Context, document_id: UUID, page_index: int = 0) -> None:
        super().__init__()
        self._context = context
        self._document_id = document_id
        self._start_page = page_index
        self._count = 0
        look, documents = context.look, context.session.documents
        self._loader = FlowLoader(document_id, documents, context.tasks)
        snapshot = context.session.congress.snapshot()
        watermark = Watermark(look, watermark_text(snapshot))
        self.area = LargeTextArea(look, self._loader, self._problem_words, watermark)
        known = snapshot.state.documents.get(document_id)
        title = known.title if known else tr("Tài liệu")
        self.area.setAccessibleName(tr("Chữ to: {title}", title=title))
        self.area.page_changed.connect(self.page_changed)
        self.area.tapped.connect(self._tap)
        self.marking: LargeMarking | None = None
        self.area.picture_tapped.connect(self.page_view_asked)
        FocusRing(look, self.area)
        self._empty = self._no_text_card(look)
        self._bar = self._size_bar(look)
        layout = column(self.area, self._empty, self._bar, gap_px=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._set_size(first_size(context.settings.reading_px, look.theme.scale))
        self._keys()
        self._show_text(documents.has_text(document_id))

    def _size_bar(self, look: Look) -> QFrame:
        bar = QFrame()
        bar.setProperty("kind", "footer")
        self._smaller = Button(look, tr("Chữ nhỏ hơn"), "minus", on_click=self.smaller)
        self._larger = Button(look, tr("Chữ to hơn"), "plus", on_click=self.larger)
        self._size = Label(kind=Type.BODY, tone="ink_soft", wraps=False)
        layout = row(1, self._smaller, self._size, self._larger, 1, gap_px=16)
        layout.setContentsMargins(24, 8, 24, 8)
        bar.setLayout(layout)
        return bar

    def _no_text_card(self, look: Look) -> Card:
        card = Card("plain", margin_px=40)
        head = row(
            IconLabel(look, "image", "ink_soft"),
            Label(tr("Tài liệu này là ảnh quét, không có chữ để phóng to."), Type.TITLE),
        )
        head.setStretch(1, 1)
        pages = self._to_pages = Button(look, tr("Xem trang in"), "file-text", "primary")
        pages.clicked.connect(lambda _checked=False: self.page_view_asked.emit(self.page_index))
        card.column.addStretch(1)
        card.column.addLayout(head)
        card.column.addWidget(
            Label(tr("Anh/chị xem trang in và phóng to bằng hai ngón tay."), tone="ink_soft")
        )
        card.column.addWidget(pages, 0, Qt.AlignmentFlag.AlignLeft)
        card.column.addStretch(2)
        return card

    def _keys(self) -> None:
        for keys, action in (("+", self.larger), ("=", self.larger), ("-", self.smaller)):
            shortcut = QShortcut(QKeySequence(keys), self, action)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _show_text(self, has_text: bool) -> None:
        self.area.setVisible(has_text)
        self._bar.setVisible(has_text)
        self._empty.setVisible(not has_text)
        self.setFocusProxy(self.area if has_text else self._to_pages)
        if has_text:
            documents, document_id = self._context.session.documents, self._document_id
            self._context.tasks.do(lambda _job: documents.open(document_id)).on_success(self._opened).run()

    def _opened(self, opened: OpenedDocument) -> None:
        self._count = len(opened.page_sizes_pt)
        self.area.show_pages(self._count, self._start_page)

    def _problem_words(self, error: Exception) -> str:
        return self._context.notices.messages.of(error).text

    def _tap(self, _point: QPointF) -> None:
        if self.marking is None:
            self.tapped.emit()

    # --- what the reader's screen does with it ---

    def take_marks(self, words: LazyPages[Words], desk: MarkDesk, sheets_over: Callable[[], QWidget]) -> None:
        """Show the marks of the printed page, and let new ones be made. `words`: the printed page's."""
        places = WordPlaces(self._context.tasks, self._loader, words)
        self.marking = LargeMarking(self._context, self.area, places, desk, sheets_over)
        self.marking.tapped.connect(self.tapped)
        self.marking.page_asked.connect(self.page_view_asked)

    @property
    def page_index(self) -> int:
        return self.area.page_index if self._count else self._start_page

    def go_to(self, page_index: int) -> None:
        """Put this page's first line at the top; before the paper is open, begin there."""
        self._start_page = page_index
        if self._count:
            self.area.go_to(page_index)

    def set_query(self, query: str) -> None:
        """Tint the words that this search finds; none for an empty one."""
        self.area.set_query(SearchQuery.parse(query))

    def show_hit(self, page_index: int, number: int) -> None:
        """Bring a place that the search found into view; before the paper is open, its page."""
        self._start_page = page_index
        self.area.show_hit(page_index, number)

    def larger(self) -> None:
        self._step(1)

    def smaller(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        number = min(max(SIZES_PX.index(self.area.size_px) + by, 0), len(SIZES_PX) - 1)
        self._set_size(SIZES_PX[number])
        self._context.keep_reading_px(SIZES_PX[number])

    def _set_size(self, size_px: int) -> None:
        self.area.set_size(size_px)
        self._size.setText(tr("Cỡ {size}", size=size_px))
        self._smaller.setEnabled(size_px > SIZES_PX[0])
        self._larger.setEnabled(size_px < SIZES_PX[-1])
