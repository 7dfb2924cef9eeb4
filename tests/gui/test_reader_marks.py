"""Marks by finger, pen, mouse and keyboard: made, changed, shared, taken back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from app.domain import payloads as p
from app.domain.entities import Sharing
from app.ui.reader.ink import REST_MS
from app.ui.reader.mark_sheets import MarkSheet
from app.ui.reader.popup import MarkPopup
from app.ui.screenshots import settle
from app.ui.services import Box, Mark, MarkColor, MarkKind
from tests.fakes.basics import fixed_id
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, words_on, write
from tests.gui.reading import LONG, Finger, hold, pen, read, word_at


def test_a_long_press_selects_a_word_and_colours_it(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    word, point = word_at(house, screen, "nhiệm")
    hold(shell, screen, point).lift()
    assert screen.findChild(MarkPopup) is not None
    tap(shell, "Tô màu")
    (mark,) = house.marks.marks(LONG)
    assert (mark.kind, mark.color, mark.quote) == (MarkKind.HIGHLIGHT, MarkColor.YELLOW, "nhiệm")
    assert mark.boxes == (word.box,)
    assert mark.sharing is Sharing.PRIVATE
    assert screen.pane.marker.selector.is_empty


def test_the_finger_goes_on_to_more_words(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    _word, start = word_at(house, screen, "nhiệm")
    _word, end = word_at(house, screen, "Đảng")
    finger = hold(shell, screen, start)
    finger.move(QPoint(end.x(), end.y() + 10)).lift()
    button(screen, "Xanh lá").click()
    tap(shell, "Gạch chân")
    (mark,) = house.marks.marks(LONG)
    assert (mark.kind, mark.color) == (MarkKind.UNDERLINE, MarkColor.GREEN)
    assert mark.quote == "nhiệm kỳ qua, Đảng"
    assert len(mark.boxes) == 1


def test_handles_change_the_selection(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    _word, point = word_at(house, screen, "nhiệm")
    hold(shell, screen, point).lift()
    selector = screen.pane.marker.selector
    left, _right = selector._handles(screen.canvas.view_of(0))
    _word, start = word_at(house, screen, "Trong")
    before = screen.canvas.verticalScrollBar().value()
    Finger(screen.canvas).press(left.toPoint()).move(QPoint(start.x(), start.y() + 13)).lift()
    assert settle(shell)
    assert selector.text == "Trong nhiệm"
    assert screen.canvas.verticalScrollBar().value() == before
    _left, right = selector._handles(screen.canvas.view_of(0))
    _word, end = word_at(house, screen, "qua")
    Finger(screen.canvas).press(right.toPoint()).move(QPoint(end.x(), end.y() + 13)).lift()
    assert selector.text == "Trong nhiệm kỳ qua,"


def test_a_trembling_finger_still_presses_and_a_moving_one_scrolls(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    _word, point = word_at(house, screen, "nhiệm")
    finger = Finger(screen.canvas).press(point)
    finger.move(point + QPoint(4, 3), steps=1)
    assert settle(shell, lambda: not screen.pane.marker.selector.is_empty)
    finger.lift()
    screen.pane.marker.escape()
    Finger(screen.canvas).press(QPoint(500, 500)).move(QPoint(500, 200), steps=8).lift()
    assert settle(shell, lambda: screen.canvas.verticalScrollBar().value() > 100)
    assert screen.pane.marker.selector.is_empty


def test_a_note_is_written_and_read_again(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    _word, point = word_at(house, screen, "nhiệm")
    hold(shell, screen, point).lift()
    tap(shell, "Ghi chú")
    field = screen.findChild(QPlainTextEdit)
    write(field, "Hỏi lại số liệu")
    tap(shell, "Lưu ghi chú")
    (mark,) = house.marks.marks(LONG)
    assert (mark.kind, mark.note, mark.quote) == (MarkKind.NOTE, "Hỏi lại số liệu", "nhiệm")
    Finger(screen.canvas).tap(point)
    assert settle(shell, lambda: screen.findChild(MarkSheet) is not None)
    assert screen.findChild(QPlainTextEdit).toPlainText() == "Hỏi lại số liệu"


def test_a_picture_of_a_page_takes_notes_too(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    house.documents.without_text.add(LONG)
    hold(shell, screen, QPoint(500, 300)).lift()
    assert "Tô màu" not in words_on(screen)
    tap(shell, "Ghi chú")
    write(screen.findChild(QPlainTextEdit), "Ở đây")
    tap(shell, "Lưu ghi chú")
    (mark,) = house.marks.marks(LONG)
    assert len(mark.boxes) == 1


def test_words_are_marked_by_keyboard_alone(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    canvas, shift = screen.canvas, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(canvas, Qt.Key.Key_Right, shift)
    assert settle(shell, lambda: not screen.pane.marker.selector.is_empty)
    for _ in range(2):
        QTest.keyClick(canvas, Qt.Key.Key_Right, shift)
    words = house.documents.words(LONG, 0)
    assert screen.pane.marker.selector.text == " ".join(word.text for word in words[:3])
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert len(screen.pane.marker.selector.text.split()) == 1
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert button(screen, "Tô màu").hasFocus()
    QTest.keyClick(button(screen, "Tô màu"), Qt.Key.Key_Space)
    assert settle(shell, lambda: len(house.marks.marks(LONG)) == 1)
    assert canvas.hasFocus()


def test_a_mouse_drawn_over_text_selects_it(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    screen.pane.marker.words.get(0)
    assert settle(shell)
    _word, start = word_at(house, screen, "nhiệm")
    _word, end = word_at(house, screen, "Đảng")
    viewport = screen.canvas.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for x in range(start.x(), end.x() + 1, 10):
        QTest.mouseMove(viewport, QPoint(x, end.y()))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    assert settle(shell)
    assert screen.pane.marker.selector.text == "nhiệm kỳ qua, Đảng"


def test_undo_and_redo(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    screen.toggle_bookmark()
    assert settle(shell, lambda: len(house.marks.marks(LONG)) == 1)
    assert button(screen, "Bỏ đánh dấu trang này").isChecked()
    (mark,) = house.marks.marks(LONG)
    screen.pane.marker.desk.change(mark, color=MarkColor.BLUE)
    assert settle(shell)
    QTest.keyClick(screen.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert settle(shell)
    assert house.marks.marks(LONG)[0].color is MarkColor.RED
    QTest.keyClick(screen.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert settle(shell)
    assert house.marks.marks(LONG) == ()
    for expected in (MarkColor.RED, MarkColor.BLUE):
        QTest.keyClick(screen.canvas, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        assert settle(shell)
        assert house.marks.marks(LONG)[0].color is expected


def _shown_mark(box: Box, **changes: object) -> Mark:
    mark = Mark(
        id=fixed_id("mark"), document_id=LONG, page_index=0, kind=MarkKind.HIGHLIGHT,
        color=MarkColor.YELLOW, boxes=(box,), strokes=(), note="", quote="nhiệm", sharing=Sharing.PRIVATE,
        owner_id=fixed_id("person-42"), is_mine=True, has_moved=False, made_at_utc_ms=1,
    )  # fmt: skip
    return replace(mark, **changes)  # type: ignore[arg-type]


def test_a_tapped_mark_is_shared_recoloured_removed(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    word, point = word_at(house, screen, "nhiệm")
    house.marks.put(_shown_mark(word.box, has_moved=True))
    assert settle(shell)
    for said, check in (
        ("Chia sẻ với đoàn", lambda m: m[0].sharing is Sharing.DELEGATION),
        ("Đỏ", lambda m: m[0].color is MarkColor.RED),
        ("Xóa", lambda m: m == ()),
    ):
        Finger(screen.canvas).tap(point)
        assert settle(shell, lambda: screen.findChild(MarkSheet) is not None)
        assert "đã chuyển theo chữ" in words_on(screen)
        tap(shell, said)
        assert check(house.marks.marks(LONG))


def test_what_others_share_names_them_and_cannot_be_changed(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    word, point = word_at(house, screen, "nhiệm")
    owner = house.congress.state.persons[fixed_id("person-27")]
    house.marks.put(_shown_mark(word.box, is_mine=False, owner_id=owner.id, note="Góp ý chỗ này"))
    assert settle(shell)
    Finger(screen.canvas).tap(point)
    assert settle(shell, lambda: screen.findChild(MarkSheet) is not None)
    words = words_on(screen.findChild(MarkSheet))
    assert owner.full_name in words
    assert "Góp ý chỗ này" in words
    assert "Xóa" not in words


def test_ink_by_finger_in_ink_mode(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    screen.draw()
    assert "Vẽ xong" in words_on(screen)
    before = screen.canvas.verticalScrollBar().value()
    Finger(screen.canvas).press(QPoint(300, 300)).move(QPoint(500, 400), steps=10).lift()
    Finger(screen.canvas).press(QPoint(300, 400)).move(QPoint(500, 300), steps=10).lift()
    assert screen.canvas.verticalScrollBar().value() == before
    tap(shell, "Hoàn tác")
    Finger(screen.canvas).press(QPoint(300, 420)).move(QPoint(500, 320), steps=10).lift()
    tap(shell, "Vẽ xong")
    (mark,) = house.marks.marks(LONG)
    assert mark.kind is MarkKind.INK
    assert len(mark.strokes) == 2
    assert all(len(stroke) > 4 for stroke in mark.strokes)


def test_a_pen_draws_at_once_and_then_the_finger_scrolls(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    pen(screen.canvas, [QPoint(300 + 5 * n, 300 + n) for n in range(20)])
    assert screen.pane.marker.ink.is_on
    assert settle(shell)
    Finger(screen.canvas).press(QPoint(500, 500)).move(QPoint(500, 250), steps=8).lift()
    assert settle(shell, lambda: screen.canvas.verticalScrollBar().value() > 50)
    assert settle(shell, lambda: len(house.marks.marks(LONG)) == 1, deadline_s=REST_MS / 1000 + 5)
    assert len(house.marks.marks(LONG)[0].strokes) == 1


def test_leaving_keeps_wet_ink(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    pen(screen.canvas, [QPoint(300 + 5 * n, 300 + n) for n in range(20)])
    shell.window.back()
    assert settle(shell, lambda: len(house.marks.marks(LONG)) == 1)


def test_marks_are_placed_anew_on_a_replaced_paper(open_house: OpenShell) -> None:
    house = FakeHouse()
    document = house.congress.state.documents[LONG]
    house.congress.load(p.DocumentPublished(document=document.model_copy(update={"sha256": "e" * 64})))
    house, shell, _screen = read(open_house, house=house)
    assert settle(shell)
    assert house.marks.placed == [LONG]
