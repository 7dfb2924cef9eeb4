from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.camera.capture import CameraThread
from app.camera.challenge import Step
from app.camera.decision import (
    Accepted,
    LivenessVerdict,
    NeedsSteward,
    Outcome,
    RefusalReason,
    Refused,
    StewardReason,
    Waiting,
)
from app.camera.detector import FaceDetector
from app.camera.errors import CameraUnplugged, ModelMissing
from app.camera.frames import Frame, LatestFrameSlot, WebcamSource, rotate
from app.camera.landmarks import FaceLandmarks
from app.camera.liveness import LifeSign
from app.camera.matcher import Matcher
from app.camera.pipeline import CheckInPipeline, CheckInResult
from app.camera.quality import QualityReason
from app.camera.settings import CheckInSettings, LivenessPolicy
from tests.fakes.camera import FakeVideoDevice, as_frames, moved_print
from tests.fakes.clock import FakeClock

SPEAKER, BLINKER, STRANGER = "grid_brbk7n.mpg", "grid_pwij3p.mpg", "grid_lbbc2a.mpg"


@pytest.fixture(scope="module")
def roster(enroller, clip, lfw) -> Matcher:
    """Two people of the clips, from frames at the clips' ends, among others; STRANGER is not enrolled."""
    templates = [enroller.template(name, lfw[name][:3]) for name in lfw if name != "strangers"]
    for name in (SPEAKER, BLINKER, "pyfeat_single_face.mp4"):
        photos = [cv2.imencode(".png", frame.image)[1].tobytes() for frame in clip(name)[-20::8]]
        templates.append(enroller.template(name, photos))
    return Matcher(templates, model_sha256=enroller.model_sha256)


@pytest.fixture
def pipeline(face_models, roster, embedder) -> Iterable[CheckInPipeline]:
    with CheckInPipeline(face_models, roster, embedder=embedder) as made:
        yield made


def run(pipeline: CheckInPipeline, frames: Iterable[Frame]) -> list[CheckInResult]:
    return [pipeline.process(frame) for frame in frames]


def decisions(results: list[CheckInResult]) -> list[Outcome]:
    return [result.outcome for result in results if result.outcome_is_new]


@pytest.mark.parametrize("name", [SPEAKER, BLINKER, "pyfeat_single_face.mp4"])
def test_an_enrolled_living_person_is_accepted_once_and_within_two_seconds(pipeline, clip, name):
    results = run(pipeline, clip(name))
    (accepted,) = decisions(results)
    assert isinstance(accepted, Accepted)
    assert accepted.person_id == name
    assert accepted.liveness is LivenessVerdict.LIVE
    assert accepted.signs == {LifeSign.SOFT}
    decided = next(result for result in results if result.outcome_is_new)
    assert 0 < decided.captured_at_ms <= 2000
    assert decided.frame_index >= 4  # never on one frame


def test_a_decided_person_costs_little_more_than_the_detector(pipeline, clip):
    results = run(pipeline, clip(SPEAKER))
    decided = next(i for i, result in enumerate(results) if result.outcome_is_new)
    after = results[decided + 1 :]
    assert all(result.times.landmarks_ms == result.times.passive_ms == 0 for result in after)
    assert sum(result.times.embed_ms > 0 for result in after) <= 5
    assert results[0].times.total_ms > 0


def test_a_stranger_is_refused(pipeline, clip):
    assert decisions(run(pipeline, clip(STRANGER)))[0] == Refused(RefusalReason.NOT_RECOGNISED)


@pytest.mark.parametrize(
    "name", ["vietmoney_fake_002.jpg", "vietmoney_fake_003.jpg", "minivision_image_F2.jpg"]
)
def test_a_real_print_or_screen_of_an_enrolled_person_is_refused(
    face_models, enroller, embedder, shared_data: Path, name
):
    data = (shared_data / "video" / "still" / name).read_bytes()
    matcher = Matcher([enroller.template("an", [data])], model_sha256=enroller.model_sha256)
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    with CheckInPipeline(face_models, matcher, embedder=embedder) as pipeline:
        found = decisions(run(pipeline, as_frames([image] * 20)))
    assert found == [Refused(RefusalReason.NOT_LIVE)]


@pytest.mark.parametrize("name", [SPEAKER, "pyfeat_single_face.mp4"])
def test_a_moved_print_of_an_enrolled_person_is_never_accepted(pipeline, clip, name):
    images = moved_print(clip(name)[10].image, 110)
    found = decisions(run(pipeline, as_frames(images)))
    assert found
    assert not any(isinstance(outcome, Accepted) for outcome in found)


