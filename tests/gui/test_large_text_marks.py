"""Marks on the large text: seen under the same words as on the page, and made there as on the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from app.documents.text.word_places import placed_words
from app.domain.entities import Sharing
from app.domain.search_query import SearchQuery
from app.ui.main import Shell
from app.ui.reader.large_text_area import LargeTextArea
from app.ui.reader.large_text_page import TypeSetting, set_page
from app.ui.reader.large_text_words import WordMap
from app.ui.reader.mark_sheets import MarkSheet
from app.ui.reader.marking import Marking
from app.ui.reader.popup import MarkPopup, NoWordPopup
from app.ui.reader.selection import Selection
from app.ui.reader.view import ReaderScreen
from app.ui.screenshots import settle
from app.ui.services import BlockKind, Box, FlowBlock, Mark, MarkColor, MarkKind, PageWord, UiSettings
from app.ui.theme.tokens import DAY, MARK_TONES
from tests.fakes.basics import fixed_id
from tests.fakes.reading_aids import mark
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, words_on, write
from tests.gui.reading import LONG, Finger, read


def read_large(
    open_house: OpenShell, house: FakeHouse | None = None, **asked: object
) -> tuple[FakeHouse, Shell, ReaderScreen]:
    house, shell, screen = read(open_house, house=house, **asked)
    screen.toggle_large()
    assert settle(shell)
    return house, shell, screen


def area_of(screen: ReaderScreen) -> LargeTextArea:
    assert screen.pane.large is not None
    return screen.pane.large.area


def marking_of(screen: ReaderScreen) -> Marking:
    assert screen.pane.large is not None
    assert screen.pane.large.marking is not None
    return screen.pane.large.marking


def word_of(house: FakeHouse, text: str, page: int = 0) -> PageWord:
    words = house.documents.words(LONG, page)
    return next(one for one in words if one.text.strip(".,;:") == text)


def place_of(shell: Shell, screen: ReaderScreen, word: PageWord, page: int = 0) -> QRectF:
    """Where a word of the page is seen in the large text, once both have been compared."""
    face = area_of(screen).view_of(page)
    assert settle(shell, lambda: not face.box_rect(word.box).isEmpty())
    return face.box_rect(word.box)


def hold_large(shell: Shell, screen: ReaderScreen, point: QPoint) -> Finger:
    finger = Finger(area_of(screen)).press(point)
    assert settle(shell, lambda: not marking_of(screen).selector.is_empty)
    return finger


def touch(screen: ReaderScreen, point: QPoint) -> None:
    Finger(area_of(screen)).tap(point)


def a_mark(box: Box, **changes: object) -> Mark:
    return mark("large", document_id=LONG, page_index=0, boxes=(box,), **changes)


def picture_of(screen: ReaderScreen) -> QImage:
    return area_of(screen).viewport().grab().toImage()


# --- seen ---


def test_a_highlight_is_painted_under_its_word_and_nowhere_else(open_house: OpenShell) -> None:
    house, shell, screen = read_large(open_house)
    word, other = word_of(house, "nhiệm"), word_of(house, "lãnh")
    there, elsewhere = place_of(shell, screen, word), place_of(shell, screen, other)
    before = picture_of(screen)
    house.marks.put(a_mark(word.box))
    assert settle(shell)
    after = picture_of(screen)
    corner = there.topLeft().toPoint() + QPoint(1, 2)
    assert after.pixelColor(corner) == QColor(MARK_TONES["day"]["yellow"].fill)
    aside = elsewhere.toAlignedRect()
    assert after.copy(aside) == before.copy(aside)


@pytest.mark.parametrize("theme", ["day", "sepia", "night"])
def test_tones_are_those_of_the_ground(open_house: OpenShell, theme: str) -> None:
    settings = UiSettings(theme=theme, reduced_motion=True)
    house, shell, screen = read_large(open_house, settings=settings)
    word = word_of(house, "nhiệm")
    place = place_of(shell, screen, word)
    house.marks.put(a_mark(word.box, kind=MarkKind.UNDERLINE, color=MarkColor.GREEN))
    assert settle(shell)
    line = place.bottomLeft().toPoint() + QPoint(6, 0)
    picture = picture_of(screen)
    seen = [picture.pixelColor(line + QPoint(0, by)) for by in (-1, 0)]
    assert QColor(MARK_TONES[theme]["green"].line) in seen


def test_a_mark_over_two_lines_of_the_page_is_whole(open_house: OpenShell) -> None:
    """Its boxes are the page's lines; in the large text these words break elsewhere."""
    house, shell, screen = read_large(open_house)
    words = house.documents.words(LONG, 0)
    place_of(shell, screen, words[20])
    selection = Selection(0, 12, 40)
    house.marks.put(replace(a_mark(words[0].box), boxes=selection.boxes(words)))
    assert settle(shell)
    face = area_of(screen).view_of(0)
    rects = list(face.rects(selection.boxes(words)))
    for word in words[12:41]:
        inside = face.box_rect(word.box).center()
        assert any(rect.contains(inside) for rect in rects), word.text
    for word in (*words[:12], *words[41:60]):
        beside = face.box_rect(word.box).center()
        assert not any(rect.contains(beside) for rect in rects), word.text


