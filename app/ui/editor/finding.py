"""Finding words on the page, with or without Vietnamese marks, and writing others in their place. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.domain.transcript import Segment
from app.ui.editor.folded import Folder
from app.ui.editor.page import Line


@dataclass(frozen=True, slots=True)
class Query:
    """`whole_words`: not inside a longer word. `exact`: marks and capitals must be the same."""

    text: str
    whole_words: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Letters `start` to `end` of a segment's text."""

    segment_id: UUID
    start: int
    end: int


class Finder:
    """Keeps the folded texts, so that looking again as one types costs little."""

    def __init__(self) -> None:
        self._folder = Folder()
        self._folded: dict[UUID, tuple[Segment, str, list[int] | None]] = {}

    def find(self, lines: Sequence[Line], query: Query) -> list[Match]:
        """Every match in reading order; none overlap."""
        wanted = " ".join(query.text.split())
        if not wanted:
            return []
        if not query.exact:
            wanted = self._folder.fold(wanted)
        found: list[Match] = []
        for line in lines:
            segment = line.segment
            text, places = (segment.text, None) if query.exact else self._folded_text(segment)
            if wanted in text:
                for start, end in _places(text, wanted, whole_words=query.whole_words):
                    first, last = (places[start], places[end]) if places else (start, end)
                    found.append(Match(segment.id, first, last))
        return found

    def _folded_text(self, segment: Segment) -> tuple[str, list[int] | None]:
        known = self._folded.get(segment.id)
        if known is None or known[0] is not segment:
            known = self._folded[segment.id] = (segment, *self._folder.fold_with_places(segment.text))
        return known[1], known[2]


def _places(text: str, wanted: str, *, whole_words: bool) -> list[tuple[int, int]]:
    found, at = [], text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not whole_words or (_is_edge(text, at) and _is_edge(text, end)):
            found.append((at, end))
            at = text.find(wanted, end)
        else:
            at = text.find(wanted, at + 1)
    return found


def _is_edge(text: str, at: int) -> bool:
    """Whether no word goes on across this place."""
    return at <= 0 or at >= len(text) or not (text[at - 1].isalnum() and text[at].isalnum())


def replaced(text: str, places: Sequence[tuple[int, int]], by: str) -> str:
    """The text with these places written anew; spaces left behind by an empty `by` are closed up."""
    parts, at = [], 0
    for start, end in places:
        parts += [text[at:start], by]
        at = end
    fresh = "".join((*parts, text[at:]))
    return fresh if by else " ".join(fresh.split())
