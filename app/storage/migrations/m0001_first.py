"""The first tables. Written out in full: a migration must not change when `schema.py` does."""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    """
    CREATE TABLE events (
        local_order {serial},
        id {blob} NOT NULL UNIQUE,
        body {blob} NOT NULL,
        signature {blob} NOT NULL,
        status VARCHAR(10) NOT NULL,
        seq {big} UNIQUE,
        received_at_utc_ms {big},
        prev_hash {blob},
        hash {blob},
        rejection VARCHAR(40),
        CONSTRAINT status_known CHECK (status IN ('pending', 'imported', 'confirmed', 'rejected')),
        CONSTRAINT confirmed_has_seq CHECK ((status = 'confirmed') = (seq IS NOT NULL))
    )
    """,
    "CREATE INDEX events_by_status ON events (status, local_order)",
    """
    CREATE TABLE blobs (
        sha256 VARCHAR(64) NOT NULL PRIMARY KEY,
        size_bytes {big} NOT NULL,
        sealed_key {blob} NOT NULL,
        chunks_done INTEGER NOT NULL,
        complete BOOLEAN NOT NULL
    )
    """,
    "CREATE TABLE settings (name VARCHAR(100) NOT NULL PRIMARY KEY, value {blob} NOT NULL)",
    """
    CREATE TABLE face_templates (
        person_id {blob} NOT NULL,
        model_sha256 VARCHAR(64) NOT NULL,
        embedding {blob} NOT NULL,
        images_count INTEGER NOT NULL,
        PRIMARY KEY (person_id, model_sha256)
    )
    """,
    """
    CREATE TABLE enrolment_tokens (
        token_sha256 {blob} NOT NULL PRIMARY KEY,
        role VARCHAR(20) NOT NULL,
        person_id {blob},
        device_name VARCHAR(200) NOT NULL,
        expires_at_utc_ms {big} NOT NULL,
        used_by_device_id {blob}
    )
    """,
)

_TYPES = {
    "sqlite": {"serial": "INTEGER NOT NULL PRIMARY KEY", "blob": "BLOB", "big": "INTEGER"},
    "postgresql": {"serial": "BIGSERIAL PRIMARY KEY", "blob": "BYTEA", "big": "BIGINT"},
}


def up(connection: Connection) -> None:
    """Make the tables of events, blobs, settings, face templates and enrolment tokens."""
    types = _TYPES[connection.dialect.name]
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement.format(**types))
