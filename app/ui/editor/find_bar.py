"""Find and replace: what to look for, how many there are, one or all written anew."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from app.ui.editor.finding import Query
from app.ui.theme.look import Look
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Field, Label, column, row

_TYPING_REST_MS = 200


class FindBar(Card):
    """`sought(Query)` while one types; the view answers with `show_count`."""

    sought = Signal(object)
    moved = Signal(int)
    replace_asked = Signal(str)
    replace_all_asked = Signal(str)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__("footer", margin_px=12, gap_px=8)
        self.field = Field(tr("Tìm trong lời ghi"), tr("Tìm, không cần gõ dấu"))
        self.by = Field(tr("Thay bằng"), tr("Thay bằng"))
        self._count = Label(tone="ink_soft", wraps=False)
        self._count.setMinimumWidth(round(110 * look.theme.scale))
        self._whole = self._option(look, tr("Cả từ"))
        self._exact = self._option(look, tr("Đúng dấu"))
        self._previous = self._icon(look, "caret-up", tr("Chỗ trước"), -1)
        self._next = self._icon(look, "caret-down", tr("Chỗ sau"), 1)
        close = Button(look, "", "x", on_click=self.close_bar)
        close.setAccessibleName(tr("Đóng tìm kiếm"))
        self._one = Button(look, tr("Thay"), on_click=lambda: self.replace_asked.emit(self.by.text()))
        self._all = Button(
            look, tr("Thay tất cả"), on_click=lambda: self.replace_all_asked.emit(self.by.text())
        )
        first = row(self.field, self._count, self._previous, self._next, close)
        second = row(self.by, self._one, self._all, self._whole, self._exact)
        first.setStretch(0, 1)
        second.setStretch(0, 1)
        self.column.addLayout(column(first, second))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_TYPING_REST_MS)
        self._rest.timeout.connect(self._seek)
        self.field.textChanged.connect(lambda _text: self._rest.start())
        self.field.returnPressed.connect(self._enter)
        self.show_count(-1, 0)
        self.hide()

    def _option(self, look: Look, word: str) -> Button:
        button = Button(look, word, on_click=self._seek)
        button.setCheckable(True)
        return button

    def _icon(self, look: Look, icon: str, name: str, by: int) -> Button:
        button = Button(look, "", icon, on_click=lambda: self.moved.emit(by))
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    @property
    def query(self) -> Query:
        return Query(self.field.text(), self._whole.isChecked(), self._exact.isChecked())

    def open_bar(self, text: str = "") -> None:
        self.show()
        if text:
            self.field.setText(text)
        self.field.selectAll()
        self.field.setFocus()
        self._seek()

    def close_bar(self) -> None:
        self._rest.stop()
        self.hide()
        self.closed.emit()

    def show_count(self, number: int, count: int) -> None:
        """`number`: which one the secretary stands at, from 0."""
        if not self.field.text().strip():
            words = ""
        elif count:
            words = tr("{number} / {count}", number=max(number, 0) + 1, count=count)
        else:
            words = tr("Không thấy")
        self._count.setText(words)
        for button in (self._previous, self._next, self._one, self._all):
            button.setEnabled(count > 0)

    def _enter(self) -> None:
        if self._rest.isActive():
            self._rest.stop()
            self._seek()
        else:
            self.moved.emit(1)

    def _seek(self) -> None:
        if self.isVisible():
            self.sought.emit(self.query)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
