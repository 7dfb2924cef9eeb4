"""Whose photograph is whose: messy names, folders, doubts, and what somebody said about it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from app.documents.errors import TableError
from app.documents.intake.matched import MatchedBy
from app.documents.intake.photos import is_picture, match_photos, read_choices, write_choices
from app.domain.entities import Person, PersonKind
from tests.fakes.congress import fixed_id

NAMES = {1: "Nguyễn Thị Ánh", 2: "Trần Văn Đức", 27: "Lê Hoàng Yến", 30: "Trần Văn Đức"}
PEOPLE = tuple(
    Person(id=fixed_id(f"person {number}"), number=number, full_name=name, kind=PersonKind.OFFICIAL)
    for number, name in NAMES.items()
)
JPEG = b"\xff\xd8\xff" + bytes(20)


def matched(file: str, said=None) -> tuple[int | None, MatchedBy]:
    folder = Path("anh")
    (found,) = match_photos(folder, [folder / file], PEOPLE, said or {})
    return (found.person.number if found.person else None), found.by


@pytest.mark.parametrize(
    ("file", "number", "by"),
    [
        ("27.jpg", 27, MatchedBy.NUMBER),
        ("0027_2.png", 27, MatchedBy.NUMBER),
        ("27 (3).JPG", 27, MatchedBy.NUMBER),
        ("27, áo dài.jpg", 27, MatchedBy.NUMBER),
        ("0027_Le_Hoang_Yen.jpg", 27, MatchedBy.NUMBER),
        ("Lê Hoàng Yến.jpg", 27, MatchedBy.NAME),
        ("le-hoang-yen (moi chup).jpeg", 27, MatchedBy.NAME),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ánh 2.png"), 1, MatchedBy.NAME),
        ("27/IMG_0031.jpg", 27, MatchedBy.NUMBER),
        ("27 Lê Hoàng Yến/2.jpg", None, MatchedBy.DOUBT),  # 2 is somebody else's number
        ("Nguyễn Thị Ánh/DSC_0007.jpg", 1, MatchedBy.NAME),
        ("1_Le_Hoang_Yen.jpg", None, MatchedBy.DOUBT),
        ("Trần Văn Đức.jpg", None, MatchedBy.NOTHING),  # there are two of that name
        ("30 Trần Văn Đức.jpg", 30, MatchedBy.NUMBER),
        ("IMG_20251103_081530.jpg", None, MatchedBy.NOTHING),
        ("99.jpg", None, MatchedBy.NOTHING),
        ("Yến.jpg", None, MatchedBy.NOTHING),
    ],
)
def test_a_picture_belongs_to_whom_its_number_or_name_says(file: str, number, by: MatchedBy):
    assert matched(file) == (number, by)


def test_what_somebody_said_stands_over_what_the_name_says():
    assert matched("1_Le_Hoang_Yen.jpg", {"1_Le_Hoang_Yen.jpg": 27}) == (27, MatchedBy.CHOSEN)
    assert matched("27.jpg", {"27.jpg": None}) == (None, MatchedBy.CHOSEN)


def test_what_was_said_is_kept_beside_the_pictures(tmp_path: Path):
    assert read_choices(tmp_path) == {}
    write_choices(tmp_path, {"Ảnh mới.jpg": 27, "27.jpg": None})
    assert read_choices(tmp_path) == {"Ảnh mới.jpg": 27, "27.jpg": None}
    (tmp_path / "photos.csv").write_bytes(b"\x00\x01 no table")
    with pytest.raises(TableError):
        read_choices(tmp_path)


def test_a_picture_is_known_by_its_first_bytes_not_by_its_name_alone(tmp_path: Path):
    for name, content, expected in (
        ("a.jpg", JPEG, True),
        ("b.png", JPEG, False),
        ("c.jpg", b"no picture", False),
        ("d.gif", b"GIF89a", False),
        ("e.jpg", b"", False),
    ):
        (tmp_path / name).write_bytes(content)
        assert is_picture(tmp_path / name) is expected
