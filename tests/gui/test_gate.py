"""The kiosk at the door."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QAbstractButton

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Role
from app.domain.errors import NghisuError
from app.ui.gate.view import GateScreen
from app.ui.screenshots import settle
from app.ui.services import GateMode, GateOutcome, GateResult, GateSound, Guidance, PreviewFrame, UiSettings
from app.ui.widgets.people import find_people
from tests.fakes.basics import fixed_id
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, tap_row, words_on, write


class CameraGone(NghisuError):
    code = "camera.not_found"


def _frame(left: int, right: int) -> PreviewFrame:
    picture = np.full((48, 64, 3), right, np.uint8)
    picture[:, :32] = left
    return PreviewFrame(64, 48, 192, picture.tobytes())


def _gate(open_house: OpenShell, house: FakeHouse | None = None):
    house, shell = open_house(Role.GATE, house=house)
    screen = shell.window.screen_shown
    assert isinstance(screen, GateScreen)
    return house, shell, screen


def test_success_shows_name_delegation_and_seat_then_the_next_person(open_house: OpenShell, qtbot) -> None:
    house, shell, _screen = _gate(open_house)
    person = house.congress.state.persons[fixed_id("person-90")]
    house.check_in.frames.tell(_frame(10, 200))
    house.check_in.recognise(person.id)
    assert settle(shell)
    words = words_on(shell.window)
    assert "Đã điểm danh" in words
    assert person.full_name in words
    assert person.delegation in words
    assert f"Chỗ ngồi {person.seat}" in words
    assert "88 / 110" in words
    qtbot.waitUntil(lambda: "Mời đứng vào khung" in words_on(shell.window), timeout=5_000)
    assert person.full_name not in words_on(shell.window)


def test_the_picture_is_a_mirror(open_house: OpenShell) -> None:
    house, shell, screen = _gate(open_house)
    house.check_in.frames.tell(_frame(10, 200))
    assert settle(shell, lambda: screen._mirror.has_picture)
    image = screen._mirror._image
    assert image is not None
    assert image.pixelColor(2, 10).red() == 200
    assert image.pixelColor(60, 10).red() == 10


@pytest.mark.parametrize(
    ("guidance", "sentence"),
    [(Guidance.TOO_FAR, "Mời lại gần hơn"), (Guidance.SEVERAL_FACES, "Mời từng người một")],
)
def test_one_sentence_says_what_to_do(open_house: OpenShell, guidance: Guidance, sentence: str) -> None:
    house, shell, _screen = _gate(open_house)
    house.check_in.frames.tell(_frame(10, 200))
    house.check_in.become(guidance=guidance)
    assert settle(shell)
    assert sentence in words_on(shell.window)


def test_every_guidance_and_outcome_has_words(open_house: OpenShell) -> None:
    house, shell, _screen = _gate(open_house)
    house.check_in.frames.tell(_frame(10, 200))
    for guidance in Guidance:
        house.check_in.become(guidance=guidance)
        assert settle(shell)
    for result in GateResult:
        house.check_in.outcomes.tell(GateOutcome(result))
        assert settle(shell)
        assert words_on(shell.window)


def test_who_is_not_recognised_is_offered_another_way(open_house: OpenShell) -> None:
    house, shell, _screen = _gate(open_house)
    house.check_in.outcomes.tell(GateOutcome(GateResult.UNKNOWN))
    assert settle(shell)
    assert "Máy chưa nhận ra anh/chị" in words_on(shell.window)
    assert button(shell.window, "Không dùng khuôn mặt").isEnabled()


def test_a_welcome_and_a_refusal_are_heard_unless_muted(open_house: OpenShell) -> None:
    house, shell, _screen = _gate(open_house)
    house.check_in.recognise(fixed_id("person-90"))
    house.check_in.outcomes.tell(GateOutcome(GateResult.ALREADY_IN, fixed_id("person-3")))
    for result in (GateResult.UNKNOWN, GateResult.NOT_ALIVE, GateResult.ASK_STEWARD, GateResult.BAD_BADGE):
        house.check_in.outcomes.tell(GateOutcome(result))
    assert settle(shell)
    assert house.heard == [GateSound.WELCOME] * 2 + [GateSound.REFUSAL] * 4
    muted, shell = open_house(Role.GATE, settings=UiSettings(sounds=False, reduced_motion=True))
    muted.check_in.recognise(fixed_id("person-90"))
    assert settle(shell)
    assert muted.heard == []


def test_who_is_in_already_is_told_when(open_house: OpenShell) -> None:
    house, shell, _screen = _gate(open_house)
    house.check_in.outcomes.tell(GateOutcome(GateResult.ALREADY_IN, fixed_id("person-3")))
    assert settle(shell)
    assert "Đã điểm danh lúc" in words_on(shell.window)


def test_by_hand_needs_a_reason(open_house: OpenShell, qtbot) -> None:
    house, shell, _screen = _gate(open_house)
    person = house.congress.state.persons[fixed_id("person-95")]
    tap(shell, "Không dùng khuôn mặt")
    panel = shell.window.screen_shown.open_other_ways()
    write(panel.picker.field, "95")
    assert settle(shell)
    tap_row(shell, "Những người tìm thấy", person.full_name)
    assert not panel.desk.form.confirm.isEnabled()
    reason: QAbstractButton = button(panel, "Máy chưa nhận ra")
    reason.click()
    panel.desk.form.confirm.click()
    assert settle(shell, lambda: bool(house.congress.said))
    assert house.congress.said == [
        p.CheckedIn(person_id=person.id, method=CheckInMethod.MANUAL, reason="Máy chưa nhận ra")
    ]
    assert person.full_name in words_on(shell.window)


def test_a_written_reason_counts_too(open_house: OpenShell, qtbot) -> None:
    house, shell, _screen = _gate(open_house)
    panel = shell.window.screen_shown.open_other_ways()
    panel.ask_reason(fixed_id("person-96"))
    write(panel.desk.form.other, "Đến muộn")
    panel.desk.form.confirm.click()
    assert settle(shell, lambda: bool(house.congress.said))
    assert house.congress.said[0].reason == "Đến muộn"


def test_badge_mode_and_back(open_house: OpenShell) -> None:
    house, shell, _screen = _gate(open_house)
    house.check_in.frames.tell(_frame(10, 200))
    tap(shell, "Không dùng khuôn mặt")
    tap(shell, "Quét mã trên thẻ")
    assert house.check_in.started[-1] is GateMode.BADGE
    assert "Mời đưa mã trên thẻ" in words_on(shell.window)
    tap(shell, "Dùng khuôn mặt")
    assert house.check_in.started[-1] is GateMode.FACE


def test_without_a_camera_there_is_a_way_out(open_house: OpenShell) -> None:
    house, shell, _screen = _gate(open_house)
    house.check_in.become(error=CameraGone(name="0"))
    assert settle(shell)
    assert "máy ảnh" in words_on(shell.window)
    count = len(house.check_in.started)
    tap(shell, "Thử lại")
    assert len(house.check_in.started) == count + 1
    tap(shell, "Điểm danh không dùng máy ảnh")
    assert "Điểm danh cách khác" in words_on(shell.window)


def test_leaving_lets_go_of_the_camera_and_of_every_listener(open_house: OpenShell) -> None:
    house, shell, _screen = _gate(open_house)
    shell.window.go("status")
    assert settle(shell)
    assert house.check_in.stopped == 1
    assert house.check_in.frames.count == 0
    assert house.check_in.outcomes.count == 0


def test_people_are_found_by_number_and_without_marks() -> None:
    persons = FakeHouse(Role.GATE).congress.state.persons.values()
    assert [person.number for person in find_people(persons, " 27 ")] == [27]
    some = next(iter(persons))
    found = find_people(persons, some.full_name.lower())
    assert some in found
    assert find_people(persons, "   ") == []
    assert all(
        "Đỗ" in person.full_name.split() for person in find_people(persons, "do") if "Đỗ" in person.full_name
    )


def test_a_challenge_shows_which_way_and_how_far(open_house: OpenShell) -> None:
    house, shell, screen = _gate(open_house)
    house.check_in.frames.tell(_frame(10, 200))
    house.check_in.become(guidance=Guidance.TURN_LEFT, steps_done=1, steps_total=3)
    assert settle(shell)
    card = screen._guidance_card
    assert "quay đầu sang trái" in words_on(shell.window)
    assert card._left.isVisible()
    assert not card._right.isVisible()
    assert card._dots.accessibleName() == "1 trên 3 việc"
    house.check_in.become(guidance=Guidance.TURN_RIGHT)
    assert settle(shell)
    assert card._right.isVisible()
    house.check_in.become(guidance=Guidance.NO_FACE, steps_done=0, steps_total=0)
    assert settle(shell)
    assert not card._right.isVisible()
    assert not card._dots.isVisible()


def test_who_comes_late_is_let_in_and_told_that_it_has_begun(open_house: OpenShell) -> None:
    house, shell, screen = _gate(open_house)
    house.check_in.recognise(fixed_id("person-90"))
    assert settle(shell)
    assert "Phiên họp đang diễn ra, mời anh/chị vào" in words_on(shell.window)
    assert screen._outcome._seat.isVisible()
    assert screen._outcome._seat.accessibleName() == "Chỗ ngồi H6, hàng 8 từ sân khấu"


def test_after_two_failures_the_steward_sees_whom_the_camera_means(open_house: OpenShell) -> None:
    house, shell, _screen = _gate(open_house)
    person = house.congress.state.persons[fixed_id("person-91")]
    house.check_in.outcomes.tell(GateOutcome(GateResult.ASK_STEWARD, candidate_id=person.id))
    assert settle(shell)
    assert person.full_name not in words_on(shell.window)
    tap(shell, "Người phụ trách xác nhận")
    tap(shell, f"Máy đoán: {person.full_name}")
    tap(shell, "Máy chưa nhận ra")
    tap(shell, "Điểm danh")
    assert house.congress.said == [
        p.CheckedIn(person_id=person.id, method=CheckInMethod.MANUAL, reason="Máy chưa nhận ra")
    ]


def test_the_last_one_is_undone_with_a_reason(open_house: OpenShell) -> None:
    house, shell, screen = _gate(open_house)
    house.clock.now += 1_000
    house.check_in.recognise(fixed_id("person-90"))
    assert settle(shell)
    screen.open_other_ways()
    assert settle(shell)
    tap(shell, "Hủy lượt vừa rồi")
    tap(shell, "Nhầm người")
    tap(shell, "Hủy điểm danh")
    assert house.congress.said[-1] == p.CheckInUndone(person_id=fixed_id("person-90"), reason="Nhầm người")


def test_someone_who_is_here_is_not_checked_in_twice_by_hand(open_house: OpenShell) -> None:
    _house, shell, screen = _gate(open_house)
    panel = screen.open_other_ways()
    panel.ask_reason(fixed_id("person-5"))
    assert settle(shell)
    assert panel.desk.form is None
    assert button(panel, "Đã về").isVisible()
