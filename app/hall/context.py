"""What every route of one running hall shares. Handed in through the application, never global."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from app.domain.clock import Clock, RandomBytes
from app.domain.entities import Device, Role
from app.hall.auth import authenticate, issuer
from app.hall.deltas import Deltas
from app.hall.enrolment import Enrolment
from app.hall.errors import BadRequestToken, NotForYou
from app.hall.init import HallIdentity
from app.hall.ledger import Ledger
from app.hall.limits import RateLimit
from app.hall.live import Live
from app.hall.uploads import Uploads
from app.storage.device_store import DeviceStore

_FAILED_ENROLMENTS_PER_S = 1 / 3
_FAILED_ENROLMENTS_AT_ONCE = 20
_SIGNALS_PER_S = 50
_SIGNALS_AT_ONCE = 100


@dataclass(frozen=True)
class HallContext:
    """One congress's hall, as its routes see it."""

    store: DeviceStore
    identity: HallIdentity
    root_id: UUID
    ledger: Ledger
    enrolment: Enrolment
    live: Live
    uploads: Uploads
    deltas: Deltas
    clock: Clock
    failed_enrolments: RateLimit
    signals: RateLimit

    @classmethod
    def build(
        cls, store: DeviceStore, identity: HallIdentity, clock: Clock, random_bytes: RandomBytes
    ) -> HallContext:
        """Put a hall together over an open store, caught up with its log."""
        ledger = Ledger(store, clock)
        ledger.catch_up()
        live = Live(store, clock, ledger.catch_up)
        ledger.on_confirmed(live.wake)
        signer = identity.signer(clock, random_bytes)
        return cls(
            store=store,
            identity=identity,
            root_id=identity.root_id,
            ledger=ledger,
            enrolment=Enrolment(store, ledger, signer, clock, random_bytes),
            live=live,
            uploads=Uploads(store.blobs),
            deltas=Deltas(store.blobs),
            clock=clock,
            failed_enrolments=RateLimit(clock, _FAILED_ENROLMENTS_PER_S, _FAILED_ENROLMENTS_AT_ONCE),
            signals=RateLimit(clock, _SIGNALS_PER_S, _SIGNALS_AT_ONCE),
        )


async def hall_of(request: Request) -> HallContext:
    """The hall that serves this request."""
    context: HallContext = request.app.state.hall
    return context


Hall = Annotated[HallContext, Depends(hall_of)]


async def _caller(request: Request, hall: Hall) -> Device:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise BadRequestToken()
    if issuer(token) not in hall.ledger.state.devices:
        # Perhaps another process of this hall has just enrolled it.
        await run_in_threadpool(hall.ledger.catch_up)
    return authenticate(token, hall.ledger.state, hall.root_id, hall.clock)


Caller = Annotated[Device, Depends(_caller)]
"""The enrolled, unrevoked device that signed the request."""


def only(device: Device, *roles: Role) -> None:
    """Raise `NotForYou` unless the device has one of these roles."""
    if device.role not in roles:
        raise NotForYou()
