"""Which tags a template may have: its syntax tree, walked with the fields that are in reach."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import nodes
from lxml import etree  # type: ignore[import-untyped]

from app.minutes.errors import TemplateFieldUnknown, TemplateTagWrong
from app.minutes.template_fields import FIELDS

_FILTERS = frozenset({"upper", "lower", "trim", "capitalize", "title", "length"})
_LOOP = {"index": "", "first": "", "last": "", "length": ""}
_TAG = re.compile(r"<[^>]+>")
_SNIPPET_CHARS = 80

_WHOLE_TAG = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}%]*%\}|\{#[^{}#]*#\}")
_TAG_EDGE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Scope = Mapping[str, Any]


def check_closed(name: str, tree: etree._Element) -> None:
    """Every tag begins and ends in one paragraph. Looked at first: one that does not makes docxtpl's patterns
    search for minutes. Raises `TemplateTagWrong`."""
    paragraphs = tree.iter(f"{_WORDS}p")
    texts = ["".join(one.text or "" for one in found.iter(f"{_WORDS}t")) for found in paragraphs]
    texts += [value for element in tree.iter() for value in element.attrib.values()]
    for text in texts:
        if _TAG_EDGE.search(_WHOLE_TAG.sub("", text)):
            raise TemplateTagWrong(name=name, tag=" ".join(text.split())[:_SNIPPET_CHARS])


def check_tags(name: str, source: str, tree: nodes.Template) -> None:
    """Raise `TemplateFieldUnknown` or `TemplateTagWrong` for what is no field, loop or condition."""
    _Walk(name, source).body(tree.body, FIELDS, frozenset())


def snippet(source: str, line: int | None) -> str:
    """The paragraph around a line of a template's XML, as its writer sees it; "…" where none is known."""
    lines = source.splitlines()
    text = _TAG.sub("", lines[line - 1]) if line and line <= len(lines) else "…"
    return " ".join(text.split())[:_SNIPPET_CHARS]


class _Walk:
    """`within`: names of the loops' variables; a loop inside a loop may go only over what belongs to one of
    them, so that loops cannot multiply each other."""

    def __init__(self, name: str, source: str) -> None:
        self._name = name
        self._source = source

    def body(self, found: list[nodes.Node], scope: Scope, within: frozenset[str]) -> None:
        for node in found:
            if isinstance(node, nodes.Output):
                for one in node.nodes:
                    if not isinstance(one, nodes.TemplateData):
                        self._text(one, scope)
            elif isinstance(node, nodes.If):
                self._value(node.test, scope)
                self.body([*node.body, *node.elif_, *node.else_], scope, within)
            elif isinstance(node, nodes.For):
                self._loop(node, scope, within)
            else:
                raise self._wrong(node)

    def _loop(self, node: nodes.For, scope: Scope, within: frozenset[str]) -> None:
        if node.test is not None or node.recursive or not isinstance(node.target, nodes.Name):
            raise self._wrong(node)
        rows = self._value(node.iter, scope)
        if not isinstance(rows, list) or (within and _root(node.iter) not in within):
            raise self._wrong(node)
        variable = node.target.name
        inner = {**scope, variable: rows[0], "loop": _LOOP}
        self.body(node.body, inner, within | {variable})
        self.body(node.else_, scope, within)

    def _text(self, node: nodes.Node, scope: Scope) -> None:
        if not isinstance(self._value(node, scope), str):
            raise self._wrong(node)

    def _value(self, node: nodes.Node, scope: Scope) -> Any:
        """What an expression stands for: "" a text, a list, or a record."""
        if isinstance(node, nodes.Name):
            return self._field(scope, node.name, node.name)
        if isinstance(node, nodes.Getattr):
            record = self._value(node.node, scope)
            if not isinstance(record, Mapping):
                raise TemplateFieldUnknown(name=self._name, field=_dotted(node))
            return self._field(record, node.attr, _dotted(node))
        if isinstance(node, nodes.Const) and isinstance(node.value, (str, int, bool)):
            return ""
        if isinstance(node, nodes.Filter) and node.node is not None:
            if node.name not in _FILTERS or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
                raise self._wrong(node)
            self._value(node.node, scope)
            return ""
        for part in self._parts(node):
            self._value(part, scope)
        return ""

    def _parts(self, node: nodes.Node) -> list[nodes.Node]:
        if isinstance(node, nodes.Not):
            return [node.node]
        if isinstance(node, (nodes.And, nodes.Or)):
            return [node.left, node.right]
        if isinstance(node, nodes.Compare):
            return [node.expr, *(operand.expr for operand in node.ops)]
        if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
            return [node.test, node.expr1, node.expr2]
        raise self._wrong(node)

    def _field(self, scope: Scope, field: str, dotted: str) -> Any:
        if field in scope:
            return scope[field]
        if field.isupper() and scope.get(field.lower()) == "":
            return ""
        raise TemplateFieldUnknown(name=self._name, field=dotted)

    def _wrong(self, node: nodes.Node) -> TemplateTagWrong:
        return TemplateTagWrong(name=self._name, tag=snippet(self._source, node.lineno))


def _root(node: nodes.Node) -> str:
    while isinstance(node, nodes.Getattr):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"
