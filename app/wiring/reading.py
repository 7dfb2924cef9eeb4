"""Keeping the search index in step with the papers on this device, and the texts it is made of."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import astuple

from app.documents.errors import DocumentsError
from app.documents.pages import OutlineEntry
from app.documents.text.reading_text import ReadingText
from app.domain.entities import Device, Document
from app.domain.state import CongressState
from app.runtime.lanes import Lane
from app.storage.device_store import DeviceStore
from app.storage.errors import BlobMissing, StorageError
from app.storage.search_index import SearchIndex

_OUTLINE = "outline {}"
_log = logging.getLogger(__name__)


class PaperTexts:
    """Indexes papers whose text has arrived, forgets those that are gone. `catch_up` from any thread.

    In the index a paper goes by the SHA-256 of its text: the same file may get a better text later.

    One thread does the work; what was cut off (a kill, a full disk) goes on at the next `catch_up`.
    """

    def __init__(self, store: DeviceStore, device: Device) -> None:
        self._store = store
        self._device = device
        self.index = SearchIndex(store.database)
        self._lane = Lane("paper texts")
        self._asked = threading.Event()
        self._ended = threading.Event()
        self._stop_watching: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Begin with what is here, and follow the log from then on."""
        self._stop_watching = self._store.projection.subscribe(lambda _state: self.catch_up())
        self.catch_up()

    def close(self, deadline_s: float) -> None:
        self._stop_watching()
        self._ended.set()
        self._lane.stop(deadline_s)

    def catch_up(self) -> None:
        """Something may have changed: look, soon. Returns at once."""
        if not self._asked.is_set():
            self._asked.set()
            self._lane.submit(self._work)

    @property
    def is_up_to_date(self) -> bool:
        """Whether every paper with a text can be searched. Reads the database."""
        papers = self._store.projection.state.documents_for(self._device)
        return self.index.known() >= {doc.reading_sha256 for doc in papers if doc.reading_sha256}

    def text_of(self, document: Document) -> ReadingText | None:
        """The whole text of one version; None where it has none, or not here. Raises documents.* errors."""
        if document.reading_sha256 is None:
            return None
        try:
            return ReadingText.from_bytes(bytes(self._store.blobs.read(document.reading_sha256)))
        except BlobMissing:
            return None

    def outline_of(self, document: Document) -> tuple[OutlineEntry, ...]:
        """Headings found in a paper that has no outline of its own. Quick."""
        with self._store.database.read() as tx:
            kept = self._store.settings.get(tx, _OUTLINE.format(document.reading_sha256), ())
        return tuple(OutlineEntry(*entry) for entry in kept)

    def _work(self) -> None:
        self._asked.clear()
        try:
            self._keep_in_step(self._store.projection.state)
        except StorageError as error:
            # A full disk, for instance. Reading goes on; the next change tries again.
            _log.warning("the search index is behind: %s", error.code)

    def _keep_in_step(self, state: CongressState) -> None:
        papers = {doc.reading_sha256: doc for doc in state.documents_for(self._device) if doc.reading_sha256}
        self._forget(self.index.names() - papers.keys())
        missing = papers.keys() - self.index.known()
        # Short papers first: most of the congress can be searched long before its longest paper can.
        for name in sorted(missing, key=lambda one: papers[one].reading_size_bytes):
            if self._ended.is_set():
                return
            text = self._readable(papers[name])
            if text is not None:
                self._keep_outline(name, text.outline)
                self.index.add(name, text.pages, self._ended.is_set)

    def _forget(self, names: frozenset[str]) -> None:
        if names:
            self.index.remove(*names)
            with self._store.database.write() as tx:
                for name in names:
                    self._store.settings.forget(tx, _OUTLINE.format(name))

    def _readable(self, document: Document) -> ReadingText | None:
        try:
            return self.text_of(document)
        except DocumentsError as error:
            _log.warning("a paper's text cannot be used: %s", error.code)
            return None

    def _keep_outline(self, name: str, outline: Iterable[OutlineEntry]) -> None:
        with self._store.database.write() as tx:
            entries = [list(astuple(entry)) for entry in outline]
            self._store.settings.set(tx, _OUTLINE.format(name), entries)
