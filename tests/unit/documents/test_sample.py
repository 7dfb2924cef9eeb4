"""The sample congress is a congress: it builds into a pack that everything in this program can use."""

from __future__ import annotations

from collections import Counter
from uuid import uuid4

import pytest

from app.documents.pages import PageImage
from app.documents.sample.folder import build_sample_folder
from app.documents.sample.paper import markdown_to_html
from app.documents.text.flow import plain_text
from app.domain.entities import DocumentKind, PersonKind
from app.domain.fold import fold
from app.domain.quorum import attendance
from tests.fakes import built_packs
from tests.fakes.papers import JPEG


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    root = tmp_path_factory.mktemp("sample")
    return build_sample_folder(root / "folder", {1: [JPEG, JPEG + b"2"], 7: [JPEG + b"7"]})


@pytest.fixture(scope="module")
def built(sample, renderer, signer):
    out = sample.parent / "sample.nghisu"
    return built_packs.build(sample, out, signer, renderer)


def test_the_sample_has_the_size_of_a_real_congress(built, signer):
    assert (built.delegates, built.guests, built.documents, built.photos) == (110, 22, 10, 3)
    assert built.agenda_items >= 14
    with built_packs.open_pack(built.path, signer) as reader:
        state = fold(signed.event for signed in reader.events())
    assert attendance(state).convened == 110
    assert attendance(state).delegations == 8
    pages = sorted(document.page_count for document in state.documents.values())
    assert pages[0] >= 1
    assert pages[-1] >= 200
    kinds = Counter(document.kind for document in state.documents.values())
    assert set(kinds) == set(DocumentKind)
    assert all(document.agenda_item_id for document in state.documents.values())
    speakers = [d.author_person_id for d in state.documents.values() if d.kind is DocumentKind.SPEECH]
    assert len(speakers) == 3
    assert set(speakers) <= set(state.persons)
    (lent,) = (document for document in state.documents.values() if document.one_sitting)
    assert lent.title == "Danh sách dự kiến giới thiệu nhân sự"
    assert PersonKind.GUEST not in lent.person_kinds
    assert len({person.seat for person in state.persons.values()}) == 132


def test_papers_are_real_text_with_outline_and_page_numbers(sample, renderer):
    report = next(sample.glob("documents/van-kien/*Báo cáo chính trị.pdf"))
    document_id = uuid4()
    info = renderer.open(document_id, report.read_bytes())
    assert len(info.outline) > 300
    assert info.outline[0].title.startswith("PHẦN THỨ NHẤT")
    first = plain_text(renderer.flow(document_id, 0))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in first
    assert "BÁO CÁO CHÍNH TRỊ" in first
    assert renderer.words(document_id, 149)[0].text == "150"
    assert isinstance(renderer.render(document_id, 149, 400), PageImage)
    renderer.close(document_id)


def test_people_of_a_list_are_those_of_the_roster(sample, renderer):
    paper = next(sample.glob("documents/dieu-hanh/04*.pdf"))
    document_id = uuid4()
    assert renderer.open(document_id, paper.read_bytes()).page_count == 2
    text = plain_text(renderer.flow(document_id, 0))
    assert "Hà Xuân Lâm" in text
    assert "Bí thư Đảng ủy" in text
    assert "{{" not in text
    renderer.close(document_id)


def test_markdown_of_the_sources():
    html = markdown_to_html(
        "# A & B\n\nMột **đậm**\nhai\n\n- x\n- y\n\n| Năm | Số |\n|---|---|\n| 2020 - 2025 | 1.234,5 |"
    )
    assert "<h1>A &amp; B</h1>" in html
    assert "<p>Một <b>đậm</b> hai</p>" in html
    assert "<ul><li>x</li><li>y</li></ul>" in html
    assert '<td>2020\u00a0-\u00a02025</td><td class="n">1.234,5</td>' in html
