"""The reader: real PDFs rendered off the GUI thread, within a bound of memory."""

from __future__ import annotations

import threading
from uuid import UUID

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from app.documents.pages import PLAIN, Canvas, Drawing
from app.domain.entities import Role
from app.ui.reader.layout import PageLayout
from app.ui.reader.pages import PREVIEW_WIDTH_PX, PageLoader
from app.ui.reader.view import ReaderScreen
from app.ui.screenshots import settle
from app.ui.services import UiSettings
from app.ui.shell.sheet import Sheet
from tests.fakes.basics import fixed_id
from tests.fakes.documents import FakePageError
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, tap_row, words_on, write

LONG = fixed_id("document-7")  # 200 pages


def _read(open_house: OpenShell, document_id: UUID = LONG, house: FakeHouse | None = None):
    house, shell = open_house(house=house)
    shell.window.go("reader", document_id=document_id)
    assert settle(shell)
    screen = shell.window.screen_shown
    assert isinstance(screen, ReaderScreen)
    return house, shell, screen


def test_first_a_preview_then_the_page(open_house: OpenShell) -> None:
    house, _shell, screen = _read(open_house)
    first = [request for request in house.documents.rendered if request[0] == 0]
    assert first[0] == (0, PREVIEW_WIDTH_PX)
    assert first[1][1] > 1000
    assert screen.canvas.page_index == 0


def test_only_what_is_near_is_rendered(open_house: OpenShell) -> None:
    house, _shell, _screen = _read(open_house)
    assert {page for page, width in house.documents.rendered if width > PREVIEW_WIDTH_PX} <= {0, 1, 2}


def test_the_gui_thread_never_renders(open_house: OpenShell) -> None:
    house = FakeHouse()
    threads: set[str] = set()
    render = house.documents.render

    def noting(document_id: UUID, drawing: Drawing, canvas: Canvas) -> None:
        threads.add(threading.current_thread().name)
        render(document_id, drawing, canvas)

    house.documents.render = noting  # type: ignore[method-assign]
    _read(open_house, house=house)
    assert threads
    assert threading.main_thread().name not in threads


def test_page_number_and_going_to_a_page(open_house: OpenShell, qtbot) -> None:
    _house, shell, screen = _read(open_house)
    assert "1 / 200" in words_on(shell.window)
    button(shell.window, "chọn trang").click()
    write(shell.window.focusWidget(), "57")
    tap(shell, "Mở trang này")
    assert screen.canvas.place()[0] in (55, 56)
    assert "57 / 200" in words_on(shell.window)


def test_contents_lead_to_their_page(open_house: OpenShell) -> None:
    _house, shell, screen = _read(open_house)
    screen.open_contents()
    tap_row(shell, "Mục lục", "IV. Phần 4")
    assert screen.findChild(Sheet) is None
    assert screen.canvas.page_index == 9


def test_double_tap_zooms_and_keeps_the_point(open_house: OpenShell) -> None:
    _house, shell, screen = _read(open_house)
    canvas = screen.canvas
    point = QPointF(600, 300)
    QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=point.toPoint())
    assert settle(shell)
    assert canvas.zoom == 2.0
    assert abs(canvas.verticalScrollBar().value() - 284) < 4  # (300 - 16) from the page's top, twice
    QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=point.toPoint())
    assert canvas.zoom == 1.0


def test_one_tap_hides_and_shows_the_bars(open_house: OpenShell, qtbot) -> None:
    _house, shell, screen = _read(open_house)
    assert "Mục lục" in words_on(screen)
    QTest.mouseClick(screen.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(500, 300).toPoint())
    qtbot.waitUntil(lambda: "Mục lục" not in words_on(screen), timeout=3_000)
    QTest.mouseClick(screen.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(500, 300).toPoint())
    qtbot.waitUntil(lambda: "Mục lục" in words_on(screen), timeout=3_000)
    assert shell.window.place.route == "reader"


def test_keys_turn_pages(open_house: OpenShell) -> None:
    _house, _shell, screen = _read(open_house)
    QTest.keyClick(screen.canvas, Qt.Key.Key_End)
    assert screen.canvas.page_index == 199
    QTest.keyClick(screen.canvas, Qt.Key.Key_Home)
    assert screen.canvas.page_index == 0


