"""Vietnamese text for comparing and searching."""

from __future__ import annotations

import unicodedata

_D_WITH_STROKE = str.maketrans("đĐ", "dD")


def fold_text(text: str) -> str:
    """Lower case without marks: "Đại hội" and "ĐẠI HỘI" both become "dai hoi".

    Length changes only for text that was not NFC. SQLite's own folding leaves đ and stacked marks alone.
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.translate(_D_WITH_STROKE).casefold()


def fold_key(text: str) -> str:
    """`fold_text` with every run of other characters as one space, for names of columns and folders."""
    folded = fold_text(text)
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())
