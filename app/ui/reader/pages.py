"""Pictures of pages, made in the background and kept within a bound of memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from app.runtime.tasks import Job, Scope
from app.ui.services import DocumentService, PageBitmap

CACHE_BYTES = 24 << 20
"""For the whole reader: the application must stay within 350 MB while it shows a long document.

Room for three pages at 1280 px (the one that is read, the next, the previous) and for the previews.
"""
PREVIEW_BYTES = 6 << 20
"""Of the cache, for the small pictures: about 55 of them, so that a fling finds most of them made."""
PREVIEW_WIDTH_PX = 160
"""Small enough to arrive within a frame or two; scaled up it is the blurred first sight of a page."""
MAX_WIDTH_PX = 2_560
"""One A4 page of this width takes 28 MB; beyond it (deep zoom) pages are scaled while they are painted."""
_AT_ONCE = 2
_BYTES_A_PIXEL = 3


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page drawn at a width, then turned by `turns` quarters. `is_preview`: the small first sight."""

    page_index: int
    width_px: int
    is_preview: bool
    turns: int


@dataclass(frozen=True, slots=True)
class Tint:
    """How paper looks on this ground: multiplied by a colour, or turned round for the night."""

    color: str
    is_inverted: bool

    def apply(self, image: QImage) -> QImage:
        if self.is_inverted:
            image.invertPixels()
        elif self.color != "#FFFFFF":
            painter = QPainter(image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.fillRect(image.rect(), QColor(self.color))
            painter.end()
        return image


def to_image(bitmap: PageBitmap, tint: Tint, turns: int = 0) -> QImage:
    """Any thread. The bitmap's bytes are copied, so that it may go.

    Three bytes a pixel: Qt paints them unscaled as quickly as a frame needs (0.4 ms a screen, measured),
    and a quarter more pages fit into memory.
    """
    size = (bitmap.width_px, bitmap.height_px, bitmap.stride)
    picture = tint.apply(QImage(bitmap.rgb, *size, QImage.Format.Format_RGB888).copy())
    return picture.transformed(QTransform().rotate(90.0 * turns)) if turns else picture


class PageLoader(QObject):
    """Renders what is wanted, most urgent first, at most two at a time. Lives in the GUI thread.

    `changed(page_index)`: its picture or its problem is new.
    """

    changed = Signal(int)

    def __init__(
        self,
        document_id: UUID,
        documents: DocumentService,
        tasks: Scope,
        tint: Tint,
        cache_bytes: int = CACHE_BYTES,
    ) -> None:
        super().__init__()
        self._document_id = document_id
        self._documents = documents
        self._tasks = tasks
        self._tint = tint
        self._sharp = _Kept(max(cache_bytes - PREVIEW_BYTES, cache_bytes * 3 // 4))
        self._small = _Kept(min(PREVIEW_BYTES, cache_bytes // 4))
        self._turns = self._age = 0
        self._problems: dict[int, Exception] = {}
        self._in_flight: set[PageRequest] = set()
        self._wanted: list[PageRequest] = []
        self._thumbs: list[PageRequest] = []

    @property
    def used_bytes(self) -> int:
        return self._sharp.used_bytes + self._small.used_bytes

    def set_bound(self, cache_bytes: int) -> None:
        """Two documents side by side share the bound."""
        self._small.bound_bytes = min(PREVIEW_BYTES, cache_bytes // 4)
        self._sharp.bound_bytes = cache_bytes - self._small.bound_bytes

    def turn(self, turns: int) -> None:
        """Quarter turns clockwise from now on; pictures that stand otherwise are dropped."""
        if turns != self._turns:
            self._turns = turns
            self.clear()

    def clear(self) -> None:
        """Forget all pictures, those on their way too (the paper was replaced, turned, or called back)."""
        self._age += 1
        self._sharp.clear()
        self._small.clear()
        self._problems.clear()
        self._wanted, self._thumbs = [], []

    def want(
        self,
        visible: Sequence[int],
        near: Sequence[int],
        size_of: Callable[[int], tuple[int, int]],
        *,
        is_moving: bool = False,
    ) -> None:
        """Say what is on screen and what may come next; replaces what was wanted before.

        `size_of(page)` is (width, height) in pixels as shown. While the pages fly past (`is_moving`) only
        previews are made: a sharp page would come too late and hold up the next preview.
        """
        previews = [self._preview(page) for page in visible if self.image(page) is None]
        ahead = [self._preview(page) for page in near if not self._small.has(page)]
        sharp = [] if is_moving else self._sharp_requests(visible, near, size_of)
        self._wanted = [*previews, *(ahead if is_moving else ()), *sharp, *(() if is_moving else ahead)]
        self._go_on()

    def _sharp_requests(
        self, visible: Sequence[int], near: Sequence[int], size_of: Callable[[int], tuple[int, int]]
    ) -> list[PageRequest]:
        """What is on screen in any case; what may come next as far as the memory allows."""
        requests, bytes_needed = [], 0
        for page in (*visible, *near):
            width, height = size_of(page)
            scale = min(1.0, MAX_WIDTH_PX / width)
            bytes_needed += round(width * scale) * round(height * scale) * _BYTES_A_PIXEL
            if page in visible or bytes_needed <= self._sharp.bound_bytes:
                drawn = height if self._turns % 2 else width
                requests.append(PageRequest(page, round(drawn * scale), False, self._turns))
        for request in reversed(requests):
            self._sharp.get(request.page_index)  # what is wanted most is dropped last
        return requests

    def want_thumbs(self, pages: Sequence[int]) -> None:
        """Small pictures for the strip, when nothing on the page itself is waited for."""
        self._thumbs = [self._preview(page) for page in pages]
        self._go_on()

    def _preview(self, page: int) -> PageRequest:
        return PageRequest(page, PREVIEW_WIDTH_PX, True, self._turns)

    def image(self, page_index: int) -> QImage | None:
        """The best picture there is; asking keeps it from being dropped first."""
        return self._sharp.get(page_index) or self._small.get(page_index)

    def thumb(self, page_index: int) -> QImage | None:
        return self._small.get(page_index)

    def is_sharp(self, page_index: int) -> bool:
        return self._sharp.has(page_index)

    def problem(self, page_index: int) -> Exception | None:
        return self._problems.get(page_index)

    def retry(self, page_index: int) -> None:
        self._problems.pop(page_index, None)
        self._go_on()

    def _is_done(self, request: PageRequest) -> bool:
        if request.page_index in self._problems:
            return True
        if request.is_preview:
            return self._small.has(request.page_index)
        return self._sharp.has(request.page_index, request.width_px)

    def _go_on(self) -> None:
        for request in (*self._wanted, *self._thumbs):
            if len(self._in_flight) >= _AT_ONCE:
                return
            if request not in self._in_flight and not self._is_done(request):
                self._start(request)

    def _start(self, request: PageRequest) -> None:
        self._in_flight.add(request)
        documents, document_id, tint, age = self._documents, self._document_id, self._tint, self._age

        def work(_job: Job) -> QImage:
            bitmap = documents.render(document_id, request.page_index, request.width_px)
            return to_image(bitmap, tint, request.turns)

        def failed(error: Exception) -> None:
            self._in_flight.discard(request)
            if age == self._age:
                self._problems[request.page_index] = error
                self.changed.emit(request.page_index)
            self._go_on()

        self._tasks.do(work).on_success(lambda image: self._keep(request, image, age)).on_failure(
            failed
        ).run()

    def _keep(self, request: PageRequest, image: QImage, age: int) -> None:
        self._in_flight.discard(request)
        if age == self._age:
            kept = self._small if request.is_preview else self._sharp
            kept.put(request.page_index, image, request.width_px)
            self.changed.emit(request.page_index)
        self._go_on()


class _Kept:
    """Pictures by page, the least lately asked for dropped first."""

    def __init__(self, bound_bytes: int) -> None:
        self.bound_bytes = bound_bytes
        self.used_bytes = 0
        self._images: OrderedDict[int, tuple[QImage, int]] = OrderedDict()

    def has(self, page: int, width_px: int | None = None) -> bool:
        kept = self._images.get(page)
        return kept is not None and width_px in (None, kept[1])

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
        while self.used_bytes > self.bound_bytes and len(self._images) > 1:
            _page, (dropped, _width) = self._images.popitem(last=False)
            self.used_bytes -= dropped.sizeInBytes()

    def clear(self) -> None:
        self._images.clear()
        self.used_bytes = 0
