"""One page at a time: the page follows the finger sideways, and its neighbour comes in beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QVariantAnimation

_TURN_SHARE = 0.15
"""Of the view's width: a sweep that long turns the page."""


class PageSweep(QObject):
    """`px`: how far the page is moved aside now. `turn(by)` is called once the page has gone.

    `can_turn(by)`: whether there is a page on that side; else the page slides back.
    """

    def __init__(
        self,
        parent: QObject,
        motion_ms: int,
        can_turn: Callable[[int], bool],
        turn: Callable[[int], None],
        update: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self.px = 0.0
        self._can_turn, self._turn, self._update = can_turn, turn, update
        self._slide = QVariantAnimation(self)
        self._slide.setDuration(motion_ms)
        self._slide.valueChanged.connect(self._show)
        self._slide.finished.connect(self._over)

    def follow(self, moved_px: float) -> None:
        """The finger is here now."""
        self._slide.stop()
        self._show(moved_px)

    def let_go(self, moved_px: float, width_px: int) -> None:
        """The finger was lifted after that much."""
        if not self.px:
            return
        by = -1 if moved_px > 0 else 1
        turns = abs(moved_px) > width_px * _TURN_SHARE and self._can_turn(by)
        self._slide.setStartValue(float(self.px))
        self._slide.setEndValue(float(-by * width_px if turns else 0.0))
        self._slide.start()

    def stop(self) -> None:
        self._slide.stop()
        self.px = 0.0

    def _show(self, moved_px: float) -> None:
        self.px = moved_px
        self._update()

    def _over(self) -> None:
        moved, self.px = self.px, 0.0
        if moved:
            self._turn(-1 if moved > 0 else 1)
        self._update()
