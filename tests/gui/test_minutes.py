"""The minutes on the chair laptop: mended by tapping, submitted, approved word for word, written out."""

from __future__ import annotations

import hashlib

from PySide6.QtWidgets import QPlainTextEdit

from app.domain import payloads as p
from app.domain.entities import Role, VoteMethod
from app.ui.minutes.exports import ExportSheet
from app.ui.minutes.rows import MinutesModel
from app.ui.services import LineKind, MinutesFormat, MinutesLine
from app.ui.widgets.basics import Field
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import rows_of, tap, tap_row, words_on, write


def field(shell, name: str) -> Field:
    return next(f for f in shell.window.findChildren(Field) if f.isVisible() and f.accessibleName() == name)


def fill(shell, name: str, text: str) -> None:
    one = field(shell, name)
    one.setFocus()
    one.selectAll()
    write(one, text)


def in_minutes(open_house: OpenShell, house: FakeHouse | None = None):
    house, shell = open_house(Role.CHAIR, house=house)
    shell.window.go("minutes")
    tap_nothing(shell)
    return house, shell


def tap_nothing(shell) -> None:
    from app.ui.screenshots import settle

    assert settle(shell)


def test_what_is_still_to_do_is_said(open_house: OpenShell) -> None:
    _house, shell = in_minutes(open_house)
    words = words_on(shell.window)
    assert "Chưa trình Đoàn Chủ tịch." in words
    assert "Còn để chấm: " in words
    assert any("Địa điểm" in line for line in rows_of(shell, "Biên bản"))


def test_details_are_filled_in_once(open_house: OpenShell) -> None:
    house, shell = in_minutes(open_house)
    tap(shell, "Thông tin biên bản")
    fill(shell, "Địa danh trước ngày tháng", "An Bình")
    boxes = {box.accessibleName(): box for box in shell.window.findChildren(QPlainTextEdit)}
    write(boxes["Đoàn Chủ tịch, mỗi người một dòng"], "Nguyễn Văn Một")
    tap(shell, "Lưu")
    said = house.congress.said[-1]
    assert isinstance(said, p.MinutesDetailed)
    assert (said.details.town, said.details.presidium) == ("An Bình", ("Nguyễn Văn Một",))


def test_a_speech_is_summed_up_by_tapping_it(open_house: OpenShell) -> None:
    house, shell = in_minutes(open_house)
    speech = next(line for line in rows_of(shell, "Biên bản") if "máy đề xuất" in line)
    tap_row(shell, "Biên bản", speech[:30])
    assert "Toàn văn đã ghi" in words_on(shell.window)
    editor = next(b for b in shell.window.findChildren(QPlainTextEdit) if b.isVisible())
    editor.selectAll()
    write(editor, "Nhất trí với báo cáo; đề nghị bổ sung chỉ tiêu về nhà ở.")
    tap(shell, "Lưu")
    said = house.congress.said[-1]
    assert isinstance(said, p.SummaryWritten)
    assert said.text.startswith("Nhất trí")
    tap_nothing(shell)
    assert any("bổ sung chỉ tiêu về nhà ở" in line for line in rows_of(shell, "Biên bản"))


def test_a_vote_is_written_down_corrected_and_removed(open_house: OpenShell) -> None:
    house, shell = in_minutes(open_house)
    tap(shell, "Kết quả biểu quyết")
    tap(shell, "Tất cả tán thành")
    tap(shell, "Ghi kết quả")
    vote = house.congress.said[-1]
    assert isinstance(vote, p.VoteCounted)
    assert vote.agree == sum(
        house.congress.state.persons[one].kind.is_convened for one in house.congress.state.presences
    )
    assert vote.item_id == house.congress.state.current_item_id
    tap_row(shell, "Các lần biểu quyết đã ghi", vote.subject)
    fill(shell, "Không tán thành", "1000")
    assert "Xin đếm lại" in words_on(shell.window)
    fill(shell, "Không tán thành", "2")
    tap(shell, "Bỏ phiếu kín")
    fill(shell, "Phiếu không hợp lệ", "1")
    tap(shell, "Ghi lại")
    corrected = house.congress.said[-1]
    assert isinstance(corrected, p.VoteCounted)
    assert (corrected.vote_id, corrected.disagree, corrected.invalid, corrected.method) == (
        vote.vote_id,
        2,
        1,
        VoteMethod.SECRET_BALLOT,
    )
    tap_row(shell, "Các lần biểu quyết đã ghi", vote.subject)
    tap(shell, "Bỏ lần này")
    assert isinstance(house.congress.said[-1], p.VoteCancelled)
    assert house.congress.state.votes == {}


def test_a_vote_without_a_number_cannot_be_kept(open_house: OpenShell) -> None:
    house, shell = in_minutes(open_house)
    tap(shell, "Kết quả biểu quyết")
    before = len(house.congress.said)
    fill(shell, "Tán thành", "")
    from tests.gui.people import button

    assert not button(shell.window, "Ghi kết quả").isEnabled()
    assert len(house.congress.said) == before


def test_the_presidium_approves_what_it_has_read(open_house: OpenShell) -> None:
    house, shell = in_minutes(open_house)
    tap(shell, "Trình Đoàn Chủ tịch")
    (version,) = house.congress.state.minutes_versions
    tap_row(shell, "Các bản đã trình", "Bản 1")
    assert "chưa có bản nào trước" not in words_on(shell.window)
    assert any("Địa điểm" in line for line in rows_of(shell, "Toàn văn biên bản"))
    tap(shell, "Chỗ khác bản trước")
    assert "chưa có bản nào trước" in words_on(shell.window)
    tap(shell, "Duyệt biên bản")
    approved = house.congress.said[-1]
    assert isinstance(approved, p.MinutesApproved)
    assert approved.text_sha256 == hashlib.sha256(version.text.encode()).hexdigest()
    assert "duyệt lúc" in words_on(shell.window)


