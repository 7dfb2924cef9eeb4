"""The link to the hall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.errors import NghisuError
from app.domain.rules import Rejection
from app.ui.services.common import Progress, Unsubscribe


class SyncPhase(StrEnum):
    """What the connection to the hall is doing."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    SYNCING = "syncing"
    UP_TO_DATE = "up_to_date"
    REFUSED = "refused"
    """The hall answered and turned this device away (revoked, wrong CA, clock): `error` says why."""


@dataclass(frozen=True, slots=True)
class RejectedEvent:
    """Something this device said that the hall did not accept."""

    event_id: UUID
    type: str
    recorded_at_utc_ms: int
    reason: Rejection


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the header and the status screen show."""

    phase: SyncPhase = SyncPhase.OFFLINE
    hall_address: str = ""
    last_synced_at_utc_ms: int | None = None
    pending_count: int = 0
    rejected: tuple[RejectedEvent, ...] = ()
    transfer: Progress | None = None
    """Bytes of documents being fetched, while any are."""
    error: NghisuError | None = None
    device_name: str = ""


@dataclass(frozen=True, slots=True)
class FoundHall:
    """A hall that answered on the local network. Not trusted until its CA has been checked."""

    name: str
    address: str


class SyncService(Protocol):
    """The link to the hall. Runs by itself; these only look and nudge."""

    def status(self) -> SyncStatus: ...

    def subscribe(self, listener: Callable[[SyncStatus], None]) -> Unsubscribe: ...

    def sync_now(self) -> None:
        """Ask for an attempt now instead of after the back-off. Returns at once."""
        ...

    def set_hall_address(self, address: str) -> None:
        """Blocking. Check the form, remember it and connect. Raises for an address that cannot be one."""
        ...

    def find_halls(self) -> tuple[FoundHall, ...]:
        """Blocking, a few seconds. Halls announcing themselves here; empty where multicast is blocked."""
        ...
