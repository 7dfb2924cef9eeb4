"""Facts from the microphone to the signed minutes. What was heard is never altered: all else comes after."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.entities import (
    DurationMs,
    GapReason,
    LongText,
    MinutesDetails,
    Name,
    Sha256,
    Text,
    TextPiece,
    UtcMs,
    VoteMethod,
    Word,
)
from app.domain.payload import Payload

Count = Annotated[int, Field(ge=0, le=100_000)]
WholeText = Annotated[str, Field(max_length=2_000_000)]


class RecordingStarted(Payload):
    """Sound is being kept. Offsets of segments count from `started_at_utc_ms`. `inputs`: the microphones."""

    type = "recording.started"
    recording_id: UUID
    started_at_utc_ms: UtcMs
    sample_rate_hz: Annotated[int, Field(ge=8_000, le=192_000)] = 16_000
    inputs: Annotated[tuple[Name, ...], Field(max_length=4)] = ()


class RecordingGap(Payload):
    """A stretch of the recording in which there is no sound, and why."""

    type = "recording.gap"
    recording_id: UUID
    start_ms: DurationMs
    end_ms: DurationMs
    reason: GapReason


class RecordingStopped(Payload):
    """The recording is whole. `sha256` names the sealed audio blob (FLAC) where it was kept as one; said
    again when that blob has been made."""

    type = "recording.stopped"
    recording_id: UUID
    duration_ms: DurationMs
    sha256: Sha256 | None = None


class RecordingRetranscribed(Payload):
    """Between these times the segments of this run are the ones to read; those of other runs are kept.

    `run_id` None goes back to what was heard live.
    """

    type = "recording.retranscribed"
    recording_id: UUID
    run_id: UUID | None
    engine: Text
    start_ms: DurationMs
    end_ms: DurationMs


class SegmentHeard(Payload):
    """A stretch of speech as the machine heard it. `run_id`: heard in a later run, which is read only from
    `recording.retranscribed` on."""

    type = "segment.heard"
    segment_id: UUID
    recording_id: UUID
    start_ms: DurationMs
    end_ms: DurationMs
    text: LongText
    engine: Text
    words: Annotated[tuple[Word, ...], Field(max_length=5_000)] = ()
    speaker_person_id: UUID | None = None
    run_id: UUID | None = None


class SegmentRepaired(Payload):
    """What the machine makes of what it heard: numbers, names, capitals, or the submitted speech being read.

    `document_id`: that speech, and `speech_from` to `speech_to` its words that are covered.
    """

    type = "segment.repaired"
    segment_id: UUID
    pieces: Annotated[tuple[TextPiece, ...], Field(max_length=10_000)]
    document_id: UUID | None = None
    speech_from: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    speech_to: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class SegmentEdited(Payload):
    """A secretary's correction, or that the segment is struck out.

    `replaces`: the edits that the secretary had before their eyes. One that is not named stays beside this
    one, and somebody is asked. None: whatever was there.
    """

    type = "segment.edited"
    segment_id: UUID
    text: LongText
    struck: bool = False
    replaces: Annotated[tuple[UUID, ...], Field(max_length=100)] | None = None


class SegmentsAttributed(Payload):
    """Who said it: somebody of the roster, a name typed for somebody who is not on it, or nobody known."""

    type = "segments.attributed"
    segment_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=10_000)]
    person_id: UUID | None = None
    name: Text = ""


class SegmentSplit(Payload):
    """One segment becomes two before its heard word `at_word`, at the moment `at_ms`.

    `texts`: how an edited text is shared out; without it each part keeps what the machine made of it.
    """

    type = "segment.split"
    segment_id: UUID
    new_id: UUID
    at_word: Annotated[int, Field(ge=1, le=20_000)]
    at_ms: DurationMs
    texts: tuple[LongText, LongText] | None = None


class SegmentsMerged(Payload):
    """The second joins the first, and has its id no more."""

    type = "segments.merged"
    first_id: UUID
    second_id: UUID


class VoteCounted(Payload):
    """The counts of a vote; said again with the same id when they are corrected. `invalid`: ballots."""

    type = "vote.counted"
    vote_id: UUID
    subject: Name
    method: VoteMethod = VoteMethod.RAISED_CARD
    item_id: UUID | None = None
    agree: Count
    disagree: Count = 0
    abstain: Count = 0
    invalid: Count = 0


class VoteCancelled(Payload):
    """These counts were entered by mistake."""

    type = "vote.cancelled"
    vote_id: UUID


class OutcomeNoted(Payload):
    """What was decided under an item, in words; replaces what was noted before."""

    type = "agenda.outcome_noted"
    item_id: UUID
    outcome: LongText


class SummaryWritten(Payload):
    """What the minutes say of one speech, named by its turn of the floor or else by its first segment.

    Empty: the proposed extract stands again.
    """

    type = "summary.written"
    anchor_id: UUID
    text: LongText


class MinutesDetailed(Payload):
    """What a secretary fills in; replaces what was there."""

    type = "minutes.detailed"
    details: MinutesDetails


class MinutesSubmitted(Payload):
    """The secretaries put these minutes before the presidium. `text`: all of them, a paragraph a line."""

    type = "minutes.submitted"
    version_id: UUID
    text: WholeText


class MinutesApproved(Payload):
    """The presidium approves this version, word for word."""

    type = "minutes.approved"
    version_id: UUID
    text_sha256: Sha256
    approved_by: Text = ""


class MinutesReturned(Payload):
    """The presidium wants something changed before it approves."""

    type = "minutes.returned"
    version_id: UUID
    reason: LongText


class MinutesExported(Payload):
    """Minutes were written out; the file's hash proves later which text was signed."""

    type = "minutes.exported"
    sha256: Sha256
    file_name: Text
    segments_count: Annotated[int, Field(ge=0)]
