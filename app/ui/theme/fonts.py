"""The typeface of the screens: one made for Vietnamese, or the best that this machine has."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from app.runtime.assets.locations import asset_roots

FAMILY = "Be Vietnam Pro"
FONT_FOLDER = "fonts"
_FALLBACKS = ("Noto Sans", "Segoe UI", "DejaVu Sans", "Liberation Sans")

_VOWELS = "aăâeêioôơuưy"
_MARKS = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def vietnamese_letters() -> str:
    """Every letter of the Vietnamese alphabet with each of its tone marks, both cases, composed (NFC)."""
    import unicodedata

    toned = "".join(unicodedata.normalize("NFC", vowel + mark) for vowel in _VOWELS for mark in _MARKS)
    small = toned + "bcdđghklmnpqrstvx"
    return small + small.upper()


def load_family(project_root: Path) -> str:
    """Load the installed font files and name the family to use. Needs a QGuiApplication.

    Installed fallback fonts (named in the assets manifest) come before the system's own.
    """
    loaded: list[str] = []
    for root in asset_roots(project_root):
        for path in sorted((root / FONT_FOLDER).glob("*.[to]tf")):
            loaded += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
        if FAMILY in loaded:
            break
    known = set(QFontDatabase.families())
    candidates = (FAMILY, *loaded, *_FALLBACKS)
    good = (name for name in candidates if name in known and has_vietnamese(name))
    return next(good, QFont().defaultFamily())


def has_vietnamese(family: str) -> bool:
    """Whether the font itself, without help from others, has every Vietnamese letter."""
    raw = QRawFont.fromFont(QFont(family), QFontDatabase.WritingSystem.Vietnamese)
    return raw.isValid() and all(raw.supportsCharacter(ord(letter)) for letter in vietnamese_letters())


def base_font(family: str, size_px: int) -> QFont:
    """The application's font. Figures are as wide as each other, so that clocks do not dance."""
    font = QFont(family)
    font.setPixelSize(size_px)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
