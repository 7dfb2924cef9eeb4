"""The folder that an office fills, from which a pack is built.

```
congress.toml             title, starts_on, place, ordinal, term, issuing_body, superior_body, [settings]
roster.csv or .xlsx       (danh-sach.*, dai-bieu.* too)
agenda.csv or .xlsx       (chuong-trinh.* too)
documents/  (tai-lieu/)
    van-kien/             congress papers:      03 m07 Báo cáo chính trị.pdf
    nghi-quyet/           resolutions           │  │   └ title
    tham-luan/            submitted speeches    │  └ number of its agenda item, may be left out
    dieu-hanh/            operating documents   └ order on the shelf, may be left out
    documents.csv         optional: file, title, agenda item, delegate's number
photos/     (anh/)        27.jpg, 27_2.png, 0027_Nguyen_Van_A.jpg: by the delegate's number
```
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import ValidationError

from app.documents.agenda import read_agenda
from app.documents.columns import Field, Record, find_list
from app.documents.errors import (
    CongressFileInvalid,
    CongressFileMissing,
    FileMisplaced,
    FolderError,
    FolderRefused,
    ListMissing,
    NoDocuments,
    PhotoRefused,
)
from app.documents.roster import Roster, person_id, read_roster
from app.documents.tables import read_table
from app.domain.entities import AgendaItem, Congress, DocumentKind
from app.domain.folding import fold_key

_CONGRESS_FILE = "congress.toml"
_LIST_SUFFIXES = (".csv", ".xlsx", ".txt")
_ROSTER_NAMES = ("roster", "danh sach", "danh sach dai bieu", "dai bieu")
_AGENDA_NAMES = ("agenda", "chuong trinh", "chuong trinh dai hoi")
_KIND_FOLDERS = {
    "van kien": DocumentKind.CONGRESS_PAPER,
    "nghi quyet": DocumentKind.RESOLUTION,
    "tham luan": DocumentKind.SPEECH,
    "dieu hanh": DocumentKind.OPERATING,
    "van ban dieu hanh": DocumentKind.OPERATING,
}
_DOCUMENT_NAME = re.compile(r"^(?:(\d{1,4})[ ._-]+)?(?:[mM](\d{1,3})[ ._-]+)?(.+)$")
_PHOTO_NAME = re.compile(r"^0*(\d{1,5})(?:[ _.-].*)?$")
_PHOTO_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
_MAX_PHOTO_BYTES = 30 << 20
_INDEX_FIELDS = (
    Field("file", "Tệp", ("tep", "ten tep", "file", "tap tin")),
    Field("title", "Tên văn bản", ("ten van ban", "ten tai lieu", "ten", "trich yeu", "title")),
    Field("item", "Mục chương trình", ("muc chuong trinh", "muc", "agenda item")),
    Field("author", "Số đại biểu", ("so dai bieu", "dai bieu", "nguoi trinh bay", "author")),
)


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A PDF and its place. `name`: path below the folder of documents, with "/" and NFC."""

    path: Path
    name: str
    kind: DocumentKind
    position: int
    title: str
    agenda_item_id: UUID | None
    author_person_id: UUID | None


@dataclass(frozen=True, slots=True)
class SourcePhoto:
    """A photograph of someone on the roster."""

    path: Path
    person_id: UUID
    media_type: str


@dataclass(frozen=True, slots=True)
class CongressFolder:
    """Everything in the folder, read but for the contents of PDFs and photographs."""

    congress: Congress
    roster: Roster
    agenda: tuple[AgendaItem, ...]
    documents: tuple[SourceDocument, ...]
    photos: tuple[SourcePhoto, ...]


def read_folder(folder: Path) -> CongressFolder:
    """Read a folder. Raises a `FolderError` (`FolderRefused` for several) or a `TableError`."""
    congress = _read_congress(folder / _CONGRESS_FILE)
    roster_file = _find(folder, _ROSTER_NAMES, "roster.csv")
    roster = read_roster(roster_file.read_bytes(), roster_file.name, congress.id)
    agenda_file = _find(folder, _AGENDA_NAMES, "agenda.csv")
    agenda = read_agenda(agenda_file.read_bytes(), agenda_file.name, congress.id)
    problems: list[FolderError] = []
    documents = _read_documents(
        _subfolder(folder, ("documents", "tai lieu")), congress, roster, agenda, problems
    )
    photos = _read_photos(_subfolder(folder, ("photos", "anh")), congress, roster, problems)
    refuse(problems)
    if not documents:
        raise NoDocuments
    return CongressFolder(congress, roster, agenda, documents, photos)


