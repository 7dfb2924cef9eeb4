"""Whose face each photograph of a folder shows: by number, by name, or as somebody said on the screen.

`anh/27.jpg`, `anh/0027_Nguyen_Van_A (2).jpg`, `anh/Nguyễn Văn A.png`, `anh/27/IMG_0031.jpg`. What was said is
kept beside them in `photos.csv` ("-": nobody's). Where number and name disagree, a person must say.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from app.documents.intake.matched import MatchedBy
from app.documents.intake.matching import find_author
from app.documents.lists.columns import Field, Record, find_list
from app.documents.lists.tables import read_table
from app.domain.entities import Person
from app.storage.files import write_atomic

CHOICES_FILE = "photos.csv"
_NUMBER = re.compile(r"^0*(\d{1,5})(?:[ _.,()-].*)?$")
_MAGIC = {".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n\x1a\n"}
_MAX_BYTES = 30 << 20
_FIELDS = (
    Field("file", "Tệp", ("tep", "ten tep", "anh", "file")),
    Field("number", "Số đại biểu", ("so dai bieu", "so", "number")),
)
_NOBODY = "-"


@dataclass(frozen=True, slots=True)
class PhotoMatch:
    """`name`: the file's path below the folder of photographs, with "/" and NFC. `person`: None: nobody."""

    name: str
    path: Path
    person: Person | None
    by: MatchedBy


@dataclass(frozen=True, slots=True)
class SourcePhoto:
    """A photograph of someone on the roster, to go into the pack."""

    path: Path
    person_id: UUID


def is_picture(path: Path) -> bool:
    """JPEG or PNG by name and by its first bytes, not too large. Raises `OSError`.

    Whether a face is in it is for the camera to say.
    """
    magic = _MAGIC.get(path.suffix.lower())
    if magic is None or not 0 < path.stat().st_size <= _MAX_BYTES:
        return False
    with path.open("rb") as stream:
        return stream.read(len(magic)) == magic


def match_photos(
    folder: Path, photos: Iterable[Path], persons: Sequence[Person], said: Mapping[str, int | None]
) -> tuple[PhotoMatch, ...]:
    """Whose each picture is. `said`: number or None by file, as `read_choices` gives it."""
    by_number = {person.number: person for person in persons}
    return tuple(_match(_name(folder, path), path, persons, by_number, said) for path in photos)


def _match(
    name: str,
    path: Path,
    persons: Sequence[Person],
    by_number: Mapping[int, Person],
    said: Mapping[str, int | None],
) -> PhotoMatch:
    if name in said:
        number = said[name]
        return PhotoMatch(name, path, by_number.get(number) if number else None, MatchedBy.CHOSEN)
    # The folder a picture lies in says as much as its own name, and comes second.
    stems = [unicodedata.normalize("NFC", path.stem), *name.split("/")[-2::-1]]
    numbered = next((found for stem in stems if (found := _numbered(stem, by_number))), None)
    own_number = next((number for stem in stems if (number := find_author(stem, persons))), None)
    named = by_number[own_number] if own_number else None
    if numbered and named and numbered != named:
        return PhotoMatch(name, path, None, MatchedBy.DOUBT)
    if numbered:
        return PhotoMatch(name, path, numbered, MatchedBy.NUMBER)
    return PhotoMatch(name, path, named, MatchedBy.NAME if named else MatchedBy.NOTHING)


def _numbered(stem: str, by_number: Mapping[int, Person]) -> Person | None:
    found = _NUMBER.match(stem.strip())
    return by_number.get(int(found[1])) if found else None


def _name(folder: Path, path: Path) -> str:
    return unicodedata.normalize("NFC", path.relative_to(folder).as_posix())


def read_choices(folder: Path) -> dict[str, int | None]:
    """What was said of each file; empty where nothing was. Raises `TableError`, `OSError`."""
    path = folder / CHOICES_FILE
    if not path.is_file():
        return {}
    parts = find_list(read_table(path.read_bytes(), path.name), _FIELDS, ("file",), path.name)
    rows = [row for part in parts for row in part.rows if isinstance(row, Record)]
    return {row["file"]: int(row["number"]) if row["number"].isdecimal() else None for row in rows}


def write_choices(folder: Path, said: Mapping[str, int | None]) -> None:
    """Write the whole table or nothing. Excel knows UTF-8 by its mark in front. Raises `OSError`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([field.title for field in _FIELDS])
    writer.writerows([name, str(number) if number else _NOBODY] for name, number in sorted(said.items()))
    write_atomic(folder / CHOICES_FILE, text.getvalue().encode("utf-8-sig"), mode=0o644)
