"""Passwords of locked PDFs: in this process's memory only, never in a file, a log or a `repr`."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from app.documents.errors import PdfEncrypted, PdfPasswordWrong

LOCKED = frozenset({PdfEncrypted.code, PdfPasswordWrong.code})
"""Codes of the remarks that a password may mend."""


class Passwords:
    """What people have given to open files with. From any thread."""

    def __init__(self, passwords: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._given: dict[str, str] = {}
        self._common: list[str] = []
        for password in passwords:
            self.add(password)

    def __repr__(self) -> str:
        return f"Passwords({len(self._given) + len(self._common)} given)"

    def add(self, password: str, file: str = "") -> None:
        """One for a file, or for any. A later one for the same file takes the place of the one before."""
        with self._lock:
            if file:
                self._given[file] = password
            else:
                self._common.append(password)

    def for_file(self, file: str) -> tuple[str, ...]:
        """All that are worth trying: its own first, then the others, for an office often has one for all.

        Spaces around one are most often copied with it.
        """
        with self._lock:
            own = self._given.get(file)
            given = [*([] if own is None else [own]), *self._common, *self._given.values()]
        return tuple(dict.fromkeys(one for each in given for one in (each, each.strip()) if one))
