"""The minutes: as they stand, put before the presidium, written out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.documents.reading import Comparison
from app.domain.entities import MinutesDetails
from app.minutes.lines import LineKind, MinutesLine
from app.ui.services.common import IsCancelled, ProgressCallback

__all__ = ["ExportedMinutes", "LineKind", "MinutesFormat", "MinutesLine", "MinutesPage", "MinutesService"]


class MinutesFormat(StrEnum):
    """The value is the file's suffix without the dot."""

    DOCX = "docx"
    PDF = "pdf"
    TEXT = "txt"
    SRT = "srt"
    VTT = "vtt"


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """The minutes as they stand. `proposed_count`: extracts that nobody has looked at; `missing`: what is
    still a dotted line, by the name of the field in `MinutesDetails`; `clashes_count`: segments on which
    two secretaries disagree. `changed_since_approval`: the presidium has approved other words than these."""

    title: str
    lines: tuple[MinutesLine, ...]
    proposed_count: int
    clashes_count: int
    missing: tuple[str, ...]
    details: MinutesDetails
    changed_since_approval: bool = False


@dataclass(frozen=True, slots=True)
class ExportedMinutes:
    """A file of minutes that has been written."""

    path: Path
    segments_count: int
    sha256: str


class MinutesService(Protocol):
    """Chair laptops only. Details, summaries, votes and verdicts are said as events by the screens."""

    def page(self) -> MinutesPage:
        """Blocking. Built from the log."""
        ...

    def submit(self) -> UUID:
        """Blocking. Put the minutes as they stand before the presidium; the version's id."""
        ...

    def differences(self, version_id: UUID, before_id: UUID | None = None) -> Comparison:
        """Blocking. What is other in this version than in the one before it (or in `before_id`)."""
        ...

    def export(
        self,
        form: MinutesFormat,
        path: Path,
        progress: ProgressCallback,
        is_cancelled: IsCancelled,
        *,
        recording_id: UUID | None = None,
    ) -> ExportedMinutes:
        """Blocking. Whole or not at all. `recording_id`: subtitles of one recording, else of all in order."""
        ...

    def template(self) -> str:
        """Blocking. The name of the secretariat's own Word template; empty: the congress's layout profile."""
        ...

    def use_template(self, path: Path | None) -> None:
        """Blocking. Check a DOCX template by filling it in, then keep it; None: the profile's own.

        Raises an error that names the field or tag which is wrong.
        """
        ...

    def write_template(self, path: Path) -> None:
        """Blocking. A template to begin with, as the profile lays minutes out, for editing in Word."""
        ...
