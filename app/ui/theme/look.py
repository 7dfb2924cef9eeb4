"""What a view needs to look right: the theme, icons in its colours, and the small standard widgets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from app.ui.theme.tokens import Theme

_GLYPH_SCALE = 1.15
"""Phosphor leaves an eighth of its square empty on every side."""
_ICON_GAP_PX = 6


class Icons:
    """Phosphor icons through qtawesome, loading that one font instead of all of qtawesome's."""

    def __init__(self) -> None:
        os.environ.setdefault("QT_API", "pyside6")
        import qtawesome
        from qtawesome.iconic_font import IconicFont

        fonts = Path(qtawesome.__file__).parent / "fonts"
        self._font: Any = IconicFont(
            ("ph", "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json", str(fonts)),
        )
        self._made: dict[tuple[str, str, str], QIcon] = {}

    def icon(self, name: str, color: str, disabled: str) -> QIcon:
        """The icon `ph.<name>`; made once for each colour."""
        key = (name, color, disabled)
        if key not in self._made:
            self._made[key] = self._font.icon(
                f"ph.{name}", color=color, color_disabled=disabled, scale_factor=_GLYPH_SCALE
            )
        return self._made[key]


class Look:
    """A theme with its icons. Views are rebuilt when it changes."""

    def __init__(self, theme: Theme, icons: Icons, family: str) -> None:
        self.theme = theme
        self.icons = icons
        self.family = family

    def icon(self, name: str, tone: str = "ink") -> QIcon:
        palette = self.theme.palette
        return self.icons.icon(name, getattr(palette, tone), palette.ink_soft)

    def button_icon(self, name: str, tone: str, *, has_text: bool) -> tuple[QIcon, QSize]:
        """An icon with room after it: Qt's styles set the word of a button too close."""
        side = self.theme.icon_px
        size = QSize(side + (round(_ICON_GAP_PX * self.theme.scale) if has_text else 0), side)
        padded = QIcon()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
            canvas = QPixmap(size)
            canvas.fill(Qt.GlobalColor.transparent)
            painter = QPainter(canvas)
            painter.drawPixmap(0, 0, self.icon(name, tone).pixmap(QSize(side, side), mode))
            painter.end()
            padded.addPixmap(canvas, mode)
        return padded, size

    def pixmap(self, name: str, tone: str = "ink", size_px: int | None = None) -> QPixmap:
        side = size_px or self.theme.icon_px
        return self.icon(name, tone).pixmap(QSize(side, side))
