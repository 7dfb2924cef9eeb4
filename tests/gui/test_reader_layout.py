"""Every state of the reader in every text size and language: nothing too small, cut, overlaid or nameless."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.domain import payloads as p
from app.domain.entities import Role
from app.ui.main import Shell
from app.ui.reader.selection import Selection
from app.ui.reader.view import ReaderScreen
from app.ui.screenshots import settle
from app.ui.services import PresentedPage, UiSettings
from app.ui.theme.tokens import TEXT_SCALES
from tests.fakes.basics import fixed_id
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.reading import SHORT, read
from tests.gui.test_layout import faults, keep_marks

State = Callable[[FakeHouse, Shell, ReaderScreen], None]


def _jumped(_house: FakeHouse, shell: Shell, screen: ReaderScreen) -> None:
    screen.pane.jump(5)
    screen.pane.jump(1)
    screen.pane.go_back()


def _found(_house: FakeHouse, shell: Shell, screen: ReaderScreen) -> None:
    screen.open_find()
    screen._find.field.setText("chi bo")
    assert settle(shell, lambda: screen.pane.finder.current is not None)


def _not_found(house: FakeHouse, shell: Shell, screen: ReaderScreen) -> None:
    house.documents.without_text.add(SHORT)
    screen.open_find()
    screen._find.field.setText("chi bo")
    assert settle(shell, screen._find.count.isVisible)


def _selected(_house: FakeHouse, shell: Shell, screen: ReaderScreen) -> None:
    screen.pane.marker.words.get(0)
    assert settle(shell)
    screen.pane.marker.selector._become(Selection(0, 12, 20))
    screen.pane.marker.selector.chosen.emit()


def _following(house: FakeHouse, shell: Shell, screen: ReaderScreen) -> None:
    house.presentation.show(PresentedPage(SHORT, 4, fixed_id("device-other")))
    assert settle(shell)
    screen._follower.follow()
    screen._follower.pause()


def _replaced(house: FakeHouse, shell: Shell, _screen: ReaderScreen) -> None:
    house.documents.comparisons[SHORT] = object()  # type: ignore[assignment]
    document = house.congress.state.documents[SHORT]
    house.congress.load(p.DocumentPublished(document=document.model_copy(update={"sha256": "f" * 64})))


def _withdrawn(house: FakeHouse, _shell: Shell, _screen: ReaderScreen) -> None:
    house.congress.load(p.DocumentWithdrawn(document_id=SHORT))


_STATES: dict[str, State] = {
    "jumped": _jumped,
    "found": _found,
    "scan": _not_found,
    "selected": _selected,
    "ink": lambda _house, _shell, screen: screen.draw(),
    "following": _following,
    "two": lambda _house, _shell, screen: screen.open_second(fixed_id("document-9")),
    "large": lambda _house, _shell, screen: screen.toggle_large(),
    "replaced": _replaced,
    "withdrawn": _withdrawn,
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("role", [Role.TABLET, Role.CHAIR])
def test_the_reader_fits_in_every_state(
    open_house: OpenShell, role: Role, scale: float, language: str
) -> None:
    dress = UiSettings(language=language, text_scale=scale, reduced_motion=True)
    house, shell, screen = read(open_house, SHORT, FakeHouse(role), role=role, settings=dress)
    found: list[str] = []
    for name, reach in _STATES.items():
        shell.window.back()
        shell.window.go("reader", document_id=SHORT)
        screen = shell.window.screen_shown
        assert isinstance(screen, ReaderScreen)
        assert settle(shell, lambda screen=screen: screen.pane.opened is not None, deadline_s=20)
        house.documents.without_text.clear()
        reach(house, shell, screen)
        assert settle(shell, deadline_s=20)
        found += [f"{name}: {fault}" for fault in faults(shell.window)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_the_reader_s_sheets_fit(open_house: OpenShell, scale: float, language: str) -> None:
    dress = UiSettings(language=language, text_scale=scale, reduced_motion=True)
    house = FakeHouse()
    keep_marks(house)
    document_id = house.marks.marks()[0].document_id
    house, shell, screen = read(open_house, document_id, house, settings=dress)
    mark = next(one for one in screen.pane.marker.desk.marks if one.is_mine)
    found: list[str] = []
    for name, open_sheet in (
        ("more", screen.open_more),
        ("contents", screen.open_contents),
        ("papers", screen.open_papers),
        ("pages", screen.open_page_chooser),
        ("mark", lambda: screen.pane.marker.open_mark(mark)),
    ):
        sheet = open_sheet()
        assert settle(shell, deadline_s=20)
        found += [f"{name}: {fault}" for fault in faults(sheet)]
        sheet.close_sheet()
    assert not found, "\n".join(found)
