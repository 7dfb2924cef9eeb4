"""From what single frames say to one decision about one arrival. Pure: no camera, no clock, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.camera.challenge import Challenge, Step, one_turn, two_turns_and_a_blink
from app.camera.landmarks import LandmarkSignal
from app.camera.liveness import LifeSign
from app.camera.matcher import Match
from app.camera.passive import PassiveScore
from app.camera.quality import QualityReason
from app.camera.settings import CheckInSettings, LivenessPolicy
from app.camera.tracking import FramePace
from app.domain.clock import RandomBytes


class Prompt(StrEnum):
    """What to say to a person whose picture is good. Words: `["camera.guide.<value>"]`."""

    LOOK_HERE = "look_here"


class RefusalReason(StrEnum):
    """Words: `["camera.refused.<value>"]`."""

    NOT_RECOGNISED = "not_recognised"
    NOT_LIVE = "not_live"
    NO_SIGN_OF_LIFE = "no_sign_of_life"


class StewardReason(StrEnum):
    """Why a person's eyes are needed. Words: `["camera.steward.<value>"]`."""

    UNSURE = "unsure"
    LOOK_ALIKE = "look_alike"
    """Somebody else enrolled looks so alike that only a person can tell."""
    REPEATED = "repeated"
    LIVENESS_UNAVAILABLE = "liveness_unavailable"
    """The policy asks for checks whose models are not installed."""
    CAMERA_SLOW = "camera_slow"
    """Too few frames a second to judge a blink, which the strict policy asks for."""


