"""How long words being heard stay in view when nothing more is heard of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

LIVE_STAYS_MS = 8_000
"""An utterance ends after 0.6 s without speech: whoever is silent for so long has lost the connection."""

SETTLING_MS = 2_000
"""Settled words follow the last of the live ones by another way: nothing is to vanish in between."""


def live_timer(parent: QWidget, forget: Callable[[], None]) -> QTimer:
    """Started anew with every word; calls `forget` when it runs out."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(forget)
    return timer
