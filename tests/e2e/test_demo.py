"""`nghisu demo`, as a newcomer runs it, on a machine without a display."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from app.wiring.demo.samples import find_samples
from app.wiring.errors import SamplesMissing


@pytest.mark.slow
@pytest.mark.timeout(420)
def test_the_demonstration_holds_a_congress(tmp_path, project_root, models_dir):
    try:
        find_samples()
    except SamplesMissing:
        pytest.skip("no sample faces and voices (run: python run.py assets install)")
    out = tmp_path / "out"
    ran = subprocess.run(
        [sys.executable, "-m", "app", "demo", "--out", out, "--windows", "never"],
        cwd=project_root,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["ok"]
    assert [step["name"] for step in report["steps"] if not step["ok"]] == []
    assert report["speech_engine"]
    assert all(sample["licence"] and sample["source"] for sample in report["samples"])

    import docx

    minutes = docx.Document(io.BytesIO((out / "minutes.docx").read_bytes()))
    text = "\n".join(paragraph.text for paragraph in minutes.paragraphs)
    for step in report["steps"]:
        for said in step["figures"].get("texts", []):
            assert said[1:] in text
    pictures = {path.name for path in (out / "screens").glob("*.png")}
    for name in ("door-welcome", "tablet-home", "tablet-reader", "gate-gate", "chair-chair", "screen-screen"):
        assert {f"{name}-1280x800.png", f"{name}-1920x1200.png"} <= pictures
    assert list(tmp_path.glob("nghisu-demo-*")) == [], "the congress's data is gone"
