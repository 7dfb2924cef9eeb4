"""What a secretary should look at: words that were heard badly, clashes, unknown speakers. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.ui.editor.page import Line, Page
from app.ui.editor.times import DOUBTFUL_MILLI, shown_words


class DoubtKind(StrEnum):
    CLASH = "clash"
    SPEAKER = "speaker"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place on the page; `start` to `end` are letters of the text, empty for the whole paragraph."""

    segment_id: UUID
    kind: DoubtKind
    start: int = 0
    end: int = 0


def doubts_of(line: Line) -> Iterator[Doubt]:
    """In reading order. What is struck out is nobody's worry any more."""
    segment = line.segment
    if segment.struck and not segment.rivals:
        return
    if segment.rivals:
        yield Doubt(segment.id, DoubtKind.CLASH)
    if line.begins_turn and line.is_of_unknown:
        yield Doubt(segment.id, DoubtKind.SPEAKER)
    # A person's correction settles the doubts of the machine.
    if segment.edited is None and any(word.confidence_milli < DOUBTFUL_MILLI for word in segment.words):
        for word in shown_words(segment):
            if word.is_doubtful:
                yield Doubt(segment.id, DoubtKind.WORD, word.start, word.end)


def next_doubt(page: Page, row: int, after: int = -1) -> Doubt | None:
    """The first place behind letter `after` of this row (-1: including the paragraph itself), then further
    down, then from the top; None where the page holds none."""
    lines = page.lines
    for step in range(len(lines) + 1 if lines else 0):
        at = (row + step) % len(lines)
        for doubt in doubts_of(lines[at]):
            is_behind = doubt.start > after if doubt.kind is DoubtKind.WORD else after < 0
            if step or is_behind:
                return doubt
    return None
