"""Live signals: passed on to whoever listens, and forgotten."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.domain.entities import Role
from app.domain.wire import MAX_SIGNAL_BYTES, Signal
from app.hall.context import Caller, Hall, only
from app.hall.errors import TooLarge

router = APIRouter()


@router.post("/signals", status_code=204)
async def send_signal(body: Signal, hall: Hall, caller: Caller) -> Response:
    """Fan a signal out to every open stream. Screens and guests' tablets only listen."""
    only(caller, Role.CHAIR, Role.GATE)
    hall.signals.take(str(caller.id))
    signal = body.model_copy(update={"device_id": caller.id})
    if len(signal.model_dump_json()) > MAX_SIGNAL_BYTES:
        raise TooLarge(limit_bytes=MAX_SIGNAL_BYTES)
    hall.live.send(signal)
    return Response(status_code=204)
