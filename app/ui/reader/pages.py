"""Pictures of pages, made in the background and kept within a bound of memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from app.runtime.tasks import Job, Scope
from app.ui.services import DocumentService, PageBitmap

CACHE_BYTES = 160 << 20
PREVIEW_WIDTH_PX = 160
"""Small enough to arrive within a frame or two; scaled up it is the blurred first sight of a page."""
MAX_WIDTH_PX = 3_200
"""Wider bitmaps cost more memory than they show on the tablets this is for; beyond it pages are scaled."""
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page at a width. `is_preview` asks for the small first sight."""

    page_index: int
    width_px: int
    is_preview: bool


@dataclass(frozen=True, slots=True)
class _Rendered:
    request: PageRequest
    image: QImage


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


def to_image(bitmap: PageBitmap, tint: Tint) -> QImage:
    """Any thread. The bitmap's bytes are copied, so that it may go."""
    picture = QImage(
        bitmap.rgb, bitmap.width_px, bitmap.height_px, bitmap.stride, QImage.Format.Format_RGB888
    )
    return tint.apply(picture.convertToFormat(QImage.Format.Format_RGB32))


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
        self._cache_bytes = cache_bytes
        self._images: OrderedDict[tuple[int, bool], tuple[QImage, int]] = OrderedDict()
        self._used_bytes = 0
        self._problems: dict[int, Exception] = {}
        self._in_flight: set[PageRequest] = set()
        self._wanted: list[PageRequest] = []

    @property
    def used_bytes(self) -> int:
        return self._used_bytes

    def want(self, visible: Sequence[int], near: Sequence[int], width_of: Callable[[int], int]) -> None:
        """Say what is on screen and what may come next; replaces what was wanted before."""
        self._wanted = [
            *(PageRequest(page, PREVIEW_WIDTH_PX, True) for page in visible if self.image(page) is None),
            *(PageRequest(page, min(width_of(page), MAX_WIDTH_PX), False) for page in (*visible, *near)),
        ]
        self._go_on()

    def image(self, page_index: int) -> QImage | None:
        """The best picture there is; asking keeps it from being dropped first."""
        for is_preview in (False, True):
            key = (page_index, is_preview)
            if key in self._images:
                self._images.move_to_end(key)
                return self._images[key][0]
        return None

    def problem(self, page_index: int) -> Exception | None:
        return self._problems.get(page_index)

    def retry(self, page_index: int) -> None:
        self._problems.pop(page_index, None)
        self._go_on()

    def _is_done(self, request: PageRequest) -> bool:
        if request.page_index in self._problems:
            return True
        made = self._images.get((request.page_index, request.is_preview))
        return made is not None and made[1] == request.width_px

    def _go_on(self) -> None:
        for request in self._wanted:
            if len(self._in_flight) >= _AT_ONCE:
                return
            if request not in self._in_flight and not self._is_done(request):
                self._start(request)

    def _start(self, request: PageRequest) -> None:
        self._in_flight.add(request)
        documents, document_id, tint = self._documents, self._document_id, self._tint

        def work(_job: Job) -> _Rendered:
            bitmap = documents.render(document_id, request.page_index, request.width_px)
            return _Rendered(request, to_image(bitmap, tint))

        def failed(error: Exception) -> None:
            self._in_flight.discard(request)
            self._problems[request.page_index] = error
            self.changed.emit(request.page_index)
            self._go_on()

        self._tasks.do(work).on_success(self._keep).on_failure(failed).run()

    def _keep(self, rendered: _Rendered) -> None:
        request = rendered.request
        self._in_flight.discard(request)
        key = (request.page_index, request.is_preview)
        old = self._images.pop(key, None)
        if old:
            self._used_bytes -= old[0].sizeInBytes()
        self._images[key] = (rendered.image, request.width_px)
        self._used_bytes += rendered.image.sizeInBytes()
        while self._used_bytes > self._cache_bytes and len(self._images) > 1:
            _key, (dropped, _width) = self._images.popitem(last=False)
            self._used_bytes -= dropped.sizeInBytes()
        self.changed.emit(request.page_index)
        self._go_on()
