"""Which keys the foot pedal sends. Most send function keys; the choice lies in a small file of its own."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtGui import QKeySequence


class Pedal(StrEnum):
    """What a foot can ask for."""

    BACK = "back"
    PLAY = "play"
    FORWARD = "forward"


DEFAULTS = {Pedal.BACK: "F4", Pedal.PLAY: "F5", Pedal.FORWARD: "F6"}


def settings_file() -> Path:
    """Where the choice lies, by the custom of the system."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation)
    return Path(place) / "pedal.ini"


class PedalKeys:
    """The keys as `QKeySequence` writes them ("F5", "Media Play"). GUI thread."""

    def __init__(self) -> None:
        self._settings = QSettings(str(settings_file()), QSettings.Format.IniFormat)

    def key(self, pedal: Pedal) -> QKeySequence:
        kept = QKeySequence(str(self._settings.value(f"pedal/{pedal}", DEFAULTS[pedal])))
        return kept if not kept.isEmpty() else QKeySequence(DEFAULTS[pedal])

    def choose(self, pedal: Pedal, key: QKeySequence) -> None:
        """A key means one thing only: whatever else had it takes the old one instead."""
        for other in Pedal:
            if other is not pedal and self.key(other) == key:
                self._settings.setValue(f"pedal/{other}", self.key(pedal).toString())
        self._settings.setValue(f"pedal/{pedal}", key.toString())
        self._settings.sync()
