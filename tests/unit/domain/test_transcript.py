"""What secretaries do to segments: nothing heard is lost, and nobody's edit is overwritten unseen."""

import hashlib
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import payloads as p
from app.domain.entities import (
    GapReason,
    MinutesDetails,
    RepairKind,
    Role,
    TextPiece,
    VoteMethod,
    Word,
)
from app.domain.fold import apply, fold
from app.domain.rules import Rejection, judge
from app.domain.state import CongressState
from app.domain.transcript import Segment
from tests.fakes.congress import device_of, fixed_id, people, signer

ROOT = signer(Role.CONGRESS)
R, S, T = fixed_id("r"), fixed_id("s"), fixed_id("t")


def heard(segment_id: UUID = S, text: str = "kính thưa đại hội", start_ms: int = 0, **more: object):
    words = text.split()
    return p.SegmentHeard(
        segment_id=segment_id,
        recording_id=R,
        start_ms=start_ms,
        end_ms=start_ms + 1_000,
        text=text,
        engine="vosk",
        words=tuple(
            Word(text=word, start_ms=start_ms + 100 * at, end_ms=start_ms + 100 * at + 90)
            for at, word in enumerate(words)
        ),
        **more,
    )


def said(*payloads: p.Payload) -> CongressState:
    return fold(ROOT.sign(one).event for one in (started(), *payloads))


def started() -> p.Payload:
    return p.RecordingStarted(recording_id=R, started_at_utc_ms=1_000, inputs=("Bục",))


def say(state: CongressState, payload: p.Payload) -> UUID:
    event = ROOT.sign(payload).event
    apply(state, event)
    return event.id


def test_a_repair_stands_beside_what_was_heard():
    pieces = (
        TextPiece(text="Kính", heard_from=0, heard_to=1, kind=RepairKind.CASE),
        TextPiece(text="thưa", heard_from=1, heard_to=2),
        TextPiece(text="Đại hội.", heard_from=2, heard_to=4, kind=RepairKind.PUNCTUATION),
    )
    segment = said(heard(), p.SegmentRepaired(segment_id=S, pieces=pieces)).segments[S]
    assert (segment.heard, segment.text) == ("kính thưa đại hội", "Kính thưa Đại hội.")
    assert segment.edited is None


def test_a_repair_of_other_words_is_left_out():
    pieces = (TextPiece(text="Kính", heard_from=0, heard_to=1),)
    assert said(heard(), p.SegmentRepaired(segment_id=S, pieces=pieces)).segments[S].pieces == ()


def test_an_edit_that_has_seen_the_one_before_replaces_it():
    state = said(heard())
    first = say(state, p.SegmentEdited(segment_id=S, text="một", replaces=()))
    second = say(state, p.SegmentEdited(segment_id=S, text="hai", replaces=(first,)))
    segment = state.segments[S]
    assert (segment.text, segment.heads, segment.rivals) == ("hai", (second,), ())
    assert [change.text for change in segment.history] == ["một", "hai"]


def test_two_who_meet_keep_both_texts_until_somebody_chooses():
    state = said(heard())
    first = say(state, p.SegmentEdited(segment_id=S, text="một", replaces=()))
    second = say(state, p.SegmentEdited(segment_id=S, text="hai", replaces=()))
    segment = state.segments[S]
    assert segment.text == "một"
    assert [change.text for change in segment.rivals] == ["một", "hai"]
    say(state, p.SegmentEdited(segment_id=S, text="hai", replaces=(first, second)))
    assert (state.segments[S].text, state.segments[S].rivals) == ("hai", ())


def test_two_who_write_the_same_do_not_clash():
    state = said(heard())
    for _ in range(2):
        say(state, p.SegmentEdited(segment_id=S, text="một", replaces=()))
    assert state.segments[S].rivals == ()


def test_an_edit_of_a_segment_that_was_joined_meanwhile_is_kept():
    state = said(heard(), heard(T, "tôi nhất trí", 2_000))
    say(state, p.SegmentsMerged(first_id=S, second_id=T))
    say(state, p.SegmentEdited(segment_id=T, text="Tôi nhất trí.", replaces=()))
    assert state.segments[S].text == "kính thưa đại hội tôi nhất trí"
    assert [change.text for change in state.segments[S].rivals] == [
        "kính thưa đại hội tôi nhất trí",
        "Tôi nhất trí.",
    ]


