"""Two secretaries on two laptops: what one does appears at the other's, and nobody's words are lost."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.entities import Role
from app.ui.editor.view import EditorScreen
from app.ui.screenshots import settle
from tests.fakes.basics import fixed_id
from tests.fakes.laptops import SharedLog
from tests.fakes.services import FakeHouse
from tests.fakes.transcripts import long_transcript
from tests.gui.conftest import OpenShell
from tests.gui.people import button, words_on, write

FIRST, THIRD, FOURTH = fixed_id("segment-0"), fixed_id("segment-2"), fixed_id("segment-3")


class Desk:
    """One secretary's place."""

    def __init__(self, open_house: OpenShell, house: FakeHouse) -> None:
        self.house, self.shell = open_house(Role.CHAIR, house=house)
        self.shell.window.go("editor")
        self.settle()

    @property
    def screen(self) -> EditorScreen:
        screen = self.shell.window.screen_shown
        assert isinstance(screen, EditorScreen)
        return screen

    def settle(self) -> None:
        assert settle(self.shell)

    def begin(self, segment_id: UUID, place: int = 0) -> None:
        self.screen.canvas.set_current(segment_id)
        self.screen.canvas.open_writer(place)

    def write(self, segment_id: UUID, text: str) -> None:
        """From the beginning to the end of a correction."""
        self.begin(segment_id)
        writer = self.screen.canvas.writer
        writer.selectAll()
        write(writer, text)
        self.leave()

    def leave(self) -> None:
        QTest.keyClick(self.screen.canvas.writer, Qt.Key.Key_Escape)
        self.settle()

    def tap(self, word: str) -> None:
        button(self.screen, word).click()
        self.settle()

    def text(self, segment_id: UUID) -> str:
        return self.house.congress.state.segments[segment_id].text


def _two(open_house: OpenShell, *, is_long: bool = False) -> tuple[SharedLog, Desk, Desk]:
    houses = FakeHouse(Role.CHAIR), FakeHouse(Role.CHAIR)
    if is_long:
        houses[0].congress.load(*long_transcript(300))
    log = SharedLog(*houses)
    return log, Desk(open_house, houses[0]), Desk(open_house, houses[1])


def test_the_other_s_changes_appear_and_the_cursor_stays(open_house: OpenShell) -> None:
    log, anh, binh = _two(open_house)
    anh.begin(FOURTH, 9)
    write(anh.screen.canvas.writer, "vừa gõ ")
    place = anh.screen.canvas.writer.place
    binh.write(FIRST, "Kính thưa Đại hội.")
    log.deliver(1)
    anh.settle()
    assert anh.screen._page.lines[0].segment.text == "Kính thưa Đại hội."
    assert anh.screen.canvas.writer.place == place
    assert "vừa gõ" in anh.screen.canvas.writer.text
    assert anh.screen._quiet.isHidden()
    assert anh.shell.window.focusWidget() is anh.screen.canvas.writer


def test_a_join_above_does_not_move_what_is_read(open_house: OpenShell) -> None:
    log, anh, binh = _two(open_house, is_long=True)
    canvas = anh.screen.canvas
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum() // 2)
    anh.settle()
    at = canvas.row_at(canvas.viewport().rect().center())
    seen, y = anh.screen._page.lines[at].segment.id, canvas._row_rect(at).top()
    binh.screen.canvas.set_current(fixed_id("long-3"))
    binh.screen.deeds.join()
    binh.settle()
    log.deliver(1)
    anh.settle()
    again = anh.screen._page.row_of(seen)
    assert again == at - 1
    assert canvas._row_rect(again).top() == y


