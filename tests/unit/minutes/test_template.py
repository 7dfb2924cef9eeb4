"""A secretary's Word template: filled in like the minutes' own layout; refused with the tag that is wrong."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.minutes.builder import build_draft
from app.minutes.errors import (
    MinutesError,
    TemplateFieldUnknown,
    TemplateTagWrong,
    TemplateTooLarge,
    TemplateTornApart,
    TemplateUnreadable,
    TemplateUnsafe,
)
from app.minutes.export import minutes_paper, to_docx
from app.minutes.template import CheckedTemplate, check_template, fill_template
from app.minutes.template_fields import FIELDS, values_of
from app.minutes.template_make import make_template
from app.paper.layout import load_profiles
from tests.unit.minutes.congress import small_congress


@pytest.fixture(scope="module")
def profiles(project_root):
    return load_profiles(project_root / "assets" / "minutes" / "profiles.toml")


@pytest.fixture(scope="module")
def draft():
    return build_draft(*small_congress())


def words(content: bytes) -> list[str]:
    """Every paragraph that has text, in tables too, in the order of the paper."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    paragraphs = ("".join(re.findall(r"<w:t[ >][^<]*|<w:t>[^<]*", one)) for one in xml.split("</w:p>"))
    texts = (re.sub(r"<[^>]*>?", "", one).strip() for one in paragraphs)
    return [text for text in texts if text]


def head_lines(content: bytes) -> list[str]:
    """Every line of the left column at the top, empty ones too."""
    (row,) = docx.Document(io.BytesIO(content)).tables[0].rows
    return [paragraph.text for paragraph in row.cells[0].paragraphs]


def with_paragraphs(*texts: str) -> bytes:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_parts(content: bytes, **parts: tuple[str, str]) -> bytes:
    """The file with texts replaced inside its parts, or parts added. `parts`: (name, old -> new by "=>")."""
    out = io.BytesIO()
    changes = dict(parts.values())
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as changed:
        for name in archive.namelist():
            data = archive.read(name).decode("utf-8", "surrogateescape")
            if name in changes:
                old, new = changes.pop(name).split("=>")
                assert old in data, name
                data = data.replace(old, new)
            changed.writestr(name, data.encode("utf-8", "surrogateescape"))
        for name, text in changes.items():
            changed.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("name", ["HD05", "HD36", "ND30"])
@pytest.mark.parametrize("is_approved", [True, False])
def test_template_and_own_layout_say_the_same(draft, profiles, name, is_approved):
    layout = profiles[name]
    paper = minutes_paper(draft, layout, is_approved=is_approved)
    template = check_template("mau.docx", make_template(layout))
    filled = fill_template(template, draft, paper)
    own = to_docx(paper, layout)
    assert words(filled) == words(own)
    assert head_lines(filled) == head_lines(own), "no empty line where the draft mark would stand"
    assert docx.Document(io.BytesIO(filled)).core_properties.title.startswith("Đại hội")


def test_values_are_exactly_the_fields(draft, profiles):
    paper = minutes_paper(draft, profiles["HD05"], is_approved=False)

    def same_shape(value, fields) -> None:
        if isinstance(fields, dict):
            texts = {name.upper() for name, inner in fields.items() if inner == ""}
            assert set(value) == set(fields) | texts
            for name, inner in fields.items():
                same_shape(value[name], inner)
        elif isinstance(fields, list):
            for one in value:
                same_shape(one, fields[0])
        else:
            assert isinstance(value, str)

    same_shape(values_of(draft, paper), FIELDS)


def test_the_guides_name_every_field(project_root):
    names = set()

    def gather(fields) -> None:
        for name, inner in fields.items():
            names.add(name)
            if isinstance(inner, list) and isinstance(inner[0], dict):
                gather(inner[0])

    gather(FIELDS)
    for guide in ("docs/huong-dan/mau-bien-ban.md", "docs/guide/minutes-template.md"):
        text = (project_root / guide).read_text(encoding="utf-8")
        assert [name for name in sorted(names) if f"`{name}`" not in text] == [], guide


