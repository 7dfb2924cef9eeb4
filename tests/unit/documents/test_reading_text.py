"""A paper's text as it travels: small, bounded, and checked before it is believed."""

from __future__ import annotations

import json
import unicodedata
import zlib
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.errors import Cancelled, PackDamaged, PageTimedOut
from app.documents.pages import DocumentInfo, OutlineEntry
from app.documents.reading import BlockKind, FlowBlock
from app.documents.text.reading_text import (
    MAX_TITLE_CHARS,
    ReadingText,
    extract_reading_text,
    has_useful_text,
)

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


A = UUID(int=1)
TEXTLESS = {"qd_46_scan_10tr", "scan_13tr_bw", "scan_1tr_bw", "scan_41tr_watermark", "tt_58_bqp_anh_26tr"}


class Pages:
    """Blocks of pages that were read before; a page of None hangs."""

    def __init__(self, *pages):
        self.pages = pages

    def flow(self, document_id, page_index):
        assert document_id == A
        blocks = self.pages[page_index]
        if blocks is None:
            raise PageTimedOut(page=page_index + 1)
        return blocks

    def read(self, *outline, progress=lambda _done, _total: None, cancel=lambda: False):
        size = ((595.0, 842.0),) * len(self.pages)
        return extract_reading_text(
            self, A, DocumentInfo(len(self.pages), size, outline, False), progress, cancel
        )


def paragraph(text, *, is_bold=False):
    return FlowBlock(BlockKind.PARAGRAPH, text, is_bold=is_bold)


def test_a_page_that_hangs_costs_only_its_own_text():
    told = []
    reading = Pages((paragraph("một"), paragraph("hai")), None, (paragraph("ba"),)).read(
        progress=lambda done, total: told.append((done, total))
    )
    assert reading.pages == ("một\nhai", "", "ba")
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_reading_stops_when_it_is_cancelled():
    asked = iter([False, True])
    with pytest.raises(Cancelled):
        Pages((), ()).read(cancel=lambda: next(asked))


def test_headings_are_the_outline_where_the_document_has_none():
    page = (paragraph("Chương I", is_bold=True), paragraph("QUY ĐỊNH CHUNG", is_bold=True), paragraph("Lời."))
    assert Pages((), page).read().outline == (OutlineEntry(1, "Chương I QUY ĐỊNH CHUNG", 1),)


def test_an_outline_counts_where_it_says_what_the_pages_say():
    page = (paragraph("I. TÌNH HÌNH", is_bold=True), paragraph("Mục tiêu chung"))
    true = OutlineEntry(1, "Mục tiêu  chung", 0)
    assert Pages(page).read(true).outline == (true,)
    assert Pages(page).read(OutlineEntry(1, "10209648.pdf", 0)).outline == (
        OutlineEntry(2, "I. TÌNH HÌNH", 0),
    )
    assert Pages((paragraph("Lời."),)).read(OutlineEntry(1, "Bìa", 0)).outline == (OutlineEntry(1, "Bìa", 0),)


def test_pages_beyond_all_measure_are_cut():
    reading = Pages(*[(paragraph("a" * 300_000),)] * 61).read()
    assert {len(page) for page in reading.pages} == {200_000, 0}
    assert ReadingText.from_bytes(reading.to_bytes()) == reading


def test_every_real_paper_is_read_whole(renderer, shared_data):
    """All open; all that have text are searchable in Unicode; scans say that they have none."""
    found = {}
    for path in sorted((shared_data / "docs" / "real").glob("*.pdf")):
        info = renderer.open(A, path.read_bytes())
        reading = extract_reading_text(renderer, A, info, lambda _done, _total: None, lambda: False)
        assert len(reading.pages) == info.page_count
        assert ReadingText.from_bytes(reading.to_bytes()) == reading
        found[path.stem] = reading
    assert {name for name, reading in found.items() if not has_useful_text(reading.pages)} == TEXTLESS
    assert "Xử lý thông tin" in found["tcvn3_chuong1"].pages[0]
    assert "Một công ty có một số nhân viên" in found["vni_bai_tap_36"].pages[0]
    assert found["tcvn3_chuong1"].outline[0].title == "CHƯƠNG 1. GIỚI THIỆU CHUNG"
    titles = [entry.title for entry in found["nd_335_print_to_pdf"].outline]
    assert titles[:2] == ["Chương I QUY ĐỊNH CHUNG", "Điều 1. Phạm vi điều chỉnh"]
    everything = "".join(page for reading in found.values() for page in reading.pages)
    assert unicodedata.is_normalized("NFC", everything)
    assert not set(everything) & set("\u00ad\u200b\ufeff\ufffd\uf0b7")
