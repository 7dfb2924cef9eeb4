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
    """A code of `assets/messages/*/documents.toml` with its values. `row` counts as the spreadsheet shows it."""

    gravity: Gravity
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    row: int | None = None

    @classmethod
    def of(cls, error: DocumentsError, gravity: Gravity = Gravity.REFUSED) -> Self:
        """An error that is about one file or row, and must not stop the reading of the others."""
        return cls(gravity, error.code, dict(error.params))


def refused(code: str, **params: object) -> Remark:
    return Remark(Gravity.REFUSED, code, params)


def warning(code: str, **params: object) -> Remark:
    return Remark(Gravity.WARNING, code, params)


def note(code: str, **params: object) -> Remark:
    return Remark(Gravity.NOTE, code, params)
