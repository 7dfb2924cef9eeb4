"""The door of a device: enrolment, PIN, and the session behind it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable

from app.domain.entities import Role
from app.storage.device_store import DeviceStore
from app.sync.addresses import HallAddress
from app.sync.enrol import enrol
from app.sync.errors import NotEnrolled
from app.sync.identity import Identity
from app.sync.provisioning import addresses_of, read_provisioning
from app.ui.services import Invitation, IsCancelled, Lock, Progress, ProgressCallback, Readiness, Session
from app.wiring.errors import WrongRole
from app.wiring.machine import Machine
from app.wiring.session import DeviceSession, SessionParts

_WIPE_STOP_S = 5.0
STAGE_KEYS, STAGE_HALL, STAGE_CONGRESS = "keys", "hall", "congress"


class DeviceDoor:
    """`EnrolmentService` of one role on this machine."""

    def __init__(self, machine: Machine, role: Role, parts: SessionParts) -> None:
        self._machine = machine
        self._role = role
        self._parts = parts
        self._key_file = machine.key_file
        self._lock = threading.RLock()
        self._store: DeviceStore | None = None
        self._session: DeviceSession | None = None
        self.wiped = threading.Event()
        """Set when the hall revoked this device and its data has been destroyed."""

    def readiness(self) -> Readiness:
        with self._lock:
            if not self._key_file.exists:
                return Readiness.NOT_ENROLLED
            if self._store is None:
                if self._key_file.needs_pin:
                    return Readiness.LOCKED
                self._open_store(None)
            return Readiness.READY if self._identity() else Readiness.NOT_ENROLLED

    def read_invitation(self, content: str) -> Invitation:
        provisioning = read_provisioning(content)
        if provisioning.role is not self._role:
            raise WrongRole(invited=provisioning.role.value, opened=self._role.value)
        return Invitation(
            congress_title=provisioning.title,
            hall_address=str(addresses_of(provisioning)[0]) if provisioning.hosts else "",
            role=provisioning.role,
            device_name=provisioning.name,
            expires_at_utc_ms=provisioning.exp,
            raw=content,
        )

    def enrol(
        self,
        invitation: Invitation,
        hall_address: str,
        pin: str | None,
        progress: ProgressCallback,
        is_cancelled: IsCancelled,
    ) -> None:
        provisioning = read_provisioning(invitation.raw)
        typed = HallAddress.parse(hall_address) if hall_address else None
        progress(Progress(STAGE_KEYS, 0, 3))
        with self._lock:
            if self._store is None:
                if not self._key_file.exists:
                    self._key_file.create(pin)
                self._open_store(pin)
            store = self._opened()
        progress(Progress(STAGE_HALL, 1, 3))
        enrol(
            store,
            provisioning,
            clock=self._machine.clock,
            random_bytes=self._machine.random_bytes,
            typed_address=typed,
            is_cancelled=is_cancelled,
        )
        progress(Progress(STAGE_CONGRESS, 2, 3))
        self._fetch_congress(is_cancelled)
        progress(Progress(STAGE_CONGRESS, 3, 3))

    def lock(self) -> Lock:
        state = self._key_file.pin_state
        return Lock(retry_after_ms=state.wait_s * 1000, attempts_left=state.tries_left)

    def unlock(self, pin: str) -> None:
        with self._lock:
            if self._store is None:
                self._open_store(pin)

    def open_session(self) -> Session:
        return self.device_session().services

    def device_session(self) -> DeviceSession:
        """The session with everything in it; started when it is first asked for. Raises `NotEnrolled`."""
        with self._lock:
            if self._session is None:
                self.readiness()  # opens the store where no PIN is in the way
                identity = self._identity()
                if identity is None:
                    raise NotEnrolled()
                self._session = DeviceSession(
                    self._opened(), identity, self._machine, self._parts, self._wipe_soon
                )
                self._session.start()
            return self._session

    def close(self, deadline_s: float) -> None:
        with self._lock:
            session, self._session = self._session, None
            store, self._store = self._store, None
        stopped = session is None or session.stop(deadline_s)
        if store is not None and stopped:
            store.close()

    def _fetch_congress(self, is_cancelled: Callable[[], bool]) -> None:
        """Wait until the agenda and the list of papers are here, so that home is not empty at first sight."""
        session = self.device_session()
        arrived = threading.Event()

        def look(_snapshot: object) -> None:
            if session.store.projection.state.congress is not None:
                arrived.set()

        stop = session.services.congress.subscribe(look)
        try:
            while not arrived.wait(0.1) and not is_cancelled() and not session.has_asked_hall:
                pass
        finally:
            stop()

    def _open_store(self, pin: str | None) -> None:
        master = self._key_file.open(pin)
        self._store = DeviceStore.open(self._machine.folder, master, self._machine.random_bytes)
        self._store.projection.refresh()

    def _opened(self) -> DeviceStore:
        if self._store is None:
            raise NotEnrolled()
        return self._store

    def _identity(self) -> Identity | None:
        try:
            return Identity.load(self._opened())
        except NotEnrolled:
            return None

    def _wipe_soon(self) -> None:
        """The hall has revoked this device. Called in the sync thread, which must end before the store."""
        threading.Thread(target=self._wipe, name="wipe", daemon=True).start()

    def _wipe(self) -> None:
        # The key first: whatever happens next, nothing here can be read any more.
        self._key_file.destroy()
        self.close(_WIPE_STOP_S)
        for name in ("blobs", "spool"):
            shutil.rmtree(self._machine.folder / name, ignore_errors=True)
        for path in self._machine.folder.glob("nghisu.db*"):
            path.unlink(missing_ok=True)
        self.wiped.set()
