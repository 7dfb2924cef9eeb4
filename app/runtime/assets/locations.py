"""Where installed and shared assets are on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

MODELS_FOLDER = "models"
HOME_VARIABLE = "NGHISU_HOME"
SHARED_VARIABLE = "NGHISU_ASSETS"

# Without these two no face can be checked in: a folder that lacks them is not "the" model folder.
_NEEDED_MODELS = ("face_detection_yunet_2023mar.onnx", "face_recognition_sface_2021dec.onnx")


def user_data_folder(environment: Mapping[str, str] | None = None, platform: str = sys.platform) -> Path:
    """The user's folder for data that outlives an update, by the platform's own custom."""
    env = os.environ if environment is None else environment
    if platform == "win32":
        base = env.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "nghisu"
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "nghisu"
    base = env.get("XDG_DATA_HOME")
    # The XDG specification says that a relative path there must be ignored.
    return (Path(base) if base and Path(base).is_absolute() else Path.home() / ".local" / "share") / "nghisu"


def install_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Where assets are installed to: `NGHISU_HOME`, else the user's data folder."""
    env = os.environ if environment is None else environment
    named = env.get(HOME_VARIABLE)
    return Path(named).expanduser() if named else user_data_folder(env)


def shared_folder(project_root: Path, environment: Mapping[str, str] | None = None) -> Path | None:
    """The read-only folder of assets beside the project (`NGHISU_ASSETS`, else `../shared`), if there."""
    env = os.environ if environment is None else environment
    named = env.get(SHARED_VARIABLE)
    candidates = [Path(named).expanduser()] if named else []
    candidates.append(project_root.parent / "shared")
    return next((folder for folder in candidates if folder.is_dir()), None)


def asset_roots(project_root: Path, environment: Mapping[str, str] | None = None) -> Iterator[Path]:
    """Every folder that may hold assets, in the order in which they are believed.

    The installed folder first, then the project's own `.assets`, which `run.py` fills, then the
    user's data folder, and last the shared one.
    """
    env = os.environ if environment is None else environment
    seen: set[Path] = set()
    shared = shared_folder(project_root, env)
    for root in (install_folder(env), project_root / ".assets", user_data_folder(env), shared):
        if root is not None and root not in seen and root.is_dir():
            seen.add(root)
            yield root


def find_model_folder(project_root: Path, environment: Mapping[str, str] | None = None) -> Path | None:
    """The first folder that holds at least the face detector and the face recogniser, else None."""
    for root in asset_roots(project_root, environment):
        folder = root / MODELS_FOLDER
        if all((folder / name).is_file() for name in _NEEDED_MODELS):
            return folder
    return None


def find_asset(file: str, project_root: Path, environment: Mapping[str, str] | None = None) -> Path | None:
    """The installed file or folder with this path below an asset root (`models/x.onnx`), else None."""
    candidates = (root / file for root in asset_roots(project_root, environment))
    return next((path for path in candidates if path.exists()), None)


def model_path(name: str, project_root: Path, environment: Mapping[str, str] | None = None) -> Path | None:
    """The model's file or unpacked folder (`vosk-model-small-vn-0.4`), else None."""
    return find_asset(f"{MODELS_FOLDER}/{name}", project_root, environment)


def project_root() -> Path:
    """The folder that holds `assets/`: the project's, or the bundle's in the frozen program."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).resolve().parents[3]


def manifest_path(root: Path) -> Path:
    """The manifest of assets below the project's or the bundle's root."""
    return root / "assets" / "models.toml"
