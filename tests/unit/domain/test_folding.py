from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.documents.text.headings import Line, headings_in
from app.domain.folding import fold_key, fold_text


def test_marks_stacked_marks_and_d_with_stroke_go():
    assert fold_text("ĐẠI HỘI đại biểu Đảng bộ phường") == "dai hoi dai bieu dang bo phuong"


def test_both_spellings_of_a_letter_fold_alike():
    name = "Nguyễn Thị Thủy"
    assert fold_text(unicodedata.normalize("NFD", name)) == fold_text(unicodedata.normalize("NFC", name))


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold_key(fold_key(text)) == fold_key(text)


def test_headings_of_official_papers_are_found_in_bold_lines_only():
    lines = [
        Line("PHẦN THỨ NHẤT - KẾT QUẢ", is_bold=True),
        Line("I. Bối cảnh", is_bold=True),
        Line("Điều 3. Đoàn chủ tịch", is_bold=True),
        Line("1. Việc thứ nhất đã nêu ở trên", is_bold=False),
        Line("Kính thưa Đại hội", is_bold=True),
    ]
    assert [(entry.level, entry.title) for entry in headings_in(lines, 4)] == [
        (1, "PHẦN THỨ NHẤT - KẾT QUẢ"),
        (2, "I. Bối cảnh"),
        (3, "Điều 3. Đoàn chủ tịch"),
    ]
