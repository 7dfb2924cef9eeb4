from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.camera.challenge import Step
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
from app.camera.passive import PassiveScore
from app.camera.quality import QualityReason
from app.camera.settings import CheckInSettings, LivenessPolicy
from tests.unit.camera.test_liveness import signal

SETTINGS = CheckInSettings()
STRICT = CheckInSettings(liveness=LivenessPolicy.STRICT)
INTERVAL_MS = 66
AN = Match("an", 0.8, 0.5)
STRANGER = Match("an", 0.2, 0.01)
SOFT = 0.02
ALIVE = PassiveScore(6.0, SETTINGS.passive_close_min)
CLOSE_BY_FAR = PassiveScore(6.0, SETTINGS.passive_close_far)
REPLAYED = PassiveScore(6.0, SETTINGS.passive_close_min - 0.1)
RIGHT_FIRST = b"\x00"
"""What chance says: the right turn first, the blink before it."""


def decider(
    *, passive: bool = True, landmarks: bool = True, config: CheckInSettings = SETTINGS
) -> CheckInDecider:
    return CheckInDecider(
        config, has_passive=passive, has_landmarks=landmarks, random=lambda size: RIGHT_FIRST * size
    )


def good(index: int, match: Match | None = AN, *, track_id: int = 1, **more) -> Observation:
    seen = Observation(index * INTERVAL_MS, track_id, embedded=True, match=match, passive=ALIVE)
    return replace(seen, **more)


def outcomes(subject: CheckInDecider, seen: Sequence[Observation]) -> list[object]:
    return [subject.observe(observation) for observation in seen]


def decisions(results: Sequence[object]) -> list[object]:
    found = [result for result in results if not isinstance(result, Waiting)]
    return [result for index, result in enumerate(found) if index == 0 or result != found[index - 1]]


TURN_RIGHT = [0, -5, -14, -22, -26, -26, -26, -14, -4, 0, 0]
TURN_LEFT = [-yaw for yaw in TURN_RIGHT]
BLINK = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.6, 0.7, 0.1, 0.1, 0.1]


def acted(start: int, yaws: Sequence[float], **more) -> list[Observation]:
    return [good(start + i, signal=signal(start + i, yaw=yaw), **more) for i, yaw in enumerate(yaws)]


def blinked(start: int) -> list[Observation]:
    return [good(start + i, signal=signal(start + i, blink=value)) for i, value in enumerate(BLINK)]


def test_who_is_clearly_alive_and_moves_is_accepted_on_the_fifth_frame_without_being_asked():
    results = outcomes(decider(), [good(i, soft=SOFT if i == 4 else None) for i in range(5)])
    assert results[:4] == [Waiting(Prompt.LOOK_HERE)] * 4
    accepted = results[4]
    assert isinstance(accepted, Accepted)
    assert (accepted.person_id, accepted.score) == ("an", 0.8)
    assert accepted.liveness is LivenessVerdict.LIVE
    assert accepted.signs == {LifeSign.SOFT}


def test_who_is_alive_by_far_is_accepted_one_frame_sooner():
    results = outcomes(decider(), [good(i, passive=CLOSE_BY_FAR, soft=SOFT) for i in range(4)])
    assert [type(result) for result in results] == [Waiting, Waiting, Waiting, Accepted]


def test_a_replay_that_convinces_two_networks_of_three_must_answer_a_turn():
    seen = [good(i, passive=REPLAYED, soft=SOFT, signal=signal(i)) for i in range(5)]
    assert outcomes(decider(), seen)[-1] == Waiting(Step.TURN_RIGHT, 0, 1)


def test_a_print_that_is_tilted_like_a_turn_is_still_flat():
    subject = decider()
    outcomes(subject, [good(i, signal=signal(i)) for i in range(25)])
    assert outcomes(subject, acted(25, TURN_RIGHT))[-1] == Refused(RefusalReason.NO_SIGN_OF_LIFE)


def test_nothing_is_wanted_any_more_after_the_decision():
    subject = decider()
    assert subject.wants_embedding
    assert subject.wants_passive
    assert subject.wants_softness
    assert not subject.wants_landmarks
    outcomes(subject, [good(i, soft=SOFT) for i in range(5)])
    assert subject.settled
    assert not any(
        (subject.wants_embedding, subject.wants_passive, subject.wants_softness, subject.wants_landmarks)
    )


