"""The chair's laptop: every tap becomes one event."""

from __future__ import annotations

import threading

from app.domain import payloads as p
from app.domain.entities import Role
from app.domain.errors import NghisuError
from app.ui.chair.live_text import SHOWN_LINES, LineRole
from app.ui.chair.microphones import MicrophonesSheet
from app.ui.editor.times import shown_words
from app.ui.screenshots import settle
from app.ui.services import AudioInput, LiveText, RecordingAlarm, RecordingPhase
from tests.fakes.basics import fixed_id
from tests.fakes.services import FakeHouse
from tests.fakes.transcripts import long_transcript
from tests.gui.conftest import OpenShell
from tests.gui.people import button, rows_of, tap, tap_row, words_on, write


class NoMicrophone(NghisuError):
    code = "speech.no_microphone"


def test_recording_starts_and_stops_with_one_button(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    tap(shell, "GHI ÂM")
    assert house.recording.status().phase is RecordingPhase.RECORDING
    house.recording.become(safe_ms=12_000, rms_dbfs=-20.0, peak_dbfs=-8.0)
    assert settle(shell)
    assert button(shell.window, "ĐANG GHI").isEnabled()
    assert "Đã lưu an toàn 0:12" in words_on(shell.window)
    assert "Nghe rõ" in words_on(shell.window)
    tap(shell, "ĐANG GHI")
    assert house.recording.status().phase is RecordingPhase.IDLE


def test_a_missing_microphone_is_said_in_words(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    house.recording.fails_with = NoMicrophone()
    tap(shell, "GHI ÂM")
    assert shell.window.notices.messages.of(NoMicrophone()).what in words_on(shell.window)


def test_the_floor_is_given_and_ended(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    third = house.congress.state.persons[fixed_id("person-64")]
    tap_row(shell, "Đăng ký phát biểu", third.full_name)
    tap(shell, "Mời phát biểu")
    assert house.congress.said == [p.FloorGiven(person_id=third.id)]
    assert third.full_name in words_on(shell.window)
    assert third.full_name not in rows_of(shell, "Đăng ký phát biểu")
    tap(shell, "Kết thúc phát biểu")
    assert house.congress.said[-1] == p.FloorEnded()
    assert not button(shell.window, "Kết thúc phát biểu").isEnabled()


def test_somebody_else_gets_the_floor_by_name(open_house: OpenShell, qtbot) -> None:
    house, shell = open_house(Role.CHAIR)
    person = house.congress.state.persons[fixed_id("person-100")]
    tap(shell, "Mời người khác")
    write(shell.window.focusWidget(), "100")
    assert settle(shell)
    tap_row(shell, "Những người tìm thấy", person.full_name)
    assert house.congress.said == [p.FloorGiven(person_id=person.id)]


def test_items_are_opened_and_closed(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    tap_row(shell, "Chương trình", "Biểu quyết thông qua")
    tap(shell, "Mở mục này")
    assert house.congress.said == [p.AgendaItemOpened(item_id=fixed_id("item-5"))]
    tap(shell, "Kết thúc mục")
    assert house.congress.said[-1] == p.AgendaItemClosed(item_id=fixed_id("item-5"))


def test_sittings_are_opened_and_closed(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR, live=False)
    tap(shell, "Mở phiên")
    assert house.congress.said == [p.SittingOpened(name="Phiên chính thức")]
    tap(shell, "Kết thúc phiên")
    assert house.congress.said[-1] == p.SittingClosed()


def test_settled_text_speaker_and_partial_words(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    model = shell.window.screen_shown._text.list.lines
    lines = [model.index(number).data(LineRole) for number in range(model.rowCount())]
    assert lines[0].speaker.name == "Ngô Quang Hạnh"
    assert [line.begins_turn for line in lines] == [True, False, False, False]
    assert lines[0].segment.edited is not None
    assert [word.text for word in shown_words(lines[2].segment) if word.is_doubtful] == ["ngại,"]
    house.recording.live.tell(LiveText("xin cảm ơn", 40_000))
    assert settle(shell)
    assert "xin cảm ơn…" in words_on(shell.window)


def test_a_secretary_corrects_by_tapping(open_house: OpenShell, qtbot) -> None:
    house, shell = open_house(Role.CHAIR)
    tap_row(shell, "Lời ghi", "chín mươi phần trăm")
    editor = shell.window.focusWidget()
    editor.selectAll()
    write(editor, "Đến nay, 90% hồ sơ được nộp trực tuyến.")
    tap(shell, "Lưu")
    edited = house.congress.said[-1]
    assert isinstance(edited, p.SegmentEdited)
    assert edited.text == "Đến nay, 90% hồ sơ được nộp trực tuyến."
    assert house.congress.state.segments[edited.segment_id].speaker_person_id == fixed_id("person-27")
    assert house.congress.state.segments[edited.segment_id].heard.startswith("đến nay chín mươi")


def test_what_another_secretary_wrote_meanwhile_is_not_written_over(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    tap_row(shell, "Lời ghi", "chín mươi phần trăm")
    editor = shell.window.focusWidget()
    seen = next(one for one in house.congress.state.segments.values() if "chín mươi" in one.heard)
    house.congress.say(p.SegmentEdited(segment_id=seen.id, text="Của máy khác.", replaces=seen.heads))
    assert settle(shell)
    editor.selectAll()
    write(editor, "Của máy này.")
    tap(shell, "Lưu")
    rivals = house.congress.state.segments[seen.id].rivals
    assert {one.text for one in rivals} == {"Của máy khác.", "Của máy này."}


def test_words_of_a_laptop_that_has_gone_do_not_stay(open_house: OpenShell, monkeypatch) -> None:
    monkeypatch.setattr("app.ui.chair.live_text.LIVE_STAYS_MS", 20)
    _house, shell = open_house(Role.CHAIR)
    shell.window.screen_shown._text.show_partial(LiveText("xin trân", 36_000, fixed_id("recording")))
    assert "xin trân…" in words_on(shell.window)
    assert settle(shell, lambda: "xin trân…" not in words_on(shell.window))


def test_the_end_of_a_long_day_is_shown_and_the_editor_is_one_tap_away(open_house: OpenShell) -> None:
    house = FakeHouse(Role.CHAIR)
    house.congress.load(*long_transcript(450))
    _house, shell = open_house(Role.CHAIR, house=house)
    lines = shell.window.screen_shown._text.list
    assert lines.lines.rowCount() == SHOWN_LINES
    assert lines.verticalScrollBar().value() == lines.verticalScrollBar().maximum()
    first = lines.lines.index(0).data(LineRole).segment.id
    heard = [one for one in long_transcript(451) if isinstance(one, p.SegmentHeard)]
    house.congress.load(heard[-1])
    assert settle(shell)
    assert lines.lines.rowCount() == SHOWN_LINES
    assert lines.lines.index(0).data(LineRole).segment.id != first
    tap(shell, "Sửa lời ghi")
    assert shell.window.place.route == "editor"


def test_striking_out_and_restoring(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    tap_row(shell, "Lời ghi", "chín mươi")
    tap(shell, "Bỏ đoạn này")
    assert house.congress.said[-1].struck
    tap_row(shell, "Lời ghi", "chín mươi")
    tap(shell, "Khôi phục")
    assert not house.congress.said[-1].struck


def test_saving_without_a_change_says_nothing(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    tap_row(shell, "Lời ghi", "chín mươi")
    tap(shell, "Lưu")
    assert house.congress.said == []


def test_votes_and_minutes_are_one_tap_away(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    tap(shell, "Kết quả biểu quyết")
    tap(shell, "Tất cả tán thành")
    tap(shell, "Ghi kết quả")
    assert isinstance(house.congress.said[-1], p.VoteCounted)
    tap(shell, "Đóng")
    tap(shell, "Biên bản")
    assert "Trình Đoàn Chủ tịch" in words_on(shell.window)


def test_the_hall_screen_shows_item_speaker_counts_and_captions(open_house: OpenShell) -> None:
    house = FakeHouse(Role.SCREEN)
    _house, shell = open_house(Role.SCREEN, house=house)
    words = words_on(shell.window)
    assert "4. Thảo luận các văn kiện" in words
    assert "Ngô Quang Hạnh" in words
    assert "87 / 110" in words
    house.recording.live.tell(LiveText("xin trân trọng cảm ơn", 60_000))
    assert settle(shell)
    captions = shell.window.screen_shown._caption
    assert captions.accessibleName().endswith("xin trân trọng cảm ơn")


def test_microphones_are_chosen_heard_and_used(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    tap(shell, "Micro")
    tap(shell, "Micro bàn chủ tọa")
    tap(shell, "Bàn trộn âm thanh hội trường, kênh 2")
    assert house.recording.armed == ("0", "1#2")
    assert words_on(shell.window).count("Nghe rõ") >= 2
    tap(shell, "Đóng")
    assert "10 giây trước đó" in words_on(shell.window)
    tap(shell, "GHI ÂM")
    assert house.recording.started_with == ("0", "1#2")


def test_the_last_choice_of_microphones_wins_while_they_are_being_opened(open_house, monkeypatch) -> None:
    house, shell = open_house(Role.CHAIR)
    tap(shell, "Micro")
    sheet = shell.window.findChildren(MicrophonesSheet)[0]
    opened, go = [], threading.Event()

    def arm(inputs):
        opened.append(inputs)
        assert go.wait(5)

    monkeypatch.setattr(house.recording, "arm", arm)
    for input_id in ("0", "1#1", "1#2"):
        sheet._toggle(input_id)
    go.set()
    assert settle(shell, lambda: len(opened) == 2)
    assert opened == [("0",), ("0", "1#1", "1#2")]


def test_no_more_than_four_inputs_and_off_again(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    house.recording.inputs = lambda: tuple(AudioInput(str(n), f"Đầu vào {n}") for n in range(6))
    tap(shell, "Micro")
    for number in range(6):
        tap(shell, f"Đầu vào {number}")
    assert house.recording.armed == ("2", "3", "4", "5")
    tap(shell, "Tắt micro")
    assert not house.recording.status().is_armed


def test_without_a_microphone_the_way_out_is_said(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    house.recording.inputs = lambda: ()
    tap(shell, "Micro")
    assert "Cắm micro rồi bấm Tìm lại" in words_on(shell.window)


def test_a_recording_pauses_and_says_what_is_wrong(open_house: OpenShell) -> None:
    house, shell = open_house(Role.CHAIR)
    tap(shell, "GHI ÂM")
    tap(shell, "Tạm dừng")
    assert house.recording.status().is_paused
    assert "TẠM DỪNG" in words_on(shell.window)
    tap(shell, "Ghi tiếp")
    house.recording.become(alarm=RecordingAlarm.SILENT, hours_left=2.6)
    assert settle(shell)
    words = words_on(shell.window)
    assert "Không nghe thấy gì đã 10 giây" in words
    assert "Ổ đĩa còn ghi được 2 giờ" in words
