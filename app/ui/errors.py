"""What can go wrong on the screens themselves."""

from __future__ import annotations

from app.domain.errors import NghisuError


class UiError(NghisuError):
    """Trouble between the person and this program."""

    code = "ui.error"


class FileUnreadable(UiError):
    """The file that was chosen cannot be read."""

    code = "ui.file_unreadable"
