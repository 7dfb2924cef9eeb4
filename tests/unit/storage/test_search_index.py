"""Search over papers: what is found, in which order, and what is left when a paper is called back."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.domain.search_query import SearchQuery
from app.storage.search_index import SearchIndex

REPORT = (
    "Báo cáo chính trị\nĐại hội đại biểu phường An Bình lần thứ nhất",
    "Bầu Ban Chấp hành khóa mới: đại hội tiến hành bầu cử bằng phiếu kín",
    "Quý báu thay truyền thống; số 05-HD/VPTW",
)
RULES = ("Quy chế làm việc của đại hội", "Nội quy. Không có gì khác")


def name(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


@pytest.fixture
def index(store):
    made = SearchIndex(store.database)
    assert made.add(name("report"), REPORT)
    assert made.add(name("rules"), RULES)
    return made


def pages_of(index, query, **options):
    return [
        ("report" if hit.sha256 == name("report") else "rules", hit.page_index)
        for hit in index.search(SearchQuery.parse(query), **options).hits
    ]


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("dai hoi", {("report", 0), ("report", 1), ("rules", 0)}),
        ("Đại Hội", {("report", 0), ("report", 1), ("rules", 0)}),
        ("dai hoi bau", {("report", 1)}),
        ("bầu", {("report", 1)}),
        ("bau", {("report", 1), ("report", 2)}),
        ("bậu", {("report", 1), ("report", 2)}),
        ("chap", {("report", 1)}),
        ('"dai bieu phuong"', {("report", 0)}),
        ('"bieu dai"', set()),
        ("khoá moi", {("report", 1)}),
        ("05-hd/vp", {("report", 2)}),
        ("nội qu", {("rules", 1)}),
        ("", set()),
        ('"*" AND OR NOT ^ : {}', set()),
    ],
)
def test_pages_are_found_with_and_without_marks(index, query, pages):
    assert set(pages_of(index, query)) == pages
    assert index.search(SearchQuery.parse(query)).pages_count == len(pages)


def test_a_paper_comes_whole_page_by_page_the_best_paper_first(store):
    index = SearchIndex(store.database)
    once = "đại hội " + "chữ khác " * 200
    index.add(name("a"), (once, "không", once))
    index.add(name("b"), (once, "đại hội đại hội đại hội", once))
    found = index.search(SearchQuery.parse("đại hội"))
    assert [hit.sha256 for hit in found.hits] == [name("b")] * 3 + [name("a")] * 2
    assert [hit.page_index for hit in found.hits] == [0, 1, 2, 0, 2]
    few = index.search(SearchQuery.parse("đại hội"), limit=2)
    assert (few.hits, few.pages_count) == (found.hits[:2], 5)


def test_only_the_papers_that_are_asked_for(index):
    assert pages_of(index, "dai hoi", among={name("rules")}) == [("rules", 0)]
    assert pages_of(index, "dai hoi", among=[name("rules"), name("report")])[0][0] in {"rules", "report"}
    assert pages_of(index, "dai hoi", among=()) == []
    assert pages_of(index, "dai hoi", among=[name("unknown")]) == []
    assert pages_of(index, "bầu", among={name("rules")}) == []


def test_a_spelling_is_meant_within_the_papers_that_are_asked_for(store):
    index = SearchIndex(store.database)
    index.add(name("a"), ("quý báu",))
    index.add(name("b"), ("bầu cử",))
    found = index.search(SearchQuery.parse("bầu"), among={name("a")})
    assert [hit.snippet for hit in found.hits] == ["quý báu"], "no page of these papers has that spelling"


def test_a_snippet_shows_the_words_that_were_found(store):
    index = SearchIndex(store.database)
    index.add(name("long"), ("trước " * 300 + "Ban\nChấp hành mới " + "sau " * 300,))
    [hit] = index.search(SearchQuery.parse('"ban chap hanh" sau')).hits
    assert [hit.snippet[start:end] for start, end in hit.marked][:2] == ["Ban Chấp hành", "sau"]
    assert hit.snippet.startswith("… trước")
    assert hit.snippet.endswith("sau …")
    assert len(hit.snippet) < 240


def test_pages_come_back_as_they_were(index):
    assert index.pages(name("report")) == REPORT
    assert index.pages(name("unknown")) == ()
    index.add(name("empty"), ())
    assert index.pages(name("empty")) == ()
    assert name("empty") in index.known()


def test_indexing_goes_on_where_it_was_cut_off(store):
    index = SearchIndex(store.database)
    pages = tuple(f"trang số {number}" for number in range(100))
    asked = iter([False, False, True])
    assert not index.add(name("long"), pages, lambda: next(asked))
    assert index.known() == frozenset()
    assert index.names() == {name("long")}
    assert index.pages(name("long")) == ()
    again = SearchIndex(store.database)
    assert again.add(name("long"), pages)
    assert again.pages(name("long")) == pages
    assert again.search(SearchQuery.parse("trang")).pages_count == 100
    assert again.add(name("long"), pages), "adding it again changes nothing"
    assert again.search(SearchQuery.parse("trang")).pages_count == 100


def test_a_paper_that_is_removed_leaves_nothing_behind(index, store):
    index.remove(name("report"), name("unknown"))
    assert index.names() == {name("rules")}
    assert pages_of(index, "dai hoi") == [("rules", 0)]
    with store.database.write() as tx:
        tx.execute(text("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'search_words', 'row')"))
        terms = set(tx.execute(text("SELECT term FROM temp.terms")).scalars())
        assert tx.execute(text("SELECT count(*) FROM search_pages")).scalar_one() == len(RULES)
        stored = b"".join(tx.execute(text("SELECT block FROM search_words_data")).scalars())
        tx.execute(text("DROP TABLE temp.terms"))
    assert "hoi" in terms
    assert not terms & {"vptw", "phuong", "phường", "kín"}
    assert b"vptw" not in stored
    index.add(name("report"), REPORT)
    assert pages_of(index, "phuong") == [("report", 0)]


def test_removal_that_was_cut_off_is_done_when_asked_again(index, store, monkeypatch):
    monkeypatch.setattr(index, "_merge", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        index.remove(name("report"))
    again = SearchIndex(store.database)
    assert name("report") in again.names()
    assert name("report") not in again.known()
    assert pages_of(again, "phuong") == []
    again.remove(name("report"))
    assert again.names() == {name("rules")}


def test_no_word_of_a_paper_is_readable_on_disk(store):
    index = SearchIndex(store.database)
    index.add(name("secret"), tuple("vănkiệnmật vankienmat " * 50 for _ in range(40)))
    index.search(SearchQuery.parse("van"))
    index.remove(name("secret"))
    seen = [path for path in store.folder.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") for path in seen)
    for path in seen:
        content = path.read_bytes()
        assert b"vankienmat" not in content
        assert "vănkiệnmật".encode() not in content


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=st.one_of(st.text(), st.text(st.sampled_from('aăđbàu"\u0301 -*:^{}()._ßŉ①ʼ\ud800\x00'))))
def test_nothing_that_is_typed_can_break_a_search(index, query):
    index.search(SearchQuery.parse(query))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(page=st.text(st.sampled_from('aăđbàu"\u0301 -._ßŉ①ʼ\ud800\x00\n中ก\U0001e900'), max_size=30))
def test_every_word_of_a_page_is_found_and_marked(index, page):
    sha256 = name(repr(page))
    index.add(sha256, (page,))
    for word in page.split():
        query = SearchQuery.parse(word)
        if query.terms and query.spans(page):
            found = index.search(query, among={sha256})
            assert found.pages_count == 1
            [hit] = found.hits
            assert hit.marked
