"""What each column of the roster is, as said on the screen: `roster-columns.toml` in the folder."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.documents.intake.folder import COLUMNS_FILE
from app.documents.lists.columns import Column
from app.storage.files import write_atomic


def read_columns(folder: Path) -> dict[int, str] | None:
    """Index of column -> field. None where nobody said anything, or it cannot be understood."""
    try:
        raw = tomllib.loads((folder / COLUMNS_FILE).read_text(encoding="utf-8-sig"))
        return {int(entry["index"]): str(entry["field"]) for entry in raw["column"]}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError):
        return None


def write_columns(folder: Path, columns: Sequence[Column], fields: Mapping[int, str]) -> None:
    """Keep what was said; the headers stand beside it for people. Raises `OSError`."""
    lines = []
    for column in columns:
        header = json.dumps(column.header, ensure_ascii=False)  # a TOML basic string, but for DEL, is JSON's
        chosen = json.dumps(fields.get(column.index, ""))
        lines.append(f"[[column]]\nindex = {column.index}\nheader = {header}\nfield = {chosen}\n")
    write_atomic(folder / COLUMNS_FILE, "\n".join(lines).encode(), mode=0o644)
