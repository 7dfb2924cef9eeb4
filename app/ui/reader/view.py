"""The reader: the page and nothing else; one tap shows the bars."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame

from app.domain.errors import NghisuError
from app.ui.context import Context, Screen
from app.ui.reader.canvas import PageCanvas
from app.ui.reader.pages import PageLoader, Tint
from app.ui.services import OpenedDocument, ReadingPlace
from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Field, IconLabel, Label, column, row
from app.ui.widgets.rows import Row, RowList

_ZOOM_STEP = 1.25
_ROOMY_SCALE = 1.3


class _TopBar(QFrame):
    """Way back, title, contents."""

    def __init__(
        self, look: Look, title: str, back: Callable[[], None], contents: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._title = Label(title, Type.STRONG)
        self._title.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.contents = Button(look, tr("Mục lục"), "list-bullets", on_click=contents)
        layout = row(
            Button(look, tr("Quay lại"), "arrow-left", on_click=back), self._title, self.contents, gap_px=16
        )
        layout.setStretch(1, 1)
        layout.setContentsMargins(24, 8, 24, 8)
        self.setLayout(layout)


class _BottomBar(QFrame):
    """Page number, zoom, fit."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("kind", "footer")
        is_roomy = look.theme.scale <= _ROOMY_SCALE
        self.previous = Button(look, tr("Trang trước"), "caret-up")
        self.page = Button(look, "", "")
        self.page.setMinimumWidth(round(150 * look.theme.scale))
        self.next = Button(look, tr("Trang sau"), "caret-down")
        self.smaller = Button(look, tr("Nhỏ"), "magnifying-glass-minus")
        self.fit = Button(look, tr("Vừa bề ngang"), "arrows-out-line-horizontal")
        self.larger = Button(look, tr("To"), "magnifying-glass-plus")
        # With very large text there is no room for all; finger, strip and number turn pages as well.
        turning = (self.previous, self.page, self.next) if is_roomy else (self.page,)
        layout = row(*turning, 1, self.smaller, self.fit, self.larger)
        layout.setContentsMargins(24, 8, 24, 8)
        self.setLayout(layout)

    def show_page(self, page_index: int, count: int) -> None:
        self.page.setText(f"{page_index + 1} / {count}")
        self.page.setAccessibleName(
            tr("Trang {page} trên {pages}, chọn trang", page=page_index + 1, pages=count)
        )
        self.previous.setEnabled(page_index > 0)
        self.next.setEnabled(page_index < count - 1)


