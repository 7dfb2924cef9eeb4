"""Which screens there are, which a role may see, and where it begins. Screens are imported when shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.entities import Role
from app.ui.context import Context, Screen
from app.ui.translation import tr


def _home(context: Context, **arguments: Any) -> Screen:
    from app.ui.home.view import HomeScreen

    return HomeScreen(context, **arguments)


def _documents(context: Context, **arguments: Any) -> Screen:
    from app.ui.documents.view import DocumentsScreen

    return DocumentsScreen(context, **arguments)


def _reader(context: Context, **arguments: Any) -> Screen:
    from app.ui.reader.view import ReaderScreen

    return ReaderScreen(context, **arguments)


def _search(context: Context, **arguments: Any) -> Screen:
    from app.ui.search.view import SearchScreen

    return SearchScreen(context, **arguments)


def _marks(context: Context, **arguments: Any) -> Screen:
    from app.ui.marks.view import MarksScreen

    return MarksScreen(context, **arguments)


def _compare(context: Context, **arguments: Any) -> Screen:
    from app.ui.compare.view import CompareScreen

    return CompareScreen(context, **arguments)


def _gate(context: Context, **arguments: Any) -> Screen:
    from app.ui.gate.view import GateScreen

    return GateScreen(context, **arguments)


def _check_in(context: Context, **arguments: Any) -> Screen:
    from app.ui.gate.own import OwnCheckInScreen

    return OwnCheckInScreen(context, **arguments)


def _board(context: Context, **arguments: Any) -> Screen:
    from app.ui.board.view import BoardScreen

    return BoardScreen(context, **arguments)


def _enrol_face(context: Context, **arguments: Any) -> Screen:
    from app.ui.enrol_face.view import EnrolFaceScreen

    return EnrolFaceScreen(context, **arguments)


def _chair(context: Context, **arguments: Any) -> Screen:
    from app.ui.chair.view import ChairScreen

    return ChairScreen(context, **arguments)


def _minutes(context: Context, **arguments: Any) -> Screen:
    from app.ui.minutes.view import MinutesScreen

    return MinutesScreen(context, **arguments)


def _minutes_version(context: Context, **arguments: Any) -> Screen:
    from app.ui.minutes.version import MinutesVersionScreen

    return MinutesVersionScreen(context, **arguments)


def _editor(context: Context, **arguments: Any) -> Screen:
    from app.ui.editor.view import EditorScreen

    return EditorScreen(context, **arguments)


def _captions(context: Context, **arguments: Any) -> Screen:
    from app.ui.captions.view import CaptionsScreen

    return CaptionsScreen(context, **arguments)


def _papers(context: Context, **arguments: Any) -> Screen:
    from app.ui.papers.view import PapersScreen

    return PapersScreen(context, **arguments)


def _packs(context: Context, **arguments: Any) -> Screen:
    from app.ui.packs.view import open_workbench

    return open_workbench(context, **arguments)


def _hall_screen(context: Context, **arguments: Any) -> Screen:
    from app.ui.screen.view import HallScreen

    return HallScreen(context, **arguments)


def _status(context: Context, **arguments: Any) -> Screen:
    from app.ui.status.view import StatusScreen

    return StatusScreen(context, **arguments)


ROUTES: dict[str, Callable[..., Screen]] = {
    "home": _home,
    "documents": _documents,
    "reader": _reader,
    "search": _search,
    "marks": _marks,
    "compare": _compare,
    "gate": _gate,
    "check_in": _check_in,
    "board": _board,
    "enrol_face": _enrol_face,
    "chair": _chair,
    "editor": _editor,
    "minutes": _minutes,
    "minutes_version": _minutes_version,
    "captions": _captions,
    "papers": _papers,
    "packs": _packs,
    "screen": _hall_screen,
    "status": _status,
}

_MENUS: dict[Role, tuple[str, ...]] = {
    Role.TABLET: ("home", "documents", "search", "marks", "captions", "status"),
    Role.GATE: ("gate", "board", "enrol_face", "status"),
    Role.CHAIR: (
        "chair",
        "editor",
        "minutes",
        "board",
        "home",
        "documents",
        "search",
        "marks",
        "papers",
        "packs",
        "screen",
        "status",
    ),
    Role.SCREEN: ("screen", "status"),
}


def menu_of(role: Role) -> tuple[str, ...]:
    """Routes in the menu; the first is where the role begins."""
    return _MENUS.get(role, _MENUS[Role.TABLET])


def route_name(route: str) -> tuple[str, str]:
    """The menu's word and icon for a route."""
    return {
        "home": (tr("Chương trình"), "calendar-check"),
        "documents": (tr("Tài liệu"), "books"),
        "search": (tr("Tìm trong tài liệu"), "magnifying-glass"),
        "marks": (tr("Ghi chú của tôi"), "highlighter-circle"),
        "gate": (tr("Điểm danh"), "user-focus"),
        "board": (tr("Ban thẩm tra tư cách"), "clipboard-text"),
        "enrol_face": (tr("Đăng ký khuôn mặt"), "user-focus"),
        "chair": (tr("Điều hành và biên bản"), "microphone"),
        "minutes": (tr("Biên bản"), "notebook"),
        "editor": (tr("Sửa lời ghi"), "pencil-line"),
        "captions": (tr("Lời phát biểu"), "closed-captioning"),
        "papers": (tr("Văn bản trong hội trường"), "files"),
        "packs": (tr("Dựng gói tài liệu"), "package"),
        "screen": (tr("Màn hình hội trường"), "monitor"),
        "status": (tr("Kết nối và thiết bị"), "wifi-high"),
    }[route]