def test_a_tap_on_a_mark_opens_its_sheet_and_elsewhere_shows_the_bars(open_house: OpenShell) -> None:
    house, shell, screen = read_large(open_house)
    word = word_of(house, "nhiệm")
    house.marks.put(a_mark(word.box, has_moved=True))
    assert settle(shell)
    point = place_of(shell, screen, word).center().toPoint()
    touch(screen, point)
    assert settle(shell, lambda: screen.findChild(MarkSheet) is not None)
    assert "đã chuyển theo chữ" in words_on(screen)
    tap(shell, "Đỏ")
    assert house.marks.marks(LONG)[0].color is MarkColor.RED
    shown = screen._bars_shown
    touch(screen, place_of(shell, screen, word_of(house, "lãnh")).center().toPoint())
    assert settle(shell)
    assert screen._bars_shown is not shown


def test_what_the_delegation_shares_is_seen_with_its_name(open_house: OpenShell) -> None:
    house, shell, screen = read_large(open_house)
    word = word_of(house, "nhiệm")
    owner = house.congress.state.persons[fixed_id("person-27")]
    house.marks.put(a_mark(word.box, is_mine=False, owner_id=owner.id, note="Góp ý chỗ này"))
    assert settle(shell)
    face = area_of(screen).view_of(0)
    place_of(shell, screen, word)
    ((_mark, sign),) = marking_of(screen).layer._tags(face)
    assert sign.right() > place_of(shell, screen, word).right()
    marking_of(screen)._tap(sign.center())
    assert settle(shell, lambda: screen.findChild(MarkSheet) is not None)
    assert owner.full_name in words_on(screen.findChild(MarkSheet))


def test_a_note_on_bare_paper_stands_at_the_word_beside_it(open_house: OpenShell) -> None:
    house, shell, screen = read_large(open_house)
    word = word_of(house, "nhiệm")
    spot = Box(word.box.x0 - 80, word.box.y0, word.box.x0 - 68, word.box.y0 + 12)
    house.marks.put(a_mark(spot, kind=MarkKind.NOTE, note="Hỏi lại"))
    place_of(shell, screen, word)
    ((_mark, sign),) = marking_of(screen).layer._tags(area_of(screen).view_of(0))
    assert sign.top() > 0


def test_ink_and_words_that_the_text_leaves_out_are_not_seen(open_house: OpenShell) -> None:
    house, shell, screen = read_large(open_house)
    place_of(shell, screen, word_of(house, "nhiệm"))
    before = picture_of(screen)
    house.marks.put(a_mark(Box(5000, 5000, 5100, 5012), note="Ở đâu"))
    ink = a_mark(Box(0, 0, 1, 1), id=fixed_id("ink"), kind=MarkKind.INK, strokes=(((70, 80), (200, 90)),))
    house.marks.put(replace(ink, boxes=()))
    assert settle(shell)
    assert picture_of(screen) == before


