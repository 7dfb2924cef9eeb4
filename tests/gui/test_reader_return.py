"""Coming back to a paper: the place, how it was looked at, and what stood beside it."""

from __future__ import annotations

from dataclasses import replace

from app.domain import payloads as p
from app.ui.main import Shell
from app.ui.reader.layout import Fit
from app.ui.reader.view import ReaderScreen
from app.ui.screenshots import settle
from app.ui.services import Comparison, PresentedPage, UiSettings
from tests.fakes.basics import fixed_id
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap, tap_row
from tests.gui.reading import LONG, SHORT, read


def _again(shell: Shell) -> ReaderScreen:
    screen = shell.window.screen_shown
    assert isinstance(screen, ReaderScreen)
    assert settle(shell, lambda: all(pane.opened is not None for pane in screen.panes), deadline_s=20)
    return screen


def _larger_letters(shell: Shell) -> ReaderScreen:
    """As in the sheet of letters and colours."""
    sheet = shell.window.open_text_sheet()
    button(sheet, "Chữ lớn").click()
    return _again(shell)


def test_other_letters_show_the_page_that_was_read_not_the_one_begun_with(open_house: OpenShell) -> None:
    """Opened from the search at page 58, read on to page 81: larger letters used to lead back to 58."""
    _house, shell, screen = read(open_house, LONG, arguments={"page_index": 57, "find": "chi bo"})
    screen.pane.show_place(80, 0.25)
    screen = _larger_letters(shell)
    page, offset = screen.canvas.place()
    assert page == 80
    assert abs(offset - 0.25) < 0.02


def test_back_from_another_screen_is_where_one_was(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house, LONG, arguments={"page_index": 57})
    screen.pane.jump(120)
    assert screen.canvas.place() == (120, 0.0)
    house.documents.comparisons[LONG] = Comparison((), 0)
    shell.window.go("compare", document_id=LONG)
    shell.window.back()
    assert _again(shell).canvas.place() == (120, 0.0)


def test_the_ways_back_outlast_other_letters_but_not_the_visit(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house, LONG)
    screen.pane.jump(120)
    screen = _larger_letters(shell)
    tap(shell, "Chỗ trước")
    assert screen.canvas.page_index == 0
    tap(shell, "Chỗ sau")
    assert screen.canvas.page_index == 120
    shell.window.go("home")
    shell.window.go("reader", document_id=LONG)
    assert not _again(shell).pane.history.can_go_back


def test_zoom_turn_and_single_pages_are_kept_for_each_paper(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house, LONG)
    screen.turn()
    screen.toggle_paged()
    screen.canvas.set_zoom(1.75)
    assert settle(shell)
    shell.window.go("reader", document_id=SHORT)
    other = _again(shell)
    assert (other.canvas.fit, other.canvas.is_paged) == (Fit.WIDTH, False)
    shell.window.back()
    screen = _again(shell)
    assert screen.canvas.is_paged
    assert screen.canvas.view_of(0).turns == 1
    assert abs(screen.canvas.zoom - 1.75) < 0.001
    assert screen.pane.strip._sizes[0] == screen.pane.opened.page_sizes_pt[0][::-1]


def test_a_fitted_page_is_fitted_again_in_other_letters(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house, LONG)
    tap(shell, "Vừa cả trang")
    screen = _larger_letters(shell)
    assert screen.canvas.fit is Fit.PAGE
    assert screen.canvas.view_of(0).rect.height() <= screen.canvas.viewport().height()


def test_large_text_stays_large_text(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house, LONG)
    button(screen, "Đọc chữ to").click()
    assert settle(shell, lambda: screen.pane.large is not None and screen.pane.large._count > 0)
    assert screen.pane.large is not None
    screen.pane.large.go_to(12)
    assert settle(shell)
    screen = _larger_letters(shell)
    assert screen.pane.large is not None
    assert settle(shell, lambda: screen.pane.page_index == 12)


def test_two_papers_stay_side_by_side_in_other_letters(open_house: OpenShell) -> None:
    _house, shell, screen = read(open_house, LONG)
    tap(shell, "Thêm")
    tap(shell, "Hai tài liệu")
    tap_row(shell, "Chọn tài liệu thứ hai", "Dự thảo Nghị quyết")
    assert settle(shell, lambda: len(screen.panes) == 2 and screen.panes[1].opened is not None)
    screen = _larger_letters(shell)
    assert [pane.document_id for pane in screen.panes] == [LONG, SHORT]
    screen.close_second()
    assert settle(shell)
    shell.window._change_settings(UiSettings(reduced_motion=True))
    assert len(_again(shell).panes) == 1


def test_other_letters_do_not_end_following(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house, LONG)
    house.presentation.show(PresentedPage(LONG, 30, fixed_id("device-other")))
    assert settle(shell)
    tap(shell, "Theo dõi")
    screen = _larger_letters(shell)
    assert settle(shell, lambda: screen._follower.is_following)
    house.presentation.show(PresentedPage(LONG, 33, fixed_id("device-other")))
    assert settle(shell, lambda: screen.canvas.page_index == 33)


def test_a_shorter_version_opens_at_its_last_page_and_stays_large(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house, LONG)
    screen.pane.jump(150)
    button(screen, "Đọc chữ to").click()
    assert settle(shell, lambda: screen.pane.large is not None and screen.pane.large._count > 0)
    document = house.congress.state.documents[LONG]
    house.documents._page_counts[LONG] = (document.title, 20)
    house.congress.load(p.DocumentPublished(document=document.model_copy(update={"sha256": "f" * 64})))
    assert settle(shell)
    house.documents.close(LONG)
    tap(shell, "Mở bản mới")
    assert settle(shell, lambda: screen.pane.opened is not None)
    assert screen.pane.page_count == 20
    assert screen.pane.large is not None
    assert settle(shell, lambda: screen.pane.page_index == 19)


def test_what_was_kept_before_a_view_was_kept_is_still_read() -> None:
    from app.wiring.documents import _place_from

    old = {"document_id": str(LONG), "page_index": 3, "offset": 0.5, "read_at_utc_ms": 7}
    place = _place_from(old)
    assert (place.page_index, place.view.fit) == (3, "width")
    assert replace(place, page_index=4).view == place.view
