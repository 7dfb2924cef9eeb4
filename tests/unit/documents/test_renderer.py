"""The worker process with real files: good ones, broken ones, and ones made to do harm."""

from __future__ import annotations

import threading
import unicodedata
from uuid import UUID, uuid4

import psutil
import pymupdf
import pytest

from app.documents.errors import (
    DocumentNotOpen,
    FileChanged,
    NotAPdf,
    PageBroken,
    PageTimedOut,
    PageTooHungry,
    PdfDamaged,
    PdfEncrypted,
    PdfNoPages,
    PdfTooLarge,
    RendererStopped,
)
from app.documents.pages import (
    MAX_BITMAP_PIXELS,
    MAX_PDF_BYTES,
    Clip,
    Drawing,
    PageFailure,
    PageImage,
    Tint,
    row_bytes,
)
from app.documents.worker.renderer import PageRenderer, _Picture
from tests.fakes.papers import make_pdf

A = UUID(int=1)
B = UUID(int=2)
NO_PAGES = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"  # noqa: E501


def worker_of(renderer: PageRenderer) -> psutil.Process:
    assert renderer.worker_pid is not None
    return psutil.Process(renderer.worker_pid)


def test_a_document_opens_with_sizes_and_outline(renderer):
    info = renderer.open(A, make_pdf(3))
    assert info.page_count == 3
    assert info.page_sizes_pt == ((595.0, 842.0),) * 3
    assert [(entry.level, entry.title, entry.page_index) for entry in info.outline] == [
        (1, "Mục 1", 0),
        (1, "Mục 2", 1),
        (1, "Mục 3", 2),
    ]


def test_a_page_is_drawn_as_rgb_with_ink_on_white(renderer):
    renderer.open(A, make_pdf())
    image = renderer.render(A, 1, 640)
    assert isinstance(image, PageImage)
    assert (image.width, image.page_index) == (640, 1)
    assert len(image.rgb) == image.stride * image.height
    assert image.rgb[:3] == b"\xff\xff\xff"
    assert min(image.rgb) < 64


def test_a_clip_is_a_tile_of_the_same_scale(renderer):
    renderer.open(A, make_pdf())
    whole = renderer.render(A, 0, 1190)
    tile = renderer.render(A, 0, 1190, Clip(0, 300, 200, 400))
    assert (tile.width, tile.height) == (400, 200)
    row = 50
    start = (600 + row) * whole.stride
    assert tile.rgb[row * tile.stride : row * tile.stride + 1200] == whole.rgb[start : start + 1200]


@pytest.mark.parametrize("width", [641, 642, 643, 644])
def test_rows_begin_at_multiples_of_four_and_pages_are_as_mupdf_draws_them(renderer, width):
    data = make_pdf(1)
    renderer.open(A, data)
    image = renderer.render(A, 0, width)
    with pymupdf.open(stream=data) as document:
        scale = width / document[0].rect.width
        plain = document[0].get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
    assert (image.width, image.height, image.stride % 4) == (plain.width, plain.height, 0)
    rows = (image.rgb[y * image.stride :][: image.width * 3] for y in range(image.height))
    assert b"".join(rows) == plain.samples


def test_at_night_light_is_dark_and_red_is_red(renderer):
    with pymupdf.open() as document:
        page = document.new_page()
        page.draw_rect(pymupdf.Rect(100, 100, 300, 300), color=(0.8, 0, 0), fill=(0.8, 0, 0))
        page.draw_rect(pymupdf.Rect(100, 400, 300, 600), color=(0, 0, 0), fill=(0, 0, 0))
        renderer.open(A, document.tobytes())
    paper, red, ink = (10, 10), (200, 200), (200, 500)

    def colours(tint: Tint) -> dict[tuple[int, int], tuple[int, ...]]:
        picture = _Picture()
        renderer.draw(A, Drawing(0, 595, tint=tint), picture.room)
        at = {(x, y): y * row_bytes(595) + 3 * x for x, y in (paper, red, ink)}
        return {place: tuple(picture.rgb[start : start + 3]) for place, start in at.items()}

    night = colours(Tint(is_night=True))
    assert max(night[paper]) < 10
    assert min(night[ink]) > 245
    assert night[red][0] > night[red][1] + 60
    assert night[red][0] > night[red][2] + 60
    assert colours(Tint(0xF6EBD2))[paper] == (0xF6, 0xEB, 0xD2)
    assert colours(Tint(0xF6EBD2))[ink] == (0, 0, 0)


