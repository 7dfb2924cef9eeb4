from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.camera.detector import FaceDetector
from app.camera.motion import SoftMotion
from app.camera.settings import CheckInSettings
from tests.fakes.camera import as_frames, moved_print

SOFT_MIN = CheckInSettings().soft_min


def residuals(frames, face_models) -> list[float]:
    detector = FaceDetector(face_models.detector, long_side_px=320, score_min=0.8)
    motion = SoftMotion()
    found = [motion.observe(f.image, detector.detect(f.image)[0], f.captured_at_ms) for f in frames]
    return [value for value in found if value is not None]


@pytest.mark.parametrize("name", ["grid_brbk7n.mpg", "grid_lbax4n.mpg", "pyfeat_single_face.mp4"])
def test_a_living_face_moves_as_no_plane_does_and_its_print_does_not(face_models, clip, name):
    frames = clip(name)[::2][:36]
    assert max(residuals(frames, face_models)) >= SOFT_MIN
    printed = moved_print(frames[5].image, 36)
    assert max(residuals(as_frames(printed), face_models)) < SOFT_MIN


def test_a_print_before_a_camera_that_compresses_is_still_a_plane(face_models, clip):
    pictures = [
        cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 70])[1], cv2.IMREAD_COLOR)
        for image in moved_print(clip("grid_brbk7n.mpg")[5].image, 30)
    ]
    assert max(residuals(as_frames(pictures), face_models)) < SOFT_MIN


def test_a_picture_that_stands_still_says_nothing_and_a_featureless_one_neither(face_models, clip):
    image = clip("grid_brbk7n.mpg")[5].image
    assert max(residuals(as_frames([image] * 8), face_models)) == pytest.approx(0, abs=1e-4)
    face = FaceDetector(face_models.detector, long_side_px=320, score_min=0.8).detect(image)[0]
    motion = SoftMotion()
    grey = np.full_like(image, 128)
    assert [motion.observe(grey, face, index * 66) for index in range(8)] == [None] * 8


def test_nothing_is_known_in_the_first_fifth_of_a_second_or_after_a_hole(face_models, clip):
    frames = clip("grid_brbk7n.mpg")
    face = FaceDetector(face_models.detector, long_side_px=320, score_min=0.8).detect(frames[0].image)[0]
    motion = SoftMotion()
    assert motion.observe(frames[0].image, face, 0) is None
    assert motion.observe(frames[1].image, face, 189) is None
    assert motion.observe(frames[2].image, face, 200) is not None
    assert motion.observe(frames[3].image, face, 2000) is None
