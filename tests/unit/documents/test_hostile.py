"""Files that are broken or made to do harm: opened, drawn and read, with a page or a message each."""

from __future__ import annotations

import contextlib
from uuid import UUID

import pytest

from app.documents.errors import PageError, PdfError
from app.documents.pages import PageFailure, PageImage

A = UUID(int=1)
PAGES = 3

HOSTILE = (
    "x_array_nest_100k.pdf", "x_outline_depth_20000.pdf", "pikepdf__cyclic-toc.pdf", "x_box_wide_14400x1.pdf",
    "x_count_lies_huge.pdf", "x_html_as_pdf.pdf", "x_header_only.pdf", "x_uri_file_links.pdf",
    "x_embedded_exe.pdf", "x_userunit_75000.pdf", "x_xobject_self.pdf", "x_clip_nest_50k.pdf",
    "x_q_nest_200k.pdf", "x_enc_aes256_user.pdf", "x_enc_rc4_40_user.pdf", "vn_scan_cat10.pdf",
    "vn_tcvn3_zero4k.pdf", "pdf__bug1978317.pdf", "pdfium__bug_544880.pdf", "pdfium__empty_xref.pdf",
    "format-c__T02-02_002_page-tree-kids-links-recursive.pdf", "pocs__js-eval.pdf",
    "pdf__REDHAT-1531897-0.pdf",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_show_pages_or_say_why(renderer, shared_data, name):
    try:
        info = renderer.open(A, (shared_data / "docs" / "hostile" / name).read_bytes())
    except PdfError:
        return
    assert info.page_count >= 1
    assert len(info.page_sizes_pt) == info.page_count
    for index in range(min(PAGES, info.page_count)):
        assert isinstance(renderer.render(A, index, 640), (PageImage, PageFailure))
        with contextlib.suppress(PageError):
            assert all(word.text for word in renderer.words(A, index))
        with contextlib.suppress(PageError):
            renderer.flow(A, index)
