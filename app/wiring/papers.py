"""Everything about papers on one device, opened and closed as one: pages, texts, marks."""

from __future__ import annotations

import threading

from app.documents.worker.renderer import PageRenderer
from app.domain.entities import Role
from app.storage.device_store import DeviceStore
from app.sync.reader_keys import ReaderKeys, load_reader_keys
from app.wiring.congress import StoredCongress
from app.wiring.documents import StoredDocuments
from app.wiring.marks import StoredMarks
from app.wiring.reading import PaperTexts


class DevicePapers:
    """The services of reading. `start` once, `stop` once; the screen shows pages and needs no index."""

    def __init__(self, store: DeviceStore, congress: StoredCongress) -> None:
        self._is_for_readers = congress.device.role in (Role.TABLET, Role.CHAIR)
        self._renderer = PageRenderer()
        self._warm_up = threading.Thread(target=self._renderer.warm_up, name="renderer warm-up", daemon=True)
        self._keys = load_reader_keys(store)
        self.texts = PaperTexts(store, congress.device)
        self.marks = StoredMarks(store, congress, lambda: self._keys, self._renderer, self.texts.text_of)
        self.documents = StoredDocuments(store, self._renderer, congress, self.texts, self.marks.marks)

    def start(self) -> None:
        """Index what is not yet indexed; start the worker that draws."""
        if self._is_for_readers:
            # The first paper should open as fast as the second; drawing starts in a process of its own.
            self._warm_up.start()
            self.texts.start()
            self.marks.start()

    def stop(self, deadline_s: float) -> None:
        self.marks.close(deadline_s)
        self.texts.close(deadline_s)
        self._renderer.shutdown(deadline_s)
        if self._warm_up.ident is not None:
            self._warm_up.join(deadline_s)

    def blobs_changed(self, *, has_lost: bool) -> None:
        """Sync has destroyed or brought papers. In sync's thread."""
        if has_lost:
            self.documents.forget_gone()
        self.texts.catch_up()
        self.marks.reload()

    def keys_changed(self, keys: ReaderKeys) -> None:
        """The hall gave this device other keys: marks may have become readable, or no longer are."""
        self._keys = keys
        self.marks.reload()
