"""Hands on the pages: two fingers, double taps, sweeps; and which page counts as the one that is read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from app.ui.reader.layout import Fit, PageLayout, width_scales
from app.ui.screenshots import settle
from tests.gui.conftest import OpenShell
from tests.gui.people import tap, words_on
from tests.gui.reading import Finger, TwoFingers, read

UPRIGHT, ACROSS, SLIP = (595.0, 842.0), (842.0, 595.0), (595.0, 120.0)


def test_what_lies_under_two_fingers_stays_there_while_they_wander(open_house: OpenShell) -> None:
    _house, _shell, screen = read(open_house)
    canvas = screen.canvas
    screen.pane.jump(20)
    fingers = TwoFingers(canvas).press(QPoint(300, 300), QPoint(400, 300))
    fingers.move(QPoint(280, 300), QPoint(420, 300))  # now Qt has understood that it is a pinch
    page = canvas.page_index
    x, y = canvas.view_of(page).to_page(QPointF(350, 300))
    zoom = canvas.zoom
    fingers.move(QPoint(340, 230), QPoint(560, 230))
    assert canvas.zoom > zoom * 1.2
    seen = canvas.view_of(page).to_view(x, y)
    assert (seen - QPointF(450, 230)).manhattanLength() < 12
    fingers.lift()
    assert canvas.page_index == page


def test_two_fingers_that_only_wander_do_not_unfit_the_page(open_house: OpenShell) -> None:
    _house, _shell, screen = read(open_house)
    canvas = screen.canvas
    canvas.set_zoom(1.0, QPointF(300, 300), QPointF(300, 200))
    assert canvas.fit is Fit.WIDTH
    assert canvas.verticalScrollBar().value() == 100


@pytest.mark.qt_log_ignore("could not find the target for gesture")  # Qt, of a pinch that is over
def test_a_finger_that_is_lifted_last_does_not_drag_the_page(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house)
    canvas = screen.canvas
    screen.pane.jump(20)
    device, viewport = QTest.createTouchDevice(), canvas.viewport()
    first, second = QPoint(300, 300), QPoint(400, 300)
    QTest.touchEvent(viewport, device).press(0, first, viewport).commit()
    QTest.touchEvent(viewport, device).move(0, first, viewport).press(1, second, viewport).commit()
    for step in range(1, 8):
        spread = QPoint(12 * step, 0)
        touch = QTest.touchEvent(viewport, device)
        touch.move(0, first - spread, viewport).move(1, second + spread, viewport).commit()
    touch = QTest.touchEvent(viewport, device).move(0, QPoint(216, 300), viewport)
    touch.release(1, QPoint(484, 300), viewport).commit()
    before = canvas.place()
    for y in (320, 360, 420):
        QTest.touchEvent(viewport, device).move(0, QPoint(216, y), viewport).commit()
    QTest.touchEvent(viewport, device).release(0, QPoint(216, 420), viewport).commit()
    assert settle(shell)
    assert canvas.place() == before


def test_a_double_tap_gives_the_whole_page_back(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house)
    tap(shell, "Vừa cả trang")
    canvas = screen.canvas
    whole = canvas.view_of(0).rect.height()
    for _ in range(2):
        Finger(canvas).tap(QPoint(600, 300))
        Finger(canvas).tap(QPoint(600, 300))
        assert settle(shell)
    assert canvas.fit is Fit.PAGE
    assert canvas.view_of(canvas.page_index).rect.height() == whole


def test_a_tall_page_is_turned_by_a_sweep_sideways(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house)
    canvas = screen.canvas
    screen.toggle_paged()
    screen.toggle_fit()
    assert canvas.verticalScrollBar().maximum() > 0
    Finger(canvas).press(QPoint(700, 300)).move(QPoint(300, 320), steps=40).lift()
    assert settle(shell, lambda: canvas.page_index == 1)
    Finger(canvas).press(QPoint(300, 300)).move(QPoint(700, 320), steps=40).lift()
    assert settle(shell, lambda: canvas.page_index == 0)


def test_a_sweep_beyond_the_first_and_the_last_page_slides_back(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house)
    canvas = screen.canvas
    screen.toggle_paged()
    Finger(canvas).press(QPoint(300, 300)).move(QPoint(700, 300)).lift()
    assert settle(shell, lambda: not canvas._sweep.px)
    assert canvas.page_index == 0
    canvas.go_to(199)
    Finger(canvas).press(QPoint(700, 300)).move(QPoint(300, 300)).lift()
    assert settle(shell, lambda: not canvas._sweep.px)
    assert canvas.page_index == 199


def test_one_page_laid_across_does_not_make_the_others_small() -> None:
    scales = width_scales((UPRIGHT, ACROSS, (100.0, 140.0)), 1032)
    assert [round(scale * width) for scale, width in zip(scales, (595, 842, 100), strict=True)] == [
        1000,
        1000,
        238,
    ]
    layout = PageLayout.of((UPRIGHT, ACROSS), (1032, 700), None)
    assert all(height <= 700 for _width, height in layout.sizes_px)
    assert layout.sizes_px[1][0] > layout.sizes_px[0][0]


def test_the_page_that_was_asked_for_is_the_page_that_is_read(open_house: OpenShell) -> None:
    """A short last page never reaches the middle of the view: "next" would have led nowhere."""
    _house, _shell, screen = read(open_house)
    canvas = screen.canvas
    canvas.show_document((UPRIGHT, SLIP, SLIP, UPRIGHT, SLIP))
    for page in (1, 2, 4):
        canvas.go_to(page)
        assert canvas.page_index == page
    canvas.go_to(0)
    canvas.turn_page(1)
    canvas.turn_page(1)
    assert canvas.page_index == 2
    canvas.resize(canvas.width(), canvas.height() + 40)
    assert canvas.page_index == 2
    QTest.keyClick(canvas, Qt.Key.Key_End)
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert canvas.page_index == 4
    assert "5 / 200" in words_on(screen)
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.page_index == 3


def test_a_page_whose_gap_alone_is_left_is_not_drawn() -> None:
    layout = PageLayout.of((UPRIGHT, UPRIGHT), (627, 700), 1.0)
    top = layout.tops[1] - 16
    assert layout.pages_between(top, top + 500) == range(1, 2)
    assert layout.pages_between(top - 1, top + 500) == range(0, 2)
