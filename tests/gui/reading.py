"""What a reader's hands do: fingers, pen and mouse on a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from app.ui.main import Shell
from app.ui.reader.canvas import PageCanvas
from app.ui.reader.view import ReaderScreen
from app.ui.screenshots import settle
from app.ui.services import PageWord
from tests.fakes.basics import fixed_id
from tests.fakes.services import FakeHouse

LONG = fixed_id("document-7")  # 200 pages
SHORT = fixed_id("document-8")  # 12 pages


def read(
    open_house: Any, document_id: UUID = LONG, house: FakeHouse | None = None, **asked: Any
) -> tuple[FakeHouse, Shell, ReaderScreen]:
    """Open the reader on a paper; `asked` goes to the shell (`arguments=` to the reader)."""
    arguments = asked.pop("arguments", {})
    house, shell = open_house(house=house, **asked)
    shell.window.go("reader", document_id=document_id, **arguments)
    screen = shell.window.screen_shown
    assert isinstance(screen, ReaderScreen)
    assert settle(shell, lambda: screen.pane.opened is not None, deadline_s=20)
    return house, shell, screen


def word_at(house: FakeHouse, screen: ReaderScreen, text: str, page: int = 0) -> tuple[PageWord, QPoint]:
    """A word of the page and where it is seen on the canvas."""
    words = house.documents.words(screen.pane.document_id, page)
    word = next(one for one in words if one.text.strip(".,;:") == text)
    rect = screen.canvas.view_of(page).box_rect(word.box)
    return word, rect.center().toPoint()


class Finger:
    """One finger on the canvas or the large text, as the touch screen tells of it.

    Without a display the screen is 800 px wide: what lies to the right of it cannot be touched.
    """

    def __init__(self, area: QAbstractScrollArea) -> None:
        self._viewport = area.viewport()
        self._device = QTest.createTouchDevice()
        self._at = QPoint()

    def press(self, point: QPoint) -> Finger:
        self._at = point
        QTest.touchEvent(self._viewport, self._device).press(0, point, self._viewport).commit()
        return self

    def move(self, point: QPoint, steps: int = 6) -> Finger:
        start = QPointF(self._at)
        for step in range(1, steps + 1):
            place = (start + (QPointF(point) - start) * step / steps).toPoint()
            QTest.qWait(2)
            QTest.touchEvent(self._viewport, self._device).move(0, place, self._viewport).commit()
        self._at = point
        return self

    def lift(self) -> None:
        QTest.touchEvent(self._viewport, self._device).release(0, self._at, self._viewport).commit()

    def tap(self, point: QPoint) -> None:
        self.press(point).lift()


def hold(shell: Shell, screen: ReaderScreen, point: QPoint) -> Finger:
    """Press long on a point, until something is selected there; the finger is still down."""
    finger = Finger(screen.canvas).press(point)
    assert settle(shell, lambda: not screen.pane.marker.selector.is_empty)
    return finger


def pen(canvas: PageCanvas, points: list[QPoint]) -> None:
    """A pull of the pen."""
    device = QPointingDevice(
        "pen", 77, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure, 1, 1,
    )  # fmt: skip
    kinds = [QTabletEvent.Type.TabletPress, *[QTabletEvent.Type.TabletMove] * (len(points) - 1)]
    for kind, point in [*zip(kinds, points, strict=True), (QTabletEvent.Type.TabletRelease, points[-1])]:
        held = (
            Qt.MouseButton.NoButton if kind == QTabletEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
        )
        place = QPointF(point)
        event = QTabletEvent(
            kind, device, place, QPointF(canvas.viewport().mapToGlobal(point)), 0.5, 0, 0, 0, 0, 0,
            Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, held,
        )  # fmt: skip
        QApplication.sendEvent(canvas.viewport(), event)


class TwoFingers:
    """Two fingers on the canvas at once, as the touch screen tells of them."""

    def __init__(self, canvas: PageCanvas) -> None:
        self._viewport = canvas.viewport()
        self._device = QTest.createTouchDevice()
        self._at = (QPoint(), QPoint())

    def press(self, one: QPoint, other: QPoint) -> TwoFingers:
        self._at = (one, other)
        touch = QTest.touchEvent(self._viewport, self._device)
        touch.press(0, one, self._viewport).press(1, other, self._viewport).commit()
        return self

    def move(self, one: QPoint, other: QPoint, steps: int = 8) -> TwoFingers:
        for step in range(1, steps + 1):
            first, second = (
                (QPointF(start) + QPointF(end - start) * step / steps).toPoint()
                for start, end in zip(self._at, (one, other), strict=True)
            )
            touch = QTest.touchEvent(self._viewport, self._device)
            touch.move(0, first, self._viewport).move(1, second, self._viewport).commit()
        self._at = (one, other)
        return self

    def lift(self) -> None:
        touch = QTest.touchEvent(self._viewport, self._device)
        touch.release(0, self._at[0], self._viewport).release(1, self._at[1], self._viewport).commit()
