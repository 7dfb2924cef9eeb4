"""The reader's keys; those that move the page are in `hands`, those that select words in `selector`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

_KEYS = {
    "larger": ("Ctrl++", "Ctrl+="),
    "smaller": ("Ctrl+-",),
    "fit": ("Ctrl+0",),
    "go_to_page": ("Ctrl+G",),
    "contents": ("Ctrl+T",),
    "find": ("Ctrl+F",),
    "find_next": ("F3",),
    "find_previous": ("Shift+F3",),
    "undo": ("Ctrl+Z",),
    "redo": ("Ctrl+Y", "Ctrl+Shift+Z"),
    "bookmark": ("Ctrl+D",),
    "page_marks": ("Ctrl+M",),
    "turn": ("Ctrl+R",),
    "large_text": ("Ctrl+L",),
    "more": ("Ctrl+Space",),
    "back": ("Ctrl+[",),
    "forward": ("Ctrl+]",),
    "escape": ("Escape",),
}
"""Of every action of `bind_keys`. The guide for delegates lists them."""


def bind_keys(screen: QWidget, actions: Mapping[str, Callable[[], object]]) -> None:
    """While `screen` is shown. An action that is not in the list is a mistake."""
    for name, action in actions.items():
        for keys in _KEYS[name]:
            QShortcut(QKeySequence(keys), screen, action)
