"""Single-use enrolment tokens, and the one moment in which a device becomes known."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Row, insert, select, update

from app.domain.clock import Clock, RandomBytes
from app.domain.entities import Device, Role
from app.domain.events import EventSigner
from app.domain.payloads import DeviceEnrolled, Payload
from app.domain.wire import EnrolRequest, Provisioning, device_id_of, enrolment_proof, to_base64
from app.hall.errors import BadProof, DeviceWasRevoked, TokenExpired, TokenUnknown, TokenUsed
from app.hall.init import HallIdentity
from app.hall.ledger import Ledger
from app.storage.device_store import DeviceStore
from app.storage.schema import enrolment_tokens

TOKEN_BYTES = 20
DEFAULT_LIFE_MS = 7 * 24 * 3_600_000
"""Tablets are imaged in the days before a congress."""


@dataclass(frozen=True, slots=True)
class Invited:
    """What a token is good for."""

    role: Role
    device_name: str
    person_id: UUID | None = None


class Enrolment:
    """Gives out tokens and takes them back. Safe to call from any thread."""

    def __init__(
        self,
        store: DeviceStore,
        ledger: Ledger,
        signer: EventSigner,
        clock: Clock,
        random_bytes: RandomBytes,
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._signer = signer
        self._clock = clock
        self._random_bytes = random_bytes

    def invite(
        self, identity: HallIdentity, invited: Invited, life_ms: int = DEFAULT_LIFE_MS
    ) -> Provisioning:
        """A new token with all that a device must know. Only the token's SHA-256 is kept."""
        token = to_base64(self._random_bytes(TOKEN_BYTES))
        expires_at = self._clock.now_utc_ms() + life_ms
        with self._store.database.write() as tx:
            tx.execute(
                insert(enrolment_tokens).values(
                    token_sha256=_digest(token),
                    role=invited.role.value,
                    person_id=invited.person_id.bytes if invited.person_id else None,
                    device_name=invited.device_name,
                    expires_at_utc_ms=expires_at,
                )
            )
        return Provisioning(
            title=identity.congress_title,
            hosts=identity.hosts,
            port=identity.port,
            ca_fp=identity.ca_fingerprint,
            root=identity.root_public_key,
            token=token,
            role=invited.role,
            name=invited.device_name,
            exp=expires_at,
            ca=identity.authority.certificate_pem,
        )

    def enrol(self, request: EnrolRequest) -> Device:
        """Make a device known, once, and return it as the log knows it.

        The same device with the same token gets the same answer again, because the first one may have
        been lost on its way. Raises `TokenUnknown`, `TokenUsed`, `TokenExpired`, `BadProof` and
        `DeviceWasRevoked`.
        """
        _check_proof(request)
        device_id = device_id_of(request.public_key)
        if device_id in self._ledger.state.revoked:
            raise DeviceWasRevoked()

        def spend_token(tx: Connection) -> list[Payload]:
            row = self._find(tx, request.token)
            if row.used_by_device_id is not None:
                if bytes(row.used_by_device_id) == device_id.bytes:
                    return []
                raise TokenUsed()
            if row.expires_at_utc_ms < self._clock.now_utc_ms():
                raise TokenExpired()
            device = Device(
                id=device_id,
                name=request.name or row.device_name,
                role=Role(row.role),
                public_key=request.public_key.hex(),
                person_id=UUID(bytes=bytes(row.person_id)) if row.person_id else None,
            )
            tx.execute(
                update(enrolment_tokens)
                .where(enrolment_tokens.c.token_sha256 == _digest(request.token))
                .values(used_by_device_id=device_id.bytes)
            )
            return [DeviceEnrolled(device=device)]

        return self._ledger.say(self._signer, spend_token).devices[device_id]

    def _find(self, tx: Connection, token: str) -> Row[Any]:
        query = select(enrolment_tokens).where(enrolment_tokens.c.token_sha256 == _digest(token))
        row = tx.execute(query).first()
        if row is None:
            raise TokenUnknown()
        return row


def _check_proof(request: EnrolRequest) -> None:
    try:
        key = Ed25519PublicKey.from_public_bytes(request.public_key)
        key.verify(request.proof, enrolment_proof(request.token, request.public_key))
    except (InvalidSignature, ValueError) as error:
        raise BadProof() from error


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
