"""The paragraph that is being written in, in its place on the page."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from app.domain.transcript import Segment
from app.ui.editor.editing import Draft
from app.ui.editor.paragraph import Ink, Marks, letters_before, units_before
from app.ui.translation import tr


class Writer(QTextEdit):
    """One paragraph of plain text without line breaks. It says what its keys ask for; the page decides."""

    grew = Signal()
    stepped = Signal(int)
    """To the next paragraph (1) or the one before (-1)."""
    left = Signal()
    split_asked = Signal()
    join_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, ink: Ink, parent: QWidget) -> None:
        super().__init__(parent)
        self._ink = ink
        self.segment_id: UUID | None = None
        self._seen: tuple[UUID, ...] = ()
        self._original = self._heard = ""
        self.setAccessibleName(tr("Sửa lời ghi"))
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTextEdit { border: none; padding: 0; background: transparent; }")
        self.setFont(ink.body)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.grew.emit())
        self.hide()

    # --- what is written ---

    def begin(self, segment: Segment, place: int, end: int | None = None) -> None:
        """Take a segment's text; the cursor before letter `place`, or everything up to `end` selected."""
        self.segment_id, self._seen = segment.id, segment.heads
        self._original, self._heard = segment.text, segment.heard
        self.setPlainText(segment.text)
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        spacing = QTextBlockFormat()
        height = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        spacing.setLineHeight(self._ink.line_px, height)
        cursor.mergeBlockFormat(spacing)
        self.document().clearUndoRedoStacks()
        self.set_place(place, end)

    def end(self) -> None:
        self.segment_id = None
        self.hide()

    def set_place(self, place: int, end: int | None = None) -> None:
        text, cursor = self.toPlainText(), self.textCursor()
        cursor.setPosition(units_before(text, place))
        if end is not None:
            cursor.setPosition(units_before(text, end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    @property
    def text(self) -> str:
        return " ".join(self.toPlainText().split())

    @property
    def draft(self) -> Draft | None:
        """What has been written; None where nothing was changed."""
        if self.segment_id is None or self.text == self._original:
            return None
        return Draft(self.segment_id, self._heard, self._original, self.text, self._seen)

    def is_of(self, segment: Segment) -> bool:
        """Whether the segment still is as it was when the writing began."""
        return (segment.text, segment.heads) == (self._original, self._seen)

    @property
    def place(self) -> int:
        """The letter behind the cursor."""
        return letters_before(self.toPlainText(), self.textCursor().position())

    @property
    def height_px(self) -> int:
        return round(self.document().size().height() + 0.5)

    def lay_under(self, grounds: Marks) -> None:
        """Show what words look like on the page, and the one that is being heard."""
        selections, text = [], self.toPlainText()
        for start, end, style in grounds:
            place = QTextEdit.ExtraSelection()
            cursor = self.textCursor()
            cursor.setPosition(units_before(text, start))
            cursor.setPosition(units_before(text, end), QTextCursor.MoveMode.KeepAnchor)
            place.cursor, place.format = cursor, style
            selections.append(place)
        self.setExtraSelections(selections)

    # --- keys ---

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted becomes one paragraph."""
        plain = QMimeData()
        plain.setText(" ".join(source.text().split()))
        super().insertFromMimeData(plain)

    def focusNextPrevChild(self, _is_next: bool) -> bool:
        return False  # Tab goes to the next paragraph

    def event(self, event: QEvent) -> bool:
        # Keys of the page come first, except those of writing itself.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_undo(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, cursor = event.key(), self.textCursor()
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo() if self.document().isUndoAvailable() else self.undo_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo() if self.document().isRedoAvailable() else self.redo_asked.emit()
        elif key == Qt.Key.Key_Tab:
            self.stepped.emit(1)
        elif key == Qt.Key.Key_Backtab:
            self.stepped.emit(-1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.split_asked.emit() if is_control else self.left.emit()
        elif key == Qt.Key.Key_Backspace and cursor.position() == 0 and not cursor.hasSelection():
            self.join_asked.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.ensureCursorVisible()


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
