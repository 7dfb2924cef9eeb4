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
_NUMBER_ONLY = re.compile(r"(?:PHẦN|CHƯƠNG|MỤC|PHỤ LỤC)(?: THỨ)?\s+\S+", re.IGNORECASE)
_MAX_CHARS = 160


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. `is_bold`: every visible letter of it is."""

    text: str
    is_bold: bool


def heading_level(text: str) -> int | None:
    """The level of a heading that begins as those of official papers do: Phần, Chương, I., 1., Điều 1."""
    return next((level for level, pattern in enumerate(_LEVELS, start=1) if pattern.match(text)), None)


def headings_in(lines: Sequence[Line], page_index: int) -> tuple[OutlineEntry, ...]:
    """The bold lines that are headings; one that is only a number takes its name from the line below."""
    found: list[OutlineEntry] = []
    unnamed = False
    for line in lines:
        text = " ".join(line.text.split())
        level = heading_level(text) if line.is_bold and len(text) <= _MAX_CHARS else None
        if level is not None:
            found.append(OutlineEntry(level, text, page_index))
        elif unnamed and line.is_bold:
            last = found.pop()
            found.append(OutlineEntry(last.level, f"{last.title} {text}"[:_MAX_CHARS], page_index))
        unnamed = level is not None and bool(_NUMBER_ONLY.fullmatch(text))
    return tuple(found)
