"""A speech engine in a process of its own: when its native code crashes or hangs, recording goes on."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import signal
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from app.domain.errors import NghisuError
from app.speech import errors
from app.speech.audio import Pcm
from app.speech.engines import Engine
from app.speech.errors import EngineCrashed, RecognitionFailed, SpeechError
from app.speech.recogniser import Recognised, Recogniser

_LOAD_DEADLINE_S = 180.0
_ANSWER_DEADLINE_S = 60.0
_STOP_DEADLINE_S = 2.0


def isolated(engine: Engine) -> Callable[[], ProcessRecogniser]:
    """What makes this engine's recogniser in a process of its own."""
    return partial(ProcessRecogniser, engine.name, engine.model_name, engine.make)


class ProcessRecogniser:
    """`Recogniser` at the other end of a pipe. Loading, hearing and every error are the engine's own;

    `EngineCrashed` when the process ended or did not answer in time. `make` can be pickled.
    """

    def __init__(self, engine_name: str, model_name: str, make: Callable[[], Recogniser]) -> None:
        self.engine_name = engine_name
        self.model_name = model_name
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe(duplex=True)
        self._process = context.Process(target=_serve, args=(theirs, make), name="nghisu-speech", daemon=True)
        self._process.start()
        theirs.close()
        try:
            self._answer(_LOAD_DEADLINE_S)
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def accept(self, pcm: Pcm) -> list[Recognised]:
        return self._ask(pcm.astype("<i2", copy=False).tobytes())

    def finish(self) -> list[Recognised]:
        return self._ask(b"")

    def close(self) -> None:
        """End the process: it holds nothing worth waiting for."""
        self._process.kill()
        self._process.join(_STOP_DEADLINE_S)
        self._connection.close()

    def _ask(self, pcm: bytes) -> list[Recognised]:
        try:
            self._connection.send_bytes(pcm)
        except OSError as error:
            raise EngineCrashed(engine=self.engine_name) from error
        return self._answer(_ANSWER_DEADLINE_S)

    def _answer(self, deadline_s: float) -> list[Recognised]:
        try:
            if not self._connection.poll(deadline_s):
                raise EngineCrashed(engine=self.engine_name)
            answer: list[Recognised] | tuple[str, dict[str, Any]] = self._connection.recv()
        except (EOFError, OSError) as error:
            raise EngineCrashed(engine=self.engine_name) from error
        if isinstance(answer, list):
            return answer
        name, params = answer
        kind = getattr(errors, name, None)
        if isinstance(kind, type) and issubclass(kind, SpeechError):
            raise kind(**params)
        raise RecognitionFailed(engine=self.engine_name)


def _serve(connection: multiprocessing.connection.Connection, make: Callable[[], Recogniser]) -> None:
    """In the process: load the engine, then answer every block of sound; an empty one ends the stream."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which ends this process
    with contextlib.suppress(EOFError, OSError):  # the program is gone: so are we
        try:
            recogniser = make()
            connection.send([])
            while True:
                data = connection.recv_bytes()
                heard = recogniser.accept(np.frombuffer(data, "<i2")) if data else recogniser.finish()
                connection.send(heard)
        except NghisuError as error:
            connection.send((type(error).__name__, error.params))
