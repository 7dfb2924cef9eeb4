"""Finding headings in the text of a paper: few Vietnamese papers carry an outline (5 of 550 measured)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.pages import OutlineEntry

_LEVELS = (
    re.compile(r"^(PHẦN( THỨ)?|CHƯƠNG|PHỤ LỤC|Phần thứ|Chương|Phụ lục)\s+\S+", re.UNICODE),
    re.compile(r"^(MỤC|Mục|[IVXL]{1,6}\s*[-.–])\s*\S+", re.UNICODE),
    re.compile(r"^(Điều\s+\d{1,3}\b|\d{1,2}\s*[.)-]\s+\S+)", re.UNICODE),
)
_MAX_CHARS = 160


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. `is_bold`: every visible letter of it is."""

    text: str
    is_bold: bool


def headings_in(lines: Sequence[Line], page_index: int) -> tuple[OutlineEntry, ...]:
    """Bold lines that begin as headings of official papers do: Phần, Chương, I., 1., Điều 1."""
    found = []
    for line in lines:
        if not line.is_bold or len(line.text) > _MAX_CHARS:
            continue
        level = next((i for i, pattern in enumerate(_LEVELS, start=1) if pattern.match(line.text)), None)
        if level is not None:
            found.append(OutlineEntry(level, " ".join(line.text.split()), page_index))
    return tuple(found)
