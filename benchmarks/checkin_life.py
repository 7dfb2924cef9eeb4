"""Signs of life on recordings: attacks that get in by policy, blinks found beside those marked by hand."""

from __future__ import annotations

import multiprocessing
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from app.camera.calibration import Rate
from app.camera.challenge import Step
from app.camera.decision import Accepted, NeedsSteward, Refused
from app.camera.detector import FaceDetector
from app.camera.embedding import FaceEmbedder
from app.camera.frames import Frame, VideoFileSource, play
from app.camera.landmarks import FaceLandmarks
from app.camera.liveness import LifeSign, LifeSigns
from app.camera.matcher import FaceTemplate, Matcher
from app.camera.passive import PassiveLiveness
from app.camera.pipeline import CheckInPipeline
from app.camera.settings import CheckInSettings, FaceModels, LivenessPolicy
from app.camera.vision import configure_opencv
from benchmarks.checkin_attacks import held_print, species
from benchmarks.checkin_clips import Window
from benchmarks.figure import Figure

_GOALS = {LivenessPolicy.NORMAL: 0.05, LivenessPolicy.STRICT: 0.0}
_BLINK_SLACK = 4  # frames between what an eye marks and where the rule finds the end
_LENSES = 2
_LIVE_MS = 2500  # a living person who is still undecided then will be asked
OpenPipeline = Callable[[CheckInSettings], CheckInPipeline]
Counts = Counter[tuple[str, LivenessPolicy]]


@dataclass(frozen=True, slots=True)
class Gate:
    """What a pipeline is made of; can be sent to another process."""

    models: FaceModels
    templates: tuple[FaceTemplate, ...]
    model_sha256: str

    def opener(self) -> OpenPipeline:
        """Pipelines that share one recogniser."""
        matcher = Matcher(self.templates, model_sha256=self.model_sha256)
        embedder = FaceEmbedder(self.models.recogniser)
        return lambda settings: CheckInPipeline(self.models, matcher, settings, embedder=embedder)


def attack_figures(gate: Gate, recordings: Sequence[Window], say: Callable[[str], None]) -> list[Figure]:
    """Per species and policy: how many of the attacks made from these recordings are accepted.

    Two processes, for two cores: nothing is timed here. Replays are filmed through several lenses each,
    because how much of the screen's stripes is seen depends on it.
    """
    tried, got_in = Counts(), Counts()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        work = {pool.submit(_attack, gate, window, 10 * i): window for i, window in enumerate(recordings)}
        for number, done in enumerate(as_completed(work), 1):
            one_tried, one_got_in = done.result()
            tried, got_in = tried + one_tried, got_in + one_got_in
            got = ", ".join(f"{name} ({policy.value})" for name, policy in one_got_in) or "nothing"
            say(f"{number} of {len(recordings)}: {work[done].path.name}: {got} got in")
    return [
        _attack_figure(name, policy, Rate(got_in[name, policy], tried[name, policy]))
        for name in species()
        for policy in _GOALS
    ]


def _attack(gate: Gate, window: Window, seed: int) -> tuple[Counts, Counts]:
    """In a process of its own: every species made from one recording, tried at both policies."""
    configure_opencv(1)
    tried, got_in = Counts(), Counts()
    frames, open_pipeline = window.frames(), gate.opener()
    for name, make in species().items():
        for more in range(_LENSES if "replay" in name else 1):
            accepted = accepting(open_pipeline, make(frames, seed + more))
            tried.update((name, policy) for policy in _GOALS)
            got_in.update((name, policy) for policy in accepted)
    return tried, got_in


def live_figures(gate: Gate, recordings: Sequence[Window]) -> list[Figure]:
    """Living people at an attended gate: who is accepted at a look, who is asked to turn."""
    open_pipeline = gate.opener()
    ends = Counter(_end(open_pipeline(CheckInSettings()), window) for window in recordings)
    seen = sum(ends.values()) - ends["nobody seen"]
    rate = Rate(ends["at once"], seen)
    return [
        Figure(
            "check-in: living people accepted without being asked",
            100 * rate.value,
            None,
            "%",
            "",
            None,
            f"{rate}; within {_LIVE_MS / 1000} s of windows of at most 5 s; asked to turn: {ends['asked']}, "
            f"refused: {ends['refused']}, not decided: {ends['undecided']}; no face: {ends['nobody seen']}",
        )
    ]


