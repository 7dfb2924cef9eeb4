"""The words of a page in reading order, for selecting, marking and showing hits."""

from __future__ import annotations

from app.documents.reading import PageWord
from app.documents.text.page_content import PageContent
from app.documents.text.reading_order import rows_of, strands_of

MAX_WORDS = 50_000
"""A dense page has 1,500."""


def words_of(content: PageContent) -> tuple[PageWord, ...]:
    """All words, running heads and tables included: what can be seen can be marked."""
    along = [piece for piece in content.pieces if piece.is_along]
    lines = [line for strand in strands_of(rows_of(along)) for line in strand.lines]
    lines += [piece for piece in content.pieces if not piece.is_along]
    words = (
        PageWord(text, content.turn.to_page(box), number)
        for number, line in enumerate(lines)
        for text, box in line.words
    )
    return tuple(word for word, _ in zip(words, range(MAX_WORDS), strict=False))
