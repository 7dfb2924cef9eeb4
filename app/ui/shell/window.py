"""The main window: header, one screen, message bar; and the way from one screen to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from app.domain.entities import Role
from app.runtime.tasks import Tasks
from app.ui.bridge import Bridge
from app.ui.context import Context, DoorContext, Screen
from app.ui.documents.news import PaperNews
from app.ui.notices import Notices
from app.ui.services import Readiness, Services, Session, Snapshot, SyncStatus, UiSettings
from app.ui.shell.header import Header
from app.ui.shell.message_bar import MessageBar
from app.ui.shell.routes import ROUTES, menu_of, route_name
from app.ui.shell.sheet import Sheet
from app.ui.shell.text_sheet import text_sheet
from app.ui.theme.look import Look
from app.ui.translation import tr
from app.ui.widgets.basics import Button

WELCOME = "welcome"
_LEAST_SIZE = (800, 640)  # a gate may stand upright


@dataclass(frozen=True, slots=True)
class Visit:
    """A place in the history: a route and what it was asked to show."""

    route: str
    arguments: dict[str, Any] = field(default_factory=dict)


class MainWindow(QMainWindow):
    """Owns the history of visits and rebuilds everything when language or look change.

    Rebuilding is cheap (screens are made when they are shown) and leaves no half-translated corner:
    what must outlive it lies in the services, not in widgets.
    """

    def __init__(
        self,
        services: Services,
        settings: UiSettings,
        *,
        look: Look,
        notices: Notices,
        tasks: Tasks,
        languages: tuple[str, ...],
        change_settings: Callable[[UiSettings], None],
        keep_settings: Callable[[UiSettings], None],
    ) -> None:
        super().__init__()
        self._services = services
        self._tasks = tasks
        self._languages = languages
        self._change_settings = change_settings
        self._keep_settings = keep_settings
        self._session: Session | None = None
        self._news: PaperNews | None = None
        self._history: list[Visit] = []
        self._kept: dict[str, Any] = {}
        self._screen: Screen | None = None
        self._bridges: list[Bridge[Any]] = []
        self.setMinimumSize(*_LEAST_SIZE)
        self._dress(settings, look, notices)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self, self.back)
        QShortcut(QKeySequence("F11"), self, self._toggle_full_screen)

    # --- looks ---

    def _dress(self, settings: UiSettings, look: Look, notices: Notices) -> None:
        self._settings, self._look, self.notices = settings, look, notices
        self.setWindowTitle(tr("Nghị Sự"))
        self._header = Header(look)
        self._header.back_asked.connect(self.back)
        self._header.status_asked.connect(lambda: self.go("status"))
        self._header.text_asked.connect(self.open_text_sheet)
        self._header.menu_asked.connect(self.open_menu)
        self._messages = MessageBar(look)
        notices.told.connect(self._messages.show_notice)
        self._ground = QWidget()
        self._column = QVBoxLayout(self._ground)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._header)
        self._column.addWidget(self._messages)
        self._header.hide()
        self.setCentralWidget(self._ground)

    def redress(self, settings: UiSettings, look: Look, notices: Notices) -> None:
        """Show the same place again in another language, size or colour."""
        self._leave()
        self._unlisten()
        self._dress(settings, look, notices)
        if self._session:
            self._listen(self._session)
        self._show()

    # --- going places ---

    def begin(self) -> None:
        """Show the door, or what is behind it when nothing stands in the way."""
        if self._services.enrolment.readiness() is Readiness.READY:
            self._enter()
        else:
            self._history = [Visit(WELCOME)]
            self._show()

    def _enter(self) -> None:
        enrolment = self._services.enrolment
        self._tasks.do(lambda _job: enrolment.open_session()).on_success(self.enter_session).run()

    def enter_session(self, session: Session) -> None:
        self._session = session
        self._news = PaperNews(session.congress.snapshot())
        self._listen(session)
        self._history = [Visit(menu_of(session.role)[0])]
        self._show()

    @property
    def place(self) -> Visit:
        return self._history[-1]

    @property
    def screen_shown(self) -> Screen | None:
        return self._screen

    def go(self, route: str, **arguments: Any) -> None:
        """Show a route. The menu's places are not stacked on each other, so "back" stays short."""
        visit = Visit(route, arguments)
        if self._history and self.place == visit:
            return
        root = self._history[:1]
        if visit.route == root[0].route:
            self._history = [visit]
        elif self._session and route in menu_of(self._session.role):
            self._history = [*root, visit]
        else:
            self._history.append(visit)
        self._show()

    def back(self) -> None:
        if len(self._history) > 1:
            self._history.pop()
            self._show()

    def _show(self) -> None:
        self._leave()
        if not self._history:
            return
        screen = self._build(self.place)
        self._screen = screen
        self._column.insertWidget(1, screen, 1)
        # A layout shows what it was given only later, and what is not shown cannot take the focus.
        screen.show()
        self._header.setVisible(screen.has_header and self._session is not None)
        self._header.show_back(len(self._history) > 1)
        self._order_focus(screen)
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order_focus(self, screen: Screen) -> None:
        """Tab goes through the header, then through the screen in the order in which it was laid out."""
        parts = screen.findChildren(QWidget)
        stops = [part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for before, after in pairwise((*self._header.focus_chain(), screen, *stops)):
            QWidget.setTabOrder(before, after)

    def _build(self, visit: Visit) -> Screen:
        if self._session is None:
            from app.ui.welcome.view import WelcomeScreen

            return WelcomeScreen(self._door_context())
        context = Context(
            session=self._session,
            clock=self._services.clock,
            look=self._look,
            settings=self._settings,
            notices=self.notices,
            tasks=self._tasks.scope(),
            go=self.go,
            back=self.back,
            open_menu=self.open_menu,
            after_leaving=self._after_leaving,
            remember=visit.arguments.update,
            kept=self._kept,
            keep_reading_px=self._keep_reading_px,
        )
        return ROUTES[visit.route](context, **visit.arguments)

    def _keep_reading_px(self, size_px: int) -> None:
        self._settings = replace(self._settings, reading_px=size_px)
        self._keep_settings(self._settings)

    def _after_leaving(self, work: Callable[[], None]) -> None:
        self._tasks.do(lambda _job: work()).on_database().run()

    def _door_context(self) -> DoorContext:
        return DoorContext(
            enrolment=self._services.enrolment,
            clock=self._services.clock,
            look=self._look,
            settings=self._settings,
            notices=self.notices,
            tasks=self._tasks.scope(),
            languages=self._languages,
            open_text_sheet=self.open_text_sheet,
            enter=self._enter,
        )

    def _leave(self) -> None:
        if self._screen is not None:
            self._screen.dispose()
            self._column.removeWidget(self._screen)
            self._screen.hide()
            self._screen.deleteLater()
            self._screen = None

    # --- header ---

    def _listen(self, session: Session) -> None:
        self._bridges = [
            Bridge(session.congress.subscribe, self._congress_changed),
            Bridge(session.sync.subscribe, self._show_sync),
        ]
        self._show_title(session.congress.snapshot())
        self._show_sync(session.sync.status())

    def _unlisten(self) -> None:
        while self._bridges:
            self._bridges.pop().close()

    def _congress_changed(self, snapshot: Snapshot) -> None:
        self._show_title(snapshot)
        if self._session and self._news and self._session.role is Role.TABLET:
            place = self.place
            being_read = place.arguments.get("document_id") if place.route == "reader" else None
            can_compare = self._session.documents.can_compare
            self._news.hear(snapshot, self.notices, self.go, can_compare, being_read)

    def _show_title(self, snapshot: Snapshot) -> None:
        congress = snapshot.state.congress
        self._header.show_title(congress.title if congress else tr("Nghị Sự"))

    def _show_sync(self, status: SyncStatus) -> None:
        self._header.sync.show_status(status)

    # --- sheets ---

    def open_menu(self) -> Sheet:
        """The list of screens: with it, each is two taps away from any other."""
        sheet = Sheet(self._look, self._ground, tr("Danh mục"))
        for route in menu_of(self._session.role) if self._session else ():
            word, icon = route_name(route)
            button = Button(self._look, word, icon, "row", partial(self._choose, sheet, route))
            button.setCheckable(True)
            button.setChecked(route == self.place.route)
            sheet.content.addWidget(button)
        settings = Button(self._look, tr("Chữ và màu"), "text-aa", "row", lambda: self._text_instead(sheet))
        leave = Button(self._look, tr("Đóng chương trình"), "sign-out", "row", self.close)
        sheet.content.addSpacing(16)
        sheet.content.addWidget(settings)
        sheet.content.addWidget(leave)
        sheet.open_sheet()
        return sheet

    def _choose(self, sheet: Sheet, route: str) -> None:
        sheet.close_sheet()
        self.go(route)

    def _text_instead(self, sheet: Sheet) -> None:
        sheet.close_sheet()
        self.open_text_sheet()

    def open_text_sheet(self) -> Sheet:
        sheet = text_sheet(self._look, self._ground, self._settings, self._languages, self._change_settings)
        sheet.open_sheet()
        return sheet

    # --- the window itself ---

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._screen is not None:
            self._screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave()
        self._unlisten()
        event.accept()
