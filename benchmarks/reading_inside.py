"""The reader as a tablet runs it, driven and measured from inside its process (see `reading_child`)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEventLoop, QObject, QPointF, Qt, QTimer
from PySide6.QtWidgets import QScroller

from app.documents.pages import Canvas, Drawing
from app.documents.worker.renderer import PageRenderer
from app.domain.clock import SystemClock
from app.domain.entities import Role
from app.domain.state import CongressState
from app.runtime.assets.locations import project_root
from app.runtime.collector import GuiCollector
from app.runtime.messages import Messages
from app.runtime.paths import assets_folder
from app.runtime.tasks import Tasks
from app.storage.device_store import DeviceStore
from app.ui.context import Context
from app.ui.main import application
from app.ui.notices import Notices
from app.ui.reader.canvas import PageCanvas
from app.ui.reader.view import ReaderScreen
from app.ui.services import OpenedDocument, Session, Snapshot, UiSettings
from app.ui.theme.fonts import load_family
from app.ui.theme.look import Icons, Look
from app.ui.theme.style import style_sheet
from app.ui.theme.tokens import Theme

_FLING_MS = 6_000
_TURNS = 40
_NOBODY = UUID(int=2)


class _Papers:
    """The papers of the store, without a congress around them."""

    def __init__(
        self, store: DeviceStore, renderer: PageRenderer, blobs: dict[UUID, tuple[str, int]]
    ) -> None:
        self._store, self._renderer, self._blobs = store, renderer, blobs

    def open(self, document_id: UUID) -> OpenedDocument:
        sha256, size = self._blobs[document_id]
        fill = partial(self._store.blobs.read_into, sha256)
        info = self._renderer.open_filled(document_id, size, fill)
        return OpenedDocument(document_id, info.page_sizes_pt)

    def render(self, document_id: UUID, drawing: Drawing, canvas: Canvas) -> None:
        self._renderer.draw(document_id, drawing, canvas)

    def close(self, document_id: UUID) -> None:
        self._renderer.close(document_id)

    def places(self) -> tuple[()]:
        return ()

    def remember_place(self, place: object) -> None:
        """Nothing is remembered here."""


class _NoCongress:
    """Nothing happens."""

    def snapshot(self) -> Snapshot:
        return Snapshot(CongressState(), Role.TABLET, _NOBODY, None, 0)

    def subscribe(self, _listener: object) -> Callable[[], None]:
        return lambda: None


class _NoSync:
    """No hall is heard."""

    def subscribe(self, _listener: object) -> Callable[[], None]:
        return lambda: None


class _Heartbeat(QObject):
    """How long the GUI thread was kept from a timer that is due every millisecond, in ms, and how much of
    that it worked itself: the rest it waited for a processor that others had."""

    def __init__(self) -> None:
        super().__init__()
        self.busy_ms: list[float] = []
        self.worked_ms: list[float] = []
        self._since, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.busy_ms.append((now - self._since) * 1000)
        self.worked_ms.append((worked - self._worked) * 1000)
        self._since, self._worked = now, worked

    def stop(self) -> None:
        self._timer.stop()


def run_until(done: Callable[[], bool], deadline_s: float = 60.0) -> None:
    """Run the event loop until something is true."""
    ends_at = time.monotonic() + deadline_s
    while not done():
        if time.monotonic() > ends_at:
            raise TimeoutError("the reader did not get there")
        loop = QEventLoop()
        QTimer.singleShot(20, loop.quit)
        loop.exec()


def measure(folder: Path, request: dict[str, Any]) -> dict[str, float]:
    app = application()
    app.setStyleSheet(style_sheet(Theme.of("day", 1.0, True), family := load_family(project_root())))
    collector = GuiCollector()
    collector.start()
    store = DeviceStore.open(folder, bytes.fromhex(request["key"]), os.urandom)
    renderer = PageRenderer()
    renderer.warm_up()
    tasks = Tasks(on_unhandled=_raise, on_bug=_raise)
    blobs = {UUID(int=n): (sha, size) for n, (sha, size) in enumerate(request["blobs"], 10)}
    papers = _Papers(store, renderer, blobs)
    look = Look(Theme.of("day", 1.0, True), Icons(), family)

    def read(document_id: UUID) -> ReaderScreen:
        screen = ReaderScreen(_context(papers, tasks, look), document_id)
        screen.resize(*request["size"])
        screen.show()
        run_until(lambda: screen.pane.loader.is_sharp(0))
        return screen

    try:
        short, long = blobs
        screen = read(short)
        answer = {**_fling(screen.canvas, tasks), **_turns(screen, tasks)}
        _leave(screen)
        answer["memory_mb"] = _memory(read(long), tasks)
        return answer
    finally:
        tasks.stop(5)
        renderer.shutdown(5)
        store.close()
        collector.stop()


def _context(papers: _Papers, tasks: Tasks, look: Look) -> Context:
    settings = UiSettings(reduced_motion=True)

    def nothing(*_arguments: object, **_named: object) -> None:
        """The way back, menus and settings lead nowhere here."""

    session = Session(Role.TABLET, _NoCongress(), papers, _NoSync())  # type: ignore[arg-type]
    notices = Notices(Messages.load(assets_folder() / "messages", "vi"))
    return Context(
        session=session, clock=SystemClock(), look=look, settings=settings, notices=notices,
        tasks=tasks.scope(), go=nothing, back=lambda: None, open_menu=nothing,
        after_leaving=lambda work: work(), remember=nothing, kept={},
        keep_reading_px=nothing,
    )  # fmt: skip


def _fling(canvas: PageCanvas, tasks: Tasks) -> dict[str, float]:
    """Through the whole paper in six seconds, then the wait until the last page is sharp."""
    beat = _Heartbeat()
    scroller = QScroller.scroller(canvas.viewport())
    end = canvas.verticalScrollBar().maximum()
    scroller.scrollTo(QPointF(0, end), _FLING_MS)
    run_until(lambda: canvas.verticalScrollBar().value() >= end - 2)
    run_until(lambda: tasks.running_count == 0)
    beat.stop()
    busy = sorted(beat.busy_ms)
    return {
        "fling_max_ms": busy[-1],
        "fling_p99_ms": busy[int(len(busy) * 0.99)],
        "fling_worked_ms": max(beat.worked_ms),
    }


def _turns(screen: ReaderScreen, tasks: Tasks) -> dict[str, float]:
    """From asking for a page that is made ahead to its being painted."""
    canvas, loader, taken = screen.canvas, screen.pane.loader, []
    canvas.go_to(0)
    for page in range(1, _TURNS + 1):
        run_until(lambda page=page: loader.is_sharp(page) and tasks.running_count == 0)
        started = time.perf_counter()
        canvas.turn_page(1)
        canvas.viewport().repaint()
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    return {"turn_ms": taken[len(taken) // 2], "turn_max_ms": taken[-1]}


def _memory(screen: ReaderScreen, tasks: Tasks) -> float:
    """The most that screens, store and worker had together while the paper was read from end to end."""
    canvas, peak = screen.canvas, 0.0
    for page in range(0, canvas.page_count, 10):
        canvas.go_to(page)
        run_until(lambda: tasks.running_count == 0)
        if page % 50 == 0:
            peak = max(peak, _proportional_mb())
    _leave(screen)
    return peak


def _leave(screen: ReaderScreen) -> None:
    screen.hide()
    screen.dispose()
    screen.deleteLater()


def _proportional_mb() -> float:
    here = psutil.Process()
    total = 0
    for process in (here, *here.children(recursive=True)):
        memory = process.memory_full_info()
        total += getattr(memory, "pss", memory.rss)
    return float(total) / 1e6


def _raise(error: Exception) -> None:
    raise error