def test_a_stranger_is_refused_after_a_second_then_gets_the_steward():
    results = outcomes(decider(), [good(i, STRANGER, soft=SOFT) for i in range(80)])
    assert decisions(results) == [
        Refused(RefusalReason.NOT_RECOGNISED),
        NeedsSteward(StewardReason.REPEATED),
    ]
    first_ms = next(i for i, result in enumerate(results) if isinstance(result, Refused)) * INTERVAL_MS
    assert SETTINGS.refuse_after_ms <= first_ms <= SETTINGS.refuse_after_ms + INTERVAL_MS


def test_a_stranger_with_a_mask_is_told_to_take_it_off_meanwhile():
    results = outcomes(decider(), [good(i, STRANGER, hint=QualityReason.COVERED) for i in range(6)])
    assert results[-1] == Waiting(QualityReason.COVERED)


def test_an_empty_roster_refuses():
    results = outcomes(decider(), [good(i, None) for i in range(20)])
    assert Refused(RefusalReason.NOT_RECOGNISED) in results


def test_two_who_are_hard_to_tell_apart_go_to_the_steward_with_the_likelier_name():
    close = Match("an", 0.7, 0.01)
    results = outcomes(decider(), [good(i, close, soft=SOFT) for i in range(20)])
    assert results[-1] == NeedsSteward(StewardReason.UNSURE, "an")


def test_enrolled_twins_go_to_the_stewards_eyes_at_once():
    twin = Match("an", 0.8, 0.02, twin=True)
    results = outcomes(decider(), [good(i, twin, soft=SOFT) for i in range(3)])
    assert results[-1] == NeedsSteward(StewardReason.LOOK_ALIKE, "an")


def test_a_printed_photograph_is_refused_by_its_pixels():
    results = outcomes(decider(), [good(i, passive=PassiveScore(-5.0, -4.0), soft=SOFT) for i in range(12)])
    assert decisions(results) == [Refused(RefusalReason.NOT_LIVE)]


def test_a_perfect_print_is_asked_to_turn_and_refused_and_then_gets_the_steward():
    seen = [good(i, signal=signal(i)) for i in range(300)]
    results = outcomes(decider(), seen)
    assert Waiting(Step.TURN_RIGHT, 0, 1) in results
    assert decisions(results) == [
        Refused(RefusalReason.NO_SIGN_OF_LIFE),
        NeedsSteward(StewardReason.REPEATED),
    ]


def test_the_asked_turn_is_enough_and_the_other_one_is_not():
    seen = [good(i, signal=signal(i)) for i in range(25)]
    subject = decider()
    assert outcomes(subject, [*seen, *acted(25, TURN_LEFT)])[-1] == Refused(RefusalReason.NO_SIGN_OF_LIFE)
    again = decider()
    outcomes(again, seen)
    accepted = outcomes(again, acted(25, TURN_RIGHT, soft=SOFT, passive=REPLAYED))[-1]
    assert isinstance(accepted, Accepted)
    assert accepted.signs == {LifeSign.TURN_RIGHT}


def test_who_is_not_clearly_alive_is_asked_at_once():
    results = outcomes(
        decider(), [good(i, passive=PassiveScore(2.0, 7.0), soft=SOFT, signal=signal(i)) for i in range(8)]
    )
    assert results[-1] == Waiting(Step.TURN_RIGHT, 0, 1)


def test_without_the_passive_models_only_the_challenge_decides_and_the_result_says_so():
    subject = decider(passive=False)
    results = outcomes(subject, [good(i, passive=None, soft=SOFT, signal=signal(i)) for i in range(8)])
    assert results[-1] == Waiting(Step.TURN_RIGHT, 0, 1)
    accepted = outcomes(subject, acted(8, TURN_RIGHT, passive=None))[-1]
    assert accepted.liveness is LivenessVerdict.PASSIVE_OFF
    assert accepted.passive is None


def test_without_landmarks_a_person_must_look_where_a_challenge_is_due():
    results = outcomes(decider(landmarks=False), [good(i) for i in range(30)])
    assert results[-1] == NeedsSteward(StewardReason.LIVENESS_UNAVAILABLE, "an")
    assert isinstance(
        outcomes(decider(landmarks=False), [good(i, soft=SOFT) for i in range(5)])[-1], Accepted
    )


