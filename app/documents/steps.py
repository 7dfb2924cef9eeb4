"""How far something long is, and whether to stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.documents.errors import Cancelled

Cancel = Callable[[], bool]
"""Asked now and then; True means stop."""

Progress = Callable[[int, int], None]
"""Told how many bytes of how many are done."""


def ignore_progress(_done_bytes: int, _total_bytes: int) -> None:
    """Where nobody watches."""


def never_cancel() -> bool:
    """Where nobody stops it."""
    return False


class Stage(StrEnum):
    """What is being done."""

    CONVERTING = "converting"
    CHECKING = "checking"
    RECOGNISING = "recognising"
    SEALING = "sealing"


@dataclass(frozen=True, slots=True)
class Step:
    """`done` of `total` bytes (pages when recognising, files when converting), now at `file`."""

    stage: Stage
    file: str
    done: int
    total: int


OnStep = Callable[[Step], None]
"""Called from the thread that does the work."""


def ignore_steps(_step: Step) -> None:
    """Where nobody watches."""


class Meter:
    """Counts one stage for the progress bar and asks whether to stop."""

    def __init__(self, stage: Stage, total: int, on_step: OnStep, cancel: Cancel) -> None:
        self._stage, self._total, self._done = stage, total, 0
        self._on_step, self._cancel = on_step, cancel
        self.file = ""

    def add(self, count: int) -> None:
        """`count` more are done. Raises `Cancelled`."""
        if self._cancel():
            raise Cancelled
        self._done = min(self._total, self._done + count)
        self._on_step(Step(self._stage, self.file, self._done, self._total))
