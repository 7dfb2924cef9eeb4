"""Search in a paper: counted, shown on the page, gone through by touch and by key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.main import Shell
from app.ui.reader.view import ReaderScreen
from app.ui.screenshots import settle
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, words_on, write
from tests.gui.reading import LONG, SHORT, read


def _seek(shell: Shell, screen: ReaderScreen, text: str) -> None:
    QTest.keyClick(screen.canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    write(shell.window.focusWidget(), text)
    assert settle(shell, lambda: screen.pane.finder.current is not None)
    assert settle(shell)


def test_hits_are_counted_and_gone_through(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house, SHORT)
    _seek(shell, screen, "sinh hoat")
    assert "1 / 12 trang" in words_on(screen)
    finder = screen.pane.finder
    assert finder.boxes_on(0)
    first = finder.current
    QTest.keyClick(shell.window.focusWidget(), Qt.Key.Key_Return)
    assert settle(shell)
    assert finder.current != first
    QTest.keyClick(shell.window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert settle(shell)
    assert finder.current == first
    for _ in range(len(finder.boxes_on(0))):
        tap(shell, "Chỗ tiếp")
    assert finder.current is not None
    assert finder.current[0] == 1
    assert "2 / 12 trang" in words_on(screen)
    assert 1 in screen.canvas.visible()
    QTest.keyClick(screen.canvas, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert settle(shell)
    assert finder.current[0] == 0


def test_hits_are_drawn_over_the_page(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house, SHORT)
    before = screen.canvas.grab().toImage()
    _seek(shell, screen, "nhiem ky")
    page, box = screen.pane.finder.current or (0, 0)
    rect = screen.canvas.view_of(page).box_rect(screen.pane.finder.boxes_on(page)[box]).toRect()
    color = screen.canvas.grab().toImage().pixelColor(rect.left() + 1, rect.top() + 2)
    assert color != before.pixelColor(rect.left() + 1, rect.top() + 2)
    image = screen.pane.loader.image(page)
    assert image is not None
    assert image.pixelColor(5, 5).name() == "#ffffff"


def test_what_is_not_there_is_said_and_escape_closes(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house, SHORT)
    QTest.keyClick(screen.canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    write(shell.window.focusWidget(), "xyzxyz")
    assert settle(shell, lambda: "Không thấy" in words_on(screen))
    assert not button(screen, "Chỗ tiếp").isEnabled()
    QTest.keyClick(shell.window.focusWidget(), Qt.Key.Key_Escape)
    assert "Không thấy" not in words_on(screen)
    assert shell.window.place.route == "reader"
    QTest.keyClick(screen.canvas, Qt.Key.Key_Escape)
    assert shell.window.place.route != "reader"


def test_a_scan_says_that_it_cannot_be_searched(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house, SHORT)
    house.documents.without_text.add(SHORT)
    tap(shell, "Tìm")
    write(shell.window.focusWidget(), "nghị quyết")
    assert settle(shell, lambda: "Ảnh quét" in words_on(screen))


def test_opened_from_the_search_of_all_papers(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house, LONG, arguments={"page_index": 57, "find": "chi bo"})
    assert settle(shell, lambda: screen.pane.finder.current is not None)
    assert settle(shell)
    assert screen.pane.finder.current[0] == 57
    assert 57 in screen.canvas.visible()
    assert "58 / 200 trang" in words_on(screen)
