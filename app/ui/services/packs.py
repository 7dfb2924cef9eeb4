"""The secretariat's workbench: a folder of files becomes a signed pack in the hall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.documents.intake.matched import MatchedBy
from app.documents.intake.remarks import Gravity
from app.domain.entities import AgendaItem, DocumentKind, Person
from app.ui.services.common import IsCancelled, ProgressCallback

__all__ = (
    "BuiltPack",
    "Finding",
    "Gravity",
    "MatchedBy",
    "PackPlan",
    "PackService",
    "PlannedDocument",
    "PlannedPhoto",
    "RosterColumn",
    "RosterPlan",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know about a file or a row, in words already.

    `row` counts as the spreadsheet shows it; `sheet` is said where there are several.
    """

    gravity: Gravity
    what: str
    fix: str = ""
    row: int | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """A file and what will become of it. Everything from `title` to `is_left_out` may be corrected before
    signing."""

    file: str
    size_bytes: int
    page_count: int | None
    findings: tuple[Finding, ...]
    title: str
    kind: DocumentKind | None
    position: int
    agenda_position: int | None
    author_number: int | None = None
    delegations: tuple[str, ...] = ()
    guests_may_read: bool = True
    one_sitting: bool = False
    replaces: UUID | None = None
    is_left_out: bool = False
    is_locked: bool = False
    """A password may open it (`PackService.unlock`)."""

    @property
    def is_refused(self) -> bool:
        return any(one.gravity is Gravity.REFUSED for one in self.findings)


@dataclass(frozen=True, slots=True)
class PlannedPhoto:
    """A photograph and whose it will be; `person` None: nobody's, and it stays out."""

    file: str
    path: Path
    person: Person | None
    by: MatchedBy
    has_consent: bool
    """Without the person's consent on the roster it stays out, too."""


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """A column of the spreadsheet and the field it was taken for ("" for none), with some of its values."""

    index: int
    header: str
    field: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """The list of delegates as understood. `fields`: what a column may be, required first."""

    file: str
    columns: tuple[RosterColumn, ...]
    fields: tuple[str, ...]
    required: frozenset[str]
    delegates_count: int
    guests_count: int
    findings: tuple[Finding, ...]
    preview: tuple[tuple[str, ...], ...]
    """The first persons as (number, name, kind, delegation, seat)."""


@dataclass(frozen=True, slots=True)
class PackPlan:
    """A folder, checked: what would be signed."""

    folder: Path
    congress_title: str
    agenda: tuple[AgendaItem, ...]
    roster: RosterPlan
    delegations: tuple[str, ...]
    documents: tuple[PlannedDocument, ...]
    missing: tuple[tuple[UUID, str], ...]
    """Papers that the hall has and the folder has not: (id, title)."""
    findings: tuple[Finding, ...]
    photos: tuple[PlannedPhoto, ...] = ()
    persons: tuple[Person, ...] = ()

    @property
    def can_be_signed(self) -> bool:
        """Nothing that would go in is refused."""
        rows = (*self.findings, *self.roster.findings)
        return not any(one.gravity is Gravity.REFUSED for one in rows) and not any(
            document.is_refused for document in self.documents if not document.is_left_out
        )


@dataclass(frozen=True, slots=True)
class BuiltPack:
    """A signed pack on disk."""

    path: Path
    documents: int
    pages: int
    persons: int
    size_bytes: int


class PackService(Protocol):
    """Checking, signing and handing out packs. All blocking; every error is a documents.* or hall.* one."""

    def has_signing_key(self) -> bool:
        """Whether the congress's key is on this machine (the hall runs here). Without it a folder can be
        checked and corrected, and signed later on the hall's machine."""
        ...

    def inspect(self, folder: Path, progress: ProgressCallback, is_cancelled: IsCancelled) -> PackPlan:
        """Read and check a folder, converting what is not PDF. Corrections kept in it are applied."""
        ...

    def unlock(
        self, plan: PackPlan, file: str, password: str, progress: ProgressCallback, is_cancelled: IsCancelled
    ) -> PackPlan:
        """Check the folder again with a password for this file. It is kept in memory, and nowhere else."""
        ...

    def map_roster(self, plan: PackPlan, fields: Mapping[int, str]) -> PackPlan:
        """Read the roster again with these columns (index -> field) and keep that in the folder."""
        ...

    def correct(self, plan: PackPlan, documents: tuple[PlannedDocument, ...]) -> PackPlan:
        """Keep corrections of the table in the folder (`documents.csv`), and the plan with them."""
        ...

    def give_photos(self, plan: PackPlan, numbers: Mapping[str, int | None]) -> PackPlan:
        """These photographs are these delegates' (file -> number), or nobody's: kept in the folder."""
        ...

    def build(
        self, plan: PackPlan, out: Path, withdraw: frozenset[UUID], progress: ProgressCallback,
        is_cancelled: IsCancelled,
    ) -> BuiltPack:  # fmt: skip
        """Sign. `withdraw`: papers of `missing` to call back. Raises without the signing key."""
        ...

    def publish(self, pack: BuiltPack, progress: ProgressCallback, is_cancelled: IsCancelled) -> int:
        """Put it into the hall's log on this machine; how many facts were new."""
        ...
