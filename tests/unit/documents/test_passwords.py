"""Locked PDFs: opened with a password, into the pack without one, and the password nowhere but in memory."""

from __future__ import annotations

import unicodedata

import pymupdf
import pytest

from app.documents.intake.assemble import unlocked
from app.documents.intake.convert import Office
from app.documents.intake.examine import Intake
from app.documents.intake.folder import PaperFile, SourceType
from app.documents.intake.passwords import Passwords
from app.documents.intake.workshop import Workshop
from tests.fakes.clock import seeded_random
from tests.fakes.papers import make_pdf

TEXT = "Đại hội nhất trí thông qua phương hướng và nhiệm vụ của nhiệm kỳ tới"


def examine(folder, renderer, data: bytes, passwords: Passwords | None):
    path = folder / "khoá.pdf"
    path.write_bytes(data)
    paper = PaperFile(path, "khoá.pdf", SourceType.PDF, None)
    with Workshop(seeded_random()) as workshop:
        intake = Intake(workshop, renderer, Office(None), None, passwords=passwords)
        found = intake.examine([paper])["khoá.pdf"]
        return (
            found,
            {remark.code for remark in found.remarks},
            found.checked and found.checked.content.read(),
        )


def test_a_locked_paper_goes_into_the_pack_without_its_lock(tmp_path, renderer):
    data = make_pdf(3, TEXT, password="Bí mật của Đoàn")
    found, codes, content = examine(tmp_path, renderer, data, Passwords(["sai", "Bí mật của Đoàn"]))
    assert codes == {"documents.unlocked"}
    with pymupdf.open(stream=content) as paper:
        assert not paper.needs_pass
        assert not paper.is_encrypted
        assert TEXT in unicodedata.normalize("NFC", " ".join(paper[2].get_text().split()))
        assert [title for _, title, _ in paper.get_toc()] == ["Mục 1", "Mục 2", "Mục 3"]
    assert found.checked.reading is not None
    assert examine(tmp_path, renderer, data, Passwords(["Bí mật của Đoàn"]))[2] == content, "the same version"


def test_without_a_password_and_with_a_wrong_one_it_is_said_which(tmp_path, renderer):
    data = make_pdf(1, password="1234")
    assert examine(tmp_path, renderer, data, None)[1] == {"documents.pdf_encrypted"}
    assert examine(tmp_path, renderer, data, Passwords(["12345", ""]))[1] == {"documents.pdf_password_wrong"}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_marks_and_spaces_copied_with_a_password_do_no_harm(form):
    data = make_pdf(1, password=unicodedata.normalize(form, "mật khẩu"))
    assert unlocked(data, Passwords([" mật khẩu "]).for_file("a.pdf")).startswith(b"%PDF")


@pytest.mark.parametrize(("name", "password"), [("aes256_user", "matkhau"), ("rc4_40_user", "1234")])
def test_locks_that_other_programs_made(tmp_path, renderer, shared_data, name, password):
    data = (shared_data / "docs" / "hostile" / f"x_enc_{name}.pdf").read_bytes()
    found, codes, _ = examine(tmp_path, renderer, data, Passwords(["matkhau", "1234"]))
    assert found.checked is not None
    assert "documents.unlocked" in codes
    assert unlocked(data, ["x"]) == b""
    assert unlocked(data, [password]) == unlocked(data, [password])


def test_a_lock_against_changes_only_asks_nobody(tmp_path, renderer, shared_data):
    data = (shared_data / "docs" / "hostile" / "x_enc_aes128_owner.pdf").read_bytes()
    found, codes, _ = examine(tmp_path, renderer, data, None)
    assert found.checked is not None
    assert codes == set()


def test_a_locked_paper_that_is_also_damaged_costs_only_itself(tmp_path, renderer):
    data = make_pdf(9, TEXT, password="1234")
    _, codes, _ = examine(tmp_path, renderer, data[:-600] + bytes(600), Passwords(["1234"]))
    assert codes & {"documents.pdf_damaged", "documents.pdf_no_pages", "documents.repaired"}


def test_a_files_own_password_is_tried_first_and_none_is_shown():
    passwords = Passwords(["chung"])
    passwords.add("sai", "a.pdf")
    passwords.add("riêng", "a.pdf")
    passwords.add("khác", "b.pdf")
    assert passwords.for_file("a.pdf") == ("riêng", "chung", "khác")
    assert repr(passwords) == "Passwords(3 given)"
