"""A folder, read and checked: what would be signed, and everything that somebody should look at first."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import ValidationError

from app.documents.agenda import read_agenda
from app.documents.checks import Checked, paragraphs_of
from app.documents.corrections import Choices, corrected, read_corrections, row_of, write_corrections
from app.documents.errors import (
    Cancelled,
    CongressFileInvalid,
    CongressFileMissing,
    DocumentsError,
    ListMissing,
    RowsInvalid,
    TableError,
)
from app.documents.folder import (
    CONGRESS_FILE,
    INDEX_FILE,
    FolderListing,
    PaperFile,
    SourcePhoto,
    list_folder,
    photo_of,
)
from app.documents.intake import Intake
from app.documents.matching import find_author, find_item, find_replaced
from app.documents.names import read_name
from app.documents.reading_text import ReadingText
from app.documents.remarks import Gravity, Remark, note, refused, warning
from app.documents.roster import Roster, read_roster
from app.documents.roster_columns import read_columns, write_columns
from app.documents.tables import Sheet, read_table
from app.domain.entities import AgendaItem, Congress, Document, DocumentKind
from app.domain.folding import fold_key

_PIECES = ("place", "ordinal", "term", "issuing_body", "superior_body")
_NO_AGENDA_YET = UUID(int=0)


@dataclass(frozen=True, slots=True)
class PlannedPaper:
    """A file and what will become of it. `checked` is None for one that is refused."""

    file: PaperFile
    size_bytes: int
    checked: Checked | None
    file_remarks: tuple[Remark, ...]
    choices: Choices
    choice_remarks: tuple[Remark, ...] = ()

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return (*self.file_remarks, *self.choice_remarks)

    @property
    def is_refused(self) -> bool:
        return any(remark.gravity is Gravity.REFUSED for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class Published:
    """What the congress's hall has already. `text_of` gives a paper's text, where there is one."""

    documents: Mapping[UUID, Document] = field(default_factory=dict)
    text_of: Callable[[Document], ReadingText | None] = lambda _paper: None

    def read_now(self) -> Published:
        """The same with its texts in memory, for when the hall is closed meanwhile."""
        texts = {paper.id: self.text_of(paper) for paper in self.documents.values()}
        return Published(self.documents, lambda paper: texts[paper.id])


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
    photos: tuple[SourcePhoto, ...]
    photos_without_consent: tuple[str, ...]
    missing: tuple[Document, ...]
    remarks: tuple[Remark, ...]
    published: Published = field(repr=False)

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
    def refusals(self) -> tuple[tuple[str, Remark], ...]:
        """(file, remark) of everything that stops the pack."""
        found = [(self.folder.name, remark) for remark in self.remarks]
        roster = self.listing.roster_file
        found += [(roster.name if roster else "", remark) for remark in self.roster_remarks]
        found += [(paper.file.name, remark) for paper in self.papers_to_sign for remark in paper.remarks]
        return tuple((file, remark) for file, remark in found if remark.gravity is Gravity.REFUSED)


def document_id(congress_id: UUID, paper: PlannedPaper) -> UUID:
    """A paper keeps its id when the pack is built again, and gives it to the file that replaces it."""
    return paper.choices.replaces or own_id(congress_id, paper.file.name)


def own_id(congress_id: UUID, file: str) -> UUID:
    """The id of a file that replaces no other."""
    return uuid5(congress_id, f"document:{file}")


def inspect_folder(folder: Path, intake: Intake, published: Published | None = None) -> FolderPlan:
    """Read and check a folder as people keep it; what is wrong in it becomes remarks, all of them at once.

    Blocking, for minutes where many papers must be converted or recognised. Raises `Cancelled`,
    `RendererStopped`, `OSError`.
    """
    published = published or Published()
    listing = list_folder(folder)
    congress, remarks = _read_congress(folder / CONGRESS_FILE)
    congress_id = congress.id if congress else _NO_AGENDA_YET
    sheets, roster, roster_remarks = _read_roster(listing, congress_id, intake)
    agenda, agenda_remarks = _read_agenda(listing, congress_id, intake)
    corrections, correction_remarks = _read_corrections(listing)
    photos, without_consent, photo_remarks = _read_photos(listing, congress_id, roster)
    remarks += [*agenda_remarks, *correction_remarks, *photo_remarks]
    remarks += [note("documents.file_unknown", file=name) for name in listing.unknown]
    if not listing.papers:
        remarks.append(refused("documents.no_documents"))
    allows = bool(congress and congress.settings.allow_secret_markings)
    examined = intake.examine(listing.papers)
    papers = []
    for order, file in enumerate(listing.papers, start=1):
        found = examined[file.name]
        own = [*found.remarks, *_marking_remarks(file, found.checked, allows)]
        guessed = _guess(file, order, agenda, roster)
        choices = corrected(guessed, row_of(corrections, file.name))
        papers.append(PlannedPaper(file, file.path.stat().st_size, found.checked, tuple(own), choices))
    papers = _with_duplicates(papers)
    papers = _with_versions(papers, congress_id, corrections, published)
    plan = FolderPlan(
        listing, congress, sheets, roster, roster_remarks, agenda, tuple(papers), photos, without_consent,
        (), tuple(remarks), published,
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
        plan.roster_sheets, plan.listing, plan.congress.id if plan.congress else _NO_AGENDA_YET
    )
    return _judged(replace(plan, roster=roster, roster_remarks=remarks))


def _judged(plan: FolderPlan) -> FolderPlan:
    """The plan with the remarks that follow from the choices, and what the hall has besides."""
    papers = tuple(
        replace(paper, choice_remarks=tuple(_choice_remarks(paper, plan))) for paper in plan.papers
    )
    congress_id = plan.congress.id if plan.congress else _NO_AGENDA_YET
    kept = {document_id(congress_id, paper) for paper in papers if not paper.choices.is_left_out}
    missing = tuple(paper for paper in plan.published.documents.values() if paper.id not in kept)
    return replace(plan, papers=papers, missing=missing)


def _read_congress(path: Path) -> tuple[Congress | None, list[Remark]]:
    try:
        congress, raw = _parse_congress(path)
    except (CongressFileMissing, CongressFileInvalid) as error:
        return None, [Remark.of(error)]
    pieces = [piece for piece in _PIECES if not raw.get(piece)]
    return congress, [note("documents.congress_piece", field=piece) for piece in pieces]


def _parse_congress(path: Path) -> tuple[Congress, Mapping[str, Any]]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise CongressFileMissing(file=path.name) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CongressFileInvalid(file=path.name, field=str(error)) from error
    if isinstance(raw.get("starts_on"), date):
        raw["starts_on"] = raw["starts_on"].isoformat()
    raw.setdefault("id", str(uuid5(NAMESPACE_URL, f"nghisu:{raw.get('title')}:{raw.get('starts_on')}")))
    try:
        return Congress.model_validate(raw), raw
    except ValidationError as error:
        fields = (".".join(str(part) for part in problem["loc"]) for problem in error.errors())
        raise CongressFileInvalid(file=path.name, field=", ".join(fields)) from error


def _read_roster(
    listing: FolderListing, congress_id: UUID, intake: Intake
) -> tuple[tuple[Sheet, ...], Roster, tuple[Remark, ...]]:
    path = listing.roster_file
    if path is None:
        return (), Roster((), {}), (Remark.of(ListMissing(file="roster.csv")),)
    try:
        sheets = read_table(path.read_bytes(), path.name, intake.modernise)
    except Cancelled:
        raise
    except DocumentsError as error:
        return (), Roster((), {}), (_of_list(error, path),)
    return (sheets, *read_roster_sheets(sheets, listing, congress_id))


def read_roster_sheets(
    sheets: Sequence[Sheet], listing: FolderListing, congress_id: UUID
) -> tuple[Roster, tuple[Remark, ...]]:
    """The roster, with the columns that were said where somebody said them, and all that is wrong in it."""
    path = listing.roster_file
    if path is None:
        return Roster((), {}), (Remark.of(ListMissing(file="roster.csv")),)
    try:
        roster = read_roster(sheets, path.name, congress_id, read_columns(listing.folder))
    except TableError as error:
        return Roster((), {}), (_of_list(error, path),)
    remarks = [Remark(Gravity.REFUSED, one.code, {"column": one.column, "sheet": one.sheet}, one.row)
               for one in roster.problems]  # fmt: skip
    if roster.missing:
        remarks.append(Remark.of(roster.missing))
    elif roster.were_numbered:
        remarks.append(warning("documents.roster_numbered"))
    return roster, tuple(remarks)


def _read_agenda(
    listing: FolderListing, congress_id: UUID, intake: Intake
) -> tuple[tuple[AgendaItem, ...], list[Remark]]:
    path = listing.agenda_file
    if path is None:
        return (), [Remark.of(ListMissing(file="agenda.csv"))]
    try:
        sheets = read_table(path.read_bytes(), path.name, intake.modernise)
        return read_agenda(sheets, path.name, congress_id), []
    except RowsInvalid as error:
        return (), [
            Remark(Gravity.REFUSED, one.code, {"column": one.column}, one.row) for one in error.problems
        ]
    except Cancelled:
        raise
    except DocumentsError as error:
        return (), [_of_list(error, path)]


def _of_list(error: DocumentsError, path: Path) -> Remark:
    """Whatever stops a list names its file."""
    remark = Remark.of(error)
    return replace(remark, params={**remark.params, "file": path.name})


def _read_corrections(listing: FolderListing) -> tuple[dict[str, Mapping[str, str]], list[Remark]]:
    if listing.index_file is None:
        return {}, []
    try:
        return read_corrections(listing.index_file), []
    except TableError as error:
        return {}, [Remark.of(error, Gravity.WARNING)]


def _read_photos(
    listing: FolderListing, congress_id: UUID, roster: Roster
) -> tuple[tuple[SourcePhoto, ...], tuple[str, ...], list[Remark]]:
    """Photographs of people whose consent the roster records; the names of others; and what is no photograph."""
    persons = frozenset(person.id for person in roster.persons)
    photos, without_consent, remarks = [], [], []
    for path in listing.photos:
        photo = photo_of(path, congress_id, persons)
        if photo is None:
            remarks.append(warning("documents.photo_refused", file=path.name))
        elif roster.consents.get(photo.person_id):
            photos.append(photo)
        else:
            without_consent.append(path.name)
    if without_consent:
        remarks.append(note("documents.photos_without_consent", count=len(without_consent)))
    return tuple(photos), tuple(without_consent), remarks


def _marking_remarks(file: PaperFile, checked: Checked | None, is_allowed: bool) -> list[Remark]:
    if checked is None or checked.marking is None:
        return []
    if is_allowed:
        return [warning("documents.secret_marking_allowed", marking=checked.marking)]
    return [refused("documents.secret_marking", file=file.name, marking=checked.marking)]


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


def _with_duplicates(papers: Sequence[PlannedPaper]) -> list[PlannedPaper]:
    """Papers that say the same as one before them are marked, by bytes or by text."""
    bytes_of: dict[str, str] = {}
    text_of: dict[str, str] = {}
    marked = []
    for paper in papers:
        remark = None
        if paper.checked and not paper.choices.is_left_out:
            content, text = paper.checked.content.sha256, paper.checked.text_key
            if content in bytes_of:
                remark = warning("documents.same_bytes", other=bytes_of[content])
            elif text and text in text_of:
                remark = warning("documents.same_text", other=text_of[text])
            bytes_of.setdefault(content, paper.file.name)
            text_of.setdefault(text, paper.file.name)
        marked.append(replace(paper, file_remarks=(*paper.file_remarks, remark)) if remark else paper)
    return marked


def _with_versions(
    papers: Sequence[PlannedPaper],
    congress_id: UUID,
    corrections: Mapping[str, Mapping[str, str]],
    published: Published,
) -> list[PlannedPaper]:
    """Corrected files take the place of what they correct: an older file beside them, or a published paper."""
    newest: dict[tuple[str, str], PlannedPaper] = {}
    for paper in papers:
        key = _version_key(paper)
        if key not in newest or _version_of(paper) > _version_of(newest[key]):
            newest[key] = paper
    groups = Counter(map(_version_key, papers))
    present = {own_id(congress_id, paper.file.name) for paper in papers}
    lost = [paper for paper in published.documents.values() if paper.id not in present]
    texts = {paper.id: paragraphs_of(text) for paper in lost if (text := published.text_of(paper))}
    answers = []
    for paper in papers:
        key = _version_key(paper)
        row = row_of(corrections, paper.file.name)
        if paper is not newest[key] and not row.get("left_out"):
            older = note("documents.older_version", other=newest[key].file.name)
            left_out = replace(paper.choices, is_left_out=True)
            paper = replace(paper, choices=left_out, file_remarks=(*paper.file_remarks, older))
        elif paper.choices.replaces is None and not row.get("replaces"):
            replaced = None
            if groups[key] > 1:
                # The first of its kind gave the paper its id; every correction since then keeps it.
                first = min((one for one in papers if _version_key(one) == key), key=_version_of)
                replaced = own_id(congress_id, first.file.name) if first is not paper else None
            elif own_id(congress_id, paper.file.name) not in published.documents:
                paragraphs = paper.checked.paragraphs if paper.checked else frozenset()
                choices = paper.choices
                replaced = find_replaced(choices.title, choices.kind, paragraphs, lost, texts)
            if replaced:
                paper = replace(paper, choices=replace(paper.choices, replaces=replaced))
        answers.append(paper)
    return answers


def _version_key(paper: PlannedPaper) -> tuple[str, str]:
    return paper.file.name.rpartition("/")[0], read_name(paper.file.stem).paper_key


def _version_of(paper: PlannedPaper) -> tuple[tuple[int, int], float, str]:
    return read_name(paper.file.stem).version, paper.file.path.stat().st_mtime, paper.file.name


def _choice_remarks(paper: PlannedPaper, plan: FolderPlan) -> list[Remark]:
    choices = paper.choices
    remarks = []
    if choices.kind is None:
        remarks.append(refused("documents.kind_unknown", file=paper.file.name))
    if not fold_key(choices.title):
        remarks.append(refused("documents.title_empty", file=paper.file.name))
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
