"""Text of papers typed before Unicode, by the names of their fonts: TCVN3 (`.VnTime`) and VNI (`VNI-Times`).

Such a font shows Vietnamese letters at the places of Latin-1, so that is how a PDF's text layer reads:
"Giíi thiÖu" for "Giới thiệu". Tables: TCVN 5712:1993 (VN3) and VNI for Windows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

Decoder = Callable[[str], str]

_SUBSET_PREFIX = re.compile(r"^[A-Z]{6}\+")
_TCVN3_FONT = re.compile(r"^\.?Vn[A-Z]")
_TCVN3_CAPITALS_FONT = re.compile(r"^\.?Vn[A-Z][A-Za-z ]*H(?![a-z])")
"""`.VnTimeH`, `VnTimeHBold`: drawn as capitals, stored as small letters."""
_VNI_FONT = re.compile(r"^VNI[-_ ]", re.IGNORECASE)
_IS_UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
"""Letters that only Unicode has: the font has an old name, and its text was mapped already."""

_TCVN3_CODES = (
    "a:B5B8B6B7B9 ă:BBBEBCBDC6 â:C7CAC8C9CB e:CCD0CECFD1 ê:D2D5D3D4D6 i:D7DDD8DCDE o:DFE3E1E2E4 "
    "ô:E5E8E6E7E9 ơ:EAEDEBECEE u:EFF3F1F2F4 ư:F5F8F6F7F9 y:FAFDFBFCFE"
)
_TONES = "\u0300\u0301\u0309\u0303\u0323"
"""Combining grave, acute, hook above, tilde, dot below: the order of the codes above."""
_TCVN3_BARE = dict(enumerate("ĂÂÊÔƠƯĐăâêôơưđ", start=0xA1))

_VNI_TONES = dict(zip("øùûõï", _TONES, strict=True))
_VNI_CIRCUMFLEX = {"â": "", **dict(zip("àáåãä", _TONES, strict=True))}
_VNI_BREVE = {"ê": "", **dict(zip("èéúüë", _TONES, strict=True))}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _tcvn3_table() -> dict[int, str]:
    table = dict(_TCVN3_BARE)
    for group in _TCVN3_CODES.split():
        letter, codes = group.split(":")
        for tone, code in zip(_TONES, bytes.fromhex(codes), strict=True):
            table[code] = unicodedata.normalize("NFC", letter + tone)
    return table


def _vni_table() -> dict[str, str]:
    """Sequences of one or two letters; a letter's mark is written after it, in its case or the other."""
    small = dict(_VNI_SINGLE)
    for base in "aeouyôö":
        small |= {base + mark: _VNI_SINGLE.get(base, base) + tone for mark, tone in _VNI_TONES.items()}
    for base in "aeo":
        small |= {base + mark: base + "\u0302" + tone for mark, tone in _VNI_CIRCUMFLEX.items()}
    small |= {"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVE.items()}
    table = {}
    for codes, letter in small.items():
        table[codes] = unicodedata.normalize("NFC", letter)
        for spelled in {codes.upper(), codes[0].upper() + codes[1:]}:
            table[spelled] = unicodedata.normalize("NFC", letter.upper())
    return table


_TCVN3 = _tcvn3_table()
_VNI = _vni_table()
_VNI_SEQUENCE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    """What a reader sees where a `.Vn` font shows this Latin-1 text."""
    return text.translate(_TCVN3)


def from_tcvn3_capitals(text: str) -> str:
    """The same for a font of capitals."""
    return from_tcvn3(text).upper()


def from_vni(text: str) -> str:
    """What a reader sees where a VNI font shows this Latin-1 text."""
    return _VNI_SEQUENCE.sub(lambda found: _VNI[found.group()], text)


@lru_cache(maxsize=1024)
def decoder_for(font_name: str) -> Decoder | None:
    """How to read text set in this font; None for all fonts of today."""
    name = _SUBSET_PREFIX.sub("", font_name)
    if _VNI_FONT.match(name):
        return _unless_unicode(from_vni)
    if _TCVN3_CAPITALS_FONT.match(name):
        return _unless_unicode(from_tcvn3_capitals)
    if _TCVN3_FONT.match(name):
        return _unless_unicode(from_tcvn3)
    return None


def _unless_unicode(decode: Decoder) -> Decoder:
    return lambda text: text if _IS_UNICODE.search(text) else decode(text)
