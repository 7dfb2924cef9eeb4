"""Takes the guide's pictures anew from the application over its sample congress: `python docs/pictures.py`.

Everybody and every paper in them is invented; no network, no camera, no device is needed. A picture is a
scene below; `tests/gui/test_guide.py` checks that the pages and the scenes name the same ones.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt  # noqa: E402 - the platform must be said before Qt is loaded
from PySide6.QtTest import QTest  # noqa: E402

from app.domain.entities import Role  # noqa: E402
from app.domain.state import Reading  # noqa: E402
from app.ui.main import Shell, open_shell  # noqa: E402
from app.ui.packs import recent  # noqa: E402
from app.ui.screenshots import settle  # noqa: E402
from app.ui.services import Box, MarkColor, PresentedPage, ReadingPlace, UiSettings  # noqa: E402
from app.ui.widgets.rows import RowList  # noqa: E402
from tests.fakes.basics import START_MS, fixed_id  # noqa: E402
from tests.fakes.reading_aids import keep_marks, mark, replace_report  # noqa: E402
from tests.fakes.services import FakeHouse  # noqa: E402

LANGUAGES = ("vi", "en")
SOUGHT = "khu phố"
_SIZE = (1280, 800)
_WIDTH_PX = 1000
_QUALITY = 85
_TIME_ZONE = "Asia/Ho_Chi_Minh"
_REPORT = fixed_id("document-3")
_RESOLUTION = fixed_id("document-8")


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: on whose device, and what is done there before it is taken."""

    name: str
    role: Role
    play: Callable[[FakeHouse, Shell], None]


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


SCENES = (
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
    Scene("papers", Role.CHAIR, _papers),
    Scene("recall", Role.CHAIR, _recall),
)


def take_pictures(
    out_dir: Path, languages: Sequence[str] = LANGUAGES, scenes: Sequence[Scene] = SCENES
) -> list[Path]:
    """Write `<out_dir>/<language>/<scene>.webp`; the files written. Blocking, in the GUI thread."""
    written = []
    with _in_vietnam(), tempfile.TemporaryDirectory() as own, _own_folders(Path(own)):
        for language in languages:
            (out_dir / language).mkdir(parents=True, exist_ok=True)
            for scene in scenes:
                path = out_dir / language / f"{scene.name}.webp"
                _take(scene, language, path)
                written.append(path)
    return written


def _take(scene: Scene, language: str, path: Path) -> None:
    house = FakeHouse(scene.role)
    house.packs.speak(language)
    house.settings.saved = replace(UiSettings(reduced_motion=True), language=language)
    shell = open_shell(house.services, house.settings, _raise)
    try:
        shell.window.resize(*_SIZE)
        shell.window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        shell.window.show()
        settle(shell, lambda: shell.window.screen_shown is not None)
        scene.play(house, shell)
        settle(shell)
        picture = shell.window.grab().toImage()
        smaller = picture.scaledToWidth(_WIDTH_PX, Qt.TransformationMode.SmoothTransformation)
        if not smaller.save(str(path), "WEBP", _QUALITY):
            raise OSError(f"cannot write {path}")
    finally:
        shell.close(5.0)


@contextmanager
def _in_vietnam() -> Iterator[None]:
    """The clock of the pictures is the sample congress's own, wherever they are taken."""
    before = os.environ.get("TZ")
    _set_time_zone(_TIME_ZONE)
    try:
        yield
    finally:
        _set_time_zone(before)


def _set_time_zone(name: str | None) -> None:
    if name is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = name
    if hasattr(time, "tzset"):
        time.tzset()


@contextmanager
def _own_folders(place: Path) -> Iterator[None]:
    """Neither show nor touch the folders that the user worked on."""
    before = recent.settings_file
    recent.settings_file = lambda: place / "folders.ini"
    try:
        yield
    finally:
        recent.settings_file = before


def _raise(error: Exception) -> None:
    raise error


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    parser.add_argument("--only", action="append", help="name of a scene")
    asked = parser.parse_args()
    scenes = [scene for scene in SCENES if not asked.only or scene.name in asked.only]
    for path in take_pictures(asked.out, asked.language or LANGUAGES, scenes):
        sys.stdout.write(f"{path.stat().st_size // 1024:4} KB  {path.name}\n")


if __name__ == "__main__":
    main()
