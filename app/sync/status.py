"""What sync tells the rest of the program."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import NghisuError


class SyncPhase(StrEnum):
    """The state of the link, as a person sees it."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    SYNCING = "syncing"
    LIVE = "live"
    REVOKED = "revoked"


class Stage(StrEnum):
    """The steps of one session, in order. Kept in the store, so that a crash shows where it was."""

    CONNECT = "connect"
    PUSH = "push"
    PULL = "pull"
    BLOBS = "blobs"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Transfer:
    """Bytes of blobs on their way."""

    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """A snapshot. `error` is why the last try failed; None while all is well."""

    phase: SyncPhase = SyncPhase.OFFLINE
    stage: Stage = Stage.CONNECT
    hall_address: str = ""
    last_synced_at_utc_ms: int | None = None
    pending_count: int = 0
    rejected_count: int = 0
    transfer: Transfer | None = None
    error: NghisuError | None = None
