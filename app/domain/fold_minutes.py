"""How the facts from the microphone to the signed minutes change the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.domain import payloads_of_minutes as p
from app.domain.events import Event
from app.domain.payload import Payload
from app.domain.state import CongressState, ItemTimes
from app.domain.transcript import (
    Export,
    Gap,
    MinutesVersion,
    Recording,
    RunChoice,
    Segment,
    Vote,
    merge_segments,
    split_segment,
)


def _recording_started(payload: p.RecordingStarted, state: CongressState, event: Event) -> None:
    if payload.recording_id not in state.recordings:  # it begins once, on the laptop that keeps its sound
        state.recordings[payload.recording_id] = Recording(
            payload.recording_id,
            payload.started_at_utc_ms,
            payload.sample_rate_hz,
            event.device_id,
            inputs=payload.inputs,
        )


def _recording_gap(payload: p.RecordingGap, state: CongressState, _event: Event) -> None:
    if recording := state.recordings.get(payload.recording_id):
        gap = Gap(payload.start_ms, payload.end_ms, payload.reason)
        state.recordings[recording.id] = replace(recording, gaps=(*recording.gaps, gap))


def _recording_stopped(payload: p.RecordingStopped, state: CongressState, _event: Event) -> None:
    if recording := state.recordings.get(payload.recording_id):
        state.recordings[recording.id] = replace(
            recording, duration_ms=payload.duration_ms, sha256=payload.sha256 or recording.sha256
        )


def _recording_retranscribed(payload: p.RecordingRetranscribed, state: CongressState, _event: Event) -> None:
    if recording := state.recordings.get(payload.recording_id):
        choice = RunChoice(payload.run_id, payload.engine, payload.start_ms, payload.end_ms)
        state.recordings[recording.id] = replace(recording, choices=(*recording.choices, choice))


def _segment_heard(payload: p.SegmentHeard, state: CongressState, _event: Event) -> None:
    if payload.segment_id not in state.segments and payload.segment_id not in state.merged_into:
        state.segments[payload.segment_id] = Segment(
            id=payload.segment_id,
            recording_id=payload.recording_id,
            start_ms=payload.start_ms,
            end_ms=payload.end_ms,
            heard=payload.text,
            edited=None,
            engine=payload.engine,
            words=payload.words,
            speaker_person_id=payload.speaker_person_id,
            run_id=payload.run_id,
        )


def _segment_repaired(payload: p.SegmentRepaired, state: CongressState, _event: Event) -> None:
    segment = state.segments.get(payload.segment_id)
    # A segment that was split or joined meanwhile has other words: the machine's pieces fit it no more.
    if segment and payload.pieces and payload.pieces[-1].heard_to == len(segment.heard.split()):
        state.segments[segment.id] = replace(
            segment,
            pieces=payload.pieces,
            document_id=payload.document_id,
            speech_from=payload.speech_from,
            speech_to=payload.speech_to,
        )


def _segment_edited(payload: p.SegmentEdited, state: CongressState, event: Event) -> None:
    known_id = state.present_id(payload.segment_id)
    segment = state.segments.get(known_id)
    if segment is None:
        return
    changed = replace(segment, edited=payload.text, struck=payload.struck)
    changed = changed.noted(event.id, event.device_id, event.recorded_at_utc_ms)
    if known_id != payload.segment_id:
        left = segment.heads  # whoever wrote this saw only a part of what it is now
    else:
        left = tuple(h for h in segment.heads if payload.replaces is not None and h not in payload.replaces)
    if left:
        # Somebody else changed it too, without having seen this: the first in the log stays in view.
        changed = replace(changed, edited=segment.edited, struck=segment.struck)
    changed = replace(changed, heads=(*left, event.id))
    state.segments[known_id] = changed


def _segments_attributed(payload: p.SegmentsAttributed, state: CongressState, event: Event) -> None:
    for segment_id in payload.segment_ids:
        if segment := state.segments.get(state.present_id(segment_id)):
            changed = replace(
                segment, speaker_person_id=payload.person_id, speaker_name=payload.name, is_attributed=True
            )
            state.segments[segment.id] = changed.noted(event.id, event.device_id, event.recorded_at_utc_ms)


def _segment_split(payload: p.SegmentSplit, state: CongressState, event: Event) -> None:
    segment = state.segments.get(payload.segment_id)
    if segment is None or payload.new_id in state.segments:
        return
    parts = split_segment(segment, payload.new_id, payload.at_word, payload.at_ms, payload.texts)
    for part in parts or ():
        # An edit that has not seen the cut is a rival of what the cut left.
        whole = replace(part, heads=(event.id,))
        state.segments[part.id] = whole.noted(event.id, event.device_id, event.recorded_at_utc_ms)
    if parts:
        state.merged_into.pop(payload.new_id, None)


def _segments_merged(payload: p.SegmentsMerged, state: CongressState, event: Event) -> None:
    first, second = state.segments.get(payload.first_id), state.segments.get(payload.second_id)
    if first is None or second is None or first.id == second.id or first.recording_id != second.recording_id:
        return
    merged = replace(merge_segments(first, second), heads=(event.id,))
    state.segments[first.id] = merged.noted(event.id, event.device_id, event.recorded_at_utc_ms)
    del state.segments[second.id]
    state.merged_into[second.id] = first.id


def _vote_counted(payload: p.VoteCounted, state: CongressState, event: Event) -> None:
    known = state.votes.get(payload.vote_id)
    state.votes[payload.vote_id] = Vote(
        id=payload.vote_id,
        subject=payload.subject,
        method=payload.method,
        item_id=payload.item_id,
        agree=payload.agree,
        disagree=payload.disagree,
        abstain=payload.abstain,
        invalid=payload.invalid,
        at_utc_ms=known.at_utc_ms if known else event.recorded_at_utc_ms,
    )


def _vote_cancelled(payload: p.VoteCancelled, state: CongressState, _event: Event) -> None:
    state.votes.pop(payload.vote_id, None)


def _outcome_noted(payload: p.OutcomeNoted, state: CongressState, event: Event) -> None:
    times = state.item_times.get(payload.item_id, ItemTimes(event.recorded_at_utc_ms))
    state.item_times[payload.item_id] = replace(times, outcome=payload.outcome)


def _summary_written(payload: p.SummaryWritten, state: CongressState, _event: Event) -> None:
    if payload.text:
        state.summaries[payload.anchor_id] = payload.text
    else:
        state.summaries.pop(payload.anchor_id, None)


def _minutes_detailed(payload: p.MinutesDetailed, state: CongressState, _event: Event) -> None:
    state.minutes_details = payload.details


def _minutes_submitted(payload: p.MinutesSubmitted, state: CongressState, event: Event) -> None:
    number = len(state.minutes_versions) + 1
    at, device_id = event.recorded_at_utc_ms, event.device_id
    version = MinutesVersion(payload.version_id, number, payload.text, at, device_id)
    state.minutes_versions = (*state.minutes_versions, version)


def _minutes_approved(payload: p.MinutesApproved, state: CongressState, event: Event) -> None:
    _judge_minutes(
        state, payload, approved_at_utc_ms=event.recorded_at_utc_ms, approved_by=payload.approved_by
    )


def _minutes_returned(payload: p.MinutesReturned, state: CongressState, event: Event) -> None:
    _judge_minutes(state, payload, returned_at_utc_ms=event.recorded_at_utc_ms, returned=payload.reason)


def _judge_minutes(
    state: CongressState, payload: p.MinutesApproved | p.MinutesReturned, **verdict: Any
) -> None:
    """The first word of the presidium on a version stands: whoever wants another one makes a new version."""
    state.minutes_versions = tuple(
        replace(one, **verdict)
        if one.id == payload.version_id and one.approved_at_utc_ms is None and one.returned_at_utc_ms is None
        else one
        for one in state.minutes_versions
    )


def _minutes_exported(payload: p.MinutesExported, state: CongressState, event: Event) -> None:
    export = Export(payload.sha256, payload.file_name, event.recorded_at_utc_ms)
    state.exports = (*state.exports, export)


FOLDS: dict[type[Payload], Callable[[Any, CongressState, Event], None]] = {
    p.RecordingStarted: _recording_started,
    p.RecordingGap: _recording_gap,
    p.RecordingStopped: _recording_stopped,
    p.RecordingRetranscribed: _recording_retranscribed,
    p.SegmentHeard: _segment_heard,
    p.SegmentRepaired: _segment_repaired,
    p.SegmentEdited: _segment_edited,
    p.SegmentsAttributed: _segments_attributed,
    p.SegmentSplit: _segment_split,
    p.SegmentsMerged: _segments_merged,
    p.VoteCounted: _vote_counted,
    p.VoteCancelled: _vote_cancelled,
    p.OutcomeNoted: _outcome_noted,
    p.SummaryWritten: _summary_written,
    p.MinutesDetailed: _minutes_detailed,
    p.MinutesSubmitted: _minutes_submitted,
    p.MinutesApproved: _minutes_approved,
    p.MinutesReturned: _minutes_returned,
    p.MinutesExported: _minutes_exported,
}
