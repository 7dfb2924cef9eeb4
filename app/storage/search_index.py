"""Full-text search over the papers on this device, inside the encrypted database.

Three tables: `search_papers` says how far each paper is indexed, `search_pages` holds each page's text
once (compressed), `search_words` is FTS5's index over the words alone, with and without their
Vietnamese marks (`app.domain.search_query`). All are encrypted like every other table, FTS5's own
included, and its temporary ones stay in memory.

The index follows `index_texts`: whoever changes that must build every index anew in a migration.
"""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, text, update

from app.domain.search_query import SearchQuery, index_texts
from app.storage.database import Database
from app.storage.schema import search_pages, search_papers

MAX_PAGES = 1 << 17
"""More than any document has; a page's number in the index is its paper's times this, plus its own."""
_ADD_AT_ONCE = 16
_REMOVE_AT_ONCE = 256
_MERGE_AT_ONCE = 32
"""Pages of papers, pages of the index: one transaction holds the writer's lock for some milliseconds."""
_COMPRESSION = 3
"""Halves a page's text; more makes it slower and hardly smaller."""
_SNIPPET_CHARS = 160
_BEFORE_CHARS = 50

_ADD = text("INSERT INTO search_words (rowid, folded, spelled) VALUES (:id, :folded, :spelled)")
_REMOVE = text("DELETE FROM search_words WHERE rowid BETWEEN :first AND :last")
_MERGE = text("INSERT INTO search_words (search_words, rank) VALUES ('merge', :pages)")
_FIND = """
    WITH found AS MATERIALIZED (
        SELECT rowid AS id, bm25(search_words) AS score
        FROM search_words WHERE search_words MATCH :match {bounds}
    )
    SELECT id, count(*) OVER () FROM found WHERE id / {per_paper} IN (SELECT value FROM json_each(:papers))
    ORDER BY min(score) OVER (PARTITION BY id / {per_paper}), id LIMIT :limit
"""
"""The smaller bm25, the better the page. A paper is as good as its best page."""


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page that holds what was sought. `marked` are (start, end) of the found words in `snippet`."""

    sha256: str
    page_index: int
    snippet: str
    marked: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits, the best papers first and page by page within each; and how many pages hit in all."""

    hits: tuple[PageHit, ...] = ()
    pages_count: int = 0


