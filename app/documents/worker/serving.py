"""The process that draws pages: `serve` answers one request after another until the pipe closes.

Requests and answers are JSON, never pickles: a PDF that takes this process over must not be able to run
code in the program it serves. Document bytes and bitmaps are in shared memory.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, TextIO

from app.documents.errors import DocumentsError, PageBroken
from app.documents.pages import Clip, Drawing, Tint
from app.documents.text.flow import Layout, edges_of, flow_of
from app.documents.text.markings import head_lines
from app.documents.text.words import words_of
from app.documents.worker.cell import enter_cell
from app.documents.worker.heap import Heap
from app.documents.worker.shared_buffer import SharedBuffer

if TYPE_CHECKING:
    import pymupdf

Request = dict[str, Any]
Answer = dict[str, Any]

_GRACE_S = 5.0
"""On a busy machine the program may look at its clock late; it is the one to say that a page hangs."""
_LAYOUTS_KEPT = 6
_PICTURE_SHARE = 0.3
"""A scan takes most of its page; an emblem or a chart between few words less."""
_HEAP_LIMIT_BYTES = 44 << 20
"""11 MB are in use at the start; a page scanned in colour at 300 dpi is 26 MB in MuPDF's cache."""
_CACHE_BYTES = 20 << 20
"""So much may come together again before the cache is emptied anew, where a large paper alone takes the rest:
a cache that is emptied for every page has each page read its fonts again."""
_IDLE_S = 1.0


class _Worker:
    """Open documents by key, and the memory that pages are drawn into."""

    def __init__(self, connection: Connection) -> None:
        from app.documents.worker import pdf, pdf_text

        self._pdf = pdf
        self._pdf_text = pdf_text
        self._heap = Heap()
        self._connection = connection
        self._documents: dict[str, tuple[pymupdf.Document, SharedBuffer]] = {}
        self._canvas: SharedBuffer | None = None
        self._layouts: dict[tuple[str, int], Layout] = {}
        self._written = b""
        self._heap_limit_bytes = _HEAP_LIMIT_BYTES
        pdf.be_quiet()

    def open(self, request: Request) -> Answer:
        buffer = SharedBuffer.receive(self._connection, request["size"], request["tag"])
        data = buffer.view[: request["length"]]
        try:
            document = self._pdf.open_pdf(data, request["password"])
        except DocumentsError:
            data.release()
            raise
        self._documents[request["key"]] = (document, buffer)
        return {"info": asdict(self._pdf.describe(document))} if request["describe"] else {}

    def canvas(self, request: Request) -> Answer:
        self._canvas = SharedBuffer.receive(self._connection, request["size"], request["tag"])
        return {}

    def draw(self, request: Request) -> Answer:
        if self._canvas is None:
            raise PageBroken(page=request["page"] + 1)
        drawing = Drawing(
            request["page"],
            request["width"],
            Clip(*request["clip"]) if request["clip"] else None,
            Tint(*request["tint"]),
        )
        width, height = self._pdf.draw(self._document(request), drawing, self._canvas.view)
        return {"width": width, "height": height}

    def words(self, request: Request) -> Answer:
        found = words_of(self._pdf_text.page_content(self._document(request), request["page"]))
        rounded = [[round(side, 2) for side in (w.box.x0, w.box.y0, w.box.x1, w.box.y1)] for w in found]
        return {"words": [[w.text, *box, w.line] for w, box in zip(found, rounded, strict=True)]}

    def look(self, request: Request) -> Answer:
        """What a page looks like; and the flow of an earlier one that waited for it, where one is named."""
        layout = self._layout(request)
        content = layout.content
        is_picture = is_empty = False
        if not content.has_text:
            share = self._pdf_text.picture_share(self._document(request), request["page"])
            is_empty = not (share or content.pieces or content.is_drawn)
            is_picture = share >= _PICTURE_SHARE or not (content.pieces or is_empty)
        edges = edges_of(layout)
        answer = {
            "edge_rows": edges,
            "head_lines": head_lines(layout),
            "was_converted": content.was_converted,
            "is_picture": is_picture,
            "is_empty": is_empty,
        }
        if "flow" not in request:
            return answer
        flow = request["flow"]
        running = [*flow["running"], *(row for row in flow["edge_rows"] if row in edges)]
        return answer | self.flow({"key": request["key"], "page": flow["page"], "running": running})

    def flow(self, request: Request) -> Answer:
        blocks = flow_of(self._layout(request), request["running"])
        return {
            "blocks": [
                [one.kind, one.text, one.level, one.is_bold, one.is_centred, one.cells, one.spans]
                for one in blocks
            ],
        }

    def annotate(self, request: Request) -> Answer:
        """Write marks into a copy of the document; `collect` then hands it over."""
        from app.documents.worker import annotate

        _, buffer = self._documents[request["key"]]
        copy = self._pdf.open_pdf(buffer.view[: request["length"]], request["password"])
        try:
            self._written = annotate.annotate(
                copy, map(annotate.read_mark, request["marks"]), request["watermark"]
            )
        finally:
            self._pdf.close_pdf(copy)
        return {"size": len(self._written)}

    def collect(self, request: Request) -> Answer:
        buffer = SharedBuffer.receive(self._connection, request["size"], request["tag"])
        buffer.view[: len(self._written)] = self._written
        self._written = b""
        buffer.close()
        return {}

    def close(self, request: Request) -> Answer:
        # The shared memory goes with the last reference: MuPDF may still hold a view of it.
        opened = self._documents.pop(request["key"], None)
        if opened:
            self._pdf.close_pdf(opened[0])
        return {}

    def bound_cache(self) -> None:
        """Between two requests, when nobody waits."""
        if self._heap.used_bytes() > self._heap_limit_bytes:
            self._pdf.empty_cache()
            self._heap_limit_bytes = max(_HEAP_LIMIT_BYTES, self._heap.used_bytes() + _CACHE_BYTES)

    def rest(self) -> None:
        """When nothing has been asked for a while."""
        self._heap.give_back()

    def _layout(self, request: Request) -> Layout:
        """Kept for the last few pages: a page is looked at, and asked again for its flow."""
        key = (request["key"], request["page"])
        if key not in self._layouts:
            self._layouts[key] = self._pdf_text.page_layout(self._document(request), request["page"])
            while len(self._layouts) > _LAYOUTS_KEPT:
                del self._layouts[next(iter(self._layouts))]
        return self._layouts[key]

    def _document(self, request: Request) -> pymupdf.Document:
        return self._documents[request["key"]][0]


