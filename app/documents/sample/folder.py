"""The sample congress as a folder for `nghisu pack build`: real PDFs from the sources in assets/sample."""

from __future__ import annotations

import csv
import re
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.documents.sample.figures import annexes_markdown
from app.documents.sample.paper import NEW_PAGE, Paper, typeset
from app.paper.fonts import FontFamily, find_serif

SOURCE = Path(__file__).resolve().parents[3] / "assets" / "sample"
_LISTS = ("congress.toml", "agenda.csv", "roster.csv", "seats.csv")
_PEOPLE = re.compile(r"\{\{people ([\d ]+)\}\}")
_ISSUING_LINES = ("ĐẠI HỘI ĐẠI BIỂU", "ĐẢNG BỘ PHƯỜNG AN BÌNH", "LẦN THỨ I, NHIỆM KỲ 2025 - 2030")


def build_sample_folder(
    dest: Path,
    photos: Mapping[int, Sequence[bytes]] | None = None,
    source: Path = SOURCE,
    corrections: Mapping[str, str] | None = None,
) -> Path:
    """Write the folder to `dest`, which may exist. `photos`: delegate's number -> JPEG or PNG files.

    Delegates 1 to 40 have consented to face recognition in the sample's roster. `corrections` replace
    texts in the papers, as a secretariat does on the morning of a congress.
    """
    dest.mkdir(parents=True, exist_ok=True)
    for name in _LISTS:
        shutil.copyfile(source / name, dest / name)
    fonts = find_serif()
    for path in sorted((source / "documents").glob("*.md")):
        _write_document(path, source, dest / "documents", fonts, corrections or {})
    for number, pictures in (photos or {}).items():
        for index, data in enumerate(pictures, start=1):
            suffix = ".png" if data.startswith(b"\x89PNG") else ".jpg"
            target = dest / "photos" / f"{number}_{index}{suffix}"
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(data)
    _write_index(source, dest / "documents")
    return dest


def _write_document(
    path: Path, source: Path, folder: Path, fonts: FontFamily, corrections: Mapping[str, str]
) -> None:
    head, body = _split(path)
    for old, new in corrections.items():
        body = body.replace(old, new)
    target = folder / head["shelf"] / _file_name(head)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(typeset(_paper(head, body, source), fonts))


def _split(path: Path) -> tuple[dict[str, Any], str]:
    """The facts between the two `+++` lines, and the text below them."""
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(head), body


def _file_name(head: Mapping[str, Any]) -> str:
    return f"{head['order']:02d} m{head['item']:02d} {head['title']}.pdf"


def _paper(head: Mapping[str, Any], body: str, source: Path) -> Paper:
    people = {int(row["Số đại biểu"]): row for row in _rows(source / "roster.csv")}
    tables = {"{{agenda}}": _agenda, "{{delegations}}": _delegations}
    for mark, make in tables.items():
        if mark in body:
            body = body.replace(mark, make(source))
    body = _PEOPLE.sub(lambda found: _people([people[int(number)] for number in found[1].split()]), body)
    return Paper(
        kind=head["kind"],
        abstract=head["abstract"],
        body=body.replace("{{annex}}", ""),
        annexes=annexes_markdown() if "{{annex}}" in body else "",
        superior_body="ĐẢNG BỘ TỈNH SÔNG LAM",
        issuing_lines=_ISSUING_LINES,
        place_and_date="An Bình, ngày 14 tháng 8 năm 2025",
        number=head.get("number", ""),
        motto=head.get("motto", ""),
        draft=head.get("draft", ""),
        signed_for=head.get("signed_for", ""),
        signed_as=head.get("signed_as", ""),
        signed_by=people[head["author"]]["Họ và tên"] if "author" in head else "",
        recipients=tuple(head.get("recipients", ())),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _agenda(source: Path) -> str:
    blocks = []
    rows = _rows(source / "agenda.csv")
    for order, sitting in enumerate(dict.fromkeys(row["Phiên"] for row in rows)):
        items = [row for row in rows if row["Phiên"] == sitting]
        lines = [f"| {row['TT']} | {row['Thời gian']} | {row['Nội dung']} |" for row in items]
        place = NEW_PAGE if order else ""
        blocks.append(
            f"# {sitting.upper()}{place}\n\n| TT | Giờ | Nội dung |\n|---|---|---|\n" + "\n".join(lines)
        )
    return "\n\n".join(blocks)


def _people(rows: Sequence[Mapping[str, str]]) -> str:
    lines = [
        f"| {order} | {row['Họ và tên']} | {row['Chức vụ']} | {row['Đoàn']} |"
        for order, row in enumerate(rows, start=1)
    ]
    return "| TT | Họ và tên | Chức vụ | Đoàn |\n|---|---|---|---|\n" + "\n".join(lines)


def _delegations(source: Path) -> str:
    blocks = []
    rows = _rows(source / "roster.csv")
    for delegation in dict.fromkeys(row["Đoàn"] for row in rows):
        members = [row for row in rows if row["Đoàn"] == delegation]
        lines = [
            f"| {row['Số đại biểu']} | {row['Họ và tên']} | {row['Chức vụ']} | {row['Số ghế']} |"
            for row in members
        ]
        blocks.append(
            f"## {delegation} ({len(members)} người)\n\n"
            "| Số | Họ và tên | Chức vụ | Ghế |\n|---|---|---|---|\n" + "\n".join(lines)
        )
    return "\n\n".join(blocks)


def _write_index(source: Path, folder: Path) -> None:
    """What a file's name does not say: who presents a paper, and which is called back after its sitting."""
    columns = ["Tệp", "Tên văn bản", "Mục chương trình", "Số đại biểu", "Khách mời đọc", "Thu hồi sau phiên"]
    with (folder / "documents.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        for path in sorted((source / "documents").glob("*.md")):
            head, _ = _split(path)
            said = ("không", "có") if head.get("one_sitting") else ("", "")
            writer.writerow([_file_name(head), head["title"], head["item"], head.get("author", ""), *said])
