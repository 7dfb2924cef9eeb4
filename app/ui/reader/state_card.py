"""In place of the pages: opening, failed, called back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, IconLabel, Label, row
from app.ui.widgets.spoken import announce


class StateCard(Card):
    """What is the matter, and a way out of it where there is one."""

    def __init__(self, look: Look, retry: Callable[[], object]) -> None:
        super().__init__("plain", margin_px=40)
        self._icon = IconLabel(look, "hourglass")
        self._what = Label(kind=Type.TITLE)
        self._fix = Label(tone="ink_soft")
        self._retry = Button(look, tr("Thử lại"), "arrow-clockwise", "primary", retry)
        self.column.addStretch(1)
        head = row(self._icon, self._what, gap_px=12)
        head.setStretch(1, 1)
        self.column.addLayout(head)
        self.column.addWidget(self._fix)
        self.column.addSpacing(8)
        self.column.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(2)

    def show_state(self, icon: str, what: str, fix: str = "", *, can_retry: bool = False) -> None:
        self._icon.show_icon(icon, "accent_text" if can_retry else "ink_soft")
        self._what.setText(what)
        self._fix.set_text(fix)
        self._retry.setVisible(can_retry)
        self.show()
        announce(self, f"{what} {fix}".strip())