def test_pictures_of_every_size_fit_the_canvas(renderer):
    """From a line to the largest, and small ones after large ones: nothing of the page before shows."""
    renderer.open(A, make_pdf(1))
    for width in (3_000, 1, 7, 640):
        image = renderer.render(A, 0, width)
        assert isinstance(image, PageImage)
        assert len(image.rgb) == image.stride * image.height
    assert image.rgb[:3] == b"\xff\xff\xff"


def test_a_bitmap_never_passes_its_limit(renderer):
    renderer.open(A, make_pdf(1))
    image = renderer.render(A, 0, 100_000)
    assert 0.9 < image.width * image.height / MAX_BITMAP_PIXELS < 1.001  # edges are rounded outwards


def test_a_look_says_what_kind_of_page_it_is(renderer):
    renderer.open(A, make_pdf(1, "Nghị quyết của Đại hội đại biểu Đảng bộ phường lần thứ nhất", head="MẬT"))
    assert renderer.look(A, 0).head_lines == ("MẬT",)
    assert not renderer.look(A, 0).is_picture
    with pymupdf.open() as paper:
        paper.new_page()
        paper.new_page().insert_image((0, 0, 595, 842), pixmap=pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 9, 9)))
        renderer.open(A, paper.tobytes())
    blank, scan = renderer.look(A, 0), renderer.look(A, 1)
    assert (blank.is_empty, blank.is_picture, scan.is_empty, scan.is_picture) == (True, False, False, True)


def test_a_document_is_filled_in_where_it_is_read(renderer):
    data = make_pdf(2)

    def fill(view):
        for start in range(0, len(data), 1000):
            view[start : start + 1000] = data[start : start + 1000]

    assert renderer.open_filled(A, len(data), fill).page_count == 2


def test_what_filling_raises_is_raised_on_and_nothing_stays_open(renderer):
    def fail(view):
        view[:3] = b"abc"
        raise FileChanged(file="x")

    for _ in range(3):
        with pytest.raises(FileChanged):
            renderer.open_filled(B, 1000, fail)
    with pytest.raises(DocumentNotOpen):
        renderer.render(B, 0, 100)


def test_a_spare_buffer_is_used_again_and_holds_nothing(renderer):
    renderer.warm_up()
    (spare,) = renderer._buffers._spare
    for _ in range(2):
        renderer.open(A, make_pdf(1))
        assert renderer._buffers._spare == []
        renderer.open(B, make_pdf(2))
        assert renderer.render(A, 0, 100).width == 100
        renderer.close(A)
        assert renderer._buffers._spare == [spare]
        assert not any(spare.view[: 1 << 20])
        renderer.close(B)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NotAPdf),
        (b"<html><body>%</body></html>", NotAPdf),
        (b"\x89PNG\r\n\x1a\n", NotAPdf),
        (b"%PDF-1.7\nnothing more", PdfDamaged),
        (NO_PAGES, PdfNoPages),
    ],
)
def test_what_cannot_be_shown_says_why(renderer, data, error):
    with pytest.raises(error):
        renderer.open(A, data)


def test_a_truncated_pdf_is_damaged_or_known_as_repaired(renderer):
    data = make_pdf(5)
    for part in (0.2, 0.5, 0.8):
        try:
            info = renderer.open(A, data[: int(len(data) * part)])
        except (PdfDamaged, PdfNoPages):
            continue
        assert info.was_repaired


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_password_counts_in_both_spellings(renderer, form):
    data = make_pdf(1, password=unicodedata.normalize(form, "mật khẩu"))
    with pytest.raises(PdfEncrypted):
        renderer.open(A, data)
    with pytest.raises(PdfEncrypted):
        renderer.open(A, data, "sai")
    assert renderer.open(A, data, "mật khẩu").page_count == 1


def test_too_large_is_refused_before_a_byte_is_read(renderer):
    with pytest.raises(PdfTooLarge):
        renderer.open_filled(A, MAX_PDF_BYTES + 1, lambda _view: pytest.fail("read"))


def test_a_closed_document_has_no_pages(renderer):
    renderer.open(A, make_pdf())
    renderer.close(A)
    with pytest.raises(DocumentNotOpen):
        renderer.render(A, 0, 100)


def test_a_page_that_is_not_there_is_a_failure_and_not_an_exception(renderer):
    renderer.open(A, make_pdf(1))
    failure = renderer.render(A, 7, 100)
    assert isinstance(failure, PageFailure)
    assert isinstance(failure.error, PageBroken)


