"""Signs of life on recordings: attacks that get in by policy, blinks found beside those marked by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from app.camera.calibration import Rate
from app.camera.decision import Accepted, NeedsSteward
from app.camera.detector import FaceDetector
from app.camera.frames import Frame, VideoFileSource, play
from app.camera.landmarks import FaceLandmarks
from app.camera.liveness import LifeSign, LifeSigns
from app.camera.passive import PassiveLiveness
from app.camera.pipeline import CheckInPipeline
from app.camera.settings import CheckInSettings, FaceModels, LivenessPolicy
from benchmarks.checkin_attacks import held_print, species
from benchmarks.figure import Figure

_GOALS = {LivenessPolicy.NORMAL: 0.05, LivenessPolicy.STRICT: 0.0}
_BLINK_SLACK = 4  # frames between what an eye marks and where the rule finds the end
OpenPipeline = Callable[[CheckInSettings], CheckInPipeline]


@dataclass(frozen=True, slots=True)
class Recording:
    """A living, enrolled person's frames, by the clip's name."""

    name: str
    frames: tuple[Frame, ...]


def attack_figures(open_pipeline: OpenPipeline, recordings: Sequence[Recording]) -> list[Figure]:
    """Per species and policy: how many of the attacks made from these recordings are accepted."""
    found = []
    for name, make in species().items():
        got_in = dict.fromkeys(_GOALS, 0)
        for seed, recording in enumerate(recordings):
            frames = list(make(recording.frames, seed))
            for policy in _GOALS:
                got_in[policy] += gets_in(open_pipeline(CheckInSettings(liveness=policy)), frames)
        found += [
            _attack_figure(name, policy, Rate(accepted, len(recordings)))
            for policy, accepted in got_in.items()
        ]
    return found


def still_figures(attacks: Iterable[tuple[OpenPipeline, list[Frame]]]) -> list[Figure]:
    """The same for photographs of real prints and screens, whose person is enrolled from them."""
    shown = list(attacks)
    return [
        _attack_figure(
            "photographed prints and screens",
            policy,
            Rate(
                sum(
                    gets_in(open_with(CheckInSettings(liveness=policy)), frames)
                    for open_with, frames in shown
                ),
                len(shown),
            ),
        )
        for policy in _GOALS
    ]


def gets_in(pipeline: CheckInPipeline, frames: Iterable[Frame]) -> bool:
    """Whether the gate accepts what it is shown, however often it is tried before the steward comes."""
    with pipeline:
        for frame in frames:
            outcome = pipeline.process(frame).outcome
            if isinstance(outcome, Accepted | NeedsSteward):
                return isinstance(outcome, Accepted)
    return False


def _attack_figure(name: str, policy: LivenessPolicy, rate: Rate) -> Figure:
    goal = _GOALS[policy]
    return Figure(
        f"check-in: {name}, {policy.value}: accepted",
        100 * rate.value,
        None,
        "%",
        f"≤ {goal:.0%}",
        rate.value <= goal,
        str(rate),
    )


def passive_figure(models: FaceModels, recordings: Sequence[Recording]) -> Figure | None:
    """Living people whom the passive part refuses: mean of up to ten frames below the limit."""
    settings = CheckInSettings()
    passive = PassiveLiveness.from_models(models)
    if passive is None:
        return None
    detector = FaceDetector(
        models.detector, long_side_px=settings.detector_long_side_px, score_min=settings.detector_score_min
    )
    refused, names = 0, []
    for recording in recordings:
        scores = []
        for frame in recording.frames:
            faces = detector.detect(frame.image)
            if faces:
                scores.append(passive.score(frame.image, faces[0]).joint)
            if len(scores) == 2 * settings.passive_frames_min:
                break
        if not scores or np.mean(scores) < settings.passive_accept:
            refused += 1
            names.append(recording.name)
    rate = Rate(refused, len(recordings))
    note = f"{rate} {' '.join(names)}"
    return Figure(
        "check-in: living people refused by the passive part",
        100 * rate.value,
        None,
        "%",
        "≤ 4 %",
        rate.value <= 0.04,
        note,
    )


def blink_figures(landmarker: Path, live: Path, recordings: Sequence[Recording]) -> list[Figure]:
    """Blinks of the whole clips against the list made by hand; and what is found on moved prints."""
    marked = tomllib.loads(Path(__file__).with_name("blinks.toml").read_text(encoding="utf-8"))
    hits = dict.fromkeys(marked, 0)
    extra, seconds, turns = 0, 0.0, 0
    for path in sorted(live.iterdir()):
        signs = list(_signs(landmarker, play(VideoFileSource(path))))
        seconds += signs[-1][0].captured_at_ms / 1000 if signs else 0
        found = [frame.index for frame, sign in signs if sign is LifeSign.BLINK]
        turns += sum(sign in (LifeSign.TURN_LEFT, LifeSign.TURN_RIGHT) for _, sign in signs)
        for kind, clips in marked.items():
            for first, last in clips.get(path.name, []):
                hit = next((at for at in found if first <= at <= last + _BLINK_SLACK), None)
                if hit is not None:
                    hits[kind] += 1
                    found.remove(hit)
        extra += len(found)
    totals = {kind: sum(len(blinks) for blinks in clips.values()) for kind, clips in marked.items()}
    steady, every = Rate(hits["steady"], totals["steady"]), Rate(sum(hits.values()), sum(totals.values()))
    false, printed_s = _on_prints(landmarker, recordings)
    return [
        Figure(
            "check-in: blinks of heads that look ahead, found",
            steady.value,
            None,
            "recall",
            "≥ 0.9",
            steady.value >= 0.9,
            f"{steady}; {extra} found that are not on the list; {turns} turns (none reaches 20 degrees)",
        ),
        Figure("check-in: all blinks, found", every.value, None, "recall", "", None, str(every)),
        Figure(
            "check-in: blinks and turns on moved prints",
            false,
            None,
            "",
            "0",
            false == 0,
            f"in {printed_s:.0f} s of {2 * len(recordings)} prints",
        ),
    ]


def _on_prints(landmarker: Path, recordings: Sequence[Recording]) -> tuple[int, float]:
    false, seconds = 0, 0.0
    for seed, recording in enumerate(recordings):
        for vigour in (1.0, 2.0):
            frames = list(held_print(recording.frames, seed, vigour=vigour))
            false += sum(sign is not None for _, sign in _signs(landmarker, frames))
            seconds += frames[-1].captured_at_ms / 1000
    return false, seconds


def _signs(landmarker: Path, frames: Iterable[Frame]) -> Iterator[tuple[Frame, LifeSign | None]]:
    """Every sign with its frame; a frame without any once, with None."""
    landmarks, life = FaceLandmarks(landmarker), LifeSigns()
    try:
        for frame in frames:
            signal = landmarks.observe(frame.image, frame.captured_at_ms)
            for sign in (life.observe(signal) if signal is not None else ()) or (None,):
                yield replace(frame, image=frame.image[:1, :1]), sign
    finally:
        landmarks.close()
