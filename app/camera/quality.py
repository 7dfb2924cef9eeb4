"""Is this face good enough to recognise, and if not, what should the person do?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from app.camera.detector import DetectedFace
from app.camera.settings import CheckInSettings
from app.camera.vision import BgrImage, Float32


class QualityReason(StrEnum):
    """One thing to mend, in the order of asking. Words: `["camera.guide.<value>"]` of the messages."""

    BLACK = "black"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    TOO_FAR = "too_far"
    TOO_CLOSE = "too_close"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    BACKLIGHT = "backlight"
    TURNED = "turned"
    BLURRED = "blurred"
    COVERED = "covered"
    """A mask or a hand before the mouth."""


@dataclass(frozen=True, slots=True)
class FaceQuality:
    """What was measured on one face.

    `eye_distance_px`: in the full picture. `face_height`: part of the picture's height. `luma`: mean grey
    of the face's middle, 0-255. `backlight_ratio`: mean grey of the rest of the picture over the face's.
    `sharpness`: variance of the Laplacian of the aligned grey crop. `yaw`: how far the tip of the nose is
    from the middle of the eyes, in eye distances, + towards the person's left. `pitch_ratio`: where the nose
    is between the eyes (0) and the mouth (1). `roll_deg`: tilt of the line of the eyes.
    `mouth_edges`: level edges where the mouth should be, over the face's grey; no unit. `lower_chroma`:
    how far
    the colour around the mouth is from the cheeks', in CIELAB's a and b.
    """

    eye_distance_px: float
    face_height: float
    luma: float
    backlight_ratio: float
    sharpness: float
    yaw: float
    pitch_ratio: float
    roll_deg: float
    mouth_edges: float = 1.0
    lower_chroma: float = 0.0


def is_black(image: BgrImage, settings: CheckInSettings) -> bool:
    """Whether the lens is covered: even the brightest part of a thumbnail is dark."""
    return float(cv2.resize(image, (16, 12), interpolation=cv2.INTER_AREA).max()) <= settings.black_luma_max


def measure(image: BgrImage, face: DetectedFace, aligned: BgrImage) -> FaceQuality:
    """`aligned` is SFace's 112 x 112 crop of the same face."""
    yaw, pitch_ratio, roll_deg = _pose(face.landmarks)
    grey: NDArray[np.uint8] = cv2.cvtColor(aligned, cv2.COLOR_BGR2GRAY)  # type: ignore[assignment]
    luma = float(grey[20:100, 20:92].mean())  # inside the hair and the ears of SFace's template
    return FaceQuality(
        eye_distance_px=face.eye_distance_px,
        face_height=face.box[3] / image.shape[0],
        luma=luma,
        backlight_ratio=_surrounding_luma(image, face) / max(luma, 1.0),
        sharpness=float(cv2.Laplacian(grey, cv2.CV_32F).var()),
        yaw=yaw,
        pitch_ratio=pitch_ratio,
        roll_deg=roll_deg,
        mouth_edges=_mouth_edges(grey),
        lower_chroma=_lower_chroma(aligned),
    )


def judge(quality: FaceQuality, settings: CheckInSettings) -> QualityReason | None:
    """The first thing to mend; None where the face is good."""
    turned = (
        abs(quality.yaw) > settings.yaw_max
        or not settings.pitch_ratio_min <= quality.pitch_ratio <= settings.pitch_ratio_max
        or abs(quality.roll_deg) > settings.roll_max_deg
    )
    checks = (
        (quality.eye_distance_px < settings.eye_distance_min_px, QualityReason.TOO_FAR),
        (quality.face_height > settings.face_height_max, QualityReason.TOO_CLOSE),
        (
            quality.luma < settings.backlight_luma_max
            and quality.backlight_ratio > settings.backlight_ratio_max,
            QualityReason.BACKLIGHT,
        ),
        (quality.luma < settings.luma_min, QualityReason.TOO_DARK),
        (quality.luma > settings.luma_max, QualityReason.TOO_BRIGHT),
        (turned, QualityReason.TURNED),
        (quality.sharpness < settings.sharpness_min, QualityReason.BLURRED),
    )
    return next((reason for failed, reason in checks if failed), None)


def is_covered(quality: FaceQuality, settings: CheckInSettings) -> bool:
    """Whether something hides the mouth: a smooth cloth has no lips, a coloured one has no skin's colour.

    A hand has both and is not noticed. Recognition goes on at the gate; photographs are refused.
    """
    return quality.mouth_edges < settings.mouth_edges_min or quality.lower_chroma > settings.lower_chroma_max


def has_rival(faces: tuple[DetectedFace, ...], settings: CheckInSettings) -> bool:
    """Whether a second face is nearly as large as the first: then it is unclear who stands at the gate."""
    return len(faces) > 1 and faces[1].area >= settings.rival_area_min * faces[0].area


def _pose(landmarks: Float32) -> tuple[float, float, float]:
    right_eye, left_eye, nose = landmarks[0], landmarks[1], landmarks[2]
    across = left_eye - right_eye
    eye_distance = max(float(np.linalg.norm(across)), 1e-3)
    across = across / eye_distance
    down = np.array([-across[1], across[0]], np.float32)
    eyes, mouth = landmarks[:2].mean(axis=0), landmarks[3:].mean(axis=0)
    mouth_depth = max(float((mouth - eyes) @ down), 1e-3)
    return (
        float((nose - eyes) @ across) / eye_distance,
        float((nose - eyes) @ down) / mouth_depth,
        math.degrees(math.atan2(float(across[1]), float(across[0]))),
    )


def _mouth_edges(grey: NDArray[np.uint8]) -> float:
    """Of SFace's 112 x 112 template, whose lips lie about row 92."""
    smooth = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 1.2)
    edges = np.abs(cv2.Sobel(smooth, cv2.CV_32F, 0, 1))[84:102, 44:68]
    return float(np.percentile(edges, 90) / (smooth[60:104, 30:82].mean() + 1))


def _lower_chroma(aligned: BgrImage) -> float:
    lab = cv2.cvtColor(aligned, cv2.COLOR_BGR2LAB).astype(np.float32)
    cheeks = np.vstack([lab[58:72, 30:44].reshape(-1, 3), lab[58:72, 68:82].reshape(-1, 3)])
    mouth = lab[84:104, 40:72].reshape(-1, 3)
    return float(np.linalg.norm(np.median(mouth, axis=0)[1:] - np.median(cheeks, axis=0)[1:]))


def _surrounding_luma(image: BgrImage, face: DetectedFace) -> float:
    """Mean grey of the picture outside the face's box, from a thumbnail."""
    thumbnail = cv2.cvtColor(cv2.resize(image, (64, 48), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    scale_x, scale_y = 64 / image.shape[1], 48 / image.shape[0]
    x, y, width, height = face.box
    outside = np.ones((48, 64), bool)
    outside[
        max(0, int(y * scale_y)) : max(0, math.ceil((y + height) * scale_y)),
        max(0, int(x * scale_x)) : max(0, math.ceil((x + width) * scale_x)),
    ] = False
    return float(thumbnail[outside].mean()) if outside.any() else 0.0
