"""What a screen is built with, and what every screen is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.domain.clock import Clock
from app.domain.payloads import Payload
from app.runtime.tasks import Scope
from app.ui.bridge import Bridge, Subscribe
from app.ui.notices import Notices
from app.ui.services import EnrolmentService, Session, UiSettings
from app.ui.theme.look import Look

T = TypeVar("T")


@dataclass(frozen=True)
class Context:
    """One screen's surroundings. `close` ends all that the screen started."""

    session: Session
    clock: Clock
    look: Look
    settings: UiSettings
    notices: Notices
    tasks: Scope
    go: Callable[..., None]
    """`go(route, **arguments)`: show another screen."""
    back: Callable[[], None]
    open_menu: Callable[[], object]
    """For screens without the header."""
    after_leaving: Callable[[Callable[[], None]], None]
    """Do something blocking in the background that does not belong to the screen any more."""
    remember: Callable[..., None]
    """`remember(**arguments)`: what this screen is to be built with when one comes back to it."""
    kept: dict[str, Any]
    """What screens leave lying for their next visit, however one comes there, while the program runs."""
    keep_reading_px: Callable[[int], None]
    """Remember the size of text in the large-text view, without showing the screen anew."""
    _bridges: list[Bridge[Any]] = field(default_factory=list)

    def listen(self, subscribe: Subscribe[T], handler: Callable[[T], None], latest_only: bool = True) -> None:
        """Hear a service in the GUI thread until the screen is left."""
        self._bridges.append(Bridge(subscribe, handler, latest_only))

    def say(self, payload: Payload, done: str = "", on_success: Callable[[UUID], None] | None = None) -> None:
        """Record an event in the background; `done` is what the message bar then says."""

        def recorded(event_id: UUID) -> None:
            if done:
                self.notices.done(done)
            if on_success:
                on_success(event_id)

        say = self.session.congress.say
        self.tasks.do(lambda _job: say(payload)).on_database().to_the_end().on_success(recorded).run()

    def close(self) -> None:
        self.tasks.close()
        while self._bridges:
            self._bridges.pop().close()


@dataclass(frozen=True)
class DoorContext:
    """The surroundings of the welcome screen, before there is a session."""

    enrolment: EnrolmentService
    clock: Clock
    look: Look
    settings: UiSettings
    notices: Notices
    tasks: Scope
    languages: tuple[str, ...]
    open_text_sheet: Callable[[], object]
    enter: Callable[[], None]
    """The store is open: go in."""

    def close(self) -> None:
        self.tasks.close()


class Screen(QWidget):
    """One screen. The shell builds it when it is shown and disposes of it when it is left.

    `has_header`: whether the shell's header stays above it.
    """

    has_header = True

    def __init__(self, context: Context | DoorContext) -> None:
        super().__init__()
        self.setProperty("kind", "screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # The screen itself takes the first focus, so that no button wears a ring before Tab is pressed.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._context = context

    def every_second(self, tick: Callable[[], None]) -> None:
        """Call `tick` about once a second while the screen lives."""
        timer = QTimer(self)
        timer.setInterval(1000)
        timer.timeout.connect(tick)
        timer.start()

    def dispose(self) -> None:
        """Stop everything that was started for this screen. Called once."""
        self._context.close()
