"""The few widgets that every screen is made of. They hold no rules, only looks and good manners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QScroller,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme.look import Look
from app.ui.theme.tokens import TOUCH_GAP_PX, Type

L = TypeVar("L", bound=QBoxLayout)


def restyle(widget: QWidget) -> None:
    """Make the style sheet look at a changed property again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Label(QLabel):
    """Text of one kind and tone. Wraps instead of clipping, unless told that it is one short line."""

    def __init__(
        self, text: str = "", kind: Type = Type.BODY, tone: str = "ink", *, wraps: bool = True
    ) -> None:
        super().__init__(text)
        self.setProperty("kind", kind.value)
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        self.setIndent(0)  # else Qt indents labels whose style sheet has padding
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def set_tone(self, tone: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)

    def set_text(self, text: str) -> None:
        """Set and hide when there is nothing to say."""
        self.setText(text)
        self.setVisible(bool(text))


class Button(QPushButton):
    """Something to tap: a word, and an icon where it helps. `kind` is primary, quiet, tile, row or empty."""

    def __init__(
        self,
        look: Look,
        text: str,
        icon: str = "",
        kind: str = "",
        on_click: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(text)
        self._look = look
        self._icon_name = icon
        self._icon_tone = "on_accent" if kind == "primary" else "ink"
        self.setProperty("kind", kind)
        self.setAccessibleName(text.replace("\n", " "))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon:
            self.set_icon(icon)
        if on_click:
            self.clicked.connect(lambda _checked=False: on_click())

    def set_icon(self, icon: str) -> None:
        self._icon_name = icon
        picture, size = self._look.button_icon(icon, self._icon_tone, has_text=bool(self.text()))
        self.setIcon(picture)
        self.setIconSize(size)

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text.replace("\n", " "))
        if self._icon_name:
            self.set_icon(self._icon_name)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(max(hint.width(), self._look.theme.touch_px), hint.height())

    def minimumSizeHint(self) -> QSize:
        # QPushButton lets itself be squeezed below its text; ours says so instead.
        return self.sizeHint()


class Switch(QWidget):
    """A few panels in one place, and a row of buttons that says which is shown."""

    def __init__(self, look: Look, panels: Sequence[tuple[str, QWidget]]) -> None:
        super().__init__()
        self._panels = [panel for _word, panel in panels]
        self._group = QButtonGroup(self)
        buttons = row(gap_px=TOUCH_GAP_PX)
        for number, (word, _panel) in enumerate(panels):
            button = Button(look, word, on_click=partial(self.show_panel, number))
            button.setCheckable(True)
            self._group.addButton(button, number)
            buttons.addWidget(button)
        layout = column(buttons)
        for panel in self._panels:
            layout.addWidget(panel, 1)
        self.setLayout(layout)
        self.show_panel(0)

    def show_panel(self, number: int) -> None:
        self._group.button(number).setChecked(True)
        for other, panel in enumerate(self._panels):
            panel.setVisible(other == number)


class IconLabel(QLabel):
    """A picture that repeats what the word beside it says."""

    def __init__(self, look: Look, icon: str, tone: str = "ink", size_px: int | None = None) -> None:
        super().__init__()
        self._look = look
        self._size_px = size_px
        self.show_icon(icon, tone)

    def show_icon(self, icon: str, tone: str = "ink") -> None:
        self.setPixmap(self._look.pixmap(icon, tone, self._size_px))


class Card(QFrame):
    """A surface with a column of things on it."""

    def __init__(self, kind: str = "card", margin_px: int = 20, gap_px: int = 12) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin_px, margin_px, margin_px, margin_px)
        self.column.setSpacing(gap_px)

    def set_kind(self, kind: str) -> None:
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            restyle(self)


class Field(QLineEdit):
    """One line to fill in; `name` is read out and shown by the label above it."""

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)


class Scroll(QScrollArea):
    """A column that scrolls with the finger when it does not fit."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        content.setProperty("kind", "column")
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        make_kinetic(self.viewport())

    def minimumSizeHint(self) -> QSize:
        # Wide enough for the content, so that nothing is cut at the side; the height may scroll.
        return QSize(self._content.minimumSizeHint().width() + 12, super().minimumSizeHint().height())


def make_kinetic(viewport: QWidget) -> None:
    """Let a finger fling it. The mouse keeps its wheel and scroll bars."""
    QScroller.grabGesture(viewport, QScroller.ScrollerGestureType.TouchGesture)


def column(*items: QWidget | QBoxLayout | int, gap_px: int = TOUCH_GAP_PX, margin_px: int = 0) -> QVBoxLayout:
    """A layout from top to bottom; a number is that much stretch."""
    return _fill(QVBoxLayout(), items, gap_px, margin_px)


def row(*items: QWidget | QBoxLayout | int, gap_px: int = TOUCH_GAP_PX, margin_px: int = 0) -> QHBoxLayout:
    """A layout from left to right; a number is that much stretch."""
    return _fill(QHBoxLayout(), items, gap_px, margin_px)


def _fill(layout: L, items: Iterable[QWidget | QBoxLayout | int], gap_px: int, margin_px: int) -> L:
    layout.setSpacing(gap_px)
    layout.setContentsMargins(margin_px, margin_px, margin_px, margin_px)
    for item in items:
        if isinstance(item, int):
            layout.addStretch(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)
    return layout


def wrap(layout: QBoxLayout) -> QWidget:
    """A plain widget around a layout."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget
