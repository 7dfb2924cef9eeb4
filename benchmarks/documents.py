"""From the encrypted store to pages and their text, beside bare PyMuPDF with the same bytes in memory.

Data: PDFs in `DIR/docs/real` and `DIR/docs/hostile`; long documents are made here from a fixed seed.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

import psutil

from app.documents.errors import PageError, PdfError
from app.documents.pages import Drawing
from app.documents.text.reading_text import extract_reading_text
from app.documents.worker.lean_mupdf import pymupdf
from app.documents.worker.renderer import PageRenderer
from app.storage.device_store import DeviceStore
from app.ui.page_picture import PagePicture
from benchmarks.document_samples import files_of, long_scan, long_text_with_pictures
from benchmarks.figure import Figure

_WIDTH_PX = 1280
_PREVIEW_PX = 160
_ROUNDS = 15
_SCANS = 200
_PAGES = 1_000
_READ_PAGES = 300
_FIRST_PAGE_MS = 300.0
_FIRST_PAGE_RATIO = 1.5
_NEXT_PAGE_RATIO = 1.3
_PAGES_A_PAPER = 12
_MEMORY_MB = 220.0
"""Of 350 for the whole application: 130 are left for Qt, the store and pictures of pages."""
_EXTRACTED_PAGES_S = 300.0
_HANG_S = 12.0
"""Ten seconds for opening, two for a page, and the start of another process."""
_DOCUMENT = UUID(int=1)


def run(data: Path | None, models: Path) -> list[Figure]:  # noqa: ARG001 - no models are used here
    """The figures of this benchmark."""
    renderer = PageRenderer()
    papers = [path.read_bytes() for path in files_of(data, "real")]
    with tempfile.TemporaryDirectory() as folder:
        store = DeviceStore.open(Path(folder), os.urandom(32), os.urandom)
        try:
            started = time.perf_counter()
            renderer.warm_up()
            warm_up_ms = (time.perf_counter() - started) * 1000
            figures = list(_long_documents(store, renderer, f"warm worker (its start: {warm_up_ms:.0f} ms)"))
            if papers:
                note = f"{len(papers)} real papers, sum of their medians"
                first = _first_page("document: first page of real papers", papers, store, renderer, note)
                figures += [first, _next_pages(papers, renderer, _WIDTH_PX, _NEXT_PAGE_RATIO)]
                figures += [_next_pages(papers, renderer, _PREVIEW_PX, None), _extraction(papers, renderer)]
            hostile = files_of(data, "hostile")
            return [*figures, _hostile(hostile, renderer)] if hostile else figures
        finally:
            renderer.shutdown(5)
            store.close()


def _long_documents(store: DeviceStore, renderer: PageRenderer, start: str) -> Iterator[Figure]:
    scans = long_scan(_SCANS)
    note = f"{_SCANS} scanned pages, {len(scans) / 1e6:.1f} MB, {start}"
    yield _first_page("document: first page, long scan", [scans], store, renderer, note)
    del scans
    long = long_text_with_pictures(_PAGES)
    note = f"{_PAGES} pages of text and pictures, {len(long) / 1e6:.0f} MB; and <= {_FIRST_PAGE_MS:.0f} ms"
    yield _first_page("document: first page of 1,000", [long], store, renderer, note, _FIRST_PAGE_MS)
    sha256, size = store.blobs.put(long), len(long)
    del long
    yield _memory(sha256, size, store, renderer)


def _first_page(
    name: str, documents: Sequence[bytes], store: DeviceStore, renderer: PageRenderer, note: str,
    limit_ms: float = float("inf"),
) -> Figure:  # fmt: skip
    """Baseline: the same bytes from the same store into fresh memory, and bare PyMuPDF."""
    ours_ms = bare_ms = 0.0
    for data in documents:
        sha256 = store.blobs.put(data)
        opens = partial(_ours, sha256, len(data), store, renderer)
        bare = partial(_bare, sha256, len(data), store)
        rounds = _ROUNDS if len(documents) == 1 else 3
        ours, base = _alternate(opens, partial(renderer.close, _DOCUMENT), bare, rounds)
        ours_ms, bare_ms = ours_ms + ours, bare_ms + base
    ok = ours_ms <= _FIRST_PAGE_RATIO * bare_ms and ours_ms <= limit_ms
    return Figure(name, ours_ms, bare_ms, "ms", f"<= {_FIRST_PAGE_RATIO:g}x store + PyMuPDF", ok, note)


def _alternate(
    first: Callable[[], None], after_first: Callable[[], None], second: Callable[[], None], rounds: int
) -> tuple[float, float]:
    """Median times in ms, one after the other, so that a busy moment of the machine hits both.

    `after_first` is not timed: it puts the paper away, as a reader does before opening another.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds + 1):
        for action, taken in zip((first, second), times, strict=True):
            started = time.perf_counter()
            action()
            taken.append((time.perf_counter() - started) * 1000)
        after_first()
    return statistics.median(times[0][1:]), statistics.median(times[1][1:])


def _ours(sha256: str, size: int, store: DeviceStore, renderer: PageRenderer) -> None:
    renderer.open_filled(_DOCUMENT, size, partial(store.blobs.read_into, sha256))
    _draw(renderer, 0, _WIDTH_PX)


def _bare(sha256: str, size: int, store: DeviceStore) -> None:
    data = bytearray(size)
    store.blobs.read_into(sha256, memoryview(data))
    with pymupdf.open(stream=data, filetype="pdf") as document:
        _draw_bare(document, 0, _WIDTH_PX)


def _draw(renderer: PageRenderer, index: int, width_px: int) -> None:
    """As the reader does: into a picture of Qt's."""
    picture = PagePicture()
    renderer.draw(_DOCUMENT, Drawing(index, width_px), picture.room)
    assert picture.image.width() >= width_px


def _draw_bare(document: pymupdf.Document, index: int, width_px: int) -> None:
    page = document[index]
    scale = width_px / page.rect.width
    page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)


def _next_pages(
    papers: Sequence[bytes], renderer: PageRenderer, width_px: int, ratio: float | None
) -> Figure:
    """Pages that were not drawn before, ours and bare in turn; the mean over all of them."""
    ours, bare = [], []
    for data in papers:
        renderer.open(_DOCUMENT, data)
        with pymupdf.open(stream=data, filetype="pdf") as document:
            for index in range(min(_PAGES_A_PAPER, document.page_count)):
                for taken, draw in (
                    (ours, partial(_draw, renderer, index, width_px)),
                    (bare, partial(_draw_bare, document, index, width_px)),
                ):
                    started = time.perf_counter()
                    draw()
                    taken.append((time.perf_counter() - started) * 1000)
        renderer.close(_DOCUMENT)
    ours_ms, bare_ms = statistics.fmean(ours), statistics.fmean(bare)
    target = f"<= {ratio:g}x bare PyMuPDF" if ratio else ""
    ok = ours_ms <= ratio * bare_ms if ratio else None
    note = f"{len(ours)} pages of {len(papers)} real papers; with the pipe and the copy into Qt's picture"
    return Figure(f"document: page not cached, {width_px} px", ours_ms, bare_ms, "ms", target, ok, note)


def _memory(sha256: str, size: int, store: DeviceStore, renderer: PageRenderer) -> Figure:
    """The worker, and what reading adds to this process; memory that both share counts once.

    What the measuring process had before is left out: it holds the samples, and no screens.
    """
    before = _proportional_mb(os.getpid())
    renderer.open_filled(_DOCUMENT, size, partial(store.blobs.read_into, sha256))
    peak = 0.0
    for index in range(_READ_PAGES):
        _draw(renderer, index, _WIDTH_PX)
        if index % 50 == 49:
            renderer.flow(_DOCUMENT, index)
            pids = [os.getpid(), renderer.worker_pid]
            peak = max(peak, sum(_proportional_mb(pid) for pid in pids if pid) - before)
    renderer.close(_DOCUMENT)
    note = f"{_READ_PAGES} pages drawn one after another; PSS of the worker and of what it adds here"
    ok = peak <= _MEMORY_MB
    return Figure(
        "document: memory while reading 1,000 pages", peak, None, "MB", f"<= {_MEMORY_MB:.0f}", ok, note
    )


def _proportional_mb(pid: int) -> float:
    memory = psutil.Process(pid).memory_full_info()
    return float(getattr(memory, "pss", memory.rss)) / 1e6


def _extraction(papers: Sequence[bytes], renderer: PageRenderer) -> Figure:
    """Pages a second of one core: processor time of both processes, for others may be busy here too."""
    ours_s = bare_s = 0.0
    pages = 0
    for data in papers:
        info = renderer.open(_DOCUMENT, data)
        pages += info.page_count
        before = _cpu_s(renderer)
        extract_reading_text(renderer, _DOCUMENT, info, lambda _done, _total: None, lambda: False)
        ours_s += _cpu_s(renderer) - before
        started = time.process_time()
        with pymupdf.open(stream=data, filetype="pdf") as document:
            for page in document:
                page.get_text("blocks")
        bare_s += time.process_time() - started
    ours, bare = pages / ours_s, pages / bare_s
    target = f">= {_EXTRACTED_PAGES_S:.0f}"
    note = f"{pages} pages of {len(papers)} real papers to paragraphs, tables, headings; baseline: raw blocks"
    name = "document: text extracted, pages a CPU second"
    return Figure(name, ours, bare, "1/s", target, ours >= _EXTRACTED_PAGES_S, note)


def _cpu_s(renderer: PageRenderer) -> float:
    times = psutil.Process(renderer.worker_pid).cpu_times()
    return float(time.process_time() + times.user + times.system)


def _hostile(files: Sequence[Path], renderer: PageRenderer) -> Figure:
    """Every file opened, its first pages drawn and read: each step ends in time, with a page or a message."""
    failed: list[str] = []
    shown = refused = 0
    for path in files:
        started = time.perf_counter()
        try:
            steps = list(_steps(path.read_bytes(), renderer))
        except PdfError:
            refused += 1
            steps = [time.perf_counter() - started]
        except Exception as error:  # whatever it is, it is what is counted here
            failed.append(f"{path.name}: {type(error).__name__}")
            continue
        else:
            shown += 1
        if max(steps) > _HANG_S:
            failed.append(f"{path.name}: {max(steps):.0f} s")
    note = f"{len(files)} files: {shown} with pages, {refused} with a message" + "".join(
        f"; {one}" for one in failed
    )
    return Figure("document: hostile files, crashes + hangs", len(failed), None, "", "0", not failed, note)


def _steps(data: bytes, renderer: PageRenderer) -> Iterator[float]:
    """Seconds that each step took. A page may fail; the document that was opened stays."""
    started = time.perf_counter()
    info = renderer.open(_DOCUMENT, data)
    yield time.perf_counter() - started
    for index in range(min(3, info.page_count)):
        for step in (
            partial(renderer.render, _DOCUMENT, index, _WIDTH_PX),
            partial(renderer.words, _DOCUMENT, index),
            partial(renderer.flow, _DOCUMENT, index),
        ):
            started = time.perf_counter()
            with contextlib.suppress(PageError):
                step()
            yield time.perf_counter() - started
