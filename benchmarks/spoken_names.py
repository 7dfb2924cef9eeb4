"""The congress's names as an engine hears them, and as our lexicon mends them.

Synthesised: sentences with names of the sample roster and places of its papers, spoken by espeak-ng's
northern Vietnamese voice where that program is installed; a recogniser understands it badly (two words of
three are wrong), which makes it a hard test and an unlike one. Real: the VIVOS and VieNeu recordings, whose
transcripts have few names, so that three words of each transcript are put into the lexicon as if they were
one, among the sample congress's names; clean, and with the noise of a café. Harm: real papers, lower-cased,
which the lexicon has not seen.
"""

from __future__ import annotations

import csv
import random
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

import numpy as np
import pymupdf
import soundfile
import soxr
from numpy.typing import NDArray

from app.domain.entities import Person, PersonKind, RepairKind
from app.runtime.assets.locations import project_root
from app.speech.audio import SAMPLE_RATE_HZ, Pcm
from app.speech.engines import Engine
from app.speech.text.lexicon import Lexicon
from app.speech.text.names import NameFinder
from app.speech.text.sounds import parse_syllable
from benchmarks.figure import Figure
from benchmarks.speech import load_clips

MIN_RATIO = 2.0
_VOICES = (("100", "40"), ("110", "70"), ("140", "70"))  # words a minute, pitch: what the engine hears best
_SPOKEN_NAMES = 30
_NOISE_DB = 5
_WORD = re.compile(r"[^\W_]+")
_SENTENCES = (
    "xin kính mời đồng chí {} lên phát biểu ý kiến",
    "tôi đồng ý với ý kiến của đồng chí {} về công tác xây dựng đảng",
    "đề nghị đồng chí {} trình bày báo cáo trước đại hội",
)


def run(data: Path | None, ear: Ear) -> list[Figure]:
    lexicon = Lexicon.of(_persons(), (), _sample_pages())
    figures = [_harm(lexicon, path) for path in _real_papers(data)]
    clips = load_clips(data).get("vi", [])
    if clips:
        figures += _real(ear, [(clip.pcm, _plain(clip.text)) for clip in clips], _noise(data))
    return [_synthesised(ear, lexicon), *figures]


def _persons() -> list[Person]:
    path = project_root() / "assets" / "sample" / "roster.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Person(
            id=UUID(int=int(row["Số đại biểu"])),
            number=int(row["Số đại biểu"]),
            full_name=row["Họ và tên"],
            kind=PersonKind.OFFICIAL,
            delegation=row["Đoàn"],
            position=row["Chức vụ"],
        )
        for row in rows
    ]


def _sample_pages() -> list[str]:
    folder = project_root() / "assets" / "sample" / "documents"
    return [path.read_text(encoding="utf-8").split("+++")[-1] for path in sorted(folder.glob("*.md"))]


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def mended(finder: NameFinder, heard: str) -> str:
    """What was heard with the names put right, in lower case."""
    words = heard.split()
    for piece in reversed(finder(words)):
        words[piece.heard_from : piece.heard_to] = piece.text.split()
    return _plain(" ".join(words))


def _has(text: str, name: str) -> bool:
    return f" {name} " in f" {text} "


# --- synthesised ------------------------------------------------------------------------------------------


def _synthesised(ear: Ear, lexicon: Lexicon) -> Figure:
    what = "names right, synthesised sentences"
    program = shutil.which("espeak-ng")
    if program is None:
        return Figure(what, 0, None, "%", f">= {MIN_RATIO:g}x bare", None, "espeak-ng is not installed")
    finder = NameFinder(lexicon)
    persons = random.Random(3).sample([person.full_name for person in _persons()], _SPOKEN_NAMES)
    bare = ours = count = 0
    for place, name in enumerate(persons):
        for speed, pitch in _VOICES:
            heard = ear.hear(_speak(program, _SENTENCES[place % 3].format(name), speed, pitch))
            bare += _has(_plain(heard), _plain(name))
            ours += _has(mended(finder, heard), _plain(name))
            count += 1
    return Figure(
        what,
        100 * ours / count,
        100 * bare / count,
        "%",
        f">= {MIN_RATIO:g}x bare",
        ours >= MIN_RATIO * bare and ours > 0,
        f"{_SPOKEN_NAMES} names of the sample roster, {len(_VOICES)} voices: {ours} and {bare} of {count}",
    )


def _speak(program: str, text: str, speed: str, pitch: str) -> Pcm:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        command = [program, "-v", "vi", "-s", speed, "-p", pitch, "-g", "3", "-w", str(path), text]
        subprocess.run(command, check=True, capture_output=True)
        samples, rate_hz = soundfile.read(path, dtype="float32")
    return _pcm(soxr.resample(samples, rate_hz, SAMPLE_RATE_HZ))


