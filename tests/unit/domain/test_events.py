from __future__ import annotations

import os
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import payloads as p
from app.domain.canonical import canonical_json, parse_canonical
from app.domain.entities import Role
from app.domain.errors import BadSignature, BrokenChain, MalformedEvent
from app.domain.events import ConfirmedEvent, SignedEvent, check_link, link_after
from app.domain.ids import IdSource, uuid7
from tests.fakes.clock import FakeClock
from tests.fakes.congress import opening_payloads, signer

chair = signer(Role.CHAIR)


@given(st.integers(0, (1 << 48) - 1), st.binary(min_size=10, max_size=10))
def test_uuid7_keeps_time_version_and_variant(unix_ms, random_10):
    value = uuid7(unix_ms, random_10)
    assert (value.int >> 80, value.version) == (unix_ms, 7)
    assert value.variant == UUID(int=0x8000 << 48).variant


def test_ids_sort_by_time():
    make = IdSource(FakeClock(), os.urandom)
    made = [make() for _ in range(50)]
    assert made == sorted(made)
    with pytest.raises(ValueError, match="time"):
        uuid7(1 << 48, b"0" * 10)
    with pytest.raises(ValueError, match="ten"):
        uuid7(1, b"")


@pytest.mark.parametrize("payload", opening_payloads(), ids=lambda payload: payload.type)
def test_what_is_signed_is_what_is_read(payload):
    signed = chair.sign(payload)
    signed.verify(chair.key.public_key())
    assert signed.event.payload == payload
    assert signed.event.device_id == chair.device_id


@given(st.data())
def test_a_changed_byte_breaks_the_signature(data):
    signed = chair.sign(p.SittingOpened(name="Phiên chính thức"))
    index = data.draw(st.integers(0, len(signed.body) - 1))
    changed = bytearray(signed.body)
    changed[index] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadSignature):
        SignedEvent(bytes(changed), signed.signature).verify(chair.key.public_key())


def test_another_key_is_refused():
    signed = chair.sign(p.FloorEnded())
    with pytest.raises(BadSignature):
        signed.verify(signer(Role.GATE).key.public_key())


def test_an_event_of_a_newer_program_is_kept_unread():
    raw = parse_canonical(chair.sign(p.FloorEnded()).body)
    raw |= {"type": "vote.opened_by_telepathy", "payload": {"anything": [1, 2]}}
    assert SignedEvent(canonical_json(raw), b"").event.payload is None


@pytest.mark.parametrize(
    "change",
    [
        {"id": "not-an-id"},
        {"id": "0190163D-8694-739B-AEA5-966C26F8AD91"},
        {"at": -1},
        {"at": True},
        {"at": "1"},
        {"type": 7},
        {"extra": 1},
        {"payload": {"name": 5}},
        {"payload": {}},
        {"device": None},
    ],
)
def test_malformed_bodies_are_refused(change):
    raw = parse_canonical(chair.sign(p.SittingOpened(name="x")).body)
    raw.update(change)
    with pytest.raises(MalformedEvent):
        _ = SignedEvent(canonical_json(raw), b"").event


def test_text_is_composed_whatever_the_keyboard():
    assert p.SittingOpened(name="Phie\u0302n chi\u0301nh thu\u031b\u0301c").name == "Phiên chính thức"


def _chain(count: int) -> list[ConfirmedEvent]:
    log: list[ConfirmedEvent] = []
    for n in range(count):
        signed = chair.sign(p.SittingOpened(name=f"Phiên {n}"))
        log.append(ConfirmedEvent(signed, link_after(log[-1].link if log else None, signed, 1000 + n)))
    return log


def _check(log: list[ConfirmedEvent]) -> None:
    for prev, confirmed in zip([None, *log], log, strict=False):
        check_link(prev.link if prev else None, confirmed)


def test_the_chain_follows():
    _check(_chain(5))


@given(st.integers(0, 4), st.integers(0, 4))
def test_a_moved_or_dropped_event_breaks_the_chain(at, other):
    log = _chain(5)
    if other == at:
        del log[at]
        log.append(_chain(1)[0])
    else:
        log[at], log[other] = log[other], log[at]
    with pytest.raises(BrokenChain):
        _check(log)


def test_secrets_stay_out_of_repr():
    assert "key" not in repr(chair).lower()
