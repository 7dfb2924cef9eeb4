"""The index by which papers are searched; on devices only, because a hall on PostgreSQL searches nothing."""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    """
    CREATE TABLE search_papers (
        id INTEGER NOT NULL PRIMARY KEY,
        sha256 VARCHAR(64) NOT NULL,
        pages_count INTEGER NOT NULL,
        pages_done INTEGER NOT NULL,
        UNIQUE (sha256)
    )
    """,
    "CREATE TABLE search_pages (id INTEGER NOT NULL PRIMARY KEY, text BLOB NOT NULL)",
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        folded, spelled, content='', contentless_delete=1, prefix='1',
        tokenize='unicode61 remove_diacritics 0'
    )
    """,
    # Merging rarely and more at once takes less time in all, and holds the writer's lock no longer.
    "INSERT INTO search_words (search_words, rank) VALUES ('automerge', 8)",
)


def up(connection: Connection) -> None:
    """Make the tables of the search index."""
    if connection.dialect.name == "sqlite":
        for statement in _STATEMENTS:
            connection.exec_driver_sql(statement)
