"""What was found, in rows under the titles of the papers, and how that is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from app.domain.entities import Document
from app.ui.services import SearchAnswer, SearchHit
from app.ui.translation import tr
from app.ui.widgets.rows import Row

Place = tuple[UUID, int]
"""A page of a paper: the key of a row of results."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the screen shows for one search. `said` is also what a screen reader hears."""

    rows: tuple[Row, ...]
    said: str


def found(query: str, answer: SearchAnswer, papers: Iterable[Document]) -> Found:
    """Hits under their papers, the best paper first as the search gave them."""
    by_id = {document.id: document for document in papers}
    hits: dict[UUID, list[SearchHit]] = {}
    for hit in answer.hits:
        if hit.document_id in by_id:
            hits.setdefault(hit.document_id, []).append(hit)
    rows: list[Row] = []
    for document_id, ours in hits.items():
        title = by_id[document_id].title
        pages = tr("{n} trang", n=len(ours))
        rows.append(Row(("paper", document_id), title, trailing=pages, icon="file-text", is_heading=True))
        rows += [_row(hit) for hit in ours]
    return Found(tuple(rows), _said(query, answer, len(hits)))


def _row(hit: SearchHit) -> Row:
    return Row(
        key=(hit.document_id, hit.page_index),
        title=hit.snippet,
        trailing=tr("trang {page}", page=hit.page_index + 1),
        indent=1,
        marked=hit.marked,
    )


def _said(query: str, answer: SearchAnswer, papers_count: int) -> str:
    if not answer.hits:
        return tr("Không tìm thấy “{text}”. Thử gõ ít chữ hơn, hoặc gõ không dấu.", text=query.strip())
    pages, shown = answer.pages_count, len(answer.hits)
    if pages > shown:
        # How many papers the rest is in is not known.
        return tr("Có {pages} trang. Đây là {shown} trang hợp nhất.", pages=pages, shown=shown)
    return tr(
        "{pages} trong {papers}", pages=tr("{n} trang", n=pages), papers=tr("{n} tài liệu", n=papers_count)
    )


def not_searched(
    papers: Iterable[Document], is_here: Callable[[UUID], bool], has_text: Callable[[UUID], bool]
) -> str:
    """Papers that a search cannot look into, said in one sentence; "" when there are none."""
    here, coming = [], 0
    for document in papers:
        if is_here(document.id):
            here.append(document.id)
        else:
            coming += 1
    scans = sum(not has_text(document_id) for document_id in here)
    parts = [
        tr("{n} tài liệu là ảnh quét, không tìm trong nội dung được.", n=scans) if scans else "",
        tr("{n} tài liệu chưa tải xong về máy này.", n=coming) if coming else "",
    ]
    return " ".join(part for part in parts if part)
