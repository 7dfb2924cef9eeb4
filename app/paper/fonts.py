"""A serif font with every Vietnamese letter, from what this machine has."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FontFamily:
    """Files of one serif family that has every Vietnamese letter, and the body size that suits it."""

    files: tuple[Path, Path, Path]
    body_pt: float


def find_serif() -> FontFamily:
    """The best family on this machine: Liberation Serif or Times New Roman, else the DejaVu Serif that
    matplotlib (which mediapipe needs) carries. MuPDF's own serif lacks bold Vietnamese letters.
    """
    styles = ("Regular", "Bold", "Italic")
    liberation = [f"LiberationSerif-{style}.ttf" for style in styles]
    system = Path("/usr/share/fonts/truetype")
    candidates = [(system / folder, liberation, 14.0) for folder in ("liberation2", "liberation")]
    windows = Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
    candidates.append((windows, ["times.ttf", "timesbd.ttf", "timesi.ttf"], 14.0))
    matplotlib = importlib.util.find_spec("matplotlib")
    if matplotlib and matplotlib.origin:
        folder = Path(matplotlib.origin).parent / "mpl-data" / "fonts" / "ttf"
        candidates.append(
            (folder, ["DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf"], 12.0)
        )
    for folder, names, body_pt in candidates:
        regular, bold, italic = (folder / name for name in names)
        if regular.is_file() and bold.is_file() and italic.is_file():
            return FontFamily((regular, bold, italic), body_pt)
    raise FileNotFoundError("no serif font with Vietnamese letters: install fonts-liberation")