def test_a_field_may_be_split_over_runs_as_word_does_it(draft, profiles):
    document = docx.Document()
    paragraph = document.add_paragraph("Số {{ s")
    paragraph.add_run("o }} & {{ TEN_DAI_HOI }}").bold = True
    out = io.BytesIO()
    document.save(out)
    template = check_template("mau.docx", out.getvalue())
    paper = minutes_paper(draft, profiles["HD05"], is_approved=True)
    filled = docx.Document(io.BytesIO(fill_template(template, draft, paper)))
    assert filled.paragraphs[0].text.startswith("Số 01 & ĐẠI HỘI ĐẠI BIỂU")


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        (["{{ ten_dai_hoii }}"], "ten_dai_hoii"),
        (["{%p for p in cac_phien %}", "{{ p.tenn }}", "{%p endfor %}"], "p.tenn"),
        (["{{ cac_phien.__class__ }}"], "cac_phien.__class__"),
        (["{{ ten_dai_hoi.__class__.__mro__ }}"], "ten_dai_hoi.__class__"),
        (["{{ self }}"], "self"),
    ],
)
def test_an_unknown_field_is_named(texts, field):
    with pytest.raises(TemplateFieldUnknown) as caught:
        check_template("mau.docx", with_paragraphs(*texts))
    assert caught.value.params == {"name": "mau.docx", "field": field}


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ten_dai_hoi",
        "{% for p in cac_phien %}",
        "{{ cac_phien }}",
        "{% for i in range(9999999999) %}x{% endfor %}",
        "{% for c in ten_dai_hoi %}x{% endfor %}",
        "{{ 'x' * 999999999 }}",
        "{{ ten_dai_hoi.format(1) }}",
        "{{ ten_dai_hoi|safe }}",
        "{{ ten_dai_hoi|center(999999999) }}",
        "{% include 'other' %}",
        "{% set a = 1 %}",
        "{% macro m() %}{% endmacro %}",
        "{% autoescape false %}{{ so }}{% endautoescape %}",
        "{% for a in cac_phien %}{% for b in cac_phien %}{% endfor %}{% endfor %}",
        "{{ cac_phien[0] }}",
    ],
)
def test_only_fields_loops_and_conditions_are_tags(tag):
    with pytest.raises(TemplateTagWrong) as caught:
        check_template("mau.docx", with_paragraphs("Trước", tag, "Sau"))
    assert caught.value.params["name"] == "mau.docx"


def test_the_tag_that_is_wrong_is_shown_as_it_was_written():
    with pytest.raises(TemplateTagWrong) as caught:
        check_template("mau.docx", with_paragraphs("Trước", "Ở đây {{ so|safe }} sai", "Sau"))
    assert caught.value.params["tag"] == "Ở đây {{ so|safe }} sai"


def test_headers_are_checked_too():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ la }}"
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(TemplateFieldUnknown):
        check_template("mau.docx", out.getvalue())


def test_a_loop_that_tears_paragraphs_apart_is_refused():
    torn = with_paragraphs("{%p for p in cac_phien %}", "{{ p.ten }} {% endfor %}")
    with pytest.raises(TemplateTornApart):
        check_template("mau.docx", torn)


RELATIONS = "word/_rels/document.xml.rels"


