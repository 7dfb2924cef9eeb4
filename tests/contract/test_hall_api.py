"""The hall's interface, request by request, over both databases."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.testclient import TestClient

from app.domain import payloads as p
from app.domain.clock import SystemClock
from app.domain.entities import CheckInMethod, Role
from app.domain.events import check_link
from app.domain.wire import (
    MAX_JSON_BYTES,
    EnrolRequest,
    FeedPage,
    PushRequest,
    WireEvent,
    enrolment_proof,
    to_base64,
)
from app.hall.admin import PublishedBlob, invite, publish_pack, revoke_device, status
from app.hall.context import HallContext
from app.hall.errors import AlreadyFounded, UnknownDevice
from app.hall.init import HallIdentity
from app.hall.server import create_app
from tests.fakes.congress import document, fixed_id
from tests.fakes.hall import enrol_directly, make_hall


@pytest.fixture
def http(hall):
    with TestClient(create_app(hall), raise_server_exceptions=False) as client:
        client.headers["content-type"] = "application/json"
        yield client


@pytest.fixture
def gate(hall):
    return enrol_directly(hall, Role.GATE, "Cổng 1")[0]


def bearer(signer, hall, *, offset_s=0, life_s=60, key=None, **claims) -> dict[str, str]:
    now_s = int(SystemClock().now_utc_ms() / 1000) + offset_s
    claims = {
        "iss": str(signer.device_id),
        "aud": str(hall.root_id),
        "iat": now_s,
        "exp": now_s + life_s,
    } | claims
    return {"authorization": "Bearer " + jwt.encode(claims, key or signer.key, algorithm="EdDSA")}


def check_in(number: int = 1) -> p.CheckedIn:
    return p.CheckedIn(person_id=fixed_id(f"person {number}"), method=CheckInMethod.BADGE)


def push(http, hall, signer, *signed):
    body = PushRequest(events=tuple(map(WireEvent.of, signed))).model_dump_json()
    answer = http.post("/v1/events", content=body, headers=bearer(signer, hall))
    assert answer.status_code == 200, answer.text
    return answer.json()["verdicts"]


def feed(http, hall, signer, after=0, **params):
    answer = http.get("/v1/feed", params={"after": after, **params}, headers=bearer(signer, hall))
    assert answer.status_code == 200, answer.text
    return FeedPage.model_validate(answer.json())


# --- founding and enrolment ---


def test_the_first_event_is_the_roots_own_enrolment(hall, http, gate):
    page = feed(http, hall, gate)

    first = page.confirmed()[0].signed
    assert isinstance(first.event.payload, p.DeviceEnrolled)
    assert first.event.payload.device.id == hall.root_id
    first.verify(hall.identity.root_key.public_key())


def test_a_second_congress_is_not_founded_over_the_first(hall, hall_store):
    with pytest.raises(AlreadyFounded):
        make_hall(hall_store, SystemClock())


def test_the_identity_survives_a_restart(hall, hall_store):
    again = HallIdentity.load(hall_store)

    assert again.root_id == hall.root_id
    assert again.server == hall.identity.server


def enrol_request(token: str, key: Ed25519PrivateKey) -> EnrolRequest:
    public = key.public_key().public_bytes_raw()
    return EnrolRequest(token=token, public_key=public, proof=key.sign(enrolment_proof(token, public)))


def test_the_same_device_may_ask_again_when_the_answer_was_lost(hall, http):
    request = enrol_request(invite(hall, Role.TABLET, "Máy 12").token, Ed25519PrivateKey.generate())

    first = http.post("/v1/enrol", content=request.model_dump_json())
    second = http.post("/v1/enrol", content=request.model_dump_json())

    assert first.status_code == second.status_code == 200
    assert first.json()["device"] == second.json()["device"]
    assert second.json()["head_seq"] == first.json()["head_seq"]


def test_a_proof_by_another_key_is_refused(hall, http):
    token = invite(hall, Role.TABLET, "Máy 12").token
    theft = enrol_request(token, Ed25519PrivateKey.generate()).model_copy(
        update={"public_key": Ed25519PrivateKey.generate().public_key().public_bytes_raw()}
    )

    answer = http.post("/v1/enrol", content=theft.model_dump_json())

    assert (answer.status_code, answer.json()["code"]) == (403, "hall.bad_proof")


def test_guessing_tokens_is_slowed_down(hall, http):
    request = enrol_request("A" * 27, Ed25519PrivateKey.generate()).model_dump_json()

    codes = [http.post("/v1/enrol", content=request).json()["code"] for _ in range(25)]

    assert codes[0] == "hall.token_unknown"
    assert codes[-1] == "hall.too_many"


def test_tokens_are_kept_only_as_hashes(hall, tmp_path):
    from app.storage.schema import enrolment_tokens

    token = invite(hall, Role.TABLET, "Máy 12").token
    with hall.store.database.read() as tx:
        row = tx.execute(enrolment_tokens.select()).first()

    assert bytes(row.token_sha256) == hashlib.sha256(token.encode()).digest()
    assert token not in str(tuple(row))


# --- who is asking ---


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "hall.bad_token"),
        ({"authorization": "Basic abc"}, "hall.bad_token"),
        ({"authorization": "Bearer "}, "hall.bad_token"),
        ({"authorization": "Bearer a.b.c"}, "hall.bad_token"),
        ({"authorization": "Bearer " + "x" * 5000}, "hall.bad_token"),
    ],
)
def test_requests_without_a_token_are_refused(http, headers, code):
    answer = http.get("/v1/feed", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, code)


def test_each_wrong_token_has_its_own_refusal(hall, http, gate):
    stranger = Ed25519PrivateKey.generate()
    cases = {
        "hall.unknown_device": bearer(gate, hall, iss=str(fixed_id("nobody"))),
        "hall.bad_token": bearer(gate, hall, key=stranger),
        "hall.clock_skew": bearer(gate, hall, offset_s=-3600),
    }
    for code, headers in cases.items():
        assert http.get("/v1/feed", headers=headers).json()["code"] == code

    wrong = [
        bearer(gate, hall, aud="another hall"),
        bearer(gate, hall, life_s=3600),
        bearer(gate, hall, life_s=-10),
        bearer(gate, hall, iss="no id"),
        bearer(gate, hall, exp="soon"),
        bearer(gate, hall, exp=1e400),
    ]
    for headers in wrong:
        assert http.get("/v1/feed", headers=headers).json()["code"] == "hall.bad_token"


def test_an_unsigned_token_is_refused(hall, http, gate):
    now_s = SystemClock().now_utc_ms() // 1000
    claims = {"iss": str(gate.device_id), "aud": str(hall.root_id), "iat": now_s, "exp": now_s + 60}

    token = jwt.encode(claims, None, algorithm="none")

    answer = http.get("/v1/feed", headers={"authorization": f"Bearer {token}"})
    assert answer.json()["code"] == "hall.bad_token"


def test_a_clock_that_is_wrong_is_told_the_halls_time(hall, http, gate):
    answer = http.get("/v1/feed", headers=bearer(gate, hall, offset_s=3600))

    assert answer.status_code == 401
    assert abs(answer.json()["params"]["now_utc_ms"] - SystemClock().now_utc_ms()) < 60_000


def test_a_revoked_device_is_refused_everywhere(hall, http, gate):
    signed = gate.sign(check_in())
    revoke_device(hall, gate.device_id, "mất", hall.clock, os.urandom)

    for path in ("/v1/feed", "/v1/feed/stream", f"/v1/blobs/{'0' * 64}"):
        answer = http.get(path, headers=bearer(gate, hall))
        assert (answer.status_code, answer.json()["code"]) == (403, "hall.revoked")
    other, _ = enrol_directly(hall, Role.GATE)
    assert push(http, hall, other, signed)[0]["reason"] == "revoked"


def test_nobody_revokes_the_root_or_a_stranger(hall):
    for device_id in (hall.root_id, fixed_id("nobody")):
        with pytest.raises(UnknownDevice):
            revoke_device(hall, device_id, "", hall.clock, os.urandom)


# --- events ---


def test_posting_again_changes_nothing(hall, http, gate):
    signed = gate.sign(check_in())

    first = push(http, hall, gate, signed)[0]
    again = push(http, hall, gate, signed, signed)

    assert first["outcome"] == "confirmed"
    assert [verdict["outcome"] for verdict in again] == ["duplicate", "duplicate"]
    assert {verdict["seq"] for verdict in again} == {first["seq"]}


def test_every_event_has_its_own_verdict(hall, http, gate):
    tablet, _ = enrol_directly(hall, Role.TABLET, person_id=fixed_id("person 1"))
    good = gate.sign(check_in())
    forged = gate.sign(check_in(2)).__class__(gate.sign(check_in(2)).body, bytes(64))
    stranger = make_stranger().sign(check_in(3))
    unreadable = good.__class__(b'{"not":"an event"}', bytes(64))
    not_allowed = tablet.sign(p.SittingOpened(name="Phiên trù bị"))
    twice_named = rename(gate.sign(check_in(4)), good)

    verdicts = push(http, hall, gate, good, forged, stranger, unreadable, not_allowed, twice_named(gate))

    assert [verdict.get("reason") for verdict in verdicts] == [
        None,
        "bad_signature",
        "unknown_device",
        "malformed",
        "not_allowed",
        "malformed",
    ]
    assert verdicts[3]["id"] is None
    assert feed(http, hall, gate).events[-1].body == good.body.decode()


def make_stranger():
    from app.domain.events import EventSigner
    from app.domain.wire import device_id_of

    key = Ed25519PrivateKey.generate()
    return EventSigner(device_id_of(key.public_key().public_bytes_raw()), key, SystemClock(), os.urandom)


def rename(signed, like):
    """An event that says something else under an id that is taken, properly signed."""
    body = json.loads(signed.body)
    body["id"] = json.loads(like.body)["id"]

    def sign(signer):
        from app.domain.canonical import canonical_json
        from app.domain.events import _EVENT_DOMAIN

        data = canonical_json(body)
        return like.__class__(data, signer.key.sign(_EVENT_DOMAIN + data))

    return sign


def test_the_feed_is_one_unbroken_chain_in_pages(hall, http, gate):
    for number in (1, 2, 3, 4):
        push(http, hall, gate, gate.sign(check_in(number)))

    after, previous = 0, None
    while page := feed(http, hall, gate, after, limit=3).confirmed():
        for confirmed in page:
            check_link(previous, confirmed)
            previous = confirmed.link
        after = previous.seq
    assert previous.seq == hall.ledger.seq


def test_the_stream_begins_where_the_reader_is(hall, http, gate):
    push(http, hall, gate, gate.sign(check_in()))
    hall.live.close()  # so that the stream ends

    with http.stream("GET", "/v1/feed/stream", headers=bearer(gate, hall)) as answer:
        first = json.loads(next(answer.iter_lines()))

    assert "now_utc_ms" in first


# --- hostile requests ---


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"events":5}',
        b'{"events":[{"body":"x"}]}',
        b'{"events":[{"body":"\\ud800","signature":"' + b"A" * 86 + b'"}]}',
        b'{"events":' + b"[" * 50_000,
        b'{"events":[' + b",".join([b'{"body":"x","signature":"' + b"A" * 86 + b'"}'] * 501) + b"]}",
    ],
)
def test_hostile_json_is_refused_and_never_explained(hall, http, gate, body):
    answer = http.post("/v1/events", content=body, headers=bearer(gate, hall))

    if answer.status_code == 200:  # readable as a request, though not as an event
        assert {verdict["outcome"] for verdict in answer.json()["verdicts"]} == {"rejected"}
    else:
        assert 400 <= answer.status_code < 500
        assert set(answer.json()) == {"code", "params"}
    assert "Traceback" not in answer.text


def test_a_body_larger_than_any_honest_one_is_refused(hall, http, gate):
    answer = http.post("/v1/events", content=b" " * (MAX_JSON_BYTES + 1), headers=bearer(gate, hall))

    assert (answer.status_code, answer.json()["code"]) == (413, "hall.too_large")


@pytest.mark.parametrize("path", ["/", "/v1/nothing", "/v1/blobs/../../etc/passwd", "/docs", "/openapi.json"])
def test_there_is_nothing_else(http, path):
    answer = http.get(path)

    assert answer.status_code == 404
    assert answer.json() == {"code": "hall.nothing_here", "params": {}}


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=100000", f"after={1 << 60}"])
def test_page_bounds_are_checked(hall, http, gate, query):
    answer = http.get(f"/v1/feed?{query}", headers=bearer(gate, hall))

    assert (answer.status_code, answer.json()["code"]) == (422, "hall.malformed_request")


def test_only_some_roles_may_signal_and_not_without_end(hall, http, gate):
    screen, _ = enrol_directly(hall, Role.SCREEN)
    body = {"kind": "caption", "data": {"text": "a"}}

    assert http.post("/v1/signals", json=body, headers=bearer(screen, hall)).status_code == 403
    large = {"kind": "caption", "data": {"text": "a" * 20_000}}
    assert http.post("/v1/signals", json=large, headers=bearer(gate, hall)).status_code == 413
    headers = bearer(gate, hall)
    codes = {http.post("/v1/signals", json=body, headers=headers).status_code for _ in range(400)}
    assert codes == {204, 429}


# --- blobs ---


def publish(hall, data: bytes, roles, title="Báo cáo"):
    sha256 = hashlib.sha256(data).hexdigest()
    paper = document(title, sha256, len(data)).model_copy(update={"audience": roles})
    signer = hall.identity.signer(hall.clock, os.urandom)
    chunks = [data[start : start + (1 << 20)] for start in range(0, len(data), 1 << 20)]
    blob = PublishedBlob(sha256, len(data), chunks)
    event = signer.sign(p.DocumentPublished(document=paper))
    return sha256, paper, publish_pack(hall, [event], [blob]), (event, blob)


def test_chunks_go_to_the_audience_and_to_nobody_else(hall, http, gate):
    data = os.urandom((1 << 20) + 99)
    sha256, paper, _, _ = publish(hall, data, (Role.CHAIR,))
    chair, _ = enrol_directly(hall, Role.CHAIR)
    mine, theirs = bearer(chair, hall), bearer(gate, hall)

    assert http.get(f"/v1/blobs/{sha256}", headers=mine).json()["size_bytes"] == len(data)
    parts = [http.get(f"/v1/blobs/{sha256}/chunks/{n}", headers=mine).content for n in (0, 1)]
    assert b"".join(parts) == data
    assert http.get(f"/v1/blobs/{sha256}/chunks/2", headers=mine).status_code == 404
    assert http.get(f"/v1/blobs/{sha256}/chunks/0", headers=theirs).status_code == 404
    assert http.get(f"/v1/blobs/{sha256}", headers=theirs).status_code == 404

    push(http, hall, chair, chair.sign(p.DocumentWithdrawn(document_id=paper.id, reason="thu hồi")))
    assert http.get(f"/v1/blobs/{sha256}/chunks/0", headers=mine).status_code == 404


def test_photographs_are_for_gates_only(hall, http, gate):
    photo = os.urandom(5000)
    sha256 = hashlib.sha256(photo).hexdigest()
    signer = hall.identity.signer(hall.clock, os.urandom)
    said = p.PhotoPublished(person_id=fixed_id("person 1"), sha256=sha256, size_bytes=len(photo))
    publish_pack(hall, [signer.sign(said)], [PublishedBlob(sha256, len(photo), [photo])])
    chair, _ = enrol_directly(hall, Role.CHAIR)

    assert http.get(f"/v1/blobs/{sha256}/chunks/0", headers=bearer(gate, hall)).content == photo
    assert http.get(f"/v1/blobs/{sha256}/chunks/0", headers=bearer(chair, hall)).status_code == 404


def test_publishing_a_pack_again_changes_nothing(hall):
    _, _, first, (event, blob) = publish(hall, b"%PDF-1.7", (Role.TABLET,))
    before = hall.ledger.seq

    again = publish_pack(hall, [event], [blob])

    assert (first[0].outcome, again[0].outcome) == ("confirmed", "duplicate")
    assert hall.ledger.seq == before


def test_a_pack_signed_by_somebody_else_is_not_published(hall):
    stranger = make_stranger()
    paper = document("Giả mạo")

    verdict = publish_pack(hall, [stranger.sign(p.DocumentPublished(document=paper))], [])[0]

    assert verdict.reason == "unknown_device"


@contextmanager
def a_recording(http, hall, sound: bytes):
    chair, _ = enrol_directly(hall, Role.CHAIR)
    sha256 = hashlib.sha256(sound).hexdigest()
    recording = fixed_id("recording")
    push(
        http,
        hall,
        chair,
        chair.sign(p.RecordingStarted(recording_id=recording, started_at_utc_ms=1_795_300_000_000)),
        chair.sign(p.RecordingStopped(recording_id=recording, duration_ms=9, sha256=sha256)),
    )
    yield chair, sha256


def test_an_upload_resumes_and_refuses_what_is_not_the_recording(hall, http, gate):
    sound = os.urandom((1 << 20) + 7)
    with a_recording(http, hall, sound) as (chair, sha256):
        path, size = f"/v1/blobs/{sha256}/chunks", {"size_bytes": len(sound)}
        headers = bearer(chair, hall)

        def put(index, data, params=size, asker=headers):
            return http.put(f"{path}/{index}", content=data, params=params, headers=asker)

        assert put(0, sound[: 1 << 20], asker=bearer(gate, hall)).status_code == 403
        assert put(1, sound[1 << 20 :]).json()["code"] == "hall.chunk_out_of_order"
        assert put(0, b"x" * ((1 << 20) + 1)).status_code == 413
        assert put(0, b"short").json()["code"] == "hall.malformed_request"
        assert put(0, sound[: 1 << 20]).json() == {"chunks_done": 1, "complete": False}
        assert put(0, sound[: 1 << 20]).json() == {"chunks_done": 1, "complete": False}
        assert put(1, b"forged!").json()["code"] == "hall.malformed_request"
        assert http.get(f"/v1/blobs/{sha256}/upload", headers=headers).json()["chunks_done"] == 0
        assert put(0, sound[: 1 << 20]).status_code == 200
        assert put(1, sound[1 << 20 :]).json() == {"chunks_done": 2, "complete": True}
        assert hall.store.blobs.read(sha256) == sound
        other = "f" * 64
        refused = http.put(
            f"/v1/blobs/{other}/chunks/0", content=b"x", params={"size_bytes": 1}, headers=headers
        )
        assert refused.status_code == 403


# --- administration ---


def test_status_counts_what_is_there(hall, gate):
    publish(hall, b"%PDF-1.7", (Role.TABLET,))

    figures = status(hall)

    assert figures.devices == {"congress": 1, "gate": 1}
    assert (figures.documents_count, figures.blobs_count) == (1, 1)
    assert figures.events_count == hall.ledger.seq


@pytest.mark.postgres
def test_two_halls_on_one_postgres_keep_one_chain(postgres_url, tmp_path):
    """Two processes' worth of halls, judging and confirming at the same time."""
    import threading

    from tests.fakes.hall import open_store

    clock = SystemClock()
    stores = [open_store(tmp_path / "hall", postgres_url) for _ in range(2)]
    try:
        first = make_hall(stores[0], clock)
        second = HallContext.build(stores[1], HallIdentity.load(stores[1]), clock, os.urandom)
        gates = [enrol_directly(first, Role.GATE, f"Cổng {n}")[0] for n in range(4)]
        verdicts: list = []

        def post(hall, gate):
            for number in range(1, 7):
                verdicts.extend(hall.ledger.intake([gate.sign(check_in(number))]))

        threads = [
            threading.Thread(target=post, args=(hall, gate))
            for hall, gate in zip([first, second, first, second], gates, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [verdict.outcome for verdict in verdicts] == ["confirmed"] * 24
        assert len({verdict.seq for verdict in verdicts}) == 24
        previous = None
        with stores[1].database.read() as tx:
            for confirmed in stores[1].events.all_confirmed(tx):
                check_link(previous, confirmed)
                previous = confirmed.link
        first.ledger.catch_up()
        assert first.ledger.catch_up() == second.ledger.catch_up()
    finally:
        for store in stores:
            store.close()


def test_wire_text_holds_no_padding_or_secrets(hall):
    invitation = invite(hall, Role.TABLET, "Máy 12")

    assert invitation.token not in repr(invitation)
    assert "=" not in to_base64(b"a")
    assert len(invitation.model_copy(update={"ca": None}).text()) < 600


def test_a_new_address_renews_the_certificate_and_a_known_one_does_not(hall):
    now_ms = SystemClock().now_utc_ms()

    moved = hall.identity.for_hosts(["10.1.2.3"], 9000, now_ms)
    again = moved.for_hosts(["10.1.2.3"], 9001, now_ms)

    assert moved.hosts == ("10.1.2.3", "127.0.0.1")
    assert moved.server != hall.identity.server
    assert moved.authority == hall.identity.authority
    assert (again.server, again.port) == (moved.server, 9001)
