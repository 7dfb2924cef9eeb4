"""The frame around every screen: menu, back, language, size, colours, messages, and closing."""

from __future__ import annotations

import threading

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from app.domain.entities import Role
from app.domain.errors import BadSignature
from app.ui.main import open_shell
from app.ui.screenshots import grab_all, places, settle
from app.ui.services import Readiness, UiSettings
from app.ui.shell.sheet import Sheet
from tests.fakes.basics import fixed_id
from tests.fakes.reading_aids import shorten_papers
from tests.fakes.services import FakeEnrolment, FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, words_on, write


def test_language_changes_at_once_and_is_kept(open_house: OpenShell) -> None:
    house, shell = open_house()
    tap(shell, "Cỡ chữ và màu nền")
    tap(shell, "English")
    words = words_on(shell.window)
    assert "HAPPENING NOW" in words
    assert "5 documents" in words
    assert "Đang diễn ra".upper() not in words
    assert house.settings.saved.language == "en"
    tap(shell, "Text size and background")
    tap(shell, "Tiếng Việt")
    assert "ĐANG DIỄN RA" in words_on(shell.window)


def test_text_size_and_ground_change_at_once(open_house: OpenShell) -> None:
    house, shell = open_house()
    before = button(shell.window, "Tìm trong tài liệu…").font().pixelSize()
    tap(shell, "Cỡ chữ và màu nền")
    tap(shell, "Chữ rất lớn")
    assert button(shell.window, "Tìm trong tài liệu…").font().pixelSize() == round(before * 1.6)
    tap(shell, "Cỡ chữ và màu nền")
    tap(shell, "Ban đêm")
    assert house.settings.saved == UiSettings(theme="night", text_scale=1.6, reduced_motion=True)
    corner = shell.window.grab().toImage().pixelColor(5, 790)
    assert corner.lightness() < 40


def test_a_change_of_dress_keeps_the_place(open_house: OpenShell) -> None:
    _house, shell = open_house()
    shell.window.go("reader", document_id=fixed_id("document-7"))
    assert settle(shell)
    shell.window.screen_shown.canvas.go_to(30)
    assert settle(shell)
    shell.window.open_text_sheet()
    tap(shell, "Màu giấy")
    assert shell.window.place.route == "reader"


def test_damaged_settings_fall_back(open_house: OpenShell) -> None:
    odd = UiSettings(language="tlh", theme="plaid", text_scale=9.0)
    _house, shell = open_house(settings=odd)
    assert "ĐANG DIỄN RA" in words_on(shell.window)


def test_a_message_waits_until_it_is_read(open_house: OpenShell) -> None:
    _house, shell = open_house()
    shell.window.notices.error(BadSignature())
    shell.window.notices.error(BadSignature())
    assert settle(shell)
    assert "Có dữ liệu không phải do máy của đại hội gửi." in words_on(shell.window)
    tap(shell, "Đã hiểu")
    assert "Đã hiểu" not in words_on(shell.window)


def test_a_failed_action_is_told_in_words(open_house: OpenShell) -> None:
    house, shell = open_house()
    house.congress.fails_with = BadSignature()
    tap(shell, "Đăng ký phát biểu")
    assert "Có dữ liệu không phải do máy của đại hội gửi." in words_on(shell.window)


def test_the_header_leads_to_the_state_of_the_link(open_house: OpenShell) -> None:
    _house, shell = open_house()
    tap(shell, "Đã đồng bộ")
    assert shell.window.place.route == "status"
    tap(shell, "Quay lại")
    assert shell.window.place.route == "home"


def test_escape_and_a_tap_beside_it_close_the_menu(open_house: OpenShell) -> None:
    _house, shell = open_house()
    for close in (
        lambda sheet: QTest.keyClick(sheet, Qt.Key.Key_Escape),
        lambda sheet: QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPointF(40, 400).toPoint()),
    ):
        sheet = shell.window.open_menu()
        assert settle(shell)
        close(sheet)
        assert settle(shell)
        assert shell.window.findChild(Sheet) is None


def test_the_sheet_slides_unless_motion_is_unwanted(open_house: OpenShell, qtbot) -> None:
    _house, shell = open_house(settings=UiSettings(reduced_motion=False))
    sheet = shell.window.open_menu()
    width = shell.window.width()
    qtbot.waitUntil(lambda: sheet._panel.geometry().right() == width - 1, timeout=3_000)


def test_the_keyboard_reaches_everything_on_the_home_screen(open_house: OpenShell) -> None:
    _house, shell = open_house()
    reached = set()
    for _ in range(40):
        QTest.keyClick(shell.window.focusWidget() or shell.window, Qt.Key.Key_Tab)
        if focused := shell.window.focusWidget():
            reached.add(focused.accessibleName())
    wanted = ("Mở tài liệu của mục này", "Đăng ký phát biểu", "Tìm trong tài liệu…", "Ghi chú của tôi")
    for name in (*wanted, "Danh mục", "Chương trình"):
        assert name in reached


