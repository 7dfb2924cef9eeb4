"""The delegate's first screen, tapped as a delegate would."""

from __future__ import annotations

import pytest

from app.domain import payloads as p
from app.domain.entities import Role
from app.domain.fold import fold
from app.ui.context import Screen
from app.ui.home.presenter import _agenda
from app.ui.screenshots import settle
from app.ui.services import PresentedPage, ReadingPlace, SyncPhase
from app.ui.shell.routes import ROUTES
from tests.fakes import congress
from tests.fakes.basics import START_MS, fixed_id
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import button, rows_of, tap, tap_row, words_on


def test_what_happens_now_is_on_top(open_house: OpenShell) -> None:
    _house, shell = open_house()
    words = words_on(shell.window)
    assert "ĐANG DIỄN RA" in words
    assert "4. Thảo luận các văn kiện trình Đại hội" in words
    assert "còn 12:30" in words
    assert "Đang phát biểu: Ngô Quang Hạnh" in words
    assert rows_of(shell, "Chương trình")[0].startswith("Biểu quyết thông qua")


def test_time_runs_and_then_runs_over(open_house: OpenShell, qtbot) -> None:
    house, shell = open_house()
    house.clock.now += 13 * 60_000
    qtbot.waitUntil(lambda: "quá 0:30" in words_on(shell.window), timeout=5_000)


def test_asking_to_speak_and_withdrawing(open_house: OpenShell) -> None:
    house, shell = open_house()
    tap(shell, "Đăng ký phát biểu")
    assert house.congress.said == [p.FloorRequested(person_id=fixed_id("person-42"))]
    assert "Đã đăng ký, thứ 4 trong danh sách." in words_on(shell.window)
    tap(shell, "Rút đăng ký")
    assert house.congress.said[-1] == p.FloorRequestWithdrawn(person_id=fixed_id("person-42"))
    assert button(shell.window, "Đăng ký phát biểu").isEnabled()


def test_who_has_not_checked_in_is_told_why(open_house: OpenShell) -> None:
    house = FakeHouse(Role.TABLET)
    house.congress.load(p.CheckInUndone(person_id=fixed_id("person-42"), reason="nhầm"))
    _house, shell = open_house(house=house)
    assert not button(shell.window, "Đăng ký phát biểu").isEnabled()
    assert "Điểm danh xong, anh/chị có thể đăng ký phát biểu." in words_on(shell.window)


def test_without_the_hall_the_screen_stays_useful(open_house: OpenShell) -> None:
    house, shell = open_house()
    house.sync.become(phase=SyncPhase.OFFLINE)
    assert settle(shell)
    words = words_on(shell.window)
    assert "Không có mạng hội trường" in words
    assert "dữ liệu lúc" in words
    tap(shell, "Mở tài liệu của mục này")
    assert shell.window.place.route == "documents"


def test_what_waits_to_be_sent_is_said(open_house: OpenShell) -> None:
    house, shell = open_house()
    house.sync.become(phase=SyncPhase.OFFLINE, pending_count=3)
    assert settle(shell)
    assert "Đã ghi, chưa gửi (3)" in words_on(shell.window)


def test_papers_of_an_item_and_of_a_shelf(open_house: OpenShell) -> None:
    _house, shell = open_house()
    tap_row(shell, "Chương trình", "Thông qua Nghị quyết")
    assert shell.window.place.route == "reader"
    shell.window.back()
    assert settle(shell)
    tap(shell, "Tham luận")
    assert len(rows_of(shell, "Danh sách tài liệu")) == 2


def test_reading_goes_on_where_it_stopped(open_house: OpenShell) -> None:
    house = FakeHouse()
    house.documents.remember_place(ReadingPlace(fixed_id("document-8"), 11, 0.0, START_MS))
    _house, shell = open_house(house=house)
    assert "Đọc tiếp" in words_on(shell.window)
    tap_row(shell, "Đọc tiếp", "Dự thảo Nghị quyết")
    assert settle(shell)
    assert "12 / 12" in words_on(shell.window)


def test_a_paper_called_back_disappears(open_house: OpenShell) -> None:
    house, shell = open_house()
    tap(shell, "Nghị quyết")
    assert "Dự thảo Nghị quyết Đại hội" in rows_of(shell, "Danh sách tài liệu")
    house.congress.load(p.DocumentWithdrawn(document_id=fixed_id("document-8")))
    assert settle(shell)
    assert "Dự thảo Nghị quyết Đại hội" not in rows_of(shell, "Danh sách tài liệu")


def test_following_the_presidium_is_one_tap(open_house: OpenShell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROUTES, "reader", lambda context, **_arguments: Screen(context))
    house, shell = open_house()
    assert "Theo dõi Đoàn chủ tịch" not in words_on(shell.window)
    house.presentation.show(PresentedPage(fixed_id("document-3"), 11, fixed_id("device-chair")))
    assert settle(shell, lambda: "Theo dõi Đoàn chủ tịch" in words_on(shell.window))
    tap(shell, "Theo dõi Đoàn chủ tịch")
    place = shell.window.place
    assert place.route == "reader"
    assert place.arguments == {"document_id": fixed_id("document-3"), "page_index": 11, "follow": True}
    shell.window.back()
    house.presentation.show(None)
    assert settle(shell, lambda: "Theo dõi Đoàn chủ tịch" not in words_on(shell.window))


def test_whoever_shows_a_page_or_may_not_hold_it_is_not_asked_to_follow(open_house: OpenShell) -> None:
    house, shell = open_house()
    house.presentation.show(PresentedPage(fixed_id("document-3"), 11, house.congress.device_id))
    assert settle(shell)
    assert "Theo dõi Đoàn chủ tịch" not in words_on(shell.window)
    house.congress.load(p.DocumentWithdrawn(document_id=fixed_id("document-3")))
    house.presentation.show(PresentedPage(fixed_id("document-3"), 11, fixed_id("device-chair")))
    assert settle(shell)
    assert "Theo dõi Đoàn chủ tịch" not in words_on(shell.window)


def test_what_comes_next_stands_before_what_was_passed_over() -> None:
    agenda = congress.agenda()
    root = congress.signer(Role.CONGRESS)
    said = [p.AgendaPublished(items=agenda), p.AgendaItemOpened(item_id=agenda[2].id)]
    rows = _agenda(fold(root.sign(payload).event for payload in said), [])
    assert [row.key for row in rows] == [agenda[3].id, agenda[0].id, agenda[1].id]
