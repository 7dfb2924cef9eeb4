"""What a congress's own papers teach the scribe: its names, its way of writing, its submitted speeches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.documents.text.reading_text import ReadingText
from app.domain.entities import Document, DocumentKind
from app.domain.errors import NghisuError
from app.domain.state import CongressState
from app.minutes.alignment_follow import SpeechFollower
from app.speech.text.capitals import Capitals
from app.speech.text.learning import learn_papers
from app.speech.text.lexicon import Lexicon, spoken_abbreviation
from app.speech.text.names import NameFinder
from app.speech.text.repair import TextRepairer
from app.speech.text.sounds import SoundTable
from app.speech.text.wording_model import WordingModel
from app.wiring.scribe import Learned

_WORDS_STUDIED = 60_000
"""About six seconds of one core; more of the same papers teaches little more about how they are written."""

TextOf = Callable[[Document], ReadingText | None]


class Lessons:
    """Reads the papers on this device. `first` is quick, `more` takes seconds. For background threads."""

    def __init__(self, folder: Path, text_of: TextOf) -> None:
        """`folder`: assets/speech."""
        self._model = cache(partial(_load, folder))
        self._text_of = text_of

    def first(self, state: CongressState) -> Learned:
        """Names and speeches; wording as in official papers at large."""
        texts = {paper: pages for paper in state.documents_on_shelf() if (pages := self._pages(paper))}
        lexicon = Lexicon.of(
            state.persons.values(),
            (item.title for item in state.agenda),
            (page for pages in texts.values() for page in pages),
        )
        speeches = {
            paper.id: "\n".join(pages) for paper, pages in texts.items() if paper.kind is DocumentKind.SPEECH
        }
        finder = NameFinder(lexicon)
        return Learned(
            repairer=TextRepairer(self._model(), finder),
            find_names=finder,
            follower=partial(SpeechFollower, speeches, _distances, spoken_abbreviation),
            by_author=_by_author(state),
        )

    def more(self, state: CongressState, learned: Learned, is_cancelled: Callable[[], bool]) -> Learned:
        """The wording of these very papers too."""
        model = learn_papers(self._model(), self._studied(state), is_cancelled)
        return replace(learned, repairer=TextRepairer(model, learned.find_names))

    def _studied(self, state: CongressState) -> Iterator[str]:
        """Short papers first: of a long report's annexes not much is to be learnt."""
        words = 0
        for paper in sorted(state.documents_on_shelf(), key=lambda one: one.reading_size_bytes):
            for page in self._pages(paper):
                words += len(page.split())
                if words > _WORDS_STUDIED:
                    return
                yield page

    def _pages(self, paper: Document) -> tuple[str, ...]:
        try:
            text = self._text_of(paper)
        except NghisuError:  # damaged, or called back just now: it teaches nothing
            return ()
        return text.pages if text else ()


def _by_author(state: CongressState) -> dict[UUID, frozenset[UUID]]:
    """Who submitted which speeches."""
    found: dict[UUID, frozenset[UUID]] = {}
    for paper in state.documents_on_shelf():
        if paper.kind is DocumentKind.SPEECH and paper.author_person_id:
            found[paper.author_person_id] = found.get(paper.author_person_id, frozenset()) | {paper.id}
    return found


def _load(folder: Path) -> WordingModel:
    capitals = Capitals.parse((folder / "capitals.txt").read_text(encoding="utf-8"))
    return WordingModel.from_bytes((folder / "wording.bin").read_bytes(), capitals)


def _distances(words: Sequence[str]) -> Callable[[str], NDArray[np.float32]]:
    return SoundTable(words).distances
