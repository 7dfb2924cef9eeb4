"""Garbage collection in the GUI thread only.

Python collects cycles in whichever thread happens to allocate. A cycle that holds widgets or models
would then be destroyed by a worker thread, and Qt crashes (seen here: a screen left behind, collected
while a document was being opened). So automatic collection is off while windows live, and a timer of
the GUI thread does the same work by the same thresholds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_INTERVAL_MS = 1_000


class GuiCollector(QObject):
    """Lives in the GUI thread from `start` to `stop`. Everything else about gc stays as it is."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._collect)
        self._was_enabled = False

    def start(self) -> None:
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Collect what the windows left behind; from then on any thread may collect again."""
        self._timer.stop()
        gc.collect()
        if self._was_enabled:
            gc.enable()

    @Slot()
    def _collect(self) -> None:
        """The oldest generation that is over its threshold, as the interpreter itself would choose."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
                gc.collect(generation)
                return
