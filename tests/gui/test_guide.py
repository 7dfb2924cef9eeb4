"""The user guide: its pictures are there, used, and can be taken anew; both languages tell the same."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtGui import QImage

from app.ui.translation import read_ts

LARGEST_BYTES = 120 << 10
GUIDES = {
    "vi": tuple(
        f"huong-dan/{name}.md" for name in ("dai-bieu", "thu-ky", "cong", "bien-ban", "mau-bien-ban")
    ),
    "en": tuple(
        f"guide/{name}.md" for name in ("delegate", "secretary", "gate", "minutes", "minutes-template")
    ),
}
_PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")


@pytest.fixture(scope="module")
def docs() -> Path:
    return Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def pictures(docs: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("guide_pictures", docs / "pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def shown(docs: Path, language: str) -> list[Path]:
    found = []
    for page in GUIDES[language]:
        path = docs / page
        found += [
            (path.parent / target).resolve() for _words, target in _PICTURE.findall(path.read_text("utf-8"))
        ]
    return found


@pytest.mark.parametrize("language", GUIDES)
def test_pages_and_pictures_belong_together(docs: Path, pictures: ModuleType, language: str) -> None:
    folder = docs / "pictures" / language
    there = {path.resolve() for path in folder.iterdir()}
    assert set(shown(docs, language)) == there
    assert {path.stem for path in there} == {scene.name for scene in pictures.SCENES}
    for path in there:
        assert path.stat().st_size <= LARGEST_BYTES, path.name
        assert not QImage(str(path)).isNull(), path.name


def test_both_languages_show_the_same_in_the_same_order(docs: Path) -> None:
    names = [[path.name for path in shown(docs, language)] for language in GUIDES]
    assert names[0] == names[1]


@pytest.mark.parametrize("language", GUIDES)
def test_every_picture_has_words_for_who_cannot_see_it(docs: Path, language: str) -> None:
    for page in GUIDES[language]:
        for words, _target in _PICTURE.findall((docs / page).read_text("utf-8")):
            assert len(words) > 5


def test_words_in_bold_are_on_the_screens(docs: Path, project_root: Path) -> None:
    """A guide that names a button which is not there is worse than none."""
    known = read_ts(project_root / "assets" / "translations" / "en.ts")
    vietnamese = " | ".join(known)
    english = " | ".join(form for forms in known.values() for form in forms)
    for language, words in (("vi", vietnamese), ("en", english)):
        for page in GUIDES[language]:
            text = " ".join((docs / page).read_text("utf-8").split())
            bold = {part for one in re.findall(r"\*\*([^*]+)\*\*", text) for part in one.split(" → ")}
            unknown = {one for one in bold if one.rstrip(".").lower() not in words.lower()}
            assert unknown <= NOT_BUTTONS, unknown - NOT_BUTTONS


NOT_BUTTONS = {
    "Aa",
    "đang diễn ra",
    "happening now",
    "giữ",
    "hold",
    "Chuẩn bị một thư mục",
    "Prepare one folder",
    "Rồi làm bốn bước",
    "Then four steps",
    "Viết thẻ.",
    "Tags.",
}


def test_a_picture_is_taken_anew_and_leaves_nothing_behind(
    qapp, pictures: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    wanted = ("search", "pack-file", "gate-unsure", "microphones", "editor-clash", "votes", "minutes-summary")
    scenes = [scene for scene in pictures.SCENES if scene.name in wanted]
    written = pictures.take_pictures(tmp_path, ("en",), scenes)
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [f"en/{one}.webp" for one in wanted]
    assert all(QImage(str(path)).width() == 1000 for path in written)
    assert os.environ["TZ"] == "UTC"


def test_links_lead_to_pages_that_are_there(docs: Path) -> None:
    pages = [docs / page for language in GUIDES for page in GUIDES[language]]
    pages += [docs / "quyen-rieng-tu.md", docs / "privacy.md", docs.parent / "README.md"]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
