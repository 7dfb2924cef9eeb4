"""What is true in the congress, and saying that something happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app.domain.entities import Document, Role
from app.domain.payloads import Payload
from app.domain.state import CongressState
from app.ui.services.common import Unsubscribe


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`fold(confirmed, pending)` as this device sees it now, and who is looking."""

    state: CongressState
    role: Role
    device_id: UUID
    person_id: UUID | None
    version: int
    """Grows by one or more with every change."""

    def papers(self) -> list[Document]:
        """Documents that this device may hold, in the order of the shelves."""
        person = self.state.persons.get(self.person_id) if self.person_id else None
        return [doc for doc in self.state.documents_on_shelf() if doc.is_for(self.role, person)]


class CongressService(Protocol):
    """The one way to see what is true and to say that something happened."""

    def snapshot(self) -> Snapshot: ...

    def subscribe(self, listener: Callable[[Snapshot], None]) -> Unsubscribe: ...

    def say(self, payload: Payload) -> UUID:
        """Blocking. Sign and store the event in one transaction; its id. It is pending until the hall
        confirms it, and `subscribe` listeners see it at once."""
        ...
