"""PySide6 6.12.0 lets go of `None` and `True` once too often; the program must not die of it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont


class _Bell(QObject):
    rung = Signal()


def test_none_outlives_any_number_of_calls(qapp) -> None:
    font = QFont()
    for _call in range(200_000):
        font.setPixelSize(18)
    assert sys.getrefcount(None) > 1 << 30


def test_true_outlives_any_number_of_signals(qapp) -> None:
    bell = _Bell()
    for _call in range(50_000):
        bell.rung.emit()
    assert sys.getrefcount(True) > 1 << 30
