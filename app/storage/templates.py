"""Face templates: numbers only, never photographs, on gates for the roster and on a tablet for its owner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select

from app.storage.schema import face_templates


@dataclass(frozen=True, slots=True, repr=False)
class StoredTemplate:
    """`embedding` holds little-endian float32, as many as the model named by its hash gives."""

    person_id: UUID
    model_sha256: str
    embedding: bytes
    images_count: int


class TemplateTable:
    """Reads and writes templates in a caller's transaction."""

    def replace(self, tx: Connection, template: StoredTemplate) -> None:
        """Store a person's template in place of the one before it."""
        tx.execute(
            delete(face_templates).where(
                face_templates.c.person_id == template.person_id.bytes,
                face_templates.c.model_sha256 == template.model_sha256,
            )
        )
        tx.execute(
            insert(face_templates).values(
                person_id=template.person_id.bytes,
                model_sha256=template.model_sha256,
                embedding=template.embedding,
                images_count=template.images_count,
            )
        )

    def all(self, tx: Connection, model_sha256: str) -> list[StoredTemplate]:
        """Every template that this model made."""
        query = select(face_templates).where(face_templates.c.model_sha256 == model_sha256)
        return [
            StoredTemplate(
                UUID(bytes=bytes(row.person_id)), row.model_sha256, bytes(row.embedding), row.images_count
            )
            for row in tx.execute(query)
        ]

    def count(self, tx: Connection) -> int:
        """How many templates are here."""
        return int(tx.execute(select(func.count()).select_from(face_templates)).scalar_one())

    def erase(self, tx: Connection, person_ids: Iterable[UUID] | None = None) -> int:
        """Delete the templates of these persons, or all of them. Returns how many there were."""
        statement = delete(face_templates)
        if person_ids is not None:
            statement = statement.where(face_templates.c.person_id.in_([p.bytes for p in person_ids]))
        return tx.execute(statement).rowcount
