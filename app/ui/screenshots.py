"""Pictures of every screen, for the demonstration's report, the documentation and a designer's eye."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.domain.entities import Role
from app.ui.main import Shell, open_shell
from app.ui.services import Readiness, Services, UiSettings
from app.ui.shell.routes import menu_of

SIZES = ((1280, 800), (1920, 1200))
_SETTLE_S = 5.0
_SLICE_MS = 10
_TURNS_OF_REST = 2


class _Shown:
    """Settings for the pictures only: nothing of the device's own is changed."""

    def __init__(self, settings: UiSettings) -> None:
        self._settings = settings

    def load(self) -> UiSettings:
        return self._settings

    def save(self, settings: UiSettings) -> None:
        self._settings = settings


def settle(shell: Shell, until: Callable[[], bool] = lambda: True, deadline_s: float = _SETTLE_S) -> bool:
    """Run the event loop until nothing is being worked on and `until` holds; False when time is up."""
    # A loop that really runs deletes what was left behind, too. (QApplication.processEvents must not be
    # called often: PySide6 6.12.0 drops a reference to None with each call, measured here.)
    # What has just arrived is laid out in the turn after it.
    ends_at, turns_of_rest = time.monotonic() + deadline_s, 0
    while time.monotonic() < ends_at:
        loop = QEventLoop()
        QTimer.singleShot(_SLICE_MS, loop.quit)
        loop.exec()
        turns_of_rest = turns_of_rest + 1 if shell.tasks.running_count == 0 and until() else 0
        if turns_of_rest == _TURNS_OF_REST:
            return True
    return False


def places(services: Services) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, route and arguments of every screen that this device has; the reader with its longest paper."""
    session = services.enrolment.open_session()
    for route in menu_of(session.role):
        yield route, route, {}
    if session.own_check_in is not None:
        yield "check_in", "check_in", {}
    if session.role in (Role.TABLET, Role.CHAIR):
        state = session.congress.snapshot().state
        here = [doc for doc in state.documents_on_shelf() if session.documents.is_here(doc.id)]
        if here:
            longest = max(here, key=lambda doc: doc.page_count)
            yield "reader", "reader", {"document_id": longest.id}
            yield "found", "search", {"query": longest.title.split()[0]}
        for doc in here:
            if session.documents.can_compare(doc.id):
                yield "compare", "compare", {"document_id": doc.id}
                break


def grab_all(
    out_dir: Path,
    houses: Iterable[Services],
    sizes: Sequence[tuple[int, int]] = SIZES,
    settings: Sequence[UiSettings] = (UiSettings(reduced_motion=True),),
) -> list[Path]:
    """Write `<role>-<screen>-<width>x<height>[-<dress>].png` for each device; the files written.

    Blocking, in the GUI thread; the services stay open. Text that the screens show is in the pictures:
    whoever asks for them decides where they lie.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for services in houses:
        for dress in settings:
            shell = open_shell(services, _Shown(replace(dress, reduced_motion=True)), _raise)
            try:
                written += _grab_shell(out_dir, shell, services, sizes, dress)
            finally:
                shell.close(_SETTLE_S)
    return written


def _grab_shell(
    out_dir: Path, shell: Shell, services: Services, sizes: Sequence[tuple[int, int]], dress: UiSettings
) -> list[Path]:
    written = []
    suffix = _dress_name(dress)
    is_ready = services.enrolment.readiness() is Readiness.READY
    for width, height in sizes:
        shell.window.resize(width, height)
        shell.window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        shell.window.show()
        if not is_ready:
            settle(shell)
            written.append(_grab(shell.window, out_dir / f"door-welcome-{width}x{height}{suffix}.png"))
            continue
        settle(shell, lambda: shell.window.screen_shown is not None)
        role = services.enrolment.open_session().role
        for name, route, arguments in places(services):
            shell.window.go(route, **arguments)
            settle(shell)
            written.append(_grab(shell.window, out_dir / f"{role}-{name}-{width}x{height}{suffix}.png"))
    return written


def _dress_name(dress: UiSettings) -> str:
    parts = [
        dress.theme if dress.theme != "day" else "",
        f"x{dress.text_scale:g}" if dress.text_scale != 1.0 else "",
        dress.language if dress.language != "vi" else "",
    ]
    return "".join(f"-{part}" for part in parts if part)


def _grab(widget: QWidget, path: Path) -> Path:
    widget.grab().save(str(path), "PNG")
    return path


def _raise(error: Exception) -> None:
    raise error
