"""A page's text as paragraphs, headings, list items and tables, to be set at any size and to be searched."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.documents.reading import BlockKind, FlowBlock
from app.documents.text.headings import heading_level
from app.documents.text.page_content import PageContent, Piece
from app.documents.text.reading_order import (
    RULE_TEXT,
    Row,
    Strand,
    edge_rows,
    rows_of,
    strands_of,
    without_furniture,
)
from app.documents.text.ruled_tables import RuledTable, find_tables

_INDENT_EM = 0.7
_PITCH_SHARE = 1.35
"""Lines of a paragraph stand at equal distances; 6 points between paragraphs are the least in use."""
_SIZE_SHARE = 1.12
_LARGE_SHARE = 1.18
_CENTRED_EM = 1.2
_MAX_HEADING_CHARS = 240
_MAX_HEAD_LINES = 14
"""Heads and signatures are set line by line; columns of text are longer."""
_CENTRED_ROOM = 0.25
_ALIGNED_LINES = 3
_ENDS = tuple(".;:!?…”\"')")
_ITEM = re.compile(r"(?:[-–—•▪▸✓❖+*]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zđ]{1,2})[.)/])\s+\S")
_BULLET = re.compile(r"[-–—•▪▸✓❖+*]\s+\S")


@dataclass(frozen=True, slots=True)
class Layout:
    """A page taken apart: its tables with what stands in each, and all the rest in rows."""

    content: PageContent
    tables: tuple[RuledTable, ...]
    inside: tuple[tuple[Piece, ...], ...]
    rows: tuple[Row, ...]


def lay_out(content: PageContent) -> Layout:
    """The first half of reading a page; the second needs to know its neighbours' edges."""
    tables = find_tables(content.rules)
    outside: list[Piece] = []
    inside: list[list[Piece]] = [[] for _ in tables]
    for piece in content.pieces:
        place = next((i for i, table in enumerate(tables) if table.holds(piece)), None)
        if place is not None:
            inside[place].append(piece)
        elif piece.is_along:
            outside.append(piece)
    return Layout(content, tables, tuple(map(tuple, inside)), tuple(rows_of(outside)))


def edges_of(layout: Layout) -> tuple[str, ...]:
    """What may be running heads and feet, for comparing with other pages."""
    return tuple(text for text, _ in edge_rows(layout.content, layout.rows))


def flow_of(layout: Layout, running: Sequence[str] = ()) -> tuple[FlowBlock, ...]:
    """The blocks of a page in reading order; `running` are the edge rows that are not part of its text."""
    rows = without_furniture(layout.content, layout.rows, running)
    body_size = _body_size([piece for row in rows for piece in row.pieces])
    blocks: list[FlowBlock] = []
    for table, pieces in zip((*layout.tables, None), (*layout.inside, ()), strict=True):
        above = [row for row in rows if table is None or row.top < table.ys[0]]
        rows = rows[len(above) :]
        for strand in strands_of(above):
            blocks += _blocks_of(strand, body_size)
        if table is not None and (cells := table.cells(pieces)):
            blocks.append(FlowBlock(BlockKind.TABLE, cells=cells.texts, spans=cells.spans))
    return tuple(blocks)


def plain_text(blocks: Sequence[FlowBlock]) -> str:
    """The blocks for searching and comparing: a paragraph or a row of a table a line."""
    lines = []
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            lines += [" | ".join(filter(None, row)) for row in block.cells]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def _body_size(pieces: Sequence[Piece]) -> float:
    """The size most letters are set in."""
    if not pieces:
        return 0.0
    letters: dict[float, int] = {}
    for piece in pieces:
        size = round(piece.size * 2) / 2
        letters[size] = letters.get(size, 0) + len(piece.text)
    return max(letters, key=lambda size: letters[size])


def _blocks_of(strand: Strand, body_size: float) -> list[FlowBlock]:
    lines = [line for line in strand.lines if not RULE_TEXT.fullmatch(line.text)]
    if not lines:
        return []
    pitches = [below.middle_y - above.middle_y for above, below in pairwise(lines)]
    pitch = statistics.median(pitches) if pitches else 0.0
    paragraphs = [[lines[0]]]
    for line in lines[1:]:
        if _begins(paragraphs[-1], line, strand, pitch):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    is_on_axis = _is_on_axis(strand)
    return [_block(paragraph, strand, body_size, is_on_axis=is_on_axis) for paragraph in paragraphs]


