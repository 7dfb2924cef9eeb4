"""Reading scans by machine: Tesseract gives an invisible text layer for each page that has no text.

The picture of the page stays as it is. What was recognised may contain errors, and the findings say so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.documents.errors import Cancelled, RecognizerMissing
from app.documents.intake.confined import Prefix, end_group, find_confinement, start
from app.documents.pages import DocumentInfo, PageFailure, PageImage
from app.documents.steps import Cancel

_DPI = 250
"""Between 200, where Vietnamese marks begin to be lost, and 300, which takes half as long again."""
_TURN_DPI = 150
"""With fewer the direction of letters is guessed; with more it is no surer."""
_SURE = 3.0
"""Of 17 real pages in four directions, the one wrong answer had 1.3; one right one 3.0, others more."""
_ORIENTATION = "osd"
_MAX_WIDTH_PX = 3500
_PAGE_S = 60.0
_POLL_S = 0.1
_LANGUAGES = ("vie", "eng")
_WINDOWS_PROGRAM = "Tesseract-OCR/tesseract.exe"
_LIST_S = 20.0


class PageSource(Protocol):
    """What is needed of the renderer."""

    def render(self, document_id: UUID, page_index: int, width_px: int) -> PageImage | PageFailure: ...


@dataclass(frozen=True, slots=True)
class Recogniser:
    """The Tesseract of this machine. `program` is None where there is none that reads Vietnamese.

    `can_turn`: it has what it needs to tell which way up a page is.
    """

    program: str | None
    languages: str = "+".join(_LANGUAGES)
    page_deadline_s: float = _PAGE_S
    confinement: Prefix = ()
    can_turn: bool = False

    @classmethod
    def find(cls) -> Recogniser:
        """From PATH, or from where its Windows installer puts it; only with Vietnamese."""
        folder = os.environ.get("PROGRAMFILES")
        candidate = Path(folder) / _WINDOWS_PROGRAM if folder else None
        program = shutil.which("tesseract") or (str(candidate) if candidate and candidate.is_file() else None)
        if program is None:
            return cls(None)
        try:
            listed = subprocess.run(
                [program, "--list-langs"], capture_output=True, text=True, timeout=_LIST_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return cls(None)
        known = set(listed.stdout.split())
        if "vie" not in known:
            return cls(None)
        languages = "+".join(language for language in _LANGUAGES if language in known)
        return cls(program, languages, confinement=find_confinement(), can_turn=_ORIENTATION in known)

    def recognise(
        self,
        pages: PageSource,
        document_id: UUID,
        info: DocumentInfo,
        indexes: Sequence[int],
        *,
        progress: Callable[[int, int], None],
        cancel: Cancel,
    ) -> dict[int, bytes]:
        """Page index -> a PDF of one page, as large, that holds only the invisible text found on it.

        Pages that are blank, broken, or take too long have none. Raises `RecognizerMissing`, `Cancelled`.
        """
        options = ("-l", self.languages, "-c", "textonly_pdf=1", "pdf")
        source = _Source(pages, document_id, info, _DPI)
        found = self._read_all(source, indexes, options, progress, cancel)
        return {index: text for index, text in found.items() if text.startswith(b"%PDF")}

    def turns(
        self,
        pages: PageSource,
        document_id: UUID,
        info: DocumentInfo,
        indexes: Sequence[int],
        *,
        progress: Callable[[int, int], None],
        cancel: Cancel,
    ) -> dict[int, int]:
        """Page index -> degrees clockwise (90, 180, 270) by which a page that lies on its side, or stands on
        its head, must be turned. Raises `RecognizerMissing`, `Cancelled`.
        """
        if self.program is not None and not self.can_turn:
            return {}
        options = ("-l", _ORIENTATION, "--psm", "0")
        source = _Source(pages, document_id, info, _TURN_DPI)
        found = self._read_all(source, indexes, options, progress, cancel)
        turns = {index: _turn_in(answer.decode(errors="replace")) for index, answer in found.items()}
        return {index: degrees for index, degrees in turns.items() if degrees}

    def _read_all(
        self,
        source: _Source,
        indexes: Sequence[int],
        options: Sequence[str],
        progress: Callable[[int, int], None],
        cancel: Cancel,
    ) -> dict[int, bytes]:
        """Page index -> what the program answers to its picture, several pages side by side."""
        if self.program is None:
            raise RecognizerMissing
        found: dict[int, bytes] = {}
        workers = max(1, os.cpu_count() or 1)
        running: dict[Future[bytes | None], int] = {}
        left = list(reversed(indexes))
        programs = _Programs(self.confinement)
        with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="recognise") as pool:
            try:
                while left or running:
                    while left and len(running) < workers:  # never more page images in memory than workers
                        index = left.pop()
                        image, dpi = source.page(index)
                        if image is not None:
                            running[pool.submit(self._read, image, dpi, options, programs)] = index
                    finished, _ = wait(running, timeout=_POLL_S, return_when=FIRST_COMPLETED)
                    for future in finished:
                        index, answer = running.pop(future), future.result()
                        if answer:
                            found[index] = answer
                    if finished:
                        progress(len(indexes) - len(left) - len(running), len(indexes))
                    if cancel():
                        raise Cancelled
            finally:
                programs.end_all()
        return found

    def _read(self, image: PageImage, dpi: int, options: Sequence[str], programs: _Programs) -> bytes | None:
        """One page through the program, nothing of it by way of a disk. None when it fails or is too slow."""
        command = [str(self.program), "stdin", "stdout", "--dpi", str(dpi), *options]
        with programs.started(command) as process:
            try:
                answer, _ = process.communicate(_as_pnm(image), timeout=self.page_deadline_s)
            except subprocess.TimeoutExpired:
                return None
        return answer if process.returncode == 0 else None


@dataclass(frozen=True, slots=True)
class _Source:
    """Pages of an open document as pictures."""

    pages: PageSource
    document_id: UUID
    info: DocumentInfo
    dpi: int

    def page(self, index: int) -> tuple[PageImage | None, int]:
        """The picture and how many dots an inch it really has; None for a page that is broken or blank."""
        width_pt = self.info.page_sizes_pt[index][0]
        width_px = min(_MAX_WIDTH_PX, round(width_pt / 72 * self.dpi))
        image = self.pages.render(self.document_id, index, width_px)
        if not isinstance(image, PageImage) or _is_blank(image):
            return None, self.dpi
        return image, round(image.width / width_pt * 72)


def _turn_in(answer: str) -> int:
    """The turn that the program asks for; 0 where it is not sure, for a page that is right must stay so."""
    said = dict(line.split(": ", 1) for line in answer.splitlines() if ": " in line)
    try:
        degrees, confidence = int(said["Rotate"]), float(said["Orientation confidence"])
    except (KeyError, ValueError):
        return 0
    return degrees if degrees in (90, 180, 270) and confidence >= _SURE else 0


class _Programs:
    """The running ones, so that cancelling ends them."""

    def __init__(self, confinement: Prefix) -> None:
        self._confinement = confinement
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._is_ended = False

    @contextlib.contextmanager
    def started(self, command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
        """A program; it has ended, one way or the other, when the block does."""
        environment = {"OMP_THREAD_LIMIT": "1"}  # pages run side by side instead
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        with start(
            command, self._confinement, environment, stdin=pipe, stdout=pipe, stderr=nothing
        ) as process:
            with self._lock:
                self._running.add(process)
                is_late = self._is_ended
            try:
                if is_late:
                    end_group(process)
                yield process
            finally:
                with self._lock:
                    self._running.discard(process)
                if process.poll() is None:
                    end_group(process)

    def end_all(self) -> None:
        with self._lock:
            self._is_ended = True
            running = tuple(self._running)
        for process in running:
            end_group(process)


def _as_pnm(image: PageImage) -> bytes:
    """The plainest picture format there is (PPM): a head and the rows."""
    row = image.width * 3
    rgb = memoryview(image.rgb)
    rows = b"".join(rgb[top : top + row] for top in range(0, image.height * image.stride, image.stride))
    return b"P6 %d %d 255\n" % (image.width, image.height) + rows


def _is_blank(image: PageImage) -> bool:
    """Whether the page is all but one colour: dust of a scanner is fewer than one dot in five hundred."""
    sample = image.rgb[::97]
    usual = max(set(sample[::11]), key=sample[::11].count)
    return sum(abs(value - usual) > 40 for value in sample) * 500 < len(sample)
