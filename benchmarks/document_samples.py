"""Long documents for measuring, made from a fixed seed, and the real ones of the data folder."""

from __future__ import annotations

import random
from pathlib import Path

import pymupdf


def files_of(data: Path | None, folder: str) -> list[Path]:
    """The PDFs of a folder of documents, in the order of their names; none where there is no data."""
    roots = [root / "docs" / folder for root in (data, data / "data")] if data else []
    return [path for root in roots for path in sorted(root.glob("*.pdf"))]


def long_scan(pages: int) -> bytes:
    """Pages as a scanner makes them: one grey JPEG of 116 dpi with a little noise, about 100 kB each."""
    chance = random.Random(1)
    with pymupdf.open() as typed, pymupdf.open() as document:
        text = typed.new_page()
        text.insert_text((60, 60), [_line(chance, number) for number in range(1, 52)], fontsize=11)
        clean = text.get_pixmap(dpi=116, colorspace=pymupdf.csGRAY)
        for _ in range(pages):
            noisy = bytearray(clean.samples)
            start = chance.randrange(len(noisy) - 64_000)
            noisy[start : start + 64_000] = bytes(value & 0x3F | 0xC0 for value in chance.randbytes(64_000))
            scan = pymupdf.Pixmap(pymupdf.csGRAY, clean.width, clean.height, bytes(noisy), False)
            page = document.new_page()
            page.insert_image(page.rect, stream=scan.tobytes("jpg", jpg_quality=25))
        return bytes(document.tobytes())


def long_text_with_pictures(pages: int) -> bytes:
    """Pages of text, each with a small picture of its own: about 58 kB each."""
    chance = random.Random(1)
    with pymupdf.open() as document:
        for _ in range(pages):
            page = document.new_page()
            page.insert_text((60, 60), [_line(chance, line) for line in range(1, 25)], fontsize=11)
            noise = pymupdf.Pixmap(pymupdf.csRGB, 300, 180, chance.randbytes(300 * 180 * 3), False)
            page.insert_image(pymupdf.Rect(60, 460, 535, 780), stream=noise.tobytes("jpg", jpg_quality=70))
        return bytes(document.tobytes())


def _line(chance: random.Random, number: int) -> str:
    return f"{number}. Nhiem vu, giai phap va chi tieu chu yeu nam 2026: {chance.random():.6f}"
