"""Which papers are listed, and how each is described."""

from __future__ import annotations

from uuid import UUID

from app.domain.entities import Document, DocumentKind
from app.domain.folding import fold_text
from app.domain.state import CongressState
from app.ui.services import DocumentService, ReadingPlace, Snapshot
from app.ui.translation import tr
from app.ui.widgets.rows import Row
from app.ui.words import clock_time, shelf_name


def document_rows(
    snapshot: Snapshot,
    documents: DocumentService,
    shelf: DocumentKind | None = None,
    item_id: UUID | None = None,
    wanted: str = "",
) -> tuple[Row, ...]:
    """Rows of one shelf, or of one agenda item, whose titles hold every word of `wanted`."""
    words = fold_text(wanted).split()
    places = {place.document_id: place for place in documents.places()}
    return tuple(
        _row(snapshot.state, document, documents, places.get(document.id), show_shelf=shelf is None)
        for document in snapshot.papers()
        if (shelf is None or document.kind is shelf)
        and (item_id is None or document.agenda_item_id == item_id)
        and all(word in fold_text(document.title) for word in words)
    )


def replaced_unread_at(state: CongressState, document_id: UUID, place: ReadingPlace | None) -> int | None:
    """When the paper was replaced, until somebody has opened it here again."""
    if state.replaced_version(document_id) is None:
        return None
    at = state.document_versions[document_id][-1].published_at_utc_ms
    return None if place and place.read_at_utc_ms >= at else at


def _row(
    state: CongressState,
    document: Document,
    documents: DocumentService,
    place: ReadingPlace | None,
    *,
    show_shelf: bool,
) -> Row:
    author = state.persons.get(document.author_person_id) if document.author_person_id else None
    item = next((item for item in state.agenda if item.id == document.agenda_item_id), None)
    here = documents.is_here(document.id)
    replaced = replaced_unread_at(state, document.id, place)
    parts = [
        tr("thay lúc {time}", time=clock_time(replaced)) if replaced is not None else "",
        shelf_name(document.kind) if show_shelf else "",
        author.full_name if author else "",
        tr("mục {position} của chương trình", position=item.position) if item else "",
        tr("phát cho phiên này, sẽ thu lại") if document.one_sitting else "",
        tr("đọc đến trang {page}", page=place.page_index + 1) if place else "",
        tr("ảnh quét, không tìm chữ được") if here and not documents.has_text(document.id) else "",
        "" if here else tr("chưa tải xong về máy này"),
    ]
    icon = "file-text"
    if not here:
        icon = "cloud-arrow-down"
    elif replaced is not None:
        icon = "arrows-clockwise"
    return Row(
        key=document.id,
        title=document.title,
        detail=" · ".join(part for part in parts if part),
        trailing=tr("{n} trang", n=document.page_count),
        icon=icon,
        is_muted=not here,
    )
