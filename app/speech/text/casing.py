"""Small letters and capitals of a word that was heard."""

from __future__ import annotations

from collections.abc import Mapping


def cased(word: str, forms: Mapping[str, str], *, is_capital: bool) -> str:
    """`word` as papers write it: abbreviations in their own form (UBND, TTg), else with or without a
    capital.
    """
    return forms.get(word) or (with_capital(word) if is_capital else word)


def with_capital(text: str) -> str:
    """The first letter as a capital, all else as it is; figures and signs stay."""
    return text[:1].upper() + text[1:]
