"""The nouns of a congress: who, what is on the agenda, which documents, which devices.

Immutable pydantic models, because they cross every boundary (pack, wire, store). All text is NFC:
Vietnamese typed on different keyboards must compare equal.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


Text = Annotated[str, AfterValidator(_nfc), Field(max_length=500)]
Name = Annotated[str, AfterValidator(_nfc), Field(min_length=1, max_length=200)]
LongText = Annotated[str, AfterValidator(_nfc), Field(max_length=100_000)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
UtcMs = Annotated[int, Field(ge=0, lt=1 << 48, description="milliseconds since the epoch, UTC")]
DurationMs = Annotated[int, Field(ge=0, le=7 * 24 * 3_600_000)]


class Entity(BaseModel):
    """Frozen; unknown fields are ignored so that an older tablet reads a newer congress."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Role(StrEnum):
    """What a device is for; given at enrolment, checked for every event and blob."""

    CONGRESS = "congress"  # the congress's own signing key: packs, enrolment, revocation
    TABLET = "tablet"  # a delegate's or guest's
    GATE = "gate"  # the credentials board's kiosk
    CHAIR = "chair"  # presidium and secretaries
    SCREEN = "screen"  # shows, never says


class PersonKind(StrEnum):
    """How a person comes to sit in the hall. Guests never count in a quorum or a vote."""

    OFFICIAL = "official"
    EX_OFFICIO = "ex_officio"
    APPOINTED = "appointed"
    ALTERNATE = "alternate"
    GUEST = "guest"

    @property
    def is_convened(self) -> bool:
        """Counted in the quorum's denominator: delegates with a vote."""
        return self in (PersonKind.OFFICIAL, PersonKind.EX_OFFICIO, PersonKind.APPOINTED)


class Person(Entity):
    """One line of the roster."""

    id: UUID
    number: Annotated[int, Field(ge=1, le=99_999)]
    full_name: Name
    kind: PersonKind
    delegation: Text = ""
    seat: Text = ""
    position: Text = ""
    gender: Text = ""
    birth_year: Annotated[int, Field(ge=1900, le=2100)] | None = None


class Quorum(Entity):
    """The share of delegates convened that must be present, as a fraction (domain.md: 2/3)."""

    numerator: Annotated[int, Field(ge=1)] = 2
    denominator: Annotated[int, Field(ge=1)] = 3

    @model_validator(mode="after")
    def _at_most_whole(self) -> Self:
        if self.numerator > self.denominator:
            raise ValueError("a quorum cannot be more than everyone")
        return self


class Liveness(StrEnum):
    """How hard a face must prove that it is alive (docs/liveness.md)."""

    OFF = "off"
    NORMAL = "normal"  # somebody stands at the gate and watches
    STRICT = "strict"  # nobody watches: a delegate's own tablet


class Settings(Entity):
    """Rules that differ by level and year. Every number here is a default, not a constant in code."""

    quorum: Quorum = Quorum()
    face_threshold_milli: Annotated[int, Field(ge=0, le=1000)] = 480
    face_margin_milli: Annotated[int, Field(ge=0, le=1000)] = 60
    gate_liveness: Liveness = Liveness.NORMAL
    tablet_liveness: Liveness = Liveness.STRICT
    floor_limit_ms: DurationMs = 7 * 60_000
    watermark: bool = False
    allow_export: bool = False
    allow_secret_markings: bool = False
    read_receipts: bool = True
    layout_profile: Text = "HD05"
    live_text: bool = True


class Congress(Entity):
    """The congress itself, as its papers name it."""

    id: UUID
    title: Name
    issuing_body: Text = ""
    superior_body: Text = ""
    place: Text = ""
    ordinal: Text = ""
    term: Text = ""
    starts_on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    settings: Settings = Settings()


class Seat(Entity):
    """A seat by the name that stands on it, and its place in the hall's grid; row 0 is the front."""

    name: Name
    row: Annotated[int, Field(ge=0, lt=500)]
    column: Annotated[int, Field(ge=0, lt=500)]


class AgendaItem(Entity):
    """One item of the programme, in order of `position`."""

    id: UUID
    position: Annotated[int, Field(ge=1, le=999)]
    title: Name
    sitting: Text = ""
    planned_start: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    planned_ms: DurationMs | None = None


class DocumentKind(StrEnum):
    """The four shelves of the tablet."""

    CONGRESS_PAPER = "congress_paper"  # văn kiện
    RESOLUTION = "resolution"  # nghị quyết
    SPEECH = "speech"  # tham luận
    OPERATING = "operating"  # văn bản điều hành


