"""Laptops that share one log: each sees its own facts at once, the others' when the hall has told them."""

from __future__ import annotations

import random
from functools import partial
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain import payloads as p
from app.domain.entities import Device, Role
from app.domain.events import Event, EventSigner
from app.domain.fold import fold
from app.domain.state import CongressState
from app.ui.services import Snapshot
from tests.fakes.basics import fixed_id
from tests.fakes.services import FakeHouse


class SharedLog:
    """The hall of some houses. `deliver` is the network: it confirms what one of them has said."""

    def __init__(self, *houses: FakeHouse) -> None:
        self._houses = houses
        self._pending: dict[int, list[Event]] = {number: [] for number in range(len(houses))}
        self._state: CongressState = houses[0].congress.state
        for number, house in enumerate(houses):
            congress = house.congress
            congress.device_id = fixed_id(f"laptop-{number}")
            key = Ed25519PrivateKey.generate()
            chance = random.Random(number).randbytes
            congress._signer = EventSigner(congress.device_id, key, congress.clock, chance)
            device = Device(
                id=congress.device_id, name=f"Máy thư ký {number + 1}", role=Role.CHAIR, public_key="0" * 64
            )
            enrolled = congress._signer.sign(p.DeviceEnrolled(device=device)).event
            self._state = fold([enrolled], self._state)
            congress.say = partial(self._say, number)  # type: ignore[method-assign]
        for number in range(len(houses)):
            self._show(number)

    def _say(self, number: int, payload: p.Payload) -> UUID:
        congress = self._houses[number].congress
        event = congress._signer.sign(payload).event
        self._pending[number].append(event)
        congress.said.append(payload)
        self._show(number)
        return event.id

    def deliver(self, number: int) -> None:
        """What this house has said reaches the hall, and from there everybody."""
        self._state = fold(self._pending[number], self._state)
        self._pending[number] = []
        for other in range(len(self._houses)):
            self._show(other)

    def _show(self, number: int) -> None:
        congress = self._houses[number].congress
        congress.state = fold(self._pending[number], self._state)
        congress._version += 1
        shown: Snapshot = congress.snapshot()
        congress._told.tell(shown)