def test_what_is_returned_comes_back_with_differences(open_house: OpenShell) -> None:
    house, shell = in_minutes(open_house)
    tap(shell, "Trình Đoàn Chủ tịch")
    tap_row(shell, "Các bản đã trình", "Bản 1")
    tap(shell, "Trả lại để sửa")
    editor = next(b for b in shell.window.findChildren(QPlainTextEdit) if b.isVisible())
    write(editor, "Thiếu kết quả biểu quyết")
    tap(shell, "Gửi trả")
    assert isinstance(house.congress.said[-1], p.MinutesReturned)
    shell.window.go("minutes")
    tap_nothing(shell)
    tap(shell, "Kết quả biểu quyết")
    tap(shell, "Tất cả tán thành")
    tap(shell, "Ghi kết quả")
    tap(shell, "Đóng")
    tap(shell, "Trình Đoàn Chủ tịch")
    tap_row(shell, "Các bản đã trình", "Bản 2")
    tap(shell, "Chỗ khác bản trước")
    assert any("tán thành" in line for line in rows_of(shell, "Những chỗ khác nhau"))


def test_minutes_are_written_in_every_form(open_house: OpenShell, tmp_path) -> None:
    house, shell = in_minutes(open_house)
    tap(shell, "Xuất biên bản")
    (sheet,) = shell.window.findChildren(ExportSheet)
    for form in MinutesFormat:
        sheet.write(form, tmp_path)
        tap_nothing(shell)
        sheet.write(form, tmp_path)
        tap_nothing(shell)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == sorted(
        f".{form.value}" for form in MinutesFormat for _ in range(2)
    )
    sheet.choose_template(tmp_path / "mau-cua-phuong.docx")
    tap_nothing(shell)
    assert "mau-cua-phuong.docx" in words_on(shell.window)
    tap(shell, "Về mẫu của Đại hội")
    assert "Đang dùng thể thức của Đại hội." in words_on(shell.window)
    sheet.write_template(tmp_path)
    tap_nothing(shell)
    assert [path.name for path in house.minutes.templates] == ["mau-bien-ban.docx"]


def test_minutes_that_cannot_be_made_say_why(open_house: OpenShell) -> None:
    from app.wiring.errors import NothingRecording

    house = FakeHouse(Role.CHAIR)
    house.minutes.fails_with = NothingRecording()
    _house, shell = in_minutes(open_house, house)
    assert "Thử lại" in words_on(shell.window)
    house.minutes.fails_with = None
    tap(shell, "Thử lại")
    assert rows_of(shell, "Biên bản")


def outcome_of(house: FakeHouse, text: str) -> p.OutcomeNoted:
    item_id = next(iter(house.congress.state.item_times))
    return p.OutcomeNoted(item_id=item_id, outcome=text)


def test_news_is_gathered_and_what_is_written_here_is_seen_at_once(open_house, monkeypatch) -> None:
    monkeypatch.setattr("app.ui.minutes.view.REST_MS", 600_000)
    house, shell = in_minutes(open_house)
    built = house.minutes.pages_count
    for number in range(5):
        house.congress.say(outcome_of(house, f"Của máy khác {number}"))
    tap_nothing(shell)
    assert house.minutes.pages_count == built
    tap(shell, "Thông tin biên bản")
    tap(shell, "Lưu")
    tap_nothing(shell)
    assert house.minutes.pages_count > built
    assert any("Của máy khác 4" in line for line in rows_of(shell, "Biên bản"))


def test_the_last_news_is_never_lost(open_house, monkeypatch) -> None:
    from app.ui.screenshots import settle

    monkeypatch.setattr("app.ui.minutes.view.REST_MS", 30)
    house, shell = in_minutes(open_house)
    for number in range(5):
        house.congress.say(outcome_of(house, f"Của máy khác {number}"))
    assert settle(shell, lambda: any("Của máy khác 4" in line for line in rows_of(shell, "Biên bản")))


def test_the_list_keeps_its_place_while_lines_come_and_go(qapp) -> None:
    def lines(*texts: str) -> list[MinutesLine]:
        return [MinutesLine(LineKind.TEXT, text) for text in texts]

    model = MinutesModel()
    told: list[str] = []
    model.rowsInserted.connect(lambda _parent, first, last: told.append(f"+{first}-{last}"))
    model.rowsRemoved.connect(lambda _parent, first, last: told.append(f"-{first}-{last}"))
    model.dataChanged.connect(lambda first, last: told.append(f"~{first.row()}-{last.row()}"))
    model.modelReset.connect(lambda: told.append("reset"))
    for texts, expected in (
        ("ab", ["+0-1"]),
        ("ab", []),
        ("acdb", ["+1-2"]),
        ("acxb", ["~2-2"]),
        ("ayb", ["-2-2", "~1-1"]),
        ("aab", ["~1-1"]),
        ("b", ["-0-1"]),
        ("", ["-0-0"]),
    ):
        told.clear()
        model.set_lines(lines(*texts))
        assert told == expected
        assert [model.index(row).data() for row in range(model.rowCount())] == list(texts)
