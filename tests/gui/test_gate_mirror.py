"""The mirror shows every camera's picture unsqueezed, whatever the shapes of camera and screen."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.ui.gate.mirror import Mirror
from app.ui.services import PreviewFrame
from tests.gui.conftest import OpenShell

GREEN = (0, 255, 0)


def _round(width: int, height: int) -> PreviewFrame:
    """A green disc in the middle of a grey picture."""
    picture = np.full((height, width, 3), 90, np.uint8)
    cv2.circle(picture, (width // 2, height // 2), min(width, height) // 6, GREEN, -1)
    return PreviewFrame(width, height, width * 3, picture.tobytes())


def _disc(image: QImage) -> tuple[int, int]:
    """Width and height of what is green; the veil and the oval's line leave the hue."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    pixels = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    seen = pixels[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3).astype(int)
    rows, columns = np.nonzero((seen[:, :, 1] > 100) & (seen[:, :, 0] < 60) & (seen[:, :, 2] < 60))
    return int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


@pytest.mark.parametrize("camera", [(640, 480), (1280, 720), (480, 640), (352, 288)])
@pytest.mark.parametrize("screen", [(1280, 800), (800, 1280), (900, 780)])
def test_a_disc_stays_round(open_house: OpenShell, qtbot, camera, screen) -> None:
    _house, shell = open_house()
    mirror = Mirror(shell.window._look)
    qtbot.addWidget(mirror)
    mirror.resize(*screen)
    mirror.show_frame(_round(*camera))
    width, height = _disc(mirror.grab().toImage())
    assert width == pytest.approx(height, abs=4)
    assert height > screen[1] / 10