def test_without_the_passive_models_who_does_not_turn_is_not_accepted(face_models, roster, embedder, clip):
    models = replace(face_models, minifas=(), minifas128=None)
    with CheckInPipeline(models, roster, embedder=embedder, random=bytes) as pipeline:
        assert not pipeline.passive_available
        results = run(pipeline, clip(SPEAKER))
    assert not any(isinstance(outcome, Accepted) for outcome in decisions(results))
    assert Waiting(Step.TURN_RIGHT, 0, 1) in [result.outcome for result in results]


def test_without_landmarks_who_moves_is_accepted_and_a_print_gets_the_steward(
    face_models, roster, embedder, clip
):
    models = replace(face_models, landmarker=None)
    with CheckInPipeline(models, roster, embedder=embedder) as pipeline:
        found = decisions(run(pipeline, clip(SPEAKER)))
    assert [type(outcome) for outcome in found] == [Accepted]
    with CheckInPipeline(models, roster, embedder=embedder) as pipeline:
        found = decisions(run(pipeline, as_frames(moved_print(clip(SPEAKER)[10].image, 30))))
    assert found == [NeedsSteward(StewardReason.LIVENESS_UNAVAILABLE, SPEAKER)]


def test_strict_accepts_nobody_who_only_speaks(face_models, roster, embedder, clip):
    settings = CheckInSettings(liveness=LivenessPolicy.STRICT)
    with CheckInPipeline(face_models, roster, settings, embedder=embedder) as pipeline:
        results = run(pipeline, clip(SPEAKER))
    assert not any(isinstance(outcome, Accepted) for outcome in decisions(results))
    assert any(result.outcome.total == 3 for result in results if isinstance(result.outcome, Waiting))


def test_the_policy_off_decides_on_the_third_good_frame(face_models, roster, embedder, clip):
    settings = CheckInSettings(liveness=LivenessPolicy.OFF)
    with CheckInPipeline(face_models, roster, settings, embedder=embedder) as pipeline:
        results = run(pipeline, clip(SPEAKER)[:5])
    assert [result.outcome_is_new for result in results] == [False, False, True, False, False]


