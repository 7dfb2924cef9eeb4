"""What devices and the hall say to each other: one definition for both ends.

JSON over TLS. Events travel as the very bytes that were signed (canonical JSON is UTF-8 text), hashes
as lower-case hex, keys and signatures as unpadded base64url.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self
from uuid import UUID, uuid5

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from app.domain.canonical import MAX_BODY_BYTES
from app.domain.entities import Device, Name, Role, Sha256, Text, UtcMs
from app.domain.events import GENESIS_HASH, ConfirmedEvent, Link, SignedEvent
from app.domain.rules import Rejection

API_VERSION = 1
DEFAULT_PORT = 8443
SERVICE_TYPE = "_nghisu._tcp.local."
"""DNS-SD name of a hall (RFC 6763)."""

TOKEN_ALGORITHM = "EdDSA"  # noqa: S105 - the name of an algorithm
TOKEN_LIFETIME_S = 60
TOKEN_LEEWAY_S = 30
"""Between two clocks that are both right, network and queues included."""

CHUNK_BYTES = 1 << 20
MAX_EVENTS_PER_REQUEST = 500
MAX_PUSH_BYTES = 4 << 20
"""A batch is cut here; a single larger event goes alone."""
MAX_JSON_BYTES = 2 * MAX_BODY_BYTES + (1 << 20)
"""One event at its largest, every character escaped, and some room."""
MAX_PAGE_BYTES = 4 << 20
MAX_DELTA_BYTES = 64 << 20
"""Held in memory at both ends; what changed more is fetched whole."""
MAX_SIGNAL_BYTES = 16 << 10
HEARTBEAT_S = 5.0

_DEVICE_NAMESPACE = UUID("0b0c9a39-5b39-5d62-8d5b-6a7a1b2f4e11")
_ENROL_DOMAIN = b"nghisu enrol 1\n"


def to_base64(data: bytes) -> str:
    """Unpadded base64url (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64(text: object) -> bytes:
    """Read unpadded base64url. Raises `ValueError`."""
    if isinstance(text, bytes):
        return text
    if not isinstance(text, str):
        raise ValueError("base64url text expected")  # noqa: TRY004 - pydantic wants a ValueError
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def _of_length(length: int) -> AfterValidator:
    def check(data: bytes) -> bytes:
        if len(data) != length:
            raise ValueError(f"{length} bytes expected")
        return data

    return AfterValidator(check)


_Base64 = (BeforeValidator(from_base64), PlainSerializer(to_base64, when_used="json"))
Bytes32 = Annotated[bytes, *_Base64, _of_length(32)]
Signature = Annotated[bytes, *_Base64, _of_length(64)]


def device_id_of(public_key: bytes) -> UUID:
    """A device's id follows from its public key, so that nobody can enrol under another's id."""
    return uuid5(_DEVICE_NAMESPACE, public_key.hex())


def server_name_of(root_device_id: UUID) -> str:
    """The name in the hall's certificate that devices check, whatever address they reached it by.

    The congress's CA vouches for nothing else, and an address given by DHCP may change overnight.
    """
    return f"{root_device_id.hex}.hall.nghisu.internal"


def enrolment_proof(token: str, public_key: bytes) -> bytes:
    """The bytes that a new device signs: it holds the key, and means it for this token."""
    return _ENROL_DOMAIN + public_key + token.encode()


class Wire(BaseModel):
    """Frozen; unknown fields are ignored so that either end may be newer.

    Errors name the field and not its value: it may be a key or somebody's words.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class WireEvent(Wire):
    """A signed event on its way to the hall."""

    body: Annotated[str, Field(max_length=MAX_BODY_BYTES)]
    signature: Signature

    @classmethod
    def of(cls, signed: SignedEvent) -> Self:
        return cls(body=signed.body.decode(), signature=signed.signature)

    def signed(self) -> SignedEvent:
        """Bytes and signature; nothing is checked yet."""
        return SignedEvent(self.body.encode("utf-8", "surrogatepass"), self.signature)


class WireConfirmed(WireEvent):
    """A confirmed event. The hash before it is the one of the event before it in the feed."""

    seq: Annotated[int, Field(ge=1, lt=1 << 53)]
    received_at_utc_ms: UtcMs
    hash: Bytes32

    @classmethod
    def of_confirmed(cls, confirmed: ConfirmedEvent) -> Self:
        signed, link = confirmed.signed, confirmed.link
        return cls(
            body=signed.body.decode(),
            signature=signed.signature,
            seq=link.seq,
            received_at_utc_ms=link.received_at_utc_ms,
            hash=link.hash,
        )


class FeedPage(Wire):
    """A stretch of the feed without gaps. `head_seq` tells how far the hall has come."""

    prev_hash: Bytes32 = GENESIS_HASH
    events: Annotated[tuple[WireConfirmed, ...], Field(max_length=10_000)]
    head_seq: Annotated[int, Field(ge=0, lt=1 << 53)]

    @classmethod
    def of(cls, confirmed: Sequence[ConfirmedEvent], head_seq: int) -> Self:
        first = confirmed[0].link.prev_hash if confirmed else GENESIS_HASH
        return cls(
            prev_hash=first, events=tuple(map(WireConfirmed.of_confirmed, confirmed)), head_seq=head_seq
        )

    def confirmed(self) -> list[ConfirmedEvent]:
        """The events with their links; the chain is not checked yet."""
        page: list[ConfirmedEvent] = []
        prev_hash = self.prev_hash
        for event in self.events:
            link = Link(event.seq, event.received_at_utc_ms, prev_hash, event.hash)
            page.append(ConfirmedEvent(event.signed(), link))
            prev_hash = event.hash
        return page


class PushRequest(Wire):
    """Events that a device asks the hall to take."""

    events: Annotated[tuple[WireEvent, ...], Field(max_length=MAX_EVENTS_PER_REQUEST)]


class Verdict(Wire):
    """What the hall says to one event. `id` is None where the body could not be read."""

    id: UUID | None
    outcome: Literal["confirmed", "duplicate", "rejected"]
    seq: int | None = None
    reason: Rejection | None = None


class PushAnswer(Wire):
    """One verdict for each event, in the order of the request."""

    verdicts: tuple[Verdict, ...]


class EnrolRequest(Wire):
    """A new device introduces itself, once. `name` replaces the one that the token foresaw."""

    token: Annotated[str, Field(min_length=16, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]
    public_key: Bytes32
    proof: Signature
    name: Text = ""


class KeysAnswer(Wire):
    """What a device may open: its reader's marks, those of their delegation, the congress's packs, and in
    these the papers for its reader's circles.

    `board`: what the credentials board knows of the delegates; for its gates and the chair alone.
    """

    own: Annotated[Bytes32, Field(repr=False)]
    delegation: Annotated[Bytes32 | None, Field(repr=False)] = None
    pack: Annotated[Bytes32, Field(repr=False)]
    circles: Annotated[tuple[Bytes32, ...], Field(repr=False, max_length=20)] = ()
    board: Annotated[Bytes32 | None, Field(repr=False)] = None


class EnrolAnswer(Wire):
    """The device as the log knows it from now on."""

    device: Device
    congress_title: Text
    hall_name: Text
    ca_pem: Annotated[str, Field(max_length=10_000)]
    root_public_key: Bytes32
    keys: KeysAnswer
    head_seq: Annotated[int, Field(ge=0)]
    now_utc_ms: UtcMs


class HallInfo(Wire):
    """Who the hall is and what time it is there; nothing here is secret."""

    api_version: int
    congress_title: Text
    hall_name: Text
    root_device_id: UUID
    head_seq: int
    now_utc_ms: UtcMs


class CertificateAnswer(Wire):
    """The congress's CA. Untrusted until its fingerprint has been compared."""

    ca_pem: Annotated[str, Field(max_length=10_000)]


class BlobMeta(Wire):
    """A blob that this device may fetch."""

    sha256: Sha256
    size_bytes: Annotated[int, Field(ge=0, le=2 << 30)]


class UploadState(Wire):
    """How many chunks of an upload, from the first on, the hall has."""

    chunks_done: Annotated[int, Field(ge=0)]
    complete: bool


class Signal(Wire):
    """Something that must not last: captions being spoken, a preview. Never stored, may be lost.

    The hall fills in `device_id`; what a sender puts there is thrown away.
    """

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]{0,39}$")]
    data: dict[str, Any] = Field(default_factory=dict)
    device_id: UUID | None = None


class StreamLine(Wire):
    """One line of the live stream. A line without page and signal is a heartbeat."""

    page: FeedPage | None = None
    signal: Signal | None = None
    now_utc_ms: UtcMs | None = None


class Refusal(Wire):
    """Why the hall did not do what was asked."""

    code: Annotated[str, Field(max_length=100)]
    params: dict[str, Any] = Field(default_factory=dict)


class Provisioning(Wire):
    """What a new device must know: where the hall is, how to know it, and its single-use token.

    Short names keep the QR small. The file carries the CA itself; the QR only its fingerprint.
    """

    v: Literal[1] = 1
    title: Text
    hosts: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=253)], ...], Field(max_length=8)]
    port: Annotated[int, Field(ge=1, le=65535)]
    ca_fp: Bytes32
    root: Bytes32
    token: Annotated[str, Field(min_length=16, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]
    role: Role
    name: Name
    exp: UtcMs
    ca: Annotated[str, Field(max_length=10_000)] | None = None

    def __repr__(self) -> str:
        return f"Provisioning({self.title!r}, {self.role.value}, {self.name!r})"

    __str__ = __repr__

    def text(self) -> str:
        """Compact JSON, for a file or a QR."""
        return self.model_dump_json(exclude_none=True)
