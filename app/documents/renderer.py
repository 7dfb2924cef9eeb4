"""Pages for the UI, drawn in a process of their own.

MuPDF holds the GIL while it draws and some files make it hang or eat memory. Here that costs one page:
the process is stopped at its deadline or at its memory limit, started again, and reading goes on.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import multiprocessing.connection
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psutil

from app.documents import errors
from app.documents.errors import (
    DocumentNotOpen,
    DocumentsError,
    PageBroken,
    PageError,
    PageTimedOut,
    PageTooHungry,
    PdfDamaged,
    PdfTooLarge,
    RendererStopped,
)
from app.documents.pages import (
    MAX_BITMAP_PIXELS,
    MAX_PDF_BYTES,
    Clip,
    DocumentInfo,
    OutlineEntry,
    PageFailure,
    PageImage,
    clamp_scale,
)
from app.documents.render_worker import serve
from app.documents.shared_buffer import SharedBuffer

_START_DEADLINE_S = 30.0
_FIRST_CANVAS_BYTES = 16 << 20
_SPARE_BYTES = 32 << 20
"""A long paper's size. Nearly all documents fit, and the memory is taken once, while nobody waits."""
_MAX_ANSWER_BYTES = 16 << 20
_MEMORY_CHECK_S = 0.05
_STRIKES = 2
"""A page that brought the process down this often is not drawn again until its document is reopened."""


class _WorkerDied(Exception):  # never leaves this module
    """The process is gone: it hung (`timed_out`), grew too big (`hungry`) or crashed."""

    def __init__(self, *, timed_out: bool = False, hungry: bool = False) -> None:
        super().__init__()
        self.timed_out = timed_out
        self.hungry = hungry