def _end(pipeline: CheckInPipeline, window: Window) -> str:
    first_ms = None
    with pipeline:
        for frame in window.frames():
            result = pipeline.process(frame)
            if first_ms is None and result.box is not None:
                first_ms = frame.captured_at_ms
            if isinstance(result.outcome, Accepted):
                return "at once"
            if isinstance(result.outcome, Refused | NeedsSteward):
                return "refused"
            if isinstance(result.outcome.guide, Step):
                return "asked"
            if first_ms is not None and frame.captured_at_ms - first_ms > _LIVE_MS:
                return "undecided"
    return "undecided" if first_ms is not None else "nobody seen"


def still_figures(attacks: Iterable[tuple[OpenPipeline, list[Frame]]]) -> list[Figure]:
    """The same for photographs of real prints and screens, whose person is enrolled from them."""
    accepted = [accepting(open_with, frames) for open_with, frames in attacks]
    return [
        _attack_figure(
            "photographed prints and screens",
            policy,
            Rate(sum(policy in one for one in accepted), len(accepted)),
        )
        for policy in _GOALS
    ]


def accepting(open_with: OpenPipeline, frames: Iterable[Frame]) -> set[LivenessPolicy]:
    """The policies at which the gate accepts what it is shown, however often that is tried before the steward
    comes. Frames are made only as long as somebody still looks."""
    accepted = set()
    with ExitStack() as gates:
        trying = {
            policy: gates.enter_context(open_with(CheckInSettings(liveness=policy))) for policy in _GOALS
        }
        for frame in frames:
            for policy in list(trying):
                outcome = trying[policy].process(frame).outcome
                if isinstance(outcome, Accepted):
                    accepted.add(policy)
                if isinstance(outcome, Accepted | NeedsSteward):
                    del trying[policy]
            if not trying:
                break
    return accepted


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


def passive_figure(models: FaceModels, recordings: Sequence[Window]) -> list[Figure]:
    """Living people whom the passive part refuses: mean of up to ten frames below the limit."""
    settings = CheckInSettings()
    passive = PassiveLiveness.from_models(models)
    if passive is None:
        return []
    detector = FaceDetector(
        models.detector, long_side_px=settings.detector_long_side_px, score_min=settings.detector_score_min
    )
    refused, seen = [], 0
    for window in recordings:
        scores: list[float] = []
        for frame in window.frames():
            faces = detector.detect(frame.image)
            if faces:
                scores.append(passive.score(frame.image, faces[0]).joint)
            if len(scores) == 2 * settings.passive_frames_min:
                break
        seen += bool(scores)
        if scores and np.mean(scores) < settings.passive_accept:
            refused.append(window.path.name)
    rate = Rate(len(refused), seen)
    return [
        Figure(
            "check-in: living people refused by the passive part",
            100 * rate.value,
            None,
            "%",
            "≤ 4 %",
            rate.value <= 0.04,
            f"{rate} {' '.join(refused)}".rstrip(),
        )
    ]


def blink_figures(landmarker: Path, live: Path, recordings: Sequence[Window]) -> list[Figure]:
    """Blinks of the whole clips against the list made by hand; and what is found on moved prints."""
    marked = tomllib.loads(Path(__file__).with_name("blinks.toml").read_text(encoding="utf-8"))["blinks"]
    hits, extra, seconds, turns = 0, [], 0.0, 0
    for path in sorted(live.iterdir()):
        signs = list(_signs(landmarker, play(VideoFileSource(path))))
        seconds += signs[-1][0].captured_at_ms / 1000 if signs else 0
        found = [frame.index for frame, sign in signs if sign is LifeSign.BLINK]
        turns += sum(sign in (LifeSign.TURN_LEFT, LifeSign.TURN_RIGHT) for _, sign in signs)
        for first, last in marked.get(path.name, []):
            hit = next((at for at in found if first <= at <= last + _BLINK_SLACK), None)
            if hit is not None:
                hits += 1
                found.remove(hit)
        extra += [f"{path.name} {at}" for at in found]
    recall = Rate(hits, sum(len(blinks) for blinks in marked.values()))
    false, printed_s = _on_prints(landmarker, recordings)
    return [
        Figure(
            "check-in: blinks found, of those marked by hand",
            recall.value,
            None,
            "recall",
            "≥ 0.9",
            recall.value >= 0.9,
            f"{recall}; not on the list in {seconds:.0f} s: {', '.join(extra) or 'none'}; {turns} turns (the "
            f"clips hold none of 20 degrees)",
        ),
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


def _on_prints(landmarker: Path, recordings: Sequence[Window]) -> tuple[int, float]:
    false, seconds = 0, 0.0
    for seed, recording in enumerate(recordings):
        for vigour in (1.0, 2.0):
            frames = list(held_print(recording.frames(), seed, vigour=vigour))
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
