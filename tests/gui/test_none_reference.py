"""PySide6 6.12.0 lets go of `None` once too often; the program must not die of it."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFont


def test_none_outlives_any_number_of_calls(qapp) -> None:
    font = QFont()
    for _call in range(200_000):
        font.setPixelSize(18)
    assert sys.getrefcount(None) > 1 << 30
