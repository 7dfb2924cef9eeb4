"""The signed event and its place in the hall's chain.

An event's *body* is canonical JSON; the device signs exactly those bytes, and every store and wire
carries them unchanged. The hall adds a *link*: sequence number, time of receipt, and a hash over the
link before, so that the log shows afterwards whether anything was changed, dropped or moved.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import ValidationError

from app.domain.canonical import canonical_json, parse_canonical
from app.domain.clock import Clock, RandomBytes
from app.domain.errors import BadSignature, BrokenChain, MalformedEvent
from app.domain.ids import uuid7
from app.domain.payloads import PAYLOADS, Payload

_EVENT_DOMAIN = b"nghisu event 1\n"
_LINK_DOMAIN = b"nghisu link 1\n"
GENESIS_HASH = b"\0" * 32
_FIELDS = {"id", "type", "device", "at", "payload"}


@dataclass(frozen=True, slots=True)
class Event:
    """A fact, read. `payload` is None when its type is newer than this program."""

    id: UUID
    type: str
    device_id: UUID
    recorded_at_utc_ms: int
    payload: Payload | None


@dataclass(frozen=True)
class SignedEvent:
    """The bytes that were signed, and the signature (64 bytes, Ed25519)."""

    body: bytes
    signature: bytes

    @cached_property
    def event(self) -> Event:
        """The body, parsed and checked for form. Raises `MalformedEvent`. Trust needs `verify` too."""
        return _parse(self.body)

    def verify(self, public_key: Ed25519PublicKey) -> None:
        """Raise `BadSignature` unless this key signed these bytes."""
        try:
            public_key.verify(self.signature, _EVENT_DOMAIN + self.body)
        except InvalidSignature as error:
            raise BadSignature(what="event") from error


@dataclass(frozen=True, slots=True)
class Link:
    """What the hall adds to an event it accepts. `hash` covers everything before it in the log."""

    seq: int
    received_at_utc_ms: int
    prev_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class ConfirmedEvent:
    """An event that the hall has put into the log."""

    signed: SignedEvent
    link: Link


def _parse(body: bytes) -> Event:
    raw = parse_canonical(body)
    if not isinstance(raw, dict) or set(raw) != _FIELDS:
        raise MalformedEvent(problem="fields")
    try:
        event_id, device_id = _strict_uuid(raw["id"]), _strict_uuid(raw["device"])
        recorded_at, kind = raw["at"], raw["type"]
        if type(recorded_at) is not int or not 0 <= recorded_at < 1 << 48 or not isinstance(kind, str):
            raise MalformedEvent(problem="at or type")
        payload_class = PAYLOADS.get(kind)
        payload = payload_class.model_validate(raw["payload"]) if payload_class else None
    except (ValidationError, ValueError) as error:
        raise MalformedEvent(problem=type(error).__name__) from error
    return Event(event_id, kind, device_id, recorded_at, payload)


def _strict_uuid(text: Any) -> UUID:
    value = UUID(text) if isinstance(text, str) else None
    if value is None or str(value) != text:
        raise MalformedEvent(problem="id")
    return value


@dataclass(frozen=True)
class EventSigner:
    """Writes events in a device's name. Safe to call from any thread."""

    device_id: UUID
    key: Ed25519PrivateKey
    clock: Clock
    random_bytes: RandomBytes

    def __repr__(self) -> str:
        return f"EventSigner(device_id={self.device_id})"

    def sign(self, payload: Payload) -> SignedEvent:
        """Make an event of a payload: new id, the clock's time, signed."""
        now_ms = self.clock.now_utc_ms()
        body = canonical_json(
            {
                "id": str(uuid7(now_ms, self.random_bytes(10))),
                "type": payload.type,
                "device": str(self.device_id),
                "at": now_ms,
                "payload": payload.model_dump(mode="json", exclude_defaults=True),
            }
        )
        return SignedEvent(body, self.key.sign(_EVENT_DOMAIN + body))


def link_after(prev: Link | None, signed: SignedEvent, received_at_utc_ms: int) -> Link:
    """The hall's link for the next event. `prev` is None for the first."""
    seq = prev.seq + 1 if prev else 1
    prev_hash = prev.hash if prev else GENESIS_HASH
    return Link(seq, received_at_utc_ms, prev_hash, _link_hash(seq, received_at_utc_ms, prev_hash, signed))


def check_link(prev: Link | None, confirmed: ConfirmedEvent) -> None:
    """Raise `BrokenChain` unless `confirmed` follows `prev` in the hall's chain."""
    expected = link_after(prev, confirmed.signed, confirmed.link.received_at_utc_ms)
    if expected != confirmed.link:
        raise BrokenChain(seq=confirmed.link.seq)


def _link_hash(seq: int, received_at_utc_ms: int, prev_hash: bytes, signed: SignedEvent) -> bytes:
    digest = hashlib.sha256(_LINK_DOMAIN)
    digest.update(seq.to_bytes(8))
    digest.update(received_at_utc_ms.to_bytes(8))
    digest.update(prev_hash)
    digest.update(hashlib.sha256(signed.body).digest())
    digest.update(signed.signature)
    return digest.digest()
