"""From the files of a folder to checked PDFs: converting what is not PDF, checking each one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.documents.chunks import Content, file_chunks
from app.documents.errors import (
    Cancelled,
    ChildFailed,
    ConvertFailed,
    DocumentsError,
    FileEmpty,
    OfficeMissing,
    PdfTooLarge,
    PictureRefused,
    RendererStopped,
    TableNotSupported,
)
from app.documents.intake import assemble
from app.documents.intake.checks import Checked, Checker, Chunks
from app.documents.intake.convert import Office
from app.documents.intake.folder import PaperFile, SourceType
from app.documents.intake.office_file import look_into
from app.documents.intake.passwords import Passwords
from app.documents.intake.recognise import Recogniser
from app.documents.intake.remarks import Remark, note, warning
from app.documents.intake.sheets import SHEET_SUFFIXES, fit_to_width
from app.documents.intake.workshop import Workshop
from app.documents.steps import Cancel, Meter, OnStep, Stage, ignore_steps, never_cancel
from app.documents.worker.child import run_in_child
from app.documents.worker.renderer import PageRenderer

_BATCH_BYTES = 64 << 20
_MAX_SOURCE_BYTES = 256 << 20
_FITTED = ".ods"
_FEW_LETTERS = 100
_LEAST_SHARE = 0.2
"""A result with less than a fifth of its source's letters has lost them; fields and headers vary by less."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What became of a file: a checked PDF, or the reason why not among the remarks."""

    checked: Checked | None
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class _Converted:
    """A PDF made of another file. `letters`: how many the source has, as far as known."""

    content: Content
    letters: int


