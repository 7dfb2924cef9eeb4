"""Speeches to read along: on a tablet, and on the hall's screen."""

from __future__ import annotations

from PySide6.QtGui import QColor

from app.domain import payloads as p
from app.domain.entities import RepairKind, Role, TextPiece
from app.ui.captions.lines import SaidList
from app.ui.captions.presenter import CaptionLines
from app.ui.screenshots import settle
from app.ui.services import LiveText
from app.ui.widgets.rows import RowRole
from tests.fakes.basics import fixed_id
from tests.fakes.sample_congress import SPOKEN
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import tap, words_on

RECORDING = fixed_id("recording")


def heard(number: int, text: str, **changes) -> p.SegmentHeard:
    return p.SegmentHeard(
        segment_id=fixed_id(f"segment-{number}"),
        recording_id=RECORDING,
        start_ms=number * 9_000,
        end_ms=number * 9_000 + 8_000,
        text=text,
        engine="viet-asr",
        **{"speaker_person_id": fixed_id("person-27")} | changes,
    )


def rows_of(view: SaidList) -> list[tuple[str, str, bool]]:
    found = [view.rows.index(number).data(RowRole) for number in range(view.rows.rowCount())]
    return [(row.detail, row.title, row.is_muted) for row in found]


def test_the_menu_leads_to_what_is_being_said(open_house: OpenShell) -> None:
    house, shell = open_house(Role.TABLET)
    tap(shell, "Danh mục")
    tap(shell, "Lời phát biểu")
    assert settle(shell)
    view = shell.window.screen_shown._list
    assert [row[1] for row in rows_of(view)] == [
        SPOKEN[0][1],
        SPOKEN[1][1],
        SPOKEN[2][0],
        SPOKEN[3][1].lower().replace(",", ""),
    ]
    assert rows_of(view)[0][0] == "Ngô Quang Hạnh", "the speaker, once"
    assert not any(row[0] for row in rows_of(view)[1:])
    house.recording.live.tell(LiveText("xin trân trọng", 36_000, RECORDING))
    assert settle(shell)
    assert rows_of(view)[-1] == ("", "xin trân trọng", True)


def test_words_settle_are_repaired_and_corrected_in_their_place(open_house: OpenShell) -> None:
    house, shell = open_house(Role.TABLET)
    shell.window.go("captions")
    view = shell.window.screen_shown._list
    resets = []
    view.rows.modelReset.connect(lambda: resets.append(1))
    house.recording.live.tell(LiveText("chín mươi phần", 36_000, RECORDING))
    assert settle(shell, lambda: view.rows.rowCount() == 5)
    house.recording.live.tell(LiveText("", 44_000, RECORDING))
    assert settle(shell)
    assert rows_of(view)[-1] == ("", "chín mươi phần", True), "nothing vanishes before it is settled"
    house.congress.say(heard(4, "chín mươi phần trăm"))
    assert settle(shell)
    assert rows_of(view)[-1] == ("", "chín mươi phần trăm", False)
    piece = TextPiece(text="90 %", heard_from=0, heard_to=4, kind=RepairKind.NUMBER)
    house.congress.say(p.SegmentRepaired(segment_id=fixed_id("segment-4"), pieces=(piece,)))
    assert settle(shell)
    assert rows_of(view)[-1] == ("", "90 %", False)
    house.congress.say(p.SegmentEdited(segment_id=fixed_id("segment-4"), text="Chín mươi phần trăm."))
    assert settle(shell)
    assert rows_of(view)[-1][1] == "Chín mươi phần trăm."
    assert resets == []


