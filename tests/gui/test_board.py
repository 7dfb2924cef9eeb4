"""The credentials board's screen: numbers, who is missing, the hall from above, one person, the papers."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from app.credentials.attendance import Standing
from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Device, Role
from app.domain.errors import NghisuError
from app.ui.board.history import history_of
from app.ui.board.seat_map import SeatMap
from app.ui.board.view import DELEGATIONS, SEATS, BoardScreen
from app.ui.screenshots import settle
from app.ui.services import BoardPaper, PaperFormat, SyncPhase
from tests.fakes.basics import fixed_id
from tests.gui.conftest import OpenShell
from tests.gui.people import button, rows_of, tap, tap_row, words_on, write


class DiskFull(NghisuError):
    code = "storage.disk_full"


def _board(open_house: OpenShell, role: Role = Role.GATE):
    house, shell = open_house(role)
    shell.window.go("board")
    assert settle(shell)
    screen = shell.window.screen_shown
    assert isinstance(screen, BoardScreen)
    return house, shell, screen


def _person(house, number: int):
    return house.congress.state.persons[fixed_id(f"person-{number}")]


@pytest.mark.parametrize("role", [Role.GATE, Role.CHAIR])
def test_the_quorum_is_said_with_its_denominators(open_house: OpenShell, role: Role) -> None:
    _house, shell, _screen = _board(open_house, role)
    words = words_on(shell.window)
    assert "Có mặt 87 / 110" in words
    assert "Đủ số đại biểu cần thiết" in words
    assert "Triệu tập 110, cần 74 (2/3), của ít nhất 4 trong 5 đoàn" in words


def test_who_is_missing_is_listed_and_found(open_house: OpenShell) -> None:
    house, shell, screen = _board(open_house)
    missing = rows_of(shell, "Danh sách")
    assert len(missing) == 23
    assert _person(house, 95).full_name in missing
    screen._find.setText("27")
    assert settle(shell)
    assert rows_of(shell, "Danh sách") == [_person(house, 27).full_name]
    screen._find.clear()
    tap_row(shell, "Tình trạng", "Có mặt")
    assert len(rows_of(shell, "Danh sách")) == 87


def test_a_delegation_leads_to_its_people(open_house: OpenShell) -> None:
    house, shell, screen = _board(open_house)
    screen.show_panel(DELEGATIONS)
    assert settle(shell)
    assert len(rows_of(shell, "Các đoàn")) == 6
    tap_row(shell, "Các đoàn", "Chi bộ khu phố 2")
    ours = [one for one in house.congress.state.persons.values() if one.delegation == "Chi bộ khu phố 2"]
    assert len(rows_of(shell, "Danh sách")) == len(ours)


def test_numbers_follow_the_log(open_house: OpenShell) -> None:
    house, shell, _screen = _board(open_house)
    house.congress.say(p.CheckedIn(person_id=fixed_id("person-95"), method=CheckInMethod.BADGE))
    assert settle(shell)
    assert "Có mặt 88 / 110" in words_on(shell.window)
    tap_row(shell, "Tình trạng", "Đến muộn")
    assert rows_of(shell, "Danh sách") == [_person(house, 95).full_name]
    tap(shell, "Mới đến")
    assert rows_of(shell, "Mới đến")[0] == _person(house, 95).full_name


def test_how_fresh_the_numbers_are(open_house: OpenShell) -> None:
    house, shell, _screen = _board(open_house)
    assert "Số liệu của mọi cửa" in words_on(shell.window)
    house.sync.become(phase=SyncPhase.OFFLINE, pending_count=2)
    assert settle(shell)
    assert "Số liệu của máy này; các cửa khác" in words_on(shell.window)
    assert "2 việc chưa gửi" in words_on(shell.window)


def test_absence_with_leave_and_back(open_house: OpenShell) -> None:
    house, shell, screen = _board(open_house)
    screen.open_person(fixed_id("person-95"))
    tap(shell, "Vắng có phép")
    tap(shell, "Ốm")
    tap(shell, "Ghi vắng có phép")
    assert house.congress.said[-1] == p.AbsenceNoted(
        person_id=fixed_id("person-95"), with_leave=True, reason="Ốm"
    )
    screen.open_person(fixed_id("person-95"))
    assert settle(shell)
    assert "Vắng có phép" in words_on(shell.window)
    tap(shell, "Bỏ ghi vắng")
    assert house.congress.said[-1] == p.AbsenceCleared(person_id=fixed_id("person-95"))


def test_leaving_and_coming_back(open_house: OpenShell) -> None:
    house, shell, screen = _board(open_house)
    screen.open_person(fixed_id("person-5"))
    tap(shell, "Đã về")
    tap(shell, "Ghi đã về")
    assert house.congress.said[-1] == p.PersonLeft(person_id=fixed_id("person-5"))
    assert "Có mặt 86 / 110" in words_on(shell.window)
    screen.open_person(fixed_id("person-5"))
    tap(shell, "Đã quay lại")
    assert fixed_id("person-5") in house.congress.state.presences
    screen.open_person(fixed_id("person-5"))
    assert settle(shell)
    assert "Đã quay lại" in words_on(shell.window)


def test_undoing_needs_a_reason(open_house: OpenShell) -> None:
    house, shell, screen = _board(open_house, Role.CHAIR)
    screen.open_person(fixed_id("person-5"))
    tap(shell, "Hủy điểm danh")
    assert not button(shell.window, "Hủy điểm danh").isEnabled()
    tap(shell, "Việc khác")
    tap(shell, "Hủy điểm danh")
    tap(shell, "Nhầm người")
    tap(shell, "Hủy điểm danh")
    assert house.congress.said == [p.CheckInUndone(person_id=fixed_id("person-5"), reason="Nhầm người")]


def test_the_chair_checks_in_by_hand_with_a_reason(open_house: OpenShell) -> None:
    house, shell, screen = _board(open_house, Role.CHAIR)
    sheet = screen.open_person(fixed_id("person-95"))
    tap(shell, "Điểm danh theo tên")
    write(sheet.findChildren(type(screen._find))[0], "Vào cửa sau")
    tap(shell, "Điểm danh")
    assert house.congress.said == [
        p.CheckedIn(person_id=fixed_id("person-95"), method=CheckInMethod.MANUAL, reason="Vào cửa sau")
    ]


def test_two_gates_and_who_did_it_stand_in_the_history(open_house: OpenShell) -> None:
    house, _shell, _screen = _board(open_house)
    device = Device(id=house.congress.device_id, name="Cửa số 1", role=Role.GATE, public_key="1" * 64)
    person_id = fixed_id("person-95")
    house.congress.load(
        p.DeviceEnrolled(device=device),
        p.CheckedIn(person_id=person_id, method=CheckInMethod.MANUAL, reason="Quên thẻ"),
        p.CheckedIn(person_id=person_id, method=CheckInMethod.BADGE),
    )
    lines = history_of(house.congress.state, _person(house, 95))
    assert [line.what for line in lines] == [
        "Điểm danh theo tên",
        "Cũng được ghi ở máy khác, tính một lần",
    ]
    assert lines[0].where_and_why == "Cửa số 1. Quên thẻ"


def test_what_was_taken_back_left_or_noted_says_when_where_and_why(open_house: OpenShell) -> None:
    house, _shell, screen = _board(open_house)
    device = Device(id=house.congress.device_id, name="Cửa số 1", role=Role.GATE, public_key="1" * 64)
    person_id = fixed_id("person-95")
    house.congress.load(p.DeviceEnrolled(device=device))
    for fact in (
        p.CheckedIn(person_id=person_id, method=CheckInMethod.FACE, score_milli=700),
        p.CheckInUndone(person_id=person_id, reason="Nhầm người"),
        p.CheckedIn(person_id=person_id, method=CheckInMethod.BADGE),
        p.PersonLeft(person_id=person_id, reason="Việc gia đình"),
        p.AbsenceNoted(person_id=person_id, with_leave=True, reason="Ốm"),
    ):
        house.clock.now += 60_000
        house.congress.load(fact)
    lines = history_of(house.congress.state, _person(house, 95))
    assert [(line.what, line.where_and_why) for line in lines] == [
        ("Điểm danh bằng khuôn mặt", "Cửa số 1"),
        ("Đã hủy điểm danh", "Cửa số 1. Nhầm người"),
        ("Điểm danh bằng thẻ", "Cửa số 1"),
        ("Đã về", "Cửa số 1. Việc gia đình"),
        ("Vắng có phép", "Cửa số 1. Ốm"),
    ]
    sheet = screen.open_person(person_id)
    assert "Đã hủy điểm danh" in words_on(sheet)


def _map(screen: BoardScreen, shell) -> SeatMap:
    screen.show_panel(SEATS)
    assert settle(shell)
    return screen._seats


def test_a_seat_leads_to_its_person(open_house: OpenShell) -> None:
    house, shell, screen = _board(open_house)
    seats = _map(screen, shell)
    seat = next(one for one in seats._seats if one.name == _person(house, 27).seat)
    assert seat.standing is Standing.PRESENT
    place = seats.place_of(seat).center().toPoint()
    QTest.mouseClick(seats, Qt.MouseButton.LeftButton, pos=place)
    assert settle(shell)
    assert _person(house, 27).full_name in words_on(shell.window)


def test_the_map_zooms_and_is_dragged_without_choosing(open_house: OpenShell) -> None:
    _house, shell, screen = _board(open_house)
    seats = _map(screen, shell)
    chosen: list[object] = []
    seats.chosen.connect(chosen.append)
    whole = seats.zoom
    tap(shell, "Phóng to")
    tap(shell, "Phóng to")
    assert seats.zoom > whole
    before = QPointF(seats._offset)
    middle = seats.rect().center()
    QTest.mousePress(seats, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(seats, middle + QPoint(60, 40))
    QTest.mouseRelease(seats, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 40))
    assert seats._offset != before
    assert chosen == []
    tap(shell, "Cả hội trường")
    assert seats.zoom == pytest.approx(whole)


def test_the_map_is_walked_by_keys(open_house: OpenShell) -> None:
    house, shell, screen = _board(open_house)
    seats = _map(screen, shell)
    seats.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(seats, key)
    assert settle(shell)
    there = next(one for one in house.congress.state.persons.values() if one.seat == "B2")
    assert there.full_name in words_on(shell.window)
    assert "B2" in seats.accessibleDescription()


def test_without_a_plan_the_screen_says_how_to_get_one(open_house: OpenShell) -> None:
    house, shell, screen = _board(open_house)
    house.congress.say(p.SeatsPublished(seats=()))
    screen.show_panel(SEATS)
    assert settle(shell)
    assert "Chưa có sơ đồ chỗ ngồi" in words_on(shell.window)


def test_papers_are_written_under_free_names(open_house: OpenShell, tmp_path: Path) -> None:
    house, shell, screen = _board(open_house)
    sheet = screen.open_papers()
    sheet.write(BoardPaper.REPORT, PaperFormat.DOCX, tmp_path)
    assert settle(shell, lambda: len(house.board.exported) == 1)
    sheet.write(BoardPaper.REPORT, PaperFormat.DOCX, tmp_path)
    assert settle(shell, lambda: len(house.board.exported) == 2)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["bao-cao-tham-tra-2026-07-01-2.docx", "bao-cao-tham-tra-2026-07-01.docx"]
    assert "Đã ghi bao-cao-tham-tra" in words_on(shell.window)


def test_a_paper_that_fails_says_why(open_house: OpenShell, tmp_path: Path) -> None:
    house, shell, screen = _board(open_house)
    house.board.fails_with = DiskFull()
    sheet = screen.open_papers()
    sheet.write(BoardPaper.ATTENDANCE, PaperFormat.XLSX, tmp_path)
    assert settle(shell)
    assert house.board.exported == []
    assert all(one.isEnabled() for one in sheet._buttons)
