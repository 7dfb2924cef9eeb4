"""Pictures of pages, made in the background and kept within a bound of memory."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QTransform

from app.documents.pages import Clip, Drawing, Tint
from app.runtime.tasks import Job, Scope
from app.ui.page_picture import PagePicture
from app.ui.reader.detail import Detail
from app.ui.reader.kept import KeptPictures
from app.ui.services import DocumentService

CACHE_BYTES = 24 << 20
"""For the whole reader: the application must stay within 350 MB while it shows a long document.

Room for three pages at 1280 px (the one that is read, the next, the previous) and for the previews. What is
in view, and the page after it, is kept in any case, whatever it takes.
"""
PREVIEW_BYTES = 6 << 20
"""Of the cache, for the small pictures: about 55 of them, so that a fling finds most of them made."""
PREVIEW_WIDTH_PX = 160
"""Small enough to arrive within a frame or two; scaled up it is the blurred first sight of a page."""
MAX_PAGE_PIXELS = 1_920 * 2_720
"""An A4 page as wide as a large tablet, 16 MB. One that is enlarged further is drawn where it is in view."""
_GROUND_PIXELS = 1_000 * 1_414
"""At least so large is the picture of a whole page that lies under what was drawn of it enlarged."""
_AT_ONCE = 2
_BYTES_A_PIXEL = 3


class Kind(Enum):
    """The small first sight of a page; the page as it is read; of an enlarged one what lies under its part in
    view (at least so wide), and that part."""

    PREVIEW = auto()
    SHARP = auto()
    GROUND = auto()
    DETAIL = auto()


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page, or `clip` of it, drawn at a width of the whole page, then turned by `turns` quarters."""

    kind: Kind
    page_index: int
    width_px: int
    turns: int
    detail: Detail | None = None

    @property
    def clip(self) -> Clip | None:
        return self.detail.drawn if self.detail else None


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
        self._sharp = KeptPictures(max(cache_bytes - PREVIEW_BYTES, cache_bytes * 3 // 4))
        self._small = KeptPictures(min(PREVIEW_BYTES, cache_bytes // 4))
        self._details: dict[int, tuple[QImage, Detail]] = {}
        self._turns = self._age = 0
        self._ratio = 1.0
        self._problems: dict[int, Exception] = {}
        self._in_flight: set[PageRequest] = set()
        self._wanted: list[PageRequest] = []
        self._thumbs: list[PageRequest] = []

    @property
    def used_bytes(self) -> int:
        details = sum(image.sizeInBytes() for image, _ in self._details.values())
        return self._sharp.used_bytes + self._small.used_bytes + details

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
        self._details.clear()
        self._problems.clear()
        self._wanted, self._thumbs = [], []

    def want(
        self,
        visible: Sequence[int],
        near: Sequence[int],
        size_of: Callable[[int], tuple[int, int]],
        *,
        detail_of: Callable[[int], Detail | None] = lambda _page: None,
        is_moving: bool = False,
        ratio: float = 1.0,
    ) -> None:
        """Say what is on screen and what may come next; replaces what was wanted before.

        `size_of(page)` is (width, height) in pixels as shown; `detail_of` what is seen of a page that is
        larger than `MAX_PAGE_PIXELS`; `ratio` is the screen's device pixels a pixel. While the pages fly past
        (`is_moving`) only previews are made: a sharp page would come too late and hold up the next preview.
        """
        self._ratio = ratio
        previews = [self._preview(page) for page in visible if self.image(page) is None]
        ahead = [self._preview(page) for page in near if not self._small.has(page)]
        enlarged = [page for page in visible if math.prod(size_of(page)) > MAX_PAGE_PIXELS]
        self._details = {page: kept for page, kept in self._details.items() if page in enlarged}
        self._sharp.hold((*visible, *near[:1]))
        sharp = [] if is_moving else self._sharp_requests(visible, near, size_of)
        details = [] if is_moving else [self._detail(one) for page in enlarged if (one := detail_of(page))]
        self._wanted = [*previews, *(ahead if is_moving else ()), *details, *sharp]
        self._wanted += () if is_moving else ahead
        self._go_on()

    def _sharp_requests(
        self, visible: Sequence[int], near: Sequence[int], size_of: Callable[[int], tuple[int, int]]
    ) -> list[PageRequest]:
        """What is on screen and the next page in any case; what else may come as far as the memory allows."""
        requests, bytes_needed = [], 0
        for page in (*visible, *near):
            width, height = size_of(page)
            is_enlarged = width * height > MAX_PAGE_PIXELS
            scale = math.sqrt(_GROUND_PIXELS / (width * height)) if is_enlarged else 1.0
            bytes_needed += round(width * scale) * round(height * scale) * _BYTES_A_PIXEL
            if page in visible or page == near[0] or bytes_needed <= self._sharp.bound_bytes:
                drawn = height if self._turns % 2 else width
                kind = Kind.GROUND if is_enlarged else Kind.SHARP
                requests.append(PageRequest(kind, page, round(drawn * scale), self._turns))
        for request in reversed(requests):
            self._sharp.get(request.page_index)  # what is wanted most is dropped last
        return requests

    def want_thumbs(self, pages: Sequence[int]) -> None:
        """Small pictures for the strip, when nothing on the page itself is waited for."""
        self._thumbs = [self._preview(page) for page in pages]
        self._go_on()

    def _preview(self, page: int) -> PageRequest:
        return PageRequest(Kind.PREVIEW, page, PREVIEW_WIDTH_PX, self._turns)

    def _detail(self, wanted: Detail) -> PageRequest:
        return PageRequest(Kind.DETAIL, wanted.page_index, wanted.width_px, self._turns, wanted)

    def image(self, page_index: int) -> QImage | None:
        """The best picture there is; asking keeps it from being dropped first."""
        return self._sharp.get(page_index) or self._small.get(page_index)

    def thumb(self, page_index: int) -> QImage | None:
        return self._small.get(page_index)

    def detail(self, page_index: int) -> tuple[QImage, Detail] | None:
        """What was drawn of an enlarged page, to be laid over its picture."""
        return self._details.get(page_index)

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
        if request.kind is Kind.PREVIEW:
            return self._small.has(request.page_index)
        if request.detail:
            kept = self._details.get(request.page_index)
            return kept is not None and kept[1].shows(request.detail)
        width_px = self._sharp.width_px(request.page_index)
        return width_px == request.width_px or (request.kind is Kind.GROUND and width_px > request.width_px)

    def _go_on(self) -> None:
        wanted = (*self._wanted, *self._thumbs)
        self._small.hold(one.page_index for one in wanted if one.kind is Kind.PREVIEW)
        for request in wanted:
            if len(self._in_flight) >= _AT_ONCE:
                return
            if request not in self._in_flight and not self._is_done(request):
                self._start(request)

    def _start(self, request: PageRequest) -> None:
        self._in_flight.add(request)
        documents, document_id, tint, age = self._documents, self._document_id, self._tint, self._age
        ratio = 1.0 if request.kind is Kind.PREVIEW else self._ratio

        def work(_job: Job) -> QImage:
            page = PagePicture()
            drawing = Drawing(request.page_index, request.width_px, request.clip, tint)
            documents.render(document_id, drawing, page.room)
            turn = QTransform().rotate(90.0 * request.turns)
            image = page.image.transformed(turn) if request.turns else page.image
            image.setDevicePixelRatio(ratio)
            return image

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
            self._put(request, image)
            self.changed.emit(request.page_index)
        self._go_on()

    def _put(self, request: PageRequest, image: QImage) -> None:
        if request.detail:
            self._details[request.page_index] = (image, request.detail)
        else:
            kept = self._small if request.kind is Kind.PREVIEW else self._sharp
            kept.put(request.page_index, image, request.width_px)
