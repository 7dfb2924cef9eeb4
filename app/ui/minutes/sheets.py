"""Filling in and correcting: who sits on the presidium, what one speech comes to, what was decided."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.entities import MinutesDetails
from app.ui.minutes.presenter import field_names
from app.ui.services import MinutesLine
from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Field, Label, column

_LISTS = ("presidium", "secretariat")


def _box(look: Look, name: str, text: str, lines: int) -> QPlainTextEdit:
    box = QPlainTextEdit(text)
    box.setAccessibleName(name)
    box.setTabChangesFocus(True)
    box.setMinimumHeight(round(lines * 30 * look.theme.scale) + 24)
    return box


class DetailsSheet(Sheet):
    """What the log does not say. Left empty, it stays a dotted line on the paper."""

    def __init__(
        self, look: Look, parent: QWidget, details: MinutesDetails, keep: Callable[[MinutesDetails], None]
    ) -> None:
        super().__init__(look, parent, tr("Thông tin biên bản"))
        self._details, self._keep = details, keep
        self._fields: dict[str, Field] = {}
        self._boxes: dict[str, QPlainTextEdit] = {}
        for name, words in field_names().items():
            self.content.addWidget(Label(words, Type.SMALL, "ink_soft"))
            value = getattr(details, name)
            if name in _LISTS:
                self._boxes[name] = _box(look, words, "\n".join(value), 4)
                self.content.addWidget(self._boxes[name])
            else:
                self._fields[name] = Field(words)
                self._fields[name].setText(value)
                self._fields[name].setMaxLength(200)
                self.content.addWidget(self._fields[name])
            self.content.addSpacing(4)
        self.content.addWidget(Button(look, tr("Lưu"), "check", "primary", self.save))

    def save(self) -> None:
        """Keep the form; empty lines and blanks around names are left out."""
        changes: dict[str, object] = {name: field.text().strip() for name, field in self._fields.items()}
        for name, box in self._boxes.items():
            lines = (" ".join(line.split()) for line in box.toPlainText().splitlines())
            changes[name] = tuple(line[:200] for line in lines if line)[:100]
        self.close_sheet()
        self._keep(MinutesDetails.model_validate({**self._details.model_dump(), **changes}))


class TextSheet(Sheet):
    """One text to write; what it is made from stands below, to look at while writing."""

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        title: str,
        text: str,
        keep: Callable[[str], None],
        *,
        source: str = "",
        reset: str = "",
    ) -> None:
        """`reset`: the word of the button that keeps an empty text; none without it."""
        super().__init__(look, parent, title)
        self._keep = keep
        self._box = _box(look, title, text, 7)
        self.content.addWidget(self._box)
        self.content.addWidget(Button(look, tr("Lưu"), "check", "primary", self.save))
        if reset:
            self.content.addWidget(Button(look, reset, "arrow-counter-clockwise", on_click=self._reset))
        if source:
            self.content.addSpacing(8)
            self.content.addWidget(Label(tr("Toàn văn đã ghi"), Type.STRONG))
            self.content.addWidget(Label(source))

    def open_sheet(self) -> None:
        super().open_sheet()
        self._box.setFocus()

    def save(self) -> None:
        text = self._box.toPlainText().strip()
        self.close_sheet()
        self._keep(text)

    def _reset(self) -> None:
        self.close_sheet()
        self._keep("")


def summary_sheet(
    look: Look, parent: QWidget, line: MinutesLine, keep: Callable[[UUID, str], None]
) -> TextSheet:
    """What the minutes say of one speech."""
    anchor_id = line.anchor_id
    assert anchor_id is not None
    sheet = TextSheet(
        look,
        parent,
        tr("Tóm tắt phát biểu"),
        line.text,
        lambda text: keep(anchor_id, text),
        source=line.full_text,
        reset="" if line.is_proposed else tr("Lấy lại đề xuất của máy"),
    )
    sheet.open_sheet()
    return sheet


class ReturnSheet(Sheet):
    """Why the presidium wants something changed."""

    def __init__(self, look: Look, parent: QWidget, give: Callable[[str], None]) -> None:
        super().__init__(look, parent, tr("Trả lại để sửa"))
        self._give = give
        self._reason = _box(look, tr("Cần sửa gì"), "", 4)
        self._reason.textChanged.connect(self._show)
        self._button = Button(look, tr("Gửi trả"), "arrow-u-up-left", "primary", self.give)
        self.content.addLayout(
            column(Label(tr("Cần sửa gì"), Type.SMALL, "ink_soft"), self._reason, self._button)
        )
        self._show()

    def _show(self) -> None:
        self._button.setEnabled(bool(self._reason.toPlainText().strip()))

    def give(self) -> None:
        reason = self._reason.toPlainText().strip()
        self.close_sheet()
        self._give(reason)