@given(st.data())
def test_splitting_and_joining_again_changes_nothing(data: st.DataObject):
    words = data.draw(st.lists(st.sampled_from(["xin", "mời", "đồng", "chí"]), min_size=2, max_size=9))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(words) - 1))))
    bounds = list(zip([0, *cuts], [*cuts, len(words)], strict=True))
    pieces = tuple(
        TextPiece(text=" ".join(words[a:b]).upper(), heard_from=a, heard_to=b, kind=RepairKind.CASE)
        for a, b in bounds
    )
    state = said(heard(text=" ".join(words)))
    if data.draw(st.booleans()):
        say(state, p.SegmentRepaired(segment_id=S, pieces=pieces))
    before = state.segments[S]
    at_word = data.draw(st.integers(1, len(words) - 1))
    say(state, p.SegmentSplit(segment_id=S, new_id=T, at_word=at_word, at_ms=at_word * 100))
    left, right = state.segments[S], state.segments[T]
    assert f"{left.heard} {right.heard}" == before.heard
    assert (*left.words, *right.words) == before.words
    assert left.end_ms == right.start_ms == at_word * 100
    say(state, p.SegmentsMerged(first_id=S, second_id=T))
    after = state.segments[S]
    assert (after.start_ms, after.end_ms, after.heard, after.words) == (
        before.start_ms,
        before.end_ms,
        before.heard,
        before.words,
    )
    assert T not in state.segments
    assert state.present_id(T) == S
    if at_word in cuts:
        assert after.text == before.text


def test_an_edited_text_is_shared_out():
    state = said(heard(), p.SegmentEdited(segment_id=S, text="Kính thưa Đại hội."))
    texts = ("Kính thưa", "Đại hội.")
    say(state, p.SegmentSplit(segment_id=S, new_id=T, at_word=2, at_ms=200, texts=texts))
    assert (state.segments[S].text, state.segments[T].text) == texts


def test_an_edit_that_has_not_seen_a_cut_is_its_rival():
    state = said(heard())
    say(state, p.SegmentSplit(segment_id=S, new_id=T, at_word=2, at_ms=200))
    say(state, p.SegmentEdited(segment_id=S, text="Kính thưa Đại hội.", replaces=()))
    assert [change.text for change in state.segments[S].rivals] == ["kính thưa", "Kính thưa Đại hội."]
    assert state.segments[T].text == "đại hội"


def test_nobody_knows_is_something_else_than_nobody_said():
    state = said(heard())
    assert not state.segments[S].is_attributed
    say(state, p.SegmentsAttributed(segment_ids=(S,)))
    assert state.segments[S].is_attributed


def test_a_split_without_words_on_both_sides_is_none():
    state = said(heard(text="xin"))
    say(state, p.SegmentSplit(segment_id=S, new_id=T, at_word=1, at_ms=50))
    assert set(state.segments) == {S}


def test_who_speaks_may_be_typed_and_changed_for_several():
    state = said(heard(), heard(T, "xin cảm ơn", 2_000))
    say(state, p.SegmentsAttributed(segment_ids=(S, T), name="Ông Tổ trưởng dân phố"))
    assert {one.speaker_name for one in state.segments.values()} == {"Ông Tổ trưởng dân phố"}
    person = people()[0]
    say(state, p.SegmentsAttributed(segment_ids=(S,), person_id=person.id))
    assert (state.segments[S].speaker_person_id, state.segments[S].speaker_name) == (person.id, "")


def test_a_later_run_is_read_when_it_is_whole_and_the_old_one_can_come_back():
    run = fixed_id("run")
    state = said(heard(), heard(T, "kính thưa đại hội", 0, run_id=run))
    assert [one.id for one in state.segments_in_order()] == [S]
    chosen = p.RecordingRetranscribed(recording_id=R, run_id=run, engine="viet-asr", start_ms=0, end_ms=5_000)
    say(state, chosen)
    assert [one.id for one in state.segments_in_order()] == [T]
    say(state, chosen.model_copy(update={"run_id": None}))
    assert [one.id for one in state.segments_in_order()] == [S]


def test_gaps_and_the_hash_of_the_sound():
    state = said(
        p.RecordingGap(recording_id=R, start_ms=5, end_ms=9, reason=GapReason.PAUSED),
        p.RecordingStopped(recording_id=R, duration_ms=20),
        p.RecordingStopped(recording_id=R, duration_ms=20, sha256="a" * 64),
        p.RecordingStopped(recording_id=R, duration_ms=20),
    )
    recording = state.recordings[R]
    assert (recording.gaps[0].reason, recording.sha256, recording.inputs) == (
        GapReason.PAUSED,
        "a" * 64,
        ("Bục",),
    )


