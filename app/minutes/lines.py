"""The minutes as lines that can be shown, changed and set: what stands between a draft and its layout."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class LineKind(StrEnum):
    """How a line of the minutes is set."""

    TEXT = "text"
    SITTING = "sitting"
    ITEM = "item"
    SPEECH = "speech"
    VOTE = "vote"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """A paragraph of the minutes. `lead` stands before the text.

    `anchor_id`: the speech (for `SPEECH`), the vote or the agenda item that it comes from, by which it can be
    changed. `is_proposed`: an extract that nobody has looked at. `full_text`: the whole of a speech.
    """

    kind: LineKind
    text: str
    lead: str = ""
    anchor_id: UUID | None = None
    is_proposed: bool = False
    full_text: str = ""
