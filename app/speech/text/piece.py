"""A repaired text: pieces joined by spaces, each standing for some of the words that were heard.

`TextPiece` and `RepairKind` are the domain's. The pieces of a text cover its heard words once, in order: what
the machine changed can always be shown next to what was heard, and taken back piece by piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.domain.entities import RepairKind, TextPiece

WEIGHT = {
    None: 0,
    RepairKind.PUNCTUATION: 1,
    RepairKind.CASE: 2,
    RepairKind.NUMBER: 3,
    RepairKind.NAME: 4,
    RepairKind.SPEECH: 5,
}
"""Of several repairs of one piece the heaviest is named."""


class FindNames(Protocol):
    """Finds the names that were meant among heard words (`names.py`)."""

    def __call__(self, words: Sequence[str], /) -> Sequence[TextPiece]:
        """Pieces of kind NAME, in order, never overlapping; words without a piece stay as heard."""


def heavier(first: RepairKind | None, second: RepairKind | None) -> RepairKind | None:
    """The kind that counts where both apply."""
    return first if WEIGHT[first] >= WEIGHT[second] else second


def text_of(pieces: Sequence[TextPiece]) -> str:
    """The text that a reader sees."""
    return " ".join(piece.text for piece in pieces)


def is_total(pieces: Sequence[TextPiece], heard_word_count: int) -> bool:
    """Whether the pieces stand for every heard word, once and in order."""
    position = 0
    for piece in pieces:
        if piece.heard_from != position or piece.heard_to <= position:
            return False
        position = piece.heard_to
    return position == heard_word_count
