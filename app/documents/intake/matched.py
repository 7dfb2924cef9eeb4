"""How photographs are matched; apart, because reading lists would cost a tablet a second at every start."""

from __future__ import annotations

from enum import StrEnum


class MatchedBy(StrEnum):
    """How it is known whose photograph it is."""

    NUMBER = "number"
    NAME = "name"
    CHOSEN = "chosen"
    """Somebody said so, also that it is nobody's."""
    DOUBT = "doubt"
    """Number and name are two people's."""
    NOTHING = "nothing"
