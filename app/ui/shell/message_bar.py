"""Where notices appear: a bar at the bottom, one at a time, never a box in the way."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.notices import Notice, NoticeKind
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, IconLabel, Label, column, row
from app.ui.widgets.spoken import announce

_DONE_STAYS_MS = 5_000


class MessageBar(QWidget):
    """Shows notices in the order they came. A problem stays until it has been read."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._waiting: deque[Notice] = deque()
        self._shown: Notice | None = None
        self._icon = IconLabel(look, "info")
        self._what = Label(kind=Type.STRONG)
        self._fix = Label(kind=Type.BODY)
        self._action = Button(look, "", on_click=self._act)
        self._close = Button(look, tr("Đã hiểu"), on_click=self._next)
        self._card = Card(margin_px=12)
        words = column(self._what, self._fix, gap_px=2)
        line = row(self._icon, words, self._action, self._close, gap_px=12)
        line.setStretch(1, 1)
        line.setAlignment(self._icon, Qt.AlignmentFlag.AlignVCenter)
        self._card.column.addLayout(line)
        frame = column(self._card)
        frame.setContentsMargins(24, 8, 24, 12)
        self.setLayout(frame)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)
        self.hide()

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        if notice == self._shown or notice in self._waiting:
            return
        self._waiting.append(notice)
        if self._shown is None or self._shown.kind is NoticeKind.DONE:
            self._next()

    @Slot()
    def _next(self) -> None:
        self._timer.stop()
        self._shown = self._waiting.popleft() if self._waiting else None
        self.setVisible(self._shown is not None)
        if self._shown is None:
            return
        is_done = self._shown.kind is NoticeKind.DONE
        self._card.set_kind("good" if is_done else "problem")
        self._icon.show_icon(*(("check-circle", "good") if is_done else ("warning", "accent_text")))
        self._what.setText(self._shown.what)
        self._fix.set_text(self._shown.fix)
        announce(self, f"{self._shown.what} {self._shown.fix}".strip())
        self._action.set_text(self._shown.action)
        self._action.setVisible(bool(self._shown.action))
        if is_done and not self._shown.action:
            self._timer.start(_DONE_STAYS_MS)

    def _act(self) -> None:
        action = self._shown.on_action if self._shown else None
        self._next()
        if action:
            action()
