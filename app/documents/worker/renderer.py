"""Pages for the UI, drawn and read in a process of their own (see `host` for why)."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from app.documents.errors import DocumentNotOpen, PageBroken, PageError, PdfTooLarge, RendererStopped
from app.documents.marks.mark import PageMark
from app.documents.pages import (
    MAX_PDF_BYTES,
    Canvas,
    Clip,
    DocumentInfo,
    Drawing,
    PageFailure,
    PageImage,
    clamp_scale,
    row_bytes,
)
from app.documents.reading import FlowBlock, PageLook, PageWord
from app.documents.worker.answers import read_blocks, read_look, read_words
from app.documents.worker.host import HostedDocument, RenderHost
from app.documents.worker.process import WorkerDied
from app.documents.worker.shared_buffer import BufferPool, SharedBuffer

_SPARE_BYTES = 32 << 20
"""A long paper's size. Nearly all documents fit, and the memory is taken once, while nobody waits."""
_NEIGHBOURS = (-2, -1, 1, 2)
"""Running heads repeat from page to page, or on every other page of a printed book."""


class PageRenderer:
    """Opens documents, draws and reads their pages. Safe to call from any thread; one page at a time.

    `page_deadline_s` for drawing or reading one page, `open_deadline_s` for opening a document,
    `memory_limit_bytes` for the process apart from the documents themselves; `spare_bytes` are kept at hand
    for the next document.
    """

    def __init__(
        self,
        *,
        page_deadline_s: float = 2.0,
        open_deadline_s: float = 10.0,
        memory_limit_bytes: int = 512 << 20,
        spare_bytes: int = _SPARE_BYTES,
    ) -> None:
        self._lock = threading.Lock()
        self._documents: dict[UUID, HostedDocument] = {}
        self._host = RenderHost(
            self._documents.values(),
            page_deadline_s=page_deadline_s,
            open_deadline_s=open_deadline_s,
            memory_limit_bytes=memory_limit_bytes,
        )
        self._buffers = BufferPool(spare_bytes)
        self._opened_count = 0

    @property
    def worker_pid(self) -> int | None:
        """The process that draws, for watching it; None while there is none."""
        return self._host.pid

    def warm_up(self) -> None:
        """Start the process ahead of the first document (a quarter of a second on an idle machine).

        Never raises for a process that ended meanwhile: opening a document starts another, or says why not.
        """
        with self._lock, contextlib.suppress(WorkerDied, RendererStopped):
            self._host.warm_up()
            self._buffers.prepare()

    def open(self, document_id: UUID, data: bytes | memoryview, password: str | None = None) -> DocumentInfo:
        """Open a document that is in memory. Opening it again replaces it.

        Raises `NotAPdf`, `PdfDamaged`, `PdfEncrypted`, `PdfNoPages`, `PdfTooLarge`, `RendererStopped`.
        """

        def fill(view: memoryview) -> None:
            view[:] = data

        return self.open_filled(document_id, len(data), fill, password)

    def open_filled(
        self, document_id: UUID, size: int, fill: Callable[[memoryview], None], password: str | None = None
    ) -> DocumentInfo:
        """As `open`: `fill` writes the document's `size` bytes straight to where MuPDF reads them.

        What `fill` raises is raised on.
        """
        buffer = self._buffer_for(size)
        try:
            fill(buffer.view[:size])
            with self._lock:
                self._forget(document_id)
                self._opened_count += 1
                document = HostedDocument(f"{document_id}/{self._opened_count}", buffer, size, password)
                document.info = self._host.describe(document)
                self._documents[document_id] = document
                return document.info
        except BaseException:
            self._buffers.give_back(buffer, size)
            raise

    def _buffer_for(self, size: int) -> SharedBuffer:
        too_large = PdfTooLarge(size_mb=size >> 20, limit_mb=MAX_PDF_BYTES >> 20)
        if size > MAX_PDF_BYTES:
            raise too_large
        try:
            return self._buffers.take(size)
        except (OSError, MemoryError) as error:
            raise too_large from error

    def render(
        self, document_id: UUID, page_index: int, width_px: int, clip: Clip | None = None
    ) -> PageImage | PageFailure:
        """Draw a page so that the whole of it would be `width_px` wide, or only `clip` of it.

        Raises `DocumentNotOpen` and `RendererStopped`; what is wrong with the page itself comes as a value.
        """
        picture = _Picture()
        try:
            self.draw(document_id, Drawing(page_index, width_px, clip), picture.room)
        except PageError as error:
            return PageFailure(page_index, error)
        return PageImage(page_index, picture.width, picture.height, bytes(picture.rgb))

    def draw(self, document_id: UUID, drawing: Drawing, canvas: Canvas) -> None:
        """As `render`, into memory of the caller's: `canvas` is asked for it once the page is drawn.

        Raises `PageError`, `DocumentNotOpen`, `RendererStopped`.
        """
        with self._lock:
            self._draw(self._opened(document_id), drawing, canvas)

    def words(self, document_id: UUID, page_index: int) -> tuple[PageWord, ...]:
        """The words of a page's text layer in Unicode, with where they stand. Raises `PageError`."""
        with self._lock:
            answer = self._host.ask_page(self._opened(document_id), {"do": "words", "page": page_index})
        return read_words(answer, page_index)

    def flow(self, document_id: UUID, page_index: int) -> tuple[FlowBlock, ...]:
        """The text of a page, to be set at any size: without page numbers and running heads. Raises
        `PageError`."""
        with self._lock:
            document = self._opened(document_id)
            own = self._look(document, page_index).edge_rows
            answer = self._flow_with_look_ahead(document, page_index, own)
            if answer is None:
                others = {row for step in _NEIGHBOURS for row in self._edge_rows(document, page_index + step)}
                request = {"do": "flow", "page": page_index, "running": [row for row in own if row in others]}
                answer = self._host.ask_page(document, request)
        return read_blocks(answer, page_index)

    def look(self, document_id: UUID, page_index: int) -> PageLook:
        """What is told of a page besides its text; known of what `flow` has read. Raises `PageError`."""
        with self._lock:
            return self._look(self._opened(document_id), page_index)

    def page_size(self, document_id: UUID, page_index: int) -> tuple[float, float]:
        """(width, height) of a page in points, as it is shown. Raises `DocumentNotOpen`, `PageBroken`."""
        with self._lock:
            info = self._opened(document_id).info
        if info is None or not 0 <= page_index < info.page_count:
            raise PageBroken(page=page_index + 1)
        return info.page_sizes_pt[page_index]

    def annotated(self, document_id: UUID, marks: Sequence[PageMark], watermark: str = "") -> bytes:
        """A copy of the document with the marks as PDF annotations, and a text across every page.

        Takes seconds for a long paper, and no page is drawn meanwhile. Raises a `PdfError`.
        """
        request = {"do": "annotate", "marks": [asdict(mark) for mark in marks], "watermark": watermark}
        with self._lock:
            return self._host.write_copy(self._opened(document_id), request)

    def close(self, document_id: UUID) -> None:
        """Let a document go; closing one that is not open does nothing."""
        with self._lock:
            self._forget(document_id)

    def shutdown(self, deadline_s: float) -> None:
        """Stop for good. A page being drawn in another thread ends with `RendererStopped`."""
        self._host.interrupt()
        with self._lock:
            for document_id in tuple(self._documents):
                self._documents.pop(document_id).buffer.close()
            self._buffers.close()
            self._host.stop_process(deadline_s)

    # Below: only with the lock held.

    def _opened(self, document_id: UUID) -> HostedDocument:
        if self._host.is_stopping:
            raise RendererStopped
        try:
            return self._documents[document_id]
        except KeyError:
            raise DocumentNotOpen from None

    def _draw(self, document: HostedDocument, drawing: Drawing, canvas: Canvas) -> None:
        assert document.info is not None
        index, clip = drawing.page_index, drawing.clip
        sizes = document.info.page_sizes_pt
        if not 0 <= index < len(sizes):
            raise PageBroken(page=index + 1)
        width_pt, height_pt = sizes[index]
        scale = max(1, drawing.width_px) / width_pt
        if clip:
            width_pt, height_pt = max(0.0, clip.x1 - clip.x0), max(0.0, clip.y1 - clip.y0)
        scale = clamp_scale(width_pt, height_pt, scale)
        needed = row_bytes(int(width_pt * scale + 3)) * int(height_pt * scale + 3)
        area = [clip.x0, clip.y0, clip.x1, clip.y1] if clip else None
        tint = [drawing.tint.paper_rgb, drawing.tint.is_night]
        request = {"do": "draw", "page": index, "width": drawing.width_px, "clip": area, "tint": tint}
        answer = self._host.ask_page(document, request, canvas_bytes=needed)
        drawn = self._host.canvas
        width, height = int(answer["width"]), int(answer["height"])
        size = row_bytes(width) * height
        if drawn is None or width < 1 or not 0 < size <= drawn.size:
            raise PageBroken(page=index + 1)
        canvas(width, height)[:] = drawn.view[:size]

    def _flow_with_look_ahead(
        self, document: HostedDocument, index: int, own: tuple[str, ...]
    ) -> dict[str, Any] | None:
        """The flow of a page and the look of its last neighbour in one request, as when pages are read on.

        None where that is not so, or where one of the two pages is broken.
        """
        assert document.info is not None
        ahead = index + _NEIGHBOURS[-1]
        before = [document.looks.get(index + step) for step in _NEIGHBOURS[:-1] if index + step >= 0]
        if ahead in document.looks or ahead >= document.info.page_count or None in before:
            return None
        others = {row for look in before if look for row in look.edge_rows}
        flow = {"page": index, "edge_rows": own, "running": [row for row in own if row in others]}
        try:
            answer = self._host.ask_page(document, {"do": "look", "page": ahead, "flow": flow})
            document.looks[ahead] = read_look(answer, ahead)
        except PageError:
            return None
        return answer

    def _look(self, document: HostedDocument, index: int) -> PageLook:
        """Raises `PageError`."""
        if index not in document.looks:
            answer = self._host.ask_page(document, {"do": "look", "page": index})
            document.looks[index] = read_look(answer, index)
        return document.looks[index]

    def _edge_rows(self, document: HostedDocument, index: int) -> tuple[str, ...]:
        """Those of a neighbour: one that is broken, or not there, must not cost this page."""
        assert document.info is not None
        if not 0 <= index < document.info.page_count:
            return ()
        try:
            return self._look(document, index).edge_rows
        except PageError:
            return ()

    def _forget(self, document_id: UUID) -> None:
        document = self._documents.pop(document_id, None)
        if document is not None:
            self._host.forget(document)
            self._buffers.give_back(document.buffer, document.length)


class _Picture:
    """Room for a picture in plain memory."""

    width = height = 0
    rgb = bytearray()

    def room(self, width: int, height: int) -> memoryview:
        self.width, self.height = width, height
        self.rgb = bytearray(row_bytes(width) * height)
        return memoryview(self.rgb)
