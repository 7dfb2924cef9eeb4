"""Checking in on one's own tablet, as its delegate does it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QAbstractButton

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Role
from app.domain.errors import NghisuError
from app.ui.gate.own import OwnCheckInScreen
from app.ui.screenshots import settle
from app.ui.services import GateOutcome, GateResult, Guidance, OwnFace, PreviewFrame, UiSettings
from app.ui.theme.tokens import TEXT_SCALES
from tests.fakes.basics import fixed_id
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, words_on
from tests.gui.test_layout import _checked

ME = fixed_id("person-42")


class CameraGone(NghisuError):
    code = "camera.not_found"


def _frame() -> PreviewFrame:
    return PreviewFrame(64, 48, 192, np.full((48, 64, 3), 90, np.uint8).tobytes())


def _outside(*, consent: bool | None = None) -> FakeHouse:
    """A tablet whose person is not here yet."""
    house = FakeHouse(Role.TABLET)
    house.congress.load(p.CheckInUndone(person_id=ME, reason="nhầm"))
    if consent is not None:
        house.congress.load(p.ConsentRecorded(person_id=ME, given=consent))
    else:
        house.congress.state.consents.pop(ME, None)
    return house


def _at_the_camera(open_house: OpenShell):
    house = _outside(consent=True)
    house, shell = open_house(house=house)
    tap(shell, "Điểm danh")
    assert settle(shell, lambda: bool(house.check_in.started))
    screen = shell.window.screen_shown
    assert isinstance(screen, OwnCheckInScreen)
    house.check_in.frames.tell(_frame())
    return house, shell


def test_who_is_here_is_not_asked(open_house: OpenShell) -> None:
    _house, shell = open_house()
    assert "Anh/chị chưa điểm danh" not in words_on(shell.window)


def test_the_camera_opens_only_after_a_yes(open_house: OpenShell) -> None:
    house, shell = open_house(house=_outside())
    tap(shell, "Điểm danh")
    assert "có đồng ý" in words_on(shell.window)
    assert house.check_in.started == []
    yes, no = button(shell.window, "Đồng ý"), button(shell.window, "Không, dùng thẻ hoặc tên")
    assert abs(yes.width() - no.width()) <= 1
    tap(shell, "Đồng ý")
    assert settle(shell, lambda: bool(house.check_in.started))
    (said,) = house.congress.said
    assert (said.person_id, said.given, said.how) == (ME, True, "Tự trả lời trên máy của mình")


def test_a_no_leads_to_the_gate_and_may_be_changed(open_house: OpenShell) -> None:
    house, shell = open_house(house=_outside())
    tap(shell, "Điểm danh")
    tap(shell, "Không, dùng thẻ hoặc tên")
    assert settle(shell, lambda: bool(house.congress.said))
    assert house.congress.said[0].given is False
    assert "điểm danh ở cửa hội trường" in words_on(shell.window)
    tap(shell, "Đổi ý")
    assert "có đồng ý" in words_on(shell.window)
    assert house.check_in.started == []


def test_one_is_led_through_the_strict_check_and_welcomed(open_house: OpenShell) -> None:
    house, shell = _at_the_camera(open_house)
    house.check_in.become(guidance=Guidance.TURN_LEFT, steps_done=1, steps_total=3)
    assert settle(shell)
    assert "quay đầu sang trái" in words_on(shell.window)
    house.congress.say(p.CheckedIn(person_id=ME, method=CheckInMethod.FACE, score_milli=700))
    house.check_in.outcomes.tell(GateOutcome(GateResult.CHECKED_IN, ME))
    assert settle(shell)
    person = house.congress.state.persons[ME]
    words = words_on(shell.window)
    assert "Đã điểm danh" in words
    assert person.full_name in words
    assert f"Chỗ ngồi {person.seat}" in words
    assert house.check_in.stopped > 0
    tap(shell, "Về chương trình")
    assert shell.window.place.route == "home"
    assert "Anh/chị chưa điểm danh" not in words_on(shell.window)


def test_one_failure_may_be_tried_again_and_two_lead_to_the_gate(open_house: OpenShell) -> None:
    house, shell = _at_the_camera(open_house)
    house.check_in.outcomes.tell(GateOutcome(GateResult.NOT_ALIVE))
    assert settle(shell)
    assert "thử lại lần nữa" in words_on(shell.window)
    house.own_check_in.become(OwnFace.AT_THE_GATE)
    house.check_in.outcomes.tell(GateOutcome(GateResult.ASK_STEWARD))
    assert settle(shell)
    assert "Mời anh/chị gặp cán bộ trực ở cửa" in words_on(shell.window)
    tap(shell, "Về chương trình")
    assert "điểm danh ở cửa hội trường, bằng thẻ hoặc bằng tên" in words_on(shell.window)


def test_until_the_template_is_here_one_waits_and_then_it_begins_by_itself(open_house: OpenShell) -> None:
    house = _outside(consent=True)
    house.own_check_in.become(OwnFace.COMING)
    house, shell = open_house(house=house)
    tap(shell, "Điểm danh")
    assert "Đang chuẩn bị" in words_on(shell.window)
    assert house.check_in.started == []
    house.own_check_in.become(OwnFace.READY)
    assert settle(shell, lambda: bool(house.check_in.started))


def test_without_a_photograph_the_gate_is_named_and_no_consent_asked_in_vain(open_house: OpenShell) -> None:
    house = _outside()
    house.own_check_in.become(OwnFace.MISSING)
    _house, shell = open_house(house=house)
    assert "điểm danh ở cửa hội trường" in words_on(shell.window)
    buttons = shell.window.findChildren(QAbstractButton)
    assert "Điểm danh" not in [one.text() for one in buttons if one.isVisible()]


def test_a_camera_in_trouble_says_so_and_goes_on_by_itself(open_house: OpenShell) -> None:
    house, shell = _at_the_camera(open_house)
    house.check_in.become(error=CameraGone(name="0"))
    assert settle(shell)
    assert "máy ảnh" in words_on(shell.window)
    assert button(shell.window, "Thử lại").isEnabled()
    house.check_in.become(error=None)
    assert settle(shell)
    assert "Mời đứng vào khung" in words_on(shell.window) or "Đang mở máy ảnh" in words_on(shell.window)


def test_consent_is_taken_back_before_the_camera(open_house: OpenShell) -> None:
    house, shell = _at_the_camera(open_house)
    tap(shell, "Không dùng khuôn mặt")
    assert settle(shell, lambda: bool(house.congress.said))
    assert house.congress.said[-1].given is False
    assert "Đã ghi: không dùng khuôn mặt" in words_on(shell.window)
    assert house.check_in.stopped > 0


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_it_fits_in_every_state(
    open_house: OpenShell, size: tuple[int, int], language: str, scale: float
) -> None:
    dress = UiSettings(language=language, text_scale=scale, reduced_motion=True)
    house, shell = open_house(house=_outside(), settings=dress, size=size)
    found = _checked(shell, "home") if size == (1280, 800) else []
    shell.window.go("check_in")
    found += _checked(shell, "question")
    house.congress.load(p.ConsentRecorded(person_id=ME, given=True))
    house.check_in.frames.tell(_frame())
    house.check_in.become(guidance=Guidance.TURN_RIGHT, steps_done=1, steps_total=3)
    found += _checked(shell, "looking")
    house.check_in.become(error=CameraGone(name="0"))
    found += _checked(shell, "trouble")
    for face in (OwnFace.COMING, OwnFace.MISSING, OwnFace.AT_THE_GATE):
        house.own_check_in.become(face)
        found += _checked(shell, face.value)
    house.congress.load(p.CheckedIn(person_id=ME, method=CheckInMethod.FACE))
    found += _checked(shell, "here")
    assert not found, "\n".join(found)


def test_leaving_lets_go_of_the_camera_and_of_every_listener(open_house: OpenShell) -> None:
    house, shell = _at_the_camera(open_house)
    shell.window.go("status")
    assert settle(shell)
    assert house.check_in.stopped == 1
    assert house.check_in.frames.count == 0
    assert house.check_in.outcomes.count == 0


def test_who_is_here_may_still_take_their_consent_back(open_house: OpenShell) -> None:
    house = FakeHouse(Role.TABLET)
    house.congress.load(p.ConsentRecorded(person_id=ME, given=True))
    house, shell = open_house(house=house)
    shell.window.go("check_in")
    assert settle(shell)
    tap(shell, "Thôi dùng khuôn mặt")
    (said,) = house.congress.said
    assert (said.person_id, said.given) == (ME, False)
    assert settle(shell)
    words = words_on(shell.window)
    assert "việc điểm danh vẫn giữ" in words
    assert ME in house.congress.state.presences
    offered = [
        one.text() for one in shell.window.screen_shown.findChildren(QAbstractButton) if one.isVisible()
    ]
    assert "Thôi dùng khuôn mặt" not in offered
