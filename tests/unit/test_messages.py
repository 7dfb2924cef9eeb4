"""Every error that a person can meet has words in both languages, with the placeholders it can fill."""

from __future__ import annotations

import importlib
import pkgutil
import string

import pytest

import app
from app.domain.errors import NghisuError
from app.domain.rules import Rejection
from app.runtime.messages import Messages


def _all_errors() -> list[type[NghisuError]]:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if module.name.endswith(".errors"):
            importlib.import_module(module.name)
    found, queue = [], [NghisuError]
    while queue:
        kind = queue.pop()
        queue += kind.__subclasses__()
        if kind.__module__.startswith("app."):
            found.append(kind)
    return sorted(set(found), key=lambda kind: kind.code)


@pytest.fixture(scope="module", params=["vi", "en"])
def messages(request, project_root):
    return Messages.load(project_root / "assets" / "messages", request.param)


def test_every_error_has_words(messages):
    missing = [kind.code for kind in _all_errors() if kind.code not in messages]
    assert missing == []


def test_no_two_errors_share_a_code():
    codes = [kind.code for kind in _all_errors()]
    assert len(codes) == len(set(codes))


def test_both_languages_know_the_same_codes_and_placeholders(project_root):
    vi, en = (Messages.load(project_root / "assets" / "messages", language) for language in ("vi", "en"))
    assert vi.codes() == en.codes()
    for code in vi.codes():
        assert _placeholders(vi, code) == _placeholders(en, code), code


def _placeholders(messages: Messages, code: str) -> set[str]:
    words = messages._words[code]
    return {name for _, name, _, _ in string.Formatter().parse(words.what + words.fix) if name}


def test_every_rejection_has_words(messages):
    missing = [reason.value for reason in Rejection if f"rejection.{reason.value}" not in messages]
    assert missing == []
