"""How a device likes to look, and all that the window is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.domain.clock import Clock
from app.ui.services.enrolment import EnrolmentService


@dataclass(frozen=True, slots=True)
class UiSettings:
    """How this device likes to look. `text_scale` is 1.0, 1.25 or 1.6.

    `reading_px`: the size of text in the large-text view; 0 until somebody chose one.
    """

    language: str = "vi"
    theme: str = "day"
    text_scale: float = 1.0
    reduced_motion: bool = False
    sounds: bool = True
    reading_px: int = 0


class SettingsService(Protocol):
    """Looks only, so it may lie in a plain file and be read before the PIN is known."""

    def load(self) -> UiSettings:
        """The saved settings; defaults where there are none or they are unreadable."""
        ...

    def save(self, settings: UiSettings) -> None:
        """Atomic and quick; may be called from the GUI thread."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """What `app.ui.main.run` is given."""

    enrolment: EnrolmentService
    clock: Clock