class _Process:
    """One worker process and the pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe(duplex=True)
        self._process = context.Process(target=serve, args=(theirs,), name="nghisu-pages", daemon=True)
        self._process.start()
        theirs.close()
        self.known: set[str] = set()
        self.canvas: SharedBuffer | None = None
        self._has_answered = False

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def is_alive(self) -> bool:
        return not multiprocessing.connection.wait([self._process.sentinel], timeout=0)

    def ask(self, request: dict[str, Any], deadline_s: float, limit_bytes: int,
            buffer: SharedBuffer | None = None) -> dict[str, Any]:  # fmt: skip
        """Send a request, wait for its answer. Raises `_WorkerDied`, or the error the worker answers."""
        wait_s = deadline_s if self._has_answered else deadline_s + _START_DEADLINE_S
        try:
            self.connection.send_bytes(json.dumps({**request, "deadline_s": wait_s}).encode())
            if buffer is not None:
                buffer.send(self.connection, self.pid)
            ends_at = time.monotonic() + wait_s
            while not self.connection.poll(_MEMORY_CHECK_S):
                if time.monotonic() > ends_at:
                    raise _WorkerDied(timed_out=True)
                if psutil.Process(self.pid).memory_info().rss > limit_bytes:
                    raise _WorkerDied(hungry=True)
            answer = json.loads(self.connection.recv_bytes(_MAX_ANSWER_BYTES))
        except (EOFError, OSError, ValueError, psutil.Error) as error:
            raise _WorkerDied from error
        self._has_answered = True
        if "error" in answer:
            raise _error_named(answer)
        return dict(answer)

    def stop(self, deadline_s: float) -> None:
        """End it. It holds nothing worth waiting for."""
        self._process.kill()
        self._process.join(deadline_s)
        self.connection.close()
        if self.canvas:
            self.canvas.close()


def _error_named(answer: dict[str, Any]) -> DocumentsError:
    kind = getattr(errors, str(answer["error"]), None)
    if not (isinstance(kind, type) and issubclass(kind, DocumentsError)):
        return PdfDamaged()
    return kind(**answer["params"])


class _Opened:
    """A document of ours: its bytes, for as long as it is open, and what is known of it."""

    def __init__(self, key: str, buffer: SharedBuffer, length: int, password: str | None) -> None:
        self.key = key
        self.buffer = buffer
        self.length = length
        self.password = password
        self.info: DocumentInfo | None = None
        self.strikes: Counter[int] = Counter()
        self.failures: dict[int, PageError] = {}


class PageRenderer:
    """Opens documents and draws their pages. Safe to call from any thread; one page is drawn at a time.

    `page_deadline_s` for drawing or reading one page, `open_deadline_s` for opening a document,
    `memory_limit_bytes` for the process apart from the documents themselves.
    """

    def __init__(
        self,
        *,
        page_deadline_s: float = 2.0,
        open_deadline_s: float = 10.0,
        memory_limit_bytes: int = 512 << 20,
    ) -> None:
        self._page_deadline_s = page_deadline_s
        self._open_deadline_s = open_deadline_s
        self._memory_limit_bytes = memory_limit_bytes
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._documents: dict[UUID, _Opened] = {}
        self._spare: list[SharedBuffer] = []
        self._opened_count = 0
        self._is_shut_down = False

    @property
    def worker_pid(self) -> int | None:
        """The process that draws, for watching it; None while there is none."""
        process = self._process
        return process.pid if process else None

    def warm_up(self) -> None:
        """Start the process ahead of the first document (about half a second on an idle machine).

        Never raises for a process that ended meanwhile: opening a document starts another, or says why not.
        """
        with self._lock, contextlib.suppress(_WorkerDied, RendererStopped):
            self._canvas_for(_FIRST_CANVAS_BYTES)
            if not self._spare:
                with contextlib.suppress(OSError, MemoryError):
                    self._spare.append(SharedBuffer.create(_SPARE_BYTES, at_once=True))

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
        if size > MAX_PDF_BYTES:
            raise PdfTooLarge(size_mb=size >> 20, limit_mb=MAX_PDF_BYTES >> 20)
        buffer = self._buffer_for(size)
        try:
            fill(buffer.view[:size])
            with self._lock:
                self._forget(document_id)
                self._opened_count += 1
                opened = _Opened(f"{document_id}/{self._opened_count}", buffer, size, password)
                opened.info = self._introduce_first(opened)
                self._documents[document_id] = opened
                return opened.info
        except BaseException:
            self._give_back(buffer, size)
            raise

    def _introduce_first(self, opened: _Opened) -> DocumentInfo:
        try:
            return self._introduce(opened, describe=True)
        except _WorkerDied as died:
            self._stop_process()
            raise (RendererStopped if self._is_shut_down else PdfDamaged) from died

    def _buffer_for(self, size: int) -> SharedBuffer:
        """The spare buffer where it is free and large enough, else a new one."""
        spare = self._spare.pop() if self._spare else None
        if spare is not None and spare.size >= size:
            return spare
        if spare is not None:
            self._spare.append(spare)
        try:
            return SharedBuffer.create(max(1, size))
        except (OSError, MemoryError) as error:
            raise PdfTooLarge(size_mb=size >> 20, limit_mb=MAX_PDF_BYTES >> 20) from error

    def _give_back(self, buffer: SharedBuffer, used: int) -> None:
        """Keep one buffer whose memory has been taken already; nothing of the document stays in it."""
        if buffer.size == _SPARE_BYTES and not self._spare and not self._is_shut_down:
            buffer.view[:used] = bytes(used)
            self._spare.append(buffer)
        else:
            buffer.close()

    def render(
        self, document_id: UUID, page_index: int, width_px: int, clip: Clip | None = None
    ) -> PageImage | PageFailure:
        """Draw a page so that the whole of it would be `width_px` wide, or only `clip` of it.

        Raises `DocumentNotOpen` and `RendererStopped`; what is wrong with the page itself comes as a value.
        """
        with self._lock:
            opened = self._opened(document_id)
            try:
                return self._draw(opened, page_index, width_px, clip)
            except PageError as error:
                return PageFailure(page_index, error)

    def text(self, document_id: UUID, page_index: int, top_fraction: float = 1.0) -> str:
        """The text layer of a page, or of its top part. Raises `PageError`."""
        request = {"do": "text", "page": page_index, "top_fraction": top_fraction}
        with self._lock:
            answer = self._ask_page(self._opened(document_id), request)
        return str(answer["text"])

    def headings(self, document_id: UUID, page_index: int) -> tuple[OutlineEntry, ...]:
        """What looks like headings on a page, for documents without an outline. Raises `PageError`."""
        with self._lock:
            answer = self._ask_page(self._opened(document_id), {"do": "headings", "page": page_index})
        return tuple(OutlineEntry(**entry) for entry in answer["headings"])

    def close(self, document_id: UUID) -> None:
        """Let a document go; closing one that is not open does nothing."""
        with self._lock:
            self._forget(document_id)

    def shutdown(self, deadline_s: float) -> None:
        """Stop for good. A page being drawn in another thread ends with `RendererStopped`."""
        self._is_shut_down = True
        process = self._process
        if process:
            _kill(process.pid)
        with self._lock:
            for document_id in tuple(self._documents):
                self._documents.pop(document_id).buffer.close()
            while self._spare:
                self._spare.pop().close()
            self._stop_process(deadline_s)

    # Below: only with the lock held.

    def _opened(self, document_id: UUID) -> _Opened:
        if self._is_shut_down:
            raise RendererStopped
        try:
            return self._documents[document_id]
        except KeyError:
            raise DocumentNotOpen from None

    def _draw(self, opened: _Opened, index: int, width_px: int, clip: Clip | None) -> PageImage:
        assert opened.info is not None
        sizes = opened.info.page_sizes_pt
        if not 0 <= index < len(sizes):
            raise PageBroken(page=index + 1)
        width_pt, height_pt = sizes[index]
        scale = max(1, width_px) / width_pt
        if clip:
            width_pt, height_pt = max(0.0, clip.x1 - clip.x0), max(0.0, clip.y1 - clip.y0)
        scale = clamp_scale(width_pt, height_pt, scale)
        needed = int(width_pt * scale + 3) * int(height_pt * scale + 3) * 3
        area = [clip.x0, clip.y0, clip.x1, clip.y1] if clip else None
        request = {"do": "draw", "page": index, "width": width_px, "clip": area}
        answer = self._ask_page(opened, request, canvas_bytes=needed)
        canvas = self._process.canvas if self._process else None
        width, height, stride = int(answer["width"]), int(answer["height"]), int(answer["stride"])
        if canvas is None or stride < width * 3 or not 0 < stride * height <= canvas.size:
            raise PageBroken(page=index + 1)
        return PageImage(index, width, height, stride, bytes(canvas.view[: stride * height]))

    def _ask_page(self, opened: _Opened, request: dict[str, Any], canvas_bytes: int = 0) -> dict[str, Any]:
        index = int(request["page"])
        if index in opened.failures:
            raise opened.failures[index]
        try:
            if canvas_bytes:
                self._canvas_for(canvas_bytes)
            process = self._running()
            if opened.key not in process.known:
                self._introduce(opened, describe=False)
            return process.ask({**request, "key": opened.key}, self._page_deadline_s, self._limit_bytes())
        except _WorkerDied as died:
            self._stop_process()
            if self._is_shut_down:
                raise RendererStopped from died
            kind = PageTimedOut if died.timed_out else PageTooHungry if died.hungry else PageBroken
            error = kind(page=index + 1)
            opened.strikes[index] += 1
            if opened.strikes[index] >= _STRIKES:
                opened.failures[index] = error
            raise error from died

    def _introduce(self, opened: _Opened, *, describe: bool) -> DocumentInfo:
        process = self._running()
        request = {
            "do": "open",
            "key": opened.key,
            "size": opened.buffer.size,
            "tag": opened.buffer.tag,
            "length": opened.length,
            "password": opened.password,
            "describe": describe,
        }
        limit = self._limit_bytes() + opened.buffer.size
        answer = process.ask(request, self._open_deadline_s, limit, opened.buffer)
        process.known.add(opened.key)
        if not describe:
            assert opened.info is not None
            return opened.info
        return _read_info(answer["info"])

    def _canvas_for(self, needed_bytes: int) -> None:
        process = self._running()
        if process.canvas and process.canvas.size >= needed_bytes:
            return
        size = min(max(needed_bytes, _FIRST_CANVAS_BYTES), MAX_BITMAP_PIXELS * 3 + (1 << 20))
        canvas = SharedBuffer.create(size)
        request = {"do": "canvas", "size": canvas.size, "tag": canvas.tag}
        try:
            process.ask(request, self._page_deadline_s, self._limit_bytes(), canvas)
        except BaseException:
            canvas.close()
            raise
        if process.canvas:
            process.canvas.close()
        process.canvas = canvas

    def _running(self) -> _Process:
        if self._is_shut_down:
            raise RendererStopped
        if self._process and not self._process.is_alive:
            self._stop_process()  # ended between two requests, as when the system is short of memory
        if self._process is None:
            try:
                self._process = _Process()
            except OSError as error:
                raise RendererStopped from error
        return self._process

    def _limit_bytes(self) -> int:
        shared = sum(opened.buffer.size for opened in self._documents.values())
        canvas = self._process.canvas.size if self._process and self._process.canvas else 0
        return self._memory_limit_bytes + shared + canvas

    def _forget(self, document_id: UUID) -> None:
        opened = self._documents.pop(document_id, None)
        if opened is None:
            return
        process = self._process
        if process and opened.key in process.known:
            process.known.discard(opened.key)
            try:
                process.ask({"do": "close", "key": opened.key}, self._page_deadline_s, self._limit_bytes())
            except _WorkerDied:
                self._stop_process()
        self._give_back(opened.buffer, opened.length)

    def _stop_process(self, deadline_s: float = 5.0) -> None:
        if self._process:
            self._process.stop(deadline_s)
            self._process = None


def _kill(pid: int) -> None:
    """Kill a process of ours that may be gone already."""
    try:
        psutil.Process(pid).kill()
    except psutil.Error:
        return


def _read_info(raw: dict[str, Any]) -> DocumentInfo:
    return DocumentInfo(
        page_count=int(raw["page_count"]),
        page_sizes_pt=tuple((float(width), float(height)) for width, height in raw["page_sizes_pt"]),
        outline=tuple(OutlineEntry(**entry) for entry in raw["outline"]),
        was_repaired=bool(raw["was_repaired"]),
    )
