"""One measured figure, beside the baseline that was measured in the same run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What one benchmark found.

    `ours` and `baseline` are in `unit` and come from the same machine, run and data; `baseline` is None
    where there is nothing bare to compare with. `ok` is None for a figure without a target. `note` says
    what was measured, on which data, or why something was left out.
    """

    name: str
    ours: float
    baseline: float | None
    unit: str
    target: str
    ok: bool | None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over the baseline's, or None where there is none."""
        return self.ours / self.baseline if self.baseline else None
