"""What will be signed, once more in words, before it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label, column


def open_sign_sheet(
    look: Look, parent: QWidget, title: str, lines: Sequence[str], on_sign: Callable[[], None]
) -> Sheet:
    """`title` is the congress's, `lines` what goes into its pack."""
    sheet = Sheet(look, parent, tr("Ký và lưu gói"))
    sheet.content.setSpacing(12)
    sheet.content.addWidget(Label(title, Type.STRONG))
    for line in lines:
        sheet.content.addWidget(Label(line))
    words = tr("Chữ ký cho mọi máy biết gói này đúng là của Đại hội và không bị đổi trên đường đi.")
    sheet.content.addWidget(Label(words, Type.SMALL, "ink_soft"))

    def sign() -> None:
        sheet.close_sheet()
        on_sign()

    buttons = column(
        Button(look, tr("Chọn nơi lưu rồi ký…"), "key", "primary", sign),
        Button(look, tr("Thôi"), "x", on_click=sheet.close_sheet),
        gap_px=12,
    )
    sheet.content.addLayout(buttons)
    sheet.open_sheet()
    return sheet