def refuse(problems: list[FolderError]) -> None:
    """Raise what was found wrong, if anything: the one error itself, or all of them in one."""
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise FolderRefused(tuple(problems))


def _read_congress(path: Path) -> Congress:
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
        return Congress.model_validate(raw)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise CongressFileInvalid(file=path.name, field=field) from error


def _find(folder: Path, names: tuple[str, ...], example: str) -> Path:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _LIST_SUFFIXES and fold_key(path.stem) in names:
            return path
    raise ListMissing(file=example)


def _subfolder(folder: Path, names: tuple[str, ...]) -> Path | None:
    return next(
        (path for path in sorted(folder.iterdir()) if path.is_dir() and fold_key(path.name) in names), None
    )


def _visible(folder: Path) -> Iterable[Path]:
    """What people put there, without what their systems added (.DS_Store, ~$lock, Thumbs.db)."""
    return (
        path
        for path in sorted(folder.iterdir(), key=lambda path: unicodedata.normalize("NFC", path.name))
        if not path.name.startswith((".", "~$")) and path.name.lower() not in ("thumbs.db", "desktop.ini")
    )


def _read_documents(
    folder: Path | None,
    congress: Congress,
    roster: Roster,
    agenda: tuple[AgendaItem, ...],
    problems: list[FolderError],
) -> tuple[SourceDocument, ...]:
    if folder is None:
        return ()
    index = _read_index(folder)
    items = {item.position: item.id for item in agenda}
    persons = {person.id for person in roster.persons}
    found: list[SourceDocument] = []
    for shelf in _visible(folder):
        kind = _KIND_FOLDERS.get(fold_key(shelf.name))
        if shelf.is_file() and shelf.suffix.lower() in _LIST_SUFFIXES:
            continue
        if kind is None or not shelf.is_dir():
            problems.append(FileMisplaced(file=shelf.name))
            continue
        for order, path in enumerate(_visible(shelf), start=1):
            name = unicodedata.normalize("NFC", f"{shelf.name}/{path.name}")
            match = _DOCUMENT_NAME.match(unicodedata.normalize("NFC", path.stem))
            if path.suffix.lower() != ".pdf" or not path.is_file() or match is None:
                problems.append(FileMisplaced(file=name))
                continue
            row: Mapping[str, str] = index.get(fold_key(path.name), {})
            item_number = row.get("item") or match[2] or ""
            author = person_id(congress.id, int(row["author"])) if row.get("author", "").isdigit() else None
            if (item_number and _int(item_number) not in items) or (author and author not in persons):
                problems.append(FileMisplaced(file=name))
                continue
            found.append(
                SourceDocument(
                    path=path,
                    name=name,
                    kind=kind,
                    position=int(match[1]) if match[1] else order,
                    title=(row.get("title") or match[3].replace("_", " ").strip())[:200],
                    agenda_item_id=items[_int(item_number)] if item_number else None,
                    author_person_id=author,
                )
            )
    return tuple(found)


def _int(text: str) -> int:
    return int(text) if text.isdigit() else -1


def _read_index(folder: Path) -> dict[str, Mapping[str, str]]:
    """The optional list of documents: folded file name -> its row."""
    for path in _visible(folder):
        if path.is_file() and path.suffix.lower() in _LIST_SUFFIXES:
            parts = find_list(read_table(path.read_bytes(), path.name), _INDEX_FIELDS, ("file",), path.name)
            rows = [row for part in parts for row in part.rows if isinstance(row, Record)]
            return {fold_key(row["file"].rpartition("/")[2]): row.values for row in rows}
    return {}


def _read_photos(
    folder: Path | None, congress: Congress, roster: Roster, problems: list[FolderError]
) -> tuple[SourcePhoto, ...]:
    if folder is None:
        return ()
    persons = {person.id for person in roster.persons}
    photos = []
    for path in _visible(folder):
        media_type = _PHOTO_TYPES.get(path.suffix.lower())
        match = _PHOTO_NAME.match(path.stem)
        person = person_id(congress.id, int(match[1])) if match else None
        if media_type is None or person not in persons or not _looks_like(path, media_type):
            problems.append(PhotoRefused(file=path.name))
            continue
        photos.append(SourcePhoto(path, person, media_type))
    return tuple(photos)


def _looks_like(path: Path, media_type: str) -> bool:
    """By size and first bytes; whether there is a face in it is for the camera to say."""
    if not path.is_file() or not 0 < path.stat().st_size <= _MAX_PHOTO_BYTES:
        return False
    with path.open("rb") as stream:
        magic = stream.read(8)
    return magic.startswith(b"\xff\xd8\xff" if media_type == "image/jpeg" else b"\x89PNG\r\n\x1a\n")
