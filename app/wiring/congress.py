"""What is true, and saying that something happened: the store behind `CongressService`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from app.domain.entities import Device
from app.domain.events import EventSigner
from app.domain.payloads import Payload
from app.storage.device_store import DeviceStore
from app.ui.services import Snapshot


@dataclass(frozen=True)
class StoredCongress:
    """`CongressService` over this device's store. `wake` tells sync that there is something to push."""

    store: DeviceStore
    signer: EventSigner
    device: Device
    wake: Callable[[], None]

    def snapshot(self) -> Snapshot:
        state, version = self.store.projection.current
        return Snapshot(state, self.device.role, self.device.id, self.device.person_id, version)

    def subscribe(self, listener: Callable[[Snapshot], None]) -> Callable[[], None]:
        # The listener always gets the newest: two refreshes may finish in either order.
        remove = self.store.projection.subscribe(lambda _state: listener(self.snapshot()))
        listener(self.snapshot())
        return remove

    def say(self, payload: Payload) -> UUID:
        (signed,) = self.store.say(self.signer, payload)
        self.wake()
        return signed.event.id
