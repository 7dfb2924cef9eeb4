"""The hall's screen while people come in, and once the work has begun."""

from __future__ import annotations

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Role
from app.ui.screenshots import settle
from tests.fakes.basics import fixed_id
from tests.gui.conftest import OpenShell
from tests.gui.people import words_on


def test_a_large_tile_counts_until_the_first_item(open_house: OpenShell) -> None:
    house, shell = open_house(Role.SCREEN, live=False)
    screen = shell.window.screen_shown
    assert screen._tile.isVisible()
    assert not screen._footer.isVisible()
    house.congress.say(p.CheckedIn(person_id=fixed_id("person-95"), method=CheckInMethod.BADGE))
    assert settle(shell)
    assert "88 / 110" in words_on(screen._tile)
    assert "cần 74" in words_on(screen._tile)
    house.congress.say(p.AgendaItemOpened(item_id=fixed_id("item-1")))
    assert settle(shell)
    assert not screen._tile.isVisible()
    assert screen._footer.isVisible()
