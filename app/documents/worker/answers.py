"""What the worker says of a page, as records. A PDF may have taken it over, so nothing is taken on trust."""

from __future__ import annotations

import math
from typing import Any

from app.documents.errors import PageBroken
from app.documents.reading import BlockKind, Box, FlowBlock, PageLook, PageWord

_UNREADABLE = (KeyError, ValueError, TypeError)


def read_words(answer: dict[str, Any], page_index: int) -> tuple[PageWord, ...]:
    """Raises `PageBroken`."""
    try:
        return tuple(
            PageWord(_text(text), _box(x0, y0, x1, y1), int(line))
            for text, x0, y0, x1, y1, line in answer["words"]
        )
    except _UNREADABLE as error:
        raise PageBroken(page=page_index + 1) from error


def read_blocks(answer: dict[str, Any], page_index: int) -> tuple[FlowBlock, ...]:
    """Raises `PageBroken`."""
    try:
        return tuple(
            FlowBlock(
                BlockKind(kind),
                _text(text),
                int(level),
                bool(is_bold),
                bool(is_centred),
                tuple(tuple(map(_text, row)) for row in cells),
                tuple(_span(cells, *span) for span in spans),
            )
            for kind, text, level, is_bold, is_centred, cells, spans in answer["blocks"]
        )
    except _UNREADABLE as error:
        raise PageBroken(page=page_index + 1) from error


def read_look(answer: dict[str, Any], page_index: int) -> PageLook:
    """Raises `PageBroken`."""
    try:
        return PageLook(
            tuple(map(_text, answer["edge_rows"])),
            tuple(map(_text, answer["head_lines"])),
            bool(answer["was_converted"]),
            bool(answer["is_picture"]),
            bool(answer["is_empty"]),
        )
    except _UNREADABLE as error:
        raise PageBroken(page=page_index + 1) from error


def _text(raw: Any) -> str:
    """Raises `UnicodeEncodeError`, a `ValueError`, for halves of surrogate pairs."""
    text = str(raw)
    text.encode()
    return text


def _span(cells: Any, *span: Any) -> tuple[int, int, int, int]:
    row, column, rows, columns = map(int, span)
    if not (0 <= row < row + rows <= len(cells) and 0 <= column < column + columns <= len(cells[row])):
        raise ValueError("span")
    return row, column, rows, columns


def _box(*sides: float) -> Box:
    numbers = [float(side) for side in sides]
    if not all(map(math.isfinite, numbers)):
        raise ValueError("box")
    return Box(*numbers)
