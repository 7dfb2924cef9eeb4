"""Cycles that hold Qt objects are collected by the GUI thread, whoever allocates meanwhile."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject

from app.runtime.collector import GuiCollector


class _Knot:
    """A cycle that remembers which thread untied it."""

    def __init__(self, untied_in: list[threading.Thread]) -> None:
        self.me = self
        self.held = QObject()
        self._untied_in = untied_in

    def __del__(self) -> None:
        self._untied_in.append(threading.current_thread())


def test_workers_never_collect(qapp, qtbot) -> None:
    untied_in: list[threading.Thread] = []
    collector = GuiCollector()
    collector.start()
    try:
        _Knot(untied_in)
        worker = threading.Thread(target=lambda: [[] for _ in range(200_000)], name="busy")
        worker.start()
        worker.join()
        assert untied_in == []
        ballast = [[] for _ in range(2_000)]
        qtbot.waitUntil(lambda: bool(untied_in), timeout=10_000)
        assert untied_in == [threading.main_thread()]
        assert ballast
    finally:
        collector.stop()
    assert gc.isenabled()
