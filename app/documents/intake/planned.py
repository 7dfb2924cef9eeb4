"""A file of the folder and what will become of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.documents.intake.checks import Checked
from app.documents.intake.corrections import Choices
from app.documents.intake.folder import PaperFile
from app.documents.intake.remarks import Gravity, Remark
from app.documents.text.reading_text import ReadingText
from app.domain.entities import Document


@dataclass(frozen=True, slots=True)
class PlannedPaper:
    """A file and what will become of it. `checked` is None for one that is refused."""

    file: PaperFile
    size_bytes: int
    checked: Checked | None
    file_remarks: tuple[Remark, ...]
    choices: Choices
    choice_remarks: tuple[Remark, ...] = ()

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return (*self.file_remarks, *self.choice_remarks)

    @property
    def is_refused(self) -> bool:
        return any(remark.gravity is Gravity.REFUSED for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class Published:
    """What the congress's hall has already. `text_of` gives a paper's text, where there is one."""

    documents: Mapping[UUID, Document] = field(default_factory=dict)
    text_of: Callable[[Document], ReadingText | None] = lambda _paper: None

    def read_now(self) -> Published:
        """The same with its texts in memory, for when the hall is closed meanwhile."""
        texts = {paper.id: self.text_of(paper) for paper in self.documents.values()}
        return Published(self.documents, lambda paper: texts[paper.id])
