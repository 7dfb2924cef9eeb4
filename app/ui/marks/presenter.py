"""Marks in rows under the titles of their papers, and which of them a filter lets through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from app.domain.entities import Sharing
from app.domain.state import CongressState
from app.ui.services import Mark, MarkKind, Snapshot
from app.ui.theme.tokens import MARK_TONES
from app.ui.translation import tr
from app.ui.widgets.rows import Row


class MarkFilter(StrEnum):
    """What the list is cut down to."""

    ALL = "all"
    NOTES = "notes"
    DRAWN = "drawn"
    BOOKMARKS = "bookmarks"
    FROM_OTHERS = "from_others"

    def lets(self, mark: Mark) -> bool:
        if self is MarkFilter.NOTES:
            return mark.kind is MarkKind.NOTE or bool(mark.note)
        if self is MarkFilter.DRAWN:
            return mark.kind in (MarkKind.HIGHLIGHT, MarkKind.UNDERLINE, MarkKind.INK)
        if self is MarkFilter.BOOKMARKS:
            return mark.kind is MarkKind.BOOKMARK
        return not mark.is_mine if self is MarkFilter.FROM_OTHERS else True


def filter_name(chosen: MarkFilter) -> str:
    return {
        MarkFilter.ALL: tr("Tất cả"),
        MarkFilter.NOTES: tr("Ghi chú"),
        MarkFilter.DRAWN: tr("Tô, gạch, vẽ"),
        MarkFilter.BOOKMARKS: tr("Dấu trang"),
        MarkFilter.FROM_OTHERS: tr("Đoàn chia sẻ"),
    }[chosen]


_ICONS = {
    MarkKind.HIGHLIGHT: "highlighter-circle",
    MarkKind.UNDERLINE: "text-underline",
    MarkKind.INK: "pencil",
    MarkKind.NOTE: "note",
    MarkKind.BOOKMARK: "bookmark-simple",
}


def kind_name(kind: MarkKind) -> str:
    return {
        MarkKind.HIGHLIGHT: tr("Tô màu"),
        MarkKind.UNDERLINE: tr("Gạch chân"),
        MarkKind.INK: tr("Nét vẽ"),
        MarkKind.NOTE: tr("Ghi chú"),
        MarkKind.BOOKMARK: tr("Dấu trang"),
    }[kind]


def count_mine(marks: Iterable[Mark], snapshot: Snapshot) -> int:
    """One's own marks in papers that are still here to be read."""
    here = {document.id for document in snapshot.papers()}
    return sum(mark.is_mine and mark.document_id in here for mark in marks)


def mark_rows(
    marks: Sequence[Mark], snapshot: Snapshot, chosen: MarkFilter, theme_name: str, *, is_removing: bool
) -> tuple[Row, ...]:
    """Under each paper, in the order of the shelves, its marks as one meets them while reading.

    `is_removing`: what may be removed shows a bin, everything else is muted.
    """
    rows: list[Row] = []
    for document in snapshot.papers():
        ours = [mark for mark in marks if mark.document_id == document.id and chosen.lets(mark)]
        if ours:
            count = tr("{n} ghi chú", n=len(ours))
            rows.append(
                Row(("paper", document.id), document.title, trailing=count, icon="file-text", is_heading=True)
            )
            # What the new version no longer has stands last.
            ours.sort(key=lambda mark: mark.page_index is None)
            rows += [_row(mark, snapshot.state, theme_name, is_removing) for mark in ours]
    return tuple(rows)


def _row(mark: Mark, state: CongressState, theme_name: str, is_removing: bool) -> Row:
    quote = f"“{mark.quote}”" if mark.quote else ""
    title = quote or mark.note or kind_name(mark.kind)
    details = [mark.note if quote else "", *_signs(mark, state)]
    page = "" if mark.page_index is None else tr("trang {page}", page=mark.page_index + 1)
    return Row(
        key=mark.id,
        title=title,
        detail=" · ".join(part for part in details if part),
        trailing=page,
        icon="trash" if is_removing and mark.is_mine else _ICONS[mark.kind],
        tone="accent_text" if is_removing and mark.is_mine else "ink",
        is_muted=is_removing and not mark.is_mine,
        indent=1,
        swatch="" if mark.kind is MarkKind.BOOKMARK else MARK_TONES[theme_name][mark.color].fill,
    )


def _signs(mark: Mark, state: CongressState) -> list[str]:
    owner = state.persons.get(mark.owner_id)
    signs = []
    if not mark.is_mine:
        signs.append(tr("của {name}", name=owner.full_name) if owner else tr("của người cùng đoàn"))
    elif mark.sharing is Sharing.DELEGATION:
        signs.append(tr("đã chia sẻ với đoàn"))
    if mark.page_index is None:
        signs.append(tr("không còn trong bản mới"))
    elif mark.has_moved:
        signs.append(tr("đã chuyển theo bản mới"))
    return signs


def nothing_here(chosen: MarkFilter) -> str:
    """What to say instead of an empty list."""
    if chosen is MarkFilter.FROM_OTHERS:
        return tr("Trong đoàn chưa có ai chia sẻ ghi chú.")
    if chosen is MarkFilter.ALL:
        return tr("Anh/chị chưa ghi chú gì. Khi đọc, chạm và giữ một từ để tô màu hoặc ghi chú.")
    return tr("Không có ghi chú nào thuộc loại này.")
