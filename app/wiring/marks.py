"""A reader's marks: sealed into the log, opened once, placed on the present version of their papers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from app.documents.errors import DocumentsError
from app.documents.marks.anchors import Placement, Version, place_mark, tie_to_words
from app.documents.marks.mark import MarkColor, MarkContent
from app.documents.marks.passages import Letters
from app.documents.marks.seal import MarkIdentity, open_mark, seal_mark, simplified
from app.documents.reading import Box, PageWord
from app.documents.text.reading_text import ReadingText
from app.documents.worker.renderer import PageRenderer
from app.domain.entities import Document, Sharing
from app.domain.errors import NghisuError
from app.domain.ids import IdSource
from app.domain.payloads import MarkKept, MarkRemoved
from app.domain.state import CongressState, SealedMark
from app.runtime.lanes import Lane
from app.storage.device_store import DeviceStore
from app.storage.sealing import Sealer
from app.sync.reader_keys import ReaderKeys
from app.ui.services import Mark, NewMark, Snapshot
from app.wiring.congress import StoredCongress
from app.wiring.errors import DelegationMissing, DocumentRecalled, MarkGone, MarksNotReady
from app.wiring.listeners import Observable

_PLACES = "mark places {}"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where marks of earlier versions stand on version `sha256` of a paper."""

    sha256: str
    by_mark: dict[UUID, Placement]


