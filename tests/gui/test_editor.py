"""A secretary corrects the transcript: every tap and key becomes one step that can be taken back."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain import payloads as p
from app.domain.entities import RepairKind, Role, TextPiece
from app.ui.editor.pedal import Pedal
from app.ui.editor.view import EditorScreen
from app.ui.main import Shell
from app.ui.screenshots import settle
from tests.fakes.basics import fixed_id
from tests.fakes.services import FakeHouse
from tests.fakes.transcripts import PEOPLE, long_transcript
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, tap_row, words_on, write

FIRST, SECOND, THIRD, FOURTH = (fixed_id(f"segment-{number}") for number in range(4))
RECORDING = fixed_id("recording")


@pytest.fixture(autouse=True)
def own_pedal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("app.ui.editor.pedal.settings_file", lambda: tmp_path / "pedal.ini")


def _open(open_house: OpenShell, house: FakeHouse | None = None) -> tuple[FakeHouse, Shell, EditorScreen]:
    house, shell = open_house(Role.CHAIR, house=house)
    shell.window.go("editor")
    assert settle(shell)
    screen = shell.window.screen_shown
    assert isinstance(screen, EditorScreen)
    return house, shell, screen


def _text(house: FakeHouse, segment_id: UUID) -> str:
    return house.congress.state.segments[segment_id].text


def _point_of(screen: EditorScreen, segment_id: UUID, word: str) -> QPoint:
    """Where this word is painted, on the viewport."""
    canvas = screen.canvas
    at = screen._page.row_of(segment_id)
    canvas.show_row(at)
    paragraph, top_left = canvas._paragraph(at), canvas._row_rect(at).topLeft()
    place = paragraph.text_rect(top_left)
    for y in range(place.top() + 4, place.bottom(), 10):
        for x in range(place.left(), place.right(), 4):
            found = paragraph.word_at(QPoint(x, y), top_left)
            if found is not None and found.text == word:
                return QPoint(x + 6, y)
    raise AssertionError(f"{word!r} is not on the page")


def _click(shell: Shell, screen: EditorScreen, segment_id: UUID, word: str) -> None:
    point = _point_of(screen, segment_id, word)
    QTest.mouseClick(screen.canvas.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert settle(shell)


def _key(shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(shell.window.focusWidget(), key, modifier)
    assert settle(shell)


CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_tapped_word_is_heard_and_followed(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    _click(shell, screen, SECOND, "khu")
    assert house.transcript.played[-1][0] == RECORDING
    start_ms = house.transcript.played[-1][1]
    assert 9_000 < start_ms < 17_000
    assert screen.canvas._heard is not None
    house.transcript.pass_ms(9_000)
    assert settle(shell)
    assert screen.canvas._heard[0] == THIRD
    _key(shell, Qt.Key.Key_Space)
    assert not house.transcript.playback().is_playing
    assert screen.canvas._heard is None
    _key(shell, Qt.Key.Key_Space)
    assert house.transcript.played[-1][1] == start_ms + 9_000
    tap(shell, "Lùi 3 giây")
    assert house.transcript.played[-1][1] == start_ms + 6_000
    tap(shell, "Nhanh hơn")
    assert house.transcript.playback().speed == 1.25
    tap(shell, "Lặp đoạn")
    assert house.transcript.played[-1] == (RECORDING, 9_000, 17_000, True)


def test_writing_is_kept_when_one_goes_on_and_can_be_taken_back(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    screen.canvas.set_current(THIRD)
    screen.canvas.setFocus()
    before = _text(house, THIRD)
    _key(shell, Qt.Key.Key_F2)
    assert screen.is_writing
    write(shell.window.focusWidget(), "Thưa Đại hội, ")
    _key(shell, Qt.Key.Key_Tab)
    assert _text(house, THIRD) == f"Thưa Đại hội, {before}"
    assert screen.canvas.current.segment.id == FOURTH
    assert screen.is_writing
    _key(shell, Qt.Key.Key_Backtab)
    _key(shell, Qt.Key.Key_Escape)
    assert not screen.is_writing
    assert len(house.congress.said) == 1
    _key(shell, Qt.Key.Key_Z, CONTROL)
    assert _text(house, THIRD) == before
    tap(shell, "Làm lại")
    assert _text(house, THIRD).startswith("Thưa Đại hội")


def test_a_double_click_takes_the_word(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    point = _point_of(screen, FOURTH, "chín")
    QTest.mouseDClick(screen.canvas.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert settle(shell)
    write(shell.window.focusWidget(), "CHÍN")
    _key(shell, Qt.Key.Key_Return)
    assert "CHÍN mươi" in _text(house, FOURTH)


def test_splitting_and_joining_by_keys(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    screen.canvas.set_current(THIRD)
    whole = _text(house, THIRD)
    screen.canvas.open_writer(whole.index("nhưng"))
    _key(shell, Qt.Key.Key_Return, CONTROL)
    assert _text(house, THIRD) == whole[: whole.index("nhưng")].strip()
    assert len(screen._page.lines) == 5
    assert screen.canvas.current_row == 3
    assert (screen.is_writing, screen.canvas.place) == (True, 0)  # one writes on behind the cut
    _key(shell, Qt.Key.Key_Backspace)
    assert _text(house, THIRD) == whole
    assert (screen.is_writing, screen.canvas.place) == (True, whole.index("nhưng"))
    _key(shell, Qt.Key.Key_Escape)
    tap(shell, "Hoàn tác")
    tap(shell, "Hoàn tác")
    assert _text(house, THIRD) == whole
    assert len(screen._page.lines) == 4


def test_what_is_being_written_is_cut_where_it_is_seen(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    screen.canvas.set_current(FOURTH)
    screen.canvas.open_writer(0)
    write(shell.window.focusWidget(), "Thưa Đại hội. ")
    _key(shell, Qt.Key.Key_Return, CONTROL)
    assert _text(house, FOURTH) == "Thưa Đại hội."
    assert screen.canvas.current_row == 4
    write(shell.window.focusWidget(), "Và ")
    tap(shell, "Bỏ đoạn này")
    last = house.congress.state.segments[screen.canvas.current.segment.id]
    assert (last.text.split()[:3], last.struck) == (["Và", "đến", "nay"], True)


def test_striking_out(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    screen.canvas.set_current(FOURTH)
    tap(shell, "Bỏ đoạn này")
    assert house.congress.state.segments[FOURTH].struck
    tap(shell, "Khôi phục đoạn này")
    assert not house.congress.state.segments[FOURTH].struck
    screen.canvas.open_writer()
    shell.window.focusWidget().selectAll()
    _key(shell, Qt.Key.Key_Delete)
    _key(shell, Qt.Key.Key_Return)
    assert house.congress.state.segments[FOURTH].struck


def test_naming_the_speaker(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    person = house.congress.state.persons[fixed_id("person-100")]
    screen.canvas.set_current(THIRD)
    sheet = screen.open_speaker()
    assert settle(shell)
    write(sheet.picker.field, "100")
    assert settle(shell)
    tap_row(shell, "Những người tìm thấy", person.full_name)
    said = house.congress.said[-1]
    assert (said.person_id, said.segment_ids) == (person.id, (THIRD, FOURTH))
    screen.canvas.set_current(FOURTH)
    screen.canvas.setFocus()
    _key(shell, Qt.Key.Key_1, CONTROL)
    assert house.congress.state.segments[FOURTH].speaker_person_id == fixed_id("person-27")
    screen.open_speaker()
    assert settle(shell)
    tap(shell, "Chỉ đoạn này")
    tap(shell, "Chưa rõ ai nói")
    assert screen.canvas.current.is_of_unknown
    _key(shell, Qt.Key.Key_Z, CONTROL)
    assert screen.canvas.current.speaker.person_id == fixed_id("person-27")


def test_what_the_machine_changed_goes_back_to_what_was_heard(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    heard = house.congress.state.segments[FOURTH].heard.split()
    pieces = [TextPiece(text=word, heard_from=at, heard_to=at + 1) for at, word in enumerate(heard)]
    number = TextPiece(text="90%", heard_from=2, heard_to=6, kind=RepairKind.NUMBER)
    house.congress.load(p.SegmentRepaired(segment_id=FOURTH, pieces=(*pieces[:2], number, *pieces[6:])))
    assert settle(shell)
    _click(shell, screen, FOURTH, "90%")
    assert "nghe được: “chín mươi phần trăm”" in words_on(screen.inspector)
    tap(shell, "Trả lại như nghe được")
    assert "chín mươi phần trăm" in _text(house, FOURTH)
    tap(shell, "Hoàn tác")
    assert "90%" in _text(house, FOURTH)


def test_the_next_doubtful_word_is_ready_to_be_written_over(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    screen.canvas.set_current(FIRST)
    screen.canvas.setFocus()
    _key(shell, Qt.Key.Key_J, CONTROL)
    assert screen.canvas.writer.textCursor().selectedText() == "ngại,"
    write(shell.window.focusWidget(), "ngần ngại,")
    _key(shell, Qt.Key.Key_J, CONTROL)
    assert "ngần ngại," in _text(house, THIRD)
    assert "Không còn chỗ nào cần xem." in words_on(shell.window)


def test_finding_without_marks_and_replacing(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    screen.canvas.set_current(FIRST)
    screen.canvas.setFocus()
    _key(shell, Qt.Key.Key_F, CONTROL)
    write(screen.find_bar.field, "khu pho")
    _key(shell, Qt.Key.Key_Return)
    assert "1 / 3" in words_on(screen.find_bar)
    tap(shell, "Chỗ sau")
    assert "2 / 3" in words_on(screen.find_bar)
    write(screen.find_bar.by, "tổ dân phố")
    button(screen.find_bar, "Thay").click()
    assert settle(shell)
    assert "tổ dân phố chúng tôi" in _text(house, SECOND)
    assert "khu phố" in _text(house, FIRST)
    tap(shell, "Thay tất cả")
    assert "tổ dân phố" in _text(house, FIRST)
    assert len(house.congress.said) == 3
    tap(shell, "Hoàn tác")
    assert "khu phố" in _text(house, FIRST)
    assert "tổ dân phố" in _text(house, SECOND)
    tap(shell, "Đóng tìm kiếm")


def test_who_changed_what(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    house.congress.load(
        p.DeviceEnrolled(
            device=house.congress.state.devices[fixed_id("device-tablet")].model_copy(
                update={"id": house.congress.device_id, "name": "Máy thư ký 1", "role": Role.CHAIR}
            )
        )
    )
    screen.canvas.set_current(FOURTH)
    screen.canvas.open_writer()
    write(shell.window.focusWidget(), "Vâng, ")
    _key(shell, Qt.Key.Key_Return)
    sheet = screen.open_history()
    assert settle(shell)
    words = words_on(sheet)
    assert "Máy thư ký 1, lúc" in words
    assert "Vâng, đến nay" in words
    assert "viet-asr" in words


def test_hearing_again_with_another_engine_and_going_back(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    screen.canvas.set_current(THIRD)
    screen.open_engines()
    assert settle(shell)
    tap(shell, "vosk (vosk-model-vn-0.4)")
    assert house.transcript.heard_again == [(RECORDING, "vosk", (18_000, 26_000))]
    assert "nghe lại bằng bộ khác" in [line.segment.text for line in screen._page.lines]
    again = next(line.segment.id for line in screen._page.lines if line.segment.run_id)
    screen.canvas.set_current(again)
    screen.open_engines()
    assert settle(shell)
    tap(shell, "Nghe lúc họp (viet-asr)")
    assert THIRD in [line.segment.id for line in screen._page.lines]


def test_sound_of_another_laptop_is_fetched(open_house: OpenShell) -> None:
    house = FakeHouse(Role.CHAIR)
    house.transcript.here = set()
    house.transcript.at_hall = {RECORDING}
    _house, shell, screen = _open(open_house, house)
    _click(shell, screen, SECOND, "khu")
    assert house.transcript.played == []
    tap(shell, "Lấy âm thanh về")
    assert RECORDING in house.transcript.here
    _click(shell, screen, SECOND, "khu")
    assert house.transcript.played


def test_the_foot_pedal_s_keys_can_be_chosen(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    screen.canvas.set_current(SECOND)
    screen.canvas.setFocus()
    _key(shell, Qt.Key.Key_F5)
    assert house.transcript.playback().is_playing
    _key(shell, Qt.Key.Key_F5)
    sheet = screen.open_keys()
    assert settle(shell)
    tap(shell, "Phát, dừng: F5")
    QTest.keyClick(sheet, Qt.Key.Key_F9)
    assert settle(shell)
    assert screen.pedal.key(Pedal.PLAY).toString() == "F9"
    sheet.close_sheet()
    screen.canvas.setFocus()
    _key(shell, Qt.Key.Key_F9)
    assert house.transcript.playback().is_playing


def test_nothing_recorded_yet(open_house: OpenShell) -> None:
    house = FakeHouse(Role.CHAIR, live=False)
    _house, shell, screen = _open(open_house, house)
    assert "Chưa có lời ghi nào" in words_on(screen)
    tap(shell, "Về màn hình điều hành")
    assert shell.window.place.route == "chair"


def test_leaving_keeps_what_was_being_written(open_house: OpenShell) -> None:
    house, shell, screen = _open(open_house)
    screen.canvas.set_current(FOURTH)
    screen.canvas.open_writer(0)
    write(shell.window.focusWidget(), "Thưa, ")
    shell.window.go("chair")
    assert settle(shell)
    assert _text(house, FOURTH).startswith("Thưa, ")


def test_only_what_is_seen_of_a_long_day_is_measured(open_house: OpenShell) -> None:
    house = FakeHouse(Role.CHAIR, live=False)
    house.congress.load(*long_transcript(2_000))
    _house, _shell, screen = _open(open_house, house)
    assert len(screen._page.lines) == 2_000
    canvas = screen.canvas
    assert canvas.verticalScrollBar().value() == canvas.verticalScrollBar().maximum()
    seen = canvas.row_at(QPoint(300, 60))
    assert seen > 1_980
    assert len(canvas._paragraphs) < 60  # only what is seen was measured
    canvas.verticalScrollBar().setValue(0)
    assert canvas.row_at(QPoint(300, 2)) == 0
    assert {line.speaker.name for line in screen._page.lines} == set(PEOPLE)
