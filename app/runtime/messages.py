"""From an error's code to words that a person understands: what happened, and the way out.

`assets/messages/<language>/<package>.toml` holds the words, keyed by code. No Qt here, so that the
command line, the hall and the screens say the same.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import NghisuError

UNKNOWN_ERROR = "nghisu.error"
BUG = "nghisu.bug"


@dataclass(frozen=True, slots=True)
class Words:
    """What happened, and what to do about it."""

    what: str
    fix: str

    @property
    def text(self) -> str:
        return f"{self.what} {self.fix}".strip()


class _Blanks(dict[str, object]):
    """A parameter that the error did not carry leaves a gap instead of a traceback."""

    def __missing__(self, key: str) -> str:
        return "…"


class Messages:
    """The words of one language. Immutable after loading; usable from any thread."""

    def __init__(self, words: Mapping[str, Words]) -> None:
        self._words = dict(words)

    @classmethod
    def load(cls, folder: Path, language: str) -> Messages:
        """Read every file of `folder/<language>`; Vietnamese where that language has none."""
        chosen = folder / language
        return cls(dict(_read(chosen if chosen.is_dir() else folder / "vi")))

    def __contains__(self, code: str) -> bool:
        return code in self._words

    def codes(self) -> frozenset[str]:
        return frozenset(self._words)

    def of(self, error: BaseException) -> Words:
        """The words for an error; anything that is not a `NghisuError` is a fault of the program."""
        if not isinstance(error, NghisuError):
            return self.by_code(BUG)
        return self.by_code(error.code, error.params)

    def by_code(self, code: str, params: Mapping[str, object] | None = None) -> Words:
        """The words for a code. An unknown one gets its package's general words, else the general ones."""
        package = f"{code.partition('.')[0]}.error"
        found = next((self._words[key] for key in (code, package, UNKNOWN_ERROR) if key in self._words), None)
        if found is None:
            return Words(what=code, fix="")
        values = _Blanks(params or {}, code=code)
        return Words(found.what.format_map(values), found.fix.format_map(values))


def _read(folder: Path) -> Iterator[tuple[str, Words]]:
    for path in sorted(folder.glob("*.toml")):
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            yield code, Words(what=entry["what"], fix=entry["fix"])
