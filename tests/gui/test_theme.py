"""Colours that can be read, letters that exist, words in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from app.ui.theme.fonts import FAMILY, has_vietnamese, load_family, vietnamese_letters
from app.ui.theme.tokens import CORNER_PX, GRID_PX, PALETTES, READABLE_PAIRS, TEXT_SCALES, Theme, Type
from app.ui.translation import TsTranslator, available_languages, read_ts


def _luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_right() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", PALETTES)
def test_every_text_can_be_read(name: str) -> None:
    palette = PALETTES[name]
    weak = {
        (ink, ground): round(contrast(getattr(palette, ink), getattr(palette, ground)), 2)
        for ink, ground in READABLE_PAIRS
        if contrast(getattr(palette, ink), getattr(palette, ground)) < 4.5
    }
    assert not weak


@pytest.mark.parametrize("name", PALETTES)
def test_edges_of_fields_and_focus_can_be_seen(name: str) -> None:
    palette = PALETTES[name]
    for edge in (palette.edge, palette.focus):
        assert contrast(edge, palette.surface) >= 3.0
        assert contrast(edge, palette.ground) >= 3.0


def test_sizes_follow_the_rules() -> None:
    assert min(kind.px for kind in Type) == 16
    assert GRID_PX * 3 == CORNER_PX
    for scale in TEXT_SCALES:
        theme = Theme.of("day", scale, reduced_motion=False)
        assert theme.touch_px >= 48
        assert theme.type_px(Type.SMALL) == round(16 * scale)
    assert Theme.of("day", 1.0, reduced_motion=True).motion_ms == 0


def test_no_colour_is_named_outside_the_tokens(project_root: Path) -> None:
    found = [
        f"{path.relative_to(project_root)}: {match}"
        for path in (project_root / "app" / "ui").rglob("*.py")
        if path.name != "tokens.py"
        for match in re.findall(r"#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8"))
        if match not in ("#000000", "#FFFFFF")
    ]
    assert not found


def test_the_font_has_every_vietnamese_letter(qapp, project_root: Path) -> None:
    letters = vietnamese_letters()
    assert len(letters) == 2 * (12 * 6 + 17)
    assert {"ẫ", "Ỹ", "đ", "ự"} <= set(letters)
    family = load_family(project_root)
    assert has_vietnamese(family), family


def test_the_typeface_is_the_one_made_for_vietnamese_where_installed(qapp, project_root: Path) -> None:
    from app.runtime.assets.locations import find_asset

    if find_asset("fonts/BeVietnamPro-Regular.ttf", project_root) is None:
        pytest.skip("Be Vietnam Pro is not installed (run: python run.py assets install)")
    assert load_family(project_root) == FAMILY


def _texts_in_source(root: Path) -> dict[str, bool]:
    """Every source text, and whether it is counted (`n=`)."""
    found: dict[str, bool] = {}
    for path in (root / "app" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                text = node.args[0]
                assert isinstance(text, ast.Constant), f"{path}:{node.lineno}: tr() needs a literal"
                counted = any(keyword.arg == "n" for keyword in node.keywords)
                found[text.value] = counted or found.get(text.value, False)
    return found


def test_english_is_complete_and_has_nothing_left_over(project_root: Path) -> None:
    source = _texts_in_source(project_root)
    english = read_ts(project_root / "assets" / "translations" / "en.ts")
    assert sorted(set(source) - set(english)) == []
    assert sorted(set(english) - set(source)) == []


def test_translations_keep_their_placeholders(project_root: Path) -> None:
    source = _texts_in_source(project_root)
    blanks = re.compile(r"\{\w+\}")
    for text, forms in read_ts(project_root / "assets" / "translations" / "en.ts").items():
        assert len(forms) == (2 if source[text] else 1), text
        for form in forms:
            assert sorted(blanks.findall(form)) == sorted(blanks.findall(text)), text


def test_plurals_and_unknown_texts(qapp, project_root: Path) -> None:
    translator = TsTranslator(project_root / "assets" / "translations" / "en.ts")
    assert not translator.isEmpty()
    assert translator.translate("nghisu", "{n} trang", None, 1) == "{n} page"
    assert translator.translate("nghisu", "{n} trang", None, 12) == "{n} pages"
    assert translator.translate("nghisu", "không có trong tệp") is None
    assert translator.translate("QDialog", "Mở") is None
    assert available_languages(project_root / "assets" / "translations") == ("vi", "en")


def test_unfinished_translations_are_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "en.ts"
    path.write_text(
        '<TS><context><name>nghisu</name><message><source>Mở</source><translation type="unfinished">Op'
        "</translation></message><message><source>Lưu</source><translation>Save</translation></message>"
        "</context></TS>",
        encoding="utf-8",
    )
    assert read_ts(path) == {"Lưu": ("Save",)}
