"""Real models, real faces, real clips; read once a session."""

from __future__ import annotations

import functools
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.camera.embedding import FaceEmbedder
from app.camera.enrolment import Enroller
from app.camera.frames import Frame, VideoFileSource, play
from app.camera.settings import FaceModels
from app.camera.vision import configure_opencv

LFW_PEOPLE = ("Aaron_Peirsol", "Ahmed_Chalabi", "Alan_Greenspan", "Amanda_Bynes", "Ann_Veneman")


@pytest.fixture(scope="session")
def face_models(models_dir: Path) -> FaceModels:
    configure_opencv()
    models = FaceModels.in_folder(models_dir)
    if models.landmarker is None or models.minifas128 is None:
        pytest.skip("the liveness models are not installed")
    return models


@pytest.fixture(scope="session")
def embedder(face_models: FaceModels) -> FaceEmbedder:
    return FaceEmbedder(face_models.recogniser)


@pytest.fixture(scope="session")
def enroller(face_models: FaceModels, embedder: FaceEmbedder) -> Enroller:
    return Enroller(face_models, embedder=embedder)


@pytest.fixture(scope="session")
def lfw(shared_data: Path) -> dict[str, list[bytes]]:
    """Encoded photographs of a few people by name, and one each of some strangers under "strangers"."""
    photos: dict[str, list[bytes]] = {name: [] for name in (*LFW_PEOPLE, "strangers")}
    with tarfile.open(shared_data / "faces" / "lfw_250ids.tar") as tar:
        for member in sorted(tar.getmembers(), key=lambda member: member.name):
            parts = member.name.split("/")
            name = parts[1] if parts[0] == "gallery" and len(parts) > 1 else parts[0]
            if member.isfile() and name in photos and len(photos[name]) < 4:
                reader = tar.extractfile(member)
                assert reader is not None
                photos[name].append(reader.read())
    return photos


@pytest.fixture(scope="session")
def clip(shared_data: Path) -> Callable[[str], list[Frame]]:
    """The first five seconds of a live clip."""

    @functools.cache
    def read(name: str) -> list[Frame]:
        frames = play(VideoFileSource(shared_data / "video" / "live" / name))
        kept = []
        for frame in frames:
            if frame.captured_at_ms >= 5000:
                break
            kept.append(frame)
        frames.close()
        return kept

    return read
