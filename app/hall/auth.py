"""Who is asking: short-lived tokens (JWT, EdDSA) that a device signs with its own key."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.domain.clock import Clock
from app.domain.entities import Device
from app.domain.state import CongressState
from app.domain.wire import TOKEN_ALGORITHM, TOKEN_LEEWAY_S, TOKEN_LIFETIME_S
from app.hall.errors import BadRequestToken, ClockSkew, DeviceWasRevoked, UnknownDevice

_CLAIMS = ["iss", "aud", "iat", "exp"]
_MAX_TOKEN_LENGTH = 1_000
_TOKENS_REMEMBERED = 1_024
"""More than a congress has devices. What is refused is not remembered."""


@lru_cache(_TOKENS_REMEMBERED)
def issuer(token: str) -> UUID:
    """The device that the token says it is from. Nothing is verified. Raises `BadRequestToken`."""
    try:
        if len(token) > _MAX_TOKEN_LENGTH:
            raise BadRequestToken()
        return UUID(jwt.decode(token, options={"verify_signature": False})["iss"])
    except (jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadRequestToken() from error


def authenticate(token: str, state: CongressState, root_id: UUID, clock: Clock) -> Device:
    """The device that signed this token.

    Raises `BadRequestToken`, `UnknownDevice`, `DeviceWasRevoked`, and `ClockSkew` only after the
    signature has been found good. Time is judged by the hall's own clock, not by the library's.
    """
    device = state.devices.get(issuer(token))
    if device is None:
        raise UnknownDevice()
    issued_s, expires_s = _verified_times(token, device.public_key, root_id)
    if device.id in state.revoked:
        raise DeviceWasRevoked()
    if not 0 < expires_s - issued_s <= TOKEN_LIFETIME_S:
        raise BadRequestToken()
    now_ms = clock.now_utc_ms()
    if not issued_s - TOKEN_LEEWAY_S <= now_ms / 1000 <= expires_s + TOKEN_LEEWAY_S:
        raise ClockSkew(now_utc_ms=now_ms)
    return device


@lru_cache(_TOKENS_REMEMBERED)
def _verified_times(token: str, public_key_hex: str, root_id: UUID) -> tuple[int, int]:
    """When the token was issued and when it expires, in seconds, once its signature is found good.

    A device uses a token for some seconds: fetching a document would otherwise verify it for each chunk.
    """
    try:
        claims = jwt.decode(
            token,
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key_hex)),
            algorithms=[TOKEN_ALGORITHM],
            audience=str(root_id),
            options={"require": _CLAIMS, "verify_exp": False, "verify_iat": False},
        )
        return int(claims["iat"]), int(claims["exp"])
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
        raise BadRequestToken() from error
