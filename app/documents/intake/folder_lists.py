"""What stands beside the papers in a folder: the congress, its roster, agenda, corrections and photographs.

Nothing here raises for what is wrong in a file: it becomes a remark.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import ValidationError

from app.documents.errors import (
    Cancelled,
    CongressFileInvalid,
    CongressFileMissing,
    DocumentsError,
    ListMissing,
    RowsInvalid,
    TableError,
)
from app.documents.intake.corrections import read_corrections
from app.documents.intake.examine import Intake
from app.documents.intake.folder import FolderListing
from app.documents.intake.matched import MatchedBy
from app.documents.intake.photos import PhotoMatch, is_picture, match_photos, read_choices
from app.documents.intake.remarks import Gravity, Remark, note, warning
from app.documents.intake.roster_columns import read_columns
from app.documents.lists.agenda import read_agenda
from app.documents.lists.roster import Roster, read_roster
from app.documents.lists.seat_plan import read_seat_plan
from app.documents.lists.tables import Sheet, read_table
from app.domain.entities import AgendaItem, Congress, Seat
from app.domain.seating import seat_key

_PIECES = ("place", "ordinal", "term", "issuing_body", "superior_body")


def read_congress(path: Path) -> tuple[Congress | None, list[Remark]]:
    """congress.toml; None where it cannot be understood. Pieces that may be missing are named."""
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


def read_roster_of(
    listing: FolderListing, congress_id: UUID, intake: Intake
) -> tuple[tuple[Sheet, ...], Roster, tuple[Remark, ...]]:
    """The roster's sheets, to read again with other columns, and the roster."""
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
    has_sheets = sum(bool(sheet.rows) for sheet in sheets) > 1
    found = [(Gravity.REFUSED, one) for one in roster.problems]
    found += [(Gravity.WARNING, one) for one in roster.doubts]
    remarks = [
        Remark(gravity, one.code, {"column": one.column, "sheet": one.sheet if has_sheets else ""}, one.row)
        for gravity, one in found
    ]
    if roster.missing:
        remarks.append(Remark.of(roster.missing))
    elif roster.were_numbered:
        remarks.append(warning("documents.roster_numbered"))
    return roster, tuple(remarks)


def read_agenda_of(
    listing: FolderListing, congress_id: UUID, intake: Intake
) -> tuple[tuple[AgendaItem, ...], list[Remark]]:
    """The programme."""
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


def read_seats_of(
    listing: FolderListing, roster: Roster, intake: Intake
) -> tuple[tuple[Seat, ...], list[Remark]]:
    """The plan of the hall, and what of it does not fit the roster. A congress may do without."""
    path = listing.seats_file
    if path is None:
        return (), []
    try:
        plan = read_seat_plan(read_table(path.read_bytes(), path.name, intake.modernise))
    except Cancelled:
        raise
    except DocumentsError as error:
        return (), [replace(_of_list(error, path), gravity=Gravity.WARNING)]
    remarks = []
    if plan.repeated:
        remarks.append(warning("documents.seats_repeated", names=_some(plan.repeated)))
    places = {seat_key(seat.name) for seat in plan.seats}
    strange = [one.seat for one in roster.persons if one.seat and seat_key(one.seat) not in places]
    if strange:
        remarks.append(warning("documents.seats_unknown", count=len(strange), names=_some(strange)))
    return plan.seats, remarks


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "")


def _of_list(error: DocumentsError, path: Path) -> Remark:
    """Whatever stops a list names its file."""
    remark = Remark.of(error)
    return replace(remark, params={**remark.params, "file": path.name})


def read_corrections_of(listing: FolderListing) -> tuple[dict[str, Mapping[str, str]], list[Remark]]:
    """The corrections of the table, by folded file name."""
    if listing.index_file is None:
        return {}, []
    try:
        return read_corrections(listing.index_file), []
    except TableError as error:
        return {}, [Remark.of(error, Gravity.WARNING)]


PHOTO_REMARKS = frozenset({"documents.photo_refused", "documents.photos_without_consent"})


def read_photos_of(
    listing: FolderListing, roster: Roster, said: Mapping[str, int | None]
) -> tuple[tuple[PhotoMatch, ...], list[Remark]]:
    """Whose the pictures are, and what of them cannot go into the pack. Raises `OSError`."""
    folder = listing.photo_folder
    pictures = [path for path in listing.photos if is_picture(path)]
    others = [path for path in listing.photos if path not in pictures]
    matches = match_photos(folder, pictures, roster.persons, said) if folder else ()
    remarks = [warning("documents.photo_refused", file=path.name) for path in others]
    remarks += [
        warning("documents.photo_refused", file=match.name)
        for match in matches
        if match.person is None and match.by is not MatchedBy.CHOSEN
    ]
    without = [one for one in matches if one.person and not roster.consents.get(one.person.id)]
    if without:
        remarks.append(note("documents.photos_without_consent", count=len(without)))
    return matches, remarks


def read_photo_choices_of(listing: FolderListing) -> tuple[dict[str, int | None], list[Remark]]:
    """What was said on the screen of whose photograph is whose."""
    if listing.photo_folder is None:
        return {}, []
    try:
        return read_choices(listing.photo_folder), []
    except TableError as error:
        return {}, [Remark.of(error, Gravity.WARNING)]
