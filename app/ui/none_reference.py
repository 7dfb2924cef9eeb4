"""Keeps Python's `None` and `True` alive under PySide6 6.12.0.

Measured: on Python 3.11 each call of a Qt method without a result (`setText`, `setPen`, ...) drops one
reference to `None` too many, and each `Signal.emit` one to `True`. After some ten thousand calls (a gate's
preview: ten minutes) the count reaches zero and the interpreter aborts ("none_dealloc", "bool_dealloc").
From Python 3.12 on both are immortal (PEP 683) and nothing happens.
"""

from __future__ import annotations

import ctypes
import sys

_REFERENCES = 1 << 60
"""More than all screens of all congresses will ever drop; as far from overflow as from zero."""


def keep_none_alive() -> None:
    """Give `None`, `True` and `False` references to spare, once. CPython keeps the count in an object's first
    machine word."""
    if sys.implementation.name == "cpython" and sys.version_info < (3, 12):
        for constant in (None, True, False):
            count = ctypes.c_ssize_t.from_address(id(constant))
            if count.value < _REFERENCES // 2:
                count.value += _REFERENCES
