"""Takes the guide's pictures anew from the application over its sample congress: `python docs/pictures.py`.

Everybody and every paper in them is invented; no network, no camera, no device is needed. A picture is a
scene of `docs/guide_*.py`; `tests/gui/test_guide.py` checks that the pages and the scenes name the same ones.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt  # noqa: E402 - the platform must be said before Qt is loaded

from app.ui.editor import pedal  # noqa: E402
from app.ui.main import open_shell  # noqa: E402
from app.ui.packs import recent  # noqa: E402
from app.ui.screenshots import settle  # noqa: E402
from app.ui.services import UiSettings  # noqa: E402
from docs.guide_checkin import CHECK_IN  # noqa: E402
from docs.guide_minutes import MINUTES  # noqa: E402
from docs.guide_papers import PAPERS  # noqa: E402
from docs.guide_scene import Scene  # noqa: E402
from tests.fakes.services import FakeHouse  # noqa: E402

LANGUAGES = ("vi", "en")
SCENES = (*PAPERS, *CHECK_IN, *MINUTES)
_SIZE = (1280, 800)
_WIDTH_PX = 1000
_QUALITY = 85
_TIME_ZONE = "Asia/Ho_Chi_Minh"


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
    if scene.prepare is not None:
        scene.prepare(house)
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
    """Neither show nor touch the folders that the user worked on, nor the pedal's keys."""
    folders, keys = recent.settings_file, pedal.settings_file
    recent.settings_file = lambda: place / "folders.ini"
    pedal.settings_file = lambda: place / "pedal.ini"
    try:
        yield
    finally:
        recent.settings_file, pedal.settings_file = folders, keys


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
