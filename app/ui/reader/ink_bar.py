"""What one needs while drawing by hand: colours, back, again, done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from app.ui.reader.popup import ColorRow
from app.ui.services import MarkColor
from app.ui.theme.look import Look
from app.ui.translation import tr
from app.ui.widgets.basics import Button, row


class InkBar(QFrame):
    """Takes the bottom bar's place in ink mode."""

    def __init__(
        self,
        look: Look,
        *,
        choose_color: Callable[[MarkColor], None],
        undo: Callable[[], object],
        redo: Callable[[], object],
        done: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setProperty("kind", "footer")
        colors = ColorRow(look, MarkColor.YELLOW, has_words=False)
        colors.chosen.connect(choose_color)
        self.undo = Button(look, tr("Hoàn tác"), "arrow-counter-clockwise", on_click=undo)
        self.redo = Button(look, tr("Làm lại"), "arrow-clockwise", on_click=redo)
        finish = Button(look, tr("Vẽ xong"), "check", "primary", done)
        layout = row(colors, 1, self.undo, self.redo, finish, gap_px=12)
        layout.setContentsMargins(24, 8, 24, 8)
        self.setLayout(layout)
