"""Words spoken at the chair, on every screen: while they are heard, and after a cut."""

from __future__ import annotations

import os

import pytest

from app.domain import payloads as p
from app.domain.entities import RepairKind, Role, TextPiece
from app.domain.fold import fold
from app.domain.state import CongressState
from app.domain.wire import Signal
from app.ui.captions.presenter import CaptionLines
from app.ui.services import LiveText
from app.wiring.captions import CAPTION, HallCaptions, caption
from tests.fakes.basics import fixed_id
from tests.fakes.congress import device_of, signer
from tests.fakes.hall import Reached


def listening(device) -> tuple[Reached, HallCaptions]:
    heard = Reached()
    captions = HallCaptions(
        device.identity.device.id, lambda: device.store.projection.state, device.engine.on_signal
    )
    captions.subscribe_live(heard)
    return heard, captions


def lines_on(device) -> list[tuple[str, bool]]:
    lines = CaptionLines(300)
    lines.follow(device.store.projection.state)
    return [(one.text, one.is_settled) for one in lines.lines]


def segment(recording_id, number: int, text: str) -> p.SegmentHeard:
    return p.SegmentHeard(
        segment_id=fixed_id(f"{recording_id} {number}"),
        recording_id=recording_id,
        start_ms=number * 5_000,
        end_ms=number * 5_000 + 4_000,
        text=text,
        engine="viet-asr",
    )


def test_words_being_spoken_reach_tablets_screens_and_the_other_laptop_at_once(running_hall, devices):
    chair = devices.enrol(running_hall.invite(Role.CHAIR)).connect()
    others = [
        devices.enrol(running_hall.invite(role)).connect() for role in (Role.TABLET, Role.SCREEN, Role.CHAIR)
    ]
    heard = [listening(device)[0] for device in others]
    own, _captions = listening(chair)
    for device in (chair, *others):
        device.wait_live()
    recording_id = fixed_id(os.urandom(4).hex())
    chair.say(p.RecordingStarted(recording_id=recording_id, started_at_utc_ms=0))
    for device in others:
        device.states.wait(lambda state: recording_id in state.recordings)
    chair.engine.send_signal(CAPTION, caption(LiveText("kính thưa", 0, recording_id), 1))
    for listener in heard:
        assert listener.wait(lambda live: live.text).text == "kính thưa"
    assert own.heard == [], "one's own words come from one's own recogniser"


def test_a_device_that_was_cut_off_catches_up_with_the_same_text(own_hall, devices):
    chair = devices.enrol(own_hall.invite(Role.CHAIR)).connect()
    tablet = devices.enrol(own_hall.invite(Role.TABLET)).connect()
    heard, _captions = listening(tablet)
    chair.wait_live()
    tablet.wait_live()
    recording_id = fixed_id("recording")
    chair.say(p.RecordingStarted(recording_id=recording_id, started_at_utc_ms=0))
    chair.say(segment(recording_id, 0, "kính thưa đại hội"))
    tablet.states.wait(lambda state: len(state.segments) == 1)

    own_hall.kill()
    chair.engine.send_signal(CAPTION, caption(LiveText("không ai nghe", 5_000, recording_id), 1))
    chair.say(segment(recording_id, 1, "năm hai nghìn không trăm hai mươi lăm"))
    pieces = (TextPiece(text="Năm 2025", heard_from=0, heard_to=8, kind=RepairKind.NUMBER),)
    chair.say(p.SegmentRepaired(segment_id=fixed_id(f"{recording_id} 1"), pieces=pieces))
    chair.say(p.SegmentEdited(segment_id=fixed_id(f"{recording_id} 0"), text="Kính thưa Đại hội,"))
    assert lines_on(tablet) == [("kính thưa đại hội", True)]
    own_hall.start()

    tablet.states.wait(lambda state: lines_of(state) == ["Kính thưa Đại hội,", "Năm 2025"])
    assert lines_on(tablet) == lines_on(chair)
    heard.heard.clear()
    chair.wait_settled()
    assert heard.heard == [], "what was said while nobody could hear it is not said late"


def lines_of(state) -> list[str]:
    return [one.text for one in state.segments_in_order()]


@pytest.fixture
def captions():
    return Listener()


class Listener:
    """A device's live text with a hall that says what the test says."""

    def __init__(self) -> None:
        self.chair, gate, root = (
            signer(Role.CHAIR, "chair"),
            signer(Role.GATE, "gate"),
            signer(Role.CONGRESS),
        )
        self.gate = gate
        self.state = fold(
            [
                root.sign(p.DeviceEnrolled(device=device_of(one, role))).event
                for one, role in ((self.chair, Role.CHAIR), (gate, Role.GATE))
            ],
            CongressState(),
        )
        self.heard: list[LiveText] = []
        self.send = None
        captions = HallCaptions(fixed_id("tablet"), lambda: self.state, self._listen)
        captions.subscribe_live(self.heard.append)

    def _listen(self, listener):
        self.send = listener
        return lambda: None

    def say(self, data, device_id=None) -> list[LiveText]:
        self.heard.clear()
        self.send(Signal(kind=CAPTION, data=data, device_id=device_id or self.chair.device_id))
        return list(self.heard)

    def becomes(self, *payloads) -> None:
        self.state = fold([self.chair.sign(payload).event for payload in payloads], self.state)


RECORDING = fixed_id("recording")


def test_a_caption_that_comes_late_or_again_is_passed_over(captions):
    live = LiveText("a", 0, RECORDING)
    assert captions.say(caption(live, 5)) == [live]
    assert captions.say(caption(live, 5)) == []
    assert captions.say(caption(live, 4)) == []
    assert captions.say(caption(live, 6)) == [live]
    other = LiveText("b", 0, fixed_id("next recording"))
    assert captions.say(caption(other, 1)) == [other], "another recording counts anew"


def test_only_the_chairs_laptops_are_believed(captions):
    assert captions.say(caption(LiveText("a", 0, RECORDING), 1), captions.gate.device_id) == []
    assert captions.say(caption(LiveText("a", 0, RECORDING), 1), fixed_id("nobody")) == []


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"recording_id": "x", "count": 1, "start_ms": 0, "text": "a"},
        {"recording_id": str(RECORDING), "count": "1", "start_ms": 0, "text": "a"},
        {"recording_id": str(RECORDING), "count": 1, "start_ms": -5, "text": "a"},
        {"recording_id": str(RECORDING), "count": 1, "start_ms": 0, "text": ["a"]},
        {"recording_id": str(RECORDING), "count": 1, "start_ms": 0, "text": "a" * 6_000},
    ],
)
def test_a_caption_that_makes_no_sense_is_passed_over(captions, broken):
    assert captions.say(broken) == []


def test_a_recording_that_is_heard_again_after_its_end_is_no_live_text(captions):
    captions.becomes(p.RecordingStarted(recording_id=RECORDING, started_at_utc_ms=0))
    assert captions.say(caption(LiveText("a", 0, RECORDING), 1))
    captions.becomes(p.RecordingStopped(recording_id=RECORDING, duration_ms=10))
    assert captions.say(caption(LiveText("b", 0, RECORDING), 2)) == []
