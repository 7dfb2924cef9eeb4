"""Enrolled devices for tests: real store, real key, real sync engine."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from app.domain.clock import Clock, SystemClock
from app.domain.events import EventSigner
from app.domain.wire import Provisioning
from app.storage.device_store import DeviceStore
from app.sync.backoff import Backoff
from app.sync.engine import SyncEngine
from app.sync.enrol import enrol
from app.sync.identity import CorrectedClock, Identity
from app.sync.status import SyncPhase
from tests.fakes.hall import Reached, open_store


class TestDevice:
    """One device: `say` as a screen would, `connect` to start sync."""

    __test__ = False

    def __init__(self, store: DeviceStore, identity: Identity, clock: Clock) -> None:
        self.store = store
        self.identity = identity
        self.clock = CorrectedClock.load(store, clock)
        self.signer = EventSigner(identity.device.id, identity.key, self.clock, os.urandom)
        self.engine: SyncEngine | None = None
        self.statuses = Reached()
        self.states = Reached()

    def connect(self, **options) -> TestDevice:
        backoff = Backoff(os.urandom, first_ms=20, ceiling_ms=100)
        self.engine = SyncEngine(
            self.store, self.identity, self.clock, os.urandom, backoff=backoff, **options
        )
        self.engine.subscribe(self.statuses)
        self.store.projection.subscribe(self.states)
        self.engine.start()
        return self

    def disconnect(self) -> None:
        if self.engine:
            assert self.engine.stop(20.0)
            self.engine = None

    def say(self, *payloads):
        signed = self.store.say(self.signer, *payloads)
        if self.engine:
            self.engine.wake()
        return signed

    def wait_live(self) -> None:
        self.statuses.wait(lambda status: status.phase is SyncPhase.LIVE)

    def wait_settled(self) -> None:
        """Until nothing waits for the hall any more."""
        self.statuses.wait(lambda _status: self.engine.status.pending_count == 0)

    def confirmed(self):
        with self.store.database.read() as tx:
            return list(self.store.events.all_confirmed(tx))


class Devices:
    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._count = 0

    def store(self) -> DeviceStore:
        self._count += 1
        store = open_store(self._folder / str(self._count))
        self._stack.callback(store.close)
        return store

    def enrol(self, provisioning: Provisioning, clock: Clock | None = None) -> TestDevice:
        store = self.store()
        identity = enrol(store, provisioning, clock=clock or SystemClock(), random_bytes=os.urandom)
        device = TestDevice(store, identity, clock or SystemClock())
        self._stack.callback(device.disconnect)
        return device
