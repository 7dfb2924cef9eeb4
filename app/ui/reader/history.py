"""Back and forward through the places that a reader jumped between."""

from __future__ import annotations

Place = tuple[int, float]
"""A page and the share of it above the view."""
_KEPT = 100


class JumpHistory:
    """Like a browser's: a jump after going back forgets what lay ahead."""

    def __init__(self) -> None:
        self._behind: list[Place] = []
        self._ahead: list[Place] = []

    def left(self, place: Place) -> None:
        """The reader jumps away from here."""
        if not self._behind or self._behind[-1] != place:
            self._behind.append(place)
        del self._behind[:-_KEPT]
        self._ahead.clear()

    def back(self, here: Place) -> Place | None:
        """Where to go; None when there is nothing behind."""
        return self._swap(self._behind, self._ahead, here)

    def forward(self, here: Place) -> Place | None:
        return self._swap(self._ahead, self._behind, here)

    @property
    def can_go_back(self) -> bool:
        return bool(self._behind)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._ahead)

    @staticmethod
    def _swap(source: list[Place], other: list[Place], here: Place) -> Place | None:
        if not source:
            return None
        other.append(here)
        return source.pop()
