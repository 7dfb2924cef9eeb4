"""A secretary's own Word template: checked before it is kept, then filled in by docxtpl.

A template is somebody's file, hostile until checked. What it may hold is listed here, not what it may not:
fields, loops over the lists that minutes have, conditions on fields. So no template can call anything, and
none can run longer than its text is long.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree  # type: ignore[import-untyped]

from app.minutes.draft import MinutesDraft
from app.minutes.errors import TemplateTagWrong, TemplateTornApart, TemplateUnreadable
from app.minutes.export import MinutesPaper
from app.minutes.template_example import example
from app.minutes.template_fields import values_of
from app.minutes.template_file import harmless
from app.minutes.template_tags import check_tags, snippet

_BREAKS_ON = (
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RecursionError,
    TemplateSyntaxError,
    etree.LxmlError,
    OpcError,
    PythonDocxError,
)
"""What the libraries raise on a Word file that is none inside; their own trees have no common root."""


@dataclass(frozen=True, slots=True, repr=False)
class CheckedTemplate:
    """A template that was filled in once already. `content` has no macro and no link to elsewhere."""

    name: str
    content: bytes


def check_template(name: str, content: bytes) -> CheckedTemplate:
    """Look through the file and fill it in with an example. Raises `TemplateError`s that name the tag."""
    template = CheckedTemplate(name, harmless(name, content))
    fill_template(template, *example())
    return template


def fill_template(template: CheckedTemplate, draft: MinutesDraft, paper: MinutesPaper) -> bytes:
    """The minutes in the template's layout, as a Word file. Raises `TemplateError`s."""
    try:
        document = _Document(template.name, template.content)
        document.render(values_of(draft, paper), _Environment(template.name), autoescape=True)
    except _BREAKS_ON as error:
        raise TemplateUnreadable(name=template.name) from error
    facts = document.docx.core_properties
    facts.title, facts.author = paper.head.abstract, paper.head.issuing_body
    out = BytesIO()
    document.save(out)
    return out.getvalue()


class _Environment(ImmutableSandboxedEnvironment):
    """Every piece of a template (text, headers, footnotes, properties) passes `_parse` before it can run."""

    def __init__(self, name: str) -> None:
        super().__init__(autoescape=True)
        self._file_name = name
        self.globals.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> Any:
        try:
            tree = super()._parse(source, name, filename)
        except TemplateSyntaxError as error:
            raise TemplateTagWrong(name=self._file_name, tag=snippet(source, error.lineno)) from error
        check_tags(self._file_name, source, tree)
        return tree


class _Document(DocxTemplate):  # type: ignore[misc]
    """Refuses what docxtpl would mend in silence: text lost where a loop tears paragraphs apart."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(BytesIO(content))
        self._file_name = name

    def fix_tables(self, xml: str) -> Any:
        try:
            etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise TemplateTornApart(name=self._file_name) from error
        return super().fix_tables(xml)
