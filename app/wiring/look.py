"""How this device likes to look: a small plain file, readable before any PIN is known."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, fields
from pathlib import Path

from app.storage.files import write_atomic
from app.ui.services import UiSettings

_log = logging.getLogger(__name__)
_TEXT_SCALES = (1.0, 1.25, 1.6)


class LookFile:
    """`SettingsService` over `look.json`. It holds nothing about the congress or its people."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "look.json"

    def load(self) -> UiSettings:
        try:
            saved = json.loads(self._path.read_bytes())
            known = {one.name: type(one.default) for one in fields(UiSettings)}
            kept = {name: saved[name] for name, kind in known.items() if isinstance(saved.get(name), kind)}
        except (OSError, ValueError, AttributeError):
            return UiSettings()
        if kept.get("text_scale") not in _TEXT_SCALES:
            kept.pop("text_scale", None)
        return UiSettings(**kept)

    def save(self, settings: UiSettings) -> None:
        try:
            write_atomic(self._path, json.dumps(asdict(settings)).encode())
        except OSError as error:
            # Looks are not worth an error on the screen of somebody who turned the page at night.
            _log.warning("looks not saved: %s", type(error).__name__)
