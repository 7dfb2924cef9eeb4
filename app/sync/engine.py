"""The sync engine: one thread that keeps a device and its hall at one, whenever the hall can be reached.

A session goes through explicit stages: connect, push, pull, then it stays: the stream brings events,
pending ones are pushed as they are written, blobs are transferred beside. Each stage leaves the store
in a state from which the next session goes on: nothing here needs to be undone.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.domain.clock import RandomBytes
from app.domain.entities import Person
from app.domain.errors import NghisuError
from app.domain.payloads import ConsentRecorded, RosterPublished
from app.domain.state import CongressState
from app.domain.wire import FeedPage, Signal
from app.storage.device_store import DeviceStore
from app.storage.errors import StorageError
from app.sync.addresses import HallAddress
from app.sync.backoff import Backoff
from app.sync.errors import HallUnreachable, Revoked, SyncError, WrongCa
from app.sync.hall_client import HallClient
from app.sync.identity import CorrectedClock, Identity, load_addresses, remember_addresses
from app.sync.reader_keys import ReaderKeys, load_reader_keys
from app.sync.replica import Replica
from app.sync.status import Stage, SyncPhase, SyncStatus, Transfer
from app.sync.transfers import OnAnswer, OnBlobs, Transfers, WantsPhoto

_log = logging.getLogger(__name__)
_SESSION = "sync.session"
_SAVE_EVERY_MS = 60_000

_ROSTER = f'"type":"{RosterPublished.type}"'
"""As canonical JSON has it; inside a text the quotes would be escaped."""
StatusListener = Callable[[SyncStatus], None]
SignalListener = Callable[[Signal], None]
FindHalls = Callable[[UUID], Sequence[HallAddress]]
"""Looks for halls of a congress on the local network; blocks for a short time, never raises."""


class SyncEngine:
    """Runs sync in a thread of its own. Every public method may be called from any thread.

    Listeners run in sync's thread and must be quick: also `on_keys`, called when the hall gave the
    device other keys, `on_blobs`, told which blobs are gone and which have arrived, and `on_revoked`,
    which is sync's last act and must not wait for `stop`. `clock` is the one of the device's signer.
    """

    def __init__(
        self,
        store: DeviceStore,
        identity: Identity,
        clock: CorrectedClock,
        random_bytes: RandomBytes,
        *,
        backoff: Backoff | None = None,
        wants_photo: WantsPhoto | None = None,
        find_halls: FindHalls | None = None,
        on_revoked: Callable[[], None] = lambda: None,
        on_keys: Callable[[ReaderKeys], None] = lambda _keys: None,
        on_blobs: OnBlobs = lambda _gone, _arrived: None,
    ) -> None:
        self._store = store
        self._identity = identity
        self._clock = clock
        self._backoff = backoff or Backoff(random_bytes)
        self._find_halls = find_halls
        self._on_revoked = on_revoked
        self._on_keys = on_keys
        self._replica = Replica(store, identity.root_public_key)
        self._transfers = Transfers(store, identity.device, wants_photo, self._note_transfer, on_blobs)
        self._status_listeners: list[StatusListener] = []
        self._signal_listeners: list[SignalListener] = []
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._stopping = False
        self._saved_at_utc_ms = 0
        self._about_blobs: tuple[object, ...] = ()
        self._person: Person | None = None
        self._retry = asyncio.Event()
        self._pending = asyncio.Event()
        self._blobs = asyncio.Event()
        self._keys = asyncio.Event()
        self._untidy = asyncio.Event()
        self._streaming = asyncio.Event()
        self._outgoing: dict[str, Signal] = {}
        self._signalled = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        pending, rejected = self._replica.counts()
        with store.database.read() as tx:
            saved = store.settings.get(tx, _SESSION, {})
        self._status = SyncStatus(
            stage=Stage(saved.get("stage", Stage.CONNECT)),
            last_synced_at_utc_ms=saved.get("last_synced_at_utc_ms"),
            pending_count=pending,
            rejected_count=rejected,
        )

    @property
    def status(self) -> SyncStatus:
        return self._status

    def subscribe(self, listener: StatusListener) -> Callable[[], None]:
        """Call `listener` after every change. Returns the function that ends the subscription."""
        self._status_listeners.append(listener)
        return lambda: self._status_listeners.remove(listener)

    def on_signal(self, listener: SignalListener) -> Callable[[], None]:
        """Call `listener` for every live signal. Returns the function that ends the subscription."""
        self._signal_listeners.append(listener)
        return lambda: self._signal_listeners.remove(listener)

    def start(self) -> None:
        self._thread.start()

    def stop(self, deadline_s: float) -> bool:
        """End the thread. False when it did not end in time; the store must then stay open."""
        with self._lock:
            self._stopping = True
            if self._loop and self._main:
                self._loop.call_soon_threadsafe(self._main.cancel)
        if self._thread.is_alive():
            self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def wake(self) -> None:
        """A pending event was written."""
        self._in_loop(self._note_pending)

    def sync_now(self) -> None:
        """Try at once instead of after the back-off."""
        self._in_loop(self._retry.set)

    def use_address(self, address: HallAddress) -> None:
        """Somebody typed where the hall is: try there first, from now on."""
        with self._store.database.write() as tx:
            remember_addresses(self._store, tx, address)
        self.sync_now()

    def want(self, sha256: str) -> None:
        """Somebody waits for this blob: fetch it before the others."""
        self._in_loop(self._want, sha256)

    def want_sound(self, sha256: str, on_answer: OnAnswer) -> None:
        """Bring the sound of another laptop's recording, as soon as there is a connection."""
        self._in_loop(self._want_sound, sha256, on_answer)

    def give_up_sound(self, sha256: str) -> None:
        """It is not asked for any more."""
        self._in_loop(self._transfers.give_up_sound, sha256)

    def send_signal(self, kind: str, data: dict[str, Any]) -> None:
        """Send something that may be lost; dropped while there is no connection.

        Of one kind only the latest waits: words being spoken must not queue up behind older ones.
        """
        self._in_loop(self._queue_signal, Signal(kind=kind, data=data))

    # --- below: sync's thread only ---

    def _in_loop(self, call: Callable[..., None], *args: object) -> None:
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(call, *args)

    def _run(self) -> None:
        try:
            asyncio.run(self._main_task())
        except asyncio.CancelledError:
            pass
        finally:
            self._transfers.close()

    async def _main_task(self) -> None:
        with self._lock:
            if self._stopping:
                return
            self._loop, self._main = asyncio.get_running_loop(), asyncio.current_task()
        projection = self._store.projection
        unsubscribe = projection.subscribe(lambda state: self._in_loop(self._note_state, state))
        tidying = asyncio.create_task(self._keep_tidy())
        try:
            self._note_state(projection.refresh())
            await self._sessions()
        finally:
            unsubscribe()
            tidying.cancel()
            with self._lock:
                self._loop = None  # nobody may call into a loop that is about to close
            if self._status.phase is not SyncPhase.REVOKED:
                self._publish(phase=SyncPhase.OFFLINE, transfer=None)

    async def _sessions(self) -> None:
        # A task group in which something fails just as it is cancelled tells of the failure alone: whether to
        # stop is asked here too.
        while not self._stopping:
            try:
                await self._session()
            except Revoked as error:
                self._publish(phase=SyncPhase.REVOKED, error=error, transfer=None)
                self._on_revoked()
                return
            except NghisuError as error:
                _log.info("sync: %s", error.code)
                self._publish(phase=SyncPhase.OFFLINE, error=error, transfer=None)
            if not self._stopping:
                await self._pause(self._backoff.next_ms() / 1000)

    async def _pause(self, wait_s: float) -> None:
        self._retry.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._retry.wait(), wait_s)

    async def _session(self) -> None:
        self._enter(Stage.CONNECT, SyncPhase.CONNECTING)
        async with await self._connect() as client:
            answered: set[UUID] = set()
            self._enter(Stage.PUSH, SyncPhase.SYNCING)
            await self._push(client, answered)
            self._enter(Stage.PULL, SyncPhase.SYNCING)
            await self._pull(client)
            self._backoff.reset()
            self._transfers.begin_session()
            await self._stay(client, answered)

    async def _connect(self) -> HallClient:
        """The first address where this congress's hall answers."""
        problem: SyncError = HallUnreachable(address="")
        for address in load_addresses(self._store):
            try:
                return await self._try_address(address)
            except (HallUnreachable, WrongCa) as error:
                problem = error
        if self._find_halls:
            for address in await asyncio.to_thread(self._find_halls, self._identity.root_id):
                with contextlib.suppress(HallUnreachable, WrongCa):
                    return await self._try_address(address)
        raise problem

    async def _try_address(self, address: HallAddress) -> HallClient:
        client = HallClient.trusted(address, self._identity, self._clock)
        try:
            info = await client.info()
        except BaseException:
            await client.__aexit__()
            raise
        with self._store.database.write() as tx:
            if self._clock.learn(info.now_utc_ms):
                self._clock.save(self._store, tx)
            if next(iter(load_addresses(self._store)), None) != address:
                remember_addresses(self._store, tx, address)
        self._publish(hall_address=str(address))
        return client

    async def _push(self, client: HallClient, answered: set[UUID]) -> None:
        while batch := self._replica.batch_to_push(answered):
            verdicts = await client.push(batch)
            self._replica.apply_verdicts(batch, verdicts)
            answered.update(signed.event.id for signed in batch)
            if any(signed.event.type == ConsentRecorded.type for signed in batch):
                self._transfers.begin_session()  # the photograph that was not given without it
                self._blobs.set()
        self._count()

    async def _pull(self, client: HallClient) -> None:
        while True:
            page = await client.feed(self._replica.head_seq())
            self._append(page)
            if not page.events:
                return

    async def _stay(self, client: HallClient, answered: set[UUID]) -> None:
        """Follow the stream until it ends; the first thing that fails ends the session."""
        self._streaming.clear()
        try:
            async with asyncio.TaskGroup() as tasks:
                others = [
                    tasks.create_task(self._keep_pushing(client, answered)),
                    tasks.create_task(self._keep_transferring(client)),
                    tasks.create_task(self._keep_signalling(client)),
                    tasks.create_task(self._keep_keys(client)),
                ]
                await self._follow(client)
                for task in others:
                    task.cancel()
        except BaseExceptionGroup as group:
            raise _first(group) from group
        raise HallUnreachable(address=str(client.address))

    async def _follow(self, client: HallClient) -> None:
        async for line in client.stream(self._replica.head_seq()):
            self._streaming.set()
            if line.signal:
                self._tell_signal(line.signal)
            if line.page:
                self._append(line.page)
            elif line.now_utc_ms is not None:
                self._clock.learn(line.now_utc_ms)
                self._note_synced()

    def _tell_signal(self, signal: Signal) -> None:
        for listener in tuple(self._signal_listeners):
            try:
                listener(signal)
            except Exception:  # any device may send one: what it holds must not end this device's sync
                _log.exception("a signal could not be taken in")

    async def _keep_pushing(self, client: HallClient, answered: set[UUID]) -> None:
        while True:
            await self._push(client, answered)
            await self._pending.wait()
            self._pending.clear()

    async def _keep_transferring(self, client: HallClient) -> None:
        while True:
            self._blobs.clear()
            self._enter(Stage.BLOBS, SyncPhase.SYNCING)
            await self._transfers.run(client, lambda: self._store.projection.state)
            await self._streaming.wait()
            self._enter(Stage.LIVE, SyncPhase.LIVE)
            await self._blobs.wait()

    async def _keep_tidy(self) -> None:
        """Destroy what was called back as soon as this device hears of it: from the hall, or by a pack."""
        while True:
            await self._untidy.wait()
            self._untidy.clear()
            try:
                await self._transfers.sweep(self._store.projection.state)
            except StorageError as error:
                _log.warning("sync: papers could not be destroyed: %s", error.code)

    async def _keep_keys(self, client: HallClient) -> None:
        """Ask for this device's keys on connecting, and when its person comes to another delegation."""
        while True:
            self._keys.clear()
            keys = ReaderKeys.of(await client.keys())
            if keys != load_reader_keys(self._store):
                with self._store.database.write() as tx:
                    keys.save(self._store, tx)
                self._on_keys(keys)
            await self._keys.wait()

    async def _keep_signalling(self, client: HallClient) -> None:
        self._outgoing.clear()  # what was said while nobody could hear it is out of date
        while True:
            await self._signalled.wait()
            self._signalled.clear()
            while self._outgoing:
                signal = self._outgoing.pop(next(iter(self._outgoing)))
                with contextlib.suppress(SyncError):
                    await client.send_signal(signal)

    def _append(self, page: FeedPage) -> None:
        state = self._replica.append(page)
        if self._identity.device.id in state.revoked:
            raise Revoked(address=self._status.hall_address)
        if any(_ROSTER in event.body for event in page.events):
            # A tablet may have known its person from a pack before the hall did: nothing has changed here,
            # and the hall has only now a delegation's key to give.
            self._keys.set()
        self._note_synced()

    def _note_state(self, state: CongressState) -> None:
        """What this device is to have may have changed, also where no hall said so."""
        person_id = self._identity.device.person_id
        person = state.persons.get(person_id) if person_id else None
        if person != self._person:
            self._person = person
            self._keys.set()
        faces = (state.photos, state.consents)
        about_blobs = (state.documents, state.withdrawn, faces, state.recordings, person)
        if about_blobs != self._about_blobs:
            self._about_blobs = about_blobs
            self._untidy.set()
            self._blobs.set()

    def _note_synced(self) -> None:
        now_ms = self._clock.now_utc_ms()
        pending, rejected = self._replica.counts()
        self._publish(
            last_synced_at_utc_ms=now_ms, pending_count=pending, rejected_count=rejected, error=None
        )
        if now_ms - self._saved_at_utc_ms > _SAVE_EVERY_MS:
            self._save()

    def _note_pending(self) -> None:
        self._count()
        self._pending.set()
        self._blobs.set()

    def _count(self) -> None:
        pending, rejected = self._replica.counts()
        if (pending, rejected) != (self._status.pending_count, self._status.rejected_count):
            self._publish(pending_count=pending, rejected_count=rejected)

    def _want(self, sha256: str) -> None:
        self._transfers.want(sha256)
        self._blobs.set()

    def _want_sound(self, sha256: str, on_answer: OnAnswer) -> None:
        self._transfers.want_sound(sha256, on_answer)
        self._blobs.set()

    def _queue_signal(self, signal: Signal) -> None:
        self._outgoing[signal.kind] = signal
        self._signalled.set()

    def _note_transfer(self, transfer: Transfer | None) -> None:
        if transfer != self._status.transfer:
            self._publish(transfer=transfer)

    def _enter(self, stage: Stage, phase: SyncPhase) -> None:
        self._publish(stage=stage, phase=phase)
        self._save()

    def _save(self) -> None:
        """Where sync stood and when it last succeeded survive a crash."""
        self._saved_at_utc_ms = self._clock.now_utc_ms()
        saved = {
            "stage": self._status.stage.value,
            "last_synced_at_utc_ms": self._status.last_synced_at_utc_ms,
        }
        with self._store.database.write() as tx:
            self._store.settings.set(tx, _SESSION, saved)

    def _publish(self, **changes: Any) -> None:
        self._status = replace(self._status, **changes)
        for listener in tuple(self._status_listeners):
            listener(self._status)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The error that ended the session: a revocation before all others."""
    errors: list[BaseException] = []
    for error in group.exceptions:
        errors.append(_first(error) if isinstance(error, BaseExceptionGroup) else error)
    return next((error for error in errors if isinstance(error, Revoked)), errors[0])
