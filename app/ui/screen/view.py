"""The hall's big screen: what is happening, who speaks, how many are here, and the words being said."""

from __future__ import annotations

from app.ui.captions.live_timer import LIVE_STAYS_MS, SETTLING_MS, live_timer
from app.ui.captions.presenter import CaptionLines
from app.ui.context import Context, Screen
from app.ui.gate.presenter import counts
from app.ui.screen.captions import Captions
from app.ui.screen.presence import PresenceTile
from app.ui.screen.presented import PresentedPanel
from app.ui.services import LiveText, PresentedPage, Snapshot
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, IconLabel, Label, column, row, wrap
from app.ui.words import person_line, time_left

_CAPTION_SEGMENTS = 2


class HallScreen(Screen):
    """Read from the last row, so everything is large."""

    has_header = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._hall = context
        look = context.look
        self._congress = Label(kind=Type.TITLE, tone="ink_soft")
        self._menu = Button(look, tr("Danh mục"), "list", "quiet", context.open_menu)
        self._heading = Label(kind=Type.TITLE, tone="accent_text")
        self._time = Label(kind=Type.HEADING, wraps=False)
        self._item = Label(kind=Type.DISPLAY)
        self._speaker_icon = IconLabel(look, "microphone", "ink_soft", 40)
        self._speaker = Label(kind=Type.HEADING)
        self._where = Label(kind=Type.TITLE, tone="ink_soft")
        self._present = Label(kind=Type.HEADING, wraps=False)
        self._quorum = Label(kind=Type.TITLE, wraps=False)
        self._quorum_icon = IconLabel(look, "circle", "absent", 32)
        self._caption = Captions(look)
        self._caption_card = Card("note", margin_px=20)
        self._caption_card.column.addWidget(self._caption)
        self._said = CaptionLines(_CAPTION_SEGMENTS)
        self._live_timer = live_timer(self, self._forget_live)
        self._is_roomy = look.theme.scale < 1.3
        self._tile = PresenceTile(look)
        self._page = PresentedPanel(context)
        self._lay_out()
        self._make_room(for_page=False)
        context.listen(context.session.congress.subscribe, self._refresh)
        if context.session.live_text is not None:
            context.listen(context.session.live_text.subscribe_live, self._show_live)
        if context.session.presentation is not None:
            context.listen(context.session.presentation.subscribe, self._show_page)
        self.every_second(self._tick)

    def _lay_out(self) -> None:
        head = row(self._congress, self._menu, gap_px=16)
        head.setStretch(0, 1)
        who = column(self._speaker, self._where, gap_px=4)
        speaker = row(self._speaker_icon, who, self._time, gap_px=20)
        speaker.setStretch(1, 1)
        self._footer = wrap(
            row(
                Label(tr("Đại biểu có mặt"), Type.TITLE, "ink_soft", wraps=False),
                self._present,
                1,
                self._quorum_icon,
                self._quorum,
                gap_px=16,
            )
        )
        body = column(
            head,
            self._page.heading,
            1,
            self._heading,
            self._item,
            speaker,
            self._tile,
            1,
            self._caption_card,
            self._footer,
            gap_px=16 if self._is_roomy else 4,
        )
        both = row(self._page, body, gap_px=32)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        both.setContentsMargins(48, 16, 48, 24 if self._is_roomy else 12)
        self.setLayout(both)

    def _tick(self) -> None:
        presentation = self._hall.session.presentation
        if presentation is None:
            self._refresh(self._hall.session.congress.snapshot())
        else:
            self._show_page(presentation.presented())

    def _refresh(self, snapshot: Snapshot) -> None:
        state = snapshot.state
        item, turn = state.current_item, state.floor
        self._congress.setText(state.congress.title if state.congress and not self._is_tight else "")
        self._heading.setText(tr("Đang diễn ra").upper() if item else "")
        if item:
            self._item.setText(f"{item.position}. {item.title}")
        elif state.sittings and state.sittings[-1].closed_at_utc_ms is None:
            self._item.setText(tr("Đại hội đang họp"))
        else:
            self._item.setText(tr("Kính chào quý đại biểu"))
        person = state.persons.get(turn.person_id) if turn else None
        self._speaker.set_text(person.full_name if person else "")
        self._where.set_text(person_line(person) if person and not self._is_tight else "")
        self._speaker_icon.setVisible(person is not None)
        if turn and person and not self._is_tight:
            limit = turn.limit_ms or state.settings.floor_limit_ms
            text, is_over = time_left(turn.started_at_utc_ms, limit, self._hall.clock.now_utc_ms())
            self._time.setText(text)
            self._time.set_tone("unsure" if is_over else "ink")
        else:
            self._time.setText("")
        is_arriving = item is None and person is None and not self._page.isVisibleTo(self)
        self._tile.setVisible(is_arriving)
        self._footer.setVisible(not is_arriving and not self._page.isVisibleTo(self))
        if is_arriving:
            self._tile.show_state(state)
        found = counts(state)
        tone = "good" if found.has_quorum else "absent"
        self._present.setText(found.present)
        self._quorum.setText(found.quorum)
        self._quorum.set_tone(tone)
        self._quorum_icon.show_icon("check-circle" if found.has_quorum else "circle", tone)
        self._said.follow(state)
        self._show_caption()

    def _show_page(self, page: PresentedPage | None) -> None:
        """The page that the presidium shows stands beside who speaks and what is said."""
        self._make_room(for_page=self._page.show_page(page))

    def _make_room(self, *, for_page: bool) -> None:
        self._page.setVisible(for_page)
        self._page.heading.setVisible(for_page)
        for part in (self._heading, self._item, self._footer):
            part.setVisible(not for_page)
        self._is_tight = for_page and self._hall.look.theme.scale > 1.0
        # Very large text on a small screen: fewer lines leave room for the item and the speaker.
        many, few = (5, 3) if self._is_roomy else (3, 2)
        self._caption.set_lines(many if for_page else few)
        self._refresh(self._hall.session.congress.snapshot())

    def _show_live(self, live: LiveText) -> None:
        self._live_timer.start(LIVE_STAYS_MS if self._said.hear(live) else SETTLING_MS)
        self._show_caption()

    def _forget_live(self) -> None:
        self._said.forget_live()
        self._show_caption()

    def _show_caption(self) -> None:
        """The last words settled, then those being said; only while somebody speaks."""
        is_speaking = bool(self._said.live) or self._hall.session.congress.snapshot().state.floor is not None
        lines = self._said.lines if is_speaking else ()
        self._caption.show_lines(lines)
        self._caption_card.setVisible(bool(lines))

    def dispose(self) -> None:
        self._page.show_page(None)
        super().dispose()
