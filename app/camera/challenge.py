"""Asking a person to do what no print can and no recording foresees. Pure: signals in, what to do out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.camera.landmarks import LandmarkSignal
from app.camera.liveness import LifeSign, LifeSigns, TurnDetector
from app.domain.clock import RandomBytes


class Step(StrEnum):
    """One thing to do; left and right are the person's own. Words: `["camera.guide.<value>"]`."""

    LOOK_STRAIGHT = "look_straight"
    """Before a turn or a blink; never asked for its own sake."""
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    BLINK = "blink"


_SIGNS = {
    Step.TURN_LEFT: LifeSign.TURN_LEFT,
    Step.TURN_RIGHT: LifeSign.TURN_RIGHT,
    Step.BLINK: LifeSign.BLINK,
}
_TURNS = frozenset({LifeSign.TURN_LEFT, LifeSign.TURN_RIGHT})


@dataclass(frozen=True, slots=True)
class ChallengeState:
    """`step`: what to say now. `done` of `total` things are done."""

    step: Step
    done: int
    total: int
    passed: bool = False
    failed: bool = False


class Challenge:
    """A sequence of turns and blinks, each within its time, measured by the frames' own clock.

    Every step begins with the head straight, so that one long turn cannot serve for two. A turn to
    the wrong side fails: who plays a recording does not know the order.
    """

    def __init__(self, steps: Sequence[Step], *, step_ms: int) -> None:
        self._steps = tuple(steps)
        self._step_ms = step_ms
        self._done = 0
        self._failed = False
        self._life = LifeSigns()
        self._straight = False
        self._step_since_ms: int | None = None
        self.signs: frozenset[LifeSign] = frozenset()
        """What was shown so far."""

    @property
    def passed(self) -> bool:
        return self._done == len(self._steps)

    def observe(self, signal: LandmarkSignal | None, now_ms: int) -> ChallengeState:
        """`signal`: of this frame, None where no face was measured in it."""
        if self._step_since_ms is None:
            self._step_since_ms = now_ms
        if not (self._failed or self.passed):
            if signal is not None:
                self._look(signal)
            if not self.passed and now_ms - self._step_since_ms > self._step_ms:
                self._failed = True
        return self._state()

    def _look(self, signal: LandmarkSignal) -> None:
        found = self._life.observe(signal)
        if not self._straight:
            # What was under way before the step was asked is not an answer to it.
            self._straight = abs(signal.yaw_deg) < TurnDetector.START_MAX_DEG
            return
        wanted = _SIGNS[self._steps[self._done]]
        if wanted in found:
            self._done += 1
            self.signs |= {wanted}
            self._step_since_ms = signal.captured_at_ms
            self._straight = False
        elif found & _TURNS:
            self._failed = True

    def _state(self) -> ChallengeState:
        step = self._steps[min(self._done, len(self._steps) - 1)]
        shown = step if self._straight or self.passed else Step.LOOK_STRAIGHT
        return ChallengeState(shown, self._done, len(self._steps), self.passed, self._failed)


def one_turn(random: RandomBytes, *, step_ms: int) -> Challenge:
    """One turn to a side that chance chooses.

    Not a blink: a recorded face blinks by itself within the time, and would pass unasked. A turn to the other
    side first fails: a recording of both would pass every time.
    """
    return Challenge([_turns(random)[0]], step_ms=step_ms)


def two_turns_and_a_blink(random: RandomBytes, *, step_ms: int) -> Challenge:
    """Both turns in random order and a blink before, between or after them: six sequences."""
    steps: list[Step] = list(_turns(random))
    steps.insert(_below(3, random), Step.BLINK)
    return Challenge(steps, step_ms=step_ms)


def _turns(random: RandomBytes) -> tuple[Step, Step]:
    first, second = Step.TURN_LEFT, Step.TURN_RIGHT
    return (first, second) if random(1)[0] & 1 else (second, first)


def _below(limit: int, random: RandomBytes) -> int:
    """A number from 0 to `limit` - 1, each as likely as the others."""
    while True:
        drawn = random(1)[0]
        if drawn < 256 - 256 % limit:
            return drawn % limit
