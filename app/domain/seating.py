"""Names of seats, as people write them on lists, on plans and on chairs."""

from __future__ import annotations

from app.domain.folding import fold_key


def seat_key(name: str) -> str:
    """What two names of one seat have in common: "A 01", "a-01" and "A1" are one; "A1" and "A10" are not."""
    words = fold_key(name).replace(" ", "")
    letters = words.rstrip("0123456789")
    digits = words[len(letters) :]
    return letters + (digits.lstrip("0") or digits)
