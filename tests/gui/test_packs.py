"""The workbench: gravest first, corrected by touch and by keyboard, signed and published; nothing is lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.domain.entities import DocumentKind, Role
from app.domain.errors import NghisuError
from app.ui.main import Shell
from app.ui.packs import presenter, roster
from app.ui.packs.presenter import Desk
from app.ui.packs.recent import RecentFolders
from app.ui.packs.view import PacksScreen
from app.ui.screenshots import settle
from app.ui.services import Finding, Gravity, PackPlan, PlannedDocument
from app.ui.shell.sheet import Sheet
from app.ui.widgets.basics import Field
from tests.fakes.basics import fixed_id
from tests.fakes.services import FakeHouse
from tests.fakes.workbench import FakePacks, finding
from tests.gui.conftest import OpenShell
from tests.gui.people import button, rows_of, tap, tap_row, words_on, write

DAMAGED_FILE = "tham-luan/TL truong hoc.pdf"
MISSING = fixed_id("document-1")


class FolderGone(NghisuError):
    code = "documents.folder"


def sample_plan() -> PackPlan:
    return FakePacks(FakeHouse(Role.CHAIR).congress).plan


def left_out(plan: PackPlan, file: str) -> PackPlan:
    document = next(one for one in plan.documents if one.file == file)
    return presenter.with_document(plan, replace(document, is_left_out=True))


# --- the rules ---


def test_refused_files_come_first_then_those_without_an_item_then_warnings() -> None:
    files = [one.file for one in presenter.in_order(sample_plan())]
    assert files[0] == DAMAGED_FILE
    assert set(files[1:4]) == {
        "van-kien/Phu luc so lieu (ban chup).pdf",
        "dieu-hanh/Chuong trinh.xlsx",
        "dieu-hanh/So do cho ngoi.jpg",
    }
    assert files[-1].startswith("tham-luan")


def test_what_is_left_out_no_longer_stands_in_the_way() -> None:
    plan = sample_plan()
    assert presenter.headline(plan) == (
        Gravity.REFUSED,
        "1 điều phải sửa trước khi ký, 6 điều cần xem",
    )
    assert presenter.obstacle(plan, has_key=True)[0]
    freed = left_out(plan, DAMAGED_FILE)
    assert presenter.headline(freed)[0] is Gravity.WARNING
    assert presenter.obstacle(freed, has_key=True) == ("", "")
    assert presenter.in_order(freed)[-1].file == DAMAGED_FILE


def test_a_clean_folder_says_so() -> None:
    plan = sample_plan()
    clean = tuple(replace(one, findings=(), agenda_position=1) for one in plan.documents)
    plan = replace(plan, documents=clean, missing=(), roster=replace(plan.roster, findings=()))
    assert presenter.headline(plan) == (None, "Mọi tệp đều dùng được. Có thể ký.")
    assert presenter.finding_rows(plan, frozenset()) == ()


def test_without_the_key_everything_but_signing_is_possible() -> None:
    what, fix = presenter.obstacle(left_out(sample_plan(), DAMAGED_FILE), has_key=False)
    assert "không giữ khóa" in what
    assert "máy chủ hội trường" in fix


def test_nothing_is_signed_when_everything_is_left_out() -> None:
    plan = sample_plan()
    plan = replace(plan, documents=tuple(replace(one, is_left_out=True) for one in plan.documents))
    assert "Chưa có văn bản nào" in presenter.obstacle(plan, has_key=True)[0]


def test_a_row_is_named_with_its_sheet_where_there_are_several() -> None:
    plan = sample_plan()
    found = (
        Finding(Gravity.WARNING, "Ghế trùng.", "", 3, "Khách mời"),
        Finding(Gravity.WARNING, "Lạ.", "", 9),
    )
    plan = replace(plan, documents=(), missing=(), roster=replace(plan.roster, findings=found))
    details = [row.detail for row in presenter.finding_rows(plan, frozenset())]
    assert details == ["danh-sach.xlsx, trang “Khách mời”, dòng 3", "danh-sach.xlsx, dòng 9"]
    titles = [row.title for row in roster.error_rows(plan.roster)]
    assert titles == ["Dòng 9: Lạ.", "Trang “Khách mời”, dòng 3: Ghế trùng."]


def test_findings_name_their_place_and_are_sorted_by_gravity() -> None:
    rows = presenter.finding_rows(sample_plan(), frozenset())
    assert rows[0].key == ("file", DAMAGED_FILE)
    assert any("danh-sach.xlsx, dòng 58" in row.detail for row in rows)
    missing = next(row for row in rows if row.key == ("missing", MISSING))
    assert missing.trailing == "Giữ lại"
    called_back = presenter.finding_rows(sample_plan(), frozenset({MISSING}))
    assert next(row for row in called_back if row.key == ("missing", MISSING)).trailing == "Thu hồi"
    assert rows[-1].tone == "ink_soft"  # notes come last


def test_the_summary_says_what_is_replaced_called_back_and_left_out() -> None:
    plan = left_out(sample_plan(), DAMAGED_FILE)
    titles = {fixed_id("document-8"): "Dự thảo Nghị quyết"}
    lines = presenter.pack_summary(plan, frozenset({MISSING}), titles)
    assert lines[0] == "7 văn bản, 152 trang"
    assert "Thay “Dự thảo Nghị quyết”" in lines
    assert "Thu hồi “Quy chế làm việc của Đại hội”" in lines
    assert lines[-1] == "Để ngoài gói: 1 tệp"


def test_search_in_the_table_needs_no_marks() -> None:
    found = presenter.matching(presenter.in_order(sample_plan()), "nghi quyet du thao")
    assert [one.title for one in found] == ["Dự thảo Nghị quyết Đại hội"]


def test_a_field_stands_for_one_column() -> None:
    plan = sample_plan().roster
    assert roster.remapped(plan, 0, "number") == {0: "number", 2: "name", 3: "birth", 4: "kind"}
    assert 1 not in roster.remapped(plan, 1, "")
    assert roster.remapped(plan, 5, "delegation")[5] == "delegation"
    columns = tuple(replace(one, field="") for one in plan.columns)
    assert roster.lacking_fields(replace(plan, columns=columns)) == ("Họ và tên", "Số đại biểu")
    rows = roster.field_rows(plan, 5)
    assert rows[0].is_current
    assert "bắt buộc" in next(row for row in rows if row.key == "name").detail


def test_row_errors_stand_in_the_order_of_the_sheet() -> None:
    assert [row.title[:7] for row in roster.error_rows(sample_plan().roster)] == ["Dòng 41", "Dòng 58"]


def test_decisions_about_missing_papers_outlive_another_check() -> None:
    desk, plan = Desk(), sample_plan()
    desk.lay(plan)
    desk.withdraw = frozenset({MISSING})
    desk.lay(plan)
    assert desk.withdraw == {MISSING}
    desk.lay(replace(plan, missing=()))
    assert desk.withdraw == frozenset()


def test_recent_folders_are_few_new_first_and_exist(qapp, tmp_path: Path) -> None:
    made = [tmp_path / f"thu muc {number}" for number in range(6)]
    for folder in made:
        folder.mkdir()
        RecentFolders().remember(folder)
    made[4].rmdir()
    assert RecentFolders().folders() == (made[5], made[3], made[2])


# --- the screen ---


def workbench(shell: Shell) -> PacksScreen:
    shell.window.go("packs")
    assert settle(shell)
    screen = shell.window.screen_shown
    assert isinstance(screen, PacksScreen)
    return screen


def opened(open_house: OpenShell, tmp_path: Path, house: FakeHouse | None = None) -> tuple[FakeHouse, Shell]:
    house, shell = open_house(Role.CHAIR, house=house)
    workbench(shell).read_folder(tmp_path)
    assert settle(shell)
    return house, shell


def fields(shell: Shell, name: str) -> Field:
    found = [one for one in shell.window.findChildren(Field) if one.isVisible()]
    return next(one for one in found if one.accessibleName() == name)


def test_a_folder_is_chosen_and_the_findings_come_first(
    open_house: OpenShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _house, shell = open_house(Role.CHAIR)
    workbench(shell)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    tap(shell, "Chọn thư mục…")
    assert "1 điều phải sửa trước khi ký, 6 điều cần xem" in words_on(shell.window)
    assert rows_of(shell, "Điều cần xem")[0] == "Tệp PDF bị hỏng hoặc chưa chép xong."
    assert not button(shell.window, "Ký và lưu gói").isEnabled()
    tap(shell, "Thư mục khác")
    assert rows_of(shell, "Thư mục làm gần đây") == [tmp_path.name]


def test_checking_shows_the_file_and_can_be_stopped(open_house: OpenShell, tmp_path: Path, qtbot) -> None:
    house, shell = open_house(Role.CHAIR)
    screen = workbench(shell)
    house.packs.holds = threading.Event()
    screen.read_folder(tmp_path)
    qtbot.waitUntil(lambda: "van-kien/01" in words_on(shell.window))
    assert "Đang kiểm tra từng tệp… 0%" in words_on(shell.window)
    click(shell, "Dừng lại")
    house.packs.holds.set()
    assert settle(shell)
    assert settle(shell, lambda: house.packs.stopped == 1)
    assert "Chọn thư mục…" in words_on(shell.window)


def click(shell: Shell, word: str) -> None:
    target = button(shell.window, word)
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=target.rect().center())


def test_a_file_is_corrected_in_its_sheet(open_house: OpenShell, tmp_path: Path) -> None:
    house, shell = opened(open_house, tmp_path)
    tap(shell, "Tài liệu")
    tap_row(shell, "Văn bản trong thư mục", "Phụ lục số liệu")
    title = fields(shell, "Tên văn bản")
    title.selectAll()
    write(title, "Phụ lục số liệu 2020 – 2025")
    tap(shell, "Nghị quyết")
    tap(shell, "Chưa có mục")
    tap_row(shell, "Mục của chương trình", "Thảo luận các văn kiện")
    tap(shell, "Thứ tự: thêm một")
    tap(shell, "Khách mời được đọc")
    tap(shell, "Chỉ phát cho một phiên")
    tap(shell, "Mọi đoàn")
    tap(shell, "Chi bộ khu phố 1")
    delegations = shell.window.screen_shown.findChildren(Sheet)[-1]
    QTest.keyClick(delegations, Qt.Key.Key_Escape)
    assert settle(shell)
    assert house.packs.corrected == []
    QTest.keyClick(shell.window.screen_shown._sheet, Qt.Key.Key_Escape)
    assert settle(shell)
    fresh = next(one for one in house.packs.corrected[-1] if one.file.startswith("van-kien/Phu luc"))
    assert fresh == replace(
        next(one for one in sample_plan().documents if one.file == fresh.file),
        title="Phụ lục số liệu 2020 – 2025",
        kind=DocumentKind.RESOLUTION,
        agenda_position=4,
        position=4,
        guests_may_read=False,
        one_sitting=True,
        delegations=("Chi bộ khu phố 1",),
    )


def test_leaving_a_file_out_frees_the_signature(
    open_house: OpenShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, shell = opened(open_house, tmp_path)
    tap_row(shell, "Điều cần xem", "bị hỏng")
    tap(shell, "Không đưa vào gói")
    tap(shell, "Đóng")
    tap_row(shell, "Điều cần xem", "không có trong thư mục")
    tap_row(shell, "Quy chế làm việc của Đại hội", "Thu hồi")
    out = tmp_path / "dai-hoi.pack"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    tap(shell, "Ký và lưu gói")
    assert "Thu hồi “Quy chế làm việc của Đại hội”" in words_on(shell.window)
    tap(shell, "Chọn nơi lưu rồi ký…")
    assert house.packs.built == [(out, frozenset({MISSING}))]
    assert "Đã ký gói." in words_on(shell.window)
    tap(shell, "Đưa lên hội trường")
    assert house.packs.published == [out]
    assert "14 điều mới" in words_on(shell.window)
    tap(shell, "Xem văn bản trong hội trường")
    assert shell.window.place.route == "papers"


def test_signing_can_be_stopped(open_house: OpenShell, tmp_path: Path, qtbot) -> None:
    house, shell = opened(open_house, tmp_path)
    house.packs.holds = threading.Event()
    shell.window.screen_shown.sign_to(tmp_path / "x.pack")
    qtbot.waitUntil(lambda: "Đang ký và niêm phong gói… 50%" in words_on(shell.window))
    click(shell, "Dừng lại")
    house.packs.holds.set()
    assert settle(shell, lambda: house.packs.stopped == 1)
    assert house.packs.built == []
    assert "Kiểm tra lại" in words_on(shell.window)


def test_without_the_key_the_screen_says_where_to_sign(open_house: OpenShell, tmp_path: Path) -> None:
    house = FakeHouse(Role.CHAIR)
    house.packs.has_key = False
    _house, shell = opened(open_house, tmp_path, house)
    assert "Mang thư mục sang máy chủ hội trường" in words_on(shell.window)
    assert not button(shell.window, "Ký và lưu gói").isEnabled()


def test_a_column_gets_its_meaning(open_house: OpenShell, tmp_path: Path) -> None:
    house, shell = opened(open_house, tmp_path)
    tap(shell, "Đại biểu")
    tap_row(shell, "Các cột của bảng", "Đơn vị sinh hoạt")
    tap_row(shell, "Cột “Đơn vị sinh hoạt” là gì?", "Đoàn")
    assert house.packs.mapped == [{1: "number", 2: "name", 3: "birth", 4: "kind", 5: "delegation"}]
    assert rows_of(shell, "Dòng cần sửa")[0].startswith("Dòng 41")
    tap(shell, "Những người đầu tiên")
    assert rows_of(shell, "Những người đầu tiên")[0] == "Nguyễn Văn An"


def test_leaving_loses_nothing(open_house: OpenShell, tmp_path: Path) -> None:
    house, shell = opened(open_house, tmp_path)
    shell.window.screen_shown.open_file(DAMAGED_FILE)
    write_title = fields(shell, "Tên văn bản")
    write_title.selectAll()
    write(write_title, "Tham luận về trường học")
    shell.window.go("home")  # with the sheet still open
    assert settle(shell)
    assert "Tham luận về trường học" in {one.title for one in house.packs.corrected[-1]}
    workbench(shell)
    tap(shell, "Tài liệu")
    assert "Tham luận về trường học" in rows_of(shell, "Văn bản trong thư mục")


def test_a_correction_that_cannot_be_kept_is_said(open_house: OpenShell, tmp_path: Path) -> None:
    house, shell = opened(open_house, tmp_path)
    shell.window.screen_shown.open_file(DAMAGED_FILE)
    assert settle(shell)
    house.packs.fails_with = FolderGone()
    tap(shell, "Không đưa vào gói")
    tap(shell, "Đóng")
    assert shell.window.notices.messages.of(FolderGone()).what in words_on(shell.window)


LOCKED_FILE = "van-kien/02 m03 Báo cáo kiểm điểm.pdf"


def with_lock(open_house: OpenShell, tmp_path: Path) -> tuple[FakeHouse, Shell]:
    """The workbench with the sheet of a locked file open."""
    house = FakeHouse(Role.CHAIR)
    locked = (finding("pdf_encrypted", Gravity.REFUSED),)
    house.packs.plan = replace(
        house.packs.plan,
        documents=tuple(
            replace(one, findings=locked, is_locked=True, page_count=None) if one.file == LOCKED_FILE else one
            for one in house.packs.plan.documents
        ),
    )
    _house, shell = opened(open_house, tmp_path, house)
    shell.window.screen_shown.open_file(LOCKED_FILE)
    assert settle(shell)
    return house, shell


def test_a_password_opens_a_locked_file_and_a_wrong_one_is_said(
    open_house: OpenShell, tmp_path: Path
) -> None:
    house, shell = with_lock(open_house, tmp_path)
    write(fields(shell, "Mật khẩu"), "sai")
    tap(shell, "Mở khóa")
    assert settle(shell)
    assert "Mật khẩu đã nhập không mở được tệp PDF này." in words_on(shell.window)
    assert fields(shell, "Mật khẩu").text() == ""
    write(fields(shell, "Mật khẩu"), "Mật khẩu")
    QTest.keyClick(fields(shell, "Mật khẩu"), Qt.Key.Key_Return)
    assert settle(shell)
    assert house.packs.unlocked == [(LOCKED_FILE, "sai"), (LOCKED_FILE, "Mật khẩu")]
    assert "Đã mở khóa bằng mật khẩu" in words_on(shell.window)
    assert not [
        one for one in shell.window.findChildren(Field) if one.isVisible() and one.text() == "Mật khẩu"
    ]
    assert house.packs.corrected == []


def test_what_was_corrected_beside_a_password_is_kept_first(open_house: OpenShell, tmp_path: Path) -> None:
    house, shell = with_lock(open_house, tmp_path)
    fields(shell, "Tên văn bản").setText("Báo cáo kiểm điểm của Ban Chấp hành")
    write(fields(shell, "Mật khẩu"), "Mật khẩu")
    tap(shell, "Tệp sau")
    assert settle(shell)
    unlocked = next(one for one in house.packs.plan.documents if one.file == LOCKED_FILE)
    assert (unlocked.title, unlocked.page_count) == ("Báo cáo kiểm điểm của Ban Chấp hành", 4)
    assert fields(shell, "Tên văn bản").text() == "Báo cáo kiểm điểm của Ban Chấp hành"


def test_a_password_is_dropped_when_corrections_cannot_be_kept(open_house: OpenShell, tmp_path: Path) -> None:
    house, shell = with_lock(open_house, tmp_path)
    house.packs.fails_with = FolderGone()
    fields(shell, "Tên văn bản").setText("Khác")
    write(fields(shell, "Mật khẩu"), "Mật khẩu")
    tap(shell, "Mở khóa")
    assert settle(shell)
    assert house.packs.unlocked == []


def test_an_unreadable_folder_leads_back_to_the_choice(open_house: OpenShell, tmp_path: Path) -> None:
    house = FakeHouse(Role.CHAIR)
    house.packs.fails_with = FolderGone()
    _house, shell = opened(open_house, tmp_path, house)
    assert "Chọn thư mục…" in words_on(shell.window)
    assert shell.window.notices.messages.of(FolderGone()).what in words_on(shell.window)


def test_the_table_works_by_keyboard(open_house: OpenShell, tmp_path: Path) -> None:
    house, shell = opened(open_house, tmp_path)
    tap(shell, "Tài liệu")
    table = shell.window.screen_shown._review.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert settle(shell)
    second = presenter.in_order(house.packs.plan)[1]
    assert fields(shell, "Tên văn bản").text() == second.title
    tap(shell, "Tệp sau")
    third = presenter.in_order(house.packs.plan)[2]
    assert fields(shell, "Tên văn bản").text() == third.title
    QTest.keyClick(shell.window.screen_shown._sheet, Qt.Key.Key_Escape)
    assert settle(shell)
    assert house.packs.corrected == []  # looking changes nothing


def test_five_hundred_files_and_two_thousand_rows(open_house: OpenShell, tmp_path: Path) -> None:
    house = FakeHouse(Role.CHAIR)
    plan = house.packs.plan
    scan = finding("scan_not_searchable")
    many = tuple(
        PlannedDocument(
            f"van-kien/{number:03}.pdf", 1, 10, (scan,), f"Văn bản số {number}", None, number, None
        )
        for number in range(500)
    )
    errors = tuple(Finding(Gravity.WARNING, "Thiếu họ tên.", "", row) for row in range(2, 2002))
    house.packs.plan = replace(plan, documents=many, roster=replace(plan.roster, findings=errors))
    _house, shell = opened(open_house, tmp_path, house)
    tap(shell, "Tài liệu")
    assert len(rows_of(shell, "Văn bản trong thư mục")) == 500
    write(fields(shell, "Tìm theo tên văn bản"), "so 499")
    assert settle(shell)
    assert rows_of(shell, "Văn bản trong thư mục") == ["Văn bản số 499"]
    tap(shell, "Đại biểu")
    assert len(rows_of(shell, "Dòng cần sửa")) == 2000


def test_a_device_without_a_workbench_says_so(open_house: OpenShell) -> None:
    house = FakeHouse(Role.CHAIR)
    house.enrolment._session = replace(house.session, packs=None)
    _house, shell = open_house(Role.CHAIR, house=house)
    shell.window.go("packs")
    assert settle(shell)
    assert "không dựng gói tài liệu được" in words_on(shell.window)
