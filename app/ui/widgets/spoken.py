"""What a screen reader says by itself, and where the keyboard is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QFocusEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.ui.theme.look import Look
from app.ui.theme.tokens import CORNER_PX

_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_RING_PX = 3


def announce(about: QWidget, words: str) -> None:
    """Have it said when the screen reader is not saying something else. GUI thread."""
    if words:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(about, words))


class FocusRing(QWidget):
    """Frames a large surface that took the focus by key. (Who taps knows where they are.)"""

    def __init__(self, look: Look, around: QWidget) -> None:
        super().__init__(around)
        self._look, self._around = look, around
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        around.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            self.setVisible(event.gotFocus() and event.reason() in _BY_KEY)
            self._cover()
        elif event.type() == QEvent.Type.Resize:
            self._cover()
        return False

    def _cover(self) -> None:
        self.setGeometry(self._around.rect())
        self.raise_()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._look.theme.palette.focus), _RING_PX))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -3, -3), CORNER_PX, CORNER_PX)
