"""Writing a note, and what can be done with a mark that is there: colour, note, sharing, removing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.entities import Sharing
from app.ui.reader.desk import MarkDesk
from app.ui.reader.popup import ColorRow
from app.ui.reader.sheets import list_sheet
from app.ui.services import Mark, MarkColor, MarkKind
from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label
from app.ui.widgets.rows import Row

_NOTE_HEIGHT_PX = 180
_QUOTE_LETTERS = 160


def kind_name(kind: MarkKind) -> str:
    return {
        MarkKind.HIGHLIGHT: tr("Chỗ tô màu"),
        MarkKind.UNDERLINE: tr("Chỗ gạch chân"),
        MarkKind.INK: tr("Nét vẽ tay"),
        MarkKind.NOTE: tr("Ghi chú"),
        MarkKind.BOOKMARK: tr("Trang đánh dấu"),
    }[kind]


def _quote(text: str) -> str:
    cut = text if len(text) <= _QUOTE_LETTERS else text[:_QUOTE_LETTERS].rsplit(" ", 1)[0] + "…"
    return f"“{cut}”"


def _note_field(text: str = "") -> QPlainTextEdit:
    field = QPlainTextEdit(text)
    field.setAccessibleName(tr("Nội dung ghi chú"))
    field.setPlaceholderText(tr("Viết ghi chú…"))
    field.setMinimumHeight(_NOTE_HEIGHT_PX)
    field.setTabChangesFocus(True)
    return field


def note_sheet(look: Look, parent: QWidget, quote: str, save: Callable[[str], None]) -> Sheet:
    """Write a new note; `save` gets its text."""
    sheet = Sheet(look, parent, tr("Ghi chú"))
    field = _note_field()

    def keep() -> None:
        sheet.close_sheet()
        if text := field.toPlainText().strip():
            save(text)

    if quote:
        sheet.content.addWidget(Label(_quote(quote), tone="ink_soft"))
    sheet.content.addWidget(field)
    sheet.content.addWidget(Button(look, tr("Lưu ghi chú"), "check", "primary", keep))
    sheet.open_sheet()
    field.setFocus()
    return sheet


def marks_sheet(look: Look, parent: QWidget, marks: list[Mark], choose: Callable[[Mark], object]) -> Sheet:
    """The marks of a page, for whoever cannot tap them; the one chosen is opened."""
    named = ((mark, kind_name(mark.kind)) for mark in marks)
    rows = [Row(mark, mark.quote or mark.note or name, name) for mark, name in named]
    return list_sheet(look, parent, tr("Ghi chú ở trang này"), rows, choose)


class MarkSheet(Sheet):
    """One mark. What is one's own can be changed; what others share can be read."""

    def __init__(self, look: Look, parent: QWidget, desk: MarkDesk, mark: Mark, owner_name: str) -> None:
        super().__init__(look, parent, kind_name(mark.kind))
        self._look, self._desk, self._mark = look, desk, mark
        if mark.quote:
            self.content.addWidget(Label(_quote(mark.quote), tone="ink_soft"))
        if mark.has_moved:
            moved = tr("Tài liệu đã được thay; ghi chú này đã chuyển theo chữ. Anh/chị xem lại chỗ.")
            self.content.addWidget(Label(moved, Type.SMALL, "unsure"))
        if mark.is_mine:
            self._build_own()
        else:
            self.content.addWidget(Label(tr("Của {name}", name=owner_name), Type.STRONG))
            if mark.note:
                self.content.addWidget(Label(mark.note))

    def _build_own(self) -> None:
        look, mark = self._look, self._mark
        if mark.kind is not MarkKind.BOOKMARK:
            colors = ColorRow(look, mark.color, has_words=True)
            colors.chosen.connect(self._recolor)
            self.content.addWidget(colors)
            self._note = _note_field(mark.note)
            self.content.addWidget(self._note)
            self.content.addWidget(Button(look, tr("Lưu ghi chú"), "check", "primary", self._keep_note))
            self.content.addSpacing(8)
            self.content.addWidget(self._share_button())
            share = tr("Khi bật, mọi đại biểu trong đoàn của anh/chị thấy chỗ này cùng tên anh/chị.")
            self.content.addWidget(Label(share, Type.SMALL, "ink_soft"))
            self.content.addSpacing(8)
        self.content.addWidget(Button(look, tr("Xóa"), "trash", on_click=self._remove))

    def _share_button(self) -> Button:
        is_shared = self._mark.sharing is Sharing.DELEGATION
        words = tr("Đang chia sẻ với đoàn") if is_shared else tr("Chia sẻ với đoàn")
        share = Button(self._look, words, "users", on_click=self._share)
        share.setCheckable(True)
        share.setChecked(is_shared)
        return share

    def _recolor(self, color: MarkColor) -> None:
        self._desk.change(self._mark, color=color)
        self.close_sheet()

    def _keep_note(self) -> None:
        text = self._note.toPlainText().strip()
        if text != self._mark.note:
            self._desk.change(self._mark, note=text)
        self.close_sheet()

    def _share(self) -> None:
        is_shared = self._mark.sharing is Sharing.DELEGATION
        self._desk.change(self._mark, sharing=Sharing.PRIVATE if is_shared else Sharing.DELEGATION)
        self.close_sheet()

    def _remove(self) -> None:
        self._desk.remove(self._mark)
        self.close_sheet()
