"""Which papers are listed, and how each is described."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from app.domain.entities import Document, DocumentKind
from app.domain.folding import fold_text
from app.domain.state import CongressState
from app.ui.translation import tr
from app.ui.widgets.rows import Row
from app.ui.words import shelf_name


def document_rows(
    state: CongressState,
    is_here: Callable[[UUID], bool],
    shelf: DocumentKind | None = None,
    item_id: UUID | None = None,
    wanted: str = "",
) -> tuple[Row, ...]:
    """Rows of one shelf, or of one agenda item, whose titles hold every word of `wanted`."""
    words = fold_text(wanted).split()
    return tuple(
        _row(state, document, is_here(document.id), show_shelf=shelf is None)
        for document in state.documents_on_shelf()
        if (shelf is None or document.kind is shelf)
        and (item_id is None or document.agenda_item_id == item_id)
        and all(word in fold_text(document.title) for word in words)
    )


def _row(state: CongressState, document: Document, here: bool, *, show_shelf: bool) -> Row:
    author = state.persons.get(document.author_person_id) if document.author_person_id else None
    item = next((item for item in state.agenda if item.id == document.agenda_item_id), None)
    parts = [
        shelf_name(document.kind) if show_shelf else "",
        author.full_name if author else "",
        tr("mục {position} của chương trình", position=item.position) if item else "",
        "" if here else tr("chưa tải xong về máy này"),
    ]
    return Row(
        key=document.id,
        title=document.title,
        detail=", ".join(part for part in parts if part),
        trailing=tr("{n} trang", n=document.page_count),
        icon="file-text" if here else "cloud-arrow-down",
        is_muted=not here,
    )
