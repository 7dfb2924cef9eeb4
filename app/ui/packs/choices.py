"""Big controls for choosing: a button that opens a list, something to switch on, a number to step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label, column, row
from app.ui.widgets.rows import Row, RowList


def choose(
    look: Look, parent: QWidget, title: str, rows: Sequence[Row], on_choice: Callable[[Any], None]
) -> Sheet:
    """A sheet with a list; tapping a row closes it and hands its key over."""
    sheet = Sheet(look, parent, title, fills=True)
    choices = RowList(look, title)
    choices.setMinimumHeight(240)

    def chosen(key: object) -> None:
        sheet.close_sheet()
        on_choice(key)

    choices.chosen.connect(chosen)
    choices.set_rows(rows)
    sheet.content.addWidget(choices, 1)
    sheet.open_sheet()
    choices.setFocus()
    return sheet


class Toggle(Button):
    """Something that is so or not so; the box says it besides the colour."""

    switched = Signal(bool)

    def __init__(self, look: Look, text: str, is_on: bool) -> None:
        super().__init__(look, text, "square", "tile")
        self.setCheckable(True)
        self.toggled.connect(self._show)
        self.setChecked(is_on)
        self._show(is_on)
        self.clicked.connect(self.switched)

    def _show(self, is_on: bool) -> None:
        self.set_icon("check-square" if is_on else "square")


class Stepper(QWidget):
    """A whole number with a button on each side."""

    changed = Signal(int)

    def __init__(self, look: Look, name: str, value: int, least: int, most: int) -> None:
        super().__init__()
        self._value, self._least, self._most = value, least, most
        self._number = Label(str(value), Type.TITLE, wraps=False)
        self._number.setMinimumWidth(round(48 * look.theme.scale))
        less = Button(look, "", "minus", on_click=lambda: self._step(-1))
        less.setAccessibleName(tr("{name}: bớt một", name=name))
        more = Button(look, "", "plus", on_click=lambda: self._step(1))
        more.setAccessibleName(tr("{name}: thêm một", name=name))
        self.setLayout(row(less, self._number, more, 1, gap_px=12))

    def _step(self, by: int) -> None:
        self._value = max(self._least, min(self._most, self._value + by))
        self._number.setText(str(self._value))
        self.changed.emit(self._value)


def titled(title: str, *controls: QWidget) -> QWidget:
    """Controls under their name."""
    box = QWidget()
    box.setLayout(column(Label(title, Type.SMALL, "ink_soft"), *controls, gap_px=8))
    return box
