"""A paper's text set large: lazily, without jumps, by touch and by keyboard."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextTable
from PySide6.QtTest import QTest

from app.domain.search_query import SearchQuery
from app.ui.reader.large_text import SIZES_PX, LargeTextView, first_size
from app.ui.reader.large_text_found import found_runs
from app.ui.reader.large_text_page import LINE_PERCENT, TypeSetting, column_width_px, set_page, spoken
from app.ui.reader.large_text_place import FlowColumn
from app.ui.reader.large_text_table import TableText
from app.ui.screenshots import settle
from app.ui.services import BlockKind, FlowBlock, UiSettings
from app.ui.theme.tokens import DAY
from tests.fakes.basics import fixed_id
from tests.fakes.documents import FakePageError
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import button

LONG = fixed_id("document-7")  # 200 pages
TABLE = FlowBlock(BlockKind.TABLE, cells=(("Chỉ tiêu", "Kế hoạch", "Thực hiện"), ("Ngân sách", "120", "131")))


def show_large_text(shell, document_id: UUID = LONG, page_index: int = 0) -> LargeTextView:
    """The view as the reader shows it: filling the screen."""
    screen = shell.window.screen_shown
    view = LargeTextView(screen._context, document_id, page_index)
    view.setParent(screen)
    view.setGeometry(screen.rect())
    view.show()
    view.setFocus()
    assert settle(shell)
    return view


def test_only_pages_about_to_be_read_are_fetched(open_house: OpenShell) -> None:
    house, shell = open_house()
    asked: list[int] = []
    flow = house.documents.flow

    def noting(document_id: UUID, page_index: int) -> tuple[FlowBlock, ...]:
        asked.append(page_index)
        return flow(document_id, page_index)

    house.documents.flow = noting  # type: ignore[method-assign]
    view = show_large_text(shell, page_index=120)
    assert view.page_index == 120
    assert set(asked) <= {119, 120, 121, 122, 123}
    assert len(asked) == len(set(asked))


def test_every_page_can_be_gone_to_and_is_told(open_house: OpenShell) -> None:
    _house, shell = open_house()
    view = show_large_text(shell)
    told: list[int] = []
    view.page_changed.connect(told.append)
    for page in (199, 0, 57):
        view.go_to(page)
        assert settle(shell)
        assert view.page_index == page
    assert told == [199, 0, 57]


def test_size_changes_keep_the_page_and_are_remembered(open_house: OpenShell) -> None:
    house, shell = open_house()
    view = show_large_text(shell, page_index=30)
    assert view.area.size_px == 28
    QTest.keyClicks(view.area, "++")
    assert settle(shell)
    assert view.area.size_px == 36
    assert view.page_index == 30
    assert house.settings.saved.reading_px == 36
    button(view, "Chữ nhỏ hơn").click()
    assert house.settings.saved.reading_px == 32
    view.deleteLater()
    shell.window.go("documents")
    assert show_large_text(shell).area.size_px == 32


def test_sizes_end_at_the_smallest_and_the_largest(open_house: OpenShell) -> None:
    _house, shell = open_house(settings=UiSettings(reading_px=48, reduced_motion=True))
    view = show_large_text(shell)
    assert not button(view, "Chữ to hơn").isEnabled()
    view.larger()
    assert view.area.size_px == 48
    assert [first_size(0, scale) for scale in (1.0, 1.25, 1.6)] == [28, 32, 42]
    assert first_size(10_000, 1.0) == SIZES_PX[-1]


def test_the_whole_paper_by_keyboard(open_house: OpenShell) -> None:
    _house, shell = open_house()
    view = show_large_text(shell)
    seen = {0}
    view.page_changed.connect(seen.add)
    for _press in range(12):
        QTest.keyClick(view.area, Qt.Key.Key_PageDown)
        assert settle(shell)
    assert seen == set(range(max(seen) + 1))
    assert max(seen) >= 3
    QTest.keyClick(view.area, Qt.Key.Key_End)
    assert view.page_index == 199
    QTest.keyClick(view.area, Qt.Key.Key_Home)
    assert view.page_index == 0


def test_text_does_not_jump_when_the_page_above_arrives(open_house: OpenShell) -> None:
    _house, shell = open_house()
    view = show_large_text(shell, page_index=100)
    area = view.area
    area.scroll_by(-60)  # page 99 has been guessed, 100 is being read
    before = dict(area._visible())[100]
    assert settle(shell)
    assert area._column.is_known(99)
    assert dict(area._visible())[100] == pytest.approx(before, abs=1)


def test_the_bar_follows_and_leads(open_house: OpenShell) -> None:
    _house, shell = open_house()
    view = show_large_text(shell)
    bar = view.area.verticalScrollBar()
    view.go_to(100)
    assert bar.value() == pytest.approx(bar.maximum() / 2, rel=0.1)
    bar.setSliderDown(True)
    bar.setValue(bar.maximum())
    bar.setSliderDown(False)
    assert settle(shell)
    assert view.page_index == 199
    bar.setSliderDown(True)
    bar.setValue(0)
    bar.setSliderDown(False)
    assert settle(shell)
    assert view.page_index == 0


def test_a_scan_says_so_and_offers_the_page(open_house: OpenShell) -> None:
    house, shell = open_house()
    house.documents.without_text.add(LONG)
    view = show_large_text(shell, page_index=5)
    asked: list[int] = []
    view.page_view_asked.connect(asked.append)
    button(view, "Xem trang in").click()
    assert asked == [5]
    assert not view.area.isVisible()


def test_a_page_of_pictures_offers_the_page_and_text_tells_a_tap(open_house: OpenShell) -> None:
    house, shell = open_house()
    flow = house.documents.flow
    house.documents.flow = lambda document, page: () if page == 3 else flow(document, page)  # type: ignore
    view = show_large_text(shell, page_index=3)
    pictures: list[int] = []
    taps: list[bool] = []
    view.page_view_asked.connect(pictures.append)
    view.tapped.connect(lambda: taps.append(True))
    QTest.mouseClick(view.area.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 30))
    assert (pictures, taps) == ([3], [])
    view.go_to(0)
    assert settle(shell)
    QTest.mouseClick(view.area.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert taps == [True]


def test_a_page_that_fails_can_be_tried_again(open_house: OpenShell) -> None:
    house, shell = open_house()
    flow = house.documents.flow

    def failing(document_id: UUID, page_index: int) -> tuple[FlowBlock, ...]:
        raise FakePageError(page=page_index + 1)

    house.documents.flow = failing  # type: ignore[method-assign]
    view = show_large_text(shell)
    assert view._loader.problem(0)
    house.documents.flow = flow  # type: ignore[method-assign]
    QTest.mouseClick(view.area.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    assert settle(shell)
    assert view._loader.blocks(0)


def test_a_screen_reader_hears_the_page(open_house: OpenShell) -> None:
    _house, shell = open_house()
    view = show_large_text(shell, page_index=1)
    assert view.area.accessibleName().startswith("Chữ to: Phụ lục số liệu")
    assert view.area.accessibleDescription().startswith("Trang 2 trên 200\nII. Phần 2")
    assert spoken([TABLE]) == "Chỉ tiêu, Kế hoạch, Thực hiện\nNgân sách, 120, 131"


def _setting(size_px: int = 28, width_px: int = 900) -> TypeSetting:
    return TypeSetting("Be Vietnam Pro", size_px, width_px, DAY)


NOTHING = SearchQuery(())


def test_headings_are_larger_by_level_and_lines_are_open(qapp) -> None:
    blocks = [FlowBlock(BlockKind.HEADING, f"Đề mục {level}", level) for level in (1, 2, 3, 5)]
    page = set_page([*blocks, FlowBlock(BlockKind.PARAGRAPH, "Đoạn văn")], _setting(), NOTHING)
    sizes = []
    block = page.begin()
    while block.isValid():
        sizes.append(block.begin().fragment().charFormat().font().pixelSize())
        block = block.next()
    assert sizes == [39, 34, 31, 28, 28]
    assert page.lastBlock().blockFormat().lineHeight() == LINE_PERCENT


def test_a_table_is_a_table_where_it_fits_and_cards_where_not(qapp) -> None:
    wide = set_page([TABLE], _setting(), NOTHING)
    assert any(isinstance(frame, QTextTable) for frame in wide.rootFrame().childFrames())
    narrow = set_page([TABLE], _setting(48, 420), NOTHING)
    assert not any(isinstance(frame, QTextTable) for frame in narrow.rootFrame().childFrames())
    assert "Kế hoạch: 120\nThực hiện: 131" in narrow.toPlainText()
    assert narrow.idealWidth() <= 421


def test_cells_reach_over_others_in_a_grid_and_give_their_names_to_cards(qapp) -> None:
    votes = FlowBlock(
        BlockKind.TABLE,
        cells=(
            ("Mục", "Kết quả biểu quyết", ""),
            ("", "Đồng ý", "Khác"),
            ("PHẦN THỨ NHẤT: KẾT QUẢ THỰC HIỆN NGHỊ QUYẾT", "", ""),
            ("Nhận định chung", "245", "5"),
        ),
        spans=((0, 0, 2, 1), (0, 1, 1, 2), (2, 0, 1, 3)),
    )
    page = set_page([votes], _setting(), NOTHING)
    grid = next(frame for frame in page.rootFrame().childFrames() if isinstance(frame, QTextTable))
    assert grid.cellAt(2, 2).columnSpan() == 3
    assert grid.cellAt(1, 0).rowSpan() == 2
    assert grid.format().headerRowCount() == 2
    cards = set_page([votes], _setting(48, 420), NOTHING).toPlainText()
    assert "PHẦN THỨ NHẤT: KẾT QUẢ THỰC HIỆN NGHỊ QUYẾT" in cards
    assert "Kết quả biểu quyết, Đồng ý: 245\nKết quả biểu quyết, Khác: 5" in cards


def test_a_title_above_the_header_names_no_column(qapp) -> None:
    cells = (("BẢNG 1", "", ""), *TABLE.cells)
    titled = FlowBlock(BlockKind.TABLE, cells=cells, spans=((0, 0, 1, 3),))
    assert "Kế hoạch: 120\nThực hiện: 131" in set_page([titled], _setting(48, 420), NOTHING).toPlainText()


def test_a_table_that_goes_on_from_the_page_before_has_no_header(qapp) -> None:
    cells = (("3. Chương trình", "3.1. Hội viên"), *(("", f"3.{n}. Việc") for n in range(2, 7)))
    table = TableText(FlowBlock(BlockKind.TABLE, cells=cells, spans=((0, 0, 6, 1),)))
    assert (table.header_rows, table.names) == (0, ["", ""])


def test_the_lines_of_a_head_stand_together(qapp) -> None:
    lines = [FlowBlock(BlockKind.PARAGRAPH, text, is_centred=True) for text in ("ĐẢNG BỘ TỈNH", "Số 1")]
    page = set_page([*lines, FlowBlock(BlockKind.PARAGRAPH, "Đoạn văn")], _setting(), NOTHING)
    second, body = page.findBlockByNumber(1), page.findBlockByNumber(2)
    assert second.blockFormat().topMargin() < body.blockFormat().topMargin() / 3


def test_words_found_are_tinted_and_underlined(qapp) -> None:
    text = "Đảng bộ phường lãnh đạo"
    page = set_page([FlowBlock(BlockKind.PARAGRAPH, text)], _setting(), SearchQuery.parse("phuong"))
    assert page.toPlainText() == text
    fragments = [one.fragment() for one in page.begin()]
    found = [one.text() for one in fragments if one.charFormat().fontUnderline()]
    assert found == ["phường"]


def test_a_spelling_that_is_on_the_page_is_the_only_one_tinted(qapp) -> None:
    """Each paragraph by itself used to take "có" for "cơ" where it had no "cơ"."""
    texts = ("Có ba nội dung.", "Xây dựng cơ sở dữ liệu.", "Đã có kết quả.")
    blocks = [FlowBlock(BlockKind.PARAGRAPH, text) for text in texts]
    page = set_page(blocks, _setting(), SearchQuery.parse("cơ sở dữ liệu"))
    assert [page.toPlainText()[start:end] for start, end in found_runs(page)] == ["cơ sở dữ liệu"]
    nowhere = set_page(blocks, _setting(), SearchQuery.parse("cờ"))
    assert len(found_runs(nowhere)) == 3


def test_lines_are_not_longer_than_eyes_can_follow(qapp) -> None:
    assert column_width_px("Be Vietnam Pro", 20, 1800) < 900
    assert column_width_px("Be Vietnam Pro", 48, 1200) == 1200


@given(st.lists(st.floats(-900, 1500), max_size=30), st.integers(1, 40), st.data())
def test_the_place_stays_inside_the_paper(moves: list[float], count: int, data: st.DataObject) -> None:
    column = FlowColumn(count, 700.0)
    for by in moves:
        column.move(by)
        if data.draw(st.booleans()):
            column.learn(column.page, data.draw(st.floats(20, 3_000)))
        assert 0 <= column.page < count
        assert 0 <= column.above_px <= column.height(column.page) + 1
    before = column.page
    column.forget()
    assert column.page == before


def test_a_thousand_pages_open_at_once(open_house: OpenShell) -> None:
    house = FakeHouse()
    house.documents._page_counts[LONG] = ("Phụ lục", 1000)
    _house, shell = open_house(house=house)
    view = show_large_text(shell, page_index=990)
    assert view.page_index == 990
    assert len(view.area._set) <= 12
