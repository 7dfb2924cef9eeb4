"""One paper on screen: its pages or its large text, strip, marks, search; how it is opened and left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.documents.pages import Tint
from app.domain.errors import NghisuError
from app.ui.context import Context
from app.ui.reader.bars import NewsBar
from app.ui.reader.canvas import PageCanvas
from app.ui.reader.find import Finder
from app.ui.reader.hands import Hands
from app.ui.reader.history import JumpHistory, Place
from app.ui.reader.large_text import LargeTextView
from app.ui.reader.layout import turned_sizes
from app.ui.reader.marker import Marker
from app.ui.reader.overlay import HitLayer
from app.ui.reader.pages import PageLoader
from app.ui.reader.paper import PagePainter
from app.ui.reader.receipts import ReadPages, read_pages
from app.ui.reader.state_card import StateCard
from app.ui.reader.strip import PageStrip
from app.ui.reader.watermark import Watermark, watermark_text
from app.ui.services import Box, OpenedDocument, ReadingPlace, Snapshot
from app.ui.translation import tr
from app.ui.widgets.basics import column, row
from app.ui.widgets.spoken import FocusRing
from app.ui.words import clock_time

_LINE_PX = 4


def left_at(document_id: UUID) -> str:
    """The key of a paper's place in what screens keep for their next visit."""
    return f"reader: {document_id}"


