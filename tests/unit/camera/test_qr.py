from __future__ import annotations

import cv2
import numpy as np
import pytest
import segno

from app.camera.qr import QrReader
from app.camera.vision import BgrImage


def badge(text: str, *, angle_deg: float = 0, light: float = 1.0) -> BgrImage:
    """A printed code in a camera's picture."""
    modules = np.array(
        [list(row) for row in segno.make(text, error="m").matrix_iter(scale=6, border=4)], np.uint8
    )
    code = cv2.cvtColor((1 - modules) * 200 + 20, cv2.COLOR_GRAY2BGR)
    scene = np.full((480, 640, 3), 110, np.uint8)
    top, left = (480 - code.shape[0]) // 2, (640 - code.shape[1]) // 2
    scene[top : top + code.shape[0], left : left + code.shape[1]] = code
    turn = cv2.getRotationMatrix2D((320, 240), angle_deg, 1.0)
    turned = cv2.warpAffine(scene, turn, (640, 480), borderValue=(110, 110, 110))
    return cv2.convertScaleAbs(cv2.GaussianBlur(turned, (0, 0), 0.8), alpha=light)


@pytest.mark.parametrize(("angle_deg", "light"), [(0, 1.0), (20, 1.0), (-75, 0.6)])
def test_a_badge_is_read_as_people_hold_it(angle_deg: float, light: float):
    text = "NS1.0197b2c4.Zx8kQ2mV0c3n5b7"
    assert QrReader().read(badge(text, angle_deg=angle_deg, light=light)) == text


def test_vietnamese_text_survives():
    assert QrReader().read(badge("Đại biểu số 27")) == "Đại biểu số 27"


def test_a_picture_without_a_code_reads_as_nothing(clip):
    reader = QrReader()
    assert reader.read(np.zeros((480, 640, 3), np.uint8)) is None
    assert reader.read(np.random.default_rng(0).integers(0, 255, (480, 640, 3)).astype(np.uint8)) is None
    assert reader.read(clip("pyfeat_single_face.mp4")[0].image) is None
