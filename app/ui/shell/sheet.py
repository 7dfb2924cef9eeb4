"""A panel that slides in from the right over the screen, for the menu and the text settings."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label, Scroll, column, row, wrap

_WIDTH_PX = 440


class Sheet(QWidget):
    """Covers its parent; a tap beside the panel or Escape closes it."""

    def __init__(self, look: Look, parent: QWidget, title: str, *, fills: bool = False) -> None:
        """`fills`: the content grows to the panel's whole height (lists) instead of standing at its top."""
        super().__init__(parent)
        self._look = look
        self._below = parent
        self.is_open = True
        """False from closing on: what was still under way must not touch the widgets any more."""
        self._panel = QFrame(self)
        self._panel.setProperty("kind", "sheet")
        self.content = column(gap_px=8)
        head = row(Label(title, Type.TITLE), Button(look, tr("Đóng"), "x", on_click=self.close_sheet))
        head.setStretch(0, 1)
        body = wrap(self.content if fills else column(self.content, 1))
        self._panel.setLayout(column(head, Scroll(body), gap_px=16, margin_px=20))
        self._slide = QPropertyAnimation(self._panel, b"geometry", self)
        self._slide.setDuration(look.theme.motion_ms)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        # The sheet itself takes the keys, so no button wears a focus ring before Tab is pressed.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        parent.installEventFilter(self)

    def open_sheet(self) -> None:
        self.setGeometry(self._below.rect())
        self.show()
        self.raise_()
        end = self._place()
        if self._look.theme.motion_ms:
            self._slide.setStartValue(end.translated(end.width(), 0))
            self._slide.setEndValue(end)
            self._slide.start()
        else:
            self._panel.setGeometry(end)
        self.setFocus()

    def close_sheet(self) -> None:
        self.is_open = False
        self._below.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def _place(self) -> QRect:
        wide = round(_WIDTH_PX * min(self._look.theme.scale, 1.45))
        width = min(max(wide, self._panel.minimumSizeHint().width()), self.width())
        return QRect(self.width() - width, 0, width, self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._below:
            self.setGeometry(self._below.rect())
            self._panel.setGeometry(self._place())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        veil = QColor("#000000")
        veil.setAlphaF(0.35)
        QPainter(self).fillRect(self.rect(), veil)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_sheet()

    def event(self, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            # Else the screen below, which leaves on Escape, would be left with the sheet open.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        else:
            super().keyPressEvent(event)
