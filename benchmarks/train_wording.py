"""`python -m benchmarks.train_wording --data DIR`: make assets/speech/wording.bin from official papers.

The papers are Vietnamese official texts (laws, decrees, resolutions, reports), which Vietnamese law
leaves out of copyright, and this project's own sample congress. What is kept of them is numbers.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from app.runtime.assets.locations import project_root, shared_folder
from app.speech.text.capitals import Capitals
from app.speech.text.labels import Labelled
from app.speech.text.learning import FROM_NOTHING, learn
from app.speech.text.wording_model import WordingModel
from benchmarks.wording_papers import load_papers, load_sample, word_count

SPEECH_ASSETS = project_root() / "assets" / "speech"


def load_capitals() -> Capitals:
    return Capitals.parse((SPEECH_ASSETS / "capitals.txt").read_text(encoding="utf-8"))


def trained(material: list[Labelled]) -> WordingModel:
    model = learn(WordingModel.empty(load_capitals()), material, FROM_NOTHING)
    assert model is not None
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=shared_folder(project_root()))
    papers = load_papers(parser.parse_args().data)
    sample = load_sample(project_root())
    material = [stretch for paper in papers.values() for stretch in paper] + sample
    about = (
        f"statistics of {word_count(material):,} words: {len(papers)} Vietnamese official papers"
        " (laws, decrees, resolutions, guidance, reports) and the sample congress; no text of them"
    )
    data = replace(trained(material), about=about).to_bytes()
    (SPEECH_ASSETS / "wording.bin").write_bytes(data)
    print(f"{len(data):,} bytes: {about}")


if __name__ == "__main__":
    main()
