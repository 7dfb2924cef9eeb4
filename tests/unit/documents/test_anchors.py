"""Marks find their words again: in made-up papers of every shape, and in real ones that were corrected."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.marks.anchors import Placement, Version, line_boxes, place_mark, tie_to_words
from app.documents.marks.mark import MarkColor, MarkContent, MarkKind
from app.documents.marks.passages import Letters, find_passage, letters_of, passage_at
from app.documents.reading import Box, PageWord
from app.documents.text.reading_text import has_useful_text

SIZE = (595.0, 842.0)
WORDS = """
xây dựng Đảng trong sạch vững mạnh phát triển kinh tế xã hội bảo đảm quốc phòng an ninh nâng cao đời sống
nhân dân đại biểu phường nghị quyết chương trình hành động chỉ tiêu năm nhiệm kỳ giải pháp thực hiện tốt
công tác cán bộ kiểm tra giám sát đổi mới phương thức lãnh đạo mặt trận đoàn thể chính quyền cơ sở
"""


@dataclass(frozen=True)
class Paper:
    """A paper as it would be read: words of every page, and its text."""

    pages: tuple[tuple[PageWord, ...], ...]

    @cached_property
    def letters(self) -> Letters:
        return Letters.of_paper(" ".join(word.text for word in page) for page in self.pages)

    @property
    def version(self) -> Version:
        return Version(self.letters, lambda index: self.pages[index], [SIZE] * len(self.pages))


def typeset(paragraphs, lines_a_page=12, words_a_line=7) -> Paper:
    pages, page, y = [], [], 60.0
    line = 0
    for paragraph in paragraphs:
        words = paragraph.split()
        for start in range(0, len(words), words_a_line):
            if page and line >= lines_a_page:
                pages.append(tuple(page))
                page, y, line = [], 60.0, 0
            for column, text in enumerate(words[start : start + words_a_line]):
                page.append(PageWord(text, Box(60 + column * 60, y, 110 + column * 60, y + 14), line))
            y, line = y + 20, line + 1
    return Paper((*pages, tuple(page)))


def paragraphs_of(seed: int, count: int = 14) -> list[str]:
    chance = random.Random(seed)
    return [
        f"Điều {number}. " + " ".join(chance.choices(WORDS.split(), k=chance.randint(12, 40)))
        for number in range(1, count + 1)
    ]


def highlight(paper: Paper, page_index: int, first: int, last: int, **changes) -> MarkContent:
    words = paper.pages[page_index]
    drawn = MarkContent(
        "a" * 64,
        page_index,
        MarkKind.HIGHLIGHT,
        MarkColor.YELLOW,
        boxes=line_boxes(words[first : last + 1]),
        page_size=SIZE,
    )
    return tie_to_words(replace(drawn, **changes), paper.letters, words)


def words_at(paper: Paper, placement: Placement) -> str:
    """What a reader would see marked."""
    if placement.page_index is None:
        return ""
    return " ".join(
        word.text
        for word in paper.pages[placement.page_index]
        if any(
            box.x0 - 1 <= word.box.x0 and word.box.x1 <= box.x1 + 1 and abs(box.y0 - word.box.y0) < 3
            for box in placement.boxes
        )
    )


def place(content: MarkContent, old: Paper, new: Paper) -> Placement:
    return place_mark(content, len(old.pages), new.version)


def test_on_the_same_paper_nothing_moves():
    paper = typeset(paragraphs_of(1))
    content = highlight(paper, 1, 10, 24)
    assert len(content.boxes) == 4
    assert place(content, paper, paper) == Placement(1, content.boxes, has_moved=False)


@settings(max_examples=60)
@given(data=st.data())
def test_paragraphs_put_in_and_taken_out_around_it_move_a_highlight(data):
    paragraphs = paragraphs_of(data.draw(st.integers(0, 40)))
    marked = data.draw(st.integers(0, len(paragraphs) - 1))
    words = paragraphs[marked].split()
    first = data.draw(st.integers(0, len(words) - 4))
    last = data.draw(st.integers(first + 3, min(len(words) - 1, first + 20)))
    quote = " ".join(words[first : last + 1])
    others = [index for index in range(len(paragraphs)) if index != marked]
    gone = data.draw(st.sets(st.sampled_from(others), max_size=4))
    added = data.draw(st.dictionaries(st.integers(0, len(paragraphs)), st.integers(100, 130), max_size=4))
    corrected = []
    for index, paragraph in enumerate(paragraphs):
        if index in added:
            corrected.append(paragraphs_of(added[index], 1)[0].replace("Điều", "Khoản"))
        if index not in gone:
            corrected.append(paragraph)
    old = typeset(paragraphs)
    new = typeset(corrected, words_a_line=8)
    flat = [(page, index) for page, words_ in enumerate(old.pages) for index in range(len(words_))]
    start = len(" ".join(paragraphs[:marked]).split()) + first
    on_page = [at for at in flat[start : start + last - first + 1] if at[0] == flat[start][0]]
    content = highlight(old, on_page[0][0], on_page[0][1], on_page[-1][1])
    placement = place(content, old, new)
    assert content.quote in quote
    seen = words_at(new, placement)
    if placement.page_index is None:  # only ever with both of its neighbours gone
        assert {marked - 1, marked + 1} & (gone | set(added))
    else:  # a page may break inside it: then what is on the page with the larger part
        assert seen
        assert seen in content.quote


@given(st.integers(0, 200), st.integers(0, 13))
def test_a_passage_that_was_taken_out_is_not_placed(seed, marked):
    paragraphs = paragraphs_of(seed)
    old = typeset(paragraphs, lines_a_page=1_000)
    start = len(" ".join(paragraphs[:marked]).split())
    content = highlight(old, 0, start + 2, start + len(paragraphs[marked].split()) - 1)
    new = typeset(paragraphs[:marked] + paragraphs[marked + 1 :], lines_a_page=1_000)
    assert place(content, old, new) == Placement(None)


def test_words_changed_inside_are_seen_through():
    paragraphs = paragraphs_of(3)
    paragraphs[5] = "Phấn đấu đến năm 2030 thu ngân sách tăng bình quân 7,5% mỗi năm và giảm hộ nghèo còn 1%"
    old = typeset(paragraphs, lines_a_page=1_000)
    start = len(" ".join(paragraphs[:5]).split())
    content = highlight(old, 0, start, start + len(paragraphs[5].split()) - 1)
    paragraphs[5] = "Phấn đấu đến năm 2030 thu ngân sách tăng bình quân từ 8% mỗi năm và giảm hộ nghèo còn 1%"
    new = typeset(paragraphs, lines_a_page=1_000)
    placement = place(content, old, new)
    assert words_at(new, placement) == paragraphs[5]
    assert placement.has_moved


def test_case_marks_and_joined_words_do_not_matter():
    paragraphs = paragraphs_of(4)
    paragraphs[6] = "Quyết nghị về công tác xây dựng chính quyền cơ sở vững mạnh trong nhiệm kỳ tới đây"
    old = typeset(paragraphs, lines_a_page=1_000)
    start = len(" ".join(paragraphs[:6]).split())
    content = highlight(old, 0, start + 3, start + 9)
    paragraphs[6] = "Quyết nghị về côngtác XÂY DỰNG chính quyền cơ sở vững mạnh trong nhiệm kỳ tới đây"
    new = typeset(paragraphs, lines_a_page=1_000)
    assert words_at(new, place(content, old, new)) == "côngtác XÂY DỰNG chính quyền cơ"


def test_a_short_word_is_told_from_its_like_by_what_stands_around_it():
    paragraphs = paragraphs_of(5)
    paragraphs[2] = "Chỉ tiêu thứ nhất là thu ngân sách tăng"
    paragraphs[9] = "Chỉ tiêu thứ hai là thu hút đầu tư tăng"
    old = typeset(paragraphs, lines_a_page=1_000)
    at = len(" ".join(paragraphs[:9]).split())
    content = highlight(old, 0, at + 9, at + 9)
    assert (content.quote, content.is_unique) == ("tăng", False)
    new = typeset([*paragraphs_of(77, 3), *paragraphs], lines_a_page=1_000)
    expected = len(" ".join([*paragraphs_of(77, 3), *paragraphs[:9]]).split()) + 9
    assert place(content, old, new).boxes == (new.pages[0][expected].box,)
    without = typeset(paragraphs[:9] + paragraphs[10:], lines_a_page=1_000)
    assert place(content, old, without) == Placement(None)


def test_of_two_places_alike_the_nearer_one_is_meant():
    form = "Đại biểu ghi ý kiến vào phiếu này rồi bỏ vào thùng phiếu theo hướng dẫn của Ban kiểm phiếu"
    filler = ["Phần nội dung chung của các phiếu không có gì khác nhau"] * 12
    paragraphs = [*filler, form, *filler, form, *filler]
    old = typeset(paragraphs, lines_a_page=1_000)
    at = len(" ".join([*filler, form, *filler]).split())
    content = highlight(old, 0, at, at + 5)
    new = typeset(["Mở đầu", *paragraphs], lines_a_page=1_000)
    assert place(content, old, new).boxes == line_boxes(new.pages[0][at + 2 : at + 8])


def test_ink_and_notes_move_with_the_line_beside_them():
    paragraphs = paragraphs_of(6)
    old = typeset(paragraphs, lines_a_page=1_000)
    line = old.pages[0][70]
    ink = MarkContent(
        "a" * 64,
        0,
        MarkKind.INK,
        MarkColor.RED,
        strokes=(((line.box.x0, line.box.y1), (line.box.x1, line.box.y1 + 2)),),
        page_size=SIZE,
    )
    note = replace(
        ink,
        kind=MarkKind.NOTE,
        strokes=(),
        boxes=(Box(500, line.box.y0, 520, line.box.y0 + 14),),
        note="Hỏi lại",
    )
    new = typeset(["Căn cứ Điều lệ Đảng Cộng sản Việt Nam", *paragraphs], lines_a_page=1_000)
    for drawn in (ink, note):
        content = tie_to_words(drawn, old.letters, old.pages[0])
        assert content.anchor is not None
        assert line.text in content.quote.split()
        placement = place(content, old, new)
        assert (placement.page_index, placement.dx, placement.dy) == (0, 0.0, 40.0)
        assert placement.has_moved
        assert placement.moved(content.strokes) == tuple(
            tuple((x, y + 40) for x, y in stroke) for stroke in content.strokes
        )
    assert placement.boxes[0].y0 == line.box.y0 + 40


def test_a_bookmark_follows_the_head_of_its_page():
    paragraphs = paragraphs_of(7)
    old = typeset(paragraphs)
    drawn = MarkContent("a" * 64, 2, MarkKind.BOOKMARK, MarkColor.RED, page_size=SIZE)
    content = tie_to_words(drawn, old.letters, old.pages[2])
    new = typeset([*paragraphs_of(88, 12), *paragraphs])
    index = place(content, old, new).page_index
    assert index is not None
    assert letters_of(content.quote) in new.letters.exact[new.letters.page_starts[index] :][:900]


@pytest.mark.parametrize(
    ("sizes", "old_page_count", "expected"),
    [
        ([SIZE] * 3, 3, Placement(1, has_moved=False)),
        ([SIZE] * 4, 3, Placement(1)),
        ([(842.0, 595.0)] * 3, 3, Placement(1)),
        ([SIZE], 3, Placement(0)),
        ([], 3, Placement(None)),
    ],
)
def test_a_mark_on_a_scan_stays_on_its_page(sizes, old_page_count, expected):
    content = MarkContent("a" * 64, 1, MarkKind.BOOKMARK, MarkColor.RED, page_size=SIZE)
    assert tie_to_words(content, Letters([]), ()) == content
    version = Version(Letters([]), lambda _index: (), sizes)
    assert place_mark(content, old_page_count, version) == expected


@given(st.lists(st.text(st.sampled_from("ab đĐ.ạ1"), max_size=12), max_size=6), st.data())
def test_every_stretch_of_any_text_is_found_where_it_is(pages, data):
    letters = Letters.of_paper(pages)
    start = data.draw(st.integers(0, len(letters)))
    end = data.draw(st.integers(start, len(letters)))
    passage = passage_at(letters, start, end)
    span = find_passage(letters, passage, start)
    if start == end:
        assert span is None
    elif letters.is_whole_words(start, end):
        assert span is not None
        assert letters.exact[span.start : span.end] == passage.quote
        assert abs(span.start - start) <= abs(letters.exact.find(passage.quote) - start)
        index = letters.page_with(span.start, span.end)
        assert 0 <= index < len(pages)


def words_of(page) -> tuple[PageWord, ...]:
    """As the worker reads them, for the test's own copies of real papers."""
    lines: dict[tuple[int, int], int] = {}
    return tuple(
        PageWord(text, Box(*box), lines.setdefault((block, line), len(lines)))
        for *box, text, block, line, _ in page.get_text("words")
    )


