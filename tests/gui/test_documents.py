"""The shelves: what a device may hold, what is new about it, and news as it happens."""

from __future__ import annotations

import pytest

from app.domain import payloads as p
from app.domain.entities import PersonKind, Role
from app.ui.context import Screen
from app.ui.documents.news import PaperNews
from app.ui.documents.presenter import document_rows
from app.ui.main import Shell
from app.ui.notices import Notice, Notices
from app.ui.screenshots import settle
from app.ui.services import ReadingPlace, SearchAnswer
from app.ui.shell.routes import ROUTES
from tests.fakes.basics import fixed_id
from tests.fakes.reading_aids import REPORT, RESOLUTION, replace_report
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import rows_of, tap, tap_row, words_on, write

LIST = "Danh sách tài liệu"


@pytest.fixture(autouse=True)
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROUTES, "reader", lambda context, **_arguments: Screen(context))


def _documents(open_house: OpenShell, house: FakeHouse | None = None) -> tuple[FakeHouse, Shell]:
    house, shell = open_house(house=house)
    shell.window.go("documents")
    assert settle(shell)
    return house, shell


def _detail(house: FakeHouse, document_id: object) -> str:
    rows = document_rows(house.congress.snapshot(), house.documents)
    return next(row.detail for row in rows if row.key == document_id)


def _limit(house: FakeHouse, **changes: object) -> None:
    document = house.congress.state.documents[RESOLUTION]
    house.congress.load(p.DocumentPublished(document=document.model_copy(update=changes)))


def test_titles_are_found_without_marks_and_the_text_is_one_tap_away(open_house: OpenShell) -> None:
    house, shell = _documents(open_house)
    house.documents.search = lambda *_query, **_limit: SearchAnswer((), 0)  # type: ignore[method-assign]
    write(shell.window.screen_shown._find, "nghi quyet")
    assert settle(shell)
    assert any("Dự thảo Nghị quyết" in title for title in rows_of(shell, LIST))
    write(shell.window.screen_shown._find, " khong co")
    assert settle(shell)
    assert "Không có tài liệu nào" in words_on(shell.window)
    tap(shell, "Tìm “nghi quyet khong co” trong nội dung")
    assert shell.window.place.route == "search"
    assert shell.window.screen_shown._field.text() == "nghi quyet khong co"


@pytest.mark.parametrize(
    ("changes", "is_listed"),
    [
        ({"audience": (Role.CHAIR,)}, False),
        ({"person_kinds": (PersonKind.GUEST,)}, False),
        ({"person_kinds": (PersonKind.OFFICIAL,)}, True),
        ({"delegations": ("Đảng bộ Công an phường",)}, False),
        ({"delegations": ("Chi bộ khu phố 2",)}, True),
    ],
)
def test_only_papers_that_this_device_may_hold(
    open_house: OpenShell, changes: dict[str, object], *, is_listed: bool
) -> None:
    house = FakeHouse()
    _limit(house, **changes)
    _house, shell = _documents(open_house, house)
    assert ("Dự thảo Nghị quyết Đại hội" in rows_of(shell, LIST)) is is_listed
    shell.window.go("home")
    count = "2 tài liệu" if is_listed else "1 tài liệu"
    assert f"Nghị quyết\n{count}" in words_on(shell.window)


def test_the_chair_lists_what_is_for_some_delegations_only(open_house: OpenShell) -> None:
    house = FakeHouse(Role.CHAIR)
    _limit(house, delegations=("Chi bộ khu phố 2",))
    _house, shell = open_house(Role.CHAIR, house=house)
    shell.window.go("documents")
    assert "Dự thảo Nghị quyết Đại hội" in rows_of(shell, LIST)


