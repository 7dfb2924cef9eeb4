"""Papers for the screens: decrypted into the renderer's memory, drawn and read in its process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from app.documents.marks.mark import PageMark
from app.documents.pages import Canvas, Drawing
from app.documents.text.compare import compare_papers
from app.documents.worker.renderer import PageRenderer
from app.domain.entities import Document, PageRange
from app.domain.payloads import DocumentRead
from app.domain.search_query import SearchQuery
from app.storage.device_store import DeviceStore
from app.storage.files import write_atomic
from app.ui.services import (
    Comparison,
    FlowBlock,
    IsCancelled,
    Mark,
    OpenedDocument,
    OutlineItem,
    PageWord,
    Progress,
    ProgressCallback,
    ReadingPlace,
    ReadingView,
    SearchAnswer,
    SearchHit,
)
from app.wiring.congress import StoredCongress
from app.wiring.errors import DocumentRecalled, ExportNotAllowed, NothingToCompare
from app.wiring.reading import PaperTexts

_PLACES = "reading places"
_PLACES_KEPT = 50
STAGE_EXPORT = "export"


class StoredDocuments:
    """`DocumentService` over the store, a `PageRenderer` and the papers' texts. Safe from any thread.

    `marks_of` gives the reader's marks on a paper, for exporting them.
    """

    def __init__(
        self,
        store: DeviceStore,
        renderer: PageRenderer,
        congress: StoredCongress,
        texts: PaperTexts,
        marks_of: Callable[[UUID], Iterable[Mark]],
    ) -> None:
        self._store = store
        self._renderer = renderer
        self._congress = congress
        self._texts = texts
        self._marks_of = marks_of
        self._here = set(store.blobs.names())
        with store.database.read() as tx:
            kept = store.settings.get(tx, _PLACES, [])
        self._places = tuple(map(_place_from, kept))

    def is_here(self, document_id: UUID) -> bool:
        document = self._store.projection.state.documents.get(document_id)
        return document is not None and (document.sha256 in self._here or self._note_if_here(document.sha256))

    def open(self, document_id: UUID) -> OpenedDocument:
        document = self._document(document_id)
        blobs = self._store.blobs
        size = blobs.size_bytes(document.sha256)
        info = self._renderer.open_filled(document_id, size, partial(blobs.read_into, document.sha256))
        entries = info.outline or self._texts.outline_of(document)
        outline = tuple(OutlineItem(entry.level, entry.title, entry.page_index) for entry in entries)
        return OpenedDocument(document_id, info.page_sizes_pt, outline)

    def render(self, document_id: UUID, drawing: Drawing, canvas: Canvas) -> None:
        self._renderer.draw(document_id, drawing, canvas)

    def words(self, document_id: UUID, page_index: int) -> tuple[PageWord, ...]:
        return self._renderer.words(document_id, page_index)

    def flow(self, document_id: UUID, page_index: int) -> tuple[FlowBlock, ...]:
        return self._renderer.flow(document_id, page_index)

    def close(self, document_id: UUID) -> None:
        self._renderer.close(document_id)

    def search(self, query: str, document_id: UUID | None = None, limit: int = 50) -> SearchAnswer:
        state = self._store.projection.state
        papers = state.documents_for(self._congress.device)
        shelf = {doc.reading_sha256: doc.id for doc in papers if doc.reading_sha256}
        if document_id is not None:
            shelf = {sha256: one for sha256, one in shelf.items() if one == document_id}
        found = self._texts.index.search(SearchQuery.parse(query), shelf.keys(), limit)
        hits = (SearchHit(shelf[hit.sha256], hit.page_index, hit.snippet, hit.marked) for hit in found.hits)
        return SearchAnswer(tuple(hits), found.pages_count)

    def has_text(self, document_id: UUID) -> bool:
        document = self._store.projection.state.documents.get(document_id)
        return document is not None and document.reading_sha256 is not None

    def can_compare(self, document_id: UUID) -> bool:
        state = self._store.projection.state
        replaced = state.replaced_version(document_id)
        present = state.documents.get(document_id)
        if replaced is None or present is None or document_id in state.withdrawn:
            return False
        texts = (replaced.document.reading_sha256, present.reading_sha256)
        return all(sha256 is not None and self._store.blobs.has(sha256) for sha256 in texts)

    def compare(self, document_id: UUID) -> Comparison:
        present = self._document(document_id)
        state = self._store.projection.state
        replaced = state.replaced_version(document_id)
        old = self._texts.text_of(replaced.document) if replaced else None
        new = self._texts.text_of(present)
        if old is None or new is None:
            raise NothingToCompare()
        replaced_at = state.document_versions[document_id][-1].published_at_utc_ms
        return Comparison(compare_papers(old, new), replaced_at)

    def note_read(self, document_id: UUID, pages: frozenset[int]) -> None:
        state = self._store.projection.state
        document = state.documents.get(document_id)
        if document is None or not state.settings.read_receipts:
            return
        owner_id = state.owner_of(self._congress.device.id)
        known = state.readings.get((document_id, owner_id, document.sha256))
        fresh = sorted(page for page in pages if known is None or not known.pages >> page & 1)
        if fresh:
            self._congress.say(
                DocumentRead(document_id=document_id, sha256=document.sha256, pages=_ranges(fresh))
            )

    def export_annotated(
        self, document_id: UUID, path: Path, progress: ProgressCallback, is_cancelled: IsCancelled
    ) -> None:
        if not self._store.projection.state.settings.allow_export:
            raise ExportNotAllowed()
        self._document(document_id)
        progress(Progress(STAGE_EXPORT, 0, 2))
        written = self._renderer.annotated(document_id, self._page_marks(document_id), self._watermark())
        progress(Progress(STAGE_EXPORT, 1, 2))
        if not is_cancelled():
            write_atomic(path, written)
            progress(Progress(STAGE_EXPORT, 2, 2))

    def places(self) -> tuple[ReadingPlace, ...]:
        return self._places

    def remember_place(self, place: ReadingPlace) -> None:
        others = (other for other in self._places if other.document_id != place.document_id)
        self._keep_places((place, *others)[:_PLACES_KEPT])

    def forget_gone(self) -> None:
        """Papers that were called back leave nothing behind, not even where one stopped reading them."""
        state = self._store.projection.state
        self._here = set(self._store.blobs.names())
        kept = tuple(place for place in self._places if place.document_id not in state.withdrawn)
        if kept != self._places:
            self._keep_places(kept)
        for document_id in state.withdrawn:
            self._renderer.close(document_id)

    def _keep_places(self, places: tuple[ReadingPlace, ...]) -> None:
        self._places = places
        kept = [{**asdict(one), "document_id": str(one.document_id)} for one in places]
        with self._store.database.write() as tx:
            self._store.settings.set(tx, _PLACES, kept)

    def _document(self, document_id: UUID) -> Document:
        """The paper on the shelf. Raises `DocumentRecalled`."""
        state = self._store.projection.state
        document = state.documents.get(document_id)
        if document is None or document_id in state.withdrawn:
            raise DocumentRecalled()
        return document

    def _note_if_here(self, sha256: str) -> bool:
        if here := self._store.blobs.has(sha256):
            self._here.add(sha256)
        return here

    def _page_marks(self, document_id: UUID) -> list[PageMark]:
        """The marks that still have a place, each with the name of whoever made it."""
        persons = self._store.projection.state.persons
        return [
            PageMark(
                page_index=mark.page_index,
                kind=mark.kind,
                color=mark.color,
                boxes=mark.boxes,
                strokes=mark.strokes,
                note=mark.note,
                quote=mark.quote,
                author=persons[mark.owner_id].full_name if mark.owner_id in persons else "",
                made_at_utc_ms=mark.made_at_utc_ms,
            )
            for mark in self._marks_of(document_id)
            if mark.page_index is not None
        ]

    def _watermark(self) -> str:
        state = self._store.projection.state
        if not state.settings.watermark:
            return ""
        person = state.person_of(self._congress.device.id)
        return f"{person.full_name} · {person.number}" if person else self._congress.device.name


def _place_from(raw: dict[str, Any]) -> ReadingPlace:
    view = ReadingView(**raw.get("view", {}))
    return ReadingPlace(**{**raw, "document_id": UUID(raw["document_id"]), "view": view})


def _ranges(pages: list[int]) -> tuple[PageRange, ...]:
    """Ascending pages as stretches: 1, 2, 3, 7 -> 1-3, 7-7."""
    found: list[tuple[int, int]] = []
    for page in pages:
        if found and found[-1][1] == page - 1:
            found[-1] = (found[-1][0], page)
        else:
            found.append((page, page))
    return tuple(PageRange(first=first, last=last) for first, last in found)
