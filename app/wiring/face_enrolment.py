"""A gate's quiet work: as roster photographs arrive, make templates of them and destroy them."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from app.camera.enrolment import Enroller
from app.camera.settings import FaceModels
from app.domain.errors import NghisuError
from app.domain.state import Photo
from app.storage.device_store import DeviceStore
from app.sync.engine import SyncEngine
from app.wiring.faces import EnrolmentReport, enrol_from_photos

_log = logging.getLogger(__name__)
_USED = "faces.photos used"


class FaceEnrolment:
    """One thread; it sleeps until the state or a transfer changes. `report` is what came of it so far."""

    def __init__(
        self, store: DeviceStore, find_models: Callable[[], FaceModels], on_enrolled: Callable[[], None]
    ) -> None:
        self._store = store
        self._find_models = find_models
        self._on_enrolled = on_enrolled
        with store.database.read() as tx:
            self._used = set(store.settings.get(tx, _USED, []))
        self._changed = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="face enrolment", daemon=True)
        self._consents: dict[UUID, bool] = {}
        self.report = EnrolmentReport()

    def wants(self, photo: Photo) -> bool:
        """Whether sync should fetch it: with the person's consent, once, until the order to erase all."""
        state = self._store.projection.state
        consented = state.consents.get(photo.person_id, False) and state.erasure_ordered_at_utc_ms is None
        return consented and photo.sha256 not in self._used

    def watch(self, engine: SyncEngine) -> None:
        """Look again whenever the log or a transfer moved."""
        self._store.projection.subscribe(lambda _state: self._changed.set())
        engine.subscribe(lambda _status: self._changed.set())

    def start(self) -> None:
        self._changed.set()
        self._thread.start()

    def stop(self, deadline_s: float) -> None:
        self._stopping = True
        self._changed.set()
        if self._thread.ident is not None:
            self._thread.join(deadline_s)

    def _run(self) -> None:
        enroller: Enroller | None = None
        while self._changed.wait() and not self._stopping:
            self._changed.clear()
            self._forget_withdrawn()
            ready = self._ready()
            if not ready:
                continue
            try:
                enroller = enroller or Enroller(self._find_models())
            except NghisuError as error:
                _log.warning("face enrolment: %s", error.code)
                return
            report = enrol_from_photos(self._store, enroller, ready)
            self._note_used({sha256 for hashes in ready.values() for sha256 in hashes})
            self.report = EnrolmentReport(
                self.report.enrolled + report.enrolled,
                self.report.refused + report.refused,
                self.report.look_alikes + report.look_alikes,
                self.report.repeated + report.repeated,
            )
            self._on_enrolled()

    def _ready(self) -> dict[UUID, list[str]]:
        """People all of whose photographs have arrived: a template is made of all of them at once."""
        by_person: dict[UUID, list[str]] = defaultdict(list)
        for photo in self._store.projection.state.photos.values():
            if self.wants(photo):
                by_person[photo.person_id].append(photo.sha256)
        return {
            person_id: hashes
            for person_id, hashes in by_person.items()
            if all(self._store.blobs.has(sha256) for sha256 in hashes)
        }

    def _forget_withdrawn(self) -> None:
        """Consent taken back destroys the template at once."""
        consents = self._store.projection.state.consents
        if consents == self._consents:
            return
        self._consents = dict(consents)
        refusing = [person_id for person_id, given in consents.items() if not given]
        with self._store.database.write() as tx:
            erased = self._store.templates.erase(tx, refusing)
        if erased:
            self._on_enrolled()

    def _note_used(self, hashes: set[str]) -> None:
        self._used |= hashes
        with self._store.database.write() as tx:
            self._store.settings.set(tx, _USED, sorted(self._used))