def test_a_killed_worker_costs_nothing_but_time(renderer):
    renderer.open(A, make_pdf(2))
    first = renderer.render(A, 0, 300)
    worker = worker_of(renderer)
    worker.kill()
    worker.wait(10)
    assert renderer.render(A, 0, 300) == first


def test_shutdown_ends_the_process_and_a_page_being_drawn(shared_data):
    renderer = PageRenderer(page_deadline_s=60)
    renderer.open(A, (shared_data / "docs/hostile/x_xobject_laughs_9x10.pdf").read_bytes())
    worker = worker_of(renderer)
    ended = []

    def draw():
        try:
            renderer.render(A, 0, 800)
        except RendererStopped as error:
            ended.append(error)

    thread = threading.Thread(target=draw)
    thread.start()
    renderer.shutdown(5)
    thread.join(10)
    assert not thread.is_alive()
    assert not worker.is_running()
    assert len(ended) == 1
    with pytest.raises(RendererStopped):
        renderer.open(A, make_pdf())


def test_pages_that_hang_cost_one_page_each_and_reading_goes_on(shared_data):
    hostile = shared_data / "docs" / "hostile"
    renderer = PageRenderer(page_deadline_s=0.4)
    try:
        renderer.open(A, make_pdf(2))
        document_id = uuid4()
        renderer.open(document_id, (hostile / "x_xobject_laughs_9x10.pdf").read_bytes())
        for _ in range(3):  # the third is answered from memory
            failure = renderer.render(document_id, 0, 800)
            assert isinstance(failure, PageFailure)
            assert isinstance(failure.error, PageTimedOut)
        renderer.close(document_id)
        assert isinstance(renderer.render(A, 0, 300), PageImage)
    finally:
        renderer.shutdown(5)


def test_a_page_that_eats_memory_is_stopped(shared_data):
    fresh = PageRenderer()  # whose canvas no large page has made larger
    try:
        fresh.open(A, make_pdf(1))
        fresh.render(A, 0, 100)
        idle_bytes = worker_of(fresh).memory_info().rss
    finally:
        fresh.shutdown(5)
    frugal = PageRenderer(page_deadline_s=30, memory_limit_bytes=idle_bytes + (48 << 20))
    try:
        # A JPEG 2000 picture that takes 150 MB to decode.
        frugal.open(A, (shared_data / "docs/hostile/format-c__balloon_a1b_jp2k.pdf").read_bytes())
        failure = frugal.render(A, 0, 800)
        assert isinstance(failure, PageFailure)
        assert isinstance(failure.error, PageTooHungry)
        assert frugal.open(A, make_pdf(1)).page_count == 1
    finally:
        frugal.shutdown(5)


@pytest.mark.parametrize(
    ("name", "password"), [("x_enc_aes256_user", "matkhau"), ("x_enc_rc4_40_user", "1234")]
)
def test_passwords_of_other_programs_open(renderer, shared_data, name, password):
    data = (shared_data / "docs" / "hostile" / f"{name}.pdf").read_bytes()
    assert renderer.open(A, data, password).page_count >= 1


def test_every_real_paper_opens_and_shows_its_first_page(renderer, shared_data):
    papers = sorted((shared_data / "docs" / "real").glob("*.pdf"))
    assert papers
    for path in papers:
        info = renderer.open(A, path.read_bytes())
        assert info.page_count >= 1, path.name
        assert isinstance(renderer.render(A, 0, 640), PageImage), path.name


def test_word_files_are_not_taken_for_pdfs(renderer, shared_data):
    for path in (shared_data / "docs" / "real").glob("*.doc*"):
        with pytest.raises(NotAPdf):
            renderer.open(A, path.read_bytes())


@pytest.mark.parametrize("name", ["nd_47_mat_chu_H.pdf", "luat_51_qh15.pdf"])
def test_pages_read_one_after_another_say_the_same_as_in_any_order(renderer, shared_data, name):
    """Reading on, a page's flow comes together with a look at the page two ahead."""
    data = (shared_data / "docs" / "real" / name).read_bytes()
    pages = range(renderer.open(A, data).page_count)
    onwards = [renderer.flow(A, index) for index in pages]
    looks = [renderer.look(A, index) for index in pages]
    renderer.open(A, data)
    backwards = {index: renderer.flow(A, index) for index in reversed(pages)}
    assert [backwards[index] for index in pages] == onwards
    assert [renderer.look(A, index) for index in pages] == looks
