from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.camera.decision import (
    Accepted,
    CheckInDecider,
    LivenessVerdict,
    NeedsSteward,
    Observation,
    Prompt,
    RefusalReason,
    Refused,
    StewardReason,
    Waiting,
)
from app.camera.liveness import LifeSign
from app.camera.matcher import Match
from app.camera.quality import QualityReason
from app.camera.settings import CheckInSettings, LivenessPolicy

SETTINGS = CheckInSettings()
INTERVAL_MS = 66
AN = Match("an", 0.8, 0.5)
STRANGER = Match("an", 0.2, 0.01)
BLINK = frozenset({LifeSign.BLINK})


def decider(
    *, passive: bool = True, landmarks: bool = True, config: CheckInSettings = SETTINGS
) -> CheckInDecider:
    return CheckInDecider(config, has_passive=passive, has_landmarks=landmarks)


def good(index: int, match: Match | None = AN, *, track_id: int = 1, **more) -> Observation:
    seen = Observation(index * INTERVAL_MS, track_id, embedded=True, match=match, passive=6.0)
    return replace(seen, **more)


def outcomes(subject: CheckInDecider, seen: list[Observation]) -> list[object]:
    return [subject.observe(observation) for observation in seen]


def test_a_known_living_person_is_accepted_once_five_frames_and_a_sign_are_in():
    results = outcomes(decider(), [good(i, signs=BLINK if i == 1 else frozenset()) for i in range(5)])
    assert all(isinstance(result, Waiting) for result in results[:4])
    accepted = results[4]
    assert isinstance(accepted, Accepted)
    assert accepted.person_id == "an"
    assert accepted.score == pytest.approx(0.8)
    assert accepted.liveness is LivenessVerdict.LIVE
    assert accepted.signs == BLINK


def test_nothing_is_wanted_any_more_after_the_decision():
    subject = decider()
    assert subject.wants_embedding
    assert subject.wants_passive
    assert subject.wants_signs
    outcomes(subject, [good(i, signs=BLINK) for i in range(5)])
    assert subject.settled
    assert not any((subject.wants_embedding, subject.wants_passive, subject.wants_signs))


def test_a_stranger_is_refused_after_a_second_then_gets_the_steward():
    subject = decider()
    results = outcomes(subject, [good(i, STRANGER, signs=BLINK) for i in range(80)])
    decided = [result for result in results if not isinstance(result, Waiting)]
    assert decided[0] == Refused(RefusalReason.NOT_RECOGNISED)
    assert decided[-1] == NeedsSteward(StewardReason.REPEATED)
    first_ms = next(i for i, result in enumerate(results) if isinstance(result, Refused)) * INTERVAL_MS
    assert SETTINGS.refuse_after_ms <= first_ms <= SETTINGS.refuse_after_ms + INTERVAL_MS


def test_an_empty_roster_refuses():
    results = outcomes(decider(), [good(i, None) for i in range(20)])
    assert Refused(RefusalReason.NOT_RECOGNISED) in results


def test_look_alikes_go_to_the_steward_with_the_likelier_name():
    twin = Match("an", 0.7, 0.01)
    results = outcomes(decider(), [good(i, twin, signs=BLINK) for i in range(20)])
    assert results[-1] == NeedsSteward(StewardReason.UNSURE, "an")


def test_a_printed_photograph_is_refused_by_its_pixels():
    results = outcomes(decider(), [good(i, passive=-5.0, signs=BLINK) for i in range(12)])
    assert results[-1] == Refused(RefusalReason.NOT_LIVE)
    assert not any(isinstance(result, Accepted) for result in results)


def test_a_perfect_print_without_movement_is_asked_to_blink_and_then_refused():
    results = outcomes(decider(), [good(i) for i in range(120)])
    assert Waiting(Prompt.BLINK_OR_TURN) in results
    first = next(result for result in results if not isinstance(result, Waiting))
    assert first == Refused(RefusalReason.NO_SIGN_OF_LIFE)


def test_a_blink_when_asked_is_enough():
    seen = [good(i) for i in range(30)] + [good(30, signs=BLINK)]
    results = outcomes(decider(), seen)
    assert results[29] == Waiting(Prompt.BLINK_OR_TURN)
    assert isinstance(results[30], Accepted)


