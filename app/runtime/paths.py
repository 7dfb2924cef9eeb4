"""Where this program lies and where it keeps what it writes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from app.runtime.assets.locations import install_folder, project_root

_PRIVATE = 0o700


def assets_folder() -> Path:
    """Messages, translations and icons that belong to the program itself."""
    return project_root() / "assets"


def data_folder(role: str, environment: Mapping[str, str] | None = None) -> Path:
    """The private folder of one role's data, made if needed: `NGHISU_HOME`, else the user's own.

    Only the owner may look inside (0700): everything secret in it is encrypted as well, but file names
    and sizes tell something too. Windows keeps a user's folder private by itself.
    """
    env = os.environ if environment is None else environment
    folder = install_folder(env) / "data" / role
    folder.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
    folder.chmod(_PRIVATE)
    return folder


def log_folder(role: str, environment: Mapping[str, str] | None = None) -> Path:
    """Where logs and crash reports of one role go; private like everything else."""
    folder = data_folder(role, environment) / "logs"
    folder.mkdir(exist_ok=True, mode=_PRIVATE)
    folder.chmod(_PRIVATE)
    return folder