class Intake:
    """The machinery for looking at a folder. Blocking; one thread at a time."""

    def __init__(
        self,
        workshop: Workshop,
        renderer: PageRenderer,
        office: Office,
        recogniser: Recogniser | None,
        *,
        passwords: Passwords | None = None,
        on_step: OnStep = ignore_steps,
        cancel: Cancel = never_cancel,
    ) -> None:
        self._workshop = workshop
        self._office = office
        self._on_step, self._cancel = on_step, cancel
        self._checker = Checker(
            renderer, workshop, recogniser, passwords=passwords or Passwords(), on_step=on_step, cancel=cancel
        )
        self._how = f"checked, recogniser {recogniser.program if recogniser else None}"

    def examine(self, papers: Sequence[PaperFile]) -> dict[str, Examined]:
        """Every paper by name. A refused one costs only itself. Raises `Cancelled`, `RendererStopped`."""
        converted = self._convert_all(papers)
        meter = Meter(
            Stage.CHECKING, sum(paper.path.stat().st_size for paper in papers), self._on_step, self._cancel
        )
        answers = {}
        for paper in papers:
            meter.file = paper.name
            meter.add(0)
            try:
                answers[paper.name] = self._examine_one(paper, converted.get(paper.name), meter)
            except (Cancelled, RendererStopped):
                raise
            except DocumentsError as error:
                answers[paper.name] = Examined(None, (Remark.of(error),))
        return answers

    def modernise(self, data: bytes) -> bytes:
        """An old .xls as .xlsx. Raises `OfficeMissing`, `TableNotSupported`, `Cancelled`."""
        with self._workshop.plain_folder() as folder:
            answers = self._office.convert(
                {"list.xls": data}, "xlsx", folder, lambda _file: None, self._cancel
            )
        answer = answers["list.xls"]
        if isinstance(answer, DocumentsError):
            raise TableNotSupported(file="xls") from answer
        return answer

    def _examine_one(
        self, paper: PaperFile, converted: _Converted | DocumentsError | None, meter: Meter
    ) -> Examined:
        if isinstance(converted, DocumentsError):
            raise converted
        status = paper.path.stat()
        if not status.st_size:
            raise FileEmpty
        if converted is None:
            key = f"{paper.path}:{status.st_size}:{status.st_mtime_ns}"
            checked = self._check(key, paper, status.st_size, lambda: file_chunks(paper.path), meter)
            return Examined(checked, checked.remarks)
        content = converted.content
        checked = self._check(content.sha256, paper, content.size_bytes, content.chunks, None)
        meter.add(status.st_size)
        remarks = [note("documents.converted"), *checked.remarks]
        if converted.letters >= _FEW_LETTERS and checked.letters < converted.letters * _LEAST_SHARE:
            remarks.append(warning("documents.converted_poorly"))
        return Examined(checked, tuple(remarks))

    def _check(
        self, key: str, paper: PaperFile, size_bytes: int, chunks: Chunks, meter: Meter | None
    ) -> Checked:
        """Look at bytes, but not again at what was looked at before."""
        known = self._workshop.made.get((key, self._how))
        if isinstance(known, Checked):
            if meter:
                meter.add(size_bytes)
            return known
        on_bytes = meter.add if meter else lambda _count: None
        checked = self._checker.check(paper.name, size_bytes, chunks, on_bytes)
        self._workshop.made[key, self._how] = checked
        return checked

    def _convert_all(self, papers: Sequence[PaperFile]) -> dict[str, _Converted | DocumentsError]:
        """Everything that is not a PDF already, by name."""
        others = [paper for paper in papers if paper.source is not SourceType.PDF]
        meter = Meter(Stage.CONVERTING, len(others), self._on_step, self._cancel)
        answers: dict[str, _Converted | DocumentsError] = {}
        for batch in _batches(others):
            left: dict[str, tuple[bytes, int]] = {}
            for paper in batch:
                meter.file = paper.name
                try:
                    data = _read(paper.path)
                    known = self._workshop.made.get((hashlib.sha256(data).hexdigest(), "converted"))
                    if isinstance(known, _Converted):
                        answers[paper.name] = known
                    elif paper.source is SourceType.PICTURE:
                        answers[paper.name] = self._remember(data, self._picture(data, paper), 0)
                    else:
                        left[paper.name] = data, look_into(data)
                        continue
                except Cancelled:
                    raise
                except DocumentsError as error:
                    answers[paper.name] = error
                meter.add(1)
            answers |= self._convert_office(left, meter)
        return answers

    def _convert_office(
        self, sources: dict[str, tuple[bytes, int]], meter: Meter
    ) -> dict[str, _Converted | DocumentsError]:
        try:
            results = self._to_pdf({name: data for name, (data, _) in sources.items()}, meter)
        except OfficeMissing as error:
            return dict.fromkeys(sources, error)
        answers: dict[str, _Converted | DocumentsError] = {}
        for name, result in results.items():
            data, letters = sources[name]
            try:
                if isinstance(result, DocumentsError):
                    raise result
                answers[name] = self._remember(
                    data, run_in_child(assemble.without_dates, result, cancel=self._cancel), letters
                )
            except Cancelled:
                raise
            except ChildFailed:
                answers[name] = ConvertFailed()
            except DocumentsError as error:
                answers[name] = error
        return answers

    def _to_pdf(self, sources: dict[str, bytes], meter: Meter) -> dict[str, bytes | DocumentsError]:
        """By LibreOffice; spreadsheets in two steps, because it cannot be told to fit them to their paper."""
        sheets = {name: data for name, data in sources.items() if Path(name).suffix.lower() in SHEET_SUFFIXES}
        answers: dict[str, bytes | DocumentsError] = {}
        ready = {name: data for name, data in sources.items() if name not in sheets}
        for name, result in self._run_office(sheets, "ods", meter, 0).items():
            if isinstance(result, DocumentsError):
                answers[name] = result
                meter.add(1)
            else:
                ready[name + _FITTED] = fit_to_width(result)
        for name, result in self._run_office(ready, "pdf", meter, 1).items():
            answers[name.removesuffix(_FITTED)] = result
        return answers

    def _run_office(
        self, sources: dict[str, bytes], target: str, meter: Meter, count: int
    ) -> dict[str, bytes | DocumentsError]:
        """`count` is what each file done adds to the meter."""

        def done(file: str) -> None:
            meter.file = file.removesuffix(_FITTED) if target == "pdf" else file
            meter.add(count)

        with self._workshop.plain_folder() as folder:
            return self._office.convert(sources, target, folder, done, self._cancel)

    def _picture(self, data: bytes, paper: PaperFile) -> bytes:
        try:
            return run_in_child(assemble.pictures_to_pdf, data, paper.picture_type, cancel=self._cancel)
        except ChildFailed as error:
            raise PictureRefused from error

    def _remember(self, source: bytes, pdf: bytes, letters: int) -> _Converted:
        converted = _Converted(self._workshop.keep(pdf), letters)
        self._workshop.made[hashlib.sha256(source).hexdigest(), "converted"] = converted
        return converted


def _read(path: Path) -> bytes:
    size = path.stat().st_size
    if not size:
        raise FileEmpty
    if size > _MAX_SOURCE_BYTES:
        raise PdfTooLarge(size_mb=size >> 20, limit_mb=_MAX_SOURCE_BYTES >> 20)
    return path.read_bytes()


def _batches(papers: Sequence[PaperFile]) -> Iterator[list[PaperFile]]:
    """As many at once as fit in little memory: each start of LibreOffice takes seconds."""
    batch: list[PaperFile] = []
    size_bytes = 0
    for paper in papers:
        batch.append(paper)
        size_bytes += paper.path.stat().st_size
        if size_bytes >= _BATCH_BYTES:
            yield batch
            batch, size_bytes = [], 0
    if batch:
        yield batch
