"""Pictures of the doors: the gate, the credentials board, and a delegate's own tablet.

Nobody's photograph is used: the camera sees a drawing.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Device, Role
from app.ui.board.view import DELEGATIONS, SEATS
from app.ui.main import Shell
from app.ui.screenshots import settle
from app.ui.services import GateOutcome, GateResult, Guidance, PreviewFrame
from docs.guide_scene import Scene
from tests.fakes.basics import fixed_id
from tests.fakes.services import FakeHouse

_OWN = fixed_id("person-42")
_ARRIVING = fixed_id("person-90")
_MISTAKEN = fixed_id("person-27")
_CAMERA_PX = (1280, 800)


def drawn_face() -> PreviewFrame:
    """Head and shoulders of nobody, before a window-less wall."""
    width, height = _CAMERA_PX
    image = QImage(width, height, QImage.Format.Format_BGR888)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    wall = QLinearGradient(0, 0, 0, height)
    wall.setColorAt(0, QColor("#8d9aa5"))
    wall.setColorAt(1, QColor("#5b6670"))
    painter.fillRect(image.rect(), wall)
    middle, chin = width / 2, height * 0.60
    skin, shade, hair, cloth = (QColor(name) for name in ("#d9ab86", "#c3936e", "#2b2522", "#e9ecef"))
    painter.setBrush(cloth)
    painter.drawRoundedRect(QRectF(middle - 250, chin + 70, 500, 400), 150, 150)
    painter.setBrush(shade)
    painter.drawRoundedRect(QRectF(middle - 52, chin - 60, 104, 170), 46, 46)
    painter.setBrush(hair)
    painter.drawEllipse(QRectF(middle - 142, chin - 352, 284, 330))
    painter.setBrush(skin)
    painter.drawEllipse(QRectF(middle - 122, chin - 290, 244, 316))
    painter.setBrush(hair)
    for side in (-1, 1):
        painter.drawEllipse(QPointF(middle + side * 50, chin - 142), 11, 13)
        painter.drawRoundedRect(QRectF(middle + side * 50 - 28, chin - 176, 56, 8), 4, 4)
    painter.setBrush(shade)
    painter.drawRoundedRect(QRectF(middle - 8, chin - 130, 16, 60), 8, 8)
    painter.drawRoundedRect(QRectF(middle - 38, chin - 46, 76, 12), 6, 6)
    painter.end()
    return PreviewFrame(width, height, image.bytesPerLine(), bytes(image.constBits()))


# --- the gate ---


def _gate_turn(house: FakeHouse, shell: Shell) -> None:
    house.check_in.frames.tell(drawn_face())
    house.check_in.become(guidance=Guidance.TURN_LEFT, steps_done=1, steps_total=2)
    settle(shell)


def _gate_welcome(house: FakeHouse, _shell: Shell) -> None:
    house.check_in.frames.tell(drawn_face())
    house.check_in.recognise(_ARRIVING)


def _gate_unsure(house: FakeHouse, shell: Shell) -> None:
    house.check_in.frames.tell(drawn_face())
    house.check_in.outcomes.tell(GateOutcome(GateResult.ASK_STEWARD, candidate_id=_ARRIVING))
    settle(shell)
    shell.window.screen_shown.open_other_ways()


def _gate_name(house: FakeHouse, shell: Shell) -> None:
    house.check_in.frames.tell(drawn_face())
    settle(shell)
    shell.window.screen_shown.open_other_ways().ask_reason(_ARRIVING)


def _enrol(house: FakeHouse, shell: Shell) -> None:
    house.congress.state.consents.pop(_ARRIVING, None)
    shell.window.go("enrol_face", person_id=_ARRIVING)


# --- the board ---


def _board(_house: FakeHouse, shell: Shell) -> None:
    shell.window.go("board")


def _board_delegations(house: FakeHouse, shell: Shell) -> None:
    _board(house, shell)
    settle(shell)
    shell.window.screen_shown.show_panel(DELEGATIONS)


def _board_seats(house: FakeHouse, shell: Shell) -> None:
    for number, with_leave in ((96, True), (103, True), (108, False)):
        person_id = fixed_id(f"person-{number}")
        house.congress.say(p.AbsenceNoted(person_id=person_id, with_leave=with_leave))
    _board(house, shell)
    settle(shell)
    shell.window.screen_shown.show_panel(SEATS)


def _board_person(house: FakeHouse, shell: Shell) -> None:
    gate = Device(id=house.congress.device_id, name="Máy cửa chính", role=Role.GATE, public_key="0" * 64)
    house.congress.say(p.DeviceEnrolled(device=gate))
    house.congress.say(p.CheckInUndone(person_id=_MISTAKEN, reason="Nhầm người"))
    by_badge = p.CheckedIn(person_id=_MISTAKEN, method=CheckInMethod.BADGE)
    house.clock.now += 4 * 60_000
    house.congress.say(by_badge)
    _board(house, shell)
    settle(shell)
    shell.window.screen_shown.open_person(_MISTAKEN)


# --- one's own tablet ---


def _outside(house: FakeHouse) -> None:
    house.congress.load(p.CheckInUndone(person_id=_OWN, reason="Nhầm người"))
    house.congress.state.consents.pop(_OWN, None)


def _own_question(_house: FakeHouse, shell: Shell) -> None:
    shell.window.go("check_in")


def _own_look(house: FakeHouse, shell: Shell) -> None:
    house.congress.load(p.ConsentRecorded(person_id=_OWN, given=True))
    shell.window.go("check_in")
    settle(shell, lambda: bool(house.check_in.started))
    house.check_in.frames.tell(drawn_face())
    house.check_in.become(guidance=Guidance.TURN_RIGHT, steps_done=1, steps_total=3)


CHECK_IN = (
    Scene("own-question", Role.TABLET, _own_question, _outside),
    Scene("own-look", Role.TABLET, _own_look, _outside),
    Scene("gate-turn", Role.GATE, _gate_turn),
    Scene("gate-welcome", Role.GATE, _gate_welcome),
    Scene("gate-unsure", Role.GATE, _gate_unsure),
    Scene("gate-name", Role.GATE, _gate_name),
    Scene("enrol", Role.GATE, _enrol),
    Scene("board", Role.GATE, _board),
    Scene("board-delegations", Role.GATE, _board_delegations),
    Scene("board-seats", Role.GATE, _board_seats),
    Scene("board-person", Role.GATE, _board_person),
)
