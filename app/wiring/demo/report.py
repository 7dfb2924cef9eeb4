"""What the demonstration did, step by step: printed as a table, kept as JSON."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from app.domain.clock import Clock
from app.storage.files import write_atomic


@dataclass
class Step:
    """One thing that was done. `ok` is False where what happened is not what had to happen."""

    name: str
    seconds: float = 0.0
    ok: bool = True
    found: str = ""
    figures: dict[str, Any] = field(default_factory=dict)

    def expect(self, holds: bool, otherwise: str) -> None:
        """Note that something which had to hold did not."""
        if not holds:
            self.ok = False
            self.found = f"{self.found}; NOT: {otherwise}" if self.found else f"NOT: {otherwise}"


@dataclass
class Report:
    """Steps in order, the samples used with their licences, and the engine that ran."""

    clock: Clock
    steps: list[Step] = field(default_factory=list)
    samples: list[dict[str, str]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return all(step.ok for step in self.steps)

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Time one step and print its line when it ends."""
        step = Step(name)
        self.steps.append(step)
        started_s = self.clock.monotonic_s()
        try:
            yield step
        except BaseException as error:
            step.ok, step.found = False, f"{type(error).__name__}: {error}"
            raise
        finally:
            step.seconds = round(self.clock.monotonic_s() - started_s, 3)
            print(_row(step), flush=True)

    def print_summary(self) -> None:
        """The last lines: all in all, and whose faces and voices these were."""
        total = sum(step.seconds for step in self.steps)
        print("-" * 108)
        print(f"{'OK' if self.ok else 'FAILED':4} {'total':44} {total:8.2f} s")
        for sample in self.samples:
            print(f"     {sample['file']}: {sample['licence']} ({sample['source']})")

    def write(self, path: Path) -> None:
        content = {
            "ok": self.ok,
            "python": sys.version.split()[0],
            "platform": platform.platform(),
            **self.facts,
            "samples": self.samples,
            "steps": [asdict(step) for step in self.steps],
        }
        write_atomic(path, json.dumps(content, ensure_ascii=False, indent=1).encode(), mode=0o644)


def _row(step: Step) -> str:
    return f"{'ok' if step.ok else 'FAIL':4} {step.name:44} {step.seconds:8.2f} s  {step.found}"
