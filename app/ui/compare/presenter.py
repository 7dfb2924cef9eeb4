"""Two versions as rows: what differs, with a paragraph around it; long stretches without change folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.ui.services import ChangeKind, ComparedParagraph
from app.ui.translation import tr

CONTEXT_PARAGRAPHS = 1
"""Unchanged paragraphs kept in sight before and after a change."""
_LEAST_FOLDED = 2


@dataclass(frozen=True, slots=True)
class Fold:
    """Unchanged paragraphs from `first` to before `end` that are not shown until asked for."""

    first: int
    end: int

    @property
    def count(self) -> int:
        return self.end - self.first

    @property
    def words(self) -> str:
        return tr("… {n} đoạn không đổi", n=self.count)


CompareRow = ComparedParagraph | Fold


def compare_rows(paragraphs: Sequence[ComparedParagraph], opened: frozenset[int]) -> list[CompareRow]:
    """In order; `opened` are the folds (by their first paragraph) that the reader opened."""
    near = [False] * len(paragraphs)
    for number, one in enumerate(paragraphs):
        if one.kind is not ChangeKind.SAME:
            start, end = max(0, number - CONTEXT_PARAGRAPHS), number + CONTEXT_PARAGRAPHS + 1
            near[start:end] = [True] * (min(end, len(paragraphs)) - start)
    rows: list[CompareRow] = []
    number = 0
    while number < len(paragraphs):
        end = number
        while end < len(paragraphs) and not near[end]:
            end += 1
        if end - number >= _LEAST_FOLDED and number not in opened:
            rows.append(Fold(number, end))
        else:
            end = max(end, number + 1)
            rows += paragraphs[number:end]
        number = end
    return rows


def is_change(one: CompareRow) -> bool:
    return isinstance(one, ComparedParagraph) and one.kind is not ChangeKind.SAME


def pages_words(one: ComparedParagraph) -> str:
    """On which page the paragraph stands, of both versions where they differ."""
    old, new = one.old_page_index, one.new_page_index
    if old is not None and new is not None and old != new:
        return tr("trang {old} → {new}", old=old + 1, new=new + 1)
    page = new if new is not None else old
    return tr("trang {page}", page=page + 1) if page is not None else ""


def kind_words(kind: ChangeKind) -> tuple[str, str]:
    """Icon and word."""
    return {
        ChangeKind.SAME: ("", ""),
        ChangeKind.ADDED: ("plus-circle", tr("Thêm mới")),
        ChangeKind.REMOVED: ("minus-circle", tr("Đã bỏ")),
        ChangeKind.CHANGED: ("pencil-simple", tr("Sửa")),
    }[kind]


def spoken(one: CompareRow) -> str:
    """What a screen reader says of a row."""
    if isinstance(one, Fold):
        return one.words
    if one.kind is ChangeKind.SAME:
        return one.new_text
    parts = [kind_words(one.kind)[1], pages_words(one)]
    if one.old_text:
        parts.append(tr("Trước: {text}", text=one.old_text))
    if one.new_text:
        parts.append(tr("Nay: {text}", text=one.new_text))
    return ", ".join(part for part in parts if part)
