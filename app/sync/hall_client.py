"""HTTP to one hall: pinned TLS, signed requests, every failure an error with a code.

Everything is asynchronous and belongs to the event loop that made it.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self, TypeVar

import httpx2
import jwt
from pydantic import BaseModel, ValidationError

from app.domain.events import SignedEvent
from app.domain.wire import (
    CHUNK_BYTES,
    HEARTBEAT_S,
    MAX_DELTA_BYTES,
    MAX_JSON_BYTES,
    TOKEN_ALGORITHM,
    TOKEN_LIFETIME_S,
    BlobMeta,
    CertificateAnswer,
    EnrolAnswer,
    EnrolRequest,
    FeedPage,
    HallInfo,
    KeysAnswer,
    PushAnswer,
    PushRequest,
    Refusal,
    Signal,
    StreamLine,
    UploadState,
    Verdict,
    WireEvent,
    server_name_of,
)
from app.sync.addresses import HallAddress
from app.sync.errors import (
    OF_HALL_CODE,
    BadAnswer,
    ClockWrong,
    HallTrouble,
    HallUnreachable,
    RefusedByHall,
    WrongCa,
)
from app.sync.identity import CorrectedClock, Identity
from app.sync.transport import HallTransport

_NO_CHECK_TIME = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME. The pinned CA vouches for this hall only, and a tablet whose
clock was reset must get as far as learning the time from it."""

_TIMEOUT = httpx2.Timeout(10.0, connect=4.0)
_STREAM_TIMEOUT = httpx2.Timeout(10.0, connect=4.0, read=3 * HEARTBEAT_S)
_LIMITS = httpx2.Limits(max_connections=10, max_keepalive_connections=10, keepalive_expiry=60.0)
_TOKEN_REUSE_S = TOKEN_LIFETIME_S * 2 // 3

Answer = TypeVar("Answer", bound=BaseModel)


