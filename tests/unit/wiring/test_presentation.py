"""Following the presidium: signals of the chair, repeated, forgotten when they stop, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from app.domain import payloads as p
from app.domain.entities import Role
from app.domain.fold import fold
from app.domain.wire import Signal
from app.ui.services import PresentedPage
from app.wiring.presentation import FORGET_S, PRESENTING, HallPresentation
from tests.fakes.clock import FakeClock
from tests.fakes.congress import device_of, fixed_id, opening_payloads, signer

ROOT = signer(Role.CONGRESS)
CHAIR, TABLET = signer(Role.CHAIR, "1"), signer(Role.TABLET, "1")
STATE = fold(
    ROOT.sign(one).event
    for one in (
        *opening_payloads(),
        p.DeviceEnrolled(device=device_of(CHAIR, Role.CHAIR, "1", None)),
        p.DeviceEnrolled(device=device_of(TABLET, Role.TABLET, "1", None)),
    )
)
PAPER = fixed_id("paper")


class Hall:
    """Hands every signal to every device, with the sender's id filled in."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[Signal], None]] = []
        self.sent: list[Signal] = []

    def device(self, device_id: UUID, clock: FakeClock) -> HallPresentation:
        def send(kind: str, data: dict[str, object]) -> None:
            self.send(Signal(kind=kind, data=data, device_id=device_id))

        def listen(listener: Callable[[Signal], None]) -> Callable[[], None]:
            self.listeners.append(listener)
            return lambda: self.listeners.remove(listener)

        return HallPresentation(device_id, lambda: STATE, send, listen, clock)

    def send(self, signal: Signal) -> None:
        self.sent.append(signal)
        for listener in tuple(self.listeners):
            listener(signal)


def test_a_tablet_follows_the_chair_and_one_that_comes_late_does_too() -> None:
    hall, clock = Hall(), FakeClock()
    chair, early = hall.device(CHAIR.device_id, clock), hall.device(TABLET.device_id, clock)
    seen: list[PresentedPage | None] = []
    early.subscribe(seen.append)
    chair.present(PAPER, 3)
    chair.present(PAPER, 4)
    assert [page and page.page_index for page in seen] == [None, 3, 4]
    late = hall.device(TABLET.device_id, clock)
    assert late.presented() is None
    chair.tick()
    assert late.presented() == PresentedPage(PAPER, 4, CHAIR.device_id)
    chair.stop()
    assert early.presented() is late.presented() is chair.presented() is None


def test_what_is_not_heard_of_any_more_is_forgotten() -> None:
    hall, clock = Hall(), FakeClock()
    chair, tablet = hall.device(CHAIR.device_id, clock), hall.device(TABLET.device_id, clock)
    chair.present(PAPER, 1)
    clock.advance_ms(int(FORGET_S * 1000) - 500)
    tablet.tick()
    assert tablet.presented() is not None
    clock.advance_ms(1000)
    tablet.tick()
    assert tablet.presented() is None
    assert chair.presented() is not None


def test_only_the_chair_presents_and_nonsense_is_passed_over() -> None:
    hall, clock = Hall(), FakeClock()
    tablet = hall.device(fixed_id("other tablet"), clock)
    hall.device(TABLET.device_id, clock).present(PAPER, 1)
    assert tablet.presented() is None
    for data in ({"document_id": "x", "page": 1}, {"document_id": str(PAPER), "page": -1}, {"page": "1"}):
        hall.send(Signal(kind=PRESENTING, data=data, device_id=CHAIR.device_id))
    hall.send(Signal(kind="caption", data={"document_id": str(PAPER), "page": 1}, device_id=CHAIR.device_id))
    assert tablet.presented() is None


def test_closing_the_chair_ends_the_presentation() -> None:
    hall, clock = Hall(), FakeClock()
    chair, tablet = hall.device(CHAIR.device_id, clock), hall.device(TABLET.device_id, clock)
    chair.start()
    chair.present(PAPER, 1)
    chair.close(5.0)
    assert tablet.presented() is None
    assert hall.sent[-1].data == {}