def test_what_a_row_tells() -> None:
    house = FakeHouse()
    house.documents.without_text = {RESOLUTION}
    house.documents.remember_place(ReadingPlace(RESOLUTION, 4, 0.0, house.clock.now))
    _limit(house, one_sitting=True)
    told = _detail(house, RESOLUTION)
    assert "phát cho phiên này, sẽ thu lại" in told
    assert "đọc đến trang 5" in told
    assert "ảnh quét, không tìm chữ được" in told


def test_a_replaced_paper_says_when_until_it_was_opened_again() -> None:
    house = FakeHouse()
    house.documents.remember_place(ReadingPlace(REPORT, 4, 0.0, house.clock.now - 3_600_000))
    assert "thay lúc" not in _detail(house, REPORT)
    replace_report(house)
    assert "thay lúc" in _detail(house, REPORT)
    house.documents.remember_place(ReadingPlace(REPORT, 4, 0.0, house.clock.now))
    assert "thay lúc" not in _detail(house, REPORT)


@pytest.mark.parametrize(("word", "route"), [("Mở bản mới", "reader"), ("Xem chỗ khác", "compare")])
def test_a_replaced_paper_offers_both_ways(open_house: OpenShell, word: str, route: str) -> None:
    house = FakeHouse()
    replace_report(house)
    _house, shell = _documents(open_house, house)
    tap_row(shell, LIST, "Báo cáo chính trị")
    assert "Tài liệu đã được thay" in words_on(shell.window)
    tap(shell, word)
    assert shell.window.place.route == route
    assert shell.window.place.arguments == {"document_id": REPORT}


def test_news_are_told_as_they_happen(open_house: OpenShell) -> None:
    house, shell = open_house()
    replace_report(house)
    assert settle(shell)
    assert "đã được thay lúc" in words_on(shell.window)
    tap(shell, "Xem chỗ khác")
    assert shell.window.place.route == "compare"
    house.congress.load(p.DocumentWithdrawn(document_id=RESOLUTION))
    assert settle(shell)
    assert "Tài liệu “Dự thảo Nghị quyết Đại hội” đã được thu hồi." in words_on(shell.window)


class _Heard:
    """A message bus that only writes down."""

    def __init__(self) -> None:
        self.told: list[Notice] = []

    def done(self, what: str, fix: str = "", action: str = "", on_action: object = None) -> None:
        self.told.append(Notice("done", what, fix, action, on_action))  # type: ignore[arg-type]


def _hear(news: PaperNews, house: FakeHouse) -> list[str]:
    heard = _Heard()
    bus: Notices = heard  # type: ignore[assignment]
    news.hear(house.congress.snapshot(), bus, lambda *_a, **_k: None, lambda _id: False, None)
    return [notice.what for notice in heard.told]


def test_news_are_told_once_and_many_are_counted() -> None:
    house = FakeHouse()
    news = PaperNews(house.congress.snapshot())
    assert _hear(news, house) == []
    replace_report(house)
    assert len(_hear(news, house)) == 1
    assert _hear(news, house) == []
    house.congress.load(*(p.DocumentWithdrawn(document_id=fixed_id(f"document-{n}")) for n in (0, 1, 2)))
    assert _hear(news, house) == ["3 tài liệu đã được thu hồi."]
    house.congress.load(p.SittingOpened(name="Phiên bế mạc"))
    assert _hear(news, house) == []


def test_the_paper_being_read_is_told_about_by_its_reader_only(open_house: OpenShell) -> None:
    house, shell = open_house()
    told: list[str] = []
    shell.window.notices.done = lambda text, *_a, **_k: told.append(text)  # type: ignore[method-assign]
    read, other = fixed_id("document-0"), fixed_id("document-1")
    shell.window.go("reader", document_id=read)
    assert settle(shell)
    documents = house.congress.state.documents
    house.congress.load(
        *(
            p.DocumentPublished(document=documents[one].model_copy(update={"sha256": "f" * 64}))
            for one in (read, other)
        )
    )
    assert settle(shell)
    assert [documents[other].title in text for text in told] == [True]
