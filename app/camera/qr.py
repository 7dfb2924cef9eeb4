"""Badges: the text of a QR code in a frame. Whether it is a genuine badge is not decided here."""

from __future__ import annotations

import cv2

from app.camera.vision import BgrImage


class QrReader:
    """Not for several threads at once."""

    def __init__(self) -> None:
        self._detector = cv2.QRCodeDetector()

    def read(self, image: BgrImage) -> str | None:
        """The first code's text; None where there is none to read."""
        try:
            text, _, _ = self._detector.detectAndDecode(image)
        except (cv2.error, UnicodeDecodeError):  # a damaged code, or one whose bytes are not UTF-8
            return None
        return text or None
