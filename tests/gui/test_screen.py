"""The hall's big screen while the presidium shows a page."""

from __future__ import annotations

from app.domain import payloads as p
from app.domain.entities import Role
from app.ui.screenshots import settle
from app.ui.services import PresentedPage
from tests.fakes.basics import fixed_id
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import words_on

REPORT = fixed_id("document-3")
CHAIR = fixed_id("device-chair")


def test_the_page_takes_the_agendas_place_and_captions_stay(open_house: OpenShell) -> None:
    house, shell = open_house(Role.SCREEN)
    screen = shell.window.screen_shown
    house.presentation.show(PresentedPage(REPORT, 1, CHAIR))
    assert settle(shell, lambda: screen._page._sheet._image is not None)
    words = words_on(shell.window)
    assert "Báo cáo chính trị" in words
    assert "trang 2 trên 48" in words
    assert "ĐANG DIỄN RA" not in words
    assert screen._caption_card.isVisible()
    image = screen._page._sheet._image
    assert image.height() >= screen._page._sheet.height() - 2
    house.presentation.show(None)
    assert settle(shell)
    assert "ĐANG DIỄN RA" in words_on(shell.window)
    assert REPORT not in house.documents._open


def test_the_next_page_replaces_the_one_before(open_house: OpenShell) -> None:
    house, shell = open_house(Role.SCREEN)
    screen = shell.window.screen_shown
    house.presentation.show(PresentedPage(REPORT, 1, CHAIR))
    assert settle(shell, lambda: screen._page._sheet._image is not None)
    first = screen._page._sheet._image
    house.presentation.show(PresentedPage(REPORT, 2, CHAIR))
    assert screen._page._sheet._image is first  # nothing goes dark while the next is drawn
    assert settle(shell, lambda: screen._page._sheet._image is not first)
    house.presentation.show(PresentedPage(fixed_id("document-8"), 0, CHAIR))
    assert settle(shell, lambda: "Dự thảo Nghị quyết" in words_on(shell.window))
    assert REPORT not in house.documents._open


def test_a_paper_that_is_not_here_is_named(open_house: OpenShell) -> None:
    house = FakeHouse(Role.SCREEN)
    house.documents.missing.add(REPORT)
    _house, shell = open_house(Role.SCREEN, house=house)
    house.presentation.show(PresentedPage(REPORT, 1, CHAIR))
    assert settle(shell)
    words = words_on(shell.window)
    assert "Báo cáo chính trị" in words
    assert "Tài liệu đang được tải về máy này." in words
    house.documents.missing.clear()
    assert settle(shell, lambda: shell.window.screen_shown._page._sheet._image is not None)
    assert "Tài liệu đang được tải về máy này." not in words_on(shell.window)


def test_a_paper_called_back_while_it_is_shown_leaves_the_screen(open_house: OpenShell) -> None:
    house, shell = open_house(Role.SCREEN)
    house.presentation.show(PresentedPage(REPORT, 1, CHAIR))
    assert settle(shell, lambda: shell.window.screen_shown._page._sheet._image is not None)
    house.congress.say(p.DocumentWithdrawn(document_id=REPORT))
    assert settle(shell, lambda: shell.window.screen_shown._page._sheet._image is None)
    assert settle(shell, lambda: "ĐANG DIỄN RA" in words_on(shell.window))


def test_a_paper_called_back_is_not_shown(open_house: OpenShell) -> None:
    house, shell = open_house(Role.SCREEN)
    house.congress.load(p.DocumentWithdrawn(document_id=REPORT))
    house.presentation.show(PresentedPage(REPORT, 1, CHAIR))
    assert settle(shell)
    assert "ĐANG DIỄN RA" in words_on(shell.window)
