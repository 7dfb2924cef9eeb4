"""What a view needs to look right: the theme, icons in its colours, and the small standard widgets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap

from app.ui.theme.tokens import Theme


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
            self._made[key] = self._font.icon(f"ph.{name}", color=color, color_disabled=disabled)
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

    def pixmap(self, name: str, tone: str = "ink", size_px: int | None = None) -> QPixmap:
        side = size_px or self.theme.icon_px
        return self.icon(name, tone).pixmap(QSize(side, side))
