"""What somebody should know about a file or a row of a folder, by code; `Messages` has the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from app.documents.errors import DocumentsError


class Gravity(StrEnum):
    """Whether it stops the pack."""

    REFUSED = "refused"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Remark:
    """A code of documents.toml (assets/messages) with its values. `row` counts as the spreadsheet does."""

    gravity: Gravity
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    row: int | None = None

    @classmethod
    def of(cls, error: DocumentsError, gravity: Gravity = Gravity.REFUSED) -> Self:
        """An error that is about one file or row, and must not stop the reading of the others."""
        return cls(gravity, error.code, dict(error.params))


def refused(code: str, **params: object) -> Remark:
    """Stops the pack until it is mended or left out."""
    return Remark(Gravity.REFUSED, code, params)


def warning(code: str, **params: object) -> Remark:
    """Somebody should look at it before signing."""
    return Remark(Gravity.WARNING, code, params)


def note(code: str, **params: object) -> Remark:
    """Good to know."""
    return Remark(Gravity.NOTE, code, params)
