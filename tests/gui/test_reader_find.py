"""Search in a paper: counted, shown on the page, gone through by touch and by key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.search_query import SearchQuery
from app.ui.main import Shell
from app.ui.reader.selection import hits_among
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
    assert finder.hits_on(0)
    first = finder.current
    QTest.keyClick(shell.window.focusWidget(), Qt.Key.Key_Return)
    assert settle(shell)
    assert finder.current != first
    QTest.keyClick(shell.window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert settle(shell)
    assert finder.current == first
    for _ in range(len(finder.hits_on(0))):
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
    rect = screen.canvas.view_of(page).box_rect(screen.pane.finder.hits_on(page)[box][0]).toRect()
    color = screen.canvas.grab().toImage().pixelColor(rect.left() + 1, rect.top() + 2)
    assert color != before.pixelColor(rect.left() + 1, rect.top() + 2)
    image = screen.pane.loader.image(page)
    assert image is not None
    assert image.pixelColor(5, 5).name() == "#ffffff"


def test_a_phrase_is_one_place(open_house: OpenShell) -> None:
    house, _shell, _screen = read(open_house, SHORT)
    words = house.documents.words(SHORT, 0)
    phrase = hits_among(words, SearchQuery.parse('"sinh hoạt"'))
    assert phrase
    assert phrase == hits_among(words, SearchQuery.parse("sinh hoat"))
    for hit in phrase:
        assert sum(box.x1 - box.x0 for box in hit) > 40
        assert len(hit) in (1, 2)


def test_in_large_text_each_place_is_brought_into_view_and_framed(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house, SHORT)
    button(screen, "Đọc chữ to").click()
    assert settle(shell, lambda: screen.pane.large is not None and screen.pane.large._count > 0)
    assert screen.pane.large is not None
    area = screen.pane.large.area
    area.set_size(48)
    screen.open_find()
    write(shell.window.focusWidget(), "nhiem ky")
    assert settle(shell, lambda: screen.pane.finder.current is not None)
    seen = set()
    for _ in range(4):
        current = screen.pane.finder.current
        assert current is not None
        page = current[0]
        tops = dict(area._visible())
        (rect, *_) = area._hit_rects(page)
        top = tops[page] + area._head_px + rect.top()
        assert 0 <= top < area.viewport().height() - rect.height()
        seen.add((page, rect.top()))
        tap(shell, "Chỗ tiếp")
    assert len(seen) == 4


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