class LivenessVerdict(StrEnum):
    """What stands behind "this is a living person"."""

    LIVE = "live"
    """The passive score, and movement that no flat picture makes or what was asked for."""
    PASSIVE_OFF = "passive_off"
    """Only what was asked for: the passive models are not installed."""
    OFF = "off"
    """Nothing was asked: the congress's policy."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One frame's findings. Whatever was not looked at is None or empty.

    `track_id`: None where no face was seen. `reason`: why the frame is not good enough, or None.
    `embedded`: whether the face was compared with the roster; `match`, of the mean of the track's frames so
    far, stays None where nobody is enrolled. `soft`: how unlike a plane the face moved, see `motion.py`.
    `signal`: MediaPipe's view of the frame. `hint`: what to say while a good frame does not help.
    """

    captured_at_ms: int
    track_id: int | None
    reason: QualityReason | None = None
    embedded: bool = False
    match: Match | None = None
    passive: PassiveScore | None = None
    soft: float | None = None
    signal: LandmarkSignal | None = None
    hint: QualityReason | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Not decided yet; `guide` is the one thing to tell the person. `done`: things asked and done, of
    `total`."""

    guide: QualityReason | Prompt | Step
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Accepted:
    """`score`, `margin`: of the mean of the frames. `passive`: mean joint passive score, None where off."""

    person_id: str
    score: float
    margin: float
    liveness: LivenessVerdict
    passive: float | None = None
    signs: frozenset[LifeSign] = frozenset()


@dataclass(frozen=True, slots=True)
class Refused:
    """Try again, or use the badge or the name."""

    reason: RefusalReason


@dataclass(frozen=True, slots=True)
class NeedsSteward:
    """The steward looks and confirms. `person_id`: whom the camera takes it for, where it has an idea."""

    reason: StewardReason
    person_id: str | None = None


Outcome = Waiting | Accepted | Refused | NeedsSteward


@dataclass(slots=True)
class _Attempt:
    """What one track has shown since it arrived or since its last refusal."""

    votes: list[Match | None] = field(default_factory=list)
    first_vote_at_ms: int = 0
    passive: list[PassiveScore] = field(default_factory=list)
    soft: bool = False
    known_since_ms: int | None = None
    challenge: Challenge | None = None
    settled: Outcome | None = None
    settled_at_ms: int = 0

    @property
    def passive_mean(self) -> float:
        return sum(score.joint for score in self.passive) / len(self.passive)

    @property
    def close_mean(self) -> float:
        return sum(score.close for score in self.passive) / len(self.passive)


class CheckInDecider:
    """Collects observations of the chosen face until it can decide. One thread.

    `has_passive`, `has_landmarks`: whether these checks can run at all on this machine. `random` draws the
    challenges.
    """

    def __init__(
        self, settings: CheckInSettings, *, has_passive: bool, has_landmarks: bool, random: RandomBytes
    ) -> None:
        self._settings = settings
        self._has_passive = has_passive
        self._has_landmarks = has_landmarks
        self._random = random
        self._track_id: int | None = None
        self._attempt = _Attempt()
        self._refusals = 0
        self._pace = FramePace()

    @property
    def settled(self) -> bool:
        """Whether the present arrival is decided: dear stages may rest."""
        return self._attempt.settled is not None

    @property
    def wants_embedding(self) -> bool:
        return not self.settled and self._agreed() is None

    @property
    def wants_passive(self) -> bool:
        if not self._asks_liveness or not self._has_passive or self.settled:
            return False
        # Once clearly alive, more frames change nothing; in between, they may still settle it.
        return self._passive_live() is not True or (not self._attempt.challenge and not self._clearly_live())

    @property
    def wants_softness(self) -> bool:
        normal = self._settings.liveness is LivenessPolicy.NORMAL
        return normal and not self.settled and not self._attempt.soft

    @property
    def wants_landmarks(self) -> bool:
        return self._attempt.challenge is not None and not self.settled

    @property
    def is_strict(self) -> bool:
        """Whether the face must be proved the same all the time, turned or not."""
        return self._settings.liveness is LivenessPolicy.STRICT

    @property
    def settled_at_ms(self) -> int | None:
        """The time of the frame that decided about the present arrival."""
        return self._attempt.settled_at_ms if self.settled else None

    def meet(self, track_id: int, now_ms: int) -> None:
        """Start anew for a new arrival, or for another try after a refusal. `observe` does so by itself;
        call it before asking what is wanted for a frame."""
        if track_id != self._track_id:
            self._track_id, self._attempt, self._refusals = track_id, _Attempt(), 0
        waited_ms = now_ms - self._attempt.settled_at_ms
        if isinstance(self._attempt.settled, Refused) and waited_ms >= self._settings.retry_after_ms:
            self._attempt = _Attempt()

    def observe(self, seen: Observation) -> Outcome:
        """The decision so far. A settled one is repeated until its face leaves or a refusal may be
        retried."""
        self._pace.observe(seen.captured_at_ms)
        if seen.track_id is None:
            return Waiting(seen.reason or QualityReason.NO_FACE)
        self.meet(seen.track_id, seen.captured_at_ms)
        attempt = self._attempt
        if attempt.settled is not None:
            return attempt.settled
        attempt.soft |= seen.soft is not None and seen.soft >= self._settings.soft_min
        if seen.passive is not None:
            attempt.passive.append(seen.passive)
        if seen.embedded:
            attempt.first_vote_at_ms = attempt.first_vote_at_ms if attempt.votes else seen.captured_at_ms
            attempt.votes.append(seen.match)
        outcome = self._decide(seen)
        if not isinstance(outcome, Waiting):
            outcome = self._settle(outcome, seen.captured_at_ms)
        return outcome

    @property
    def _asks_liveness(self) -> bool:
        return self._settings.liveness is not LivenessPolicy.OFF

    def _decide(self, seen: Observation) -> Outcome:
        agreed = self._agreed()
        if agreed is not None:
            return self._decide_life(agreed, seen)
        looked_ms = seen.captured_at_ms - self._attempt.first_vote_at_ms
        enough = len(self._attempt.votes) >= self._settings.frames_to_refuse
        if enough and looked_ms >= self._settings.refuse_after_ms:
            return self._unknown()
        puzzled = len(self._attempt.votes) >= self._settings.frames_to_accept
        return Waiting(seen.reason or (puzzled and seen.hint) or Prompt.LOOK_HERE)

    def _decide_life(self, agreed: Match, seen: Observation) -> Outcome:
        attempt = self._attempt
        if attempt.known_since_ms is None:
            attempt.known_since_ms = seen.captured_at_ms
        if agreed.twin:
            return NeedsSteward(StewardReason.LOOK_ALIKE, agreed.person_id)
        if not self._asks_liveness:
            return self._accept(agreed, LivenessVerdict.OFF)
        if self.is_strict and not (self._has_passive and self._has_landmarks):
            return NeedsSteward(StewardReason.LIVENESS_UNAVAILABLE, agreed.person_id)
        if not self.is_strict and attempt.soft and self._clearly_live():
            return self._accept(agreed, LivenessVerdict.LIVE, frozenset({LifeSign.SOFT}))
        looks_live = self._passive_live() if self._has_passive else True
        if not looks_live:
            waits = looks_live is None
            return Waiting(seen.reason or Prompt.LOOK_HERE) if waits else Refused(RefusalReason.NOT_LIVE)
        return self._challenge(agreed, seen)

    def _agreed(self) -> Match | None:
        """The comparison of the mean of enough frames, where it names somebody clearly."""
        votes = self._attempt.votes
        last = votes[-1] if len(votes) >= self._settings.frames_to_accept else None
        return last if last is not None and self._is_clear(last) else None

    def _is_clear(self, match: Match) -> bool:
        # Twins have no margin over each other; whom of them, the steward says.
        return match.score >= self._settings.score_min and (
            match.twin or match.margin >= self._settings.margin_min
        )

    def _unknown(self) -> Outcome:
        similar = [vote for vote in self._attempt.votes if vote and vote.score >= self._settings.score_min]
        if not similar:
            return Refused(RefusalReason.NOT_RECOGNISED)
        best = max(similar, key=lambda vote: vote.score)
        return NeedsSteward(StewardReason.UNSURE, best.person_id)

    def _passive_live(self) -> bool | None:
        """The passive verdict; None where more frames are needed. A poor start gets twice the frames."""
        needed = self._settings.passive_frames_min
        if len(self._attempt.passive) < needed:
            return None
        if self._attempt.passive_mean >= self._settings.passive_accept:
            return True
        return False if len(self._attempt.passive) >= 2 * needed else None

    def _clearly_live(self) -> bool:
        config, attempt = self._settings, self._attempt
        if len(attempt.passive) < config.passive_frames_far:
            return False
        few = len(attempt.passive) < config.passive_frames_min
        close_min = config.passive_close_far if few else config.passive_close_min
        joint_min = config.passive_accept + config.passive_margin
        return attempt.passive_mean >= joint_min and attempt.close_mean >= close_min

    def _challenge(self, agreed: Match, seen: Observation) -> Outcome:
        attempt = self._attempt
        if attempt.challenge is None:
            if self._may_show_itself(seen):
                return Waiting(seen.reason or Prompt.LOOK_HERE)
            if not self._has_landmarks:
                return NeedsSteward(StewardReason.LIVENESS_UNAVAILABLE, agreed.person_id)
            if self.is_strict and self._is_slow:
                return NeedsSteward(StewardReason.CAMERA_SLOW, agreed.person_id)
            draw = two_turns_and_a_blink if self.is_strict else one_turn
            attempt.challenge = draw(self._random, step_ms=self._settings.challenge_step_ms)
        state = attempt.challenge.observe(seen.signal, seen.captured_at_ms)
        stayed_flat = state.passed and not self.is_strict and not attempt.soft  # as a print does when tilted
        if state.failed or stayed_flat:
            return Refused(RefusalReason.NO_SIGN_OF_LIFE)
        if state.passed:
            verdict = LivenessVerdict.LIVE if self._has_passive else LivenessVerdict.PASSIVE_OFF
            return self._accept(agreed, verdict, attempt.challenge.signs)
        return Waiting(state.step, state.done, state.total)

    def _may_show_itself(self, seen: Observation) -> bool:
        """Whether to wait before asking: most faces move by themselves within a second."""
        if self.is_strict:
            return self._pace.fps is None
        waited_ms = seen.captured_at_ms - (self._attempt.known_since_ms or 0)
        hopes = self._has_passive and self._clearly_live()
        return hopes and waited_ms < self._settings.challenge_after_ms

    @property
    def _is_slow(self) -> bool:
        return self._pace.fps is not None and self._pace.fps < self._settings.blink_fps_min

    def _accept(
        self, agreed: Match, liveness: LivenessVerdict, signs: frozenset[LifeSign] = frozenset()
    ) -> Accepted:
        passive = self._attempt.passive_mean if self._attempt.passive else None
        return Accepted(agreed.person_id, agreed.score, agreed.margin, liveness, passive, signs)

    def _settle(self, outcome: Outcome, now_ms: int) -> Outcome:
        if isinstance(outcome, Refused):
            self._refusals += 1
            if self._refusals >= self._settings.refusals_to_steward:
                outcome = NeedsSteward(StewardReason.REPEATED)
        self._attempt.settled, self._attempt.settled_at_ms = outcome, now_ms
        return outcome
