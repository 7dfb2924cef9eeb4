"""What was said: recordings, segments and what became of them, votes, and the versions of the minutes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from app.domain.entities import GapReason, TextPiece, VoteMethod, Word


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a recording without sound."""

    start_ms: int
    end_ms: int
    reason: GapReason


@dataclass(frozen=True, slots=True)
class RunChoice:
    """From `start_ms` to `end_ms` the segments of this run are read; None is what was heard live."""

    run_id: UUID | None
    engine: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Recording:
    """Sound that is being kept or has been. Of `choices` the last one that covers a moment holds."""

    id: UUID
    started_at_utc_ms: int
    sample_rate_hz: int
    device_id: UUID
    duration_ms: int | None = None
    sha256: str | None = None
    inputs: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    choices: tuple[RunChoice, ...] = ()

    def run_at(self, at_ms: int) -> UUID | None:
        """Whose segments are read at this moment of the recording."""
        for choice in reversed(self.choices):
            if choice.start_ms <= at_ms < choice.end_ms:
                return choice.run_id
        return None


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """A segment as somebody left it."""

    event_id: UUID
    device_id: UUID
    at_utc_ms: int
    text: str
    struck: bool
    speaker_person_id: UUID | None
    speaker_name: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech: what was heard, what the machine made of it, and what the secretaries did.

    `is_attributed`: somebody said who spoke, or that nobody knows; otherwise the floor tells.
    `heads`: the edits that no later edit replaces. More than one is a clash: somebody must choose.
    """

    id: UUID
    recording_id: UUID
    start_ms: int
    end_ms: int
    heard: str
    edited: str | None
    engine: str
    words: tuple[Word, ...]
    speaker_person_id: UUID | None
    struck: bool = False
    run_id: UUID | None = None
    speaker_name: str = ""
    is_attributed: bool = False
    pieces: tuple[TextPiece, ...] = ()
    document_id: UUID | None = None
    speech_from: int = 0
    speech_to: int = 0
    heads: tuple[UUID, ...] = ()
    history: tuple[SegmentChange, ...] = ()

    @property
    def repaired(self) -> str:
        """What was heard, as the machine would write it."""
        return " ".join(piece.text for piece in self.pieces if piece.text) if self.pieces else self.heard

    @property
    def text(self) -> str:
        """The text to read: corrected where somebody corrected it."""
        return self.repaired if self.edited is None else self.edited

    @property
    def rivals(self) -> tuple[SegmentChange, ...]:
        """Edits that clash, the one that is shown first; empty where all agree."""
        if len(self.heads) < 2:
            return ()
        found = {change.event_id: change for change in self.history}
        edits = [found[head] for head in self.heads if head in found]
        return tuple(edits) if len({(edit.text, edit.struck) for edit in edits}) > 1 else ()

    def noted(self, event_id: UUID, device_id: UUID, at_utc_ms: int) -> Segment:
        """The same with its present shape in its history."""
        change = SegmentChange(
            event_id,
            device_id,
            at_utc_ms,
            self.text,
            self.struck,
            self.speaker_person_id,
            self.speaker_name,
        )
        return replace(self, history=(*self.history, change))


def split_segment(
    segment: Segment, new_id: UUID, at_word: int, at_ms: int, texts: tuple[str, str] | None
) -> tuple[Segment, Segment] | None:
    """Both parts; None where there are no heard words on both sides."""
    heard = segment.heard.split()
    if not 0 < at_word < len(heard):
        return None
    at_ms = min(max(at_ms, segment.start_ms), segment.end_ms)
    has_times = len(segment.words) == len(heard)
    pieces = _cut(segment.pieces, at_word)
    edited: tuple[str | None, str | None] = texts or (None, None)
    if segment.edited is not None and texts is None:
        edited = (segment.edited, "")
    left = replace(
        segment,
        end_ms=at_ms,
        heard=" ".join(heard[:at_word]),
        words=segment.words[:at_word] if has_times else (),
        pieces=pieces[0],
        edited=edited[0],
    )
    right = replace(
        segment,
        id=new_id,
        start_ms=at_ms,
        heard=" ".join(heard[at_word:]),
        words=segment.words[at_word:] if has_times else (),
        pieces=pieces[1],
        edited=edited[1],
        heads=(),
        history=(),
    )
    return left, right


def merge_segments(first: Segment, second: Segment) -> Segment:
    """Both as one, in the order given; the first one's speaker."""
    count = len(first.heard.split())
    pieces: tuple[TextPiece, ...] = ()
    if first.pieces or second.pieces:
        behind = (_moved(piece, count) for piece in _pieces_of(second))
        pieces = (*_pieces_of(first), *behind)
    is_edited = first.edited is not None or second.edited is not None
    whole = len(first.words) == count and len(second.words) == len(second.heard.split())
    return replace(
        first,
        start_ms=min(first.start_ms, second.start_ms),
        end_ms=max(first.end_ms, second.end_ms),
        heard=f"{first.heard} {second.heard}".strip(),
        words=(*first.words, *second.words) if whole else (),
        pieces=pieces,
        edited=f"{first.text} {second.text}".strip() if is_edited else None,
        struck=first.struck and second.struck,
        speech_to=second.speech_to if first.document_id == second.document_id else first.speech_to,
    )


def _pieces_of(segment: Segment) -> tuple[TextPiece, ...]:
    if segment.pieces:
        return segment.pieces
    words = segment.heard.split()
    return tuple(TextPiece(text=word, heard_from=at, heard_to=at + 1) for at, word in enumerate(words))


def _moved(piece: TextPiece, by: int) -> TextPiece:
    return piece.model_copy(update={"heard_from": piece.heard_from + by, "heard_to": piece.heard_to + by})


def _cut(pieces: tuple[TextPiece, ...], at_word: int) -> tuple[tuple[TextPiece, ...], tuple[TextPiece, ...]]:
    """The pieces of each side; none where one of them stands for words on both sides."""
    if any(piece.heard_from < at_word < piece.heard_to for piece in pieces):
        return (), ()
    left = tuple(piece for piece in pieces if piece.heard_to <= at_word)
    right = tuple(_moved(piece, -at_word) for piece in pieces[len(left) :])
    if any(piece.heard_from < 0 for piece in right):
        return (), ()
    return left, right


@dataclass(frozen=True, slots=True)
class Vote:
    """The counts of one vote."""

    id: UUID
    subject: str
    method: VoteMethod
    item_id: UUID | None
    agree: int
    disagree: int
    abstain: int
    invalid: int
    at_utc_ms: int


@dataclass(frozen=True, slots=True)
class MinutesVersion:
    """Minutes as they were put before the presidium. `returned` says what is to be changed."""

    id: UUID
    number: int
    text: str
    submitted_at_utc_ms: int
    device_id: UUID
    approved_at_utc_ms: int | None = None
    approved_by: str = ""
    returned_at_utc_ms: int | None = None
    returned: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """Minutes as they were written out."""

    sha256: str
    file_name: str
    at_utc_ms: int
