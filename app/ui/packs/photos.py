"""The roster's photographs: whose each one is, with its face beside the name, and correcting that."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.entities import Person
from app.domain.state import CongressState
from app.ui.services import MatchedBy, PackPlan, PlannedPhoto
from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label
from app.ui.widgets.people import PeoplePicker
from app.ui.widgets.rows import Row
from app.ui.words import person_line

_PICTURE_PX = 260


def photo_rows(photos: Sequence[PlannedPhoto]) -> tuple[Row, ...]:
    """What needs a person's eyes first; then as the roster has them. Key: the file."""
    return tuple(_row(photo) for photo in sorted(photos, key=_urgency))


def _urgency(photo: PlannedPhoto) -> tuple[int, int, str]:
    person = photo.person
    if person is None:
        return (2 if photo.by is MatchedBy.CHOSEN else 0), 0, photo.file
    return (1 if photo.has_consent else 2), person.number, photo.file


def _row(photo: PlannedPhoto) -> Row:
    person = photo.person
    if person is None:
        left_out = photo.by is MatchedBy.CHOSEN
        return Row(
            photo.file,
            tr("Không đưa vào gói") if left_out else tr("Chưa biết là ai"),
            f"{photo.file}, {how_words(photo)}",
            icon="minus-circle" if left_out else "question",
            tone="absent" if left_out else "unsure",
            is_muted=left_out,
        )
    return Row(
        photo.file,
        f"{person.number}. {person.full_name}",
        f"{photo.file}, {how_words(photo)}",
        icon="check-circle" if photo.has_consent else "minus-circle",
        tone="good" if photo.has_consent else "absent",
        is_muted=not photo.has_consent,
    )


def how_words(photo: PlannedPhoto) -> str:
    """How it is known, or why it stays out."""
    if photo.person is not None and not photo.has_consent:
        return tr("chưa ghi đồng ý, không đưa vào gói")
    return {
        MatchedBy.NUMBER: tr("theo số"),
        MatchedBy.NAME: tr("theo tên"),
        MatchedBy.CHOSEN: tr("đã có người xem"),
        MatchedBy.DOUBT: tr("số và tên là của hai người"),
        MatchedBy.NOTHING: tr("tên tệp không cho biết"),
    }[photo.by]


def photo_summary(photos: Sequence[PlannedPhoto]) -> str:
    """Empty where the folder has none."""
    taken = [photo.person.id for photo in photos if photo.person and photo.has_consent]
    if not photos:
        return ""
    pictures, people = tr("{n} ảnh", n=len(taken)), tr("{n} người", n=len(set(taken)))
    left_out = len(photos) - len(taken)
    return f"{pictures}, {people}" + (f", {tr('để ngoài {n} ảnh', n=left_out)}" if left_out else "")


def unseen(photos: Sequence[PlannedPhoto]) -> dict[str, int | None]:
    """File -> number of those that the machine matched and nobody has looked at yet."""
    guessed = (MatchedBy.NUMBER, MatchedBy.NAME)
    return {photo.file: photo.person.number for photo in photos if photo.person and photo.by in guessed}


class PhotoSheet(Sheet):
    """One photograph, large, with whom it is taken for, and everybody else on the roster to choose from."""

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        photo: PlannedPhoto,
        plan: PackPlan,
        on_given: Callable[[str, int | None], None],
    ) -> None:
        super().__init__(look, parent, tr("Ảnh của ai?"), fills=True)
        self._photo, self._on_given = photo, on_given
        self._by_id = {person.id: person for person in plan.persons}
        picture = QLabel()
        picture.setPixmap(_picture(photo, round(_PICTURE_PX * min(look.theme.scale, 1.25))))
        picture.setAccessibleName(tr("Ảnh {file}", file=photo.file))
        self.content.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.content.addWidget(Label(f"{photo.file}, {how_words(photo)}", Type.SMALL, "ink_soft"))
        if (person := photo.person) is not None:
            words = tr("Đúng là {name}", name=person.full_name)
            self.content.addWidget(Button(look, words, "check", "primary", lambda: self._give(person)))
            self.content.addWidget(Label(person_line(person), Type.SMALL, "ink_soft"))
        nobody = Button(look, tr("Không đưa vào gói"), "minus-circle", on_click=lambda: self._give(None))
        self.content.addWidget(nobody)
        roster = CongressState(persons=dict(self._by_id))
        self.picker = PeoplePicker(look, lambda: roster)
        self.picker.picked.connect(self._picked)
        self.content.addWidget(self.picker, 1)

    def _picked(self, person_id: object) -> None:
        self._give(next(person for one, person in self._by_id.items() if one == person_id))

    def _give(self, person: Person | None) -> None:
        self.close_sheet()
        self._on_given(self._photo.file, person.number if person else None)


def _picture(photo: PlannedPhoto, side_px: int) -> QPixmap:
    """Decoded no larger than it is shown; empty where it cannot be."""
    reader = QImageReader(str(photo.path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(side_px, side_px), Qt.AspectRatioMode.KeepAspectRatio))
    return QPixmap.fromImage(reader.read())
