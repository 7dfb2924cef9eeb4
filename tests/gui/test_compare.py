"""Two versions of a paper, change by change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.compare.presenter import Fold, compare_rows, is_change, spoken
from app.ui.compare.view import CompareScreen
from app.ui.context import Screen
from app.ui.main import Shell
from app.ui.screenshots import settle
from app.ui.services import Comparison, UiSettings
from app.ui.shell.routes import ROUTES
from tests.fakes.basics import START_MS
from tests.fakes.documents import FakePageError
from tests.fakes.reading_aids import ADDED, CHANGED, REMOVED, REPORT, comparison, replace_report, same
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, words_on

LIST = "Những chỗ khác nhau"


@pytest.fixture(autouse=True)
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROUTES, "reader", lambda context, **_arguments: Screen(context))


def _compare(
    open_house: OpenShell, compared: Comparison | None = None, settings: UiSettings | None = None
) -> tuple[FakeHouse, Shell, CompareScreen]:
    house = FakeHouse()
    replace_report(house)
    if compared:
        house.documents.comparisons[REPORT] = compared
    _house, shell = open_house(house=house, settings=settings)
    shell.window.go("compare", document_id=REPORT)
    assert settle(shell)
    screen = shell.window.screen_shown
    assert isinstance(screen, CompareScreen)
    return house, shell, screen


def _current(screen: CompareScreen) -> object:
    return screen.list.currentIndex().data(Qt.ItemDataRole.UserRole)


def test_it_begins_at_the_first_change_and_goes_from_one_to_the_next(open_house: OpenShell) -> None:
    _house, shell, screen = _compare(open_house)
    assert "Chỗ khác 1 / 3" in words_on(shell.window)
    assert _current(screen) == CHANGED
    assert not button(shell.window, "Chỗ trước").isEnabled()
    tap(shell, "Chỗ sau")
    assert _current(screen) == REMOVED
    QTest.keyClick(screen.list, Qt.Key.Key_F3)
    assert _current(screen) == ADDED
    assert "Chỗ khác 3 / 3" in words_on(shell.window)
    assert not button(shell.window, "Chỗ sau").isEnabled()
    QTest.keyClick(screen.list, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert _current(screen) == REMOVED


def test_unchanged_stretches_are_folded_and_open_with_a_tap(open_house: OpenShell) -> None:
    _house, shell, screen = _compare(open_house)
    model = screen._model
    assert model is not None
    folds = [number for number, one in enumerate(model.rows) if isinstance(one, Fold)]
    assert "… 8 đoạn không đổi" in str(model.index(folds[0]).data())
    before = len(model.rows)
    index = model.index(folds[0])
    screen.list.scrollTo(index)
    assert settle(shell)
    centre = screen.list.visualRect(index).center()
    QTest.mouseClick(screen.list.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert len(model.rows) == before + 7
    tap(shell, "Chỗ sau")
    assert _current(screen) == REMOVED


def test_the_page_of_a_change_opens(open_house: OpenShell) -> None:
    _house, shell, _screen = _compare(open_house)
    tap(shell, "Mở trang này")
    assert shell.window.place.arguments == {"document_id": REPORT, "page_index": 2}


def test_versions_without_a_difference_say_so(open_house: OpenShell) -> None:
    _house, shell, screen = _compare(open_house, Comparison((same(1), same(2)), START_MS))
    assert "không khác bản trước một chữ nào" in words_on(shell.window)
    assert not screen.list.isVisible()


def test_a_failure_is_said_and_can_be_tried_again(open_house: OpenShell) -> None:
    house = FakeHouse()
    replace_report(house)

    def failing(_document_id: object) -> Comparison:
        raise FakePageError(page=1)

    house.documents.compare = failing  # type: ignore[method-assign]
    _house, shell = open_house(house=house)
    shell.window.go("compare", document_id=REPORT)
    assert settle(shell)
    house.documents.compare = lambda _document_id: comparison()  # type: ignore[method-assign]
    tap(shell, "Thử lại")
    assert "Chỗ khác 1 / 3" in words_on(shell.window)


def test_very_large_text_stacks_the_versions(open_house: OpenShell) -> None:
    dress = UiSettings(text_scale=1.6, reduced_motion=True)
    _house, _shell, screen = _compare(open_house, settings=dress)
    assert not screen._heads.isVisible()
    painter = screen.list.itemDelegate()
    (_before, old, at_old), (_now, new, at_new) = painter._texts(CHANGED, 1200)
    assert at_new.y() > at_old.y() + old.height_px
    assert new.height_px > 0
    (_left, _old, _at), (_right, _new, at_right) = painter._texts(CHANGED, 3000)
    assert at_right.x() > 1400


def test_a_long_paper_is_laid_out_bit_by_bit(open_house: OpenShell) -> None:
    many = [CHANGED if number % 2 else same(number) for number in range(3_000)]
    _house, shell, screen = _compare(open_house, Comparison(tuple(many), START_MS))
    screen._go_to(1_499)
    assert settle(shell, lambda: not screen.list._retry.isActive(), deadline_s=30)
    index = screen.list.currentIndex()
    assert index.row() == 2_999
    assert screen.list.viewport().rect().intersects(screen.list.visualRect(index))


def test_every_paragraph_is_shown_or_folded_exactly_once() -> None:
    paragraphs = comparison().paragraphs
    rows = compare_rows(paragraphs, frozenset())
    unfolded: list[object] = []
    for one in rows:
        unfolded += paragraphs[one.first : one.end] if isinstance(one, Fold) else [one]
    assert unfolded == list(paragraphs)
    assert sum(map(is_change, rows)) == 3
    assert compare_rows(paragraphs, frozenset(range(len(paragraphs)))) == list(paragraphs)
    assert compare_rows((), frozenset()) == []


def test_a_screen_reader_hears_both_versions() -> None:
    assert spoken(CHANGED).startswith("Sửa, trang 3, Trước: Thu ngân sách")
    assert spoken(REMOVED).startswith("Đã bỏ, trang 4, Trước: ")
    assert spoken(ADDED).startswith("Thêm mới, trang 5, Nay: ")
