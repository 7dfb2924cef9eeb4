"""What every fact is made of."""

from __future__ import annotations

from typing import ClassVar

from app.domain.entities import Entity


class Payload(Entity):
    """The typed part of an event."""

    type: ClassVar[str]
