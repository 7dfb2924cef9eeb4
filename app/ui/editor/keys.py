"""The editor's keys: hands stay on the keyboard, feet on the pedal."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.ui.editor.pedal import Pedal
from app.ui.editor.sound import BACK_MS

if TYPE_CHECKING:
    from app.ui.editor.view import EditorScreen

_FIXED_PEDAL = {
    Pedal.PLAY: ("Media Play", "Toggle Media Play/Pause", "Ctrl+Space"),
    Pedal.BACK: ("Media Previous", "Ctrl+Left Bracket"),
    Pedal.FORWARD: ("Media Next",),
}


class EditorKeys:
    """Shortcuts of a screen; they live and die with it."""

    def __init__(self, screen: EditorScreen) -> None:
        self._screen = screen
        self._pedal: list[QShortcut] = []
        sound, desk = screen.sound, screen.desk
        self._add("Ctrl+F", screen.open_find)
        self._add("Ctrl+J", screen.next_doubt)
        self._add("Ctrl+B", screen.deeds.strike)
        self._add("Ctrl+H", screen.hear_from_cursor)
        self._add("Ctrl+L", screen.loop_segment)
        self._add("Ctrl+Return", screen.deeds.split, screen.canvas)
        self._add("Backspace", screen.deeds.join, screen.canvas, Qt.ShortcutContext.WidgetShortcut)
        self._add(QKeySequence.StandardKey.Undo, desk.undo)
        self._add("Ctrl+Shift+Z", desk.redo)
        for number in range(9):
            self._add(f"Ctrl+{number + 1}", partial(screen.deeds.name_recent, number))
        if sound is not None:
            self._add("Space", sound.toggle, screen.canvas, Qt.ShortcutContext.WidgetShortcut)
            self._add("Ctrl+-", partial(sound.change_speed, -1))
            self._add("Ctrl+=", partial(sound.change_speed, 1))
            for pedal, keys in _FIXED_PEDAL.items():
                for key in keys:
                    self._add(key, self._pedal_deed(pedal))
        self.pedal_changed()

    def pedal_changed(self) -> None:
        """Listen to the keys that the pedal sends now."""
        for shortcut in self._pedal:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._pedal = []
        if self._screen.sound is not None:
            for pedal in Pedal:
                self._pedal.append(self._add(self._screen.pedal.key(pedal), self._pedal_deed(pedal)))

    def _pedal_deed(self, pedal: Pedal) -> Callable[[], object]:
        sound = self._screen.sound
        if sound is None:
            raise ValueError("there is no sound to play")
        if pedal is Pedal.PLAY:
            return sound.toggle
        return partial(sound.jump, -BACK_MS if pedal is Pedal.BACK else BACK_MS)

    def _add(
        self,
        key: str | QKeySequence | QKeySequence.StandardKey,
        deed: Callable[[], object],
        widget: QWidget | None = None,
        context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
    ) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), widget or self._screen)
        shortcut.setContext(context)
        shortcut.activated.connect(deed)
        return shortcut