class ReaderPane(QWidget):
    """Opens its paper in the background and returns to where it was left.

    `shown`: the paper is there. `withdrawn`: it was called back. `changed`: something that the bars show is
    otherwise now. `touched`: the reader turned to this paper.
    """

    changed = Signal()
    shown = Signal()
    withdrawn = Signal()
    touched = Signal()
    tapped = Signal()
    page_changed = Signal(int)
    moved_by_hand = Signal()

    def __init__(
        self,
        context: Context,
        document_id: UUID,
        sheets_over: Callable[[], QWidget],
        page: int | None = None,
        history: JumpHistory | None = None,
    ) -> None:
        super().__init__()
        self._context, self.document_id, self._start_page = context, document_id, page
        self._sheets_over = sheets_over
        look, documents = context.look, context.session.documents
        snapshot = context.session.congress.snapshot()
        known = snapshot.state.documents.get(document_id)
        self.title = known.title if known else tr("Tài liệu")
        self._sha256 = known.sha256 if known else ""
        self.opened: OpenedDocument | None = None
        self.is_withdrawn = False
        self._is_reopened = self._is_large_next = False
        self.history = history or JumpHistory()
        self.large: LargeTextView | None = None
        tint = Tint(int(look.theme.palette.paper_tint.removeprefix("#"), 16), look.theme.is_dark)
        self.loader = PageLoader(document_id, documents, context.tasks, tint)
        painter = PagePainter(
            look, self.loader, self._page_problem, Watermark(look, watermark_text(snapshot))
        )
        self.canvas = PageCanvas(look, self.loader, painter)
        self.canvas.setAccessibleName(self.title)
        Hands(self.canvas)
        FocusRing(look, self.canvas)
        self.finder = Finder(context, document_id)
        self._hits = HitLayer(look, self.finder.hits_on)
        painter.layers.append(self._hits.paint)
        self.marker = Marker(context, document_id, self.canvas, painter, sheets_over)
        self.strip = PageStrip(look, self.loader, self)
        self.state = StateCard(look, self.open)
        self.news = NewsBar(look)
        self._pages = row(self.canvas, self.strip, gap_px=0)
        self._pages.setStretch(0, 1)
        self._active_line = QFrame()
        self._active_line.setProperty("kind", "accent-bar")
        self._active_line.setFixedHeight(_LINE_PX)
        self._active_line.hide()
        self._column = column(self._active_line, self.news, self.state, self._pages, gap_px=0)
        self._column.setStretch(2, 1)
        self._column.setStretch(3, 1)
        self.setLayout(self._column)
        self.setFocusProxy(self.canvas)
        self._receipts = ReadPages(context.clock, self._looked_at, self._tell_read, self)
        self._connect()

    def _connect(self) -> None:
        canvas, strip = self.canvas, self.strip
        canvas.page_changed.connect(self._show_page)
        canvas.moved_by_hand.connect(self.moved_by_hand)
        canvas.touches.pressed.connect(lambda _point, _tool: self.touched.emit())
        canvas.installEventFilter(self)
        strip.flown.connect(canvas.fly_to)
        strip.flown.connect(lambda _page: self.touched.emit())
        self.marker.tapped.connect(self.tapped)
        self.marker.changed.connect(self.changed)
        self.finder.shown.connect(self._show_found)
        self.finder.marks_changed.connect(self._show_hits)

    def show_active(self, is_active: bool) -> None:
        """Beside another paper: whether the bars speak of this one."""
        self._active_line.setVisible(is_active)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.touched.emit()  # whoever comes by key means this paper as well
        return False

    # --- opening and leaving ---

    def open(self) -> None:
        self._hide_pages()
        self.state.show_state("hourglass", tr("Đang mở tài liệu…"))
        documents, document_id = self._context.session.documents, self.document_id
        work = self._context.tasks.do(lambda _job: documents.open(document_id))
        work.on_success(self._show_document).on_failure(self._show_failure).run()

    def _hide_pages(self) -> None:
        self.opened = None
        self._drop_large()
        for part in (self.canvas, self.strip):
            part.hide()
            part.show_document(())  # else a change of its size would ask for pages that are gone
        self.changed.emit()

    def _show_failure(self, error: Exception) -> None:
        words = self._context.notices.messages.of(error)
        self.state.show_state("warning", words.what, words.fix, can_retry=True)

    def _show_document(self, opened: OpenedDocument) -> None:
        self.opened = opened
        self.state.hide()
        self.canvas.show()
        self.strip.show()
        self._column.activate()
        self.canvas.show_document(opened.page_sizes_pt)
        self.strip.show_document(opened.page_sizes_pt)
        self._go_to_start()
        state = self._context.session.congress.snapshot().state
        if state.replaced_version(self.document_id) is not None:
            self.marker.desk.place_now()
        (self.large or self.canvas).setFocus()
        self.shown.emit()
        self.changed.emit()

    def _go_to_start(self) -> None:
        last = self._last_place()
        if last is not None and not self._is_reopened:
            self.canvas.take_up(last.view)
            self._show_turned()
        if self._start_page is not None:
            self.canvas.go_to(self._start_page)
        elif last is not None:
            self.canvas.go_to(last.page_index, last.offset)
            self._is_large_next = last.view.is_large
        self._show_page(self.canvas.page_index)
        if self._is_large_next:
            self._is_large_next = False
            self.set_large(True)
        self.finder.show_again()

    def _last_place(self) -> ReadingPlace | None:
        """The one just left, even where the store has not been told of it yet."""
        left: ReadingPlace | None = self._context.kept.get(left_at(self.document_id))
        places = (left, *self._context.session.documents.places())
        return next((place for place in places if place and place.document_id == self.document_id), None)

    def leave(self) -> None:
        """Remember the place and what was read; let go of the paper. After the context has been closed this
        still reaches the store."""
        documents, document_id = self._context.session.documents, self.document_id
        self.marker.leave()
        if self.opened is not None and not self.is_withdrawn:
            page, offset = self.place()
            view = replace(self.canvas.view_kept(), is_large=self.large is not None)
            place = ReadingPlace(document_id, page, offset, self._context.clock.now_utc_ms(), view)
            self._context.kept[left_at(document_id)] = place
            self._context.after_leaving(lambda: documents.remember_place(place))
            self._receipts.tick()
            self._tell_read(self._receipts.take())
        self.opened = None
        self.loader.clear()
        documents.close(document_id)

    def _tell_read(self, pages: frozenset[int]) -> None:
        documents, document_id = self._context.session.documents, self.document_id
        settings = self._context.session.congress.snapshot().state.settings
        if pages and settings.read_receipts:
            self._context.after_leaving(lambda: documents.note_read(document_id, pages))

    def _looked_at(self) -> frozenset[int]:
        if self.opened is None or not self.isVisible():
            return frozenset()
        if self.large is not None:
            return frozenset({self.large.page_index})
        return read_pages(self.canvas.views(), *self.canvas.viewport().size().toTuple())

    # --- the paper changes while it is open ---

    def heard(self, snapshot: Snapshot) -> None:
        """Something happened in the congress."""
        state = snapshot.state
        if self.document_id in state.withdrawn:
            self._withdraw(clock_time(state.withdrawn[self.document_id].at_utc_ms))
            return
        known = state.documents.get(self.document_id)
        if known is None or self.is_withdrawn or known.sha256 == self._sha256:
            return
        versions = state.document_versions.get(self.document_id, ())
        time = clock_time(versions[-1].published_at_utc_ms) if versions else ""
        words = tr("Tài liệu đã được thay lúc {time}.", time=time)
        documents = self._context.session.documents
        actions = []
        if documents.is_here(self.document_id):
            actions.append((tr("Mở bản mới"), "arrow-clockwise", self._reopen))
        else:
            words = f"{words} {tr('Bản mới đang được tải về.')}"
        if documents.can_compare(self.document_id):
            actions.append((tr("Xem chỗ khác"), "columns", self.open_comparison))
        self.news.show_news(words, *actions)

    def open_comparison(self) -> None:
        self._context.go("compare", document_id=self.document_id)

    def _reopen(self) -> None:
        """The new version, at the page where the old one was read."""
        known = self._context.session.congress.snapshot().state.documents[self.document_id]
        self._sha256, self._start_page = known.sha256, self.page_index
        self._is_reopened, self._is_large_next = True, self.large is not None
        self.title = known.title
        self.news.hide()
        self._forget_pages()
        self._context.session.documents.close(self.document_id)
        self.open()

    def _withdraw(self, time: str) -> None:
        if self.is_withdrawn:
            return
        self.is_withdrawn = True
        self.news.hide()
        self._hide_pages()
        self._forget_pages()
        self.state.show_state(
            "lock",
            tr("Tài liệu này đã được thu hồi lúc {time}.", time=time),
            tr("Ban tổ chức đã gọi tài liệu về; máy này không còn giữ nó."),
        )
        self._context.session.documents.close(self.document_id)
        self.withdrawn.emit()

    def _forget_pages(self) -> None:
        self.marker.escape()
        self.finder.clear()
        self.marker.words.forget()
        self.loader.clear()

    # --- where one is ---

    @property
    def page_index(self) -> int:
        return self.large.page_index if self.large is not None else self.canvas.page_index

    @property
    def page_count(self) -> int:
        return len(self.opened.page_sizes_pt) if self.opened else 0

    def place(self) -> Place:
        return (self.large.page_index, 0.0) if self.large is not None else self.canvas.place()

    def show_place(self, page: int, offset: float = 0.0) -> None:
        if self.large is not None:
            self.large.go_to(page)
        self.canvas.go_to(page, offset)

    def jump(self, page: int) -> None:
        """Go to a page from afar; "back" returns."""
        self.history.left(self.place())
        self.moved_by_hand.emit()
        self.show_place(page)
        self.changed.emit()

    def follow_to(self, page: int) -> None:
        """Where the presenter is; nothing moves while that page is being read already."""
        if self.opened is None:
            self._start_page = page
        elif page != self.page_index:
            self.show_place(page)

    def turn_page(self, by: int) -> None:
        if self.large is not None:
            self.moved_by_hand.emit()
            self.large.go_to(min(max(self.large.page_index + by, 0), self.page_count - 1))
        else:
            self.canvas.turn_page(by)

    def turn(self) -> None:
        """A quarter turn clockwise."""
        if self.opened is not None:
            self.canvas.turn()
            self._show_turned()

    def _show_turned(self) -> None:
        if self.opened is not None:
            turns = self.canvas.view_kept().turns
            self.strip.show_document(turned_sizes(self.opened.page_sizes_pt, turns))

    def go_back(self) -> None:
        self._go_through(self.history.back(self.place()))

    def go_forward(self) -> None:
        self._go_through(self.history.forward(self.place()))

    def _go_through(self, place: Place | None) -> None:
        if place is not None:
            self.moved_by_hand.emit()
            self.show_place(*place)
            self.changed.emit()

    def _show_page(self, page: int) -> None:
        if self.large is None:
            self.strip.show_page(page)
            self.page_changed.emit(page)

    # --- large text ---

    def set_large(self, is_large: bool) -> None:
        """Swap the pages for their text set large, and back, at the same page."""
        if is_large == (self.large is not None):
            return
        page = self.page_index
        if self.large is not None:
            self._drop_large()
            self.canvas.show()
            self.strip.show()
            self.canvas.go_to(page)
            self.canvas.setFocus()
        else:
            self.marker.set_ink(False)
            self.large = self._make_large(page)
            self.canvas.hide()
            self.strip.hide()
            self._pages.insertWidget(0, self.large, 1)
            self.large.show()
            self.large.setFocus()
        self.changed.emit()

    def let_go(self) -> bool:
        """Let go of the selection; whether there was one."""
        marking = self.large.marking if self.large is not None else self.marker
        return marking is not None and marking.escape()

    def _drop_large(self) -> None:
        if self.large is not None:
            old, self.large = self.large, None
            self._pages.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _make_large(self, page: int) -> LargeTextView:
        large = LargeTextView(self._context, self.document_id, page)
        large.page_changed.connect(self._show_large_page)
        large.tapped.connect(self.tapped)
        large.page_view_asked.connect(self._leave_large)
        large.area.installEventFilter(self)
        large.take_marks(self.marker.words, self.marker.desk, self._sheets_over)
        large.set_query(self.finder.query)
        if self.finder.current is not None and self.finder.current[0] == page:
            large.show_hit(*self.finder.current)
        return large

    def _show_large_page(self, page: int) -> None:
        self.page_changed.emit(page)
        self.touched.emit()

    def _leave_large(self, page: int) -> None:
        self.set_large(False)
        self.canvas.go_to(page)

    # --- search ---

    def _show_found(self, page: int, box: Box | None) -> None:
        if self.opened is None:
            return  # told again when the pages are there
        if not self.history.can_go_back or abs(page - self.page_index) > 1:
            self.history.left(self.place())
        self.moved_by_hand.emit()
        if self.large is not None:
            self.large.show_hit(page, self.finder.current[1] if self.finder.current else 0)
        elif box is None:
            if page not in self.canvas.visible():
                self.canvas.go_to(page)
        else:
            self.canvas.show_spot(page, box.x0, box.y0)
        self.changed.emit()

    def _show_hits(self) -> None:
        self._hits.current = self.finder.current
        self.canvas.viewport().update()
        if self.large is not None:
            self.large.set_query(self.finder.query)

    def _page_problem(self, error: Exception) -> str:
        words = self._context.notices.messages.of(error)
        retry = tr("Chạm vào trang để thử lại.")
        return f"{words.text}\n{retry}" if isinstance(error, NghisuError) else f"{words.what}\n{retry}"
