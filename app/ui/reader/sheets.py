"""Where to go: the outline, a page number, another paper."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QWidget

from app.domain.entities import Document
from app.ui.services import OutlineItem
from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Field, Label
from app.ui.widgets.rows import Row, RowList
from app.ui.words import shelf_name


def contents_sheet(
    look: Look, parent: QWidget, outline: tuple[OutlineItem, ...], page_index: int, go: Callable[[int], None]
) -> Sheet:
    """The outline; a heading tapped is a page shown."""
    here = max((n for n, item in enumerate(outline) if item.page_index <= page_index), default=-1)
    rows = [
        Row(
            key=item.page_index,
            title=item.title,
            trailing=str(item.page_index + 1),
            indent=min(item.level - 1, 3),
            is_current=number == here,
        )
        for number, item in enumerate(outline)
    ]
    return list_sheet(look, parent, tr("Mục lục"), rows, go)


def papers_sheet(
    look: Look, parent: QWidget, documents: list[Document], choose: Callable[[UUID], None]
) -> Sheet:
    """Another paper to lay beside this one."""
    rows = [
        Row(key=doc.id, title=doc.title, detail=shelf_name(doc.kind), icon="file-text") for doc in documents
    ]
    return list_sheet(look, parent, tr("Chọn tài liệu thứ hai"), rows, choose)


def list_sheet(
    look: Look, parent: QWidget, title: str, rows: list[Row], choose: Callable[..., object]
) -> Sheet:
    """Rows to choose from; the sheet closes first."""
    sheet = Sheet(look, parent, title, fills=True)
    lines = RowList(look, title, is_framed=False)
    lines.set_rows(rows)

    def chosen(key: object) -> None:
        sheet.close_sheet()
        choose(key)

    lines.chosen.connect(chosen)
    sheet.content.addWidget(lines, 1)
    sheet.open_sheet()
    lines.setFocus()
    return sheet


def page_sheet(look: Look, parent: QWidget, page_index: int, count: int, go: Callable[[int], None]) -> Sheet:
    """Type a page number."""
    sheet = Sheet(look, parent, tr("Đến trang"))
    field = Field(tr("Số trang"), str(page_index + 1))
    field.setValidator(QIntValidator(1, 999_999, field))
    field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def chosen() -> None:
        if field.text():
            sheet.close_sheet()
            go(min(max(int(field.text()), 1), count) - 1)

    field.returnPressed.connect(chosen)
    sheet.content.addWidget(Label(tr("Nhập số trang, từ 1 đến {pages}", pages=count)))
    sheet.content.addWidget(field)
    sheet.content.addWidget(Button(look, tr("Mở trang này"), "check", "primary", chosen))
    sheet.open_sheet()
    field.setFocus()
    return sheet