def _pcm(samples: NDArray[np.float32]) -> Pcm:
    return (np.clip(samples, -1, 1) * 32_767).astype(np.int16)


class Ear:
    """One recogniser, loaded once; a second of silence parts what it hears."""

    def __init__(self, engine: Engine) -> None:
        self._recogniser = engine.make()

    def hear(self, pcm: Pcm) -> str:
        """The final text of one recording."""
        found = self._recogniser.accept(np.concatenate((pcm, _SILENCE)))
        return " ".join(recognised.text for recognised in found if recognised.kind == "final")


_SILENCE = np.zeros(SAMPLE_RATE_HZ, np.int16)


# --- real -------------------------------------------------------------------------------------------------


def _noise(data: Path | None) -> NDArray[np.float32] | None:
    path = next(iter(sorted((data / "data" / "audio" / "noise").glob("*.wav"))), None) if data else None
    if path is None:
        return None
    samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    resampled: NDArray[np.float32] = soxr.resample(samples.mean(axis=1), rate_hz, SAMPLE_RATE_HZ)
    return resampled


def _real(ear: Ear, clips: Sequence[tuple[Pcm, str]], noise: NDArray[np.float32] | None) -> Iterator[Figure]:
    names = [name for _, text in clips for name in _taken_as_names(text)]
    finder = NameFinder(Lexicon.of(_persons(), (), _sample_pages(), [name.title() for name in names]))
    for condition, disturb in (("clean", None), (f"café at {_NOISE_DB} dB", noise)):
        if condition != "clean" and disturb is None:
            continue
        bare = ours = 0
        for pcm, text in clips:
            heard = ear.hear(pcm if disturb is None else _noisy(pcm, disturb))
            for name in _taken_as_names(text):
                bare += _has(_plain(heard), name)
                ours += _has(mended(finder, heard), name)
        count = len(names)
        yield Figure(
            f"words taken as names right, real voices, {condition}",
            100 * ours / count,
            100 * bare / count,
            "%",
            ">= bare",
            ours >= bare,
            f"{ours} and {bare} of {count}; the engine's own misses were {count - bare}",
        )


def _taken_as_names(text: str) -> list[str]:
    """Each three words of a transcript after each other, as if they were a name."""
    words = text.split()
    return [" ".join(words[at : at + 3]) for at in range(0, len(words) - 2, 3)]


def _noisy(pcm: Pcm, noise: NDArray[np.float32]) -> Pcm:
    speech = pcm.astype(np.float32) / 32_768
    background = np.resize(noise, len(speech))
    ratio = np.sqrt(np.mean(speech**2) / np.mean(background**2)) / 10 ** (_NOISE_DB / 20)
    return _pcm(speech + background * np.float32(ratio))


# --- harm -------------------------------------------------------------------------------------------------


def _real_papers(data: Path | None) -> Iterator[Path]:
    folder = data / "data" / "docs" / "real" if data else None
    if folder is not None and folder.is_dir():
        yield folder


def _harm(lexicon: Lexicon, folder: Path) -> Figure:
    finder = NameFinder(lexicon)
    words_count = 0
    false: Counter[str] = Counter()
    for words in _paper_lines(folder):
        words_count += len(words)
        for piece in finder(words):
            if piece.kind is RepairKind.NAME:
                heard = " ".join(words[piece.heard_from : piece.heard_to])
                false[f"{heard} -> {piece.text}"] += 1
    changes = sum(false.values())
    return Figure(
        "ordinary text changed into names, of 10,000 words",
        10_000 * changes / max(1, words_count),
        None,
        "",
        "<= 1",
        changes <= words_count / 10_000,
        f"{changes} changes in {words_count} words of real papers; e.g. "
        + "; ".join(change for change, _ in false.most_common(3)),
    )


def _paper_lines(folder: Path) -> Iterator[list[str]]:
    """Stretches of 40 words as an engine would give them, of papers whose text is Vietnamese in Unicode."""
    for path in sorted(folder.glob("*.pdf")):
        with pymupdf.open(path) as document:
            words = [word for page in document for word in _WORD.findall(page.get_text().lower())]
        words = [word for word in words if word.isalpha()]
        known = sum(parse_syllable(word) is not None for word in words)
        if known < 0.9 * len(words):
            continue
        for start in range(0, min(len(words), _WORDS_OF_A_PAPER), 40):
            yield words[start : start + 40]


_WORDS_OF_A_PAPER = 8_000
"""Of the long ones the first part: all papers count."""
