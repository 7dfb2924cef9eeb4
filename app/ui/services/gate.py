"""The camera at the gate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.entities import CheckInMethod
from app.domain.errors import NghisuError
from app.ui.services.common import Unsubscribe


class GateMode(StrEnum):
    """What the camera looks for."""

    FACE = "face"
    BADGE = "badge"


class Guidance(StrEnum):
    """The one sentence that tells the person what to do."""

    NO_FACE = "no_face"
    TOO_FAR = "too_far"
    TOO_CLOSE = "too_close"
    TOO_DARK = "too_dark"
    BACKLIGHT = "backlight"
    BLURRED = "blurred"
    TURNED = "turned"
    COVERED = "covered"
    """A mask, a hand or a hat hides the face."""
    SEVERAL_FACES = "several_faces"
    HOLD_STILL = "hold_still"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    """To the person's own left or right, which in a mirror is the screen's left or right."""
    BLINK = "blink"
    SHOW_BADGE = "show_badge"


class GateResult(StrEnum):
    """How an attempt ended."""

    CHECKED_IN = "checked_in"
    ALREADY_IN = "already_in"
    UNKNOWN = "unknown"
    """Nobody on the roster, or not sure enough."""
    NOT_ALIVE = "not_alive"
    """A picture or a screen rather than a person."""
    ASK_STEWARD = "ask_steward"
    """The camera cannot be sure: the steward looks, and checks in by hand."""
    BAD_BADGE = "bad_badge"


class GateSound(StrEnum):
    """What is heard beside what is seen."""

    WELCOME = "welcome"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class GateOutcome:
    """The end of one attempt. `person_id` is set for the first two results only.

    `candidate_id`, with `ASK_STEWARD`: whom the camera takes it for, for the steward's eyes alone.
    """

    result: GateResult
    person_id: UUID | None = None
    method: CheckInMethod = CheckInMethod.FACE
    candidate_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PreviewFrame:
    """One camera picture for the mirror: 8 bit BGR as the camera gives it, not yet mirrored."""

    width_px: int
    height_px: int
    stride: int
    bgr: bytes


@dataclass(frozen=True, slots=True)
class GateStatus:
    """What the gate is doing, besides the picture."""

    is_running: bool = False
    mode: GateMode = GateMode.FACE
    guidance: Guidance = Guidance.NO_FACE
    steps_done: int = 0
    steps_total: int = 0
    """Of what the person was asked to do (turns, blink); 0 of 0 when nothing is asked."""
    passive_check_is_on: bool = True
    error: NghisuError | None = None
    """Set while the camera cannot be used."""


class FaceCheckInService(Protocol):
    """A camera that recognises people. It records events by itself; screens only show and ask."""

    def status(self) -> GateStatus: ...

    def subscribe(self, listener: Callable[[GateStatus], None]) -> Unsubscribe: ...

    def subscribe_frames(self, listener: Callable[[PreviewFrame], None]) -> Unsubscribe:
        """Pictures at the camera's rate; the screen drops what it cannot show. No present value is told."""
        ...

    def subscribe_outcomes(self, listener: Callable[[GateOutcome], None]) -> Unsubscribe:
        """Each attempt's end, once. No present value is told."""
        ...

    def start(self) -> None:
        """Open the camera. Returns at once; trouble comes as `status.error`, and may go by itself."""
        ...

    def stop(self) -> None:
        """Let go of the camera. Returns at once."""
        ...


class CheckInService(FaceCheckInService, Protocol):
    """The camera at the gate."""

    def start(self, mode: GateMode = GateMode.FACE) -> None:
        """Open the camera or change what it looks for."""
        ...

    def check_in_by_hand(self, person_id: UUID, reason: str) -> GateOutcome:
        """Blocking. Record that a steward vouches for this person. `reason` must not be empty."""
        ...


class OwnFace(StrEnum):
    """Whether somebody's own tablet can recognise them."""

    READY = "ready"
    COMING = "coming"
    """Their photograph, or the template made of it, is still to come; it needs their consent and the hall."""
    MISSING = "missing"
    """There is no photograph of theirs that a template can be made of, or nothing here to make it with."""
    AT_THE_GATE = "at_the_gate"
    """Not recognised twice: a steward helps at the gate."""


class OwnCheckInService(Protocol):
    """A tablet enrolled for one person recognises that person, strictly, and nobody else."""

    def face(self) -> OwnFace: ...

    def subscribe(self, listener: Callable[[OwnFace], None]) -> Unsubscribe: ...

    def camera(self) -> FaceCheckInService:
        """Blocking: loads what recognising takes, the first time. After two failures its last outcome is
        `ASK_STEWARD` and it lets go of the camera."""
        ...


@dataclass(frozen=True, slots=True)
class FaceEnrolmentStatus:
    """One person before the camera. `kept` of `wanted` good looks are taken.

    `is_done`: the template is stored. `look_alikes`: enrolled people whom the camera cannot tell from this
    one; at the gate the steward decides between them.
    """

    is_running: bool = False
    guidance: Guidance = Guidance.NO_FACE
    kept: int = 0
    wanted: int = 3
    is_done: bool = False
    look_alikes: tuple[UUID, ...] = ()
    error: NghisuError | None = None
    """Set while the camera or the models cannot be used, or the person has not consented."""


class FaceEnrolmentService(Protocol):
    """Makes a template of somebody who stands at the gate and has consented. Pictures are never kept."""

    def status(self) -> FaceEnrolmentStatus: ...

    def subscribe(self, listener: Callable[[FaceEnrolmentStatus], None]) -> Unsubscribe: ...

    def subscribe_frames(self, listener: Callable[[PreviewFrame], None]) -> Unsubscribe:
        """As `CheckInService.subscribe_frames`."""
        ...

    def start(self, person_id: UUID) -> None:
        """Open the camera for this person, from nothing. Returns at once; trouble comes as `status.error`."""
        ...

    def stop(self) -> None:
        """Let go of the camera and forget what is not yet a template. Returns at once."""
        ...