class Document(Entity):
    """A paper's place in the congress; its bytes are the blob `sha256`.

    `reading_sha256` names the blob with its text, by which it is searched (`documents.text.reading_text`);
    a paper without one has no text. Empty `delegations` and `person_kinds` leave nobody out.
    `one_sitting`: handed out for a sitting and called back.
    """

    id: UUID
    title: Name
    kind: DocumentKind
    sha256: Sha256
    size_bytes: Annotated[int, Field(ge=1, le=2 << 30)]
    page_count: Annotated[int, Field(ge=1, le=100_000)]
    position: Annotated[int, Field(ge=0, le=9_999)] = 0
    agenda_item_id: UUID | None = None
    author_person_id: UUID | None = None
    audience: tuple[Role, ...] = (Role.TABLET, Role.CHAIR, Role.SCREEN)
    delegations: Annotated[tuple[Name, ...], Field(max_length=500)] = ()
    person_kinds: tuple[PersonKind, ...] = ()
    one_sitting: bool = False
    reading_sha256: Sha256 | None = None
    reading_size_bytes: Annotated[int, Field(ge=0, le=256 << 20)] = 0

    def is_for(self, role: Role, person: Person | None) -> bool:
        """Whether a device of this role, in this person's hands, may hold it.

        The limits by delegation and kind are for tablets: the board, the chair and the screen serve all.
        """
        if role is not Role.CONGRESS and role not in self.audience:
            return False
        if role is not Role.TABLET:
            return True
        if not self.delegations and not self.person_kinds:
            return True
        if person is None:
            return False
        by_delegation = not self.delegations or person.delegation in self.delegations
        return by_delegation and (not self.person_kinds or person.kind in self.person_kinds)


class PageRange(Entity):
    """Pages from `first` to `last`, both included, counted from 0."""

    first: Annotated[int, Field(ge=0, lt=100_000)]
    last: Annotated[int, Field(ge=0, lt=100_000)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("the last page comes before the first")
        return self


class Sharing(StrEnum):
    """Who may read a mark."""

    PRIVATE = "private"
    DELEGATION = "delegation"


class Device(Entity):
    """A machine that has been enrolled. `public_key` is 32 raw Ed25519 bytes in hex."""

    id: UUID
    name: Name
    role: Role
    public_key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    person_id: UUID | None = None


class CheckInMethod(StrEnum):
    """How someone was recognised. None is worth less than another."""

    FACE = "face"
    BADGE = "badge"
    MANUAL = "manual"


class Word(Entity):
    """One recognised word; times count from the start of the recording."""

    text: Text
    start_ms: DurationMs
    end_ms: DurationMs
    confidence_milli: Annotated[int, Field(ge=0, le=1000)] = 1000


class RepairKind(StrEnum):
    """Why the machine wrote something else than it heard."""

    CASE = "case"
    NUMBER = "number"
    NAME = "name"
    PUNCTUATION = "punctuation"
    SPEECH = "speech"  # from the submitted speech that was being read


class TextPiece(Entity):
    """Some words of a repaired text, and the heard words that they stand for.

    `heard_from` and `heard_to` count words of `heard.split()`; the pieces of a segment cover all of them,
    in order. `kind` None: as heard. A sign of punctuation stands with the word before it.
    """

    text: Text
    heard_from: Annotated[int, Field(ge=0, le=20_000)]
    heard_to: Annotated[int, Field(ge=0, le=20_000)]
    kind: RepairKind | None = None


class GapReason(StrEnum):
    """Why a stretch of a recording holds no sound."""

    PAUSED = "paused"
    UNPLUGGED = "unplugged"
    DISK = "disk"  # full for longer than memory could bridge
    OVERFLOW = "overflow"  # the machine was too busy


class VoteMethod(StrEnum):
    """How a vote was taken. A secret ballot is on paper: here are only its counts."""

    RAISED_CARD = "raised_card"
    SECRET_BALLOT = "secret_ballot"  # noqa: S105


class MinutesDetails(Entity):
    """What the log does not say and a secretary fills in; a dotted line stands for what is empty.

    `number` is the paper's ("01"), `town` stands before the date; `recorded_by` and `presided_by` are who
    signs, with their roles.
    """

    number: Text = "01"
    town: Text = ""
    presidium: Annotated[tuple[Name, ...], Field(max_length=100)] = ()
    secretariat: Annotated[tuple[Name, ...], Field(max_length=100)] = ()
    recorded_by: Text = ""
    recorded_as: Text = ""
    presided_by: Text = ""
    presided_as: Text = ""
