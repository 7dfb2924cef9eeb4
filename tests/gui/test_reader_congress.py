"""What the congress does to an open paper: presents, replaces, calls back, watermarks, counts, exports it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest

from app.domain import payloads as p
from app.domain.entities import Role
from app.domain.errors import NghisuError
from app.ui.reader.follow import Following
from app.ui.reader.receipts import TELL_EVERY_S, ReadPages, read_pages
from app.ui.reader.watermark import watermark_text
from app.ui.screenshots import settle
from app.ui.services import PresentedPage, ReadingPlace
from tests.fakes.basics import FakeClock, fixed_id
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, words_on
from tests.gui.reading import LONG, SHORT, Finger, read

CHAIR = fixed_id("device-chair")


def _with_settings(role: Role = Role.TABLET, **settings: bool) -> FakeHouse:
    house = FakeHouse(role)
    congress = house.congress.state.congress
    assert congress is not None
    changed = congress.settings.model_copy(update=settings)
    house.congress.load(p.CongressConvened(congress=congress.model_copy(update={"settings": changed})))
    return house


# --- following ---


def test_one_tap_follows_another_leaves(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    assert "Đoàn chủ tịch" not in words_on(screen)
    house.presentation.show(PresentedPage(LONG, 11, CHAIR))
    assert settle(shell, lambda: "Đoàn chủ tịch đang xem trang 12" in words_on(screen))
    assert screen.canvas.page_index == 0
    tap(shell, "Theo dõi")
    assert screen.canvas.page_index == 11
    house.presentation.show(PresentedPage(LONG, 40, CHAIR))
    assert settle(shell, lambda: screen.canvas.page_index == 40)
    tap(shell, "Thôi")
    house.presentation.show(PresentedPage(LONG, 50, CHAIR))
    assert settle(shell)
    assert screen.canvas.page_index == 40
    assert "Đoàn chủ tịch" not in words_on(screen)


def test_following_opens_another_paper(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    house.presentation.show(PresentedPage(SHORT, 4, CHAIR))
    assert settle(shell)
    tap(shell, "Theo dõi")
    assert settle(shell, lambda: screen.pane.document_id == SHORT and screen.pane.opened is not None)
    assert settle(shell)
    assert screen.canvas.page_index == 4
    assert any(place.document_id == LONG for place in house.documents.places())
    house.presentation.show(PresentedPage(LONG, 7, CHAIR))
    assert settle(shell, lambda: screen.pane.document_id == LONG and screen.canvas.page_index == 7)


def test_reading_on_by_oneself_pauses(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    house.presentation.show(PresentedPage(LONG, 11, CHAIR))
    assert settle(shell)
    tap(shell, "Theo dõi")
    Finger(screen.canvas).press(QPoint(500, 500)).move(QPoint(500, 150), steps=8).lift()
    assert settle(shell, lambda: "Trở lại theo dõi" in words_on(screen))
    house.presentation.show(PresentedPage(LONG, 60, CHAIR))
    assert settle(shell)
    assert screen.canvas.page_index < 20
    tap(shell, "Trở lại theo dõi")
    assert screen.canvas.page_index == 60
    tap(shell, "Chỗ trước")
    assert screen._follower.state is Following.PAUSED


def test_opened_to_follow_from_the_start(open_house: OpenShell) -> None:
    house = FakeHouse()
    house.presentation.show(PresentedPage(LONG, 33, CHAIR))
    arguments = {"page_index": 33, "follow": True}
    house, shell, screen = read(open_house, house=house, arguments=arguments)
    assert settle(shell)
    assert screen._follower.is_following
    assert screen.canvas.page_index == 33
    house.presentation.show(None)
    assert settle(shell, lambda: "Đoàn chủ tịch" not in words_on(screen))


def test_the_chair_presents_its_own_page_turns(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house, house=FakeHouse(Role.CHAIR), role=Role.CHAIR)
    tap(shell, "Trình chiếu trang này")
    assert house.presentation.presented() == PresentedPage(LONG, 0, house.congress.device_id)
    QTest.keyClick(screen.canvas, Qt.Key.Key_End)
    assert settle(shell)
    assert house.presentation.presented().page_index == 199
    tap(shell, "Ngừng trình chiếu")
    assert house.presentation.presented() is None
    tap(shell, "Trình chiếu trang này")
    shell.window.back()
    assert settle(shell)
    assert house.presentation.presented() is None


def test_a_tablet_cannot_present(open_house: OpenShell) -> None:
    _house, _shell, screen = read(open_house)
    assert "Trình chiếu" not in words_on(screen)


# --- replaced and called back ---


def test_a_paper_replaced_while_it_is_read(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    screen.canvas.go_to(57)
    document = house.congress.state.documents[LONG]
    house.congress.load(p.DocumentPublished(document=document.model_copy(update={"sha256": "f" * 64})))
    assert settle(shell, lambda: "Tài liệu đã được thay lúc" in words_on(screen.pane))
    assert "Xem chỗ khác" not in words_on(screen.pane)
    button(screen.pane, "Mở bản mới").click()
    assert settle(shell, lambda: screen.pane.opened is not None)
    assert settle(shell)
    assert screen.canvas.page_index == 57
    assert not screen.pane.news.isVisible()
    assert LONG in house.marks.placed


def test_a_paper_called_back_vanishes_at_once(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house)
    house.congress.load(p.DocumentWithdrawn(document_id=LONG))
    assert settle(shell, lambda: "đã được thu hồi" in words_on(screen.pane))
    assert not screen.canvas.isVisible()
    assert screen.pane.loader.used_bytes == 0
    assert "1 / 200" not in words_on(screen)
    shell.window.back()
    assert settle(shell)
    assert all(place.document_id != LONG for place in house.documents.places())


# --- watermark ---


def test_a_watermark_names_the_delegate_on_every_page(open_house: OpenShell) -> None:
    house = _with_settings(watermark=True)
    person = house.congress.state.persons[fixed_id("person-42")]
    assert watermark_text(house.congress.snapshot()) == f"{person.full_name}, số 42"
    _house, shell, screen = read(open_house, house=house)
    assert settle(shell, lambda: screen.pane.loader.is_sharp(0))
    marked = screen.canvas.grab().toImage()
    sheet = screen.canvas.view_of(0).rect.toRect().adjusted(3, 3, -3, 0).intersected(marked.rect())
    margin = [
        marked.pixelColor(x, y).lightness()
        for x in range(sheet.left(), sheet.left() + 120, 2)
        for y in range(sheet.top(), sheet.bottom(), 2)
    ]
    assert 215 < min(margin) < 250  # faint, and there


def test_a_device_of_nobody_is_named_instead() -> None:
    house = _with_settings(Role.CHAIR, watermark=True)
    assert watermark_text(house.congress.snapshot()).endswith(str(house.congress.device_id)[-6:])
    assert watermark_text(FakeHouse().congress.snapshot()) == ""


# --- read receipts ---


def test_pages_count_as_read_after_two_seconds() -> None:
    clock, seen, told = FakeClock(), [frozenset({1})], []
    owner = QObject()
    pages = ReadPages(clock, lambda: seen[0], told.append, owner)
    pages.tick()
    clock.now += 1_900
    pages.tick()
    assert pages.take() == frozenset()
    seen[0] = frozenset({2})
    pages.tick()
    clock.now += 2_000
    pages.tick()
    assert pages.take() == {2}
    seen[0] = frozenset({3})
    pages.tick()
    clock.now += int(TELL_EVERY_S * 1000)
    pages.tick()
    assert told == [frozenset({3})]
    clock.now += int(TELL_EVERY_S * 1000)
    pages.tick()
    assert told == [frozenset({3})]


def test_half_a_page_is_looked_at(open_house: OpenShell) -> None:
    _house, _shell, screen = read(open_house)
    size = screen.canvas.viewport().size().toTuple()
    assert read_pages(screen.canvas.views(), *size) == {0}
    screen.canvas.go_to(3, 0.9)
    assert read_pages(screen.canvas.views(), *size) == {4}


def test_leaving_tells_what_was_read_where_the_congress_asks(open_house: OpenShell) -> None:
    for asks in (True, False):
        house, shell, screen = read(open_house, house=_with_settings(read_receipts=asks))
        screen.pane._receipts.tick()
        house.clock.now += 2_500
        shell.window.back()
        assert settle(shell, lambda house=house: bool(house.documents.remembered))
        assert house.documents.read == ([(LONG, frozenset({0}))] if asks else [])


# --- export ---


def test_export_only_where_allowed(open_house: OpenShell, tmp_path: Path) -> None:
    _house, shell, _screen = read(open_house)
    tap(shell, "Thêm")
    assert "Xuất PDF" not in words_on(shell.window)
    house, shell, screen = read(open_house, house=_with_settings(allow_export=True))
    target = tmp_path / "của tôi.pdf"
    screen.ask_path = lambda _parent, _title: str(target)
    tap(shell, "Thêm")
    tap(shell, "Xuất PDF có ghi chú")
    assert settle(shell, lambda: house.documents.exported == [target])
    assert "Đã xuất của tôi.pdf." in words_on(shell.window)


class _Full(NghisuError):
    code = "storage.disk_full"


def test_a_failed_export_says_why(open_house: OpenShell, tmp_path: Path) -> None:
    house, shell, screen = read(open_house, house=_with_settings(allow_export=True))

    def full(*_args: object) -> None:
        raise _Full

    house.documents.export_annotated = full  # type: ignore[method-assign]
    screen.ask_path = lambda _parent, _title: str(tmp_path / "x.pdf")
    screen.export()
    assert settle(shell, lambda: button(shell.window, "Đã hiểu").isVisible())
    assert not list(tmp_path.iterdir())


def test_where_one_stopped_is_where_one_begins(open_house: OpenShell) -> None:
    house = FakeHouse()
    house.documents.remember_place(ReadingPlace(LONG, 42, 0.25, 1))
    _house, _shell, screen = read(open_house, house=house)
    page, offset = screen.canvas.place()
    assert page == 42
    assert abs(offset - 0.25) < 0.01