def shaped(image: np.ndarray, shape: str) -> np.ndarray:
    """The picture of a camera that is mirrored, wide or upright."""
    height, width = image.shape[:2]
    if shape == "mirrored":
        return cv2.flip(image, 1)
    if shape == "16:9":
        side = (height * 16 // 9 - width) // 2
        return cv2.copyMakeBorder(image, 0, 0, side, side, cv2.BORDER_REPLICATE)
    return image[:, (width - height * 3 // 4) // 2 : (width + height * 3 // 4) // 2].copy()


@pytest.mark.parametrize("shape", ["mirrored", "16:9", "portrait"])
def test_whatever_the_shape_of_the_picture_the_person_is_accepted(pipeline, clip, shape):
    frames = [replace(frame, image=shaped(frame.image, shape)) for frame in clip(SPEAKER)]
    (accepted,) = decisions(run(pipeline, frames))
    assert accepted.person_id == SPEAKER


def test_at_five_frames_a_second_a_moving_person_is_accepted_and_a_print_is_not(pipeline, clip):
    slow = [frame for frame in clip(BLINKER) if frame.index % 5 == 0]
    (accepted,) = decisions(run(pipeline, slow))
    assert accepted.person_id == BLINKER
    images = moved_print(clip(SPEAKER)[10].image, 40)
    offset_ms = slow[-1].captured_at_ms + 2000
    found = decisions(run(pipeline, as_frames(images, interval_ms=200, start_ms=offset_ms)))
    assert found
    assert not any(isinstance(outcome, Accepted) for outcome in found)


def test_a_stuck_picture_of_an_enrolled_person_ends_at_the_steward(pipeline, clip):
    found = decisions(run(pipeline, as_frames([clip(SPEAKER)[10].image] * 230)))
    assert found == [Refused(RefusalReason.NO_SIGN_OF_LIFE), NeedsSteward(StewardReason.REPEATED)]


def test_the_landmarks_and_the_detector_agree_which_side_a_head_is_turned_to(face_models, clip):
    """Both know the person's left: a turn asked for must be the turn that is seen."""
    detector = FaceDetector(face_models.detector, long_side_px=320, score_min=0.8)
    landmarks = FaceLandmarks(face_models.landmarker)
    pairs = []
    for frame in clip("skv_carphone_pristine.mp4")[::3]:
        signal, faces = landmarks.observe(frame.image, frame.captured_at_ms), detector.detect(frame.image)
        if signal is not None and faces:
            eyes, nose = faces[0].landmarks[:2].mean(axis=0), faces[0].landmarks[2]
            pairs.append((signal.yaw_deg, (nose - eyes)[0] / faces[0].eye_distance_px))
    landmarks.close()
    assert np.corrcoef(np.array(pairs).T)[0, 1] > 0.8


def test_an_empty_gate_a_covered_lens_and_two_people_are_guided(pipeline, clip):
    face = clip(SPEAKER)[0].image
    empty, black = np.full_like(face, 128), np.zeros_like(face)
    pair = np.hstack([face, face])
    results = run(pipeline, as_frames([empty, black, pair]))
    assert [result.outcome for result in results] == [
        Waiting(QualityReason.NO_FACE),
        Waiting(QualityReason.BLACK),
        Waiting(QualityReason.SEVERAL_FACES),
    ]


def test_a_person_who_takes_anothers_place_is_judged_anew(pipeline, clip):
    """Two faces at the same spot of the picture: only their embeddings tell them apart."""
    first, second = clip(SPEAKER), clip(BLINKER)
    offset_ms = first[-1].captured_at_ms + 40
    second = [replace(frame, captured_at_ms=frame.captured_at_ms + offset_ms) for frame in second]
    found = decisions(run(pipeline, [*first, *second]))
    assert [outcome.person_id for outcome in found] == [SPEAKER, BLINKER]


def test_a_roster_can_change_while_the_gate_is_open(pipeline, clip, enroller):
    pipeline.enrol(Matcher((), model_sha256=enroller.model_sha256))
    assert decisions(run(pipeline, clip(SPEAKER)))[0] == Refused(RefusalReason.NOT_RECOGNISED)


def test_a_picture_on_its_side_is_accepted_once_the_source_turns_it(pipeline, clip):
    lying = [rotate(frame.image, 90) for frame in clip(SPEAKER)]
    assert not decisions(run(pipeline, as_frames(lying[:5])))
    clock = FakeClock()
    source = WebcamSource(
        0, clock, rotation=270, open_device=lambda _: FakeVideoDevice(lying), device_exists=lambda _: True
    )
    source.open()
    frames = []
    for _ in lying:
        clock.advance_ms(40)
        frames.append(source.read())
    source.close()
    (accepted,) = decisions(run(pipeline, frames))
    assert accepted.person_id == SPEAKER


class AttentiveDevice(FakeVideoDevice):
    """Gives the next picture only when the one before was looked at: no frame is dropped, none is timed."""

    def __init__(self, images: list[np.ndarray], clock: FakeClock) -> None:
        super().__init__(images)
        self.looked = threading.Semaphore(1)
        self._left = len(images)
        self._clock = clock

    def read(self):
        if self._left > 0:
            assert self.looked.acquire(timeout=30)
            self._clock.advance_ms(40)
        self._left -= 1
        return super().read()


def test_through_the_cameras_thread_a_person_is_accepted_before_it_is_unplugged(
    face_models, roster, embedder, clip
):
    clock, slot = FakeClock(), LatestFrameSlot()
    device = AttentiveDevice([frame.image for frame in clip(SPEAKER)], clock)
    results: list[CheckInResult] = []
    camera_errors: list[object] = []
    source = WebcamSource(0, clock, open_device=lambda _: device, device_exists=lambda _: True)
    camera = CameraThread(source, (slot,), on_stopped=camera_errors.append)
    camera.start()
    with CheckInPipeline(face_models, roster, embedder=embedder) as pipeline:
        while (frame := slot.take(30)) is not None:
            results.append(pipeline.process(frame))
            device.looked.release()
    camera.stop(20)
    (accepted,) = decisions(results)
    assert accepted.person_id == SPEAKER
    assert isinstance(camera_errors[0], CameraUnplugged)
    assert slot.dropped == 0


def test_a_missing_model_is_named(face_models, roster, tmp_path: Path):
    broken = replace(face_models, detector=tmp_path / "yunet.onnx")
    with pytest.raises(ModelMissing, match=r"yunet\.onnx"):
        CheckInPipeline(broken, roster)


def test_nothing_in_a_result_is_a_picture(pipeline, clip):
    result = pipeline.process(clip(SPEAKER)[0])
    assert not any(isinstance(getattr(result, name), np.ndarray) for name in result.__slots__)
