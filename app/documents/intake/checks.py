"""Looking at one PDF as a tablet will, and saying in codes what is wrong with it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.documents.chunks import Content, Hashed, read_ahead
from app.documents.errors import (
    ChildFailed,
    FileChanged,
    PageError,
    PdfDamaged,
    PdfEncrypted,
    PdfPasswordWrong,
)
from app.documents.intake import assemble
from app.documents.intake.passwords import Passwords
from app.documents.intake.recognise import Recogniser
from app.documents.intake.remarks import Remark, note, warning
from app.documents.intake.workshop import Workshop
from app.documents.pages import DocumentInfo
from app.documents.reading import PageLook
from app.documents.steps import Cancel, OnStep, Stage, Step
from app.documents.text.markings import Marking, find_marking
from app.documents.text.reading_text import MAX_PAGES, ReadingText, extract_reading_text, has_useful_text
from app.documents.worker.child import run_in_child
from app.documents.worker.renderer import PageRenderer
from app.domain.folding import fold_key

_LARGE_BYTES = 100 << 20
_SPARE_BYTES = 64 << 20
_FRONT_PAGES = 2
"""A paper may have a cover."""
_NAMED_PICTURE_IN = 10
"""Single pictures between pages of text are covers and photographs."""
_LOST_LETTER = re.compile(r"(?<!\w)(?:NG|[CGKNPT]) (?=[AEIOUY])")
"""Consonants alone before a vowel, in capitals: "C Ủ NG ĨA". One real decree lost all its capital H so."""
_MIN_LOST = 5
_MIN_SAME_TEXT_CHARS = 200
_MIN_PARAGRAPH_CHARS = 40
_DOCUMENT_ID = UUID(int=1)

Chunks = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Checked:
    """A PDF that a tablet can show: its bytes (with recognised text where it had none), and its text.

    `reading` is None for a paper without any text. `paragraphs` are hashes, to find papers that are alike.
    """

    content: Content
    page_count: int
    reading: Content | None
    text_key: str
    letters: int
    marking: Marking | None
    remarks: tuple[Remark, ...]
    paragraphs: frozenset[int] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper as it is open in the renderer."""

    info: DocumentInfo
    content: Content


@dataclass(frozen=True, slots=True)
class _Scanned:
    """A paper after its scans were read. `recognised`: pages by index that have text by machine now."""

    paper: _Paper
    recognised: frozenset[int] = frozenset()
    remarks: tuple[Remark, ...] = ()


def renderer_for_checking() -> PageRenderer:
    """A renderer for one large paper after another: nearly all scans fit in the memory that it keeps."""
    return PageRenderer(spare_bytes=_SPARE_BYTES)