def test_the_end_is_followed_unless_the_reader_has_scrolled_up(open_house: OpenShell) -> None:
    house, shell = open_house(Role.TABLET)
    for number in range(4, 30):
        house.congress.load(heard(number, "đồng bào trong khu phố đã cùng nhau làm nhiều việc tốt " * 3))
    shell.window.go("captions")
    assert settle(shell)
    screen = shell.window.screen_shown
    bar = screen._list.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    house.congress.say(heard(30, "đoạn mới"))
    assert settle(shell)
    assert bar.value() == bar.maximum()
    bar.setValue(400)
    assert settle(shell)
    top = screen._list.indexAt(screen._list.rect().topLeft())
    before = screen._list.visualRect(top).top()
    assert screen._to_end.isVisible()
    house.congress.say(heard(31, "một đoạn nữa"))
    long = "một câu dài hơn nhiều " * 20
    house.congress.say(p.SegmentEdited(segment_id=fixed_id("segment-0"), text=long))
    assert settle(shell)
    assert screen._list.visualRect(screen._list.rows.index(top.row())).top() == before, "it has not jumped"
    tap(shell, "Về lời đang nói")
    assert settle(shell)
    assert bar.value() == bar.maximum()
    assert not screen._to_end.isVisible()


def test_words_that_nobody_confirms_go_away(open_house: OpenShell) -> None:
    house, shell = open_house(Role.TABLET)
    shell.window.go("captions")
    screen = shell.window.screen_shown
    house.recording.live.tell(LiveText("kính thưa", 36_000, RECORDING))
    assert settle(shell, lambda: screen._list.rows.rowCount() == 5)
    assert screen._live_timer.isActive()
    screen._live_timer.timeout.emit()
    assert screen._list.rows.rowCount() == 4


def test_a_congress_may_keep_speeches_off_the_tablets(open_house: OpenShell) -> None:
    house = FakeHouse(Role.TABLET)
    congress = house.congress.state.congress
    settings = congress.settings.model_copy(update={"live_text": False})
    house.congress.load(p.CongressConvened(congress=congress.model_copy(update={"settings": settings})))
    _house, shell = open_house(Role.TABLET, house=house)
    shell.window.go("captions")
    assert settle(shell)
    assert "không chiếu lời phát biểu" in words_on(shell.window)
    assert not shell.window.screen_shown._list.isVisible()


def test_before_anything_is_recorded_the_screen_says_so(open_house: OpenShell) -> None:
    _house, shell = open_house(Role.TABLET, house=FakeHouse(Role.TABLET, live=False))
    shell.window.go("captions")
    assert settle(shell)
    assert "Chưa có lời phát biểu nào được ghi." in words_on(shell.window)


def test_the_hall_screen_names_the_speaker_and_greys_what_is_not_settled(open_house: OpenShell) -> None:
    house, shell = open_house(Role.SCREEN)
    house.recording.live.tell(LiveText("xin cảm ơn", 36_000, RECORDING))
    captions = shell.window.screen_shown._caption
    assert settle(shell, lambda: captions.accessibleName().endswith("xin cảm ơn"))
    palette = shell.window._look.theme.palette
    tones = [mark.format.foreground().color() for mark in captions._marks]
    assert tones == [
        QColor(tone) for tone in (palette.accent_text, palette.ink, palette.ink, palette.ink_soft)
    ]
    places = [captions._text[mark.start : mark.start + mark.length] for mark in captions._marks]
    assert places[0] == "Ngô Quang Hạnh:"
    assert places[-1] == "xin cảm ơn"


def test_words_of_an_older_recording_or_already_settled_are_not_shown() -> None:
    house = FakeHouse(Role.TABLET)
    lines = CaptionLines(2)
    lines.follow(house.congress.state)
    assert len(lines.lines) == 2
    assert lines.lines[0].speaker, "the first one in view says who speaks"
    lines.hear(LiveText("cũ", 27_000, RECORDING))
    assert lines.live == "", "the segment from 27 s on is settled"
    lines.hear(LiveText("lạ", 60_000, fixed_id("another recording")))
    assert lines.live == ""
    lines.hear(LiveText("mới", 36_000, RECORDING))
    assert lines.live == "mới"


def test_a_segment_without_words_leaves_no_line() -> None:
    house = FakeHouse(Role.TABLET)
    lines = CaptionLines(300)
    house.congress.say(heard(4, ""))
    house.congress.say(heard(5, "xin cảm ơn"))
    lines.follow(house.congress.state)
    assert [one.key for one in lines.lines] == [(RECORDING, number) for number in (0, 1, 2, 3, 5)]
    assert all(one.text for one in lines.lines)
