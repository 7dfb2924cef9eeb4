"""Selecting and drawing with hands that also move the page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest

from app.ui.screenshots import settle
from tests.gui.conftest import OpenShell
from tests.gui.people import tap
from tests.gui.reading import LONG, Finger, TwoFingers, hold, pen, read, word_at


def test_the_choices_come_back_when_the_pages_rest(open_house: OpenShell) -> None:
    """Whoever scrolled a little to see more of the sentence had no way to mark it any more."""
    house, shell, screen = read(open_house)
    _word, point = word_at(house, screen, "nhiệm")
    hold(shell, screen, point).lift()
    Finger(screen.canvas).press(QPoint(120, 560)).move(QPoint(120, 420), steps=14)
    assert screen.pane.marker._popup is None
    screen.canvas.hold_still()
    assert settle(shell, lambda: screen.pane.marker._popup is not None)
    popup = screen.pane.marker._popup
    assert popup is not None
    place = popup.geometry()
    assert not any(place.intersects(rect.toRect()) for rect in screen.pane.marker.selector.rects())
    tap(shell, "Tô màu")
    assert house.marks.marks(LONG)[0].quote == "nhiệm"


def test_the_choices_stay_away_when_the_words_are_out_of_sight(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    _word, point = word_at(house, screen, "nhiệm")
    hold(shell, screen, point).lift()
    screen.canvas.go_to(5)
    assert settle(shell, lambda: not screen.pane.marker._rest.isActive())
    assert screen.pane.marker._popup is None
    screen.canvas.go_to(0)
    assert settle(shell)
    assert screen.pane.marker.selector.text == "nhiệm"


def test_a_passage_that_goes_on_below_the_view_is_selected_in_one_pull(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    canvas = screen.canvas
    _word, point = word_at(house, screen, "nhiệm")
    finger = hold(shell, screen, point)
    before = canvas.verticalScrollBar().value()
    finger.move(QPoint(600, canvas.viewport().height() - 4))
    lines = len(screen.pane.marker.selector.boxes)
    assert settle(shell, lambda: canvas.verticalScrollBar().value() > before + 100)
    assert len(screen.pane.marker.selector.boxes) > lines
    finger.move(QPoint(600, canvas.viewport().height() // 2))
    assert settle(shell, lambda: not screen.pane.marker.selector._edge.isActive())
    finger.lift()
    assert screen.pane.marker._popup is not None


def test_two_fingers_while_selecting_keep_the_selection(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    canvas = screen.canvas
    _word, point = word_at(house, screen, "nhiệm")
    device, viewport = QTest.createTouchDevice(), canvas.viewport()
    QTest.touchEvent(viewport, device).press(0, point, viewport).commit()
    assert settle(shell, lambda: not screen.pane.marker.selector.is_empty)
    other = point + QPoint(120, 0)
    QTest.touchEvent(viewport, device).move(0, point, viewport).press(1, other, viewport).commit()
    for step in range(1, 8):
        touch = QTest.touchEvent(viewport, device)
        touch.move(0, point, viewport).move(1, other + QPoint(10 * step, 0), viewport).commit()
    assert screen.pane.marker._popup is None
    QTest.touchEvent(viewport, device).release(0, point, viewport).release(
        1, other + QPoint(70, 0), viewport
    ).commit()
    assert canvas.zoom > 1.1
    assert screen.pane.marker.selector.text == "nhiệm"
    assert not screen.pane.marker.selector.is_held


def test_zooming_while_drawing_leaves_no_stroke(open_house: OpenShell) -> None:
    """The first of the two fingers used to draw a dot that was kept as a mark."""
    house, shell, screen = read(open_house)
    screen.draw()
    canvas = screen.canvas
    device, viewport = QTest.createTouchDevice(), canvas.viewport()
    first, second = QPoint(300, 300), QPoint(420, 300)
    QTest.touchEvent(viewport, device).press(0, first, viewport).commit()
    QTest.touchEvent(viewport, device).move(0, first + QPoint(4, 0), viewport).commit()
    QTest.touchEvent(viewport, device).move(0, first, viewport).press(1, second, viewport).commit()
    for step in range(1, 8):
        touch = QTest.touchEvent(viewport, device)
        touch.move(0, first, viewport).move(1, second + QPoint(12 * step, 0), viewport).commit()
    QTest.touchEvent(viewport, device).release(0, first, viewport).release(
        1, second + QPoint(84, 0), viewport
    ).commit()
    assert canvas.zoom > 1.1
    assert not screen.pane.marker.ink.is_wet
    Finger(canvas).press(QPoint(300, 300)).move(QPoint(420, 340), steps=10).lift()
    tap(shell, "Vẽ xong")
    (mark,) = house.marks.marks(LONG)
    assert len(mark.strokes) == 1


def test_two_fingers_move_the_page_while_drawing(open_house: OpenShell) -> None:
    """A finger draws then, and the bar with the pages is away: there was no way on."""
    _house, _shell, screen = read(open_house)
    screen.draw()
    before = screen.canvas.verticalScrollBar().value()
    fingers = TwoFingers(screen.canvas).press(QPoint(300, 400), QPoint(420, 400))
    fingers.move(QPoint(300, 380), QPoint(440, 380)).move(QPoint(300, 200), QPoint(440, 200)).lift()
    assert screen.canvas.verticalScrollBar().value() > before + 100


@pytest.mark.qt_log_ignore("could not find the target for gesture")  # Qt, of a pinch that never began
def test_a_stroke_that_a_palm_cuts_off_is_kept(open_house: OpenShell) -> None:
    _house, _shell, screen = read(open_house)
    screen.draw()
    device, viewport = QTest.createTouchDevice(), screen.canvas.viewport()
    QTest.touchEvent(viewport, device).press(0, QPoint(300, 300), viewport).commit()
    for x in range(310, 420, 10):
        QTest.touchEvent(viewport, device).move(0, QPoint(x, 300), viewport).commit()
    touch = QTest.touchEvent(viewport, device).move(0, QPoint(410, 300), viewport)
    touch.press(1, QPoint(600, 500), viewport).commit()
    assert screen.pane.marker.ink.is_wet
    QTest.touchEvent(viewport, device).release(0, QPoint(410, 300), viewport).release(
        1, QPoint(600, 500), viewport
    ).commit()


def test_a_pen_may_select_and_draw_beside_a_selection(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    _word, point = word_at(house, screen, "nhiệm")
    hold(shell, screen, point).lift()
    pen(screen.canvas, [QPoint(300 + 5 * n, 450 + n) for n in range(20)])
    assert screen.pane.marker.ink.is_wet
    assert screen.pane.marker.selector.rects()[0].contains(QPointF(point))
