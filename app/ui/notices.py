"""The one message bus: whoever has something to tell the user says it here, and the shell shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.runtime.messages import Messages


class NoticeKind(StrEnum):
    """How it looks and whether it goes away by itself (only `DONE` does)."""

    DONE = "done"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Notice:
    """What happened, what to do, and perhaps a button that does it."""

    kind: NoticeKind
    what: str
    fix: str = ""
    action: str = ""
    on_action: Callable[[], None] | None = None


class Notices(QObject):
    """For the GUI thread."""

    told = Signal(object)

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self.messages = messages

    def done(
        self, what: str, fix: str = "", action: str = "", on_action: Callable[[], None] | None = None
    ) -> None:
        self.told.emit(Notice(NoticeKind.DONE, what, fix, action, on_action))

    def error(self, error: Exception) -> None:
        """Say an error in the user's language."""
        words = self.messages.of(error)
        self.told.emit(Notice(NoticeKind.PROBLEM, words.what, words.fix))
