"""Attacks on the check-in made from recordings of living people: prints in a hand, and replays on a screen.

Every species is a function of a recording that gives frames as a gate's camera would see them: 640 x 480 at
15 frames a second, with sensor noise. They are made, not filmed: real ones are the photographs in
`video/still`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import cv2
import numpy as np

from app.camera.frames import Frame
from app.camera.vision import BgrImage

CAMERA = (640, 480)
FRAME_INTERVAL_MS = 66  # 15 frames a second
ATTACK_FRAMES = 110  # seven seconds: longer than a challenge is waited for

_SUBPIXEL = 3  # a screen's pixel is three stripes wide and has a dark line below
_SCREEN_COLUMNS = 480
_BEZEL = 0.06  # part of the screen's width
Species = Callable[[Sequence[Frame], int], Iterator[Frame]]


def held_print(
    frames: Sequence[Frame], seed: int, *, covers: float = 1.1, vigour: float = 1.0
) -> Iterator[Frame]:
    """A photograph of the person in an unsteady hand: it shifts, tilts and turns as a plane does.

    `covers`: its width in picture widths: over 1 its borders are outside the picture. `vigour`: of the hand.
    """
    image = _as_paper(frames[len(frames) // 3].image)
    if covers < 1:
        image = cv2.copyMakeBorder(image, 14, 14, 14, 14, cv2.BORDER_CONSTANT, value=(228, 232, 235))
    yield from _filmed((image for _ in range(ATTACK_FRAMES)), seed, covers=covers, vigour=vigour)


def fixed_print(frames: Sequence[Frame], seed: int) -> Iterator[Frame]:
    """A photograph that fills the picture and stands on a stand: nothing moves but the sensor's noise."""
    yield from held_print(frames, seed, vigour=0.0)


