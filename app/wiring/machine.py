"""This machine: its clock, chance, keystore and folders, chosen once and handed on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.domain.clock import Clock, RandomBytes, SystemClock, system_random
from app.runtime.assets.locations import find_model_folder, project_root
from app.runtime.paths import assets_folder, data_folder
from app.storage.keys import KeyFile
from app.storage.keystore import FileKeystore, Keystore, OsKeystore


@dataclass(frozen=True)
class Machine:
    """What the outside world gives to one role's process."""

    folder: Path
    clock: Clock
    random_bytes: RandomBytes
    keystore: Keystore

    @classmethod
    def of(cls, role: str, folder: Path | None = None, key_folder: Path | None = None) -> Machine:
        """The real machine. `key_folder` takes the place of the system's keystore."""
        return cls(
            folder=folder or data_folder(role),
            clock=SystemClock(),
            random_bytes=system_random,
            keystore=FileKeystore(key_folder) if key_folder else OsKeystore(),
        )

    @property
    def key_file(self) -> KeyFile:
        return KeyFile(self.folder, self.keystore, self.clock, self.random_bytes)

    @property
    def models(self) -> Path | None:
        """Where models are installed, if they are."""
        return find_model_folder(project_root())

    @property
    def layout_profiles(self) -> Path:
        return assets_folder() / "minutes" / "profiles.toml"
