"""Who is recognised: LFW (250 enrolled, 500 strangers) and ORL, beside plain SFace and dlib's model.

`faces` holds `lfw_250ids.tar` (gallery/NAME/*.jpg, strangers/NAME/*.jpg) and `orl_40x10.tar`. A photograph is
looked at as the gate does: found on a picture shrunk to 320 pixels, looked at more closely, embedded with
its mirror image.
On LFW the face nearest the middle is meant.
"""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.camera.calibration import Rate
from app.camera.detector import DetectedFace, FaceDetector
from app.camera.embedding import FaceEmbedder, unit
from app.camera.matcher import average
from app.camera.settings import CheckInSettings, FaceModels
from app.camera.vision import BgrImage, Float32, mirrored
from benchmarks.figure import Figure

OPENCV_COSINE = 0.363
"""OpenCV's own threshold for SFace."""
_GOALS = ((3, 0.005, 0.010), (1, 0.010, 0.030))  # photographs, strangers accepted, missed


@dataclass(frozen=True, slots=True)
class _Look:
    """One photograph's embeddings: as the gate's three frames, as enrolment, and by plain OpenCV."""

    probe: Float32
    enrolled: Float32
    plain: Float32


class _Looker:
    def __init__(self, models: FaceModels, embedder: FaceEmbedder) -> None:
        settings = CheckInSettings()
        self._embedder = embedder
        self._detector, self._plain = (
            FaceDetector(models.detector, long_side_px=side_px, score_min=score_min)
            for side_px, score_min in ((settings.detector_long_side_px, 0.6), (10_000, 0.6))
        )

    def look(self, data: bytes) -> _Look | None:
        """None where no face is found."""
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        faces, plain = self._detector.detect(image), self._plain.detect(image)
        if not faces or not plain:
            return None
        face = self._detector.refine(image, _middle(faces, image))
        aligned = self._embedder.align(image, face)
        ahead, mirror = self._embedder.embed(aligned), self._embedder.embed(mirrored(aligned))
        bare = self._embedder.embed(self._embedder.align(image, _middle(plain, image)))
        return _Look(unit(2 * ahead + mirror), unit(ahead + mirror), bare)


def figures(faces: Path, models: FaceModels, embedder: FaceEmbedder) -> list[Figure]:
    """Everything that is measured on photographs."""
    looker = _Looker(models, embedder)
    people, strangers = _lfw(faces / "lfw_250ids.tar")
    looks = {name: [looker.look(data) for data in photos] for name, photos in people.items()}
    outside = [looker.look(data) for data in strangers]
    found: list[Figure] = []
    for photos, far, goal in _GOALS:
        found += _identification(looks, outside, photos, far, goal)
    found += _dlib(faces / "lfw_250ids.tar")
    return [*found, _orl(faces / "orl_40x10.tar", looker)]


