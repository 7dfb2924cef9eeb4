"""How far the making of a pack is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.documents.errors import Cancelled
from app.documents.pack_format import Cancel


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
