"""Answers that no honest hall gives, and refusals that one does."""

from __future__ import annotations

import asyncio
import json

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.entities import Device, Role
from app.domain.wire import device_id_of
from app.hall.certificates import make_authority
from app.sync import hall_client
from app.sync.addresses import HallAddress
from app.sync.errors import (
    BadAnswer,
    ClockWrong,
    HallTrouble,
    HallUnreachable,
    NotAtHall,
    NotEnrolled,
    RefusedByHall,
    Revoked,
)
from app.sync.hall_client import HallClient
from app.sync.identity import CorrectedClock, Identity
from tests.fakes.clock import FakeClock

NOW_MS = 1_795_300_000_000
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = KEY.public_key().public_bytes_raw()
IDENTITY = Identity(
    device=Device(id=device_id_of(PUBLIC), name="Máy", role=Role.TABLET, public_key=PUBLIC.hex()),
    key=KEY,
    ca_pem=make_authority("Đại hội", NOW_MS).certificate_pem,
    root_public_key=PUBLIC,
    congress_title="Đại hội",
    hall_name="Hội trường",
)


@pytest.fixture
def answered(monkeypatch):
    """A client whose hall is a function from request to response."""
    clock = CorrectedClock(FakeClock(NOW_MS))

    def make(handler) -> HallClient:
        def streamed(request) -> httpx2.Response:
            response = handler(request)
            if not response.is_stream_consumed:
                return response
            return httpx2.Response(response.status_code, content=in_one_piece(response.content))

        transport = httpx2.MockTransport(streamed)
        monkeypatch.setattr(hall_client, "HallTransport", lambda _context, _limits: transport)
        client = HallClient.trusted(HallAddress("127.0.0.1"), IDENTITY, clock)
        client.clock = clock
        return client

    return make


async def in_one_piece(content: bytes):
    yield content


def ask(client: HallClient, call):
    async def once():
        async with client:
            return await call(client)

    return asyncio.run(once())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>captive portal</html>",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b"1e999",
        b'{"events": "none", "head_seq": 1}',
        b'{"events": [], "head_seq": -5}',
        b'{"events": [{"body":"x"}], "head_seq": 1}',
        b'{"events": [], "head_seq": 1' + b" " * 100,
        b"[" * 100_000,
    ],
)
def test_answers_that_make_no_sense(answered, content):
    client = answered(lambda _request: httpx2.Response(200, content=content))

    with pytest.raises(BadAnswer):
        ask(client, lambda hall: hall.feed(0))


def test_an_endless_answer_is_not_held_in_memory(answered, monkeypatch):
    monkeypatch.setattr(hall_client, "MAX_JSON_BYTES", 10_000)
    given = []

    async def endless():
        while True:
            given.append(1)
            yield b" " * 1_000

    client = answered(lambda _request: httpx2.Response(200, content=endless()))

    with pytest.raises(BadAnswer):
        ask(client, lambda hall: hall.feed(0))
    assert len(given) < 20


def test_a_chunk_longer_than_a_chunk_is_refused(answered):
    client = answered(lambda _request: httpx2.Response(200, content=b"x" * ((1 << 20) + 1)))

    with pytest.raises(BadAnswer):
        ask(client, lambda hall: hall.fetch_chunk("0" * 64, 0))


def test_a_verdict_for_each_event_or_none_counts(answered):
    client = answered(lambda _request: httpx2.Response(200, json={"verdicts": []}))
    signed = IDENTITY.signer(FakeClock(), bytes)
    from app.domain.payloads import SittingClosed

    with pytest.raises(BadAnswer):
        ask(client, lambda hall: hall.push([signed.sign(SittingClosed())]))


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, "hall.unknown_device", NotEnrolled),
        (403, "hall.revoked", Revoked),
        (404, "hall.nothing_here", NotAtHall),
        (403, "hall.not_for_you", RefusedByHall),
        (422, "hall.malformed_request", RefusedByHall),
        (429, "hall.too_many", HallTrouble),
        (503, "storage.disk_full", HallTrouble),
        (500, "nghisu.bug", HallTrouble),
    ],
)
def test_refusals_have_their_own_errors(answered, status, code, expected):
    client = answered(lambda _request: httpx2.Response(status, json={"code": code, "params": {}}))

    with pytest.raises(expected) as refused:
        ask(client, lambda hall: hall.feed(0))
    assert type(refused.value) is expected


def test_a_clock_that_is_wrong_is_corrected_and_the_request_made_again(answered):
    hall_ms = NOW_MS + 3_600_000
    seen = []

    def hall(request):
        import jwt

        token = request.headers["authorization"].removeprefix("Bearer ")
        issued_s = jwt.decode(token, options={"verify_signature": False})["iat"]
        seen.append(issued_s)
        if abs(issued_s * 1000 - hall_ms) > 90_000:
            params = {"now_utc_ms": hall_ms}
            return httpx2.Response(401, json={"code": "hall.clock_skew", "params": params})
        return httpx2.Response(200, json={"events": [], "head_seq": 0})

    client = answered(hall)

    assert ask(client, lambda hall: hall.feed(0)).head_seq == 0
    assert len(seen) == 2
    assert abs(client.clock.offset_ms - 3_600_000) < 1_000


@pytest.mark.parametrize("params", [{"now_utc_ms": NOW_MS}, {}, {"now_utc_ms": "soon"}])
def test_a_hall_that_is_never_satisfied_with_the_time(answered, params):
    asked = []

    def hall(_request):
        asked.append(1)
        return httpx2.Response(401, json={"code": "hall.clock_skew", "params": params})

    with pytest.raises(ClockWrong):
        ask(answered(hall), lambda hall: hall.feed(0))
    assert len(asked) <= 2


@pytest.mark.parametrize(
    "error",
    [
        httpx2.ConnectError("refused"),
        httpx2.ReadTimeout("slow"),
        httpx2.RemoteProtocolError("torn"),
        ConnectionResetError(),
        TimeoutError(),
    ],
)
def test_broken_connections_are_one_error(answered, error):
    def broken(_request):
        raise error

    with pytest.raises(HallUnreachable):
        ask(answered(broken), lambda hall: hall.feed(0))


def test_a_stream_is_read_line_by_line_wherever_it_is_cut(answered):
    line = json.dumps({"signal": {"kind": "caption", "data": {"text": "kính\u2028thưa"}}}, ensure_ascii=False)
    content = (line + "\n" + '{"now_utc_ms": 5}' + "\n" + '{"torn": ').encode()

    async def in_pieces():
        for start in range(0, len(content), 7):
            yield content[start : start + 7]

    async def collect(hall):
        return [received async for received in hall.stream(0)]

    lines = ask(answered(lambda _request: httpx2.Response(200, content=in_pieces())), collect)

    assert lines[0].signal.data == {"text": "kính\u2028thưa"}
    assert lines[1].now_utc_ms == 5
    assert len(lines) == 2


def test_tokens_never_appear_in_errors_or_reprs(answered):
    client = answered(lambda _request: httpx2.Response(500, json={"code": "nghisu.bug", "params": {}}))

    with pytest.raises(HallTrouble) as trouble:
        ask(client, lambda hall: hall.feed(0))
    assert "Bearer" not in str(trouble.value)
    assert KEY.private_bytes_raw().hex() not in repr(IDENTITY)
