"""The folder that an office fills, from which a pack is built: what is where. Nothing is judged here.

```
congress.toml             title, starts_on, place, ordinal, term, issuing_body, superior_body, [settings]
roster.csv .xlsx .xls     (danh-sach.*, dai-bieu.* too)
agenda.csv .xlsx .xls     (chuong-trinh.* too)
seats.csv .xlsx .xls      (so-do-cho-ngoi.* too) optional: the hall, a cell a seat, an empty one an aisle
roster-columns.toml       optional: what each column of the roster is, written by the screen
documents/  (tai-lieu/)   papers, in folders of any depth; without it, all of the folder is looked through
    van-kien/             congress papers:      03 m07 Báo cáo chính trị.pdf
    nghi-quyet/           resolutions           │  │   └ title
    tham-luan/            submitted speeches    │  └ number of its agenda item, may be left out
    dieu-hanh/            operating documents   └ order on the shelf, may be left out
    documents.csv         optional: corrections, by people or by the screen (see `corrections`)
photos/     (anh/)        27.jpg, 27_2.png, Nguyễn Văn A.jpg, 27/IMG_31.jpg: by number or name
```
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.documents.intake.names import kind_of
from app.documents.intake.office_file import OFFICE_SUFFIXES
from app.documents.intake.photos import CHOICES_FILE as PHOTO_CHOICES_FILE
from app.domain.entities import DocumentKind
from app.domain.folding import fold_key

CONGRESS_FILE = "congress.toml"
COLUMNS_FILE = "roster-columns.toml"
INDEX_FILE = "documents.csv"
MAX_FILES = 5_000
MAX_DEPTH = 8

_LIST_SUFFIXES = (".csv", ".xlsx", ".xls", ".txt")
_ROSTER_NAMES = ("roster", "danh sach", "danh sach dai bieu", "dai bieu")
_AGENDA_NAMES = ("agenda", "chuong trinh", "chuong trinh dai hoi")
_SEATS_NAMES = ("seats", "so do cho ngoi", "so do ghe", "so do ghe ngoi", "so do hoi truong", "cho ngoi")
_INDEX_NAMES = ("documents", "danh muc", "danh muc tai lieu", "danh muc van kien")
_DOCUMENT_FOLDERS = ("documents", "tai lieu")
_PHOTO_FOLDERS = ("photos", "anh")
_PICTURE_TYPES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".jfif": "jpeg", ".tif": "tiff",
                  ".tiff": "tiff", ".bmp": "bmp", ".gif": "gif"}  # fmt: skip
_KIND_FOLDERS = {
    "van kien": DocumentKind.CONGRESS_PAPER,
    "nghi quyet": DocumentKind.RESOLUTION,
    "tham luan": DocumentKind.SPEECH,
    "dieu hanh": DocumentKind.OPERATING,
    "van ban dieu hanh": DocumentKind.OPERATING,
}
_NUMBER_IN_FRONT = re.compile(r"^[\dIVX]{1,4}[ ._)-]+")
_LEFT_BY_SYSTEMS = re.compile(
    r"\.|~\$|(thumbs\.db|ehthumbs\.db|desktop\.ini|__macosx|icon\r|\$recycle\.bin|system volume information)$"
    r"|~.*\.tmp$",
    re.IGNORECASE,
)
"""Hidden files, owners' marks of Office, what Windows and macOS put on sticks, and Word's own copies."""


class SourceType(StrEnum):
    """How a file becomes pages."""

    PDF = "pdf"
    OFFICE = "office"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file that may be a paper. `name`: its path below the folder of documents, with "/" and NFC.

    `kind` is what the folders above it say, the nearest one first.
    """

    path: Path
    name: str
    source: SourceType
    kind: DocumentKind | None

    @property
    def stem(self) -> str:
        return unicodedata.normalize("NFC", self.path.stem)

    @property
    def picture_type(self) -> str:
        return _PICTURE_TYPES[self.path.suffix.lower()]