class StoredMarks:
    """`MarkService` over the log. Safe from any thread; listeners are told in the thread that changed it.

    `keys`: those that the hall has given this device, None before it did. `text_of`: the reading text of a
    version, None where there is none or it is not here. Marks made on an earlier version are placed in a
    thread of its own, from `start` on; what was found is kept in the store.
    """

    def __init__(
        self,
        store: DeviceStore,
        congress: StoredCongress,
        keys: Callable[[], ReaderKeys | None],
        renderer: PageRenderer,
        text_of: Callable[[Document], ReadingText | None],
    ) -> None:
        self._store = store
        self._congress = congress
        self._keys = keys
        self._renderer = renderer
        self._text_of = text_of
        self._random_bytes = congress.signer.random_bytes
        self._new_id = IdSource(congress.signer.clock, self._random_bytes)
        self._lock = threading.RLock()
        self._placing = threading.Lock()
        self._opened: dict[UUID, tuple[SealedMark, MarkContent | None]] = {}
        self._opened_with: ReaderKeys | None = None
        self._places: dict[UUID, _Places] = {}
        self._letters: tuple[str, Letters] = ("", Letters([]))
        self._marks: Observable[tuple[Mark, ...]] = Observable(())
        self._lane: Lane | None = None
        self._is_closing = False
        self._stop_watching = store.projection.subscribe(lambda _state: self.reload())
        self.reload()

    def start(self) -> None:
        """Begin to place marks of earlier versions."""
        self._lane = Lane("marks")
        self.reload()

    def close(self, deadline_s: float) -> None:
        self._is_closing = True
        self._stop_watching()
        if self._lane:
            self._lane.stop(deadline_s)

    def marks(self, document_id: UUID | None = None) -> tuple[Mark, ...]:
        return tuple(
            mark for mark in self._marks.value if document_id is None or mark.document_id == document_id
        )

    def subscribe(self, listener: Callable[[tuple[Mark, ...]], None]) -> Callable[[], None]:
        return self._marks.subscribe(listener)

    def make(self, mark: NewMark) -> UUID:
        mark_id = self._new_id()
        self._keep(mark_id, mark.document_id, mark.sharing, self._content_of(mark))
        return mark_id

    def change(
        self,
        mark_id: UUID,
        *,
        note: str | None = None,
        color: MarkColor | None = None,
        sharing: Sharing | None = None,
    ) -> None:
        sealed, content = self._mine(mark_id)
        content = replace(
            content,
            note=content.note if note is None else note,
            color=content.color if color is None else color,
        )
        self._keep(mark_id, sealed.document_id, sealed.sharing if sharing is None else sharing, content)

    def remove(self, mark_id: UUID) -> None:
        self._mine(mark_id)
        self._congress.say(MarkRemoved(mark_id=mark_id))

    def restore(self, mark: Mark) -> None:
        # As it was drawn, where that is still known: its words are found again from there.
        _, content = self._opened.get(mark.id, (None, None))
        if content is None:
            content = self._content_of(_as_new(mark))
        content = replace(content, note=mark.note, color=mark.color)
        self._keep(mark.id, mark.document_id, mark.sharing, content)

    def place_now(self, document_id: UUID) -> None:
        with self._placing:
            state = self._store.projection.state
            document = state.documents.get(document_id)
            if document is None or document_id in state.withdrawn or not self._is_here(document):
                return
            waiting = self._unplaced(state, document)
            if not waiting:
                return
            found = dict(self._places_on(document).by_mark)
            with self._version_of(document) as version:
                for mark_id, content in waiting.items():
                    if self._is_closing:
                        return
                    found[mark_id] = place_mark(content, _page_count(state, document_id, content), version)
            self._remember_places(document, found)
        self.reload()

    def reload(self) -> None:
        """Look at the log, the keys and the papers here again; listeners are told when marks changed."""
        with self._lock:
            snapshot = self._congress.snapshot()
            keys = self._keys()
            if keys != self._opened_with:
                self._opened_with = keys
                self._opened = {key: one for key, one in self._opened.items() if one[1] is not None}
            papers = _papers_of(snapshot)
            marks: list[Mark] = []
            waiting: set[UUID] = set()
            for sealed, content in self._readable(snapshot.state, keys):
                if sealed.document_id in papers:
                    document = papers[sealed.document_id][1]
                    place = self._placement(document, sealed.id, content)
                    marks.append(_shown(sealed, content, place, sealed.owner_id == _owner_id(snapshot)))
                    if place is None:
                        waiting.add(document.id)
            ordered = tuple(sorted(marks, key=lambda mark: (papers[mark.document_id][0], *_position(mark))))
            if ordered != self._marks.value:
                self._marks.set(ordered)
        if self._lane:
            for document_id in waiting:
                self._lane.submit(partial(self._place_quietly, document_id))

    # Making and keeping.

    def _content_of(self, mark: NewMark) -> MarkContent:
        state = self._store.projection.state
        document = state.documents.get(mark.document_id)
        if document is None or mark.document_id in state.withdrawn:
            raise DocumentRecalled()
        content = MarkContent(
            sha256=document.sha256,
            page_index=mark.page_index,
            kind=mark.kind,
            color=mark.color,
            boxes=mark.boxes,
            strokes=simplified(mark.strokes),
            note=mark.note,
            quote=mark.quote,
            made_at_utc_ms=self._congress.signer.clock.now_utc_ms(),
        )
        try:
            words = self._renderer.words(mark.document_id, mark.page_index)
            content = replace(content, page_size=self._renderer.page_size(mark.document_id, mark.page_index))
            return tie_to_words(content, self._letters_of(document), words)
        except DocumentsError as error:
            # A page that cannot be read can still be marked; on another version it keeps its page.
            _log.info("a mark is tied to no words: %s", error.code)
            return content

    def _keep(self, mark_id: UUID, document_id: UUID, sharing: Sharing, content: MarkContent) -> None:
        keys = self._keys()
        if keys is None:
            raise MarksNotReady()
        key = keys.own if sharing is Sharing.PRIVATE else keys.delegation
        if key is None:
            raise DelegationMissing()
        identity = MarkIdentity(mark_id, document_id, sharing)
        sealed = seal_mark(content, identity, Sealer(key, self._random_bytes))
        self._congress.say(MarkKept(mark_id=mark_id, document_id=document_id, sharing=sharing, sealed=sealed))

    def _mine(self, mark_id: UUID) -> tuple[SealedMark, MarkContent]:
        snapshot = self._congress.snapshot()
        sealed, (_, content) = snapshot.state.marks.get(mark_id), self._opened.get(mark_id, (None, None))
        if sealed is None or content is None or sealed.owner_id != _owner_id(snapshot):
            raise MarkGone()
        return sealed, content

    # Opening and showing; with the lock held.

    def _readable(
        self, state: CongressState, keys: ReaderKeys | None
    ) -> Iterator[tuple[SealedMark, MarkContent]]:
        """Marks that this device's keys open. Each is opened once."""
        if keys is None:
            return
        sealers = {Sharing.PRIVATE: Sealer(keys.own, self._random_bytes)}
        if keys.delegation:
            sealers[Sharing.DELEGATION] = Sealer(keys.delegation, self._random_bytes)
        for sealed in state.marks.values():
            known = self._opened.get(sealed.id)
            if known is None or (known[0] is not sealed and known[0] != sealed):
                sealer = sealers.get(sealed.sharing)
                identity = MarkIdentity(sealed.id, sealed.document_id, sealed.sharing)
                content = open_mark(sealed.sealed, identity, sealer) if sealer else None
                known = self._opened[sealed.id] = (sealed, content)
            if known[1] is not None:
                yield sealed, known[1]

    # Placing.

    def _placement(self, document: Document, mark_id: UUID, content: MarkContent) -> Placement | None:
        """None while it has not been looked for."""
        if content.sha256 == document.sha256:
            return Placement(content.page_index, content.boxes, has_moved=False)
        return self._places_on(document).by_mark.get(mark_id)

    def _unplaced(self, state: CongressState, document: Document) -> dict[UUID, MarkContent]:
        with self._lock:
            return {
                sealed.id: content
                for sealed, content in self._readable(state, self._opened_with)
                if sealed.document_id == document.id and self._placement(document, sealed.id, content) is None
            }

    def _place_quietly(self, document_id: UUID) -> None:
        try:
            self.place_now(document_id)
        except NghisuError as error:
            # A paper that does not open, a full disk: the marks stay in the list, and are tried again.
            _log.warning("marks could not be placed: %s", error.code)

    def _is_here(self, document: Document) -> bool:
        names = (document.sha256, document.reading_sha256)
        return all(self._store.blobs.has(name) for name in names if name)

    @contextmanager
    def _version_of(self, document: Document) -> Iterator[Version]:
        """The paper opened beside the reader's own, which may be closed or opened anew at any moment."""
        letters, blobs = self._letters_of(document), self._store.blobs
        key = uuid5(document.id, "marks")
        size = blobs.size_bytes(document.sha256)
        info = self._renderer.open_filled(key, size, partial(blobs.read_into, document.sha256))
        try:
            yield Version(letters, partial(self._words_or_none, key), info.page_sizes_pt)
        finally:
            self._renderer.close(key)

    def _words_or_none(self, key: UUID, page_index: int) -> tuple[PageWord, ...]:
        try:
            return self._renderer.words(key, page_index)
        except DocumentsError:
            return ()

    def _letters_of(self, document: Document) -> Letters:
        """Of the last paper asked for they are kept: one marks the same paper again and again."""
        sha256, letters = self._letters
        if sha256 != document.sha256:
            text = self._text_of(document)
            letters = Letters.of_paper(text.pages if text else ())
            if text is not None:
                self._letters = (document.sha256, letters)
        return letters

    def _places_on(self, document: Document) -> _Places:
        known = self._places.get(document.id)
        if known is None or known.sha256 != document.sha256:
            with self._store.database.read() as tx:
                kept = self._store.settings.get(tx, _PLACES.format(document.id), {})
            is_present = kept.get("sha256") == document.sha256
            by_mark = (
                {UUID(key): _placement_from(raw) for key, raw in kept["marks"].items()} if is_present else {}
            )
            known = self._places[document.id] = _Places(document.sha256, by_mark)
        return known

    def _remember_places(self, document: Document, found: dict[UUID, Placement]) -> None:
        kept = {"sha256": document.sha256, "marks": {str(key): astuple(one) for key, one in found.items()}}
        with self._store.database.write() as tx:
            self._store.settings.set(tx, _PLACES.format(document.id), kept)
        with self._lock:
            self._places[document.id] = _Places(document.sha256, found)


