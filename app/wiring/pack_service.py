"""The secretariat's workbench on the chair laptop, over a folder and the hall on the same machine."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from app.documents.intake.corrections import Choices
from app.documents.intake.passwords import LOCKED
from app.documents.intake.plan import FolderPlan, with_choices, with_photo_choices, with_roster_columns
from app.documents.intake.planned import Published
from app.documents.intake.remarks import Remark
from app.documents.lists.roster import FIELDS
from app.documents.pack.build import build_pack
from app.documents.steps import OnStep, Step
from app.domain.entities import PersonKind
from app.hall import admin
from app.hall.context import HallContext
from app.hall.errors import HallError, NotFounded
from app.runtime.messages import Messages
from app.storage.errors import StorageError
from app.ui.services.common import IsCancelled, Progress, ProgressCallback
from app.ui.services.packs import (
    BuiltPack,
    Finding,
    PackPlan,
    PlannedDocument,
    PlannedPhoto,
    RosterColumn,
    RosterPlan,
)
from app.wiring import packs
from app.wiring.machine import Machine

STAGE_PUBLISHING = "publishing"
_REQUIRED = frozenset({"name"})
_PREVIEW_ROWS = 8


class StoredPacks:
    """`PackService` of the chair. Blocking calls, one at a time; close it when the screen goes.

    `hall` is the machine as the hall sees it, whose folder may hold no hall: folders are then checked and
    corrected here, and signed on the hall's machine.
    """

    def __init__(self, hall: Machine, messages: Messages) -> None:
        self._machine = hall
        self._messages = messages
        self._lock = threading.Lock()
        self._room: packs.PackRoom | None = None
        self._plan: FolderPlan | None = None

    def close(self) -> None:
        """End the room's process and remove what was converted."""
        with self._lock:
            if self._room:
                self._room.close()
            self._room = self._plan = None

    def has_signing_key(self) -> bool:
        """Whether the congress's key is on this machine."""
        try:
            with self._hall():
                return True
        except (HallError, StorageError):
            return False

    def inspect(self, folder: Path, progress: ProgressCallback, is_cancelled: IsCancelled) -> PackPlan:
        """Read and check a folder. Raises `DocumentsError`, `OSError`."""
        with self._lock:
            return self._inspected(folder, progress, is_cancelled)

    def unlock(
        self, plan: PackPlan, file: str, password: str, progress: ProgressCallback, is_cancelled: IsCancelled
    ) -> PackPlan:
        """The folder again, with a password for this file. Raises as `inspect` does."""
        with self._lock:
            self._room_here().passwords.add(password, file)
            return self._inspected(plan.folder, progress, is_cancelled)

    def map_roster(self, plan: PackPlan, fields: Mapping[int, str]) -> PackPlan:
        """Read the roster again with these columns, and keep that in the folder."""
        with self._lock:
            return self._kept(with_roster_columns(self._known(plan), fields))

    def correct(self, plan: PackPlan, documents: tuple[PlannedDocument, ...]) -> PackPlan:
        """Keep corrections in the folder, and the plan with them."""
        with self._lock:
            choices = {document.file: _choices(document) for document in documents}
            return self._kept(with_choices(self._known(plan), choices))

    def give_photos(self, plan: PackPlan, numbers: Mapping[str, int | None]) -> PackPlan:
        """Keep in the folder whose photographs these are, and the plan with it."""
        with self._lock:
            return self._kept(with_photo_choices(self._known(plan), numbers))

    def build(
        self, plan: PackPlan, out: Path, withdraw: frozenset[UUID], progress: ProgressCallback,
        is_cancelled: IsCancelled,
    ) -> BuiltPack:  # fmt: skip
        """Sign. Raises `HallError`, `StorageError` (no key), `FolderError`, `Cancelled`, `OSError`."""
        with self._lock, self._hall() as hall:
            summary = build_pack(
                self._known(plan),
                out,
                packs.signing(self._machine, hall),
                withdraw=withdraw,
                on_step=_told(progress),
                cancel=is_cancelled,
            )
        persons = summary.delegates + summary.guests
        return BuiltPack(out, summary.documents, summary.pages, persons, summary.size_bytes)

    def publish(self, pack: BuiltPack, progress: ProgressCallback, is_cancelled: IsCancelled) -> int:
        """Put it into the hall's log; how many facts were new. Raises those of `PackReader`."""

        def on_bytes(done: int, total: int) -> None:
            progress(Progress(STAGE_PUBLISHING, done, total))

        with self._lock, self._hall() as hall:
            verdicts = packs.publish(hall, pack.path, on_bytes, is_cancelled)
        return sum(verdict.outcome == "confirmed" for verdict in verdicts)

    @contextmanager
    def _hall(self) -> Iterator[HallContext]:
        machine = self._machine
        if not machine.key_file.exists:
            raise NotFounded
        with admin.open_hall(
            machine.folder, machine.key_file, clock=machine.clock, random_bytes=machine.random_bytes
        ) as hall:
            yield hall

    def _published(self) -> Published | None:
        """What the hall handed out, with its texts: the hall is closed while the folder is read."""
        try:
            with self._hall() as hall:
                return packs.published_in(hall).read_now()
        except (HallError, StorageError):
            return None

    def _room_here(self) -> packs.PackRoom:
        if self._room is None:
            self._room = packs.PackRoom(self._machine.random_bytes)
        return self._room

    def _inspected(self, folder: Path, progress: ProgressCallback, is_cancelled: IsCancelled) -> PackPlan:
        room = self._room_here()
        return self._kept(room.inspect(folder, self._published(), _told(progress), is_cancelled))

    def _known(self, plan: PackPlan) -> FolderPlan:
        """The plan behind what the screen shows. Only the last folder looked at can be gone on with."""
        if self._plan is None or self._plan.folder != plan.folder:
            raise ValueError("inspect the folder first")
        return self._plan

    def _kept(self, plan: FolderPlan) -> PackPlan:
        self._plan = plan
        return PackPlan(
            folder=plan.folder,
            congress_title=plan.congress.title if plan.congress else "",
            agenda=plan.agenda,
            roster=self._roster(plan),
            delegations=plan.delegations,
            documents=tuple(
                PlannedDocument(
                    file=paper.file.name,
                    size_bytes=paper.size_bytes,
                    page_count=paper.checked.page_count if paper.checked else None,
                    findings=self._findings(paper.remarks),
                    title=paper.choices.title,
                    kind=paper.choices.kind,
                    position=paper.choices.position,
                    agenda_position=paper.choices.agenda_position,
                    author_number=paper.choices.author_number,
                    delegations=paper.choices.delegations,
                    guests_may_read=paper.choices.guests_may_read,
                    one_sitting=paper.choices.one_sitting,
                    replaces=paper.choices.replaces,
                    is_left_out=paper.choices.is_left_out,
                    is_locked=any(remark.code in LOCKED for remark in paper.remarks),
                )
                for paper in plan.papers
            ),
            missing=tuple((paper.id, paper.title) for paper in plan.missing),
            findings=self._findings(plan.remarks),
            photos=_photos(plan),
            persons=plan.roster.persons,
        )

    def _roster(self, plan: FolderPlan) -> RosterPlan:
        persons = plan.roster.persons
        guests = sum(person.kind is PersonKind.GUEST for person in persons)
        fields = sorted((field.key for field in FIELDS), key=lambda key: key not in _REQUIRED)
        return RosterPlan(
            file=plan.listing.roster_file.name if plan.listing.roster_file else "",
            columns=tuple(
                RosterColumn(column.index, column.header, column.field, column.samples)
                for column in plan.roster.columns
            ),
            fields=tuple(fields),
            required=_REQUIRED,
            delegates_count=len(persons) - guests,
            guests_count=guests,
            findings=self._findings(plan.roster_remarks),
            preview=tuple(
                (str(person.number), person.full_name, person.kind.value, person.delegation, person.seat)
                for person in persons[:_PREVIEW_ROWS]
            ),
        )

    def _findings(self, remarks: Iterable[Remark]) -> tuple[Finding, ...]:
        found = []
        for remark in remarks:
            words = self._messages.by_code(remark.code, remark.params)
            sheet = str(remark.params.get("sheet", ""))
            found.append(Finding(remark.gravity, words.what, words.fix, remark.row, sheet))
        return tuple(found)


def _photos(plan: FolderPlan) -> tuple[PlannedPhoto, ...]:
    consents = plan.roster.consents
    return tuple(
        PlannedPhoto(
            match.name,
            match.path,
            match.person,
            match.by,
            has_consent=match.person is not None and consents.get(match.person.id, False),
        )
        for match in plan.photo_matches
    )


def _told(progress: ProgressCallback) -> OnStep:
    def on_step(step: Step) -> None:
        progress(Progress(step.stage.value, step.done, step.total, step.file))

    return on_step


def _choices(document: PlannedDocument) -> Choices:
    return Choices(
        title=document.title,
        kind=document.kind,
        position=document.position,
        agenda_position=document.agenda_position,
        author_number=document.author_number,
        delegations=document.delegations,
        guests_may_read=document.guests_may_read,
        one_sitting=document.one_sitting,
        replaces=document.replaces,
        is_left_out=document.is_left_out,
    )
