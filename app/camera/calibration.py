"""Which thresholds suit this roster: how often the right are missed and strangers taken for somebody.

Every photograph is compared with everybody's template, its own person's made of the others. False
rejection: the
own person is not the first, or not over the threshold, or not far enough before the second. False acceptance:
with the own person taken off the roster, somebody else is accepted: each photograph is a stranger to the
rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.camera.matcher import FaceTemplate, average
from app.camera.vision import Float32

_Z_95 = 1.959964
_SCORE_RANGE = (0.25, 0.80)
_STEP = 0.005
_PROPOSED_RANGE = (0.40, 0.65)
"""Below, OpenCV's public figures (style.md) speak against it; above, light and angle refuse the right
ones."""
_SCORES_BLOCK = 256


@dataclass(frozen=True, slots=True)
class Rate:
    """`events` of `trials`, with its 95 % bounds, 0-1 (Wilson; the rule of three where nothing happened)."""

    events: int
    trials: int

    @property
    def value(self) -> float:
        return self.events / self.trials if self.trials else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        if self.trials == 0:
            return 0.0, 1.0
        if self.events == 0:
            return 0.0, min(1.0, 3 / self.trials)
        n, p, z = self.trials, self.value, _Z_95
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.bounds
        return f"{self.value:.2%} ({self.events}/{self.trials}; 95 %: {low:.2%} - {high:.2%})"


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """What a threshold does. `score_min`: cosine."""

    score_min: float
    false_accept: Rate
    false_reject: Rate


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """`points`: by growing threshold, all with `margin_min`. `proposed`: where it should stand.
    `reaches_goal`: whether the
    proposed point's false acceptance is at the goal, or the roster is too small or too alike to say so."""

    people: int
    margin_min: float
    points: tuple[OperatingPoint, ...]
    proposed: OperatingPoint
    reaches_goal: bool

    @property
    def threshold_milli(self) -> int:
        """For the congress's settings."""
        return round(self.proposed.score_min * 1000)

    @property
    def margin_milli(self) -> int:
        return round(self.margin_min * 1000)


@dataclass(frozen=True, slots=True)
class _Comparisons:
    """One entry a photograph. `genuine`: against its own person; NaN where there is no other photograph of
    them.
    `first`, `second`: the two most similar others."""

    genuine: Float32
    first: Float32
    second: Float32


def calibrate(
    photos: Mapping[str, Sequence[Float32]],
    *,
    templates: Iterable[FaceTemplate] = (),
    strangers: Sequence[Float32] = (),
    margin_min: float = 0.05,
    far_goal: float = 0.005,
) -> CalibrationReport:
    """`photos`: embeddings (float32, 128, of length 1) of each person's pictures. `templates`: of people
    without pictures
    here; they are rivals only. `strangers`: embeddings of people who are not on the roster.

    `far_goal`: part of strangers accepted. Raises ValueError with fewer than two people.
    """
    known = {person_id: list(pictures) for person_id, pictures in photos.items() if pictures}
    rivals = [template for template in templates if template.person_id not in known]
    if len(known) + len(rivals) < 2 or not known:
        raise ValueError("two people or more are needed, one of them with pictures")
    rows = [average(pictures) for pictures in known.values()] + [rival.embedding for rival in rivals]
    compared = _compare(list(known.values()), np.stack(rows))
    outside = _top_two(np.stack(strangers), np.stack(rows)) if strangers else None
    thresholds = np.arange(*_SCORE_RANGE, _STEP)
    points = tuple(_point(compared, outside, float(score), margin_min) for score in thresholds)
    low, high = _PROPOSED_RANGE
    candidates = [point for point in points if low - 1e-9 <= point.score_min <= high + 1e-9]
    good = [point for point in candidates if point.false_accept.value <= far_goal]
    return CalibrationReport(len(rows), margin_min, points, (good or candidates[-1:])[0], bool(good))


def _compare(people: Sequence[Sequence[Float32]], templates: Float32) -> _Comparisons:
    genuine: list[float] = []
    probes: list[Float32] = []
    owners: list[int] = []
    for owner, pictures in enumerate(people):
        for number, picture in enumerate(pictures):
            others = [*pictures[:number], *pictures[number + 1 :]]
            genuine.append(float(average(others) @ picture) if others else math.nan)
            probes.append(picture)
            owners.append(owner)
    first, second = _top_two(np.stack(probes), templates, np.array(owners))
    return _Comparisons(np.array(genuine, np.float32), first, second)


def _top_two(
    probes: Float32, templates: Float32, owners: np.ndarray | None = None
) -> tuple[Float32, Float32]:
    """The two highest scores of each probe, its owner's row left out."""
    firsts, seconds = [], []
    for start in range(0, len(probes), _SCORES_BLOCK):
        scores = probes[start : start + _SCORES_BLOCK] @ templates.T
        if owners is not None:
            scores[np.arange(len(scores)), owners[start : start + _SCORES_BLOCK]] = -1
        top = np.sort(scores, axis=1)[:, -2:]
        firsts.append(top[:, -1])
        seconds.append(top[:, 0] if top.shape[1] > 1 else np.full(len(top), -1, np.float32))
    return np.concatenate(firsts), np.concatenate(seconds)


def _point(
    compared: _Comparisons,
    outside: tuple[Float32, Float32] | None,
    score_min: float,
    margin_min: float,
) -> OperatingPoint:
    probed = ~np.isnan(compared.genuine)
    recognised = (compared.genuine >= score_min) & (compared.genuine - compared.first >= margin_min)
    first, second = outside if outside is not None else (compared.first, compared.second)
    accepted = (first >= score_min) & (first - second >= margin_min)
    return OperatingPoint(
        score_min,
        Rate(int(accepted.sum()), len(first)),
        Rate(int((probed & ~recognised).sum()), int(probed.sum())),
    )