def _begins(paragraph: Sequence[Piece], line: Piece, strand: Strand, pitch: float) -> bool:
    """Whether a line begins a paragraph rather than going on with the one above it."""
    last, first = paragraph[-1], paragraph[0]
    if _stands_apart(first, last, line, pitch):
        return True
    if line.text[0].islower() and not last.text.endswith(_ENDS) and not _ITEM.match(line.text):
        return False
    if strand.is_column and len(strand.lines) <= _MAX_HEAD_LINES:
        return not last.text.endswith(",")
    if _is_centred(line, strand) and _is_centred(last, strand):
        width = strand.right - strand.left
        room = width - (last.box.x1 - last.box.x0)
        return room > _CENTRED_ROOM * width and _has_room(last, line, room)
    has_room = _has_room(last, line, strand.right - last.box.x1)
    return has_room or _begins_item(last, line) or _is_indented(first, last, line, strand)


def _is_indented(first: Piece, last: Piece, line: Piece, strand: Strand) -> bool:
    """Farther to the right than the line above, or as far as the first line of a paragraph that ended."""
    indent = _INDENT_EM * line.size
    if line.box.x0 > last.box.x0 + indent:
        return not _ITEM.match(last.text)  # unless it hangs from an item
    is_below_first = first is last and abs(line.box.x0 - last.box.x0) < indent
    return is_below_first and last.text.endswith(_ENDS) and line.box.x0 - strand.left > indent


def _stands_apart(first: Piece, last: Piece, line: Piece, pitch: float) -> bool:
    """By distance, size or weight."""
    distance = line.middle_y - last.middle_y
    ratio = max(line.size, last.size) / max(0.1, min(line.size, last.size))
    if ratio > _SIZE_SHARE or distance > max(pitch * _PITCH_SHARE, 1.5 * line.size):
        return True
    is_other_weight = line.is_bold != last.is_bold and len(line.text) > 3  # unlike "a)"
    return is_other_weight and (first is last or last.text.endswith(_ENDS))


def _begins_item(last: Piece, line: Piece) -> bool:
    """A number at the start of a line may be one that the line above refers to: "quy định tại / Điều 5"."""
    if _BULLET.match(line.text):
        return not last.text.endswith(",")
    is_marked = _ITEM.match(line.text) or heading_level(line.text) is not None
    return bool(is_marked) and (last.text.endswith(_ENDS) or line.is_bold)


def _has_room(last: Piece, line: Piece, room: float) -> bool:
    """Whether the line's first word would have fitted on the line above: so that one ended on purpose."""
    word = line.text.split(" ", 1)[0]
    width = (line.box.x1 - line.box.x0) * len(word) / max(1, len(line.text))
    return room > width + 0.6 * last.size


def _is_even(line: Piece, strand: Strand) -> bool:
    """Whether there is as much room on the left as on the right."""
    before, after = line.box.x0 - strand.left, strand.right - line.box.x1
    return abs(before - after) < 2 * _CENTRED_EM * line.size


def _is_centred(line: Piece, strand: Strand) -> bool:
    """Not when lines of other lengths begin where it does: those are indented."""
    if not _is_even(line, strand) or line.box.x0 - strand.left <= _CENTRED_EM * line.size:
        return False
    aligned = {round(one.box.x1) for one in strand.lines if abs(one.box.x0 - line.box.x0) < 1}
    return len(aligned) < _ALIGNED_LINES


def _is_on_axis(strand: Strand) -> bool:
    """Whether the lines of a head or of a signature are centred on each other; the longest tells nothing."""
    lines = strand.lines
    if not strand.is_column or not 1 < len(lines) <= _MAX_HEAD_LINES:
        return False
    axis = statistics.median((line.box.x0 + line.box.x1) / 2 for line in lines)
    return all(abs((line.box.x0 + line.box.x1) / 2 - axis) < _CENTRED_EM * line.size for line in lines)


def _block(
    lines: Sequence[Piece], strand: Strand, body_size: float, *, is_on_axis: bool = False
) -> FlowBlock:
    text = " ".join(line.text for line in lines)
    is_bold = all(line.is_bold for line in lines)
    is_even = all(_is_even(line, strand) for line in lines)
    is_centred = is_on_axis or (is_even and _is_centred(lines[-1], strand))
    block = FlowBlock(BlockKind.PARAGRAPH, text, is_bold=is_bold, is_centred=is_centred)
    level = 0 if strand.is_column else _level(block, max(line.size for line in lines), body_size)
    if level:
        return replace(block, kind=BlockKind.HEADING, level=level)
    if _ITEM.match(text):
        return replace(block, kind=BlockKind.LIST_ITEM, is_centred=False)
    return block


def _level(block: FlowBlock, size: float, body_size: float) -> int:
    """A heading's level, 0 for what is none: by how it begins where it is bold, else by its size."""
    if len(block.text) > _MAX_HEADING_CHARS or not any(map(str.isalpha, block.text)):
        return 0
    if block.is_bold and (level := heading_level(block.text)):
        return level
    is_large = size > body_size * _LARGE_SHARE and not _BULLET.match(block.text)
    is_title = block.is_bold and block.is_centred and block.text == block.text.upper()
    return 1 if is_large or is_title else 0
