"""What a congress pack is: one ZIP file, nothing in it compressed, one signature over all of it.

```
manifest.json    canonical JSON: which events file, which blobs, how long, which SHA-256
manifest.sig     64 bytes: the congress's Ed25519 signature of the manifest
events.ndjson    a line an event: signature in hex, a space, the signed body
blobs/<sha256>   papers and photographs
```
The manifest names every member with its size and hash, so its signature vouches for the whole file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.documents.errors import PackDamaged, PackNotTrusted, PackTooNew
from app.domain.canonical import canonical_json, parse_canonical
from app.domain.entities import Role, Sha256, UtcMs
from app.domain.errors import MalformedEvent
from app.domain.events import SignedEvent

FORMAT_VERSION = 1
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
EVENTS = "events.ndjson"
BLOBS = "blobs/"
SIGNATURE_BYTES = 64
MAX_MANIFEST_BYTES = 8 << 20
MAX_EVENTS_BYTES = 64 << 20
CHUNK_BYTES = 1 << 20

_SIGNATURE_DOMAIN = b"nghisu pack 1\n"

Cancel = Callable[[], bool]
"""Asked now and then; True means stop."""

Progress = Callable[[int, int], None]
"""Told how many bytes of how many are done."""


def ignore_progress(_done_bytes: int, _total_bytes: int) -> None:
    """Where nobody watches."""


def never_cancel() -> bool:
    """Where nobody stops it."""
    return False


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EventsPart(_Part):
    """The events file."""

    sha256: Sha256
    size_bytes: Annotated[int, Field(ge=0, le=MAX_EVENTS_BYTES)]
    count: Annotated[int, Field(ge=0)]


class PackBlob(_Part):
    """A file in the pack and the roles whose devices may keep it."""

    sha256: Sha256
    size_bytes: Annotated[int, Field(ge=1, le=2 << 30)]
    media_type: Annotated[str, Field(max_length=100)]
    audience: tuple[Role, ...]

    def is_for(self, role: Role) -> bool:
        """The congress's own hall keeps everything, to hand it out."""
        return role is Role.CONGRESS or role in self.audience


class Manifest(_Part):
    """What the pack holds. `device_id` is the congress's own, which signed every event."""

    format: int = FORMAT_VERSION
    congress_id: UUID
    device_id: UUID
    made_at_utc_ms: UtcMs
    events: EventsPart
    blobs: Annotated[tuple[PackBlob, ...], Field(max_length=100_000)]

    def to_bytes(self) -> bytes:
        return canonical_json(self.model_dump(mode="json"))


def sign_manifest(manifest: bytes, key: Ed25519PrivateKey) -> bytes:
    """The 64 bytes of `manifest.sig`."""
    return key.sign(_SIGNATURE_DOMAIN + manifest)


def read_manifest(manifest: bytes, signature: bytes, public_key: Ed25519PublicKey) -> Manifest:
    """Check first who signed, then what it says. Raises `PackNotTrusted`, `PackTooNew`, `PackDamaged`."""
    try:
        public_key.verify(signature, _SIGNATURE_DOMAIN + manifest)
    except InvalidSignature as error:
        raise PackNotTrusted from error
    try:
        raw: Any = parse_canonical(manifest)
        version = raw["format"]
        if isinstance(version, int) and version > FORMAT_VERSION:
            raise PackTooNew(version=version, supported=FORMAT_VERSION)
        return Manifest.model_validate(raw)
    except (MalformedEvent, ValidationError, KeyError, TypeError) as error:
        raise PackDamaged(what=MANIFEST) from error


def events_to_bytes(events: tuple[SignedEvent, ...]) -> bytes:
    """The events file. Canonical JSON holds no line breaks, so a line is an event."""
    return b"".join(event.signature.hex().encode() + b" " + event.body + b"\n" for event in events)


def events_from_bytes(data: bytes) -> tuple[SignedEvent, ...]:
    """The other way. Form only; trust needs `SignedEvent.verify`. Raises `PackDamaged`."""
    events = []
    for line in data.splitlines():
        signature, space, body = line.partition(b" ")
        try:
            events.append(SignedEvent(body, bytes.fromhex(signature.decode("ascii"))))
        except ValueError as error:
            raise PackDamaged(what=EVENTS) from error
        if not space:
            raise PackDamaged(what=EVENTS)
    return tuple(events)
