from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def licences(project_root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "nghisu_licences", project_root / "packaging" / "licences.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their own module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_locked_package_has_a_licence_that_agpl_allows(licences: ModuleType) -> None:
    assert licences.refused() == []


def test_the_list_of_third_parties_is_current(licences: ModuleType, project_root: Path) -> None:
    assert (project_root / "THIRD_PARTY.md").read_text(encoding="utf-8") == licences.render()


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("GPL-2.0-only", False),
        ("MIT AND GPL-2.0-only", False),
        ("SSPL-1.0", False),
        ("CC-BY-NC-4.0", False),
        ("BUSL-1.1", False),
        ("Polyform-Noncommercial-1.0.0", False),
        ("", False),
    ],
)
def test_which_licences_fit(licences: ModuleType, expression: str, allowed: bool) -> None:
    assert licences.is_allowed(expression) is allowed


@pytest.mark.parametrize("text", ["BSD", "UNKNOWN", "Copyright (c) 2015, some project", "", "GPL"])
def test_free_text_is_not_taken_for_an_identifier(licences: ModuleType, text: str) -> None:
    assert not licences.is_expression(text)


def test_a_package_nobody_knows_is_refused(licences: ModuleType) -> None:
    assert licences.licence_of("no-such-package") == ""


def test_the_licence_is_the_whole_agpl(project_root: Path) -> None:
    text = (project_root / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3, 19 November 2007")
    assert "13. Remote Network Interaction" in text
    assert "END OF TERMS AND CONDITIONS" in text
