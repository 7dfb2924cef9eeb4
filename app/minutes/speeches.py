"""Who said what: segments put together to speeches, with what the minutes say of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from app.domain.state import CongressState, FloorTurn
from app.domain.transcript import Segment
from app.minutes.draft import Speech
from app.minutes.extract import Extracts
from app.paper.text import with_full_stop

_SPEECH_WORDS = 12
"""Whoever says less without having been given the floor stands in the annex only."""


@dataclass(frozen=True, slots=True)
class _Utterance:
    """A segment with its moment, who said it, and in which turn of the floor."""

    at_utc_ms: int
    speaker_id: UUID | None
    speaker_name: str
    turn_id: UUID | None
    segment: Segment

    @property
    def stretch(self) -> tuple[object, ...]:
        """Equal for neighbours that were said in one go."""
        return self.speaker_id, self.speaker_name, self.turn_id


def stretches(state: CongressState) -> list[Speech]:
    """Everything that was said and not struck out, by time; a new stretch where somebody else speaks."""
    return [_speech(state, list(group)) for _, group in groupby(_utterances(state), lambda one: one.stretch)]


def speeches(state: CongressState, said: Iterable[Speech], extracts: Extracts) -> list[Speech]:
    """What the body of the minutes has, by time: each turn of the floor once, recorded or not, and whoever
    else said more than a word or was given a summary."""
    turns = {turn.id: turn for turn in _floor_turns(state)}
    found: dict[UUID, Speech] = {}
    for stretch in said:
        earlier = found.get(stretch.anchor_id)
        found[stretch.anchor_id] = _joined(earlier, stretch) if earlier else stretch
    for turn in turns.values():
        if turn.id not in found:
            speaker = state.persons.get(turn.person_id)
            found[turn.id] = Speech(turn.id, speaker, "", turn.started_at_utc_ms)
    kept = [
        speech
        for speech in found.values()
        if speech.anchor_id in turns or speech.anchor_id in state.summaries or _is_speech(speech)
    ]
    kept.sort(key=lambda speech: (speech.started_at_utc_ms, speech.anchor_id))
    return _summarised(state, kept, extracts)


def _is_speech(speech: Speech) -> bool:
    return speech.is_by_somebody and len(speech.text.split()) >= _SPEECH_WORDS


def _summarised(state: CongressState, found: Sequence[Speech], extracts: Extracts) -> list[Speech]:
    written = [" ".join(state.summaries.get(speech.anchor_id, "").split()) for speech in found]
    proposed = extracts.of(speech.text for speech, summary in zip(found, written, strict=True) if not summary)
    return [
        replace(
            speech, summary=summary or proposed[speech.text], is_proposed=bool(speech.text) and not summary
        )
        for speech, summary in zip(found, written, strict=True)
    ]


def _joined(first: Speech, second: Speech) -> Speech:
    """A turn that somebody interrupted goes on."""
    return replace(
        first,
        text=f"{first.text} {second.text}",
        paper=first.paper or second.paper,
        segment_ids=(*first.segment_ids, *second.segment_ids),
    )


def _floor_turns(state: CongressState) -> tuple[FloorTurn, ...]:
    return (*state.floor_turns, state.floor) if state.floor else state.floor_turns


def _utterances(state: CongressState) -> list[_Utterance]:
    turns = _floor_turns(state)
    found = []
    for segment in state.segments_in_order():
        recording = state.recordings.get(segment.recording_id)
        if segment.struck or recording is None or not segment.text.strip():
            continue
        at_utc_ms = recording.started_at_utc_ms + segment.start_ms
        turn = _turn_at(turns, at_utc_ms)
        speaker_id = segment.speaker_person_id
        if speaker_id is None and turn and not segment.is_attributed:
            speaker_id = turn.person_id  # heard before the device knew who has the floor
        is_turn = turn is not None and turn.person_id == speaker_id
        turn_id = turn.id if turn and is_turn else None
        name = "" if speaker_id else segment.speaker_name.strip()
        found.append(_Utterance(at_utc_ms, speaker_id, name, turn_id, segment))
    return sorted(found, key=lambda utterance: (utterance.at_utc_ms, utterance.segment.id))


def _turn_at(turns: Sequence[FloorTurn], utc_ms: int) -> FloorTurn | None:
    for turn in reversed(turns):
        ended = turn.ended_at_utc_ms
        if turn.started_at_utc_ms <= utc_ms and (ended is None or utc_ms < ended):
            return turn
    return None


def _speech(state: CongressState, said: Sequence[_Utterance]) -> Speech:
    first = said[0]
    read = next((one.segment.document_id for one in said if one.segment.document_id), None)
    paper = state.documents.get(read) if read else None
    return Speech(
        anchor_id=first.turn_id or first.segment.id,
        speaker=state.persons.get(first.speaker_id) if first.speaker_id else None,
        speaker_name=first.speaker_name,
        started_at_utc_ms=first.at_utc_ms,
        text=with_full_stop(" ".join(_wording(one.segment) for one in said)),
        paper=paper.title if paper else "",
        segment_ids=tuple(one.segment.id for one in said),
    )


def _wording(segment: Segment) -> str:
    """A segment as it is to be read. Bare engines give neither capitals nor points: there a segment is a
    sentence. What machine or secretary wrote is left as it is: a sentence may run on into the next one."""
    text = " ".join(segment.text.split())
    if segment.edited is not None or segment.pieces:
        return text
    return with_full_stop(text[:1].upper() + text[1:])