class SearchIndex:
    """Papers by the SHA-256 of their bytes. Safe to call from any thread; raises the store's errors."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()

    def known(self) -> frozenset[str]:
        """The papers that are wholly in the index."""
        return frozenset(row.sha256 for row in self._rows() if row.pages_done == row.pages_count)

    def names(self) -> frozenset[str]:
        """The papers of which anything is in the index, also those half added or half removed."""
        return frozenset(row.sha256 for row in self._rows())

    def add(
        self, sha256: str, pages: Sequence[str], is_cancelled: Callable[[], bool] = lambda: False
    ) -> bool:
        """Index a paper's pages in short transactions; False when cancelled. Goes on where it was cut off."""
        if len(pages) > MAX_PAGES:
            raise ValueError("too many pages")
        with self._lock:
            paper_id, done = self._begin(sha256, len(pages))
            while done < len(pages):
                if is_cancelled():
                    return False
                batch = pages[done : done + _ADD_AT_ONCE]
                words = [_words(paper_id, done + place, page) for place, page in enumerate(batch)]
                texts = [
                    {"id": row["id"], "text": zlib.compress(page.encode("utf-8", "replace"), _COMPRESSION)}
                    for row, page in zip(words, batch, strict=True)
                ]
                done += len(batch)
                with self._database.write() as tx:
                    tx.execute(insert(search_pages), texts)
                    tx.execute(_ADD, words)
                    _note_done(tx, paper_id, done)
            return True

    def remove(self, *sha256s: str) -> None:
        """Take papers out, page text and words; nothing happens to those that are not in.

        FTS5 only notes what is deleted and forgets it at a later merge. A paper that was called back must
        be gone: the index is merged at once, in short steps. Cut off, it is done again when asked again.
        """
        with self._lock:
            rows = [row for row in self._rows() if row.sha256 in sha256s]
            for row in rows:
                self._remove_pages(row.id, row.pages_done)
            if rows:
                self._merge()
                with self._database.write() as tx:
                    tx.execute(delete(search_papers).where(search_papers.c.id.in_([row.id for row in rows])))

    def pages(self, sha256: str) -> tuple[str, ...]:
        """The text of each page; nothing for a paper that is not wholly in the index."""
        row = next((row for row in self._rows() if row.sha256 == sha256), None)
        if row is None or row.pages_done != row.pages_count:
            return ()
        first = row.id * MAX_PAGES
        with self._database.read() as tx:
            return tuple(_texts(tx, search_pages.c.id.between(first, first + MAX_PAGES - 1)).values())

    def search(self, query: SearchQuery, among: Collection[str] | None = None, limit: int = 50) -> Found:
        """Pages that hold every term, in these papers or in all.

        A term typed with Vietnamese marks means that spelling, as long as any page has it.
        """
        if not query.terms or limit < 1:
            return Found()
        with self._database.read() as tx:
            papers = _papers(tx, among)
            rows = _find(tx, query, papers, limit, spelled=True)
            if not rows and any(term.has_marks for term in query.terms):
                rows = _find(tx, query, papers, limit, spelled=False)
            order = [row_id for row_id, _ in rows]
            texts = _texts(tx, search_pages.c.id.in_(order))
        hits = (
            _hit(query, papers[row_id // MAX_PAGES], row_id % MAX_PAGES, texts[row_id]) for row_id in order
        )
        return Found(tuple(hits), rows[0][1] if rows else 0)

    def _begin(self, sha256: str, pages_count: int) -> tuple[int, int]:
        with self._database.write() as tx:
            row = tx.execute(select(search_papers).where(search_papers.c.sha256 == sha256)).first()
            if row is not None:
                return int(row.id), int(row.pages_done)
            new = insert(search_papers).values(sha256=sha256, pages_count=pages_count, pages_done=0)
            return int(tx.execute(new.returning(search_papers.c.id)).scalar_one()), 0

    def _rows(self) -> Sequence[Row[Any]]:
        with self._database.read() as tx:
            return tx.execute(select(search_papers)).all()

    def _remove_pages(self, paper_id: int, done: int) -> None:
        while done > 0:
            left = max(0, done - _REMOVE_AT_ONCE)
            first, last = paper_id * MAX_PAGES + left, paper_id * MAX_PAGES + done - 1
            with self._database.write() as tx:
                tx.execute(_REMOVE, {"first": first, "last": last})
                tx.execute(delete(search_pages).where(search_pages.c.id.between(first, last)))
                _note_done(tx, paper_id, left)
            done = left

    def _merge(self) -> None:
        """Write the index anew without what was deleted (a negative number begins, positive ones go on)."""
        pages, has_changed = -_MERGE_AT_ONCE, True
        while has_changed:
            with self._database.write() as tx:
                before = _changes(tx)
                tx.execute(_MERGE, {"pages": pages})
                # FTS5 counts one change for the command itself.
                has_changed = _changes(tx) - before > 1
            pages = _MERGE_AT_ONCE


def _words(paper_id: int, page_index: int, page: str) -> dict[str, int | str]:
    folded, spelled = index_texts(page)
    return {"id": paper_id * MAX_PAGES + page_index, "folded": folded, "spelled": spelled}


def _note_done(tx: Connection, paper_id: int, pages_done: int) -> None:
    tx.execute(update(search_papers).where(search_papers.c.id == paper_id).values(pages_done=pages_done))


def _papers(tx: Connection, among: Collection[str] | None) -> dict[int, str]:
    """The papers to search by their number in the index."""
    known = tx.execute(select(search_papers.c.id, search_papers.c.sha256))
    return {row.id: row.sha256 for row in known if among is None or row.sha256 in among}


def _find(
    tx: Connection, query: SearchQuery, papers: dict[int, str], limit: int, *, spelled: bool
) -> list[tuple[int, int]]:
    """(page's number in the index, how many pages match in all), best first."""
    values = {
        "match": _expression(query, spelled=spelled),
        "papers": json.dumps(list(papers)),
        "limit": limit,
    }
    bounds = ""
    if len(papers) == 1:
        first = next(iter(papers)) * MAX_PAGES
        bounds = f"AND rowid BETWEEN {first:d} AND {first + MAX_PAGES - 1:d}"
    found = tx.execute(text(_FIND.format(bounds=bounds, per_paper=MAX_PAGES)), values)
    return [(row_id, count) for row_id, count in found]


def _expression(query: SearchQuery, *, spelled: bool) -> str:
    """The query in FTS5's language. Words are letters and digits only: nothing in them needs escaping."""
    parts = []
    for term in query.terms:
        column, words = ("spelled", term.spelled) if spelled and term.has_marks else ("folded", term.folded)
        parts.append(f'{column} : "{" ".join(words)}"' + (" *" if term.is_prefix else ""))
    return " AND ".join(parts)


def _texts(tx: Connection, which: ColumnElement[bool]) -> dict[int, str]:
    rows = tx.execute(select(search_pages).where(which).order_by(search_pages.c.id)).all()
    return {row_id: zlib.decompress(packed).decode() for row_id, packed in rows}


def _changes(tx: Connection) -> int:
    return int(tx.execute(text("SELECT total_changes()")).scalar_one())


def _hit(query: SearchQuery, sha256: str, page_index: int, page: str) -> PageHit:
    """A page with the words around the first that were found."""
    spans = query.iter_spans(page)
    first = next(spans, (0, 0))
    start = _word_start(page, max(0, first[0] - _BEFORE_CHARS))
    end = _word_end(page, max(first[1], start + _SNIPPET_CHARS))
    before, after = "… " if start else "", " …" if end < len(page) else ""
    shift = len(before) - start
    shown = takewhile(lambda span: span[1] <= end, chain([first] if first[1] else [], spans))
    marked = tuple((one + shift, other + shift) for one, other in shown)
    return PageHit(sha256, page_index, f"{before}{page[start:end]}{after}".replace("\n", " "), marked)


def _word_start(page: str, at: int) -> int:
    """The next beginning of a word, unless that word is endless."""
    return next((i for i in range(at, at + _BEFORE_CHARS // 2) if i == 0 or page[i - 1].isspace()), at)


def _word_end(page: str, at: int) -> int:
    """The next end of a word, unless that word is endless."""
    limit = min(at + _BEFORE_CHARS // 2, len(page))
    return next((i for i in range(at, limit) if page[i].isspace()), limit)
