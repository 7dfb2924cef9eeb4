"""The folders worked on last, in a small file beside the program's looks; a path is no secret."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

_KEY = "packs/folders"
_KEPT = 4


def settings_file() -> Path:
    """Where the list lies, by the custom of the system."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation)
    return Path(place) / "folders.ini"


class RecentFolders:
    """Newest first; those that are gone are not offered. GUI thread."""

    def __init__(self) -> None:
        self._settings = QSettings(str(settings_file()), QSettings.Format.IniFormat)

    def folders(self) -> tuple[Path, ...]:
        kept = self._settings.value(_KEY, [])
        # An INI file gives a list of one back as a plain text.
        names = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
        return tuple(path for path in map(Path, names) if path.is_dir())

    def remember(self, folder: Path) -> None:
        others = [path for path in self.folders() if path != folder]
        self._settings.setValue(_KEY, [str(path) for path in (folder, *others)[:_KEPT]])
        self._settings.sync()