def test_a_page_that_fails_says_so_and_can_be_tried_again(open_house: OpenShell) -> None:
    house = FakeHouse()
    house.documents.broken_pages = {0}
    house, shell, screen = _read(open_house, house=house)
    assert isinstance(screen.pane.loader.problem(0), FakePageError)
    assert screen.pane.loader.image(1) is not None
    house.documents.broken_pages = set()
    QTest.mouseClick(screen.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(500, 300).toPoint())
    assert settle(shell, lambda: screen.pane.loader.problem(0) is None)
    assert screen.pane.loader.image(0) is not None


def test_a_document_that_cannot_be_opened_says_so(open_house: OpenShell) -> None:
    house = FakeHouse()
    house.documents.fails_with = FakePageError(page=1)
    house, shell, _screen = _read(open_house, house=house)
    house.documents.fails_with = None
    tap(shell, "Thử lại")
    assert "1 / 200" in words_on(shell.window)


def test_leaving_remembers_the_place(open_house: OpenShell) -> None:
    house, shell, screen = _read(open_house)
    screen.canvas.go_to(120, 0.5)
    assert settle(shell)
    tap(shell, "Quay lại")
    assert settle(shell, lambda: bool(house.documents.remembered))
    place = house.documents.places()[0]
    assert (place.document_id, place.page_index) == (LONG, 120)
    assert abs(place.offset - 0.5) < 0.01
    shell.window.go("reader", document_id=LONG)
    assert settle(shell)
    again = shell.window.screen_shown
    assert isinstance(again, ReaderScreen)
    assert again.canvas.place()[0] == 120


def test_closing_the_program_remembers_the_place_too(open_house: OpenShell) -> None:
    house, shell, screen = _read(open_house)
    screen.canvas.go_to(77)
    shell.close(5.0)
    assert house.documents.places()[0].page_index in (76, 77)


def test_a_finger_flings_the_pages(open_house: OpenShell, qtbot) -> None:
    _house, _shell, screen = _read(open_house)
    viewport = screen.canvas.viewport()
    finger = QTest.createTouchDevice()
    touch = QTest.touchEvent(viewport, finger)
    touch.press(0, QPoint(500, 560), viewport).commit()
    for y in range(540, 160, -40):
        QTest.qWait(5)
        touch.move(0, QPoint(500, y), viewport).commit()
    touch.release(0, QPoint(500, 180), viewport).commit()
    qtbot.waitUntil(lambda: screen.canvas.verticalScrollBar().value() > 300, timeout=3_000)


def test_memory_stays_within_its_bound(open_house: OpenShell) -> None:
    house, shell = open_house()
    house.documents.open(LONG)
    scope = shell.tasks.scope()
    loader = PageLoader(LONG, house.documents, scope, PLAIN, cache_bytes=3 << 20)
    for page in range(0, 40, 2):
        loader.want([page, page + 1], [], lambda _page: (400, 566))
        assert settle(shell)
    assert loader.image(39) is not None
    assert loader.image(0) is None
    assert 0 < loader.used_bytes <= 3 << 20
    scope.close()


def test_pages_are_dark_at_night(open_house: OpenShell) -> None:
    _house, shell = open_house(Role.TABLET, settings=UiSettings(theme="night", reduced_motion=True))
    shell.window.go("reader", document_id=LONG)
    assert settle(shell)
    screen = shell.window.screen_shown
    assert isinstance(screen, ReaderScreen)
    image = screen.pane.loader.image(0)
    assert image is not None
    assert image.pixelColor(5, 5).lightness() < 20


def test_layout_of_pages() -> None:
    layout = PageLayout.of(((600.0, 800.0), (300.0, 400.0), (600.0, 800.0)), (632, 700), 1.0)
    assert layout.sizes_px == ((600, 800), (600, 800), (600, 800))
    assert layout.tops == (16, 832, 1648, 2464)
    assert [layout.page_at(y) for y in (0, 815, 832, 1647, 1648, 99_999)] == [0, 0, 1, 1, 2, 2]
    assert layout.pages_between(800, 900) == range(0, 2)
