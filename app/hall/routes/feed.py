"""The feed: confirmed events by page, and as a stream that stays open."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from app.hall.context import Caller, Hall
from app.hall.live import PAGE_EVENTS, read_page

router = APIRouter()

After = Annotated[int, Query(ge=0, lt=1 << 53)]


@router.get("/feed")
async def feed_page(
    hall: Hall,
    _caller: Caller,
    after: After = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE_EVENTS)] = PAGE_EVENTS,
) -> Response:
    """Events after a sequence number, as a `FeedPage`."""
    page = await run_in_threadpool(read_page, hall.store, after, limit)
    return Response(page.model_dump_json(), media_type="application/json")


@router.get("/feed/stream")
async def feed_stream(hall: Hall, caller: Caller, after: After = 0) -> StreamingResponse:
    """`StreamLine`s as NDJSON: events, live signals, and a heartbeat when nothing happens."""

    def is_welcome() -> bool:
        return caller.id not in hall.ledger.state.revoked

    lines = hall.live.stream(after, is_welcome)
    return StreamingResponse(lines, media_type="application/x-ndjson", headers={"cache-control": "no-store"})
