"""Keeps a worker process at hand: starts it, tells it of the documents, and starts another when it fell.

MuPDF holds the GIL while it draws and some files make it hang or eat memory. Here that costs one page:
the process is stopped at its deadline or at its memory limit, started again, and reading goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from contextlib import closing
from typing import Any

import psutil

from app.documents.errors import (
    PageBroken,
    PageError,
    PageTimedOut,
    PageTooHungry,
    PdfDamaged,
    PdfTooLarge,
    RendererStopped,
)
from app.documents.pages import MAX_BITMAP_PIXELS, MAX_PDF_BYTES, DocumentInfo, OutlineEntry
from app.documents.reading import PageLook
from app.documents.worker.process import WorkerDied, WorkerProcess
from app.documents.worker.shared_buffer import SharedBuffer

FIRST_CANVAS_BYTES = 16 << 20
_COPY_DEADLINE_S = 60.0  # 256 MB are written in some seconds; a reader who exports sees progress and waits
_COPY_FACTOR = 4  # the copy in MuPDF's own structures, and written
_MAX_COPY_BYTES = 2 * MAX_PDF_BYTES
_STRIKES = 2
"""A page that brought the process down this often is not asked for again until its document is reopened."""


class HostedDocument:
    """A document of ours: its bytes, for as long as it is open, and what is known of it.

    `looks`: what its pages look like, of those that were asked for.
    """

    def __init__(self, key: str, buffer: SharedBuffer, length: int, password: str | None) -> None:
        self.key = key
        self.buffer = buffer
        self.length = length
        self.password = password
        self.info: DocumentInfo | None = None
        self.strikes: Counter[int] = Counter()
        self.failures: dict[int, PageError] = {}
        self.looks: dict[int, PageLook] = {}


class RenderHost:
    """Asks a worker process on behalf of `PageRenderer`, which lets in one thread at a time.

    `documents` are those that are open; `memory_limit_bytes` is for the process apart from them.
    """

    def __init__(
        self,
        documents: Collection[HostedDocument],
        *,
        page_deadline_s: float,
        open_deadline_s: float,
        memory_limit_bytes: int,
    ) -> None:
        self._documents = documents
        self._page_deadline_s = page_deadline_s
        self._open_deadline_s = open_deadline_s
        self._memory_limit_bytes = memory_limit_bytes
        self._process: WorkerProcess | None = None
        self._is_stopping = False

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.pid if process else None

    @property
    def canvas(self) -> SharedBuffer | None:
        """What the last page was drawn into."""
        return self._process.canvas if self._process else None

    @property
    def is_stopping(self) -> bool:
        return self._is_stopping

    def interrupt(self) -> None:
        """End what is being asked, and answer nothing any more. From any thread."""
        self._is_stopping = True
        process = self._process
        if process:
            _kill(process.pid)

    def stop_process(self, deadline_s: float = 5.0) -> None:
        """Another is started when it is needed."""
        if self._process:
            self._process.stop(deadline_s)
            self._process = None

    def warm_up(self) -> None:
        """Start the process and give it its canvas. Raises `WorkerDied`, `RendererStopped`."""
        self._canvas_for(FIRST_CANVAS_BYTES)

    def describe(self, document: HostedDocument) -> DocumentInfo:
        """Open a document in the process. Raises a `PdfError`."""
        try:
            return read_info(self._introduce(document, describe=True)["info"])
        except WorkerDied as died:
            self.stop_process()
            raise (RendererStopped if self._is_stopping else PdfDamaged) from died

    def ask_page(
        self, document: HostedDocument, request: dict[str, Any], canvas_bytes: int = 0
    ) -> dict[str, Any]:
        """Ask about a page; the worker opens the document again where it is a new one. Raises `PageError`."""
        index = int(request["page"])
        if index in document.failures:
            raise document.failures[index]
        try:
            if canvas_bytes:
                self._canvas_for(canvas_bytes)
            process = self._running()
            if document.key not in process.known:
                self._introduce(document, describe=False)
            return process.ask({**request, "key": document.key}, self._page_deadline_s, self._limit_bytes())
        except WorkerDied as died:
            self.stop_process()
            if self._is_stopping:
                raise RendererStopped from died
            kind = PageTimedOut if died.timed_out else PageTooHungry if died.hungry else PageBroken
            error = kind(page=index + 1)
            document.strikes[index] += 1
            if document.strikes[index] >= _STRIKES:
                document.failures[index] = error
            raise error from died

    def write_copy(self, document: HostedDocument, request: dict[str, Any]) -> bytes:
        """Ask for a changed copy of a document. Raises a `PdfError`."""
        request = {**request, "key": document.key, "length": document.length, "password": document.password}
        try:
            process = self._running()
            if document.key not in process.known:
                self._introduce(document, describe=False)
            limit = self._limit_bytes() + _COPY_FACTOR * document.length
            size = int(process.ask(request, _COPY_DEADLINE_S, limit)["size"])
            return self._collect(process, size, limit + size)
        except WorkerDied as died:
            self.stop_process()
            raise (RendererStopped if self._is_stopping else PdfDamaged) from died

    def _collect(self, process: WorkerProcess, size: int, limit_bytes: int) -> bytes:
        if not 0 < size <= _MAX_COPY_BYTES:
            raise PdfTooLarge(size_mb=size >> 20, limit_mb=_MAX_COPY_BYTES >> 20)
        with closing(SharedBuffer.create(size)) as buffer:
            request = {"do": "collect", "size": size, "tag": buffer.tag}
            process.ask(request, self._open_deadline_s, limit_bytes, buffer)
            return bytes(buffer.view[:size])

    def forget(self, document: HostedDocument) -> None:
        """Let the process close a document."""
        process = self._process
        if process and document.key in process.known:
            process.known.discard(document.key)
            try:
                process.ask({"do": "close", "key": document.key}, self._page_deadline_s, self._limit_bytes())
            except WorkerDied:
                self.stop_process()

    def _introduce(self, document: HostedDocument, *, describe: bool) -> dict[str, Any]:
        process = self._running()
        request = {
            "do": "open",
            "key": document.key,
            "size": document.buffer.size,
            "tag": document.buffer.tag,
            "length": document.length,
            "password": document.password,
            "describe": describe,
        }
        limit = self._limit_bytes() + document.buffer.size
        answer = process.ask(request, self._open_deadline_s, limit, document.buffer)
        process.known.add(document.key)
        return answer

    def _canvas_for(self, needed_bytes: int) -> None:
        process = self._running()
        if process.canvas and process.canvas.size >= needed_bytes:
            return
        size = min(max(needed_bytes, FIRST_CANVAS_BYTES), MAX_BITMAP_PIXELS * 4 + (1 << 20))
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

    def _running(self) -> WorkerProcess:
        if self._is_stopping:
            raise RendererStopped
        if self._process and not self._process.is_alive:
            self.stop_process()  # ended between two requests, as when the system is short of memory
        if self._process is None:
            try:
                self._process = WorkerProcess()
            except OSError as error:
                raise RendererStopped from error
        return self._process

    def _limit_bytes(self) -> int:
        shared = sum(document.buffer.size for document in self._documents)
        canvas = self._process.canvas.size if self._process and self._process.canvas else 0
        return self._memory_limit_bytes + shared + canvas


def _kill(pid: int) -> None:
    """Kill a process of ours that may be gone already."""
    try:
        psutil.Process(pid).kill()
    except psutil.Error:
        return


def read_info(raw: dict[str, Any]) -> DocumentInfo:
    """What the worker says of a document it has opened."""
    return DocumentInfo(
        page_count=int(raw["page_count"]),
        page_sizes_pt=tuple((float(width), float(height)) for width, height in raw["page_sizes_pt"]),
        outline=tuple(OutlineEntry(**entry) for entry in raw["outline"]),
        was_repaired=bool(raw["was_repaired"]),
    )