def serve(connection: Connection) -> None:
    """Answer requests until the other side goes away. Entry point of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal goes to all: who asks decides
    worker = _Worker(connection)
    # Each page makes thousands of small objects, and a collection would look through those of all libraries
    # as well: a third of the time of reading a page.
    gc.collect()
    gc.freeze()
    actions: dict[str, Callable[[Request], Answer]] = {
        "open": worker.open,
        "canvas": worker.canvas,
        "draw": worker.draw,
        "words": worker.words,
        "look": worker.look,
        "flow": worker.flow,
        "annotate": worker.annotate,
        "collect": worker.collect,
        "close": worker.close,
    }
    enter_cell()
    while True:
        try:
            if not connection.poll(_IDLE_S):
                worker.rest()
            request: Request = json.loads(connection.recv_bytes())
        except (EOFError, OSError):
            return
        _end_in(request["deadline_s"] + _GRACE_S)
        try:
            answer = actions[request["do"]](request)
        except DocumentsError as error:
            answer = {"error": type(error).__name__, "params": error.params}
        _end_in(0)
        try:
            connection.send_bytes(json.dumps(answer).encode())
        except OSError:
            return
        worker.bound_cache()


def _end_in(seconds: float) -> None:
    """End this process then; 0: not any more.

    Should the program die while MuPDF hangs here, nobody is left to stop this process but itself.
    """
    if sys.platform != "win32":
        # The system's own timer: faulthandler's thread would cost a fifth of the time of reading a page.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    elif seconds:
        faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
    else:
        faulthandler.cancel_dump_traceback_later()


@cache
def _nowhere() -> TextIO:
    return open(os.devnull, "w")  # noqa: PTH123 - a device, not a path of ours
