"""From what single frames say to one decision about one arrival. Pure: no camera, no clock, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.camera.liveness import LifeSign
from app.camera.matcher import Match
from app.camera.quality import QualityReason
from app.camera.settings import CheckInSettings, LivenessPolicy


class Prompt(StrEnum):
    """What to say to a person whose picture is good. Words: `["camera.guide.<value>"]`."""

    LOOK_HERE = "look_here"
    BLINK_OR_TURN = "blink_or_turn"


class RefusalReason(StrEnum):
    """Words: `["camera.refused.<value>"]`."""

    NOT_RECOGNISED = "not_recognised"
    NOT_LIVE = "not_live"
    NO_SIGN_OF_LIFE = "no_sign_of_life"


class StewardReason(StrEnum):
    """Why a person's eyes are needed. Words: `["camera.steward.<value>"]`."""

    UNSURE = "unsure"
    REPEATED = "repeated"
    LIVENESS_UNAVAILABLE = "liveness_unavailable"


class LivenessVerdict(StrEnum):
    """What stands behind "this is a living person"."""

    LIVE = "live"
    """The passive score and a sign of life."""
    PASSIVE_OFF = "passive_off"
    """A sign of life only: the passive models are not installed."""
    OFF = "off"
    """Nothing was asked: the congress's policy."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One frame's findings. Whatever was not looked at is None or empty.

    `track_id`: None where no face was seen. `reason`: why the frame is not good enough, or None.
    `embedded`: whether the face was compared with the roster; `match` stays None where nobody is enrolled.
    """

    captured_at_ms: int
    track_id: int | None
    reason: QualityReason | None = None
    embedded: bool = False
    match: Match | None = None
    passive: float | None = None
    signs: frozenset[LifeSign] = frozenset()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Not decided yet; `guide` is the one thing to tell the person."""

    guide: QualityReason | Prompt


@dataclass(frozen=True, slots=True)
class Accepted:
    """`score`, `margin`: means over the frames that agreed. `passive`: mean passive score, None where off."""

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
    passive: list[float] = field(default_factory=list)
    signs: set[LifeSign] = field(default_factory=set)
    waits_for_sign_since_ms: int | None = None
    settled: Outcome | None = None
    settled_at_ms: int = 0


class CheckInDecider:
    """Collects observations of the nearest face until it can decide. One thread.

    `has_passive`, `has_landmarks`: whether these checks can run at all on this machine.
    """

    def __init__(self, settings: CheckInSettings, *, has_passive: bool, has_landmarks: bool) -> None:
        self._settings = settings
        self._has_passive = has_passive
        self._has_landmarks = has_landmarks
        self._track_id: int | None = None
        self._attempt = _Attempt()
        self._refusals = 0

    @property
    def settled(self) -> bool:
        """Whether the present arrival is decided: dear stages may rest."""
        return self._attempt.settled is not None

    @property
    def wants_embedding(self) -> bool:
        return not self.settled and self._agreed() is None

    @property
    def wants_passive(self) -> bool:
        return (
            self._asks_liveness
            and self._has_passive
            and not self.settled
            and self._passive_live() is not True
        )

    @property
    def wants_signs(self) -> bool:
        return self._asks_liveness and self._has_landmarks and not self.settled and not self._attempt.signs

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
        if seen.track_id is None:
            return Waiting(seen.reason or QualityReason.NO_FACE)
        self.meet(seen.track_id, seen.captured_at_ms)
        attempt = self._attempt
        if attempt.settled is not None:
            return attempt.settled
        attempt.signs |= seen.signs
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
        return Waiting(seen.reason or Prompt.LOOK_HERE)

    def _decide_life(self, agreed: list[Match], seen: Observation) -> Outcome:
        if not self._asks_liveness:
            return self._accept(agreed, LivenessVerdict.OFF)
        if not self._has_landmarks:
            # The passive score alone lets a fifth to a third of full-frame prints through.
            return NeedsSteward(StewardReason.LIVENESS_UNAVAILABLE, agreed[-1].person_id)
        looks_live = self._passive_live() if self._has_passive else True
        if looks_live is None:
            return Waiting(seen.reason or Prompt.LOOK_HERE)
        if not looks_live:
            return Refused(RefusalReason.NOT_LIVE)
        if not self._attempt.signs:
            return self._wait_for_sign(seen)
        return self._accept(
            agreed, LivenessVerdict.LIVE if self._has_passive else LivenessVerdict.PASSIVE_OFF
        )

    def _agreed(self) -> list[Match] | None:
        """The last few comparisons, where all of them name the same person clearly."""
        last = self._attempt.votes[-self._settings.frames_to_accept :]
        clear = [vote for vote in last if vote is not None and self._is_clear(vote)]
        agree = len(clear) == self._settings.frames_to_accept and len({vote.person_id for vote in clear}) == 1
        return clear if agree else None

    def _is_clear(self, match: Match) -> bool:
        return match.score >= self._settings.score_min and match.margin >= self._settings.margin_min

    def _unknown(self) -> Outcome:
        similar = [vote for vote in self._attempt.votes if vote and vote.score >= self._settings.score_min]
        if not similar:
            return Refused(RefusalReason.NOT_RECOGNISED)
        best = max(similar, key=lambda vote: vote.score)
        return NeedsSteward(StewardReason.UNSURE, best.person_id)

    def _passive_live(self) -> bool | None:
        """The passive verdict; None where more frames are needed. A poor start gets twice the frames."""
        scores, needed = self._attempt.passive, self._settings.passive_frames_min
        if len(scores) < needed:
            return None
        if sum(scores) / len(scores) >= self._settings.passive_accept:
            return True
        return False if len(scores) >= 2 * needed else None

    def _wait_for_sign(self, seen: Observation) -> Outcome:
        attempt = self._attempt
        if attempt.waits_for_sign_since_ms is None:
            attempt.waits_for_sign_since_ms = seen.captured_at_ms
        waited_ms = seen.captured_at_ms - attempt.waits_for_sign_since_ms
        if waited_ms > self._settings.challenge_timeout_ms:
            return Refused(RefusalReason.NO_SIGN_OF_LIFE)
        # Most faces move by themselves within a second; only then is anybody asked.
        asks = waited_ms >= self._settings.challenge_after_ms
        return Waiting(Prompt.BLINK_OR_TURN if asks else seen.reason or Prompt.LOOK_HERE)

    def _accept(self, agreed: list[Match], liveness: LivenessVerdict) -> Accepted:
        passive = self._attempt.passive
        return Accepted(
            person_id=agreed[-1].person_id,
            score=sum(vote.score for vote in agreed) / len(agreed),
            margin=sum(vote.margin for vote in agreed) / len(agreed),
            liveness=liveness,
            passive=sum(passive) / len(passive) if passive else None,
            signs=frozenset(self._attempt.signs),
        )

    def _settle(self, outcome: Outcome, now_ms: int) -> Outcome:
        if isinstance(outcome, Refused):
            self._refusals += 1
            if self._refusals >= self._settings.refusals_to_steward:
                outcome = NeedsSteward(StewardReason.REPEATED)
        self._attempt.settled, self._attempt.settled_at_ms = outcome, now_ms
        return outcome
