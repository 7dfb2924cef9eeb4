"""The demonstration's gate on a machine that has all models, and on one that could not fetch every one."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock
from uuid import UUID

import pytest

from app.ui.services import GateOutcome, GateResult
from app.wiring.demo import gate as demo
from app.wiring.demo.report import Step

PERSON = UUID(int=7)


@pytest.fixture
def play():
    """A gate that admits by hand whoever the steward names."""
    made = Mock()
    presences: dict[UUID, object] = {}
    made.gate.store.projection.state.presences = presences
    made.gate.gate.check_in_by_hand.side_effect = lambda person_id, _reason: presences.update({person_id: 1})
    return made


def admitted(play, monkeypatch, *, has_passive: bool, results: list[GateResult]) -> Step:
    said = iter(results)

    def look(_play, _camera, step: Step) -> GateOutcome:
        result = next(said)
        step.found = result.value
        if result is GateResult.CHECKED_IN:
            play.gate.store.projection.state.presences[PERSON] = 1
        return Mock(result=result, person_id=PERSON)

    play.gate.gate.status.return_value.passive_check_is_on = has_passive
    monkeypatch.setattr(demo, "_look", look)
    monkeypatch.setattr(demo.faces, "live", lambda clip: clip)
    step = Step("Check in delegate 1")
    demo._admit(play, PERSON, Path("clip.mp4"), step)
    return step


def test_whoever_is_not_recognised_steps_up_again(play, monkeypatch):
    results = [GateResult.UNKNOWN, GateResult.CHECKED_IN]
    step = admitted(play, monkeypatch, has_passive=True, results=results)
    assert step.ok
    assert step.figures["looks"] == 2
    play.gate.gate.check_in_by_hand.assert_not_called()


def test_a_face_that_is_never_admitted_fails_the_demonstration(play, monkeypatch):
    step = admitted(play, monkeypatch, has_passive=True, results=[GateResult.NOT_ALIVE] * 8)
    assert not step.ok
    play.gate.gate.check_in_by_hand.assert_not_called()


def test_without_the_passive_models_the_steward_looks(play, monkeypatch):
    step = admitted(play, monkeypatch, has_passive=False, results=[GateResult.NOT_ALIVE])
    assert step.ok
    assert step.figures["looks"] == 1
    assert "by the steward" in step.found
    play.gate.gate.check_in_by_hand.assert_called_once()