@pytest.mark.parametrize(("size_px", "width_px"), [(28, 900), (48, 420)])
def test_words_of_tables_are_seen_in_grids_and_in_cards(qapp, size_px: int, width_px: int) -> None:
    cells = (("Chỉ tiêu", "Kế hoạch"), ("Thu (tỷ đồng)", "120"), ("Chi (tỷ đồng)", "120"))
    blocks = [FlowBlock(BlockKind.PARAGRAPH, "Bảng 1"), FlowBlock(BlockKind.TABLE, cells=cells)]
    texts = [
        "Bảng",
        "1",
        "Chỉ",
        "tiêu",
        "Kế",
        "hoạch",
        "Thu",
        "(tỷ",
        "đồng)",
        "120",
        "Chi",
        "(tỷ",
        "đồng)",
        "120",
    ]
    page = [PageWord(text, Box(50.0 * n, 0, 50.0 * n + 40, 12), 0) for n, text in enumerate(texts)]
    setting = TypeSetting("Be Vietnam Pro", size_px, width_px, DAY)
    text = set_page(blocks, setting, SearchQuery(()))
    words = WordMap(text, placed_words(blocks, page))
    thu, first, chi, second = (words.rects((page[n].box,)) for n in (6, 9, 10, 13))
    assert all(len(rects) == 1 for rects in (thu, first, chi, second))
    assert thu[0].top() <= first[0].top() < chi[0].top() <= second[0].top()
    for number in (6, 9, 13):
        (rect,) = words.rects((page[number].box,))
        found = words.touched(rect.center(), size_px)
        assert found is not None
        assert words.placed[found].word.box == page[number].box


def test_signs_stand_beside_the_text_however_large_it_is(open_house: OpenShell) -> None:
    settings = UiSettings(reading_px=48, text_scale=1.6, reduced_motion=True)
    house, shell, screen = read_large(open_house, settings=settings)
    word = word_of(house, "nhiệm")
    house.marks.put(a_mark(word.box, is_mine=False, owner_id=fixed_id("person-27")))
    place_of(shell, screen, word)
    face = area_of(screen).view_of(0)
    ((_mark, sign),) = marking_of(screen).layer._tags(face)
    assert sign.left() >= face._corner.x() + area_of(screen)._setting.width_px


# --- made ---


