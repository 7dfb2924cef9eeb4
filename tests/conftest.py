"""Fixtures shared by every test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _shared_root() -> Path | None:
    named = os.environ.get("NGHISU_ASSETS")
    candidates = [Path(named)] if named else []
    candidates.append(ROOT.parent / "shared")
    return next((path for path in candidates if path.is_dir()), None)


@pytest.fixture(scope="session")
def project_root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real faces, video, speech and documents; skips where it is missing."""
    root = _shared_root()
    if root is None or not (root / "data").is_dir():
        pytest.skip("real test data is not on this machine (set NGHISU_ASSETS)")
    return root / "data"


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The folder of installed or shared models; skips where there is none."""
    from app.runtime.assets.locations import find_model_folder

    folder = find_model_folder(ROOT)
    if folder is None:
        pytest.skip("no models installed (run: python run.py assets install)")
    return folder
