"""HTML stands in templates: no Python of the product holds any, but for what an ADR names."""

import ast
import re
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parent.parent.parent.parent
ADR = ROOT / "docs" / "adr" / "0027-markup-in-templates.md"
# A whole tag, one that is closed, or one that has an attribute.
TAG = re.compile(r"</?[a-z][a-z0-9]*(\s[^<>]*)?/?>|<[a-z][a-z0-9]*\s+[a-z-]+=|</[a-z]")


def markup(source):
    """The strings with tags in a module, without docstrings."""
    tree = ast.parse(source)
    with_docstring = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, with_docstring) and ast.get_docstring(node)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node not in docstrings
        and TAG.search(node.value)
    ]


def test_python_holds_html_only_where_the_decision_says():
    modules = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for package in ("config", "kandidatenverkenner", "simulatie", "sonar")
        for path in (ROOT / package).rglob("*.py")
    }
    decision = ADR.read_text(encoding="utf-8")
    exceptions = set(re.findall(r"^- `([\w/]+\.py)`", decision, flags=re.MULTILINE))

    found = {path for path, source in modules.items() if markup(source)}

    assert len(modules) > 300
    assert found == exceptions


@pytest.mark.parametrize(
    "source",
    [
        "x = '<li>'",
        "x = f'<a href=\"{y}\">'",
        "x = '<br/>'",
        "x = 'niets</p>'",
        "def f():\n    return '<option value=\"{}\">'",
    ],
)
def test_a_tag_is_seen(source):
    assert markup(source)


@pytest.mark.parametrize(
    "source",
    ['"""A docstring with <b>."""', "x = 'a < b > c'", "x = '%s <%s>'", "x = '<str:nummer>'"],
)
def test_what_is_no_tag_is_left_alone(source):
    assert not markup(source)
