"""Event intake. Posting the same event again is harmless."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from app.domain.wire import PushAnswer, PushRequest
from app.hall.context import Caller, Hall

router = APIRouter()


@router.post("/events")
async def push_events(body: PushRequest, hall: Hall, _caller: Caller) -> PushAnswer:
    """Judge events in one transaction. Verdicts come in the order of the events."""
    signed = [event.signed() for event in body.events]
    return PushAnswer(verdicts=tuple(await run_in_threadpool(hall.ledger.intake, signed)))
