"""Looking: page by page, turned, two papers, the strip, history, large text, and rules of the layout."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.reader.history import JumpHistory
from app.ui.reader.layout import Fit, PageLayout, PageView, whole_page_zoom
from app.ui.reader.pages import CACHE_BYTES
from app.ui.reader.strip import PageBubble
from app.ui.screenshots import settle
from app.ui.services import Box
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, tap_row, words_on
from tests.gui.reading import LONG, SHORT, Finger, read


def test_page_by_page_with_a_sweep_and_back(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house)
    tap(shell, "Thêm")
    tap(shell, "Từng trang một")
    canvas = screen.canvas
    assert canvas.is_paged
    assert canvas.visible() == range(1)
    Finger(canvas).press(QPoint(700, 300)).move(QPoint(300, 310), steps=8).lift()
    assert settle(shell, lambda: canvas.page_index == 1)
    assert list(canvas.visible()) == [1]
    Finger(canvas).press(QPoint(300, 300)).move(QPoint(700, 310), steps=8).lift()
    assert settle(shell, lambda: canvas.page_index == 0)
    Finger(canvas).press(QPoint(400, 300)).move(QPoint(450, 300), steps=3).lift()
    assert settle(shell)
    assert canvas.page_index == 0
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_PageDown)
    assert canvas.page_index == 2


def test_page_by_page_a_tall_page_scrolls_before_it_turns(open_house: OpenShell) -> None:
    _house, _shell, screen = read(open_house)
    canvas = screen.canvas
    screen.toggle_paged()
    screen.toggle_fit()
    assert canvas.fit is Fit.WIDTH
    QTest.keyClick(canvas, Qt.Key.Key_PageDown)
    assert canvas.page_index == 0
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_PageDown)
    assert canvas.page_index >= 1


def test_turned_pages_keep_their_marks_under_the_words(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    for turns in (1, 2, 3, 0):
        QTest.keyClick(screen.canvas, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        assert settle(shell, lambda: screen.pane.loader.is_sharp(0))
        image, view = screen.pane.loader.image(0), screen.canvas.view_of(0)
        assert view.turns == turns
        assert image is not None
        assert abs(image.width() - view.rect.width()) <= 1
        word = house.documents.words(LONG, 0)[0]
        rect = view.box_rect(word.box).translated(-view.rect.topLeft()).toRect()
        dark = sum(
            image.pixelColor(x, y).lightness() < 128
            for x in range(rect.left(), rect.right())
            for y in range(rect.top(), rect.bottom())
        )
        assert dark > 20


def test_fit_page_shows_all_of_it_and_survives_the_bars(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house)
    tap(shell, "Vừa cả trang")
    canvas = screen.canvas
    assert canvas.view_of(0).rect.height() <= canvas.viewport().height()
    screen.toggle_bars()
    assert settle(shell)
    assert canvas.fit is Fit.PAGE
    assert canvas.view_of(0).rect.height() > canvas.viewport().height() * 0.9
    tap_twice = Finger(canvas)
    tap_twice.tap(QPoint(600, 300))
    tap_twice.tap(QPoint(602, 301))
    assert settle(shell)
    assert canvas.fit is Fit.FREE


def test_two_papers_side_by_side(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    tap(shell, "Thêm")
    tap(shell, "Hai tài liệu")
    tap_row(shell, "Chọn tài liệu thứ hai", "Dự thảo Nghị quyết")
    assert settle(shell, lambda: len(screen.panes) == 2 and screen.panes[1].opened is not None)
    left, right = screen.panes
    assert screen.pane is right
    assert "1 / 12" in words_on(screen)
    tap(shell, "Trang sau")
    assert (left.page_index, right.page_index) == (0, 1)
    Finger(left.canvas).tap(QPoint(200, 300))
    assert screen.pane is left
    assert "1 / 200" in words_on(screen)
    bounds = [pane.loader._sharp.bound_bytes + pane.loader._small.bound_bytes for pane in screen.panes]
    assert sum(bounds) == CACHE_BYTES
    tap(shell, "Thêm")
    tap(shell, "Đóng tài liệu bên phải")
    assert len(screen.panes) == 1
    assert settle(shell, lambda: any(p.document_id == SHORT for p in house.documents.places()))


def test_on_a_narrow_screen_there_is_one_paper(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house)
    screen.open_second(SHORT)
    assert settle(shell)
    shell.window.resize(900, 1200)
    assert settle(shell)
    assert len(screen.panes) == 1
    tap(shell, "Thêm")
    assert "Hai tài liệu" not in words_on(screen)


def test_the_strip_flies_through_the_paper(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house)
    strip = screen.pane.strip
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(36, 20))
    assert screen.pane.findChild(PageBubble).text == "1 / 200"
    QTest.mouseMove(strip, QPoint(36, strip.height() // 2))
    assert screen.pane.findChild(PageBubble).text == f"{screen.canvas.page_index + 1} / 200"
    assert abs(screen.canvas.page_index - 100) <= 2
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(36, strip.height() // 2))
    assert settle(shell, lambda: screen.pane.loader.is_sharp(screen.canvas.page_index))
    assert screen.pane.findChild(PageBubble) is None
    assert strip.accessibleName() == "Dải trang"
    assert strip.value() == screen.canvas.page_index


def test_back_and_forward_through_jumps(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house)
    screen.open_contents()
    tap_row(shell, "Mục lục", "IV. Phần 4")
    screen.pane.jump(120)
    tap(shell, "Chỗ trước")
    assert screen.canvas.page_index == 9
    QTest.keyClick(screen.canvas, Qt.Key.Key_BracketLeft, Qt.KeyboardModifier.ControlModifier)
    assert screen.canvas.page_index == 0
    tap(shell, "Chỗ sau")
    tap(shell, "Chỗ sau")
    assert screen.canvas.page_index in (119, 120)
    assert "Chỗ sau" not in words_on(screen)


def test_large_text_keeps_the_page_and_gives_it_back(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house)
    screen.pane.jump(9)
    assert settle(shell)
    button(screen, "Đọc chữ to").click()
    assert settle(shell, lambda: screen.pane.large is not None)
    assert screen.pane.page_index == 9
    assert "Vừa" not in words_on(screen)
    tap(shell, "Trang sau")
    assert settle(shell, lambda: screen.pane.page_index == 10)
    button(screen, "Đọc chữ to").click()
    assert settle(shell, lambda: screen.pane.large is None)
    assert screen.canvas.page_index == 10
    assert screen.canvas.isVisible()


def test_the_wheel_zooms_with_control_and_turns_single_pages(open_house: OpenShell) -> None:
    from PySide6.QtGui import QWheelEvent

    def wheel(down: int, keys: Qt.KeyboardModifier) -> None:
        middle = QPointF(canvas.viewport().rect().center())
        event = QWheelEvent(
            middle, canvas.viewport().mapToGlobal(middle), QPoint(), QPoint(0, down),
            Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(canvas.viewport(), event)

    _house, _shell, screen = read(open_house)
    canvas = screen.canvas
    wheel(240, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom > 1.3
    screen.toggle_paged()
    wheel(-120, Qt.KeyboardModifier.NoModifier)
    assert canvas.page_index == 1


# --- rules ---


def test_history_forgets_what_lay_ahead() -> None:
    history = JumpHistory()
    assert history.back((0, 0.0)) is None
    history.left((0, 0.0))
    history.left((5, 0.5))
    assert history.back((9, 0.0)) == (5, 0.5)
    assert history.forward((5, 0.5)) == (9, 0.0)
    assert history.back((9, 0.0)) == (5, 0.5)
    history.left((5, 0.5))
    assert not history.can_go_forward


def test_points_of_a_page_turn_with_it() -> None:
    for turns in range(4):
        size = (600.0, 800.0)
        shown = size if turns % 2 == 0 else size[::-1]
        view = PageView(0, QRectF(10, 20, shown[0] * 1.5, shown[1] * 1.5), size, turns)
        for x, y in ((0.0, 0.0), (100.0, 40.0), (600.0, 800.0)):
            back = view.to_page(view.to_view(x, y))
            assert abs(back[0] - x) < 1e-6
            assert abs(back[1] - y) < 1e-6
        assert view.rect.contains(view.box_rect(Box(10, 10, 90, 30)))


def test_slots_hold_one_page_each() -> None:
    sizes = ((600.0, 800.0), (600.0, 300.0))
    layout = PageLayout.of(sizes, (632, 500), 1.0, is_paged=True)
    assert layout.slots == (0, 832, 1332)
    assert layout.tops == (16, 932, 1332)
    assert layout.bounds_of(0) == (0, 832)
    assert layout.page_at(831) == 0
    assert layout.page_at(832) == 1
    assert whole_page_zoom(sizes, 0, (632, 433)) == 0.5