def read_papers(folder) -> list[tuple[str, bytes]]:
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    return [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.pdf"))]


@dataclass
class Tally:
    same: int = 0
    lost: int = 0
    wrong: int = 0

    def add(self, is_placed: bool, is_same: bool) -> None:
        self.same += is_same
        self.lost += not is_placed
        self.wrong += is_placed and not is_same

    def check(self) -> None:
        """On other words: only ever where the paper itself says the same twice at length, or where MuPDF
        reads the corrected page in another order. Of some 3,000 with four seeds it was one of each."""
        print(self)
        total = self.same + self.lost + self.wrong
        assert self.same >= 0.95 * total
        assert self.wrong <= 0.005 * total


@pytest.fixture(scope="module")
def real_papers(shared_data):
    """Words of real papers with text, at most 40 pages of each."""
    papers = []
    for name, data in read_papers(shared_data / "docs" / "real"):
        with pymupdf.open(stream=data) as document:
            pages = tuple(words_of(page) for page in document.pages(0, min(40, document.page_count)))
        if sum(map(len, pages)) > 200:
            papers.append((name, Paper(pages)))
    assert len(papers) >= 15
    return papers


def test_real_papers_set_anew_keep_their_highlights(real_papers):
    """Other line and page breaks, one block of 40 words in twenty taken out, one in twenty put in."""
    tally = Tally()
    for name, old in real_papers:
        chance = random.Random(name)
        flat = [(page, at) for page, words in enumerate(old.pages) for at in range(len(words))]
        kept, source = [], []
        for start in range(0, len(flat), 40):
            if chance.random() < 1 / 20:
                kept += chance.choices(WORDS.split(), k=chance.randint(10, 60))
                source += [-1] * (len(kept) - len(source))
            if chance.random() >= 1 / 20:
                kept += [
                    "".join(old.pages[page][at].text.split()) or "·" for page, at in flat[start : start + 40]
                ]
                source += range(start, min(len(flat), start + 40))
        new = typeset([" ".join(kept)], lines_a_page=31, words_a_line=11)
        sources = iter(source)
        origin = [[next(sources) for _ in page] for page in new.pages]
        at_new = {index: at for at, index in enumerate(source) if index >= 0}
        for _ in range(40):
            start = chance.randrange(len(flat))
            page, at = flat[start]
            last = min(at + chance.choice([0, 1, 3, 8, 20, 60]), len(old.pages[page]) - 1)
            marked = range(start, start + last - at + 1)
            content = highlight(old, page, at, last)
            if content.quote != " ".join(word.text for word in old.pages[page][at : last + 1]):
                continue  # lines that lie over one another, as in bad scans
            stands = [at_new.get(index, -1) for index in marked]
            is_unchanged = stands == list(range(stands[0], stands[0] + len(stands))) and stands[0] >= 0
            if not is_unchanged or content.anchor is not None:
                continue
            placement = place(content, old, new)
            seen = [
                index
                for index, word in zip(
                    origin[placement.page_index or 0], new.pages[placement.page_index or 0], strict=True
                )
                if index >= 0
                and any(box.x0 <= word.box.x0 <= box.x1 and box.y0 == word.box.y0 for box in placement.boxes)
            ]
            tally.add(placement.page_index is not None, bool(seen) and set(seen) <= set(marked))
    tally.check()


def corrected(data: bytes) -> tuple[Paper, Paper]:
    """A real paper as it was, and with a page put before it, its fourth page taken out, and one line of
    every other page replaced."""
    with pymupdf.open(stream=data) as document:
        document.select(range(min(10, document.page_count)))
        old = Paper(tuple(words_of(page) for page in document))
        for page in document.pages(0, None, 2):
            lines = line_boxes(words_of(page))
            if len(lines) > 6:
                box = lines[len(lines) // 2]
                page.add_redact_annot(pymupdf.Rect(box.x0, box.y0 + 2, box.x1, box.y1 - 2))
                page.apply_redactions(images=pymupdf.PDF_REDACT_IMAGE_NONE)
                page.insert_text((box.x0, box.y1 - 2), "Replaced 2026", fontsize=8)
        if document.page_count > 4:
            document.delete_page(3)
        document.new_page(0).insert_text((72, 100), "An open letter to the delegates of the congress")
        return old, Paper(tuple(words_of(page) for page in document))


def is_near(placement: Placement, content: MarkContent) -> bool:
    return any(abs(new.y0 - old.y0) < 2 for new in placement.boxes for old in content.boxes)


def test_real_papers_that_were_corrected_keep_their_highlights_where_they_were(shared_data):
    tally = Tally()
    for name, data in read_papers(shared_data / "docs" / "real"):
        chance = random.Random(name)
        old, new = corrected(data)
        has_text = has_useful_text([" ".join(word.text for word in page) for page in old.pages])
        for _ in range(15 if has_text else 0):
            page = chance.choice([index for index, words in enumerate(old.pages) if words])
            at = chance.randrange(len(old.pages[page]))
            content = highlight(
                old, page, at, min(at + chance.choice([0, 2, 9, 30]), len(old.pages[page]) - 1)
            )
            expected = page + 1 - (page > 3)
            still = {(word.text, word.box) for word in new.pages[min(expected, len(new.pages) - 1)]}
            under = [
                word
                for word in old.pages[page]
                if any(box.y0 <= word.box.y0 and word.box.y1 <= box.y1 for box in content.boxes)
            ]
            is_gone = (page == 3 and len(old.pages) > 4) or any(
                (word.text, word.box) not in still for word in under
            )
            if is_gone or content.anchor is not None:
                continue
            placement = place(content, old, new)
            wanted = Counter(words_at(old, Placement(page, content.boxes)).split())
            seen = Counter(words_at(new, placement).split())
            # A dash at an end may be left out, a page's number may have come in between: no more than that.
            is_same = (
                sum(((wanted - seen) + (seen - wanted)).values()) <= 2 < 2 + sum((wanted & seen).values())
            )
            tally.add(
                placement.page_index is not None,
                is_same and placement.page_index == expected and is_near(placement, content),
            )
    tally.check()