@pytest.mark.parametrize(
    "changes",
    [
        ("word/vbaProject.bin", "macro"),
        ("word/embeddings/oleObject1.bin", "object"),
        (RELATIONS, '</Relationships>=><Relationship Id="x" Type="t/image" '
                    'Target="http://example.org/a.png" TargetMode="External"/></Relationships>'),
        ("word/document.xml", "<w:body>=><w:body><w:p><w:r><w:instrText>DDEAUTO x</w:instrText></w:r></w:p>"),
        ("word/document.xml", '<w:body>=><w:body><w:p><w:fldSimple w:instr="INCLUDETEXT x"/></w:p>'),
        ("word/document.xml", "<w:document=><!DOCTYPE a [<!ENTITY b 'c'>]><w:document"),
        ("[Content_Types].xml", "wordprocessingml.document.main=>wordprocessingml.macroEnabled.main"),
        ("[Content_Types].xml", "wordprocessingml.document.main=>wordprocessingml.macro&#69;nabled.main"),
        (RELATIONS, '</Relationships>=><r:Relationship xmlns:r="http://schemas.openxmlformats.org/package/2006/'
                    'relationships" Id="x" Type="t/image" Target="//example.org/a" TargetMode=" External"/>'
                    "</Relationships>"),
        ("word/document.xml", "<w:body>=><w:body><w:p><w:r><w:instrText>PAGE</w:instrText>"
                              '<w:fldChar w:fldCharType="end"/><w:instrText>DD</w:instrText>'
                              "<w:instrText>EAUTO x</w:instrText></w:r></w:p>"),
        ("word/header9.foo", '<a xmlns:w="w"><w:instrText>INCLUDETEXT x</w:instrText></a>'),
    ],
)  # fmt: skip
def test_what_would_run_or_fetch_is_refused(changes):
    with pytest.raises(TemplateUnsafe) as caught:
        check_template("mau.docx", with_parts(with_paragraphs("{{ so }}"), one=changes))
    assert caught.value.params["part"] == changes[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7"])
def test_links_cannot_hide_in_another_encoding(encoding):
    relations = f"""<?xml version="1.0" encoding="{encoding}"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="x" Type="t/image" Target="http://example.org/a" TargetMode="External"/>
        </Relationships>"""
    out = io.BytesIO(with_paragraphs("{{ so }}"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/_rels/header1.xml.rels", relations.encode(encoding))
    with pytest.raises((TemplateUnreadable, TemplateUnsafe)):
        check_template("mau.docx", out.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_part_may_stand_twice_in_the_file():
    out = io.BytesIO(with_paragraphs("{{ so }}"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(TemplateUnreadable):
        check_template("mau.docx", out.getvalue())


def test_the_path_of_the_template_that_word_used_is_dropped():
    content = with_parts(
        with_paragraphs("{{ so }}"),
        rels=(
            "word/_rels/settings.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="http://x/attachedTemplate" '
            'Target="file:///C:/Users/thu-ky/Normal.dotm" TargetMode="External"/></Relationships>',
        ),
    )
    template = check_template("mau.docx", content)
    assert b"thu-ky" not in b"".join(
        zipfile.ZipFile(io.BytesIO(template.content)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(template.content)).namelist()
    )


def test_files_that_are_no_templates(tmp_path):
    for content in (b"", b"%PDF-1.7", b"PK\x03\x04 torn"):
        with pytest.raises(TemplateUnreadable):
            check_template("mau.docx", content)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(TemplateUnreadable):
        check_template("mau.docx", out.getvalue())
    with pytest.raises(TemplateTooLarge):
        check_template("mau.docx", bytes(6 * 1024 * 1024))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(60 * 1024 * 1024))
    with pytest.raises(TemplateTooLarge):
        check_template("mau.docx", bomb.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")  # zipfile, of a file whose relations are torn
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False), part=st.integers(0, 30), cuts=st.integers(1, 4))
def test_a_broken_file_is_refused_with_a_reason(profiles, chance, part, cuts):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(make_template(profiles["HD05"]))) as archive,
        zipfile.ZipFile(out, "w") as torn,
    ):
        for number, name in enumerate(archive.namelist()):
            data = bytearray(archive.read(name))
            for _ in range(cuts if number == part % len(archive.namelist()) else 0):
                at = chance.randrange(len(data))
                data[at : at + chance.randrange(1, 40)] = chance.choice(
                    [b"", b"<", b"{{", b"%}", b"\xff", b"&"]
                )
            torn.writestr(name, bytes(data))
    with contextlib.suppress(MinutesError):
        check_template("mau.docx", out.getvalue())


def test_a_template_says_nothing_about_what_is_in_it():
    assert "PK" not in repr(CheckedTemplate("mau.docx", b"PK"))