def test_votes_are_counted_corrected_and_cancelled():
    state = said()
    vote = p.VoteCounted(vote_id=S, subject="Thông qua chương trình", agree=100, disagree=1)
    say(state, vote)
    at = state.votes[S].at_utc_ms
    say(state, vote.model_copy(update={"agree": 101, "method": VoteMethod.SECRET_BALLOT}))
    assert (state.votes[S].agree, state.votes[S].at_utc_ms) == (101, at)
    say(state, p.VoteCancelled(vote_id=S))
    assert state.votes == {}


def test_minutes_are_approved_word_for_word_and_once():
    state = said(p.MinutesDetailed(details=MinutesDetails(presidium=("Lê Văn A",))))
    say(state, p.MinutesSubmitted(version_id=S, text="Thời gian: …"))
    say(state, p.MinutesReturned(version_id=S, reason="Thiếu giờ bế mạc"))
    say(state, p.MinutesSubmitted(version_id=T, text="Thời gian: 08 giờ"))
    sha256 = hashlib.sha256("Thời gian: 08 giờ".encode()).hexdigest()
    say(state, p.MinutesApproved(version_id=T, text_sha256=sha256, approved_by="Đoàn Chủ tịch"))
    say(state, p.MinutesReturned(version_id=T, reason="muộn"))
    first, second = state.minutes_versions
    assert (first.number, first.returned, first.approved_at_utc_ms) == (1, "Thiếu giờ bế mạc", None)
    assert (second.number, second.approved_by, second.returned_at_utc_ms) == (2, "Đoàn Chủ tịch", None)


def test_a_summary_is_written_and_taken_back():
    state = said(p.SummaryWritten(anchor_id=S, text="Nhất trí."))
    assert state.summaries == {S: "Nhất trí."}
    say(state, p.SummaryWritten(anchor_id=S, text=""))
    assert state.summaries == {}


def verdict(state: CongressState, payload: p.Payload) -> Rejection | None:
    chair = signer(Role.CHAIR)
    event = chair.sign(payload).event
    return judge(state, event, device_of(chair, Role.CHAIR), event.recorded_at_utc_ms)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (p.SegmentRepaired(segment_id=T, pieces=()), Rejection.UNKNOWN_SEGMENT),
        (p.SegmentsAttributed(segment_ids=(S, T)), Rejection.UNKNOWN_SEGMENT),
        (p.SegmentsMerged(first_id=S, second_id=T), Rejection.UNKNOWN_SEGMENT),
        (p.SegmentSplit(segment_id=T, new_id=S, at_word=1, at_ms=1), Rejection.UNKNOWN_SEGMENT),
        (p.VoteCancelled(vote_id=S), Rejection.UNKNOWN_VOTE),
        (p.OutcomeNoted(item_id=S, outcome=""), Rejection.UNKNOWN_ITEM),
        (p.MinutesApproved(version_id=S, text_sha256="0" * 64), Rejection.UNKNOWN_MINUTES),
        (p.MinutesApproved(version_id=T, text_sha256="0" * 64), Rejection.OTHER_MINUTES),
        (p.MinutesReturned(version_id=S, reason="x"), Rejection.UNKNOWN_MINUTES),
        (p.SegmentEdited(segment_id=S, text="x"), None),
    ],
)
def test_the_hall_refuses_what_it_does_not_know(payload: p.Payload, reason: Rejection | None):
    assert verdict(said(heard(), p.MinutesSubmitted(version_id=T, text="x")), payload) is reason


def test_an_edit_of_a_joined_segment_is_not_refused():
    state = said(heard(), heard(T, "xin", 2_000), p.SegmentsMerged(first_id=S, second_id=T))
    assert verdict(state, p.SegmentEdited(segment_id=T, text="Xin.")) is None
    assert isinstance(state.segments[S], Segment)


def test_a_recording_begins_once_and_keeps_what_is_known_of_it():
    gap = p.RecordingGap(recording_id=R, start_ms=1, end_ms=2, reason=GapReason.PAUSED)
    state = said(gap, p.RecordingStarted(recording_id=R, started_at_utc_ms=9))
    recording = state.recordings[R]
    assert (recording.started_at_utc_ms, recording.inputs, len(recording.gaps)) == (1_000, ("Bục",), 1)
