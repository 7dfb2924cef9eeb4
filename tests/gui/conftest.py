"""A running shell over in-memory services, closed after each test with nothing left behind."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.domain.entities import Role
from app.ui.main import Shell, application, open_shell
from app.ui.screenshots import settle
from app.ui.services import Readiness, UiSettings
from tests.fakes.services import FakeHouse

OpenShell = Callable[..., tuple[FakeHouse, Shell]]


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """A test that leaves a thread running fails and names it."""
    before = set(threading.enumerate())
    yield
    left = [thread.name for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    assert not left, f"threads left running: {left}"


@pytest.fixture(autouse=True)
def no_folders_of_other_days(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The folders worked on last are remembered in the test's own place, not in the user's."""
    monkeypatch.setattr("app.ui.packs.recent.settings_file", lambda: tmp_path / "config" / "folders.ini")


@pytest.fixture(scope="session")
def qapp():
    return application()


@pytest.fixture
def open_house(qapp, qtbot) -> Iterator[OpenShell]:
    """Start the program in a role: `house, shell = open_house(Role.TABLET)`."""
    opened: list[Shell] = []
    bugs: list[Exception] = []

    def start(
        role: Role = Role.TABLET,
        *,
        settings: UiSettings | None = None,
        size: tuple[int, int] = (1280, 800),
        readiness: Readiness = Readiness.READY,
        live: bool = True,
        house: FakeHouse | None = None,
    ) -> tuple[FakeHouse, Shell]:
        house = house or FakeHouse(role, live=live, readiness=readiness)
        if settings:
            house.settings.saved = settings
        shell = open_shell(house.services, house.settings, bugs.append)
        opened.append(shell)
        shell.window.resize(*size)
        shell.window.show()
        assert settle(shell, lambda: shell.window.screen_shown is not None)
        return house, shell

    yield start
    for shell in opened:
        shell.close(5.0)
    assert not bugs, bugs
