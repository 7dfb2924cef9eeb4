"""Pictures of pages within a bound of memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from PySide6.QtGui import QImage


class KeptPictures:
    """Pictures by page, the least lately asked for dropped first. Those that are held (in view) stay even
    beyond the bound: dropping one would have it drawn again at once, for ever. GUI thread."""

    def __init__(self, bound_bytes: int) -> None:
        self.bound_bytes = bound_bytes
        self.used_bytes = 0
        self._images: OrderedDict[int, tuple[QImage, int]] = OrderedDict()
        self._held: frozenset[int] = frozenset()

    def hold(self, pages: Iterable[int]) -> None:
        """From now on these pages stay, and only these."""
        self._held = frozenset(pages)
        self._shrink()

    def has(self, page: int) -> bool:
        return page in self._images

    def width_px(self, page: int) -> int:
        """The width at which a page was drawn (unturned); 0 for one that is not here."""
        return self._images[page][1] if page in self._images else 0

    def get(self, page: int) -> QImage | None:
        if page not in self._images:
            return None
        self._images.move_to_end(page)
        return self._images[page][0]

    def put(self, page: int, image: QImage, width_px: int) -> None:
        if page in self._images:
            self.used_bytes -= self._images.pop(page)[0].sizeInBytes()
        self._images[page] = (image, width_px)
        self.used_bytes += image.sizeInBytes()
        self._shrink(keep=page)

    def clear(self) -> None:
        self._images.clear()
        self.used_bytes = 0

    def _shrink(self, keep: int | None = None) -> None:
        for page in tuple(self._images):
            if self.used_bytes <= self.bound_bytes:
                return
            if page not in self._held and page != keep:
                self.used_bytes -= self._images.pop(page)[0].sizeInBytes()
