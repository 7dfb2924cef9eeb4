"""Sync as the screens see it."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.rules import Rejection
from app.storage.device_store import DeviceStore
from app.sync.addresses import HallAddress
from app.sync.discovery import browse
from app.sync.engine import SyncEngine
from app.sync.errors import ClockWrong, HallBehind, NotEnrolled, UntrustedFeed, WrongCa
from app.sync.identity import Identity
from app.sync.status import SyncPhase as LinkPhase
from app.sync.status import SyncStatus as LinkStatus
from app.ui.services import FoundHall, Progress, RejectedEvent, SyncPhase, SyncStatus
from app.wiring.listeners import Observable

_BROWSE_S = 3.0
_PHASES = {
    LinkPhase.OFFLINE: SyncPhase.OFFLINE,
    LinkPhase.CONNECTING: SyncPhase.CONNECTING,
    LinkPhase.SYNCING: SyncPhase.SYNCING,
    LinkPhase.LIVE: SyncPhase.UP_TO_DATE,
    LinkPhase.REVOKED: SyncPhase.REFUSED,
}
_TURNED_AWAY = (WrongCa, NotEnrolled, ClockWrong, UntrustedFeed, HallBehind)
"""Trying again will not help by itself: somebody must look."""
TRANSFER_STAGE = "documents"


class DeviceSync:
    """`SyncService` over a `SyncEngine`. Listeners are called in sync's thread."""

    def __init__(self, engine: SyncEngine, store: DeviceStore, identity: Identity) -> None:
        self._engine = engine
        self._store = store
        self._device_name = identity.device.name
        self._rejected: tuple[RejectedEvent, ...] = self._read_rejected()
        self._status = Observable(self._translate(engine.status))
        engine.subscribe(self._changed)

    def status(self) -> SyncStatus:
        return self._status.value

    def subscribe(self, listener: Callable[[SyncStatus], None]) -> Callable[[], None]:
        return self._status.subscribe(listener)

    def sync_now(self) -> None:
        self._engine.sync_now()

    def set_hall_address(self, address: str) -> None:
        self._engine.use_address(HallAddress.parse(address))

    def find_halls(self) -> tuple[FoundHall, ...]:
        return tuple(FoundHall(hall.name, str(hall.address)) for hall in browse(_BROWSE_S))

    def _changed(self, status: LinkStatus) -> None:
        if status.rejected_count != len(self._rejected):
            self._rejected = self._read_rejected()
        self._status.set(self._translate(status))

    def _translate(self, status: LinkStatus) -> SyncStatus:
        transfer = status.transfer
        return SyncStatus(
            phase=SyncPhase.REFUSED if isinstance(status.error, _TURNED_AWAY) else _PHASES[status.phase],
            hall_address=status.hall_address,
            last_synced_at_utc_ms=status.last_synced_at_utc_ms,
            pending_count=status.pending_count,
            rejected=self._rejected,
            transfer=Progress(TRANSFER_STAGE, transfer.done_bytes, transfer.total_bytes)
            if transfer
            else None,
            error=status.error,
            device_name=self._device_name,
        )

    def _read_rejected(self) -> tuple[RejectedEvent, ...]:
        with self._store.database.read() as tx:
            rejected = self._store.events.rejected(tx)
        return tuple(
            RejectedEvent(
                event_id=one.signed.event.id,
                type=one.signed.event.type,
                recorded_at_utc_ms=one.signed.event.recorded_at_utc_ms,
                reason=_reason(one.reason),
            )
            for one in rejected
        )


def _reason(text: str) -> Rejection:
    """A newer hall may refuse for a reason that this program has no word for."""
    try:
        return Rejection(text)
    except ValueError:
        return Rejection.NOT_ALLOWED
