"""The tables, declared once. Migrations must arrive at exactly this (a test compares the two)."""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    event,
)

metadata = MetaData()

_big = BigInteger().with_variant(Integer, "sqlite")

events = Table(
    "events",
    metadata,
    Column("local_order", _big, primary_key=True, autoincrement=True),
    Column("id", LargeBinary(16), nullable=False, unique=True),
    Column("body", LargeBinary, nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    Column("status", String(10), nullable=False),
    Column("seq", _big, unique=True),
    Column("received_at_utc_ms", _big),
    Column("prev_hash", LargeBinary(32)),
    Column("hash", LargeBinary(32)),
    Column("rejection", String(40)),
    CheckConstraint("status IN ('pending', 'imported', 'confirmed', 'rejected')", name="status_known"),
    CheckConstraint("(status = 'confirmed') = (seq IS NOT NULL)", name="confirmed_has_seq"),
)
Index("events_by_status", events.c.status, events.c.local_order)

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size_bytes", _big, nullable=False),
    Column("sealed_key", LargeBinary, nullable=False),
    Column("chunks_done", Integer, nullable=False),
    Column("complete", Boolean, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

face_templates = Table(
    "face_templates",
    metadata,
    Column("person_id", LargeBinary(16), primary_key=True),
    Column("model_sha256", String(64), primary_key=True),
    Column("embedding", LargeBinary, nullable=False),
    Column("images_count", Integer, nullable=False),
)

enrolment_tokens = Table(
    "enrolment_tokens",
    metadata,
    Column("token_sha256", LargeBinary(32), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("person_id", LargeBinary(16)),
    Column("device_name", String(200), nullable=False),
    Column("expires_at_utc_ms", _big, nullable=False),
    Column("used_by_device_id", LargeBinary(16)),
)

search_papers = Table(
    "search_papers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("pages_count", Integer, nullable=False),
    Column("pages_done", Integer, nullable=False),
)

search_pages = Table(
    "search_pages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", LargeBinary, nullable=False),
)

event.listen(
    metadata,
    "after_create",
    # SQLAlchemy has no word for virtual tables.
    DDL(  # type: ignore[no-untyped-call]
        "CREATE VIRTUAL TABLE search_words USING fts5(folded, spelled, content='', contentless_delete=1, "
        "prefix='1', tokenize='unicode61 remove_diacritics 0')"
    ),
)
