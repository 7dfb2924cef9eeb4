"""From heard to readable: capitals and sentence ends on papers not seen, words on recordings, speed.

Five folds by paper, cold: a fold's papers are read by a model that learnt from all others. "Taught":
the model also learns the first 60 % of each paper, as a congress's own papers teach it, and reads the
rest.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import jiwer
import numpy as np

from app.runtime.assets.locations import project_root
from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.engines import Engine, find_engines
from app.speech.text.labels import Break, Labelled
from app.speech.text.learning import FROM_PAPERS, learn
from app.speech.text.numbers import in_figures
from app.speech.text.piece import text_of
from app.speech.text.repair import TextRepairer
from app.speech.text.wording_model import WordingModel, break_before
from benchmarks.figure import Figure
from benchmarks.speech import Clip, load_clips
from benchmarks.train_wording import SPEECH_ASSETS, load_capitals, trained
from benchmarks.wording_papers import (
    Reader,
    Tally,
    folds_of,
    judge,
    load_papers,
    load_sample,
    unigram_reader,
    word_count,
)

CAPITALS_F1, ENDS_F1 = 0.90, 0.75
MAX_MS_A_THOUSAND_WORDS = 50
_KNOWN_SHARE = 0.6
_MIN_REST_WORDS = 100


def run(data: Path | None, models: Path) -> list[Figure]:
    figures = [_speed()]
    if data is not None:
        figures += _reading(data)
        figures += _words(data, models)
    return figures


def reader(model: WordingModel) -> Reader:
    def read(words: Sequence[str], begins: bool) -> list[tuple[Break, bool]]:
        tags = model.read(words, begins=begins)[: len(words)]
        return [(break_before(tag), tag.is_capital) for tag in tags]

    return read


def _reading(data: Path) -> list[Figure]:
    papers, sample = load_papers(data), load_sample(project_root())
    figures: list[Figure] = []
    cold, simple, taught = Tally(), Tally(), Tally()
    for number, fold in enumerate(folds_of(papers), 1):
        material = [part for stem, paper in papers.items() if stem not in fold for part in paper] + sample
        model = trained(material)
        held_out = [part for stem in fold for part in papers[stem]]
        ours, baseline = judge(held_out, reader(model)), judge(held_out, unigram_reader(material))
        note = f"{word_count(held_out):,} words: {', '.join(fold)}"
        figures += _figures(f"fold {number}", ours, baseline, note)
        cold.add(ours)
        simple.add(baseline)
        for stem in fold:
            known, rest = _halves(papers[stem])
            if word_count(rest) >= _MIN_REST_WORDS and (own := learn(model, known, FROM_PAPERS)):
                taught.add(judge(rest, reader(own)))
    figures += _figures("all folds", cold, simple, "as heard, no pauses, numbers in figures; bare engine: 0")
    note = f"the rest of each paper, its first {_KNOWN_SHARE:.0%} learnt as a congress's own papers are"
    return figures + _figures("taught", taught, None, note)


def _figures(name: str, ours: Tally, baseline: Tally | None, note: str) -> list[Figure]:
    rows = (
        ("capitals F1", ours.capitals_f1, baseline.capitals_f1 if baseline else None, CAPITALS_F1),
        ("sentence ends F1", ours.ends_f1, None, ENDS_F1),
    )
    return [
        Figure(f"{what}, {name}", value, base, "F1", f">= {least:.2f}", value >= least, note)
        for what, value, base, least in rows
    ]


def _halves(paper: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """The paper cut where a stretch of prose ends; one of a single stretch is cut within."""
    words = word_count(paper)
    known: list[Labelled] = []
    for index, part in enumerate(paper):
        left = int(words * _KNOWN_SHARE) - word_count(known)
        if left < len(part.words):
            cut = Labelled(part.words[:left], part.breaks[: left + 1])
            rest = Labelled(part.words[left:], part.breaks[left:])
            return [*known, *([cut] if left else [])], [rest, *paper[index + 1 :]]
        known.append(part)
    return known, []


def _words(data: Path, models: Path) -> list[Figure]:
    """Words wrong on real voices, cleaned up beside bare; numbers of both in figures."""
    repairer = TextRepairer(shipped())
    clips = load_clips(data).get("vi", [])
    truth = _plain(" ".join(clip.text for clip in clips))
    figures = []
    for engine in find_engines(models).usable if clips else []:
        heard = _hear(engine, clips)
        clean = [text_of(repairer.repair(text)) for text in heard]
        ours, bare = (jiwer.wer(truth, _plain(" ".join(texts))) for texts in (clean, heard))
        name = f"words wrong after clean-up, {engine.model_name}"
        note = (
            f"{len(clips)} clips (VIVOS and VieNeu); case and signs ignored, numbers in figures on all sides"
        )
        figures.append(Figure(name, 100 * ours, 100 * bare, "%", "<= bare", ours <= bare, note))
    return figures


def _hear(engine: Engine, clips: Sequence[Clip]) -> list[str]:
    """What the engine makes of the clips, one after the other, with a second of silence between them."""
    recogniser = engine.make()
    silence = np.zeros(SAMPLE_RATE_HZ, np.int16)
    found = [part for clip in clips for part in recogniser.accept(np.concatenate((clip.pcm, silence)))]
    found += recogniser.finish()
    recogniser.close()
    return [part.text for part in found if part.kind == "final" and part.text.strip()]


def _plain(text: str) -> str:
    words = "".join(sign if sign.isalnum() or sign.isspace() else " " for sign in text.lower()).split()
    return " ".join(in_figures(words))


def _speed() -> Figure:
    repairer = TextRepairer(shipped())
    spoken = (
        "kính thưa các đồng chí tỷ lệ hộ nghèo giảm từ năm phần trăm xuống còn hai phẩy ba phần trăm năm"
        " hai nghìn không trăm hai mươi lăm ủy ban nhân dân phường"
    )
    heard = " ".join((spoken.split() * 30)[:1000])
    times_ms = []
    for _ in range(5):
        started_s = time.process_time()
        repairer.repair(heard)
        times_ms.append(1000 * (time.process_time() - started_s))
    limit = f"<= {MAX_MS_A_THOUSAND_WORDS}"
    ok = min(times_ms) <= MAX_MS_A_THOUSAND_WORDS
    return Figure(
        "1,000 words made readable",
        min(times_ms),
        None,
        "ms",
        limit,
        ok,
        "processor time of one core, best of 5",
    )


def shipped() -> WordingModel:
    """The model as it is delivered."""
    return WordingModel.from_bytes((SPEECH_ASSETS / "wording.bin").read_bytes(), load_capitals())