def test_without_the_passive_models_a_sign_of_life_decides_and_the_result_says_so():
    results = outcomes(decider(passive=False), [good(i, passive=None, signs=BLINK) for i in range(3)])
    assert isinstance(results[-1], Accepted)
    assert results[-1].liveness is LivenessVerdict.PASSIVE_OFF
    assert results[-1].passive is None


def test_without_landmarks_a_person_must_look():
    results = outcomes(decider(landmarks=False), [good(i) for i in range(3)])
    assert results[-1] == NeedsSteward(StewardReason.LIVENESS_UNAVAILABLE, "an")


def test_the_policy_off_asks_for_no_life():
    config = CheckInSettings(liveness=LivenessPolicy.OFF)
    results = outcomes(decider(config=config), [good(i, passive=None) for i in range(3)])
    assert results[-1].liveness is LivenessVerdict.OFF


def test_guidance_is_passed_on_while_the_picture_is_poor():
    subject = decider()
    poor = Observation(0, 1, QualityReason.TOO_FAR)
    assert subject.observe(poor) == Waiting(QualityReason.TOO_FAR)
    assert subject.observe(Observation(66, None, QualityReason.BLACK)) == Waiting(QualityReason.BLACK)


def test_the_next_person_starts_from_nothing():
    subject = decider()
    outcomes(subject, [good(i, signs=BLINK) for i in range(5)])
    result = subject.observe(good(6, Match("binh", 0.9, 0.5), track_id=2, signs=BLINK))
    assert isinstance(result, Waiting)
    assert not subject.settled


def test_one_other_name_in_between_starts_the_agreement_anew():
    other = Match("binh", 0.8, 0.5)
    matches = [AN, AN, other, AN, AN]
    results = outcomes(decider(), [good(i, match, signs=BLINK) for i, match in enumerate(matches)])
    assert all(isinstance(result, Waiting) for result in results)


matches = st.builds(
    Match, st.sampled_from(["an", "binh"]), st.floats(-1, 1, width=32), st.floats(0, 1, width=32)
)
observations = st.builds(
    Observation,
    captured_at_ms=st.just(0),
    track_id=st.sampled_from([1, 1, 1, 1, 2, None]),
    reason=st.sampled_from([None, None, None, QualityReason.TURNED]),
    embedded=st.booleans(),
    match=st.none() | matches,
    passive=st.none() | st.floats(-12, 20, width=32),
    signs=st.sampled_from([frozenset(), BLINK]),
)


@given(seen=st.lists(observations, max_size=60), policy=st.sampled_from(LivenessPolicy))
@settings(max_examples=300, deadline=None)
def test_nobody_is_accepted_below_the_thresholds_or_with_too_few_frames(seen, policy):
    config = CheckInSettings(liveness=policy)
    subject = decider(config=config)
    track: list[Observation] = []
    for index, raw in enumerate(seen):
        observation = replace(raw, captured_at_ms=index * INTERVAL_MS)
        if track and observation.track_id not in (None, track[0].track_id):
            track = []
        if observation.track_id is not None:
            track.append(observation)
        result = subject.observe(observation)
        if not isinstance(result, Accepted):
            continue
        named = [
            s.match
            for s in track
            if s.embedded
            and s.match is not None
            and s.match.person_id == result.person_id
            and s.match.score >= config.score_min
            and s.match.margin >= config.margin_min
        ]
        assert len(named) >= config.frames_to_accept >= 2
        assert result.score >= config.score_min - 1e-6
        if policy is not LivenessPolicy.OFF:
            assert any(s.signs for s in track)
            assert len([s for s in track if s.passive is not None]) >= config.passive_frames_min
            assert result.passive >= config.passive_accept - 1e-6


@pytest.mark.parametrize("bad", [{"frames_to_accept": 1}, {"frames_to_accept": 7, "frames_to_refuse": 6}])
def test_settings_that_would_decide_on_one_frame_are_refused(bad):
    with pytest.raises(ValueError, match="two frames"):
        CheckInSettings(**bad)
