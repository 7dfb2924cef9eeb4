"""Enrolment: the one request that carries no signed token, because nobody knows the device yet."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from app.domain.wire import EnrolAnswer, EnrolRequest
from app.hall.context import Hall
from app.hall.errors import BadProof, TokenExpired, TokenUnknown, TokenUsed
from app.hall.reader_keys import keys_for

router = APIRouter()


@router.post("/enrol")
async def enrol(body: EnrolRequest, request: Request, hall: Hall) -> EnrolAnswer:
    """Spend a token. Failed tries are counted by address; imaging a hundred tablets is not slowed."""
    address = request.client.host if request.client else ""
    hall.failed_enrolments.check(address)
    try:
        device = await run_in_threadpool(hall.enrolment.enrol, body)
    except (BadProof, TokenExpired, TokenUnknown, TokenUsed):
        hall.failed_enrolments.take(address)
        raise
    return EnrolAnswer(
        device=device,
        congress_title=hall.identity.congress_title,
        hall_name=hall.identity.hall_name,
        ca_pem=hall.identity.authority.certificate_pem,
        root_public_key=hall.identity.root_public_key,
        keys=keys_for(hall.identity.root_key, hall.ledger.state, device),
        head_seq=hall.ledger.seq,
        now_utc_ms=hall.clock.now_utc_ms(),
    )
