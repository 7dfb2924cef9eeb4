"""Pages whose text runs upwards, downwards or on its head, as wide tables do: read as if turned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.documents.reading import Box

_STRAIGHT_COS = 0.98  # within 11 degrees: scans that were recognised stand a little askew


def quarter_of(direction: tuple[float, float]) -> int | None:
    """How many quarters clockwise a line of text is turned; None for the slanted letters of a watermark."""
    cosine, sine = direction
    if abs(cosine) >= _STRAIGHT_COS:
        return 0 if cosine > 0 else 2
    if abs(sine) >= _STRAIGHT_COS:
        return 1 if sine > 0 else 3
    return None


@dataclass(frozen=True, slots=True)
class Turn:
    """Between the page as it is shown, `width` by `height` points, and as its text is read."""

    quarters: int
    width: float
    height: float

    @classmethod
    def of(cls, quarters: Iterable[int], width: float, height: float) -> Turn:
        """As most of the text is turned; upright where there is none."""
        common = Counter(quarters).most_common(1)
        return cls(common[0][0] if common else 0, width, height)

    @property
    def reading_size(self) -> tuple[float, float]:
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    def to_reading(self, box: Box) -> Box:
        if self.quarters == 0:
            return box
        if self.quarters == 1:
            return Box(box.y0, self.width - box.x1, box.y1, self.width - box.x0)
        if self.quarters == 2:
            return Box(self.width - box.x1, self.height - box.y1, self.width - box.x0, self.height - box.y0)
        return Box(self.height - box.y1, box.x0, self.height - box.y0, box.x1)

    def to_page(self, box: Box) -> Box:
        width, height = self.reading_size
        return Turn(-self.quarters % 4, width, height).to_reading(box)