def _identification(
    people: Mapping[str, Sequence[_Look | None]],
    strangers: Sequence[_Look | None],
    photos: int,
    far: float,
    goal: float,
) -> list[Figure]:
    ours = _Trial.of(people, strangers, photos, "probe", "enrolled")
    plain = _Trial.of(people, strangers, photos, "plain", "plain")
    threshold = ours.threshold(far)
    missed, bare = ours.missed(threshold), plain.missed(plain.threshold(far))
    default = (plain.missed(OPENCV_COSINE), plain.accepted(OPENCV_COSINE))
    setting = CheckInSettings().score_min
    name = f"check-in: LFW, {photos} photograph{'s' * (photos > 1)}"
    return [
        Figure(
            f"{name}: missed at {far:.1%} of strangers",
            100 * missed.value,
            100 * bare.value,
            "%",
            f"≤ {goal:.1%}",
            missed.value <= goal,
            f"{missed}; strangers {ours.accepted(threshold)}; threshold {threshold:.3f}; beside plain SFace "
            f"at its own {plain.threshold(far):.3f}",
        ),
        Figure(
            f"{name}: missed at the default threshold",
            100 * ours.missed(setting).value,
            100 * default[0].value,
            "%",
            "",
            None,
            f"at {setting}: {ours.missed(setting)}; beside OpenCV's {OPENCV_COSINE}: {default[0]}",
        ),
        Figure(
            f"{name}: strangers accepted at the default threshold",
            100 * ours.accepted(setting).value,
            100 * default[1].value,
            "%",
            "",
            None,
            f"at {setting}: {ours.accepted(setting)}; beside OpenCV's {OPENCV_COSINE}: {default[1]}",
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Trial:
    """Scores of one way to compare. `genuine`: the best score where the right person is first, else -1."""

    genuine: Float32
    strangers: Float32

    @classmethod
    def of(
        cls,
        people: Mapping[str, Sequence[_Look | None]],
        strangers: Sequence[_Look | None],
        photos: int,
        probe: str,
        enrolled: str,
    ) -> _Trial:
        taken = {name: [look for look in looks if look][:photos] for name, looks in people.items()}
        names = [name for name, looks in taken.items() if looks]
        templates = np.stack([average([getattr(look, enrolled) for look in taken[name]]) for name in names])
        genuine = []
        for row, name in enumerate(names):
            for look in people[name]:
                if any(look is one for one in taken[name]):
                    continue
                scores = templates @ getattr(look, probe) if look else np.full(len(names), -1.0)
                genuine.append(scores[row] if int(np.argmax(scores)) == row else -1.0)
        others = [float((templates @ getattr(look, probe)).max()) if look else -1.0 for look in strangers]
        return cls(np.array(genuine, np.float32), np.array(others, np.float32))

    def threshold(self, far: float) -> float:
        """The lowest that accepts at most this part of the strangers."""
        allowed = int(far * len(self.strangers))
        return float(np.sort(self.strangers)[::-1][allowed])

    def missed(self, threshold: float) -> Rate:
        return Rate(int((self.genuine <= threshold).sum()), len(self.genuine))

    def accepted(self, threshold: float) -> Rate:
        return Rate(int((self.strangers > threshold).sum()), len(self.strangers))


def _dlib(tar: Path) -> list[Figure]:
    """The PyPI `face_recognition` model, by another interpreter that has it (`NGHISU_DLIB_PYTHON`)."""
    python = os.environ.get("NGHISU_DLIB_PYTHON")
    if not python:
        return []
    script = Path(__file__).with_name("checkin_dlib.py")
    done = subprocess.run(  # the developer's own interpreter, named by the developer
        [python, str(script), str(tar)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        return []
    return [
        Figure(f"face_recognition (dlib): {row['name']}", row["percent"], None, "%", "", None, row["note"])
        for row in json.loads(done.stdout)
    ]


def _orl(tar: Path, looker: _Looker) -> Figure:
    people: dict[str, list[_Look | None]] = defaultdict(list)
    for name, data in _files(tar):
        people[name.split("/")[-2]].append(looker.look(data))
    trial = _Trial.of(people, [], 1, "probe", "enrolled")
    right = Rate(int((trial.genuine > -1).sum()), len(trial.genuine))
    return Figure(
        "check-in: ORL, 1 photograph: the right person first",
        100 * right.value,
        None,
        "%",
        "100 %",
        right.value == 1,
        str(right),
    )


def _lfw(tar: Path) -> tuple[dict[str, list[bytes]], list[bytes]]:
    people: dict[str, list[bytes]] = defaultdict(list)
    strangers = []
    for name, data in _files(tar):
        group, person = name.split("/")[:2]
        if group == "gallery":
            people[person].append(data)
        else:
            strangers.append(data)
    return people, strangers


def _files(tar: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(tar) as opened:
        for member in sorted(opened.getmembers(), key=lambda one: one.name):
            reader = opened.extractfile(member) if member.isfile() else None
            if reader is not None and member.name.endswith((".jpg", ".pgm")):
                yield member.name, reader.read()


def _middle(faces: Sequence[DetectedFace], image: BgrImage) -> DetectedFace:
    height, width = image.shape[:2]
    return min(
        faces,
        key=lambda face: np.hypot(
            face.box[0] + (face.box[2] - width) / 2, face.box[1] + (face.box[3] - height) / 2
        ),
    )
