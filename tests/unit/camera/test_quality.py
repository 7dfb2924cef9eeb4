from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from app.camera.detector import DetectedFace, FaceDetector, find_rotation
from app.camera.embedding import FaceEmbedder
from app.camera.frames import rotate
from app.camera.quality import FaceQuality, QualityReason, has_rival, is_black, is_covered, judge, measure
from app.camera.settings import CheckInSettings, FaceModels
from app.camera.tracking import FaceTracker, FramePace, overlap

SETTINGS = CheckInSettings()
GOOD = FaceQuality(
    eye_distance_px=60,
    face_height=0.4,
    luma=130,
    backlight_ratio=1.0,
    sharpness=200,
    yaw=0.0,
    pitch_ratio=0.55,
    roll_deg=0.0,
)


@pytest.fixture(scope="module")
def detector(face_models: FaceModels) -> FaceDetector:
    return FaceDetector(face_models.detector, long_side_px=320, score_min=0.8)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"eye_distance_px": 15}, QualityReason.TOO_FAR),
        ({"face_height": 0.95}, QualityReason.TOO_CLOSE),
        ({"luma": 30, "backlight_ratio": 4}, QualityReason.BACKLIGHT),
        ({"luma": 30}, QualityReason.TOO_DARK),
        ({"luma": 245}, QualityReason.TOO_BRIGHT),
        ({"yaw": -0.5}, QualityReason.TURNED),
        ({"pitch_ratio": 0.95}, QualityReason.TURNED),
        ({"roll_deg": 40}, QualityReason.TURNED),
        ({"sharpness": 5}, QualityReason.BLURRED),
        ({"sharpness": 5, "eye_distance_px": 15}, QualityReason.TOO_FAR),
    ],
)
def test_the_first_thing_to_mend_is_named(change, reason):
    assert judge(replace(GOOD, **change), SETTINGS) is reason


def face(x: float, size: float) -> DetectedFace:
    return DetectedFace((x, 0, size, size), np.zeros((5, 2), np.float32), 0.9)


def test_only_a_face_of_similar_size_is_a_rival():
    assert has_rival((face(0, 100), face(200, 80)), SETTINGS)
    assert not has_rival((face(0, 100), face(200, 50)), SETTINGS)
    assert not has_rival((face(0, 100),), SETTINGS)


def test_a_covered_lens_is_black_and_a_dark_hall_is_not():
    noise = np.random.default_rng(0).integers(0, 6, (480, 640, 3)).astype(np.uint8)
    assert is_black(noise, SETTINGS)
    noise[200:300, 200:300] += 40
    assert not is_black(noise, SETTINGS)


def spoil(name: str, image):
    """Real faults of a gate, done to a real picture."""
    if name == "too_dark":
        return cv2.convertScaleAbs(image, alpha=0.25)
    if name == "blurred":
        return cv2.GaussianBlur(image, (0, 0), 6)
    if name == "too_far":
        small = cv2.resize(image, None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA)
        far = np.full_like(image, 120)
        far[100 : 100 + small.shape[0], 200 : 200 + small.shape[1]] = small
        return far
    return image


@pytest.mark.parametrize("name", ["good", "too_dark", "blurred", "too_far"])
def test_real_faults_are_recognised(detector, embedder: FaceEmbedder, clip, name: str):
    image = spoil(name, clip("pyfeat_single_face.mp4")[30].image)
    found = detector.detect(image)[0]
    reason = judge(measure(image, found, embedder.align(image, found)), SETTINGS)
    assert reason == (None if name == "good" else QualityReason(name))


@pytest.mark.parametrize("mounted", [0, 90, 180, 270])
def test_the_rotation_of_a_mounted_camera_is_found(detector, clip, mounted):
    image = rotate(clip("grid_bbaf2n.mpg")[10].image, mounted)
    assert find_rotation(detector, image) == (360 - mounted) % 360


def test_a_small_picture_gives_the_same_face_as_the_large_one(detector, clip):
    image = clip("pyfeat_single_face.mp4")[30].image
    large = cv2.resize(image, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    first, second = detector.detect(image)[0], detector.detect(large)[0]
    assert overlap(first.box, tuple(value / 3 for value in second.box)) > 0.85


def test_a_face_keeps_its_number_while_it_overlaps_and_is_not_away_for_long():
    tracker = FaceTracker(SETTINGS)

    def number(x: float, now_ms: int) -> int:
        return tracker.follow([face(x, 100)], now_ms)[0].track_id

    first = number(0, 0)
    assert number(20, 66) == first
    assert number(30, 600) == first
    second = number(300, 660)
    assert second != first
    assert number(300, 1400) != second


def test_of_two_near_faces_the_one_that_stands_still_is_taken():
    tracker = FaceTracker(SETTINGS)
    chosen = []
    for index in range(12):
        pair = [face(300 - 20 * index, 110), face(500, 100)]
        followed = tracker.follow(pair, index * 66)
        chosen.append(tracker.choose(followed, index * 66))
    assert chosen[0] is None
    assert chosen[-1].face.box[0] == 500


def test_two_who_both_stand_still_are_too_many_and_a_small_face_behind_is_not():
    tracker = FaceTracker(SETTINGS)
    for index in range(12):
        followed = tracker.follow([face(0, 110), face(300, 100)], index * 66)
        assert tracker.choose(followed, index * 66) is None
    followed = tracker.follow([face(0, 110), face(300, 60)], 900)
    assert tracker.choose(followed, 900).face.box[0] == 0


def test_the_pace_of_frames_is_measured_by_their_own_times():
    pace = FramePace()
    for index in range(4):
        pace.observe(index * 200)
    assert pace.fps is None
    pace.observe(800)
    assert pace.fps == pytest.approx(5)


@pytest.mark.parametrize("colour", [(200, 170, 120), (225, 225, 225), (35, 35, 35), (140, 160, 190)])
def test_a_painted_mask_is_noticed_and_a_bare_mouth_is_not(detector, embedder, clip, colour):
    image = clip("grid_bbaf2n.mpg")[10].image
    found = detector.refine(image, detector.detect(image)[0])
    aligned = embedder.align(image, found)
    assert not is_covered(measure(image, found, aligned), SETTINGS)
    masked = aligned.copy()
    outline = np.array([[22, 72], [56, 66], [90, 72], [86, 100], [70, 112], [42, 112], [26, 100]], np.int32)
    cv2.fillPoly(masked, [outline], colour)
    assert is_covered(measure(image, found, masked), SETTINGS)