def test_the_policy_off_asks_for_no_life_and_decides_on_three_frames():
    config = CheckInSettings(liveness=LivenessPolicy.OFF)
    results = outcomes(decider(config=config), [good(i, passive=None) for i in range(3)])
    assert results[-1].liveness is LivenessVerdict.OFF


def test_strict_wants_a_blink_and_both_turns_in_the_order_of_chance():
    subject = decider(config=STRICT)
    outcomes(subject, [good(i, soft=SOFT, signal=signal(i)) for i in range(7)])
    assert subject.observe(good(7, signal=signal(7))) == Waiting(Step.BLINK, 0, 3)
    results = outcomes(subject, [*blinked(8), *acted(19, TURN_RIGHT), *acted(30, TURN_LEFT)])
    assert Waiting(Step.TURN_RIGHT, 1, 3) in results
    assert Waiting(Step.TURN_LEFT, 2, 3) in results
    assert isinstance(results[-1], Accepted)
    assert results[-1].signs == {LifeSign.BLINK, LifeSign.TURN_LEFT, LifeSign.TURN_RIGHT}


def test_strict_never_accepts_movement_alone():
    results = outcomes(decider(config=STRICT), [good(i, soft=SOFT, signal=signal(i)) for i in range(300)])
    assert not any(isinstance(result, Accepted) for result in results)


def test_strict_refuses_the_wrong_order():
    subject = decider(config=STRICT)
    outcomes(subject, [good(i, signal=signal(i)) for i in range(7)])
    results = outcomes(subject, [*blinked(7), *acted(18, TURN_LEFT)])
    assert results[-1] == Refused(RefusalReason.NO_SIGN_OF_LIFE)


def test_strict_on_a_camera_too_slow_for_blinks_calls_the_steward():
    slow = [good(i, captured_at_ms=i * 200, signal=signal(i)) for i in range(8)]
    assert outcomes(decider(config=STRICT), slow)[-1] == NeedsSteward(StewardReason.CAMERA_SLOW, "an")


@pytest.mark.parametrize("missing", [{"passive": False}, {"landmarks": False}])
def test_strict_without_its_models_calls_the_steward(missing):
    results = outcomes(decider(config=STRICT, **missing), [good(i) for i in range(6)])
    assert results[-1] == NeedsSteward(StewardReason.LIVENESS_UNAVAILABLE, "an")


def test_guidance_is_passed_on_while_the_picture_is_poor():
    subject = decider()
    poor = Observation(0, 1, QualityReason.TOO_FAR)
    assert subject.observe(poor) == Waiting(QualityReason.TOO_FAR)
    assert subject.observe(Observation(66, None, QualityReason.BLACK)) == Waiting(QualityReason.BLACK)


def test_the_next_person_starts_from_nothing():
    subject = decider()
    outcomes(subject, [good(i, soft=SOFT) for i in range(5)])
    result = subject.observe(good(6, Match("binh", 0.9, 0.5), track_id=2, soft=SOFT))
    assert isinstance(result, Waiting)
    assert not subject.settled


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
    passive=st.none() | st.builds(PassiveScore, st.floats(-12, 20, width=32), st.floats(-12, 20, width=32)),
    soft=st.none() | st.sampled_from([0.001, SOFT]),
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
        assert policy is not LivenessPolicy.STRICT  # nothing here turned or blinked
        assert len([s for s in track if s.embedded]) >= config.frames_to_accept >= 2
        assert result.score >= config.score_min - 1e-6
        assert result.margin >= config.margin_min - 1e-6
        if policy is LivenessPolicy.NORMAL:
            assert any(s.soft == SOFT for s in track)
            scores = [s.passive for s in track if s.passive is not None]
            assert len(scores) >= config.passive_frames_far
            few = len(scores) < config.passive_frames_min
            close_min = config.passive_close_far if few else config.passive_close_min
            assert sum(score.close for score in scores) / len(scores) >= close_min - 1e-6
            assert result.passive >= config.passive_accept + config.passive_margin - 1e-6


@pytest.mark.parametrize("bad", [{"frames_to_accept": 1}, {"frames_to_accept": 7, "frames_to_refuse": 6}])
def test_settings_that_would_decide_on_one_frame_are_refused(bad):
    with pytest.raises(ValueError, match="two frames"):
        CheckInSettings(**bad)
