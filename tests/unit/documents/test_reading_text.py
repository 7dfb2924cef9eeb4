"""A paper's text as it travels: small, bounded, and checked before it is believed."""

from __future__ import annotations

import json
import unicodedata
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.errors import PackDamaged
from app.documents.pages import OutlineEntry
from app.documents.reading_text import MAX_TITLE_CHARS, ReadingText, has_useful_text

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(
    lambda text: unicodedata.normalize("NFC", text)
)


@st.composite
def readings(draw):
    pages = tuple(draw(st.lists(texts, max_size=5)))
    if not pages:
        return ReadingText(pages)
    entries = st.builds(OutlineEntry, st.integers(1, 8), texts, st.integers(0, len(pages) - 1))
    return ReadingText(pages, tuple(draw(st.lists(entries, max_size=4))))


def packed(pages=("một",), outline=(), format_=1):
    return zlib.compress(json.dumps({"format": format_, "pages": pages, "outline": outline}).encode())


@given(readings())
def test_what_is_written_is_read_again(reading):
    assert ReadingText.from_bytes(reading.to_bytes()) == reading


@given(st.binary(max_size=400))
def test_anything_else_is_refused(data):
    with pytest.raises(PackDamaged):
        ReadingText.from_bytes(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(pages=json_values, outline=json_values, format_=json_values)
def test_any_json_is_checked(pages, outline, format_):
    try:
        reading = ReadingText.from_bytes(packed(pages, outline, format_))
    except PackDamaged:
        return
    assert ReadingText.from_bytes(reading.to_bytes()) == reading


@given(readings(), st.data())
def test_a_changed_byte_never_changes_the_text(reading, data):
    whole = bytearray(reading.to_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    try:
        assert ReadingText.from_bytes(bytes(whole)) == reading  # as when the byte only names the level
    except PackDamaged:
        return


@pytest.mark.parametrize(
    "data",
    [
        zlib.compress(b"[" * 1_000_000),
        zlib.compress(b"0" * (65 << 20)),
        zlib.compress(b"9" * 10_000),
        packed(["a"]) + b"more",
        packed(["a"])[:-1],
        packed([unicodedata.normalize("NFD", "ế")]),
        packed(["\ud800"]),
        packed(["a"] * 20_001),
        packed(["a" * 200_001]),
        packed(["a" * 200_000] * 61),
        packed(["a"], [[1, "b", 1]]),
        packed(["a"], [[1, "b", -1]]),
        packed(["a"], [[0, "b", 0]]),
        packed(["a"], [[True, "b", 0]]),
        packed(["a"], [[1, "b" * (MAX_TITLE_CHARS + 1), 0]]),
        packed(["a"], [[1, "b", 0]] * 5_001),
        packed(format_=2),
    ],
)
def test_bombs_lies_and_newer_formats_are_refused(data):
    with pytest.raises(PackDamaged):
        ReadingText.from_bytes(data)


def test_text_is_small_on_its_way():
    page = "Nghị quyết Đại hội đại biểu toàn quốc lần thứ mười bốn nêu rõ phương hướng, nhiệm vụ. " * 30
    assert len(ReadingText((page,) * 10).to_bytes()) < len(page)


def test_page_numbers_and_watermarks_are_no_text():
    page = "Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015 về điều {} và các khoản kèm theo"
    assert has_useful_text([page.format(number) for number in range(5)])
    assert not has_useful_text([])
    assert not has_useful_text(["", ""])
    assert not has_useful_text([f"Trang {number}/9" for number in range(9)])
    watermark = "Tài liệu lưu hành nội bộ của Đại hội đại biểu, không được sao chụp dưới mọi hình thức"
    assert not has_useful_text([f"{watermark}\n{number}" for number in range(5)])
