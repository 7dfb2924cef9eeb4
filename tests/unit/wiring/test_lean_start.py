"""A tablet starts without the libraries of those who make things: each of them costs tenths of a second."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "cv2", "docx", "docxtpl", "fastapi", "jinja2", "lxml", "mediapipe", "numpy", "openpyxl", "PIL", "pymupdf",
    "rapidfuzz", "soundfile", "soxr", "vietasr", "vosk",
)  # fmt: skip


def test_a_tablets_program_loads_nothing_that_only_others_need(project_root) -> None:
    ask = f"import sys, app.wiring.session, app.ui.main; print(*(m for m in {HEAVY!r} if m in sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", ask], cwd=project_root, capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.split() == []
