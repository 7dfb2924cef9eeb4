"""Enrolling a face at the gate: consent first, guidance, three good looks; or badge and name instead."""

from __future__ import annotations

import numpy as np

from app.domain import payloads as p
from app.domain.entities import Role
from app.domain.errors import NghisuError
from app.ui.enrol_face.view import EnrolFaceScreen
from app.ui.screenshots import settle
from app.ui.services import Guidance, PreviewFrame
from tests.fakes.basics import fixed_id
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, tap_row, words_on, write


class CameraGone(NghisuError):
    code = "camera.not_found"


PERSON = fixed_id("person-105")


def _frame() -> PreviewFrame:
    return PreviewFrame(64, 48, 192, np.full((48, 64, 3), 90, np.uint8).tobytes())


def _screen(open_house: OpenShell, **arguments: object):
    house, shell = open_house(Role.GATE)
    shell.window.go("enrol_face", **arguments)
    assert settle(shell)
    screen = shell.window.screen_shown
    assert isinstance(screen, EnrolFaceScreen)
    return house, shell, screen


def _say_yes(house, shell) -> None:
    tap(shell, "Đồng ý")
    assert settle(shell, lambda: house.face_enrolment.started == [PERSON])


def test_a_person_is_chosen_and_asked_before_the_camera_opens(open_house: OpenShell) -> None:
    house, shell, screen = _screen(open_house)
    write(screen.picker.field, "105")
    assert settle(shell)
    tap_row(shell, "Những người tìm thấy", house.congress.state.persons[PERSON].full_name)
    assert "có đồng ý" in words_on(shell.window)
    assert house.face_enrolment.started == []
    yes, no = button(shell.window, "Đồng ý"), button(shell.window, "Không, dùng thẻ hoặc tên")
    assert abs(yes.width() - no.width()) <= 1
    assert yes.height() == no.height()
    assert yes.property("kind") == no.property("kind")


def test_a_yes_is_recorded_and_three_looks_make_a_template(open_house: OpenShell) -> None:
    house, shell, _screen_shown = _screen(open_house, person_id=PERSON)
    _say_yes(house, shell)
    assert house.congress.said[0].given is True
    house.face_enrolment.frames.tell(_frame())
    house.face_enrolment.become(guidance=Guidance.TOO_FAR, kept=1)
    assert settle(shell)
    assert "Mời lại gần hơn" in words_on(shell.window)
    assert "1 trên 3 lần nhìn tốt" in words_on(shell.window)
    house.face_enrolment.become(kept=3, is_done=True)
    assert settle(shell)
    assert "Đã đăng ký khuôn mặt" in words_on(shell.window)
    assert house.face_enrolment.stopped == 1


def test_a_no_is_recorded_and_no_camera_opens(open_house: OpenShell) -> None:
    house, shell, _screen_shown = _screen(open_house, person_id=PERSON)
    tap(shell, "Không, dùng thẻ hoặc tên")
    assert [(type(said), said.given) for said in house.congress.said] == [(p.ConsentRecorded, False)]
    assert "Đã ghi: không dùng khuôn mặt" in words_on(shell.window)
    assert house.face_enrolment.started == []


def test_every_refusal_of_a_look_has_its_sentence(open_house: OpenShell) -> None:
    house, shell, screen = _screen(open_house, person_id=PERSON)
    _say_yes(house, shell)
    house.face_enrolment.frames.tell(_frame())
    sentences = set()
    for guidance in Guidance:
        house.face_enrolment.become(guidance=guidance)
        assert settle(shell)
        sentences.add(screen._camera._guidance.text())
    assert len(sentences) == len(Guidance)


def test_look_alikes_are_told(open_house: OpenShell) -> None:
    house, shell, _screen_shown = _screen(open_house, person_id=PERSON)
    _say_yes(house, shell)
    house.face_enrolment.become(is_done=True, look_alikes=(fixed_id("person-33"),))
    assert settle(shell)
    assert house.congress.state.persons[fixed_id("person-33")].full_name in words_on(shell.window)
    assert "Máy khó phân biệt" in words_on(shell.window)


def test_a_camera_that_fails_is_said_and_tried_again(open_house: OpenShell) -> None:
    house, shell, _screen_shown = _screen(open_house, person_id=PERSON)
    _say_yes(house, shell)
    house.face_enrolment.become(error=CameraGone(name="0"))
    assert settle(shell)
    assert "máy ảnh" in words_on(shell.window).lower()
    tap(shell, "Thử lại")
    assert "có đồng ý" in words_on(shell.window)


def test_leaving_lets_go_of_the_camera(open_house: OpenShell) -> None:
    house, shell, _screen_shown = _screen(open_house, person_id=PERSON)
    _say_yes(house, shell)
    shell.window.go("gate")
    assert settle(shell)
    assert house.face_enrolment.stopped == 1
    assert house.face_enrolment.frames.count == 0