@dataclass(frozen=True, slots=True)
class FolderListing:
    """What lies in the folder. `unknown` are names of files that nothing is made of.

    `skipped`: links, and folders too deep to look into. `too_many`: papers beyond `MAX_FILES`.
    """

    folder: Path
    documents_folder: Path
    roster_file: Path | None
    agenda_file: Path | None
    index_file: Path | None
    papers: tuple[PaperFile, ...]
    photos: tuple[Path, ...]
    unknown: tuple[str, ...]
    seats_file: Path | None = None
    skipped: tuple[str, ...] = ()
    too_many: int = 0
    photo_folder: Path | None = None


def list_folder(folder: Path) -> FolderListing:
    """Look through a folder. Raises `OSError` when it cannot be read."""
    top = list(_visible(folder))
    lists = [path for path in top if path.is_file() and path.suffix.lower() in _LIST_SUFFIXES]
    roster_file = next((path for path in lists if fold_key(path.stem) in _ROSTER_NAMES), None)
    agenda_file = next((path for path in lists if fold_key(path.stem) in _AGENDA_NAMES), None)
    seats_file = next((path for path in lists if fold_key(path.stem) in _SEATS_NAMES), None)
    folders = {fold_key(path.name): path for path in reversed(top) if path.is_dir()}
    documents = next((folders[name] for name in _DOCUMENT_FOLDERS if name in folders), None)
    photo_folder = next((folders[name] for name in _PHOTO_FOLDERS if name in folders), None)
    root = documents or folder
    index_file = next((path for path in _visible(root) if _is_index(path)), None)
    apart = {
        roster_file, agenda_file, seats_file, index_file, folder / CONGRESS_FILE, folder / COLUMNS_FILE
    }  # fmt: skip
    papers: list[PaperFile] = []
    unknown: list[str] = []
    skipped: list[str] = []
    for path in _walk(root, MAX_DEPTH, skip=photo_folder):
        name = unicodedata.normalize("NFC", path.relative_to(root).as_posix())
        source = None if path in apart else _source_type(path)
        if path.is_symlink() or path.is_dir():
            skipped.append(name)
        elif source:
            papers.append(PaperFile(path, name, source, _kind_of_folders(path.relative_to(root))))
        elif path not in apart:
            unknown.append(name)
    if documents:
        unknown += [path.name for path in top if path.is_file() and path not in apart]
    photos = _photos_below(photo_folder) if photo_folder else ()
    return FolderListing(
        folder, root, roster_file, agenda_file, index_file, tuple(papers[:MAX_FILES]), photos, tuple(unknown),
        seats_file, tuple(skipped), max(0, len(papers) - MAX_FILES), photo_folder,
    )  # fmt: skip


def _photos_below(folder: Path) -> tuple[Path, ...]:
    """In one folder, or in one for each person."""
    choices = folder / PHOTO_CHOICES_FILE
    return tuple(
        path
        for path in _walk(folder, 1, skip=None)
        if path.is_file() and not path.is_symlink() and path != choices
    )


def _visible(folder: Path) -> Iterator[Path]:
    """What people put there, without what their systems added."""
    for path in sorted(folder.iterdir(), key=lambda path: unicodedata.normalize("NFC", path.name)):
        if not _LEFT_BY_SYSTEMS.match(path.name):
            yield path


def _walk(folder: Path, depth: int, skip: Path | None) -> Iterator[Path]:
    """Every file below. Links are not followed, out of the folder or in circles: they and what lies too deep
    come as they are."""
    for path in _visible(folder):
        if path == skip:
            continue
        if path.is_dir() and not path.is_symlink() and depth:
            yield from _walk(path, depth - 1, skip)
        else:
            yield path


def _is_index(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in _LIST_SUFFIXES and fold_key(path.stem) in _INDEX_NAMES


def _source_type(path: Path) -> SourceType | None:
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return SourceType.PDF
    if suffix in OFFICE_SUFFIXES:
        return SourceType.OFFICE
    return SourceType.PICTURE if suffix in _PICTURE_TYPES else None


def _kind_of_folders(path: Path) -> DocumentKind | None:
    for name in reversed(path.parts[:-1]):
        plain = _NUMBER_IN_FRONT.sub("", unicodedata.normalize("NFC", name))
        kind = _KIND_FOLDERS.get(fold_key(plain)) or kind_of(plain)
        if kind:
            return kind
    return None
