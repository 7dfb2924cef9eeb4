"""What a congress pack is: one file, sealed for those who may read it, one signature over all of it.

```
NGHISU-PACK-3\n            magic
4 bytes                    length of the manifest, big endian
manifest                   canonical JSON: which parts, how long, which SHA-256; no title and no name
64 bytes                   the congress's Ed25519 signature of the manifest
events                     sealed for all; a line an event: signature in hex, a space, the signed body
blobs                      each sealed for its readers, as the manifest lists them: papers, texts, photographs
```
The manifest names every part with its size and the hash of its plain bytes, so its signature vouches for
the whole file, and where each part begins follows from it. Version 1 was a plain ZIP file, in version 2 every
device could open every paper; both are refused as too old, because building again takes a minute and a second
reader would stay for ever.
"""

from __future__ import annotations

import struct
from enum import StrEnum
from typing import Annotated, Any, Self
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.documents.errors import PackDamaged, PackNotTrusted, PackTooNew
from app.documents.pack.cipher import ENVELOPE_BYTES
from app.domain.canonical import canonical_json, parse_canonical
from app.domain.entities import Sha256, UtcMs
from app.domain.errors import MalformedEvent
from app.domain.events import SignedEvent

FORMAT_VERSION = 3
MAGIC = b"NGHISU-PACK-3\n"
MAGICS_OF_OLD_VERSIONS = (b"PK\x03\x04", b"NGHISU-PACK-2\n")
LENGTH = struct.Struct(">I")
SIGNATURE_BYTES = 64
MAX_MANIFEST_BYTES = 32 << 20
MAX_EVENTS_BYTES = 64 << 20
MANIFEST = "manifest"
EVENTS = "events"
_MAX_ENVELOPES = 10_000

_SIGNATURE_DOMAIN = b"nghisu pack 3\n"

Envelope = Annotated[str, Field(pattern=rf"^[0-9a-f]{{{2 * ENVELOPE_BYTES}}}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EventsPart(_Part):
    """The events."""

    sha256: Sha256
    size_bytes: Annotated[int, Field(ge=0, le=MAX_EVENTS_BYTES)]
    count: Annotated[int, Field(ge=0)]


class BlobForm(StrEnum):
    """How a pack holds a blob."""

    WHOLE = "whole"
    DELTA = "delta"  # against `base`, which whoever imports must have
    ELSEWHERE = "elsewhere"  # in the pack that this one was built against


class PackBlob(_Part):
    """A blob by the hash and size of its plain bytes, and how many plain bytes of it are in the pack.

    `envelopes` hold the blob's key (`pack_cipher.Envelopes`); empty where no bytes of it are here. Who may
    keep it is said by the events (`Document.is_for`).
    """

    sha256: Sha256
    size_bytes: Annotated[int, Field(ge=1, le=2 << 30)]
    form: BlobForm = BlobForm.WHOLE
    base: Sha256 | None = None
    stored_bytes: Annotated[int, Field(ge=0, le=2 << 30)]
    envelopes: Annotated[tuple[Envelope, ...], Field(max_length=_MAX_ENVELOPES)] = ()

    @model_validator(mode="after")
    def _fits_its_form(self) -> Self:
        stored = {BlobForm.WHOLE: self.size_bytes, BlobForm.ELSEWHERE: 0}.get(self.form, self.stored_bytes)
        if self.stored_bytes != stored or (self.base is not None) != (self.form is BlobForm.DELTA):
            raise ValueError("form")
        return self


class Manifest(_Part):
    """What the pack holds. `device_id` is the congress's own, which signed every event.

    `salt` makes the keys of this pack; `key_check` tells a wrong key from a damaged file.
    `since_utc_ms`: when the pack was made that a device must have before this one.
    """

    format: int = FORMAT_VERSION
    congress_id: UUID
    device_id: UUID
    made_at_utc_ms: UtcMs
    salt: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    key_check: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    events: EventsPart
    blobs: Annotated[tuple[PackBlob, ...], Field(max_length=100_000)]
    since_utc_ms: UtcMs | None = None

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
