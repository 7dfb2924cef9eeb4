"""Digits large enough for any finger; the keyboard works as well."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.ui.theme.look import Look
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Field, column


class PinPad(QWidget):
    """`entered(pin)` when the person says so; the field then empties itself."""

    entered = Signal(str)

    def __init__(self, look: Look, most_digits: int) -> None:
        super().__init__()
        self.field = Field(tr("Mã mở máy"))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(most_digits)
        self.field.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d*"), self.field))
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhDigitsOnly)
        self.field.returnPressed.connect(self._enter)
        keys = QWidget()
        grid = QGridLayout(keys)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for number, digit in enumerate("123456789"):
            grid.addWidget(self._digit(look, digit), number // 3, number % 3)
        grid.addWidget(Button(look, tr("Xóa"), "backspace", on_click=self.field.backspace), 3, 0)
        grid.addWidget(self._digit(look, "0"), 3, 1)
        grid.addWidget(Button(look, tr("Mở"), "lock-open", "primary", self._enter), 3, 2)
        self.setLayout(column(self.field, keys, gap_px=12))
        self.setFocusProxy(self.field)

    def _digit(self, look: Look, digit: str) -> Button:
        return Button(look, digit, on_click=lambda: self.field.insert(digit))

    def clear(self) -> None:
        self.field.clear()

    def _enter(self) -> None:
        pin = self.field.text()
        if pin:
            self.field.clear()
            self.entered.emit(pin)
