"""Starting and stopping the screens of one role."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from app.domain.entities import Role
from app.runtime.assets.locations import project_root
from app.runtime.collector import GuiCollector
from app.runtime.memory import give_memory_back
from app.runtime.messages import Messages
from app.runtime.paths import assets_folder
from app.runtime.shutdown import Shutdown
from app.runtime.tasks import Tasks
from app.ui.none_reference import keep_none_alive
from app.ui.notices import Notices
from app.ui.services import Services, SettingsService, UiSettings
from app.ui.shell.window import MainWindow
from app.ui.theme.fonts import base_font, load_family
from app.ui.theme.look import Icons, Look
from app.ui.theme.style import style_sheet
from app.ui.theme.tokens import Theme, Type
from app.ui.translation import SOURCE_LANGUAGE, TsTranslator, available_languages

_log = logging.getLogger(__name__)
CLOSING_DEADLINE_S = 8.0


@dataclass
class Shell:
    """The running user interface: window, background work, and what is shown in which dress."""

    application: QApplication
    window: MainWindow
    tasks: Tasks
    settings: UiSettings
    undress: Callable[[], None]
    collector: GuiCollector

    def close(self, deadline_s: float) -> None:
        """Take the window down and end every background thread of the screens."""
        self.window.close()
        try:
            self.tasks.stop(deadline_s)
        finally:
            self.window.deleteLater()
            self.undress()
            self.collector.stop()


class _Wardrobe:
    """Dresses the application: language, palette, style sheet, font."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._family = load_family(project_root())
        self._icons = Icons()
        self._translator: TsTranslator | None = None
        self._translations = assets_folder() / "translations"
        self.languages = available_languages(self._translations)

    def dress(self, settings: UiSettings) -> tuple[Look, Notices]:
        self._speak(settings.language)
        theme = Theme.of(settings.theme, settings.text_scale, settings.reduced_motion)
        self._application.setFont(base_font(self._family, theme.type_px(Type.BODY)))
        self._application.setPalette(_palette(theme))
        self._application.setStyleSheet(style_sheet(theme, self._family))
        messages = Messages.load(assets_folder() / "messages", settings.language)
        return Look(theme, self._icons, self._family), Notices(messages)

    def undress(self) -> None:
        """Leave the application speaking its own language again."""
        self._speak(SOURCE_LANGUAGE)

    def _speak(self, language: str) -> None:
        if self._translator:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
        if language != SOURCE_LANGUAGE and language in self.languages:
            self._translator = TsTranslator(self._translations / f"{language}.ts", self._application)
            QCoreApplication.installTranslator(self._translator)


def _palette(theme: Theme) -> QPalette:
    """For the little that style sheets do not reach: item views, text cursors, dialogs of Qt's own."""
    p, palette = theme.palette, QPalette()
    for role, color in (
        (QPalette.ColorRole.Window, p.ground),
        (QPalette.ColorRole.Base, p.surface),
        (QPalette.ColorRole.AlternateBase, p.raised),
        (QPalette.ColorRole.Text, p.ink),
        (QPalette.ColorRole.WindowText, p.ink),
        (QPalette.ColorRole.ButtonText, p.ink),
        (QPalette.ColorRole.Button, p.surface),
        (QPalette.ColorRole.Highlight, p.accent),
        (QPalette.ColorRole.HighlightedText, p.on_accent),
        (QPalette.ColorRole.PlaceholderText, p.ink_soft),
    ):
        palette.setColor(role, QColor(color))
    return palette


def application() -> QApplication:
    """The one QApplication, made if needed; without a display it draws into memory."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    if sys.platform == "linux" and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY"))):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    keep_none_alive()
    give_memory_back()
    made = QApplication(["nghisu"])
    made.setStyle("Fusion")
    made.setApplicationName("nghisu")
    return made


def open_shell(services: Services, settings: SettingsService, on_bug: Callable[[Exception], None]) -> Shell:
    """Build the window without showing it. The caller shows it, and closes the shell in the end."""
    app = application()
    collector = GuiCollector()
    collector.start()
    wardrobe = _Wardrobe(app)
    chosen = settings.load()
    look, notices = wardrobe.dress(chosen)

    def tell(error: Exception) -> None:
        window.notices.error(error)  # the present ones: a change of language brings new notices

    tasks = Tasks(on_unhandled=tell, on_bug=on_bug)

    def keep(fresh: UiSettings) -> None:
        settings.save(fresh)
        shell.settings = fresh

    def change(fresh: UiSettings) -> None:
        keep(fresh)
        look, notices = wardrobe.dress(fresh)
        shell.window.redress(fresh, look, notices)

    window = MainWindow(
        services,
        chosen,
        look=look,
        notices=notices,
        tasks=tasks,
        languages=wardrobe.languages,
        change_settings=change,
        keep_settings=keep,
    )
    shell = Shell(app, window, tasks, chosen, wardrobe.undress, collector)
    window.begin()
    return shell


def run(
    role: Role,
    services: Services,
    settings: SettingsService,
    *,
    on_bug: Callable[[Exception], None] | None = None,
    full_screen: bool | None = None,
) -> int:
    """Show the role's screens until the window is closed; the process's exit code.

    Runs in the main thread. Closes `services.enrolment` (threads, then database) in the end.
    """
    app = application()
    shell = open_shell(services, settings, on_bug or _log_bug)
    shutdown = Shutdown(services.clock)
    shutdown.add("services", services.enrolment.close)
    shutdown.add("screens", shell.close)
    if full_screen if full_screen is not None else role is not Role.CHAIR:
        shell.window.showFullScreen()
    else:
        shell.window.showMaximized()
    app.setQuitOnLastWindowClosed(True)
    try:
        return app.exec()
    finally:
        shutdown.run(CLOSING_DEADLINE_S)


def _log_bug(error: Exception) -> None:
    _log.error("unexpected failure", exc_info=error)
