"""What a screen reader says by itself, where the keyboard is, and marks without a tap."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.reader.mark_sheets import MarkSheet
from app.ui.screenshots import settle
from app.ui.services import PresentedPage, UiSettings
from app.ui.shell.sheet import Sheet
from app.ui.widgets import spoken
from tests.fakes.basics import fixed_id
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, tap_row, words_on, write
from tests.gui.reading import LONG, SHORT, hold, read, word_at


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What a screen reader would say, in order."""
    heard: list[str] = []

    class Ears:
        @staticmethod
        def updateAccessibility(event: QAccessibleAnnouncementEvent) -> None:
            heard.append(event.message())

    monkeypatch.setattr(spoken, "QAccessible", Ears)
    return heard


def test_the_page_is_said_once_it_rests(open_house: OpenShell, said: list[str]) -> None:
    _house, shell, screen = read(open_house)
    for page in (4, 9, 14):
        screen.pane.jump(page)
    assert settle(shell, lambda: "Trang 15 trên 200" in said)
    assert "Trang 5 trên 200" not in said
    assert screen.pane.strip.accessibleDescription() == "Trang 15 trên 200"


def test_what_was_found_is_said_in_either_language(open_house: OpenShell, said: list[str]) -> None:
    dress = UiSettings(language="en", reduced_motion=True)
    _house, shell, screen = read(open_house, SHORT, settings=dress)
    QTest.keyClick(screen.canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    write(shell.window.focusWidget(), "sinh hoat")
    assert settle(shell, lambda: "page 1 of 12" in said)
    assert settle(shell, lambda: "Page 1 of 12" in said)


def test_marks_made_and_removed_are_said(open_house: OpenShell, said: list[str]) -> None:
    house, shell, screen = read(open_house)
    _word, point = word_at(house, screen, "nhiệm")
    hold(shell, screen, point).lift()
    tap(shell, "Tô màu")
    assert "Đã thêm: Chỗ tô màu" in said
    (mark,) = house.marks.marks(LONG)
    screen.pane.marker.desk.remove(mark)
    assert settle(shell, lambda: "Đã xóa: Chỗ tô màu" in said)


def test_words_selected_by_key_are_said(open_house: OpenShell, said: list[str]) -> None:
    _house, shell, screen = read(open_house)
    screen.canvas.setFocus()
    QTest.keyClick(screen.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert settle(shell, lambda: not screen.pane.marker.selector.is_empty)
    QTest.keyClick(screen.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    words = screen.pane.marker.selector.text.split(" ")
    assert [words[0], words[1]] == [one for one in said if one in words[:2]]


def test_following_and_notices_are_said(open_house: OpenShell, said: list[str]) -> None:
    house, shell, screen = read(open_house)
    house.presentation.show(PresentedPage(LONG, 4, fixed_id("device-other")))
    assert settle(shell, lambda: "Đoàn chủ tịch đang xem trang 5" in said)
    house.presentation.show(PresentedPage(LONG, 5, fixed_id("device-other")))
    assert settle(shell, lambda: "trang 6" in words_on(screen))
    assert "Đoàn chủ tịch đang xem trang 6" not in said
    shell.window.notices.done("Đã xuất.")
    assert "Đã xuất." in said


def test_the_page_wears_a_ring_only_for_the_keyboard(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house)
    ring = screen.canvas.findChild(spoken.FocusRing)
    assert not ring.isVisible()
    screen._bottom.page.setFocus()
    screen.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert ring.isVisible()
    assert ring.geometry() == screen.canvas.rect()
    screen._bottom.page.setFocus()
    assert not ring.isVisible()
    screen.toggle_large()
    assert settle(shell, lambda: screen.pane.large is not None)
    assert screen.pane.large is not None
    assert screen.pane.large.area.findChild(spoken.FocusRing) is not None


def test_a_scan_in_large_text_puts_the_keyboard_on_the_way_out(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    house.documents.without_text.add(LONG)
    button(screen, "Đọc chữ to").click()
    assert settle(shell)
    assert QApplication.focusWidget() is button(screen, "Xem trang in")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert settle(shell, lambda: screen.pane.large is None)


def test_a_mark_is_changed_by_keyboard_alone(open_house: OpenShell) -> None:
    """Only a tap used to open a mark: it could be neither shared nor removed by key."""
    house, shell, screen = read(open_house)
    _word, point = word_at(house, screen, "nhiệm")
    hold(shell, screen, point).lift()
    tap(shell, "Tô màu")
    tap(shell, "Thêm")
    tap(shell, "Ghi chú ở trang này")
    tap_row(shell, "Ghi chú ở trang này", "nhiệm")
    assert settle(shell, lambda: screen.findChild(MarkSheet) is not None)
    screen.findChild(MarkSheet).close_sheet()
    assert settle(shell)
    QTest.keyClick(screen.canvas, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert settle(shell, lambda: screen.findChild(MarkSheet) is not None)
    button(screen.findChild(MarkSheet), "Xóa").click()
    assert settle(shell, lambda: not house.marks.marks(LONG))


def test_the_bars_speak_of_the_paper_that_the_keyboard_went_to(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house, LONG)
    screen.open_second(SHORT)
    assert settle(shell, lambda: screen.panes[1].opened is not None)
    left, right = screen.panes
    for pane in (left, right, left):
        screen._bottom.page.setFocus()
        pane.canvas.setFocus(Qt.FocusReason.TabFocusReason)
        assert screen.pane is pane


def test_every_key_of_the_guide_does_what_it_says(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house, LONG)
    ctrl = Qt.KeyboardModifier.ControlModifier

    def press(key: Qt.Key) -> None:
        QTest.keyClick(screen, key, ctrl)
        assert settle(shell)

    for key, words in (
        (Qt.Key.Key_T, "Mục lục"),
        (Qt.Key.Key_G, "Nhập số trang"),
        (Qt.Key.Key_Space, "Từng trang một"),
    ):
        press(key)
        (sheet,) = (one for one in screen.findChildren(Sheet) if one.is_open)
        assert words in words_on(sheet)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert not sheet.is_open
        assert shell.window.screen_shown is screen
    press(Qt.Key.Key_L)
    assert screen.pane.large is not None
    press(Qt.Key.Key_L)
    assert screen.pane.large is None
