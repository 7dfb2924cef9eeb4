"""A word, typed as one types it, and every page that holds it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain import payloads as p
from app.domain.entities import Role
from app.ui.context import Screen
from app.ui.main import Shell
from app.ui.screenshots import settle
from app.ui.search.presenter import found
from app.ui.search.view import SearchScreen
from app.ui.services import SearchAnswer, SearchHit
from app.ui.shell.routes import ROUTES
from tests.fakes.basics import fixed_id
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import rows_of, tap, tap_row, words_on, write

RESULTS = "Những trang tìm thấy"


@pytest.fixture(autouse=True)
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a tap leads is enough here; what the reader does with it has its own tests."""
    monkeypatch.setitem(ROUTES, "reader", lambda context, **_arguments: Screen(context))


@pytest.fixture
def open_short(open_house: OpenShell) -> OpenShell:
    """Three papers of two pages: making and searching them in memory is quick."""

    def start(house: FakeHouse | None = None) -> tuple[FakeHouse, Shell]:
        house = house or FakeHouse()
        counts = house.documents._page_counts
        short = {key: (title, min(pages, 2)) for key, (title, pages) in list(counts.items())[:3]}
        counts.clear()
        counts.update(short)
        return open_house(house=house)

    return start


def _search(shell: Shell, text: str) -> SearchScreen:
    shell.window.go("search")
    screen = shell.window.screen_shown
    assert isinstance(screen, SearchScreen)
    write(shell.window.focusWidget(), text)
    assert settle(shell, lambda: not screen._pause.isActive(), deadline_s=30)
    return screen


def test_one_tap_from_home_and_the_keyboard_is_ready(open_short: OpenShell) -> None:
    _house, shell = open_short()
    tap(shell, "Tìm trong tài liệu…")
    assert shell.window.place.route == "search"
    assert shell.window.focusWidget() is shell.window.screen_shown._field


def test_results_stand_under_their_papers_with_pages(open_short: OpenShell) -> None:
    _house, shell = open_short()
    _search(shell, "sinh hoạt chi bộ")
    rows = rows_of(shell, RESULTS)
    assert "Chương trình Đại hội" in rows
    assert any("chất lượng sinh hoạt chi bộ" in title for title in rows)
    assert "trang trong" in words_on(shell.window) or "trang hợp nhất" in words_on(shell.window)


def test_words_found_stand_out(open_short: OpenShell) -> None:
    _house, shell = open_short()
    screen = _search(shell, "trat tu")
    row = next(line for line in screen._results.rows.rows if not line.is_heading)
    start, end = row.marked[0]
    assert row.title[start:end] == "trật tự"


def test_a_result_opens_the_reader_there_and_back_is_where_one_was(open_short: OpenShell) -> None:
    _house, shell = open_short()
    _search(shell, "trật tự đô thị")
    tap_row(shell, RESULTS, "trật tự đô thị")
    place = shell.window.place
    assert place.route == "reader"
    assert place.arguments["find"] == "trật tự đô thị"
    assert isinstance(place.arguments["page_index"], int)
    shell.window.back()
    assert settle(shell)
    screen = shell.window.screen_shown
    assert isinstance(screen, SearchScreen)
    assert screen._field.text() == "trật tự đô thị"
    key = screen._results.selected()
    assert key == (place.arguments["document_id"], place.arguments["page_index"])


def test_by_keyboard_alone(open_short: OpenShell) -> None:
    _house, shell = open_short()
    screen = _search(shell, "chi bộ")
    QTest.keyClick(shell.window.focusWidget(), Qt.Key.Key_Return)
    assert shell.window.focusWidget() is screen._results
    first = screen._results.selected()
    QTest.keyClick(screen._results, Qt.Key.Key_Down)
    assert screen._results.selected() != first
    QTest.keyClick(screen._results, Qt.Key.Key_Return)
    assert shell.window.place.route == "reader"


def test_nothing_found_says_what_to_try(open_short: OpenShell) -> None:
    _house, shell = open_short()
    _search(shell, "tàu vũ trụ")
    assert "Không tìm thấy “tàu vũ trụ”. Thử gõ ít chữ hơn" in words_on(shell.window)
    assert not rows_of(shell, RESULTS)
    tap(shell, "Xóa chữ")
    assert settle(shell, lambda: "Gõ có dấu hoặc không dấu" in words_on(shell.window))


def test_scans_and_what_is_still_coming_are_said_once(open_short: OpenShell) -> None:
    house = FakeHouse()
    house.documents.without_text = {fixed_id("document-1"), fixed_id("document-2")}
    house.documents.missing = {fixed_id("document-3")}
    _house, shell = open_short(house=house)
    _search(shell, "chi bộ")
    words = words_on(shell.window)
    assert "2 tài liệu là ảnh quét" in words
    assert "1 tài liệu chưa tải xong" in words


def test_only_the_last_answer_counts(open_short: OpenShell) -> None:
    house, shell = open_short()
    asked: list[str] = []
    search = house.documents.search

    def noting(query: str, document_id: object = None, limit: int = 50) -> SearchAnswer:
        asked.append(query)
        return search(query, limit=limit)

    house.documents.search = noting  # type: ignore[method-assign]
    screen = _search(shell, "chi")
    write(screen._field, " bộ")
    assert settle(shell, lambda: not screen._pause.isActive(), deadline_s=30)
    assert asked[-1] == "chi bộ"
    assert all("chi bộ" in line.title.lower() for line in screen._results.rows.rows if not line.is_heading)


def test_what_one_may_not_hold_is_never_listed() -> None:
    house = FakeHouse(Role.TABLET)
    hit = SearchHit(fixed_id("document-8"), 3, "mật", ((0, 3),))
    house.congress.load(p.DocumentWithdrawn(document_id=fixed_id("document-8")))
    assert not found("mật", SearchAnswer((hit,), 1), house.congress.snapshot().papers()).rows


def test_counts_are_exact_or_said_to_be_a_part() -> None:
    papers = FakeHouse().congress.snapshot().papers()
    hits = tuple(SearchHit(fixed_id("document-3"), page, "chi bộ", ()) for page in range(2))
    assert found("chi bộ", SearchAnswer(hits, 2), papers).said == "2 trang trong 1 tài liệu"
    assert "Có 900 trang" in found("chi bộ", SearchAnswer(hits, 900), papers).said