def bent_print(frames: Sequence[Frame], seed: int) -> Iterator[Frame]:
    """A photograph that is bent and unbent around an upright axis while it is held."""
    image = _as_paper(frames[len(frames) // 3].image)
    height, width = image.shape[:2]
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    offset = (across - width / 2) / (width / 2)

    def bent() -> Iterator[BgrImage]:
        for index in range(ATTACK_FRAMES):
            depth = 0.05 * (1 + np.sin(index / 7)) * offset**2
            x = width / 2 + (across - width / 2) * (1 + depth)
            y = height / 2 + (down - height / 2) * (1 + depth)
            yield cv2.remap(
                image, np.float32(x), np.float32(y), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
            )

    yield from _filmed(bent(), seed, covers=1.1, vigour=0.5)


def replay(
    frames: Sequence[Frame], seed: int, *, covers: float = 1.1, vigour: float = 0.0
) -> Iterator[Frame]:
    """The recording on a screen: its stripes (moire), gamma, a bluish white, glare; on a stand or in a
    hand."""
    pictures = list(_at_camera_rate(frames))
    rows = round(_SCREEN_COLUMNS * pictures[0].shape[0] / pictures[0].shape[1])
    screen = _Screen(np.random.default_rng(seed), rows, bezel=covers < 1)
    shown = (screen.show(picture) for picture in pictures)
    yield from _filmed(shown, seed, covers=covers, vigour=vigour)


def species() -> dict[str, Species]:
    """Every attack by its name."""
    return {
        "moved print, fills the picture": held_print,
        "moved print, lively hand": lambda frames, seed: held_print(frames, seed, vigour=2.0),
        "print on a stand, fills the picture": fixed_print,
        "print with visible edges": lambda frames, seed: held_print(frames, seed, covers=0.75),
        "bent print": bent_print,
        "screen replay, fills the picture": replay,
        "screen replay in a hand": lambda frames, seed: replay(frames, seed, vigour=1.0),
        "screen replay, bezel in view": lambda frames, seed: replay(frames, seed, covers=0.75, vigour=0.5),
    }


def _at_camera_rate(frames: Sequence[Frame]) -> Iterator[BgrImage]:
    """A recording's pictures at the camera's rate, to and fro until the attack's time is full."""
    taken: list[BgrImage] = []
    for frame in frames:
        if frame.captured_at_ms - frames[0].captured_at_ms >= len(taken) * FRAME_INTERVAL_MS:
            taken.append(frame.image)
    there_and_back = [*taken, *taken[-2:0:-1]] or taken
    for index in range(ATTACK_FRAMES):
        yield there_and_back[index % len(there_and_back)]


def _as_paper(image: BgrImage) -> BgrImage:
    """Printed: paler, softer."""
    return cv2.GaussianBlur(cv2.convertScaleAbs(image, alpha=0.85, beta=20), (0, 0), 0.7)


class _Screen:
    """A tablet near the camera: every pixel is three coloured stripes over a dark line, softened by the lens.

    How sharp the lens is differs by `rng`: from a clear moire to almost none, which is the harder attack.
    """

    def __init__(self, rng: np.random.Generator, rows: int, *, bezel: bool) -> None:
        self._size = (_SCREEN_COLUMNS, rows)
        self._blur = rng.uniform(1.0, 2.2)
        self._edge = round(_BEZEL * _SCREEN_COLUMNS * _SUBPIXEL) if bezel else 0
        gamma, glare_at = rng.uniform(1.1, 1.35), rng.uniform(0.2, 0.8, 2)
        self._tones = np.clip(255 * (np.arange(256) / 255) ** gamma, 0, 255).astype(np.uint8)
        stripe = np.full((_SUBPIXEL, _SUBPIXEL, 3), 0.45, np.float32)
        for column, channel in enumerate((2, 1, 0)):
            stripe[:, column, channel] = 1.9
        stripe[-1] *= 0.75
        self._mask = np.tile(stripe * np.array([1.12, 1.0, 0.95], np.float32), (rows, _SCREEN_COLUMNS, 1))
        across, down = np.meshgrid(
            np.linspace(0, 1, _SCREEN_COLUMNS * _SUBPIXEL), np.linspace(0, 1, rows * _SUBPIXEL)
        )
        glare = 45 * np.exp(-((across - glare_at[0]) ** 2 + (down - glare_at[1]) ** 2) / 0.03)
        self._glare = np.repeat(glare[..., None], 3, axis=2).astype(np.uint8)

    def show(self, image: BgrImage) -> BgrImage:
        pixels = cv2.LUT(cv2.resize(image, self._size, interpolation=cv2.INTER_AREA), self._tones)
        stripes = cv2.resize(pixels, None, fx=_SUBPIXEL, fy=_SUBPIXEL, interpolation=cv2.INTER_NEAREST)
        lit = cv2.add(cv2.multiply(stripes, self._mask, dtype=cv2.CV_8U), self._glare)
        lit = cv2.GaussianBlur(lit, (0, 0), self._blur)
        edge = self._edge
        return cv2.copyMakeBorder(lit, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(22, 20, 20))


def _filmed(pictures: Iterator[BgrImage], seed: int, *, covers: float, vigour: float) -> Iterator[Frame]:
    """What a camera sees of a flat thing before it: perspective, an unsteady hand, a room, sensor noise."""
    rng = np.random.default_rng(seed)
    width, height = CAMERA
    phases, lean = rng.uniform(0, 2 * np.pi, 6), rng.uniform(-0.02, 0.02, 2)
    room = _room(rng)
    grain = [rng.normal(0, 2, (height, width, 3)).astype(np.int16) for _ in range(5)]
    for index, picture in enumerate(pictures):
        rows, columns = picture.shape[:2]
        corners = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
        size = covers * width * np.array([1, rows / columns])
        if covers >= 1:
            size *= max(1.0, 1.02 * height / size[1])
        wave = vigour * np.sin(np.array([1.7, 2.1, 1.3, 1.1, 0.9, 0.8]) * index / 15 + phases)
        centred = (corners / (columns, rows) - 0.5) * size * (1 + 0.03 * wave[5])
        keystone = np.array([[0, wave[3]], [0, -wave[3]], [wave[4], wave[3]], [-wave[4], -wave[3]]])
        centred += 0.02 * width * keystone + width * np.array([[0, 1], [0, -1], [0, 1], [0, -1]]) * lean
        turn = cv2.getRotationMatrix2D((0, 0), 2 * wave[2], 1.0)[:, :2]
        moved = centred @ turn.T + (width / 2 + 12 * wave[0], height / 2 + 9 * wave[1])
        warp = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
        seen = room.copy()
        cv2.warpPerspective(picture, warp, CAMERA, dst=seen, borderMode=cv2.BORDER_TRANSPARENT)
        noisy = np.clip(seen + grain[rng.integers(5)], 0, 255).astype(np.uint8)
        yield Frame(noisy, index * FRAME_INTERVAL_MS, index)


def _room(rng: np.random.Generator) -> BgrImage:
    """A blurred wall with things on it, behind whatever is held up."""
    coarse = (rng.uniform(70, 190, (9, 12, 1)) + rng.uniform(-15, 15, (9, 12, 3))).astype(np.float32)
    return (
        cv2.GaussianBlur(cv2.resize(coarse, CAMERA, interpolation=cv2.INTER_CUBIC), (0, 0), 3)
        .clip(0, 255)
        .astype(np.uint8)
    )
