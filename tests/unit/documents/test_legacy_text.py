"""Letters of TCVN3 and VNI fonts, every one there and back."""

from __future__ import annotations

import unicodedata

import pytest

from app.documents.text.legacy_text import decoder_for, from_tcvn3, from_tcvn3_capitals, from_vni

SMALL = (
    "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
    "bcdghklmnpqrstvx0123456789 .,;:!?()-+/%"
)
# The codes of TCVN 5712:1993 (VN3) and of VNI letter by letter, as their standards list them.
TCVN3 = {
    "à": 0xB5, "á": 0xB8, "ả": 0xB6, "ã": 0xB7, "ạ": 0xB9, "ă": 0xA8, "ằ": 0xBB, "ắ": 0xBE, "ẳ": 0xBC,
    "ẵ": 0xBD, "ặ": 0xC6, "â": 0xA9, "ầ": 0xC7, "ấ": 0xCA, "ẩ": 0xC8, "ẫ": 0xC9, "ậ": 0xCB, "đ": 0xAE,
    "è": 0xCC, "é": 0xD0, "ẻ": 0xCE, "ẽ": 0xCF, "ẹ": 0xD1, "ê": 0xAA, "ề": 0xD2, "ế": 0xD5, "ể": 0xD3,
    "ễ": 0xD4, "ệ": 0xD6, "ì": 0xD7, "í": 0xDD, "ỉ": 0xD8, "ĩ": 0xDC, "ị": 0xDE, "ò": 0xDF, "ó": 0xE3,
    "ỏ": 0xE1, "õ": 0xE2, "ọ": 0xE4, "ô": 0xAB, "ồ": 0xE5, "ố": 0xE8, "ổ": 0xE6, "ỗ": 0xE7, "ộ": 0xE9,
    "ơ": 0xAC, "ờ": 0xEA, "ớ": 0xED, "ở": 0xEB, "ỡ": 0xEC, "ợ": 0xEE, "ù": 0xEF, "ú": 0xF3, "ủ": 0xF1,
    "ũ": 0xF2, "ụ": 0xF4, "ư": 0xAD, "ừ": 0xF5, "ứ": 0xF8, "ử": 0xF6, "ữ": 0xF7, "ự": 0xF9, "ỳ": 0xFA,
    "ý": 0xFD, "ỷ": 0xFB, "ỹ": 0xFC, "ỵ": 0xFE,
}  # fmt: skip
TCVN3_CAPITALS = {"Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7}
VNI_PAIRS = (
    "à=aø á=aù ả=aû ã=aõ ạ=aï ă=aê ằ=aè ắ=aé ẳ=aú ẵ=aü ặ=aë â=aâ ầ=aà ấ=aá ẩ=aå ẫ=aã ậ=aä đ=ñ "
    "è=eø é=eù ẻ=eû ẽ=eõ ẹ=eï ê=eâ ề=eà ế=eá ể=eå ễ=eã ệ=eä ì=ì í=í ỉ=æ ĩ=ó ị=ò "
    "ò=oø ó=où ỏ=oû õ=oõ ọ=oï ô=oâ ồ=oà ố=oá ổ=oå ỗ=oã ộ=oä ơ=ô ờ=ôø ớ=ôù ở=ôû ỡ=ôõ ợ=ôï "
    "ù=uø ú=uù ủ=uû ũ=uõ ụ=uï ư=ö ừ=öø ứ=öù ử=öû ữ=öõ ự=öï ỳ=yø ý=yù ỷ=yû ỹ=yõ ỵ=î"
)
VNI = dict(pair.split("=") for pair in VNI_PAIRS.split())


def in_tcvn3(text):
    codes = TCVN3 | TCVN3_CAPITALS
    return "".join(chr(codes[c]) if c in codes else c for c in text)


def in_vni(text):
    codes = VNI | {letter.upper(): code.upper() for letter, code in VNI.items()}
    return "".join(codes.get(c, c) for c in text)


def test_the_tables_above_hold_every_vietnamese_letter():
    marked = {c for c in SMALL if unicodedata.normalize("NFD", c) != c or c == "đ"}
    assert set(TCVN3) == set(VNI) == marked
    assert len(marked) == 67


def test_every_letter_comes_back_from_tcvn3():
    text = SMALL + "ABCDEGHIKLMNOPQRSTUVXY" + "".join(TCVN3_CAPITALS)
    assert from_tcvn3(in_tcvn3(text)) == text


def test_every_letter_comes_back_from_tcvn3_as_a_capital():
    assert from_tcvn3_capitals(in_tcvn3(SMALL)) == SMALL.upper()
    assert from_tcvn3_capitals(in_tcvn3("ĐĂÂÊÔƠƯ")) == "ĐĂÂÊÔƠƯ"


@pytest.mark.parametrize("text", [SMALL, SMALL.upper()])
def test_every_letter_comes_back_from_vni(text):
    # Next to each other, some letters are ambiguous in VNI ("aâ" is â): no syllable has such neighbours.
    spaced = " ".join(text)
    assert from_vni(in_vni(spaced)) == spaced


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("THIEÁT KEÁ CÔ SÔÛ DÖÕ LIEÄU", "THIẾT KẾ CƠ SỞ DỮ LIỆU"),
        ("Nguyeãn Ngoâ Baûo Traân", "Nguyễn Ngô Bảo Trân"),
        ("quyeát nghò tröôøng hôïp", "quyết nghị trường hợp"),
        ("Ñieàu 1. YÙ kieán", "Điều 1. Ý kiến"),
        ("Yù kieán", "Ý kiến"),
    ],
)
def test_vni_words(typed, shown):
    assert from_vni(typed) == shown


@pytest.mark.parametrize(
    ("font", "shown"),
    [
        (".VnTime", "Giới thiệu"),
        ("DRVMVM+VnTime", "Giới thiệu"),
        ("ABCDEF+.VnArial Narrow", "Giới thiệu"),
        (".VnHelvetIns", "Giới thiệu"),
        (".VnTimeH", "GIỚI THIỆU"),
        ("PSISXE+VnTimeHBold", "GIỚI THIỆU"),
        (".VnTimeH Bold", "GIỚI THIỆU"),
    ],
)
def test_fonts_say_how_their_text_reads(font, shown):
    assert decoder_for(font)("Giíi thiÖu") == shown


@pytest.mark.parametrize("font", ["TimesNewRomanPSMT", "Vntime", "CIDFont+F1", "VNR12", "XTTMDL+VNR12", ""])
def test_fonts_of_today_need_no_table(font):
    assert decoder_for(font) is None


def test_text_that_was_mapped_already_is_left_alone():
    for font in (".VnTime", ".VnTimeH", "VNI-Times"):
        assert decoder_for(font)("Điều lệ Đảng của tổ chức") == "Điều lệ Đảng của tổ chức"
    assert decoder_for("VNI-Times")("(plain, 2026)") == "(plain, 2026)"