def test_a_long_press_marks_the_word_of_the_page(open_house: OpenShell) -> None:
    house, shell, screen = read_large(open_house)
    word = word_of(house, "nhiệm")
    hold_large(shell, screen, place_of(shell, screen, word).center().toPoint()).lift()
    assert screen.findChild(MarkPopup) is not None
    assert "Vẽ tay" not in words_on(screen.findChild(MarkPopup))
    button(screen, "Xanh lá").click()
    tap(shell, "Tô màu")
    (made,) = house.marks.marks(LONG)
    assert (made.kind, made.color, made.quote) == (MarkKind.HIGHLIGHT, MarkColor.GREEN, "nhiệm")
    assert (made.page_index, made.boxes, made.sharing) == (0, (word.box,), Sharing.PRIVATE)
    assert marking_of(screen).selector.is_empty
    QTest.keyClick(area_of(screen), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert settle(shell)
    assert house.marks.marks(LONG) == ()


def test_the_same_words_make_the_same_mark_on_page_and_large_text(open_house: OpenShell) -> None:
    house, shell, screen = read_large(open_house)
    first, last = word_of(house, "nhiệm"), word_of(house, "phường")
    finger = hold_large(shell, screen, place_of(shell, screen, first).center().toPoint())
    end = place_of(shell, screen, last).center().toPoint()
    finger.move(end + QPoint(0, 13)).lift()
    tap(shell, "Gạch chân")
    (large,) = house.marks.marks(LONG)
    screen.toggle_large()
    assert settle(shell)
    words = house.documents.words(LONG, 0)
    selector = screen.pane.marker.selector
    selector._words.get(0)
    assert settle(shell)
    selector._become(Selection(0, words.index(first), words.index(last)))
    assert (large.boxes, large.quote) == (selector.boxes, selector.text)
    assert large.kind is MarkKind.UNDERLINE
    face = screen.canvas.view_of(0)
    assert screen.pane.marker.layer.mark_at(face, face.box_rect(first.box).center()) == large


def test_handles_extend_the_selection_and_the_text_stays(open_house: OpenShell) -> None:
    house, shell, screen = read_large(open_house)
    area, selector = area_of(screen), marking_of(screen).selector
    hold_large(shell, screen, place_of(shell, screen, word_of(house, "nhiệm")).center().toPoint()).lift()
    _left, right = selector._handles(area.view_of(0))
    before = area.verticalScrollBar().value()
    end = place_of(shell, screen, word_of(house, "qua")).center().toPoint()
    Finger(area).press(right.toPoint()).move(end + QPoint(0, 13)).lift()
    assert settle(shell)
    assert selector.text == "nhiệm kỳ qua,"
    assert area.verticalScrollBar().value() == before


def test_a_note_is_written_on_large_text(open_house: OpenShell) -> None:
    house, shell, screen = read_large(open_house)
    hold_large(shell, screen, place_of(shell, screen, word_of(house, "nhiệm")).center().toPoint()).lift()
    tap(shell, "Ghi chú")
    write(screen.findChild(QPlainTextEdit), "Hỏi lại số liệu")
    tap(shell, "Lưu ghi chú")
    (made,) = house.marks.marks(LONG)
    assert (made.kind, made.note, made.quote) == (MarkKind.NOTE, "Hỏi lại số liệu", "nhiệm")


def test_a_word_that_is_not_on_the_page_says_so_and_leads_to_the_page(open_house: OpenShell) -> None:
    """The table of the second page is in its text only."""
    house, shell, screen = read_large(open_house)
    place_of(shell, screen, word_of(house, "nhiệm"))
    screen.pane.show_place(1)
    area = area_of(screen)
    assert settle(shell, lambda: 1 in area._set)
    document = area._set[1]
    at = document.find("hồ sơ").selectionStart()
    block = document.findBlock(at)
    area.scroll_by(document.documentLayout().blockBoundingRect(block).top())
    assert settle(shell)
    corner = document.documentLayout().blockBoundingRect(block).topLeft() + area.view_of(1)._corner
    hold_large(shell, screen, corner.toPoint() + QPoint(20, 20)).lift()
    popup = screen.findChild(NoWordPopup)
    assert popup is not None
    assert "Chưa đánh dấu được chỗ này" in words_on(popup)
    button(popup, "Xem trang in").click()
    assert settle(shell)
    assert screen.pane.large is None
    assert screen.pane.page_index == 1


def test_large_text_is_marked_by_keyboard_alone(open_house: OpenShell) -> None:
    house, shell, screen = read_large(open_house)
    area, shift = area_of(screen), Qt.KeyboardModifier.ShiftModifier
    selector = marking_of(screen).selector
    QTest.keyClick(area, Qt.Key.Key_Right, shift)
    assert settle(shell, lambda: not selector.is_empty)
    for _ in range(2):
        QTest.keyClick(area, Qt.Key.Key_Right, shift)
    assert selector.text == " ".join(word.text for word in house.documents.words(LONG, 0)[:3])
    QTest.keyClick(area, Qt.Key.Key_Return)
    assert button(screen, "Tô màu").hasFocus()
    QTest.keyClick(button(screen, "Tô màu"), Qt.Key.Key_Space)
    assert settle(shell, lambda: len(house.marks.marks(LONG)) == 1)
    assert area.hasFocus()


def test_the_choices_leave_while_the_text_changes_its_size_and_come_back(open_house: OpenShell) -> None:
    house, shell, screen = read_large(open_house)
    word = word_of(house, "nhiệm")
    hold_large(shell, screen, place_of(shell, screen, word).center().toPoint()).lift()
    marking = marking_of(screen)
    assert marking._popup is not None
    tap(shell, "Chữ to hơn")
    assert marking._popup is None
    assert settle(shell, lambda: marking._popup is not None)
    assert marking.selector.text == "nhiệm"
    assert not any(marking._popup.geometry().intersects(rect.toRect()) for rect in marking.selector.rects())


def test_escape_lets_go_of_the_selection_first(open_house: OpenShell) -> None:
    house, shell, screen = read_large(open_house)
    hold_large(shell, screen, place_of(shell, screen, word_of(house, "nhiệm")).center().toPoint()).lift()
    QTest.keyClick(area_of(screen), Qt.Key.Key_Escape)
    assert marking_of(screen).selector.is_empty
    assert screen.findChild(MarkPopup) is None or not screen.findChild(MarkPopup).isVisible()
    assert shell.window.screen_shown is screen


def test_a_moving_finger_scrolls_large_text(open_house: OpenShell) -> None:
    _house, shell, screen = read_large(open_house)
    area = area_of(screen)
    Finger(area).press(QPoint(500, 400)).move(QPoint(500, 120), steps=8).lift()
    assert settle(shell, lambda: area._column.position > 100)
    assert marking_of(screen).selector.is_empty
