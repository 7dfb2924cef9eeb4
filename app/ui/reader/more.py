""" "Thêm": everything that the bars have no room for, in big rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.state import CongressState
from app.ui.reader.layout import Fit
from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.translation import tr
from app.ui.widgets.basics import Button

if TYPE_CHECKING:
    from app.ui.reader.view import ReaderScreen


@dataclass(frozen=True, slots=True)
class Choice:
    """One row. `is_on` shows a state; `is_possible` False leaves the row out."""

    word: str
    icon: str
    action: Callable[[], object]
    is_on: bool = False
    is_possible: bool = True


def more_sheet(look: Look, parent: QWidget, groups: tuple[tuple[Choice, ...], ...]) -> Sheet:
    """A sheet whose rows close it and then do what they say."""
    sheet = Sheet(look, parent, tr("Thêm"))

    def choose(action: Callable[[], object]) -> None:
        sheet.close_sheet()
        action()

    for number, group in enumerate(groups):
        possible = [choice for choice in group if choice.is_possible]
        if number and possible:
            sheet.content.addSpacing(12)
        for choice in possible:
            button = Button(look, choice.word, choice.icon, "row")
            button.clicked.connect(lambda _checked=False, action=choice.action: choose(action))
            button.setCheckable(choice.is_on)
            button.setChecked(choice.is_on)
            sheet.content.addWidget(button)
    sheet.open_sheet()
    return sheet


def reader_choices(screen: ReaderScreen, state: CongressState) -> tuple[tuple[Choice, ...], ...]:
    """What can be done with the paper that is open: going, looking, marking, the congress's own."""
    return (_ways(screen), _views(screen), _marking(screen), _others(screen, state))


def _ways(screen: ReaderScreen) -> tuple[Choice, ...]:
    pane = screen.pane
    is_open, history = pane.opened is not None, pane.history
    has_outline = pane.opened is not None and bool(pane.opened.outline)
    return (
        Choice(tr("Mục lục"), "list-bullets", screen.open_contents, is_possible=has_outline),
        Choice(tr("Đến trang"), "hash", screen.open_page_chooser, is_possible=is_open),
        Choice(tr("Chỗ trước"), "arrow-u-up-left", pane.go_back, is_possible=history.can_go_back),
        Choice(tr("Chỗ sau"), "arrow-u-up-right", pane.go_forward, is_possible=history.can_go_forward),
    )


def _views(screen: ReaderScreen) -> tuple[Choice, ...]:
    pane = screen.pane
    has_pages = pane.opened is not None and pane.large is None
    is_wide, is_paged = pane.canvas.fit is Fit.WIDTH, pane.canvas.is_paged
    has_two = len(screen.panes) > 1
    return (
        Choice(
            tr("Từng trang một"), "file", screen.toggle_paged, is_on=is_paged, is_possible=has_pages
        ),
        Choice(
            tr("Vừa cả trang") if is_wide else tr("Vừa bề ngang"),
            "arrows-out-line-vertical" if is_wide else "arrows-out-line-horizontal",
            screen.toggle_fit,
            is_possible=has_pages,
        ),
        Choice(tr("Xoay trang"), "arrow-clockwise", screen.turn, is_possible=has_pages),
        Choice(
            tr("Hai tài liệu"), "columns", screen.open_papers,
            is_possible=pane.opened is not None and screen.can_split and not has_two,
        ),
        Choice(tr("Đóng tài liệu bên phải"), "x", screen.close_second, is_possible=has_two),
    )  # fmt: skip


def _marking(screen: ReaderScreen) -> tuple[Choice, ...]:
    pane, marker = screen.pane, screen.pane.marker
    may = pane.opened is not None and marker.desk.can_mark
    marked = marker.desk.bookmark_on(pane.page_index) is not None
    return (
        Choice(
            tr("Bỏ đánh dấu trang này") if marked else tr("Đánh dấu trang này"),
            "bookmark-simple", screen.toggle_bookmark, is_possible=may,
        ),
        Choice(
            tr("Ghi chú ở trang này"), "note", screen.open_page_marks,
            is_possible=pane.opened is not None and bool(marker.marks_on(pane.page_index)),
        ),
        Choice(tr("Vẽ tay"), "pencil-line", screen.draw, is_possible=may and pane.large is None),
        Choice(tr("Hoàn tác"), "arrow-counter-clockwise", marker.undo, is_possible=marker.can_undo),
        Choice(tr("Làm lại"), "arrow-clockwise", marker.redo, is_possible=marker.desk.can_redo),
        Choice(tr("Ghi chú của tôi"), "notebook", screen.open_marks, is_possible=marker.desk.can_mark),
    )  # fmt: skip


def _others(screen: ReaderScreen, state: CongressState) -> tuple[Choice, ...]:
    pane = screen.pane
    return (
        Choice(
            tr("Xem chỗ khác với bản trước"), "columns", pane.open_comparison,
            is_possible=pane.opened is not None and screen.can_compare,
        ),
        Choice(
            tr("Xuất PDF có ghi chú…"), "export", screen.export,
            is_possible=pane.opened is not None and state.settings.allow_export,
        ),
        Choice(tr("Danh mục"), "list", screen.open_menu),
    )  # fmt: skip