def _shown(sealed: SealedMark, content: MarkContent, place: Placement | None, is_mine: bool) -> Mark:
    """The mark for the screens; without a place also while none has been looked for."""
    is_placed = place is not None and place.page_index is not None
    return Mark(
        id=sealed.id,
        document_id=sealed.document_id,
        page_index=place.page_index if place else None,
        kind=content.kind,
        color=content.color,
        boxes=place.boxes if place else (),
        strokes=place.moved(content.strokes) if place and is_placed else (),
        note=content.note,
        quote=content.quote,
        sharing=sealed.sharing,
        owner_id=sealed.owner_id,
        is_mine=is_mine,
        has_moved=place is not None and place.has_moved,
        made_at_utc_ms=content.made_at_utc_ms,
    )


def _owner_id(snapshot: Snapshot) -> UUID:
    return snapshot.person_id or snapshot.device_id


def _papers_of(snapshot: Snapshot) -> dict[UUID, tuple[int, Document]]:
    """Papers that this reader may see, with their order on the shelf."""
    state = snapshot.state
    person = state.persons.get(snapshot.person_id) if snapshot.person_id else None
    return {
        document.id: (order, document)
        for order, document in enumerate(state.documents_on_shelf())
        if document.is_for(snapshot.role, person)
    }


def _position(mark: Mark) -> tuple[bool, int, float, float, int]:
    """In reading order; those without a place come last."""
    points = [(box.y0, box.x0) for box in mark.boxes]
    points += [(y, x) for stroke in mark.strokes for x, y in stroke]
    y, x = min(points, default=(0.0, 0.0))
    return mark.page_index is None, mark.page_index or 0, y, x, mark.made_at_utc_ms


def _page_count(state: CongressState, document_id: UUID, content: MarkContent) -> int:
    """Pages of the version that was marked; 0 when it is not known."""
    versions = state.document_versions.get(document_id, ())
    return next((one.document.page_count for one in versions if one.document.sha256 == content.sha256), 0)


def _as_new(mark: Mark) -> NewMark:
    return NewMark(
        document_id=mark.document_id,
        page_index=mark.page_index or 0,
        kind=mark.kind,
        color=mark.color,
        boxes=mark.boxes,
        strokes=mark.strokes,
        note=mark.note,
        quote=mark.quote,
        sharing=mark.sharing,
    )


def _placement_from(raw: Any) -> Placement:
    page_index, boxes, dx, dy, has_moved = raw
    return Placement(page_index, tuple(Box(*box) for box in boxes), dx, dy, has_moved)
