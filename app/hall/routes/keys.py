"""A reader's keys, as the roster stands now."""

from __future__ import annotations

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from app.domain.wire import KeysAnswer
from app.hall.context import Caller, Hall
from app.hall.reader_keys import keys_for

router = APIRouter()


@router.get("/keys")
async def reader_keys(hall: Hall, caller: Caller, response: Response) -> KeysAnswer:
    """The caller's own keys. Whoever moved to another delegation gets that one's, from now on."""
    response.headers["cache-control"] = "no-store"
    # The device may have heard of its move from another process of this hall.
    state = await run_in_threadpool(hall.ledger.catch_up)
    return keys_for(hall.identity.root_key, state, caller)
