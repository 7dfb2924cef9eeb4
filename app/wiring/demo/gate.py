"""The gate: faces enrolled, living people admitted, a stranger and a print refused, the rest by badge."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from app.camera.frames import FrameSource
from app.domain import payloads as p
from app.domain.badge import make_badge
from app.domain.clock import SystemClock
from app.domain.entities import Role
from app.domain.quorum import attendance
from app.ui.services import GateOutcome, GateResult
from app.wiring.demo import faces
from app.wiring.demo.play import SYNC_S, Play
from app.wiring.demo.report import Step
from app.wiring.demo.stage import wait_for
from app.wiring.session import SessionParts

_GATE_DECISION_S = 25.0
_PRESENT = 80
_LOOKS = 8
_STEWARD_LOOKED = "Ban thẩm tra nhận mặt"


def enrol_the_gate(play: Play) -> None:
    """The gate fetches photographs of people who agreed, makes templates, and destroys the photographs."""
    with play.report.step("Enrol the gate; templates from photographs") as step:
        parts = SessionParts(open_camera=play.open_camera, pace=SystemClock(), discover=False)
        play.gate = play.stage.enrol("gate 1", Role.GATE, parts)
        enrolment, store = play.gate.faces, play.gate.store
        assert enrolment is not None
        wanted = len(play.samples.faces)
        done = wait_for(
            play.gate.engine.subscribe,
            lambda: len(enrolment.report.enrolled) + len(enrolment.report.refused) >= wanted,
            SYNC_S,
        )
        step.expect(done and len(enrolment.report.enrolled) == wanted, f"{wanted} people enrolled")
        left = [photo for photo in store.projection.state.photos if store.blobs.has(photo)]
        step.expect(not left, "no photograph left on the gate")
        step.found = f"{len(enrolment.report.enrolled)} enrolled, {len(left)} photographs kept"


def check_in_at_the_gate(play: Play) -> None:
    """Living people are admitted; a stranger and a print are not."""
    for number, clip in enumerate(play.samples.faces, start=1):
        with play.report.step(f"Check in delegate {number} ({clip.path.name})") as step:
            _admit(play, play.people[number], clip.path, step)
    with play.report.step(f"Refuse a stranger ({play.samples.stranger.path.name})") as step:
        outcome = _look(play, faces.live(play.samples.stranger.path), step)
        step.expect(outcome is None or outcome.result is not GateResult.CHECKED_IN, "refused")
    with play.report.step("Refuse a print of delegate 1") as step:
        with_somebody_in = play.gate.store.projection.state
        play.gate.congress.say(p.CheckInUndone(person_id=play.people[1], reason="diễn thử ảnh in"))
        outcome = _look(play, faces.printed(play.samples.faces[0].path), step)
        step.expect(outcome is None or outcome.result is not GateResult.CHECKED_IN, "refused")
        assert play.gate.gate is not None
        play.gate.gate.check_in_by_hand(play.people[1], _STEWARD_LOOKED)
        step.expect(len(with_somebody_in.presences) == len(play.samples.faces), "both living people are in")


def _admit(play: Play, person_id: UUID, clip: Path, step: Step) -> None:
    """Who is not recognised at the first look steps up again, as people do; how often is told.

    Where the passive models are not installed everybody is asked to turn their head. A recording cannot: the
    steward looks, as at a real gate.
    """
    gate = play.gate.gate
    assert gate is not None
    for attempt in range(1, _LOOKS + 1):
        outcome = _look(play, faces.live(clip), step)
        step.figures["looks"] = attempt
        is_in = outcome is not None and outcome.result is GateResult.CHECKED_IN
        if is_in or not gate.status().passive_check_is_on:
            break
    if not is_in and not gate.status().passive_check_is_on:
        gate.check_in_by_hand(person_id, _STEWARD_LOOKED)
        step.found += "; asked to turn the head (no passive models here), in by the steward"
    step.expect(person_id in play.gate.store.projection.state.presences, "checked in")


def _look(play: Play, camera: FrameSource, step: Step) -> GateOutcome | None:
    """Let the gate look through this camera until it decides, or the recording ends."""
    gate = play.gate.gate
    assert gate is not None
    play.camera = camera
    outcomes: list[GateOutcome] = []
    stop = gate.subscribe_outcomes(outcomes.append)
    clock = SystemClock()
    started_s = clock.monotonic_s()
    gate.start()
    wait_for(gate.subscribe, lambda: bool(outcomes) or not gate.status().is_running, _GATE_DECISION_S)
    gate.stop()
    stop()
    outcome = outcomes[0] if outcomes else None
    step.figures = {"decision_s": round(clock.monotonic_s() - started_s, 2), "models_loading_included": True}
    step.found = outcome.result.value if outcome else "no decision before the recording ended"
    return outcome


def check_in_the_rest(play: Play) -> None:
    """Enough delegates for the quorum come in by badge, as at a second table."""
    with play.report.step("Check in delegates by badge until the quorum") as step:
        gate = play.gate.gate
        assert gate is not None
        with play.stage.hall.admin() as hall:
            root = hall.identity.root_key
        state = play.gate.store.projection.state
        assert state.congress is not None
        for person in list(state.persons.values())[len(play.samples.faces) : _PRESENT]:
            gate.see_badge(make_badge(person.id, state.congress.id, root))
        gate.see_badge("not a badge of this congress")
        counted = attendance(play.gate.store.projection.state)
        step.found = f"{counted.present}/{counted.convened} present, {counted.required} needed"
        step.expect(counted.has_quorum and counted.present == _PRESENT, f"{_PRESENT} present")
