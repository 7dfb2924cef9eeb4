"""Papers for the screens: decrypted chunk by chunk into the renderer's memory, drawn in its process."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from uuid import UUID

from app.documents.pages import PageFailure
from app.documents.renderer import PageRenderer
from app.storage.device_store import DeviceStore
from app.ui.services import OpenedDocument, OutlineItem, PageBitmap, ReadingPlace
from app.wiring.errors import DocumentRecalled

_PLACES = "reading places"
_PLACES_KEPT = 50


class StoredDocuments:
    """`DocumentService` over the store and a `PageRenderer`. Safe from any thread."""

    def __init__(self, store: DeviceStore, renderer: PageRenderer) -> None:
        self._store = store
        self._renderer = renderer
        self._here = set(store.blobs.names())
        with store.database.read() as tx:
            kept = store.settings.get(tx, _PLACES, [])
        self._places = tuple(
            ReadingPlace(**{**place, "document_id": UUID(place["document_id"])}) for place in kept
        )

    def is_here(self, document_id: UUID) -> bool:
        document = self._store.projection.state.documents.get(document_id)
        return document is not None and (document.sha256 in self._here or self._note_if_here(document.sha256))

    def open(self, document_id: UUID) -> OpenedDocument:
        state = self._store.projection.state
        document = state.documents.get(document_id)
        if document is None or document_id in state.withdrawn:
            raise DocumentRecalled()
        blobs = self._store.blobs
        size = blobs.size_bytes(document.sha256)
        info = self._renderer.open_filled(document_id, size, partial(blobs.read_into, document.sha256))
        outline = tuple(OutlineItem(entry.level, entry.title, entry.page_index) for entry in info.outline)
        return OpenedDocument(document_id, info.page_sizes_pt, outline)

    def render(self, document_id: UUID, page_index: int, width_px: int) -> PageBitmap:
        page = self._renderer.render(document_id, page_index, width_px)
        if isinstance(page, PageFailure):
            raise page.error
        return PageBitmap(page.width, page.height, page.stride, page.rgb)

    def close(self, document_id: UUID) -> None:
        self._renderer.close(document_id)

    def places(self) -> tuple[ReadingPlace, ...]:
        return self._places

    def remember_place(self, place: ReadingPlace) -> None:
        others = (other for other in self._places if other.document_id != place.document_id)
        self._places = (place, *others)[:_PLACES_KEPT]
        kept = [{**asdict(one), "document_id": str(one.document_id)} for one in self._places]
        with self._store.database.write() as tx:
            self._store.settings.set(tx, _PLACES, kept)

    def _note_if_here(self, sha256: str) -> bool:
        if here := self._store.blobs.has(sha256):
            self._here.add(sha256)
        return here
