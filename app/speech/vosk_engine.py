"""Vosk (Kaldi): streaming, with a time and a confidence for every word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.speech.audio import SAMPLE_RATE_HZ, SAMPLES_PER_MS, Pcm
from app.speech.errors import ModelUnusable, RecognitionFailed
from app.speech.recogniser import HeardWord, Recognised

# libvosk itself ends the process, or only prints, over some incomplete folders: so we look first.
_NEEDED = (
    "am/final.mdl",
    "conf/mfcc.conf",
    "conf/model.conf",
    "graph/phones/word_boundary.int",
    "ivector/final.dubm",
    "ivector/final.ie",
    "ivector/final.mat",
    "ivector/global_cmvn.stats",
    "ivector/online_cmvn.conf",
    "ivector/splice.conf",
)
_GRAPHS = (("graph/HCLG.fst",), ("graph/Gr.fst", "graph/HCLr.fst", "graph/disambig_tid.int"))


def check_model_folder(folder: Path) -> None:
    """Raise `ModelUnusable`, naming the first file that a Vosk model must have and this one lacks."""
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    graphs = [[name for name in graph if not (folder / name).is_file()] for graph in _GRAPHS]
    if all(graphs):
        missing += graphs[-1]
    if missing:
        raise ModelUnusable(model=folder.name, missing=missing[0])


class VoskRecogniser:
    """A Vosk model from a folder; never downloads. Raises `ModelUnusable`."""

    engine_name = "vosk"

    def __init__(self, folder: Path, model_name: str | None = None) -> None:
        check_model_folder(folder)
        self.model_name = model_name or folder.name
        import vosk

        vosk.SetLogLevel(-1)
        try:
            self._model: Any = vosk.Model(model_path=str(folder))
            self._recogniser: Any = vosk.KaldiRecognizer(self._model, float(SAMPLE_RATE_HZ))
        except Exception as error:  # libvosk's binding raises bare Exceptions
            raise ModelUnusable(model=self.model_name, missing="-") from error
        self._recogniser.SetWords(True)
        self._accepted_samples = 0
        self._final_end_ms = 0
        self._partial = ""

    def accept(self, pcm: Pcm) -> list[Recognised]:
        self._accepted_samples += len(pcm)
        try:
            ended = self._recogniser.AcceptWaveform(pcm.tobytes())
        except Exception as error:  # as above
            raise RecognitionFailed(engine=self.engine_name) from error
        if ended:
            return self._final(self._recogniser.Result())
        text = json.loads(self._recogniser.PartialResult())["partial"]
        if text == self._partial or not text:
            return []
        self._partial = text
        return [Recognised("partial", text, self._final_end_ms, self._accepted_samples // SAMPLES_PER_MS)]

    def finish(self) -> list[Recognised]:
        return self._final(self._recogniser.FinalResult())

    def close(self) -> None:
        self._recogniser = self._model = None

    def _final(self, result: str) -> list[Recognised]:
        self._partial = ""
        heard = json.loads(result)
        words = tuple(
            HeardWord(
                text=word["word"],
                start_ms=round(word["start"] * 1000),
                end_ms=round(word["end"] * 1000),
                confidence=word["conf"],
            )
            for word in heard.get("result", ())
        )
        if not words:
            return []
        self._final_end_ms = words[-1].end_ms
        return [Recognised("final", heard["text"], words[0].start_ms, self._final_end_ms, words)]