def pinned_context(ca_pem: str) -> ssl.SSLContext:
    """TLS 1.2+ that trusts this CA and nobody else. Raises `WrongCa` for one that is unreadable."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags |= _NO_CHECK_TIME
    try:
        context.load_verify_locations(cadata=ca_pem)
    except ssl.SSLError as error:
        raise WrongCa(address="") from error
    return context


def _open_context() -> ssl.SSLContext:
    """For one question only: "what is your CA?", whose answer is compared with a fingerprint."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class HallClient:
    """One hall at one address. An asynchronous context manager.

    `identity` signs the requests; None for a device that is only about to enrol.
    """

    def __init__(
        self,
        address: HallAddress,
        context: ssl.SSLContext,
        clock: CorrectedClock,
        identity: Identity | None = None,
        server_name: str | None = None,
    ) -> None:
        self.address = address
        self._clock = clock
        self._identity = identity
        self._extensions = {"sni_hostname": server_name} if server_name else {}
        self._token = ""
        self._token_until_s = 0.0
        self._http = httpx2.AsyncClient(
            base_url=f"{address.url}/v1",
            transport=HallTransport(context, _LIMITS),
            timeout=_TIMEOUT,
            headers={"accept-encoding": "identity"},
            trust_env=False,  # a proxy has no business between a tablet and its hall
        )

    @classmethod
    def trusted(cls, address: HallAddress, identity: Identity, clock: CorrectedClock) -> Self:
        """A client of an enrolled device."""
        name = server_name_of(identity.root_id)
        return cls(address, pinned_context(identity.ca_pem), clock, identity, name)

    @classmethod
    def untrusting(cls, address: HallAddress, clock: CorrectedClock) -> Self:
        """A client that may ask for the CA and for nothing else."""
        return cls(address, _open_context(), clock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self._http.aclose()

    async def info(self) -> HallInfo:
        return await self._ask(HallInfo, "GET", "/health", signed=False)

    async def certificate(self) -> str:
        return (await self._ask(CertificateAnswer, "GET", "/ca", signed=False)).ca_pem

    async def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        return await self._ask(EnrolAnswer, "POST", "/enrol", signed=False, body=request)

    async def keys(self) -> KeysAnswer:
        """This device's keys, as the roster stands now. Secret: never log them."""
        return await self._ask(KeysAnswer, "GET", "/keys")

    async def push(self, events: Sequence[SignedEvent]) -> list[Verdict]:
        """One verdict for each event, in order."""
        request = PushRequest(events=tuple(map(WireEvent.of, events)))
        answer = await self._ask(PushAnswer, "POST", "/events", body=request)
        if len(answer.verdicts) != len(events):
            raise BadAnswer(address=str(self.address))
        return list(answer.verdicts)

    async def feed(self, after_seq: int) -> FeedPage:
        return await self._ask(FeedPage, "GET", "/feed", params={"after": after_seq})

    async def stream(self, after_seq: int) -> AsyncIterator[StreamLine]:
        """Lines of the live stream until the hall ends it or the connection breaks."""
        params = {"after": after_seq}
        async with self._send("GET", "/feed/stream", params=params, timeout=_STREAM_TIMEOUT) as response:
            buffer = bytearray()
            async for part in response.aiter_raw():
                buffer += part
                *lines, rest = buffer.split(b"\n")
                buffer = rest
                if len(buffer) > MAX_JSON_BYTES:
                    raise BadAnswer(address=str(self.address))
                for line in lines:
                    yield self._parse(StreamLine, line)

    async def blob_meta(self, sha256: str) -> BlobMeta:
        return await self._ask(BlobMeta, "GET", f"/blobs/{sha256}")

    async def fetch_chunk(self, sha256: str, index: int) -> bytes:
        """One chunk, at most 1 MiB; what is in it is checked when the blob is whole."""
        async with self._send("GET", f"/blobs/{sha256}/chunks/{index}") as response:
            return await self._read(response, CHUNK_BYTES)

    async def fetch_delta(self, old_sha256: str, new_sha256: str) -> bytes:
        """What changed between two versions; untrusted. Raises `NotAtHall` where it would save little."""
        async with self._send("GET", f"/blobs/{new_sha256}/delta/{old_sha256}") as response:
            return await self._read(response, MAX_DELTA_BYTES)

    async def upload_state(self, sha256: str) -> UploadState:
        return await self._ask(UploadState, "GET", f"/blobs/{sha256}/upload")

    async def bring_chunk(self, sha256: str, index: int, size_bytes: int, data: bytes) -> UploadState:
        path, params = f"/blobs/{sha256}/chunks/{index}", {"size_bytes": size_bytes}
        return await self._ask(UploadState, "PUT", path, params=params, content=data)

    async def send_signal(self, signal: Signal) -> None:
        async with self._send("POST", "/signals", **_json(signal)) as response:
            await self._read(response, MAX_JSON_BYTES)

    async def _ask(
        self,
        kind: type[Answer],
        method: str,
        path: str,
        *,
        signed: bool = True,
        body: BaseModel | None = None,
        **options: Any,
    ) -> Answer:
        if body is not None:
            options |= _json(body)
        async with self._send(method, path, signed=signed, **options) as response:
            return self._parse(kind, await self._read(response, MAX_JSON_BYTES))

    @asynccontextmanager
    async def _send(
        self, method: str, path: str, *, signed: bool = True, **options: Any
    ) -> AsyncIterator[httpx2.Response]:
        """A response whose status is good. A wrong clock is corrected and the request made again."""
        try:
            response = await self._open(method, path, signed, options)
            try:
                refusal = await self._refusal(response)
                if refusal and self._learns_time(refusal):
                    await response.aclose()
                    response = await self._open(method, path, signed, options)
                    refusal = await self._refusal(response)
                if refusal:
                    raise self._refused(refusal, response.status_code)
                yield response
            finally:
                await response.aclose()
        except (httpx2.TransportError, httpx2.InvalidURL, ssl.SSLError, OSError) as error:
            if _is_distrust(error):
                raise WrongCa(address=str(self.address)) from error
            raise HallUnreachable(address=str(self.address)) from error

    async def _open(self, method: str, path: str, signed: bool, options: dict[str, Any]) -> httpx2.Response:
        headers = dict(options.get("headers", {}))
        if signed:
            headers["authorization"] = f"Bearer {self._request_token()}"
        rest = {name: value for name, value in options.items() if name != "headers"}
        request = self._http.build_request(method, path, headers=headers, extensions=self._extensions, **rest)
        return await self._http.send(request, stream=True)

    def _learns_time(self, refusal: Refusal) -> bool:
        """Whether the hall refused the device's time, and named another that is worth trying."""
        hall_ms = refusal.params.get("now_utc_ms")
        if OF_HALL_CODE.get(refusal.code) is not ClockWrong or not isinstance(hall_ms, int):
            return False
        self._token_until_s = 0.0
        return self._clock.learn(hall_ms)

    async def _refusal(self, response: httpx2.Response) -> Refusal | None:
        if response.is_success:
            return None
        return self._parse(Refusal, await self._read(response, MAX_JSON_BYTES))

    def _refused(self, refusal: Refusal, status: int) -> Exception:
        known = OF_HALL_CODE.get(refusal.code)
        if known is not None:
            return known(address=str(self.address))
        kind = HallTrouble if status >= 500 or status == 429 else RefusedByHall
        return kind(address=str(self.address), hall_code=refusal.code)

    async def _read(self, response: httpx2.Response, limit_bytes: int) -> bytes:
        parts, size = [], 0
        async for part in response.aiter_raw():
            parts.append(part)
            size += len(part)
            if size > limit_bytes:
                raise BadAnswer(address=str(self.address))
        return b"".join(parts)

    def _parse(self, kind: type[Answer], data: bytes | bytearray) -> Answer:
        try:
            return kind.model_validate(json.loads(data))
        except (ValidationError, ValueError, RecursionError) as error:
            raise BadAnswer(address=str(self.address)) from error

    def _request_token(self) -> str:
        """A token for this hall alone, used for some seconds and then made anew."""
        if self._identity is None:
            raise TypeError("a client without identity cannot sign")
        now_s = self._clock.now_utc_ms() / 1000
        if not self._token_until_s - _TOKEN_REUSE_S <= now_s < self._token_until_s:
            issued_s = int(now_s)
            claims = {
                "iss": str(self._identity.device.id),
                "aud": str(self._identity.root_id),
                "iat": issued_s,
                "exp": issued_s + TOKEN_LIFETIME_S,
            }
            self._token = jwt.encode(claims, self._identity.key, algorithm=TOKEN_ALGORITHM)
            self._token_until_s = now_s + _TOKEN_REUSE_S
        return self._token


def _json(body: BaseModel) -> dict[str, Any]:
    return {"content": body.model_dump_json(), "headers": {"content-type": "application/json"}}


def _is_distrust(error: BaseException | None) -> bool:
    """Whether a certificate that we do not trust is at the bottom of this."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
