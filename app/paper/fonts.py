"""A serif font with every Vietnamese letter, from what this machine has."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from app.paper.errors import NoSerifFont


@dataclass(frozen=True, slots=True)
class FontFamily:
    """Files of one serif family that has every Vietnamese letter, and the body size that suits it.

    `files`: regular, bold, italic.
    """

    files: tuple[Path, Path, Path]
    bold_italic: Path
    body_pt: float


def find_serif() -> FontFamily:
    """The best family on this machine: Liberation Serif or Times New Roman, else the DejaVu Serif that
    matplotlib (which mediapipe needs) carries. MuPDF's own serif lacks bold Vietnamese letters.

    Raises `NoSerifFont`.
    """
    liberation = (
        "LiberationSerif-Regular LiberationSerif-Bold LiberationSerif-Italic LiberationSerif-BoldItalic"
    )
    system = Path("/usr/share/fonts/truetype")
    candidates = [(system / folder, liberation, 14.0) for folder in ("liberation2", "liberation")]
    windows = Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
    candidates.append((windows, "times timesbd timesi timesbi", 14.0))
    matplotlib = importlib.util.find_spec("matplotlib")
    if matplotlib and matplotlib.origin:
        folder = Path(matplotlib.origin).parent / "mpl-data" / "fonts" / "ttf"
        dejavu = "DejaVuSerif DejaVuSerif-Bold DejaVuSerif-Italic DejaVuSerif-BoldItalic"
        candidates.append((folder, dejavu, 12.0))
    for folder, names, body_pt in candidates:
        regular, bold, italic, bold_italic = (folder / f"{name}.ttf" for name in names.split())
        if all(path.is_file() for path in (regular, bold, italic, bold_italic)):
            return FontFamily((regular, bold, italic), bold_italic, body_pt)
    raise NoSerifFont
