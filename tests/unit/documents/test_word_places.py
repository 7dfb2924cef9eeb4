"""Words of the large text and words of the page: the same letters, in almost the same order."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from random import Random

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.reading import BlockKind, Box, FlowBlock, PageWord
from app.documents.text.flow import edges_of, flow_of
from app.documents.text.ruled_tables import RuledTable
from app.documents.text.turned import Turn
from app.documents.text.word_places import (
    Pair,
    PlacedWord,
    flow_words,
    letters_key,
    match_words,
    placed_words,
)
from app.documents.text.words import words_of
from app.documents.worker.pdf_text import page_content, page_layout

LEAST_SHARE = 0.97
PAGES = 12
_SYLLABLES = ("Đảng", "bộ", "phường", "đại", "hội", "5", "12", "-", "(tỷ", "đồng)", "bỏ", "khu", "phố")
_TEXTS = st.lists(st.lists(st.sampled_from(_SYLLABLES), min_size=1, max_size=9), min_size=1, max_size=8)


def _page(words: list[str]) -> tuple[PageWord, ...]:
    return tuple(PageWord(word, Box(10.0 * n, 0, 10.0 * n + 9, 12), n // 8) for n, word in enumerate(words))


def _paragraphs(*texts: str) -> list[FlowBlock]:
    return [FlowBlock(BlockKind.PARAGRAPH, text) for text in texts]


def _found(blocks: list[FlowBlock], page: str) -> list[tuple[str, str]]:
    flow, words = flow_words(blocks), page.split()
    return [
        (
            " ".join(word.text for word in flow[pair.flow : pair.flow_end]),
            " ".join(f"{words[at]}@{at}" for at in range(pair.page, pair.page_end)),
        )
        for pair in match_words(blocks, _page(words))
    ]


def test_running_heads_and_numbers_are_left_out() -> None:
    found = _found(_paragraphs("Đại hội", "đại biểu"), "NGHỊ QUYẾT 12 Đại hội đại biểu 12")
    assert [place for _word, place in found] == ["Đại@3", "hội@4", "đại@5", "biểu@6"]


def test_columns_in_another_order_are_found() -> None:
    found = _found(_paragraphs("Nơi nhận: lưu văn phòng", "T/M BAN"), "T/M BAN Nơi nhận: lưu văn phòng")
    assert len(found) == 7


def test_cells_of_several_lines_keep_to_their_own_row() -> None:
    """On the page the second line of the first cell stands behind the numbers."""
    table = FlowBlock(BlockKind.TABLE, cells=(("Thu (tỷ đồng)", "5"), ("Chi (tỷ đồng)", "5")))
    found = _found([table], "Thu 5 (tỷ đồng) Chi 5 (tỷ đồng)")
    assert found == [
        *(("Thu", "Thu@0"), ("(tỷ", "(tỷ@2"), ("đồng)", "đồng)@3"), ("5", "5@1")),
        *(("Chi", "Chi@4"), ("(tỷ", "(tỷ@6"), ("đồng)", "đồng)@7"), ("5", "5@5")),
    ]


def test_words_joined_or_broken_on_one_side_are_one() -> None:
    found = _found(_paragraphs("Ban Chấp hành khóa XVIII"), "Ban Ch ấp hành khó aXVIII")
    assert found == [
        *(("Ban", "Ban@0"), ("Chấp", "Ch@1 ấp@2"), ("hành", "hành@3"), ("khóa XVIII", "khó@4 aXVIII@5")),
    ]


def test_a_word_knows_its_characters() -> None:
    table = FlowBlock(BlockKind.TABLE, cells=(("", "a  b"),))
    words = flow_words([*_paragraphs("xin chào"), table])
    assert [(word.text, word.place, word.start, word.end) for word in words] == [
        *(("xin", (0, 0, 0), 0, 3), ("chào", (0, 0, 0), 4, 8)),
        *(("a", (1, 0, 1), 0, 1), ("b", (1, 0, 1), 3, 4)),
    ]


def test_a_word_broken_within_a_line_is_one_and_lines_are_counted_anew() -> None:
    texts = ("12", "Ch", "ấp", "hành")
    page = [
        PageWord(text, Box(10.0 * n, 0, 10.0 * n + 9, 12), line)
        for n, (text, line) in enumerate(zip(texts, (3, 5, 5, 9), strict=True))
    ]
    first, second = placed_words(_paragraphs("Chấp hành"), page)
    assert first.word == PageWord("Chấp", Box(10, 0, 29, 12), 1)
    assert (first.start, first.end) == (0, 4)
    assert second.word == PageWord("hành", Box(30, 0, 39, 12), 2)


@given(_TEXTS, st.integers(0, 2**32))
def test_pairs_share_letters_once_and_in_order(texts: list[list[str]], seed: int) -> None:
    """Whatever a page does: other order, words of its own, broken and joined ones."""
    random = Random(seed)
    blocks = _paragraphs(*map(" ".join, texts))
    if random.random() < 0.5:
        blocks = [FlowBlock(BlockKind.TABLE, cells=tuple((block.text,) for block in blocks))]
    flow = flow_words(blocks)
    shuffled = random.sample(texts, len(texts)) if random.random() < 0.5 else texts
    printed = [word for text in shuffled for word in text]
    words: list[str] = []
    for word in printed:
        chance = random.random()
        if chance < 0.1 and len(word) > 1:
            words += [word[:1], word[1:]]
        elif chance < 0.2 and words:
            words[-1] += word
        elif chance < 0.3:
            words += ["CHUNG", word]
        elif chance < 0.95:
            words.append(word)
    page = _page(words)
    pairs = match_words(blocks, page)
    used_flow: list[int] = []
    used_page: list[int] = []
    for pair in pairs:
        one = "".join(letters_key(word.text) for word in flow[pair.flow : pair.flow_end])
        other = "".join(letters_key(word.text) for word in page[pair.page : pair.page_end])
        assert one == other
        used_flow += range(pair.flow, pair.flow_end)
        used_page += range(pair.page, pair.page_end)
    assert len(set(used_flow)) == len(used_flow)
    assert len(set(used_page)) == len(used_page)
    by_text: dict[tuple[int, int, int], list[Pair]] = {}
    for pair in pairs:
        by_text.setdefault(flow[pair.flow].place, []).append(pair)
        assert flow[pair.flow].place == flow[pair.flow_end - 1].place
    for own in by_text.values():
        assert [pair.page for pair in own] == sorted(pair.page for pair in own)


@given(_TEXTS)
def test_a_page_that_reads_alike_is_found_whole(texts: list[list[str]]) -> None:
    blocks = _paragraphs(*map(" ".join, texts))
    flow = flow_words(blocks)
    page = _page([word.text for word in flow])
    assert match_words(blocks, page) == tuple(Pair(n, n, n + 1, n + 1) for n in range(len(flow)))


def test_nearly_all_words_of_real_papers_are_found(shared_data: Path) -> None:
    """Also those of each paper by itself: columns, tables, fonts from before Unicode, signed copies."""
    papers = sorted((shared_data / "docs" / "real").glob("*.pdf"))
    if not papers:
        pytest.skip("no real papers here")
    words_count = found_count = 0
    for paper in papers:
        with pymupdf.open(paper) as pdf:
            shown, found = _measured(pdf)
        words_count, found_count = words_count + shown, found_count + found
        assert found >= LEAST_SHARE * shown, f"{paper.name}: {found} of {shown}"
    share = found_count / words_count
    print(f"words of the large text found on the page: {share:.3%} of {words_count}")
    assert share >= LEAST_SHARE


def test_words_of_real_tables_are_found_in_their_own_cell(shared_data: Path) -> None:
    """Numbers and short words stand in many cells: a mark on one must not be seen on another."""
    papers = sorted((shared_data / "docs" / "real").glob("*.pdf"))
    if not papers:
        pytest.skip("no real papers here")
    words_count = found_count = 0
    for paper in papers:
        with pymupdf.open(paper) as pdf:
            for index in range(min(PAGES, len(pdf))):
                content, layout = page_content(pdf, index), page_layout(pdf, index)
                cells = _cells_of(
                    layout.tables, content.turn, placed_words(flow_of(layout), words_of(content))
                )
                for found in cells.values():
                    if set(found) != {None}:
                        words_count += len(found)
                        found_count += max(found.count(cell) for cell in found if cell)
    print(f"words of tables found in their own cell: {found_count / words_count:.3%} of {words_count}")
    assert found_count >= LEAST_SHARE * words_count


def _cells_of(
    tables: tuple[RuledTable, ...], turn: Turn, placed: tuple[PlacedWord, ...]
) -> dict[tuple[int, int, int], list[tuple[int, int] | None]]:
    """In which drawn cell the words of each text stand."""
    found: dict[tuple[int, int, int], list[tuple[int, int] | None]] = {}
    for one in placed:
        box = turn.to_reading(one.word.box)
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        around = (
            (number, table.cell_of[bisect_left(table.ys, y) - 1][bisect_left(table.xs, x) - 1])
            for number, table in enumerate(tables)
            if table.xs[0] < x < table.xs[-1] and table.ys[0] < y < table.ys[-1]
        )
        found.setdefault(one.place, []).append(next(around, None))
    return found


def _measured(pdf: pymupdf.Document) -> tuple[int, int]:
    """Words of the flow of its first pages, and how many of them are found on the page."""
    layouts = [page_layout(pdf, index) for index in range(min(PAGES, len(pdf)))]
    edges = [edges_of(layout) for layout in layouts]
    shown = found = 0
    for index, layout in enumerate(layouts):
        beside = [*edges[max(0, index - 1) : index], *edges[index + 1 : index + 2]]
        blocks = flow_of(layout, [edge for page in beside for edge in page])
        flow = flow_words(blocks)
        pairs = match_words(blocks, words_of(page_content(pdf, index)))
        shown += len(flow)
        found += sum(pair.flow_end - pair.flow for pair in pairs)
    return shown, found
