"""From the log to a draft: who spoke is who held the floor, unless a secretary said otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from app.domain.quorum import attendance
from app.domain.state import CongressState, FloorTurn
from app.domain.transcript import Segment
from app.minutes.draft import MinutesDetails, MinutesDraft, MinutesItem, MinutesSitting, Speech
from app.minutes.errors import NoCongress

SUMMARY_WORDS = 60
"""The body proposes this many opening words of a speech; the secretary shortens, the annex has them all."""


@dataclass(frozen=True, slots=True)
class _Utterance:
    """A segment with its moment and speaker."""

    at_utc_ms: int
    speaker_id: UUID | None
    segment: Segment


def build_draft(
    state: CongressState, written_at_utc_ms: int, details: MinutesDetails | None = None
) -> MinutesDraft:
    """Put a draft together from the folded log. Raises `NoCongress`. Pure: the same log, the same draft."""
    congress = state.congress
    if congress is None:
        raise NoCongress
    utterances = _utterances(state)
    turns = _turns(state, utterances)
    sittings = _sittings(state, turns)
    opened = [sitting.opened_at_utc_ms for sitting in sittings if sitting.opened_at_utc_ms is not None]
    quorum = congress.settings.quorum
    return MinutesDraft(
        congress_title=congress.title,
        term=congress.term,
        issuing_body=congress.issuing_body,
        superior_body=congress.superior_body,
        place=congress.place,
        opened_at_utc_ms=min(opened, default=None),
        closed_at_utc_ms=sittings[-1].closed_at_utc_ms if sittings else None,
        written_at_utc_ms=written_at_utc_ms,
        attendance=attendance(state),
        quorum=f"{quorum.numerator}/{quorum.denominator}",
        details=details or MinutesDetails(),
        sittings=tuple(sittings),
        transcript=tuple(speech for speech in turns if speech.text),
        engines=tuple(sorted({utterance.segment.engine for utterance in utterances})),
    )


def _utterances(state: CongressState) -> list[_Utterance]:
    """Everything that was said and not struck out, by time."""
    found = []
    for segment in state.segments_in_order():
        recording = state.recordings.get(segment.recording_id)
        if segment.struck or recording is None or not segment.text.strip():
            continue
        at_utc_ms = recording.started_at_utc_ms + segment.start_ms
        speaker_id = segment.speaker_person_id or state.person_with_floor_at(at_utc_ms)
        found.append(_Utterance(at_utc_ms, speaker_id, segment))
    return sorted(found, key=lambda utterance: (utterance.at_utc_ms, utterance.segment.id))


def _turns(state: CongressState, utterances: list[_Utterance]) -> list[Speech]:
    """Speeches by time: one for each turn of the floor, said or not recorded, and for whoever else spoke."""
    floor_turns = [*state.floor_turns, *([state.floor] if state.floor else [])]

    def turn_of(utterance: _Utterance) -> tuple[UUID | None, int | None]:
        for index, turn in enumerate(floor_turns):
            if turn.person_id == utterance.speaker_id and _during(turn, utterance.at_utc_ms):
                return utterance.speaker_id, index
        return utterance.speaker_id, None

    speeches: list[Speech] = []
    heard_turns = set()
    for (speaker_id, index), group in groupby(utterances, key=turn_of):
        heard_turns.add(index)
        speeches.append(_speech(state, speaker_id, list(group)))
    for index, turn in enumerate(floor_turns):
        if index not in heard_turns:
            speeches.append(Speech(state.persons.get(turn.person_id), turn.started_at_utc_ms, "", ""))
    return sorted(speeches, key=lambda speech: speech.started_at_utc_ms)


def _during(turn: FloorTurn, utc_ms: int) -> bool:
    return turn.started_at_utc_ms <= utc_ms and (
        turn.ended_at_utc_ms is None or utc_ms < turn.ended_at_utc_ms
    )


def _speech(state: CongressState, speaker_id: UUID | None, said: list[_Utterance]) -> Speech:
    text = " ".join(_sentence(utterance.segment.text) for utterance in said)
    words = text.split(" ")
    summary = text if len(words) <= SUMMARY_WORDS else " ".join(words[:SUMMARY_WORDS]) + "…"
    speaker = state.persons.get(speaker_id) if speaker_id else None
    ids = tuple(utterance.segment.id for utterance in said)
    return Speech(speaker, said[0].at_utc_ms, text, summary, ids)


def _sentence(text: str) -> str:
    """One segment as a sentence: engines give lower case without a full stop; edited text is left alone."""
    clean = " ".join(text.split())
    if clean and clean[-1] not in ".!?…:;,":
        clean += "."
    return clean[:1].upper() + clean[1:]


def _sittings(state: CongressState, turns: list[Speech]) -> list[MinutesSitting]:
    """Items go to the sitting in which they were opened, speeches to the item that was open."""
    named = [turn for turn in turns if turn.speaker is not None]
    items = _items(state, named)
    if not state.sittings:
        closed = [item.closed_at_utc_ms for item in items]
        ended = max((at for at in closed if at is not None), default=None) if None not in closed else None
        first = items[0].opened_at_utc_ms if items else None
        return [MinutesSitting("", first, ended, tuple(items))] if items else []
    bounds = [sitting.opened_at_utc_ms for sitting in state.sittings]
    bounds[0] = 0  # what came before the first gavel belongs to the first sitting
    ends: list[float] = [*bounds[1:], float("inf")]
    return [
        MinutesSitting(
            sitting.name,
            sitting.opened_at_utc_ms,
            sitting.closed_at_utc_ms,
            tuple(item for item in items if begin <= item.opened_at_utc_ms < end),
        )
        for sitting, begin, end in zip(state.sittings, bounds, ends, strict=True)
    ]


def _items(state: CongressState, turns: list[Speech]) -> list[MinutesItem]:
    times = {item.id: state.item_times[item.id] for item in state.agenda if item.id in state.item_times}
    in_order = sorted(
        (item for item in state.agenda if item.id in times), key=lambda item: times[item.id].opened_at_utc_ms
    )
    starts = [times[item.id].opened_at_utc_ms for item in in_order]
    ends: list[float] = [*starts[1:], float("inf")]
    items = [
        MinutesItem(
            item.title,
            begin,
            times[item.id].closed_at_utc_ms,
            times[item.id].outcome,
            tuple(turn for turn in turns if begin <= turn.started_at_utc_ms < end),
        )
        for item, begin, end in zip(in_order, starts, ends, strict=False)
    ]
    before = tuple(turn for turn in turns if not starts or turn.started_at_utc_ms < starts[0])
    if before:
        items.insert(0, MinutesItem("", before[0].started_at_utc_ms, None, "", before))
    return items
