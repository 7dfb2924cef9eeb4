"""What the keys and buttons of the editor do to the current paragraph; each becomes one step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.domain.ids import IdSource
from app.domain.state import CongressState
from app.domain.transcript import Segment, SegmentChange
from app.ui.editor import editing
from app.ui.editor.canvas import PageCanvas
from app.ui.editor.desk import EditDesk
from app.ui.editor.editing import Draft, Step
from app.ui.editor.page import Page, Speaker, recent_speakers, turn_from
from app.ui.editor.times import ShownWord


class Deeds(QObject):
    """What is being written is kept first, so that a step means the text that is seen. GUI thread."""

    def __init__(self, page: Page, canvas: PageCanvas, desk: EditDesk, ids: IdSource) -> None:
        super().__init__()
        self._page, self._canvas, self._desk, self._ids = page, canvas, desk, ids
        self._was_writing = False

    def takes_writing_up(self) -> bool:
        """Whether a cut or a join interrupted the writing; asked once."""
        was, self._was_writing = self._was_writing, False
        return was

    def write_down(self, draft: Draft) -> None:
        self._desk.do(lambda state: editing.written(state, draft))

    def split(self) -> None:
        """Two paragraphs, the second from the cursor (or the word tapped last) on."""
        line = self._canvas.current
        if line is None:
            return
        place, segment_id = self._canvas.place, line.segment.id
        new_id = self._ids()
        self._interrupt()

        def think(state: CongressState) -> Step | None:
            segment = state.segments.get(segment_id)
            return editing.split(segment, place, new_id) if segment else None

        self._desk.do(think)

    def join(self) -> None:
        """The paragraph becomes the end of the one before it."""
        at, line = self._canvas.current_row, self._canvas.current
        if not at or line is None:
            return
        first_id, second_id = self._page.lines[at - 1].segment.id, line.segment.id
        self._interrupt()

        def think(state: CongressState) -> Step | None:
            first, second = state.segments.get(first_id), state.segments.get(second_id)
            return editing.join(first, second) if first and second else None

        self._desk.do(think)

    def _interrupt(self) -> None:
        self._was_writing = self._canvas.writer.segment_id is not None
        self._canvas.close_writer()

    def strike(self) -> None:
        self._canvas.close_writer()
        self._do_here(lambda _state, segment: editing.strike(segment))

    def say_as_heard(self, word: ShownWord) -> None:
        at, line = self._canvas.current_row, self._canvas.current
        if at is None or line is None:
            return
        piece = [one for one in self._canvas.words_of(at) if one.piece == word.piece] or [word]
        place, text = (piece[0].start, piece[-1].end), line.segment.text

        def think(_state: CongressState, segment: Segment) -> Step | None:
            return editing.as_heard(segment, place, word.machine_heard) if segment.text == text else None

        self._do_here(think)

    def choose(self, change: SegmentChange) -> None:
        self._canvas.close_writer()
        self._do_here(lambda _state, segment: editing.choose(segment, change))

    def _do_here(self, think: Callable[[CongressState, Segment], Step | None]) -> None:
        """Something to the current paragraph, as it is when its turn comes."""
        line = self._canvas.current
        if line is None:
            return
        segment_id = line.segment.id

        def of_segment(state: CongressState) -> Step | None:
            segment = state.segments.get(segment_id)
            return think(state, segment) if segment is not None else None

        self._desk.do(of_segment)

    # --- who speaks ---

    def name_recent(self, number: int) -> None:
        """The speaker with this number among the recent ones, from here to the next change."""
        recent = self.recent()
        if number < len(recent):
            self.name(recent[number], is_turn=True)

    def recent(self) -> list[Speaker]:
        """Not the one who is named already: pressing 1 goes back and forth between two who argue."""
        at, line = self._canvas.current_row, self._canvas.current
        if at is None or line is None:
            return []
        return [one for one in recent_speakers(self._page, at, 10) if one != line.speaker][:9]

    def name(self, speaker: Speaker, is_turn: bool) -> None:
        """Of the current paragraph, or of it and all behind it up to the next change."""

        def think(state: CongressState, segment: Segment) -> Step | None:
            at = self._page.row_of(segment.id)
            turn = turn_from(self._page, at) if is_turn and at is not None else [segment]
            chosen = (state.segments.get(one.id) for one in turn)
            return editing.attribute([one for one in chosen if one is not None], speaker)

        self._do_here(think)
