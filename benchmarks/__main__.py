"""`python -m benchmarks [NAME] [--data DIR] [--json FILE]`: measure, and print beside the baseline.

A benchmark is a module of this package with `run(data, models) -> list[Figure]`. `data` is a folder laid
out like the shared one, or None where there is none; `models` is the folder of installed models.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import platform
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from app.runtime.assets.locations import find_model_folder, install_folder, project_root, shared_folder
from benchmarks.figure import Figure

NAMES = (
    "documents",
    "reading",
    "search",
    "checkin",
    "speech",
    "spoken",
    "wording",
    "captions",
    "editor",
    "packs",
    "sync",
    "hall",
    "startup",
)
_NAME_WIDTH_MAX = 52


@dataclass(frozen=True, slots=True)
class Result:
    """One benchmark's figures, or why there are none."""

    benchmark: str
    figures: tuple[Figure, ...]
    seconds: float
    failure: str = ""


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 0 even when a target is missed, 1 when a benchmark could not run."""
    available = [name for name in NAMES if importlib.util.find_spec(f"benchmarks.{name}")]
    parser = argparse.ArgumentParser(prog="run.py bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("name", nargs="*", help=f"one or more of: {', '.join(available)}")
    parser.add_argument("--data", type=Path, help="a folder laid out like the shared one (default: found)")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.name) - set(available))
    if unknown:
        parser.error(f"no benchmark named {', '.join(unknown)}; there are: {', '.join(available)}")

    root = project_root()
    data = options.data or shared_folder(root)
    models = find_model_folder(root) or install_folder() / "models"
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} CPUs\n", flush=True)
    results = []
    for name in options.name or available:
        print(f"… {name}", flush=True)
        results.append(_measure(name, data, models))
    print("\n" + table([figure for result in results for figure in result.figures]))
    for result in results:
        if result.failure:
            print(f"✗ {result.benchmark}: {result.failure}")
    if options.json:
        _write(options.json, results)
    return 1 if any(result.failure for result in results) else 0


def _measure(name: str, data: Path | None, models: Path) -> Result:
    started = time.perf_counter()
    try:
        figures = tuple(importlib.import_module(f"benchmarks.{name}").run(data, models))
        failure = ""
    except Exception as error:  # one that fails must not hide what the others measured
        traceback.print_exc()
        figures, failure = (), f"{type(error).__name__}: {error}"
    return Result(name, figures, time.perf_counter() - started, failure)


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned text, each note on a line of its own below its figure."""
    heads = ("figure", "ours", "baseline", "unit", "ratio", "target", "ok")
    rows = [
        (
            figure.name,
            number(figure.ours),
            number(figure.baseline),
            figure.unit,
            f"{figure.ratio:.2f}x" if figure.ratio is not None else "",
            figure.target,
            {True: "yes", False: "MISSED", None: ""}[figure.ok],
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    widths[0] = min(widths[0], _NAME_WIDTH_MAX)
    lines = [_line(heads, widths), _line(tuple("-" * width for width in widths), widths)]
    for figure, row in zip(figures, rows, strict=True):
        lines.append(_line(row, widths))
        if figure.note:
            lines.append(f"    {figure.note}")
    missed = sum(figure.ok is False for figure in figures)
    lines.append(f"\n{len(figures)} figures, {missed} of them missed their target.")
    return "\n".join(lines)


def _line(cells: tuple[str, ...], widths: Sequence[int]) -> str:
    right = {1, 2, 4}
    padded = [
        cell.rjust(width) if column in right else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def number(value: float | None) -> str:
    """Three digits that matter: 0.094, 5.43, 126, 38,696."""
    if value is None:
        return ""
    size = abs(value)
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    return f"{value:,.{decimals}f}"


def _write(path: Path, results: Sequence[Result]) -> None:
    report = {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cpus": os.cpu_count(),
        "benchmarks": [
            {
                "name": result.benchmark,
                "seconds": round(result.seconds, 3),
                "failure": result.failure,
                "figures": [{**asdict(figure), "ratio": figure.ratio} for figure in result.figures],
            }
            for result in results
        ],
    }
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
