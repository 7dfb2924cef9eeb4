"""Badges: a QR code that only the congress can make, since it carries the congress's signature."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.domain.errors import BadSignature

_PREFIX = "NGHISU1:"
_BADGE_DOMAIN = b"nghisu badge 1\n"


def make_badge(person_id: UUID, congress_id: UUID, key: Ed25519PrivateKey) -> str:
    """The text of a person's badge: about 115 characters, upper case, which QR packs tightly."""
    signature = key.sign(_signed_bytes(person_id, congress_id))
    return _PREFIX + base64.b32encode(person_id.bytes + signature).decode().rstrip("=")


def read_badge(text: str, congress_id: UUID, key: Ed25519PublicKey) -> UUID:
    """The person whom a genuine badge of this congress names. Raises `BadSignature` for anything else."""
    encoded = text.removeprefix(_PREFIX)
    try:
        data = base64.b32decode(encoded + "=" * (-len(encoded) % 8))
        person_id, signature = UUID(bytes=data[:16]), data[16:]
        key.verify(signature, _signed_bytes(person_id, congress_id))
    except (binascii.Error, ValueError, InvalidSignature) as error:
        raise BadSignature(what="badge") from error
    return person_id


def _signed_bytes(person_id: UUID, congress_id: UUID) -> bytes:
    return _BADGE_DOMAIN + congress_id.bytes + person_id.bytes
