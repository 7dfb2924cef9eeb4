"""Quiet work of a gate, and of a delegate's own tablet: as roster photographs arrive, make templates of them
and destroy them."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from app.domain.errors import NghisuError
from app.domain.state import Photo
from app.storage.device_store import DeviceStore
from app.sync.engine import SyncEngine

if TYPE_CHECKING:
    from app.camera.enrolment import Enroller
    from app.camera.settings import FaceModels

_log = logging.getLogger(__name__)
_USED = "faces.photos used"


@dataclass(frozen=True, slots=True)
class EnrolmentReport:
    """What came of the roster's photographs. `refused` names the person and why. `repeated`: two people for
    whom one and the same file was given."""

    enrolled: tuple[UUID, ...] = ()
    refused: tuple[tuple[UUID, NghisuError], ...] = ()
    look_alikes: tuple[tuple[UUID, UUID, float], ...] = ()
    repeated: tuple[tuple[UUID, UUID], ...] = ()


class FaceEnrolment:
    """One thread; it sleeps until the state or a transfer changes. `report` is what came of it so far.

    `only`: the one person whose template this device may hold, on their own tablet. `error`: why no template
    can be made here at all. OpenCV is loaded when the first photograph is here, not before.
    """

    def __init__(
        self,
        store: DeviceStore,
        find_models: Callable[[], FaceModels],
        on_enrolled: Callable[[], None],
        only: UUID | None = None,
    ) -> None:
        self._store = store
        self._only = only
        self._find_models = find_models
        self._on_enrolled = on_enrolled
        with store.database.read() as tx:
            self._used = set(store.settings.get(tx, _USED, []))
        self._changed = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="face enrolment", daemon=True)
        self._consents: dict[UUID, bool] = {}
        self.report = EnrolmentReport()
        self.error: NghisuError | None = None

    def wants(self, photo: Photo) -> bool:
        """Whether sync should fetch it: with the person's consent, once, until the order to erase all."""
        return self._store.projection.state.consents.get(photo.person_id, False) and self.could_use(photo)

    def could_use(self, photo: Photo) -> bool:
        """Whether a template can still come of it, once the person agrees."""
        if self._only not in (None, photo.person_id):
            return False
        is_over = self._store.projection.state.erasure_ordered_at_utc_ms is not None
        return not is_over and self.error is None and photo.sha256 not in self._used

    def watch(self, engine: SyncEngine) -> None:
        """Look again whenever the log or a transfer moved."""
        self._store.projection.subscribe(lambda _state: self.look_again())
        engine.subscribe(lambda _status: self.look_again())

    def look_again(self) -> None:
        """Something may be here to make a template of. Any thread; returns at once."""
        self._changed.set()

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
                enroller = enroller or self._make_enroller()
            except NghisuError as error:
                _log.warning("face enrolment: %s", error.code)
                self.error = error
                self._on_enrolled()
                return
            report = self._enrol(enroller, ready)
            self._note_used(self._used.union(*ready.values()))
            self.report = EnrolmentReport(
                self.report.enrolled + report.enrolled,
                self.report.refused + report.refused,
                self.report.look_alikes + report.look_alikes,
                self.report.repeated + report.repeated,
            )
            self._on_enrolled()

    def _make_enroller(self) -> Enroller:
        from app.camera.enrolment import Enroller

        return Enroller(self._find_models())

    def _enrol(self, enroller: Enroller, ready: Mapping[UUID, Sequence[str]]) -> EnrolmentReport:
        from app.wiring.faces import enrol_from_photos

        return enrol_from_photos(self._store, enroller, ready)

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
        """Consent taken back destroys the template at once, and a photograph that has just come.

        Should the person agree again, the photograph may be fetched again.
        """
        state = self._store.projection.state
        if state.consents == self._consents:
            return
        self._consents = dict(state.consents)
        refusing = {person_id for person_id, given in state.consents.items() if not given}
        photos = {photo.sha256 for photo in state.photos.values() if photo.person_id in refusing}
        for sha256 in filter(self._store.blobs.has, photos):
            self._store.blobs.destroy(sha256)
        self._note_used(self._used - photos)
        with self._store.database.write() as tx:
            erased = self._store.templates.erase(tx, refusing)
        if erased:
            self._on_enrolled()

    def _note_used(self, used: Iterable[str]) -> None:
        used = set(used)
        if used == self._used:
            return
        self._used = used
        with self._store.database.write() as tx:
            self._store.settings.set(tx, _USED, sorted(used))
