"""What a corrected paper says otherwise than the one before."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from app.documents.reading import ChangeKind
from app.documents.text.compare import compare_papers
from app.documents.text.reading_text import ReadingText

SAME, ADDED, REMOVED, CHANGED = ChangeKind.SAME, ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.CHANGED


def paper(*pages: str) -> ReadingText:
    return ReadingText(pages)


def kinds(rows):
    return [row.kind for row in rows]


def marked(text, spans):
    return [text[start:end] for start, end in spans]


def test_a_changed_number_is_seen_and_marked_on_both_sides():
    old = paper("Điều 1. Mục tiêu\nThu ngân sách tăng bình quân 7,5% mỗi năm.\nĐiều 2. Hiệu lực")
    new = paper("Điều 1. Mục tiêu\nThu ngân sách tăng bình quân 8% mỗi năm.\nĐiều 2. Hiệu lực")
    rows = compare_papers(old, new)
    assert kinds(rows) == [SAME, CHANGED, SAME]
    assert marked(rows[1].old_text, rows[1].old_marked) == ["7,5%"]
    assert marked(rows[1].new_text, rows[1].new_marked) == ["8%"]


def test_paragraphs_put_in_and_taken_out():
    old = paper("Một đoạn đầu\nĐoạn sẽ bị bỏ đi hoàn toàn", "Đoạn cuối cùng")
    new = paper("Một đoạn đầu", "Nội dung mới bổ sung vào\nĐoạn cuối cùng")
    rows = compare_papers(old, new)
    assert kinds(rows) == [SAME, REMOVED, ADDED, SAME]
    assert (rows[1].old_page_index, rows[1].new_page_index, rows[1].new_text) == (0, None, "")
    assert (rows[2].old_page_index, rows[2].new_page_index) == (None, 1)
    assert marked(rows[2].new_text, rows[2].new_marked) == ["Nội dung mới bổ sung vào"]


def test_a_page_break_that_moved_is_no_change():
    whole = paper("Điều 1. Phạm vi\nĐại hội quyết nghị những nội dung sau. Các đoàn thực hiện.\nĐiều 2. Hết")
    in_words = paper(
        "Điều 1. Phạm vi\nĐại hội quyết nghị những", "nội dung sau. Các đoàn thực hiện.\nĐiều 2. Hết"
    )
    after_sentence = paper(
        "Điều 1. Phạm vi\nĐại hội quyết nghị những nội dung sau.", "Các đoàn thực hiện.\nĐiều 2. Hết"
    )
    for broken in (in_words, after_sentence):
        for rows in (compare_papers(whole, broken), compare_papers(broken, whole)):
            assert kinds(rows) == [SAME, SAME, SAME]


def test_an_empty_paper_is_all_added():
    rows = compare_papers(paper(), paper("Một\nHai"))
    assert kinds(rows) == [ADDED, ADDED]
    assert compare_papers(paper(), paper("", "")) == ()


words = st.sampled_from(["Điều", "1.", "2.", "thu", "chi", "tăng", "7%", "8%", "giảm.", "Đại hội", "và"])
lines = st.lists(words, max_size=6).map(" ".join)
papers = st.lists(st.lists(lines, max_size=5).map("\n".join), max_size=5).map(lambda pages: paper(*pages))


def all_words(reading_text):
    return " ".join(reading_text.pages).split()


@given(papers, papers)
def test_both_papers_come_back_whole(old, new):
    rows = compare_papers(old, new)
    assert " ".join(row.old_text for row in rows).split() == all_words(old)
    assert " ".join(row.new_text for row in rows).split() == all_words(new)
    for row in rows:
        assert bool(row.old_text) == (row.old_page_index is not None)
        assert bool(row.new_text) == (row.new_page_index is not None)
        assert (row.kind is SAME) == (row.old_text == row.new_text)
        assert unmarked(row.old_text, row.old_marked) == unmarked(row.new_text, row.new_marked)


def unmarked(text, spans):
    """The words left when those marked are taken out: what both sides have in common."""
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text.split()


@given(papers)
def test_a_paper_does_not_differ_from_itself(one):
    assert set(kinds(compare_papers(one, one))) <= {SAME}


@given(papers, papers)
def test_looking_from_the_other_side_turns_everything_round(old, new):
    turned = {ADDED: REMOVED, REMOVED: ADDED}
    there, back = compare_papers(old, new), compare_papers(new, old)
    assert sorted(turned.get(kind, kind) for kind in kinds(there)) == sorted(kinds(back))
    assert {(row.old_text, row.new_text) for row in there} == {(row.new_text, row.old_text) for row in back}


def long_paper(seed: int, pages: int = 500) -> ReadingText:
    chance = random.Random(seed)
    vocabulary = [f"từ{number}" for number in range(3_000)]
    return paper(
        *("\n".join(" ".join(chance.choices(vocabulary, k=35)) for _ in range(12)) for _ in range(pages))
    )


def test_five_hundred_pages_with_some_changes_and_with_nothing_left():
    old = long_paper(1)
    pages = list(old.pages)
    for index in range(0, 500, 7):
        pages[index] = pages[index].replace("từ1", "chữ1")
    del pages[100:110]
    rows = compare_papers(old, paper(*pages))
    assert sum(row.kind is not SAME for row in rows) > 500
    other = compare_papers(old, long_paper(2))
    assert SAME not in kinds(other)
