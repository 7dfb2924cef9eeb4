"""The roster's photographs on the workbench: each match is seen, confirmed or corrected before signing."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.entities import Role
from app.ui.packs.photos import photo_rows
from app.ui.packs.review import PHOTOS
from app.ui.screenshots import settle
from app.ui.services import UiSettings
from app.ui.theme.tokens import TEXT_SCALES
from tests.gui.conftest import OpenShell
from tests.gui.people import rows_of, tap, tap_row, words_on, write
from tests.gui.test_layout import _checked, faults

UNKNOWN = "IMG_20251103_081530.jpg"


def _bench(open_house: OpenShell, tmp_path: Path, **options: object):
    house, shell = open_house(Role.CHAIR, **options)
    shell.window.go("packs")
    bench = shell.window.screen_shown
    bench.read_folder(tmp_path)
    assert settle(shell, lambda: bench._desk.plan is not None)
    bench._review.show_panel(PHOTOS)
    assert settle(shell)
    return house, shell, bench


def test_what_nobody_is_known_of_comes_first_and_who_did_not_agree_last(open_house, tmp_path) -> None:
    house, shell, _bench_shown = _bench(open_house, tmp_path)
    rows = rows_of(shell, "Ảnh đại biểu")
    assert all(row.startswith("Chưa biết là ai") for row in rows[:2])
    assert rows[-1].startswith("5. ")
    assert "3 ảnh, 2 người, để ngoài 3 ảnh" in words_on(shell.window)
    assert len({row.key for row in photo_rows(house.packs.plan.photos)}) == len(house.packs.plan.photos)


def test_a_photograph_is_given_to_somebody(open_house, tmp_path) -> None:
    house, shell, bench = _bench(open_house, tmp_path)
    sheet = bench.open_photo(UNKNOWN)
    person = house.packs.plan.persons[9]
    write(sheet.picker.field, str(person.number))
    assert settle(shell)
    tap_row(shell, "Những người tìm thấy", person.full_name)
    assert settle(shell, lambda: bool(house.packs.given))
    assert house.packs.given == [{UNKNOWN: person.number}]
    assert any(person.full_name in row for row in rows_of(shell, "Ảnh đại biểu"))


def test_a_match_is_confirmed_or_left_out(open_house, tmp_path) -> None:
    house, shell, bench = _bench(open_house, tmp_path)
    name = house.packs.plan.photos[0].person.full_name
    bench.open_photo("27.jpg")
    assert settle(shell)
    tap(shell, f"Đúng là {name}")
    bench.open_photo("27_2.jpg")
    assert settle(shell)
    tap(shell, "Không đưa vào gói")
    assert settle(shell, lambda: len(house.packs.given) == 2)
    assert house.packs.given == [{"27.jpg": 27}, {"27_2.jpg": None}]


def test_all_matches_are_confirmed_at_once_and_the_summary_says_how_many_go_in(open_house, tmp_path) -> None:
    house, shell, bench = _bench(open_house, tmp_path)
    tap(shell, "Đã xem, đúng cả")
    assert settle(shell, lambda: bool(house.packs.given))
    assert set(house.packs.given[0].values()) == {27, 42, 5}
    assert UNKNOWN not in house.packs.given[0]
    sheet = bench.ask_to_sign()
    assert settle(shell)
    assert "ảnh" in words_on(sheet)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_it_fits(open_house, tmp_path, scale: float, language: str) -> None:
    dress = UiSettings(language=language, text_scale=scale, reduced_motion=True)
    _house, shell, bench = _bench(open_house, tmp_path, settings=dress)
    found = _checked(shell, "photographs")
    sheet = bench.open_photo("27.jpg")
    assert settle(shell)
    found += [f"one: {fault}" for fault in faults(sheet)]
    assert not found, "\n".join(found)
