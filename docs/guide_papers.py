"""Pictures of the papers: read, searched, marked, packed, handed out and called back."""

from __future__ import annotations

import random
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.entities import Role
from app.domain.state import Reading
from app.ui.main import Shell
from app.ui.packs.review import PHOTOS
from app.ui.screenshots import settle
from app.ui.services import Box, MarkColor, PresentedPage, ReadingPlace
from app.ui.widgets.rows import RowList
from docs.guide_scene import Scene
from tests.fakes.basics import START_MS, fixed_id
from tests.fakes.reading_aids import keep_marks, mark, replace_report
from tests.fakes.services import FakeHouse

SOUGHT = "khu phố"
_REPORT = fixed_id("document-3")
_RESOLUTION = fixed_id("document-8")


def _home(house: FakeHouse, shell: Shell) -> None:
    keep_marks(house)
    house.documents.remember_place(ReadingPlace(_REPORT, 11, 0.0, START_MS))
    shell.window.go("documents")
    settle(shell)
    shell.window.go("home")


def _open(shell: Shell, page: int = 0, **more: object) -> None:
    shell.window.go("reader", document_id=_REPORT, page_index=page, **more)
    settle(shell)


def _reader(house: FakeHouse, shell: Shell) -> None:
    _open(shell, 2)
    words = house.documents.words(_REPORT, 2)
    for name, line, color in (("good", 6, MarkColor.GREEN), ("doubt", 3, MarkColor.YELLOW)):
        boxes = [word.box for word in words if word.line == line]
        whole = Box(boxes[0].x0, boxes[0].y0, boxes[-1].x1, boxes[-1].y1)
        house.marks.put(mark(name, boxes=(whole,), color=color))


def _large_text(_house: FakeHouse, shell: Shell) -> None:
    _open(shell, 1)
    shell.window.screen_shown.toggle_large()


def _search(_house: FakeHouse, shell: Shell) -> None:
    shell.window.go("search", query=SOUGHT)
    found = shell.window.screen_shown.findChild(RowList)
    settle(shell, lambda: found.rows.rowCount() > 0)


def _find(_house: FakeHouse, shell: Shell) -> None:
    _open(shell, 0, find=SOUGHT)


def _mark(_house: FakeHouse, shell: Shell) -> None:
    _open(shell)
    canvas = shell.window.screen_shown.canvas
    selector = shell.window.screen_shown.pane.marker.selector
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(canvas, Qt.Key.Key_Right, shift)
    settle(shell, lambda: not selector.is_empty)
    for _word in range(11):
        QTest.keyClick(canvas, Qt.Key.Key_Right, shift)
    QTest.keyClick(canvas, Qt.Key.Key_Return)


def _marks(house: FakeHouse, shell: Shell) -> None:
    keep_marks(house)
    shell.window.go("marks")


def _follow(house: FakeHouse, shell: Shell) -> None:
    _open(shell, 1)
    house.presentation.show(PresentedPage(_REPORT, 4, fixed_id("device-chair")))


def _compare(house: FakeHouse, shell: Shell) -> None:
    replace_report(house)
    settle(shell)
    shell.window._messages._next()  # the news has been read
    shell.window.go("compare", document_id=_REPORT)


def _workbench(shell: Shell) -> None:
    shell.window.go("packs")
    settle(shell)
    shell.window.screen_shown.read_folder(Path("USB") / "Tài liệu Đại hội")
    settle(shell)


def _pack_findings(_house: FakeHouse, shell: Shell) -> None:
    _workbench(shell)


def _pack_file(house: FakeHouse, shell: Shell) -> None:
    _workbench(shell)
    bench = shell.window.screen_shown
    bench._review.show_panel(1)
    settle(shell)
    bench.open_file(house.packs.plan.documents[2].file)


def _pack_roster(_house: FakeHouse, shell: Shell) -> None:
    _workbench(shell)
    shell.window.screen_shown._review.show_panel(2)


def _pack_photos(_house: FakeHouse, shell: Shell) -> None:
    _workbench(shell)
    shell.window.screen_shown._review.show_panel(PHOTOS)


def _papers(house: FakeHouse, shell: Shell) -> None:
    _read_by_many(house)
    shell.window.go("papers", document_id=_RESOLUTION)


def _recall(house: FakeHouse, shell: Shell) -> None:
    _papers(house, shell)
    settle(shell)
    shell.window.screen_shown._page._ask_back()


def _read_by_many(house: FakeHouse) -> None:
    """Most have opened each paper, fewer have read it to its end."""
    chance = random.Random(12)  # noqa: S311 - the same picture every time
    state = house.congress.state
    for name in ("document-4", "document-8"):
        handed_out = state.documents[fixed_id(name)].model_copy(update={"one_sitting": True})
        state.documents[handed_out.id] = handed_out
    for document in state.documents.values():
        for person_id in state.persons:
            if chance.random() < 0.7:
                whole = chance.random() < 0.4
                pages = document.page_count if whole else chance.randint(1, document.page_count)
                at = START_MS + chance.randint(0, 600_000)
                reading = Reading(person_id, document.id, document.sha256, at, at, (1 << pages) - 1)
                state.readings[document.id, person_id, document.sha256] = reading


PAPERS = (
    Scene("home", Role.TABLET, _home),
    Scene("reader", Role.TABLET, _reader),
    Scene("large-text", Role.TABLET, _large_text),
    Scene("search", Role.TABLET, _search),
    Scene("find", Role.TABLET, _find),
    Scene("mark", Role.TABLET, _mark),
    Scene("marks", Role.TABLET, _marks),
    Scene("follow", Role.TABLET, _follow),
    Scene("compare", Role.TABLET, _compare),
    Scene("pack-findings", Role.CHAIR, _pack_findings),
    Scene("pack-file", Role.CHAIR, _pack_file),
    Scene("pack-roster", Role.CHAIR, _pack_roster),
    Scene("pack-photos", Role.CHAIR, _pack_photos),
    Scene("papers", Role.CHAIR, _papers),
    Scene("recall", Role.CHAIR, _recall),
)
