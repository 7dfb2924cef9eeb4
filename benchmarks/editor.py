"""The editor with an eight-hour transcript (10,000 segments): opening it, typing, the other laptop's changes.

Offscreen, with the product's widgets and fold; only the store and the loudspeaker are missing.
"""

from __future__ import annotations

import time
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QListView, QPlainTextEdit, QWidget

from app.domain import payloads as p
from app.domain.entities import Role
from app.ui.editor.finding import Finder, Query
from app.ui.editor.view import EditorScreen
from app.ui.main import Shell, open_shell
from app.ui.screenshots import settle
from benchmarks.figure import Figure
from tests.fakes.services import FakeHouse
from tests.fakes.transcripts import long_transcript

SEGMENTS = 10_000
OPEN_MS, FRAME_MS = 300.0, 16.0
_KEYS = 120


def run(_data: Path | None, _models: Path) -> list[Figure]:
    """No data is needed: the transcript is made up."""
    house = FakeHouse(Role.CHAIR, live=False)
    house.congress.load(*long_transcript(SEGMENTS))
    shell = open_shell(house.services, house.settings, _raise)
    try:
        shell.window.resize(1280, 800)
        shell.window.show()
        settle(shell, lambda: shell.window.screen_shown is not None)
        shell.window.go("status")
        settle(shell)
        opening = [_open(shell) for _ in range(5)]
        screen = shell.window.screen_shown
        assert isinstance(screen, EditorScreen)
        typing = _type(screen)
        bare = _type_bare()
        others, folds = _other(house, screen)
        again, first = _find(screen)
        return [
            _figure(
                "opening 10,000 segments",
                _median(opening),
                _bare_list(house),
                OPEN_MS,
                f"median of 5, slowest {max(opening):.0f} ms; baseline: a bare QListView of the same texts",
            ),
            _figure("a letter typed, median of 120", _median(typing), _median(bare), FRAME_MS, "and painted"),
            _figure(
                "a letter typed, slowest of 120", _slowest(typing), _slowest(bare), FRAME_MS,
                "baseline: a bare QPlainTextEdit",
            ),
            _figure(
                "the other laptop's edit shown, median of 40", _median(others), _median(folds), FRAME_MS,
                "without its fold, which is the baseline",
            ),
            _figure("a page further, median of 60", _median(_scroll(screen)), None, 2 * FRAME_MS, "painted"),
            _figure(
                "find in all of it, as one types on", again, first, 3 * FRAME_MS,
                "baseline: the first time, which folds all texts",
            ),
        ]  # fmt: skip
    finally:
        shell.close(5.0)


def _figure(name: str, ours: Took, baseline: Took | None, limit: float, note: str) -> Figure:
    note = f"{ours.cpu_ms:.1f} ms of this thread's CPU; {note}"
    return Figure(name, ours, baseline, "ms", f"<= {limit:g} ms", ours <= limit, note)


def _median(times: list[Took]) -> Took:
    return sorted(times)[len(times) // 2]


def _slowest(times: list[Took]) -> Took:
    return max(times)


class Took(float):
    """Milliseconds on the wall; `cpu_ms` of this thread alone, which other programs do not stretch."""

    cpu_ms: float


class _Watch:
    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.thread_time()

    def took(self) -> Took:
        took = Took((time.perf_counter() - self._wall) * 1000)
        took.cpu_ms = (time.thread_time() - self._cpu) * 1000
        return took


def _open(shell: Shell) -> Took:
    """From the tap to the painted page."""
    shell.window.go("status")
    settle(shell)
    watch = _Watch()
    shell.window.go("editor")
    shell.window.grab()
    took = watch.took()
    settle(shell)
    return took


def _bare_list(house: FakeHouse) -> Took:
    """What Qt's own list takes for the same texts, one line each, nothing measured."""
    state = house.congress.state
    watch = _Watch()
    texts = [segment.text for segment in state.segments_in_order()]
    view = QListView()
    view.setUniformItemSizes(True)
    view.setModel(QStringListModel(texts, view))
    view.resize(1280, 800)
    view.scrollToBottom()
    view.grab()
    took = watch.took()
    view.deleteLater()
    return took


def _type(screen: EditorScreen) -> list[Took]:
    canvas = screen.canvas
    canvas.set_current(screen._page.lines[SEGMENTS // 2].segment.id)
    canvas.open_writer(5)
    times = []
    for number in range(_KEYS):
        watch = _Watch()
        _letter(canvas.writer, "ế" if number % 6 else " ")
        screen.grab(canvas.geometry())
        times.append(watch.took())
    canvas.close_writer()
    return times


def _type_bare() -> list[Took]:
    field = QPlainTextEdit()
    field.resize(900, 600)
    field.show()
    times = []
    for number in range(_KEYS):
        watch = _Watch()
        _letter(field, "ế" if number % 6 else " ")
        field.grab()
        times.append(watch.took())
    field.deleteLater()
    return times


def _letter(widget: QWidget, letter: str) -> None:
    """As a Vietnamese keyboard gives it."""
    event = QInputMethodEvent()
    event.setCommitString(letter)
    QApplication.sendEvent(widget, event)


def _other(house: FakeHouse, screen: EditorScreen) -> tuple[list[Took], list[Took]]:
    """Shown, and folded."""
    congress, shown, folds = house.congress, [], []
    told = congress._told
    for number in range(40):
        segment_id: UUID = screen._page.lines[(number * 241) % SEGMENTS].segment.id
        listeners, told._listeners = told._listeners, []
        watch = _Watch()
        congress.say(p.SegmentEdited(segment_id=segment_id, text=f"sửa lần {number}"))
        folds.append(watch.took())
        told._listeners = listeners
        watch = _Watch()
        screen._refresh(congress.snapshot())
        screen.canvas.grab()
        shown.append(watch.took())
    return shown, folds


def _scroll(screen: EditorScreen) -> list[Took]:
    bar, times = screen.canvas.verticalScrollBar(), []
    bar.setValue(bar.maximum() // 3)
    for _ in range(60):
        watch = _Watch()
        bar.setValue(bar.value() + bar.pageStep())
        screen.canvas.grab()
        times.append(watch.took())
    return times


def _find(screen: EditorScreen) -> tuple[Took, Took]:
    finder, took = Finder(), []
    for text in ("chuyen doi", "chuyen doi so"):
        watch = _Watch()
        finder.find(screen._page.lines, Query(text))
        took.append(watch.took())
    return took[1], took[0]


def _raise(error: Exception) -> None:
    raise error
