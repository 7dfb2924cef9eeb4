"""The table of papers as people corrected it: `documents.csv` in the folder, for Excel and by hand.

A cell left empty means "as the file's name says"; "-" means "none".
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from app.documents.lists.columns import Field, Record, find_list
from app.documents.lists.tables import read_table
from app.domain.entities import DocumentKind
from app.domain.folding import fold_key, fold_text
from app.storage.files import write_atomic

_FIELDS = (
    Field("file", "Tệp", ("tep", "ten tep", "file", "tap tin")),
    Field("title", "Tên văn bản", ("ten van ban", "ten tai lieu", "ten", "trich yeu", "title")),
    Field("kind", "Loại", ("loai", "loai van ban", "kind")),
    Field("position", "Thứ tự", ("thu tu", "tt", "stt", "position")),
    Field("item", "Mục chương trình", ("muc chuong trinh", "muc", "agenda item")),
    Field("author", "Số đại biểu", ("so dai bieu", "dai bieu", "nguoi trinh bay", "author")),
    Field("delegations", "Chỉ cho đoàn", ("chi cho doan", "doan", "delegations")),
    Field("guests", "Khách mời đọc", ("khach moi doc", "khach moi", "guests")),
    Field("sitting", "Thu hồi sau phiên", ("thu hoi sau phien", "mot phien", "one sitting")),
    Field("replaces", "Thay cho văn bản", ("thay cho van ban", "thay cho", "replaces")),
    Field("left_out", "Bỏ ra", ("bo ra", "bo", "left out")),
)
_KIND_WORDS = {
    DocumentKind.CONGRESS_PAPER: "Văn kiện",
    DocumentKind.RESOLUTION: "Nghị quyết",
    DocumentKind.SPEECH: "Tham luận",
    DocumentKind.OPERATING: "Văn bản điều hành",
}
_KIND_NAMES = {fold_key(words): kind for kind, words in _KIND_WORDS.items()} | {
    "dieu hanh": DocumentKind.OPERATING
}
_NONE = "-"
_YES, _NO = "có", "không"


@dataclass(frozen=True, slots=True)
class Choices:
    """What is said of a paper besides its pages; everything that the table lets people correct."""

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


def read_corrections(path: Path) -> dict[str, Mapping[str, str]]:
    """Key of a file's name -> its row (see `row_of`). Raises `TableError`, `OSError`."""
    parts = find_list(read_table(path.read_bytes(), path.name), _FIELDS, ("file",), path.name)
    rows = [row for part in parts for row in part.rows if isinstance(row, Record)]
    return {_key(row["file"]): row.values for row in rows}


def row_of(corrections: Mapping[str, Mapping[str, str]], file: str) -> Mapping[str, str]:
    """The row of a file, by its path or by its bare name, also where it was typed without marks."""
    names = (file, file.rpartition("/")[2])
    keys = [*map(_key, names), *(fold_text(_key(name)) for name in names)]
    return next((corrections[key] for key in keys if key in corrections), {})


def corrected(choices: Choices, row: Mapping[str, str]) -> Choices:
    """The choices with what the row says in place of what was guessed."""
    said = {key: text for key, text in row.items() if text}
    kind = _KIND_NAMES.get(fold_key(said.get("kind", "")), choices.kind)
    delegations = choices.delegations
    if "delegations" in said:
        names = (name.strip() for name in said["delegations"].split(";"))
        delegations = tuple(name for name in names if name and name != _NONE)
    return replace(
        choices,
        title=said.get("title", choices.title)[:200],
        kind=kind,
        position=_number(said.get("position"), choices.position) or 0,
        agenda_position=_number(said.get("item"), choices.agenda_position),
        author_number=_number(said.get("author"), choices.author_number),
        delegations=delegations,
        guests_may_read=_answer(said.get("guests"), choices.guests_may_read),
        one_sitting=_answer(said.get("sitting"), choices.one_sitting),
        replaces=_id(said.get("replaces"), choices.replaces),
        is_left_out=_answer(said.get("left_out"), choices.is_left_out),
    )


def write_corrections(path: Path, papers: Iterable[tuple[str, Choices]]) -> None:
    """Write the whole table or nothing. Excel knows UTF-8 by its mark in front. Raises `OSError`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([field.title for field in _FIELDS])
    for file, choices in papers:
        writer.writerow(_plain(cell) for cell in _cells(file, choices))
    write_atomic(path, text.getvalue().encode("utf-8-sig"), mode=0o644)


def _cells(file: str, choices: Choices) -> tuple[str, ...]:
    return (
        file,
        choices.title,
        _KIND_WORDS[choices.kind] if choices.kind else "",
        str(choices.position),
        str(choices.agenda_position or _NONE),
        str(choices.author_number or _NONE),
        "; ".join(choices.delegations) or _NONE,
        _YES if choices.guests_may_read else _NO,
        _YES if choices.one_sitting else _NO,
        str(choices.replaces or _NONE),
        _YES if choices.is_left_out else _NO,
    )


def _plain(cell: str) -> str:
    """A title that begins like a formula must stay a title in Excel."""
    return f" {cell}" if cell[:1] in "=+@" or (cell[:1] == "-" and cell != _NONE) else cell


def _key(name: str) -> str:
    """Names that differ in their marks or signs are different files: "Tờ trình.pdf", "Tổ trình.pdf"."""
    return " ".join(unicodedata.normalize("NFC", name).replace("\\", "/").casefold().split())


def _number(text: str | None, otherwise: int | None) -> int | None:
    if text is None:
        return otherwise
    return int(text) if text.isdigit() else None


def _answer(text: str | None, otherwise: bool) -> bool:
    return otherwise if text is None else fold_key(text) in ("co", "x", "1", "yes", "dung")


def _id(text: str | None, otherwise: UUID | None) -> UUID | None:
    if text is None:
        return otherwise
    try:
        return UUID(text)
    except ValueError:
        return None