class Checker:
    """Checks one PDF after another. `recogniser` is None when scans are to be left as they are."""

    def __init__(
        self,
        renderer: PageRenderer,
        workshop: Workshop,
        recogniser: Recogniser | None,
        *,
        passwords: Passwords,
        on_step: OnStep,
        cancel: Cancel,
    ) -> None:
        self._renderer = renderer
        self._workshop = workshop
        self._recogniser = recogniser
        self._passwords = passwords
        self._on_step = on_step
        self._cancel = cancel

    def check(self, file: str, size_bytes: int, chunks: Chunks, on_bytes: Callable[[int], None]) -> Checked:
        """Open it, read its text, and recognise what has none. `on_bytes` is told of each chunk read.

        Raises `PdfError`, `FileChanged`, `Cancelled`, `OSError`.
        """
        remarks = []
        try:
            info, content = self._open(file, size_bytes, chunks, on_bytes)
        except PdfEncrypted:
            info, content = self._unlock(file, chunks)
            remarks.append(note("documents.unlocked"))
        try:
            reading = self._read(info)
            looks = self._looks(info)
            if info.was_repaired:
                remarks.append(warning("documents.repaired"))
            if any(look.was_converted for look in looks.values()):
                remarks.append(note("documents.legacy_fonts"))
            if size_bytes > _LARGE_BYTES:
                remarks.append(warning("documents.large", size_mb=size_bytes >> 20))
            scanned = self._read_scans(file, _Paper(info, content), looks)
            remarks += scanned.remarks
            if scanned.paper.content != content:
                info, content = scanned.paper.info, scanned.paper.content
                reading, looks = self._read(info), self._looks(info)
            remarks += self._without_text(reading, looks)
            marking = _marking_of(looks, scanned.recognised)
        finally:
            self._renderer.close(_DOCUMENT_ID)
        text = "\n".join(reading.pages)
        if letters_are_lost(text):
            remarks.append(warning("documents.letters_lost"))
        folded = _folded_paragraphs(reading)
        whole = " ".join(folded)
        return Checked(
            content,
            info.page_count,
            self._workshop.keep(reading.to_bytes()) if text.strip() else None,
            hashlib.sha256(whole.encode()).hexdigest() if len(whole) >= _MIN_SAME_TEXT_CHARS else "",
            sum(map(str.isalpha, text)),
            marking,
            tuple(remarks),
            _worth_comparing(folded),
        )

    def _open(
        self, file: str, size_bytes: int, chunks: Chunks, on_bytes: Callable[[int], None]
    ) -> tuple[DocumentInfo, Content]:
        hashed = Hashed(chunks())

        def fill(view: memoryview) -> None:
            filled = 0
            for chunk in read_ahead(hashed):
                if filled + len(chunk) > size_bytes:
                    raise FileChanged(file=file)
                view[filled : filled + len(chunk)] = chunk
                filled += len(chunk)
                on_bytes(len(chunk))
            if filled != size_bytes:
                raise FileChanged(file=file)

        info = self._renderer.open_filled(_DOCUMENT_ID, size_bytes, fill)
        return info, Content(hashed.sha256, size_bytes, chunks)

    def _unlock(self, file: str, chunks: Chunks) -> tuple[DocumentInfo, Content]:
        """The paper without its lock, kept sealed. Raises `PdfEncrypted`, `PdfPasswordWrong`, `PdfError`."""
        passwords = self._passwords.for_file(file)
        if not passwords:
            raise PdfEncrypted
        try:
            data = run_in_child(assemble.unlocked, b"".join(chunks()), passwords, cancel=self._cancel)
        except ChildFailed as error:
            raise PdfDamaged from error
        if not data:
            raise PdfPasswordWrong
        kept = self._workshop.keep(data)
        return self._open(file, kept.size_bytes, kept.chunks, lambda _count: None)

    def _read(self, info: DocumentInfo) -> ReadingText:
        return extract_reading_text(self._renderer, _DOCUMENT_ID, info, _ignore, self._cancel)

    def _read_scans(self, file: str, paper: _Paper, looks: Mapping[int, PageLook]) -> _Scanned:
        """Turn pages that are pictures upright, and lay recognised text under them."""
        recogniser = self._recogniser
        pages = [index for index, look in looks.items() if look.is_picture]
        if not pages or recogniser is None or recogniser.program is None:
            return _Scanned(paper)

        def progress(done: int, total: int) -> None:
            self._on_step(Step(Stage.RECOGNISING, file, done, total))

        remarks = []
        turns = recogniser.turns(
            self._renderer, _DOCUMENT_ID, paper.info, pages, progress=progress, cancel=self._cancel
        )
        upright = self._changed(file, paper, assemble.turned, turns)
        if upright is not paper:
            remarks.append(note("documents.scan_turned", pages=len(turns)))
        found = recogniser.recognise(
            self._renderer, _DOCUMENT_ID, upright.info, pages, progress=progress, cancel=self._cancel
        )
        if found:
            remarks.append(warning("documents.scan_recognised", pages=len(found)))
        searchable = self._changed(file, upright, assemble.lay_text_under, found)
        falls = self._slants(found) if searchable is not upright else {}
        straight = self._changed(file, searchable, assemble.straightened, falls)
        if straight is not searchable:
            remarks.append(note("documents.scan_straightened", pages=len(falls)))
        return _Scanned(straight, frozenset(found), tuple(remarks))

    def _slants(self, found: Mapping[int, bytes]) -> dict[int, float]:
        """Page index -> degrees by which its lines fall, where that is to be mended."""
        try:
            answer = json.loads(run_in_child(assemble.slants, found, cancel=self._cancel))
            return {int(index): float(degrees) for index, degrees in answer.items() if int(index) in found}
        except (ChildFailed, ValueError, AttributeError, TypeError):
            return {}

    def _changed(self, file: str, paper: _Paper, work: assemble.Work, what: Mapping[int, object]) -> _Paper:
        """The paper with something done to pages of it, open; as it was where that is nothing or fails."""
        if not what:
            return paper
        try:
            data = run_in_child(work, paper.content.read(), what, cancel=self._cancel)
        except ChildFailed:
            return paper
        kept = self._workshop.keep(data)
        return _Paper(*self._open(file, kept.size_bytes, kept.chunks, lambda _count: None))

    def _looks(self, info: DocumentInfo) -> dict[int, PageLook]:
        """What each page looks like; broken ones are not among them."""
        looks = {}
        for index in range(min(info.page_count, MAX_PAGES)):
            with contextlib.suppress(PageError):
                looks[index] = self._renderer.look(_DOCUMENT_ID, index)
        return looks

    def _without_text(self, reading: ReadingText, looks: Mapping[int, PageLook]) -> list[Remark]:
        """What to say of pages that can be looked at and not searched."""
        pictures = sum(look.is_picture for look in looks.values())
        if looks and all(look.is_empty for look in looks.values()):
            return [warning("documents.blank")]
        if not pictures or (has_useful_text(reading.pages) and pictures * _NAMED_PICTURE_IN < len(looks)):
            return []
        has_program = self._recogniser is not None and self._recogniser.program is not None
        code = "documents.scan_unreadable" if has_program else "documents.scan_not_searchable"
        return [warning(code, pages=pictures)]


def _marking_of(looks: Mapping[int, PageLook], recognised: Collection[int]) -> Marking | None:
    """The first of the paper: it may have a cover, and hold other papers behind its own."""
    for index, look in looks.items():
        level = find_marking(
            look.head_lines, was_recognised=index in recognised, is_front=index < _FRONT_PAGES
        )
        if level:
            return Marking(level, index)
    return None


def letters_are_lost(text: str) -> bool:
    """Whether capitals are missing throughout, as when a font's table of letters is broken."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    lost = sum(1 for _ in _LOST_LETTER.finditer(bare))
    return lost >= _MIN_LOST


def paragraphs_of(reading: ReadingText) -> frozenset[int]:
    """Hashes of the paragraphs worth comparing."""
    return _worth_comparing(_folded_paragraphs(reading))


def _folded_paragraphs(reading: ReadingText) -> list[str]:
    return [fold_key(one) for page in reading.pages for one in page.split("\n")]


def _worth_comparing(folded: Iterable[str]) -> frozenset[int]:
    return frozenset(hash(one) for one in folded if len(one) >= _MIN_PARAGRAPH_CHARS)


def _ignore(_done: int, _total: int) -> None:
    """Reading text is quick beside everything else."""