class ReaderScreen(Screen):
    """Opens a document in the background and returns to where it was left."""

    has_header = False

    def __init__(self, context: Context, document_id: UUID, page_index: int | None = None) -> None:
        super().__init__(context)
        self._reader = context
        self._document_id = document_id
        self._start_page = page_index
        self._opened: OpenedDocument | None = None
        look, documents = context.look, context.session.documents
        known = context.session.congress.snapshot().state.documents.get(document_id)
        self._title = known.title if known else tr("Tài liệu")
        tint = Tint(look.theme.palette.paper_tint, look.theme.is_dark)
        self._loader = PageLoader(document_id, documents, context.tasks, tint)
        self.canvas = PageCanvas(look, self._loader, self._page_problem)
        self.canvas.setAccessibleName(self._title)
        self._top = _TopBar(look, self._title, context.back, self.open_contents)
        self._bottom = _BottomBar(look)
        self._state = self._state_card(look)
        self._column = column(self._top, self._state, self.canvas, self._bottom, gap_px=0)
        self._column.setStretch(2, 1)
        self.setLayout(self._column)
        self.setFocusProxy(self.canvas)
        self._connect()
        self._open()

    def _state_card(self, look: Look) -> Card:
        card = Card("plain", margin_px=40)
        self._state_icon = IconLabel(look, "hourglass")
        self._state_what = Label(tr("Đang mở tài liệu…"), Type.TITLE)
        self._state_fix = Label(tone="ink_soft")
        self._retry = Button(look, tr("Thử lại"), "arrow-clockwise", "primary", self._open)
        card.column.addStretch(1)
        head = row(self._state_icon, self._state_what, gap_px=12)
        head.setStretch(1, 1)
        card.column.addLayout(head)
        card.column.addWidget(self._state_fix)
        card.column.addSpacing(8)
        card.column.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignLeft)
        card.column.addStretch(2)
        return card

    def _connect(self) -> None:
        canvas, bottom = self.canvas, self._bottom
        canvas.page_changed.connect(self._show_page)
        canvas.tapped.connect(self.toggle_bars)
        bottom.previous.clicked.connect(lambda _checked=False: canvas.go_to(canvas.page_index - 1))
        bottom.next.clicked.connect(lambda _checked=False: canvas.go_to(canvas.page_index + 1))
        bottom.page.clicked.connect(lambda _checked=False: self.open_page_chooser())
        bottom.smaller.clicked.connect(lambda _checked=False: canvas.set_zoom(canvas.zoom / _ZOOM_STEP))
        bottom.larger.clicked.connect(lambda _checked=False: canvas.set_zoom(canvas.zoom * _ZOOM_STEP))
        bottom.fit.clicked.connect(lambda _checked=False: canvas.set_zoom(1.0))
        for keys, action in (
            ("Ctrl++", bottom.larger.click),
            ("Ctrl+-", bottom.smaller.click),
            ("Ctrl+0", bottom.fit.click),
            ("Ctrl+G", self.open_page_chooser),
            ("Escape", self._reader.back),
        ):
            QShortcut(QKeySequence(keys), self, action)

    # --- opening ---

    def _open(self) -> None:
        self._show_state("hourglass", tr("Đang mở tài liệu…"), "", can_retry=False)
        documents, document_id = self._reader.session.documents, self._document_id
        work = self._reader.tasks.do(lambda _job: documents.open(document_id))
        work.on_success(self._show_document).on_failure(self._show_failure).run()

    def _show_state(self, icon: str, what: str, fix: str, *, can_retry: bool) -> None:
        self._state_icon.show_icon(icon, "accent_text" if can_retry else "ink_soft")
        self._state_what.setText(what)
        self._state_fix.set_text(fix)
        self._retry.setVisible(can_retry)
        self._state.show()
        self.canvas.hide()
        self._bottom.hide()
        self._top.contents.hide()

    def _show_failure(self, error: Exception) -> None:
        words = self._reader.notices.messages.of(error)
        self._show_state("warning", words.what, words.fix, can_retry=True)

    def _show_document(self, opened: OpenedDocument) -> None:
        self._opened = opened
        self._state.hide()
        self.canvas.show()
        self._bottom.show()
        self._top.contents.setVisible(bool(opened.outline))
        self._column.activate()
        self.canvas.show_document(opened.page_sizes_pt)
        self._show_page(self.canvas.page_index)
        place = next(
            (p for p in self._reader.session.documents.places() if p.document_id == self._document_id), None
        )
        if self._start_page is not None:
            self.canvas.go_to(self._start_page)
        elif place is not None:
            self.canvas.go_to(place.page_index, place.offset)
        self.canvas.setFocus()

    def _page_problem(self, error: Exception) -> str:
        words = self._reader.notices.messages.of(error)
        retry = tr("Chạm vào trang để thử lại.")
        return f"{words.text}\n{retry}" if isinstance(error, NghisuError) else f"{words.what}\n{retry}"

    # --- bars ---

    def toggle_bars(self) -> None:
        shown = self._top.isVisible()
        self._top.setVisible(not shown)
        self._bottom.setVisible(not shown and self._opened is not None)

    def _show_page(self, page_index: int) -> None:
        if self._opened:
            self._bottom.show_page(page_index, len(self._opened.page_sizes_pt))

    def open_contents(self) -> Sheet:
        """The outline; a heading tapped is a page shown."""
        sheet = Sheet(self._reader.look, self, tr("Mục lục"), fills=True)
        headings = RowList(self._reader.look, tr("Mục lục"), is_framed=False)
        outline = self._opened.outline if self._opened else ()
        here = max(
            (n for n, item in enumerate(outline) if item.page_index <= self.canvas.page_index), default=-1
        )
        headings.set_rows(
            [
                Row(
                    key=item.page_index,
                    title=item.title,
                    trailing=str(item.page_index + 1),
                    indent=min(item.level - 1, 3),
                    is_current=number == here,
                )
                for number, item in enumerate(outline)
            ]
        )
        headings.chosen.connect(lambda page: self._go_and_close(sheet, page))
        sheet.content.addWidget(headings, 1)
        sheet.open_sheet()
        return sheet

    def open_page_chooser(self) -> Sheet:
        """Type a page number."""
        sheet = Sheet(self._reader.look, self, tr("Đến trang"))
        count = len(self._opened.page_sizes_pt) if self._opened else 1
        field = Field(tr("Số trang"), str(self.canvas.page_index + 1))
        field.setValidator(QIntValidator(1, 999_999, field))
        field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

        def go() -> None:
            if field.text():
                self._go_and_close(sheet, min(max(int(field.text()), 1), count) - 1)

        field.returnPressed.connect(go)
        sheet.content.addWidget(Label(tr("Nhập số trang, từ 1 đến {pages}", pages=count)))
        sheet.content.addWidget(field)
        sheet.content.addWidget(Button(self._reader.look, tr("Mở trang này"), "check", "primary", go))
        sheet.open_sheet()
        field.setFocus()
        return sheet

    def _go_and_close(self, sheet: Sheet, page_index: int) -> None:
        sheet.close_sheet()
        self.canvas.go_to(page_index)
        self.canvas.setFocus()

    def dispose(self) -> None:
        documents = self._reader.session.documents
        opened, document_id = self._opened, self._document_id
        page, offset = self.canvas.place()
        super().dispose()
        if opened is not None:
            place = ReadingPlace(document_id, page, offset, self._reader.clock.now_utc_ms())
            # After `super().dispose()` on purpose: this last task must outlive the screen.
            self._reader.after_leaving(lambda: documents.remember_place(place))
        documents.close(document_id)
