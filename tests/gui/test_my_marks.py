"""All of a reader's marks in one list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain import payloads as p
from app.ui.context import Screen
from app.ui.main import Shell
from app.ui.screenshots import settle
from app.ui.shell.routes import ROUTES
from tests.fakes.basics import fixed_id
from tests.fakes.reading_aids import REPORT, RESOLUTION, keep_marks, mark
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import button, rows_of, tap, tap_row, words_on

LIST = "Danh sách ghi chú"


@pytest.fixture(autouse=True)
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROUTES, "reader", lambda context, **_arguments: Screen(context))


def _open(open_house: OpenShell) -> tuple[FakeHouse, Shell]:
    house = FakeHouse()
    keep_marks(house)
    _house, shell = open_house(house=house)
    shell.window.go("marks")
    assert settle(shell)
    return house, shell


def _details(shell: Shell) -> str:
    return "\n".join(line.spoken for line in shell.window.screen_shown._list.rows.rows)


def test_home_counts_ones_own_and_leads_there(open_house: OpenShell) -> None:
    house = FakeHouse()
    _house, shell = open_house(house=house)
    assert "Ghi chú của tôi (" not in words_on(shell.window)
    keep_marks(house)
    assert settle(shell, lambda: "Ghi chú của tôi (7)" in words_on(shell.window))
    tap(shell, "Ghi chú của tôi")
    assert shell.window.place.route == "marks"


def test_papers_then_marks_in_reading_order_with_their_signs(open_house: OpenShell) -> None:
    _house, shell = _open(open_house)
    rows = rows_of(shell, LIST)
    assert rows.index("Dự thảo Nghị quyết Đại hội") > rows.index("“còn chậm”")
    told = _details(shell)
    assert "Cần thêm số liệu năm 2024" in told
    assert "đã chuyển theo bản mới, trang 7" in told
    assert "“ba tuyến đường mới”, không còn trong bản mới" in told
    assert "Đề nghị ghi rõ đơn vị chủ trì, đã chia sẻ với đoàn, trang 4" in told
    assert "Thống nhất phát biểu ở mục này, của " in told


@pytest.mark.parametrize(
    ("word", "titles"),
    [
        ("Dấu trang", ["Dấu trang"]),
        ("Đoàn chia sẻ", ["Thống nhất phát biểu ở mục này"]),
        ("Tô, gạch, vẽ", ["“còn chậm”", "Nét vẽ"]),
        ("Ghi chú", ["“đời sống của nhân dân được cải thiện rõ rệt”", "Đề nghị ghi rõ đơn vị chủ trì"]),
    ],
)
def test_filters(open_house: OpenShell, word: str, titles: list[str]) -> None:
    _house, shell = _open(open_house)
    tap(shell, word)
    rows = rows_of(shell, LIST)
    assert all(title in rows for title in titles)
    assert len(rows) < 10


def test_a_tap_opens_the_paper_at_the_mark_and_back_keeps_the_filter(open_house: OpenShell) -> None:
    _house, shell = _open(open_house)
    tap(shell, "Tô, gạch, vẽ")
    tap_row(shell, LIST, "còn chậm")
    assert shell.window.place.arguments == {"document_id": REPORT, "page_index": 4}
    shell.window.back()
    assert settle(shell)
    assert button(shell.window, "Tô, gạch, vẽ").isChecked()
    tap_row(shell, LIST, "ba tuyến đường mới")
    assert shell.window.place.arguments == {"document_id": REPORT}


def test_removing_and_undoing(open_house: OpenShell) -> None:
    house, shell = _open(open_house)
    tap(shell, "Xóa bớt")
    tap_row(shell, LIST, "còn chậm")
    assert "“còn chậm”" not in rows_of(shell, LIST)
    assert "Đã xóa ghi chú." in words_on(shell.window)
    shell.window.go("documents")  # the way back outlives the screen
    assert settle(shell)
    tap(shell, "Hoàn tác")
    assert fixed_id("mark-underline") in {one.id for one in house.marks.marks()}


def test_other_peoples_marks_cannot_be_removed(open_house: OpenShell) -> None:
    house, shell = _open(open_house)
    tap(shell, "Xóa bớt")
    tap_row(shell, LIST, "Thống nhất phát biểu")
    assert "của người khác" in words_on(shell.window)
    assert len(house.marks.marks()) == 8


def test_by_keyboard(open_house: OpenShell) -> None:
    house, shell = _open(open_house)
    view = shell.window.screen_shown._list
    view.setFocus()
    assert view.selected() == fixed_id("mark-highlight")
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.selected() == fixed_id("mark-underline")
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert settle(shell)
    assert fixed_id("mark-underline") not in {one.id for one in house.marks.marks()}


def test_nothing_yet_says_how_to_begin(open_house: OpenShell) -> None:
    _house, shell = open_house()
    shell.window.go("marks")
    assert "chạm và giữ một từ" in words_on(shell.window)
    assert not button(shell.window, "Xóa bớt").isEnabled()


def test_marks_of_a_paper_called_back_are_gone_with_it(open_house: OpenShell) -> None:
    house, shell = _open(open_house)
    house.congress.load(p.DocumentWithdrawn(document_id=RESOLUTION))
    assert settle(shell)
    assert "Dự thảo Nghị quyết Đại hội" not in rows_of(shell, LIST)
    house.marks.put(mark("late", document_id=RESOLUTION))
    assert settle(shell)
    assert "Dự thảo Nghị quyết Đại hội" not in rows_of(shell, LIST)