def test_no_listener_outlives_the_window() -> None:
    house = FakeHouse(Role.CHAIR)
    shell = open_shell(house.services, house.settings, lambda error: None)
    shell.window.show()
    assert settle(shell, lambda: shell.window.screen_shown is not None)
    assert house.congress._told.count > 0
    shell.close(5.0)
    for told in (house.congress._told, house.sync._told, house.recording._told, house.recording.live):
        assert told.count == 0


def test_a_service_may_speak_from_any_thread(open_house: OpenShell) -> None:
    house, shell = open_house()
    workers = [
        threading.Thread(target=lambda n=n: house.sync.become(pending_count=n), name=f"sync-{n}")
        for n in range(1, 9)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    house.sync.become(pending_count=8)
    assert settle(shell)
    assert "Đã ghi, chưa gửi (8)" in words_on(shell.window)


# --- the door ---


def test_enrolling_with_a_code_and_a_pin(open_house: OpenShell) -> None:
    house, shell = open_house(readiness=Readiness.NOT_ENROLLED)
    door = shell.window.screen_shown
    write(door._code, "sai mã")
    tap(shell, "Tiếp tục")
    assert "Không đọc được" in words_on(shell.window)
    door._code.clear()
    write(door._code, FakeEnrolment.GOOD_CODE)
    tap(shell, "Tiếp tục")
    assert "Máy của đại biểu: Máy tính bảng 27" in words_on(shell.window)
    write(door._pin, "123456")
    write(door._pin_again, "123456")
    tap(shell, "Bắt đầu")
    assert "dễ đoán" in words_on(shell.window)
    for field in (door._pin, door._pin_again):
        field.clear()
        write(field, "271828")
    tap(shell, "Bắt đầu")
    assert settle(shell, lambda: shell.window.screen_shown is not door)
    assert house.enrolment.enrolled_with == ("192.168.1.10:8443", "271828")
    assert "ĐANG DIỄN RA" in words_on(shell.window)


def test_an_address_may_be_typed_and_a_failure_can_be_tried_again(open_house: OpenShell) -> None:
    house, shell = open_house(readiness=Readiness.NOT_ENROLLED)
    door = shell.window.screen_shown
    write(door._code, FakeEnrolment.GOOD_CODE)
    tap(shell, "Tiếp tục")
    door._address.clear()
    write(door._address, "10.0.0.5")
    house.enrolment.fails_with = BadSignature()
    tap(shell, "Bắt đầu")
    assert "Có dữ liệu không phải do máy của đại hội gửi." in words_on(shell.window)
    house.enrolment.fails_with = None
    tap(shell, "Bắt đầu")
    assert settle(shell, lambda: shell.window.screen_shown is not door)
    assert house.enrolment.enrolled_with == ("10.0.0.5", None)


def test_a_provisioning_file_is_read(open_house: OpenShell, tmp_path) -> None:
    _house, shell = open_house(readiness=Readiness.NOT_ENROLLED)
    good, missing = tmp_path / "may-27.nghisu", tmp_path / "khong-co"
    good.write_text(FakeEnrolment.GOOD_CODE, encoding="utf-8")
    shell.window.screen_shown.read_file(missing)
    assert settle(shell)
    assert "Không đọc được tệp này." in words_on(shell.window)
    shell.window.screen_shown.read_file(good)
    assert settle(shell)
    assert "Bắt đầu" in words_on(shell.window)


def test_a_wrong_pin_is_refused_and_the_right_one_opens(open_house: OpenShell) -> None:
    _house, shell = open_house(readiness=Readiness.LOCKED)
    door = shell.window.screen_shown
    for digit in "111222":
        tap(shell, digit)
    tap(shell, "Mở")
    assert "Còn 4 lần thử." in words_on(shell.window)
    assert door._pad.field.text() == ""
    write(door._pad.field, "271828")
    QTest.keyClick(door._pad.field, Qt.Key.Key_Return)
    assert settle(shell, lambda: shell.window.screen_shown is not door)
    assert shell.window.place.route == "home"


# --- status ---


def test_the_status_screen_nudges_and_changes_the_address(open_house: OpenShell) -> None:
    house, shell = open_house()
    tap(shell, "Đã đồng bộ")
    tap(shell, "Thử nối ngay")
    assert house.sync.asked == 1
    screen = shell.window.screen_shown
    write(screen._address, "10.1.2.3:8443")
    tap(shell, "Dùng địa chỉ này")
    assert "10.1.2.3:8443" in words_on(shell.window)
    house.sync.halls = ()
    tap(shell, "Tìm quanh đây")
    assert "Không tìm thấy." in words_on(shell.window)


def test_pictures_of_every_screen(qapp, tmp_path) -> None:
    roles = (Role.TABLET, Role.GATE, Role.CHAIR, Role.SCREEN)
    houses = [shorten_papers(FakeHouse(role)).services for role in roles]
    written = grab_all(tmp_path, houses, sizes=((1280, 800),))
    assert len(written) == sum(len(list(places(house))) for house in houses)
    assert all(path.stat().st_size > 5_000 for path in written)