def test_both_write_in_one_paragraph(open_house: OpenShell) -> None:
    log, anh, binh = _two(open_house)
    anh.begin(THIRD)
    write(anh.screen.canvas.writer, "Bản của Anh: ")
    binh.write(THIRD, "Bản của Bình.")
    log.deliver(1)
    anh.settle()
    words = words_on(anh.screen)
    assert "Máy thư ký 2, lúc" in words
    assert "“Bản của Bình.”" in words
    assert "Chữ anh/chị đang gõ vẫn còn" in words
    assert anh.screen.canvas.writer.text.startswith("Bản của Anh: bà con")
    anh.leave()
    assert anh.screen._quiet.isHidden()
    log.deliver(0)
    binh.settle()
    for desk in (anh, binh):
        desk.screen.canvas.set_current(THIRD)
        desk.settle()
        words = words_on(desk.screen.inspector)
        assert "Giữ bản nào?" in words
        assert "Máy thư ký 1, lúc" in words
        assert "“Bản của Bình.”" in words
        assert "“Bản của Anh: bà con" in words
    mine = [b for b in binh.screen.inspector._clash.findChildren(type(binh.screen._find)) if b.isVisible()]
    mine[1].click()
    binh.settle()
    log.deliver(1)
    anh.settle()
    for desk in (anh, binh):
        assert desk.text(THIRD).startswith("Bản của Anh: bà con")
        assert not desk.house.congress.state.segments[THIRD].rivals
        assert "Giữ bản nào?" not in words_on(desk.screen.inspector)


def test_a_clash_can_be_written_anew(open_house: OpenShell) -> None:
    log, anh, binh = _two(open_house)
    anh.write(THIRD, "Bản một.")
    binh.write(THIRD, "Bản hai.")
    log.deliver(0)
    log.deliver(1)
    anh.settle()
    anh.screen.canvas.set_current(THIRD)
    anh.settle()
    anh.tap("Viết lại")
    anh.screen.canvas.writer.selectAll()
    write(anh.screen.canvas.writer, "Bản chung.")
    anh.leave()
    log.deliver(0)
    binh.settle()
    assert (anh.text(THIRD), binh.text(THIRD)) == ("Bản chung.", "Bản chung.")
    assert not binh.house.congress.state.segments[THIRD].rivals


def test_taking_back_does_not_undo_what_the_other_wrote_later(open_house: OpenShell) -> None:
    log, anh, binh = _two(open_house)
    anh.write(THIRD, "Bản của Anh.")
    log.deliver(0)
    binh.settle()
    binh.write(THIRD, "Bình sửa lại sau.")
    log.deliver(1)
    anh.settle()
    anh.tap("Hoàn tác")
    assert anh.text(THIRD) == "Bình sửa lại sau."
    assert "Không hoàn tác “sửa chữ” được." in words_on(anh.shell.window)
    assert "Máy thư ký 2" in words_on(anh.shell.window)
    assert not button(anh.screen, "Hoàn tác").isEnabled()


def test_a_paragraph_that_was_joined_away_keeps_what_was_being_written(open_house: OpenShell) -> None:
    log, anh, binh = _two(open_house)
    anh.begin(FOURTH)
    write(anh.screen.canvas.writer, "Của Anh: ")
    binh.screen.canvas.set_current(FOURTH)
    binh.screen.deeds.join()
    binh.settle()
    log.deliver(1)
    anh.settle()
    assert not anh.screen.is_writing
    log.deliver(0)
    binh.settle()
    for desk in (anh, binh):
        assert desk.text(THIRD).startswith("bà con lớn tuổi")
        assert "là quen Của Anh: đến nay" in desk.text(THIRD)


def test_a_paragraph_that_was_cut_meanwhile_says_nothing_twice(open_house: OpenShell) -> None:
    log, anh, binh = _two(open_house)
    whole = anh.text(THIRD)
    anh.begin(THIRD)
    write(anh.screen.canvas.writer, "Thưa, ")
    binh.screen.canvas.set_current(THIRD, whole.index("nhưng"))
    binh.screen.deeds.split()
    binh.settle()
    log.deliver(1)
    anh.settle()
    assert "vừa sửa đoạn này" in words_on(anh.screen)
    anh.leave()
    texts = [line.segment.text for line in anh.screen._page.lines][2:4]
    assert " ".join(texts) == f"Thưa, {whole}"
