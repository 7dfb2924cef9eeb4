"""Official papers as material for the wording model, and how well a model reads papers it has not seen."""

from __future__ import annotations

import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app.documents.intake.convert import Office
from app.documents.text.flow import edges_of, flow_of, plain_text
from app.documents.worker.pdf import be_quiet, open_pdf
from app.documents.worker.pdf_text import page_layout
from app.speech.text.labels import Break, Labelled, labelled
from app.speech.text.learning import stretches

OFFICIAL = (
    "vbhn_5_btc_343tr", "vbhn_10_btc_121tr", "vkdh_hsv_73tr", "x_lo_bao_cao_chinh_tri_doan",
    "hd06_tw_letter",
    "nd_47_mat_chu_H", "luat_51_qh15", "nd_335_print_to_pdf", "qd_5134_ubnd", "nd30_2020",
    "dieu_le_doan",
    "da_bch_outline", "gia_docx_ole", "qd_798_ttg", "nq_17_ubtvqh15_vntime", "nq_113_cp",
    "nq_78_ubtvqh15",
    "bieu_quyet_van_kien", "gm_hdnd_ky_so",
)  # fmt: skip
"""Those of the 33 real files that are official prose with a text layer or a Word file. Left out: scans,
forms, a paper whose text layer is rubbish, examination papers, copies of others.
"""

FOLDS = 5
MAX_WORDS = 60_000
"""Of one paper, so that the longest (120,000 words of one ministry) does not outweigh all others."""
_NEIGHBOURS = (-2, -1, 1, 2)


def load_papers(data: Path) -> dict[str, list[Labelled]]:
    """Paper -> its prose. `data` as for every benchmark."""
    root = next(path for path in (data / "docs" / "real", data / "data" / "docs" / "real") if path.is_dir())
    files = {path.stem: path for path in sorted(root.iterdir()) if path.stem in OFFICIAL}
    pdfs = {stem: path.read_bytes() for stem, path in files.items() if path.suffix == ".pdf"}
    pdfs |= _converted({stem: path for stem, path in files.items() if path.suffix == ".docx"})
    be_quiet()
    return {stem: _first_words(labelled(_pages(pdfs[stem]))) for stem in OFFICIAL if stem in pdfs}


def load_sample(root: Path) -> list[Labelled]:
    """The sample congress's sources, which are this project's own."""
    found = []
    for path in sorted((root / "assets" / "sample" / "documents").glob("*.md")):
        text = path.read_text(encoding="utf-8").split("+++")[-1]
        found += labelled([re.sub(r"\n{2,}", "\n", re.sub(r"[#*|]+", " ", text))])
    return found


def folds_of(papers: dict[str, list[Labelled]]) -> list[list[str]]:
    """Papers shared out so that each fold has about as many words; a paper is never in two."""
    folds: list[list[str]] = [[] for _ in range(FOLDS)]
    sizes = [0] * FOLDS
    for stem in sorted(papers, key=lambda stem: -word_count(papers[stem])):
        smallest = sizes.index(min(sizes))
        folds[smallest].append(stem)
        sizes[smallest] += word_count(papers[stem])
    return folds


def word_count(material: Iterable[Labelled]) -> int:
    return sum(len(stretch.words) for stretch in material)


@dataclass(slots=True)
class Tally:
    """Right, said and true, for capitals and for ends of sentences."""

    capitals: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        self.capitals += other.capitals
        self.ends += other.ends

    @property
    def capitals_f1(self) -> float:
        return _f1(self.capitals)

    @property
    def ends_f1(self) -> float:
        return _f1(self.ends)


Reader = Callable[[Sequence[str], bool], Sequence[tuple[Break, bool]]]
"""(words in small letters, whether a sentence begins) -> what stands before each, and whether it has a
capital.
"""


def judge(material: Iterable[Labelled], read: Reader) -> Tally:
    """How well `read` restores stretches of prose of 24 to 128 words.

    As heard: small letters, no signs, numbers in figures, labels ("a)", "1.") as words without their
    sign. Words of one letter and figures have no capital to find; nor, here, items of lists that begin
    small. The first word of a stretch is no end of a sentence to find.
    """
    tally = Tally()
    for stretch in stretches(material, np.random.default_rng(1)):
        said = read([word.lower() for word in stretch.words], stretch.breaks[0] is Break.END)
        for index, (word, (sign, is_capital)) in enumerate(zip(stretch.words, said, strict=True)):
            is_end = stretch.breaks[index] is Break.END
            if index:
                tally.ends += _marks(sign is Break.END, is_end)
            if len(word) > 1 and any(map(str.isalpha, word)) and not (is_end and word[0].islower()):
                tally.capitals += _marks(is_capital, word[0].isupper())
    return tally


def unigram_reader(material: Iterable[Labelled]) -> Reader:
    """The simple truecaser: each word as it is mostly written within a sentence; no signs."""
    seen: dict[str, Counter[bool]] = defaultdict(Counter)
    for stretch in material:
        for word, sign in zip(stretch.words, stretch.breaks, strict=False):
            if sign is not Break.END:
                seen[word.lower()][word[0].isupper()] += 1
    capitals = {word for word, ways in seen.items() if ways[True] > ways[False]}

    def read(words: Sequence[str], begins: bool) -> list[tuple[Break, bool]]:
        return [(Break.NONE, word in capitals or (begins and not index)) for index, word in enumerate(words)]

    return read


def _marks(said: bool, true: bool) -> Counter[str]:
    return +Counter(right=said and true, said=said, true=true)


def _f1(counts: Counter[str]) -> float:
    return 2 * counts["right"] / max(1, counts["said"] + counts["true"])


def _first_words(material: list[Labelled]) -> list[Labelled]:
    kept: list[Labelled] = []
    for stretch in material:
        if word_count(kept) >= MAX_WORDS:
            break
        kept.append(stretch)
    return kept


def _converted(files: dict[str, Path]) -> dict[str, bytes]:
    """Word files as PDF; none where LibreOffice is missing."""
    office = Office.find()
    if office.program is None or not files:
        return {}
    sources = {path.name: path.read_bytes() for path in files.values()}
    with tempfile.TemporaryDirectory() as folder:
        answers = office.convert(sources, "pdf", Path(folder), lambda _: None, lambda: False)
    found = {stem: answers[path.name] for stem, path in files.items()}
    return {stem: answer for stem, answer in found.items() if isinstance(answer, bytes)}


def _pages(pdf: bytes) -> list[str]:
    """The paper's pages as the pack builder extracts them: without running heads and page numbers."""
    with open_pdf(pdf) as document:
        layouts = [page_layout(document, index) for index in range(document.page_count)]
    edges = [edges_of(layout) for layout in layouts]
    return [plain_text(flow_of(layout, _running(edges, index))) for index, layout in enumerate(layouts)]


def _running(edges: Sequence[tuple[str, ...]], index: int) -> list[str]:
    near = {row for step in _NEIGHBOURS if 0 <= index + step < len(edges) for row in edges[index + step]}
    return [row for row in edges[index] if row in near]
