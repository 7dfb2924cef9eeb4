"""The hall as an ASGI application. Knows no socket, no process and no TLS: see `server_process`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.domain.errors import NghisuError
from app.domain.wire import Refusal
from app.hall.context import HallContext
from app.hall.errors import HallError, MalformedRequest, NothingHere
from app.hall.limits import BodyLimit
from app.hall.routes import about, blobs, enrol, events, feed, keys, signals

_log = logging.getLogger(__name__)
_STORE_TROUBLE = 503
BUG = "nghisu.bug"


def create_app(hall: HallContext) -> FastAPI:
    """The application over one hall. Its lifespan runs the pump that feeds the streams."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        pump = asyncio.create_task(hall.live.pump(), name="hall pump")
        pump.add_done_callback(_report_failure)
        try:
            yield
        finally:
            hall.live.close()
            await asyncio.gather(pump, return_exceptions=True)
            await hall.deltas.close()
            hall.uploads.close()

    app = FastAPI(title="Nghị Sự", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.hall = hall
    version = APIRouter(prefix="/v1")
    for module in (about, enrol, keys, feed, events, blobs, signals):
        version.include_router(module.router)
    app.include_router(version)
    app.add_middleware(BodyLimit)
    app.add_exception_handler(NghisuError, _refuse)
    app.add_exception_handler(RequestValidationError, _refuse_malformed)
    app.add_exception_handler(HTTPException, _refuse_http)
    app.add_exception_handler(Exception, _bug)
    return app


async def _refuse(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, NghisuError)
    if isinstance(error, HallError):
        return _answer(error.status, Refusal(code=error.code, params=error.params))
    # The store's own trouble: clients need to know that it is ours, and no more than that.
    _log.error("store trouble: %s", error.code)
    return _answer(_STORE_TROUBLE, Refusal(code=error.code))


async def _refuse_malformed(_request: Request, error: Exception) -> JSONResponse:
    """Name the place, never the value: it may hold a token or somebody's words."""
    assert isinstance(error, RequestValidationError)
    where = ".".join(str(part) for part in error.errors()[0]["loc"])[:200]
    problem = MalformedRequest(where=where)
    return _answer(problem.status, Refusal(code=problem.code, params=problem.params))


async def _refuse_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = NothingHere.code if error.status_code in (404, 405) else MalformedRequest.code
    return _answer(error.status_code, Refusal(code=code))


async def _bug(_request: Request, _error: Exception) -> JSONResponse:
    """Starlette raises the error again after this answer, so that it reaches the log."""
    return _answer(500, Refusal(code=BUG))


def _answer(status: int, refusal: Refusal) -> JSONResponse:
    return JSONResponse(refusal.model_dump(mode="json"), status_code=status)


def _report_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("the feed's pump stopped", exc_info=error)
