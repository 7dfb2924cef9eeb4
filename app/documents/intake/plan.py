"""A folder, read and checked: what would be signed, and everything that somebody should look at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from app.documents.intake.checks import Checked
from app.documents.intake.corrections import Choices, corrected, row_of, write_corrections
from app.documents.intake.examine import Intake
from app.documents.intake.folder import (
    CONGRESS_FILE,
    INDEX_FILE,
    MAX_FILES,
    FolderListing,
    PaperFile,
    list_folder,
)
from app.documents.intake.folder_lists import (
    PHOTO_REMARKS,
    read_agenda_of,
    read_congress,
    read_corrections_of,
    read_photo_choices_of,
    read_photos_of,
    read_roster_of,
    read_roster_sheets,
    read_seats_of,
)
from app.documents.intake.matching import find_author, find_item
from app.documents.intake.names import read_name
from app.documents.intake.photos import PhotoMatch, SourcePhoto, write_choices
from app.documents.intake.planned import PlannedPaper, Published
from app.documents.intake.remarks import Gravity, Remark, note, refused, warning
from app.documents.intake.roster_columns import write_columns
from app.documents.intake.versions import document_id, duplicates_in, with_versions_chosen
from app.documents.lists.roster import Roster
from app.documents.lists.tables import Sheet
from app.domain.entities import AgendaItem, Congress, Document, DocumentKind, Seat
from app.domain.folding import fold_key

_NO_CONGRESS = UUID(int=0)
_NAMED_UNKNOWN = 100
_LARGE_FOLDER_BYTES = 4 << 30
"""A tablet of 32 GB has some 15 free, and keeps the version before of every paper as well."""


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """Everything of a folder. `missing`: papers that the hall has and the folder has not."""

    listing: FolderListing
    congress: Congress | None
    roster_sheets: tuple[Sheet, ...] = field(repr=False)
    roster: Roster
    roster_remarks: tuple[Remark, ...]
    agenda: tuple[AgendaItem, ...]
    papers: tuple[PlannedPaper, ...]
    photo_matches: tuple[PhotoMatch, ...]
    missing: tuple[Document, ...]
    remarks: tuple[Remark, ...]
    published: Published = field(repr=False)
    seats: tuple[Seat, ...] = ()

    @property
    def folder(self) -> Path:
        return self.listing.folder

    @property
    def delegations(self) -> tuple[str, ...]:
        named = (person.delegation for person in self.roster.persons if person.delegation)
        return tuple(dict.fromkeys(named))

    @property
    def papers_to_sign(self) -> tuple[PlannedPaper, ...]:
        return tuple(paper for paper in self.papers if not paper.choices.is_left_out)

    @property
    def photos(self) -> tuple[SourcePhoto, ...]:
        """Those of people who agreed."""
        consents = self.roster.consents
        return tuple(
            SourcePhoto(one.path, one.person.id)
            for one in self.photo_matches
            if one.person and consents.get(one.person.id)
        )

    @property
    def photos_without_consent(self) -> tuple[str, ...]:
        consents = self.roster.consents
        return tuple(one.name for one in self.photo_matches if one.person and not consents.get(one.person.id))

    @property
    def refusals(self) -> tuple[tuple[str, Remark], ...]:
        """(file, remark) of everything that stops the pack."""
        found = [(self.folder.name, remark) for remark in self.remarks]
        roster = self.listing.roster_file
        found += [(roster.name if roster else "", remark) for remark in self.roster_remarks]
        found += [(paper.file.name, remark) for paper in self.papers_to_sign for remark in paper.remarks]
        return tuple((file, remark) for file, remark in found if remark.gravity is Gravity.REFUSED)


def inspect_folder(folder: Path, intake: Intake, published: Published | None = None) -> FolderPlan:
    """Read and check a folder as people keep it; what is wrong in it becomes remarks, all of them at once.

    Blocking, for minutes where many papers must be converted or recognised. Raises `Cancelled`,
    `RendererStopped`, `OSError`.
    """
    published = published or Published()
    listing = list_folder(folder)
    congress, remarks = read_congress(folder / CONGRESS_FILE)
    congress_id = congress.id if congress else _NO_CONGRESS
    sheets, roster, roster_remarks = read_roster_of(listing, congress_id, intake)
    agenda, agenda_remarks = read_agenda_of(listing, congress_id, intake)
    corrections, correction_remarks = read_corrections_of(listing)
    said, said_remarks = read_photo_choices_of(listing)
    photos, photo_remarks = read_photos_of(listing, roster, said)
    seats, seat_remarks = read_seats_of(listing, roster, intake)
    remarks += [*agenda_remarks, *seat_remarks, *correction_remarks, *said_remarks, *photo_remarks]
    remarks += _listing_remarks(listing)
    allows = bool(congress and congress.settings.allow_secret_markings)
    examined = intake.examine(listing.papers)
    papers = []
    for order, file in enumerate(listing.papers, start=1):
        found = examined[file.name]
        own = [*found.remarks, *_marking_remarks(found.checked, allows)]
        guessed = _guess(file, order, agenda, roster)
        choices = corrected(guessed, row_of(corrections, file.name))
        papers.append(PlannedPaper(file, file.path.stat().st_size, found.checked, tuple(own), choices))
    papers = with_versions_chosen(papers, congress_id, corrections, published)
    plan = FolderPlan(
        listing, congress, sheets, roster, roster_remarks, agenda, tuple(papers), photos,
        (), tuple(remarks), published, seats,
    )  # fmt: skip
    return _judged(plan)


def with_choices(plan: FolderPlan, choices: Mapping[str, Choices]) -> FolderPlan:
    """The plan with these corrections, by file. Kept in the folder (`documents.csv`). Raises `OSError`."""
    papers = tuple(
        replace(paper, choices=choices.get(paper.file.name, paper.choices)) for paper in plan.papers
    )
    path = plan.listing.index_file or plan.listing.documents_folder / INDEX_FILE
    if path.suffix.lower() != ".csv":
        path = plan.listing.documents_folder / INDEX_FILE
    write_corrections(path, [(paper.file.name, paper.choices) for paper in papers])
    listing = replace(plan.listing, index_file=path)
    return _judged(replace(plan, listing=listing, papers=papers))


def with_roster_columns(plan: FolderPlan, fields: Mapping[int, str]) -> FolderPlan:
    """The plan with the roster read again, each column as said here. Kept in the folder. Raises `OSError`."""
    write_columns(plan.folder, plan.roster.columns, fields)
    roster, remarks = read_roster_sheets(
        plan.roster_sheets, plan.listing, plan.congress.id if plan.congress else _NO_CONGRESS
    )
    fresh = replace(plan, roster=roster, roster_remarks=remarks)
    return _judged(_with_photos(fresh, read_photo_choices_of(plan.listing)[0]))


def with_photo_choices(plan: FolderPlan, said: Mapping[str, int | None]) -> FolderPlan:
    """The plan with these photographs given to these delegates, or (None) to nobody. Kept in the folder
    (`photos.csv`). Raises `OSError`."""
    folder = plan.listing.photo_folder
    if folder is None:
        return plan
    known = read_photo_choices_of(plan.listing)[0] | dict(said)
    write_choices(folder, known)
    return _with_photos(plan, known)


def _with_photos(plan: FolderPlan, said: Mapping[str, int | None]) -> FolderPlan:
    matches, fresh = read_photos_of(plan.listing, plan.roster, said)
    others = [one for one in plan.remarks if one.code not in PHOTO_REMARKS]
    return replace(plan, photo_matches=matches, remarks=(*others, *fresh))


def _judged(plan: FolderPlan) -> FolderPlan:
    """The plan with the remarks that follow from the choices, and what the hall has besides."""
    alike = duplicates_in(plan.papers)
    papers = tuple(
        replace(paper, choice_remarks=(*alike.get(paper.file.name, ()), *_choice_remarks(paper, plan)))
        for paper in plan.papers
    )
    congress_id = plan.congress.id if plan.congress else _NO_CONGRESS
    kept = {document_id(congress_id, paper) for paper in papers if not paper.choices.is_left_out}
    missing = tuple(paper for paper in plan.published.documents.values() if paper.id not in kept)
    return replace(plan, papers=papers, missing=missing)


def _listing_remarks(listing: FolderListing) -> list[Remark]:
    """What of the folder is not taken, and whether there is too much of it: nothing stays away in silence."""
    remarks = []
    if not listing.papers:
        remarks.append(refused("documents.no_documents"))
    if listing.too_many:
        count = len(listing.papers) + listing.too_many
        remarks.append(refused("documents.too_many_files", count=count, limit=MAX_FILES))
    size_bytes = sum(paper.path.stat().st_size for paper in listing.papers)
    if size_bytes > _LARGE_FOLDER_BYTES:
        remarks.append(warning("documents.folder_large", size_gb=round(size_bytes / (1 << 30), 1)))
    remarks += [warning("documents.file_skipped", file=name) for name in listing.skipped]
    remarks += [note("documents.file_unknown", file=name) for name in listing.unknown[:_NAMED_UNKNOWN]]
    more = len(listing.unknown) - _NAMED_UNKNOWN
    return [*remarks, note("documents.files_unknown", count=more)] if more > 0 else remarks


def _marking_remarks(checked: Checked | None, is_allowed: bool) -> list[Remark]:
    if checked is None or checked.marking is None:
        return []
    if is_allowed:
        return [warning("documents.secret_marking_allowed", marking=checked.marking.level)]
    marking = checked.marking
    return [refused("documents.secret_marking", marking=marking.level, page=marking.page_index + 1)]


def _guess(file: PaperFile, order: int, agenda: Sequence[AgendaItem], roster: Roster) -> Choices:
    """What folder and name say, where nobody has said otherwise."""
    name = read_name(file.stem)
    kind = file.kind or name.kind
    return Choices(
        title=name.title,
        kind=kind,
        position=name.order if name.order is not None else order,
        agenda_position=name.item or find_item(name.title, kind, agenda),
        author_number=find_author(file.stem, roster.persons) if kind is DocumentKind.SPEECH else None,
    )


def _choice_remarks(paper: PlannedPaper, plan: FolderPlan) -> list[Remark]:
    choices = paper.choices
    remarks = []
    if choices.kind is None:
        remarks.append(refused("documents.kind_unknown"))
    if not fold_key(choices.title):
        remarks.append(refused("documents.title_empty"))
    positions = {item.position for item in plan.agenda}
    if choices.agenda_position is None:
        remarks.append(note("documents.no_item"))
    elif choices.agenda_position not in positions:
        remarks.append(warning("documents.item_unknown", number=choices.agenda_position))
    numbers = {person.number for person in plan.roster.persons}
    if choices.author_number is not None and choices.author_number not in numbers:
        remarks.append(warning("documents.author_unknown", number=choices.author_number))
    remarks += [
        refused("documents.delegation_unknown", name=name)
        for name in choices.delegations
        if name not in plan.delegations
    ]
    replaced = plan.published.documents.get(choices.replaces) if choices.replaces else None
    if replaced is not None and not choices.is_left_out:
        remarks.append(note("documents.replaces", title=replaced.title))
    return remarks
