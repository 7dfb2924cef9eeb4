"""Small real PDFs and congress folders, made for a test."""

from __future__ import annotations

from pathlib import Path

import pymupdf

CONGRESS_ID = "5f0c4a52-9a39-5d3e-8f57-6a1d0c2b7e99"
JPEG = b"\xff\xd8\xff\xe0" + b"not looked into by the pack" * 40
ROSTER = (
    "Số đại biểu,Họ và tên,Loại đại biểu,Đoàn,Số ghế,Đồng ý dùng khuôn mặt\n"
    "1,Nguyễn Văn An,Đương nhiên,Đoàn 1,A01,Có\n"
    "2,Trần Thị Bình,Chính thức,Đoàn 1,A02,Không\n"
    "3,Lê Đức Cường,Chính thức,Đoàn 2,A03,\n"
    "4,Phạm Thị Dung,Khách mời,Khách mời,K01,Có\n"
)
AGENDA = (
    "TT,Phiên,Thời gian,Nội dung,Thời lượng (phút)\n"
    "1,Trù bị,14:00,Chào cờ,10\n"
    "2,Chính thức,07:30,Khai mạc,20\n"
    "3,Chính thức,08:00,Báo cáo chính trị,40\n"
)


def make_pdf(pages: int = 2, text: str = "Đại hội", *, password: str | None = None, head: str = "") -> bytes:
    """A PDF whose every page says `text` and its number; `head` stands at the top of the first."""
    with pymupdf.open() as document:
        for number in range(1, pages + 1):
            page = document.new_page()
            page.insert_htmlbox((60, 300, 540, 500), f"<p>{text} {number}</p>")
            if head and number == 1:
                page.insert_htmlbox((60, 30, 540, 120), f"<p>{head}</p>")
        document.set_toc([[1, f"Mục {number}", number] for number in range(1, pages + 1)])
        if password is None:
            return document.tobytes()
        return document.tobytes(
            encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=password, owner_pw=password + "!"
        )


def make_folder(root: Path) -> Path:
    """A congress of four people, three agenda items, three papers and photographs of everyone."""
    root.mkdir(parents=True, exist_ok=True)
    papers = {
        "van-kien/01 m03 Báo cáo chính trị.pdf": make_pdf(3, "Báo cáo"),
        "Nghị quyết/02_Dự thảo nghị quyết.pdf": make_pdf(1, "Nghị quyết"),
        "tham-luan/Tham luận số 1.pdf": make_pdf(2, "Tham luận"),
    }
    for name, data in papers.items():
        path = root / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (root / "congress.toml").write_text(
        f'id = "{CONGRESS_ID}"\ntitle = "Đại hội thử"\nstarts_on = 2025-08-14\n',
        encoding="utf-8",
    )
    (root / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (root / "agenda.csv").write_text(AGENDA, encoding="utf-8")
    photos = root / "photos"
    photos.mkdir()
    for number in range(1, 5):
        (photos / f"{number}.jpg").write_bytes(JPEG + bytes([number]))
    (photos / "1_2.jpg").write_bytes(JPEG + b"another")
    return root
