"""Small changes to a source, each of which makes the program do something else.

A change is a piece of the text and what comes in its place, so that everything around it stays to
the letter. What only changes a message, a docstring or an annotation is not drawn.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


COMPARISONS = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
# Calls in which each keyword narrows down whom the call is about.
NARROWING = {"filter", "exclude", "get", "Q", "update", "get_or_create", "update_or_create"}
SQL_WORDS = [
    (r" AND ", " OR "), (r" OR ", " AND "), (r"\bNOT EXISTS\b", "EXISTS"),
    (r"\bIS NOT NULL\b", "IS NULL"), (r"\bIS NULL\b", "IS NOT NULL"),
    (r"\bIS DISTINCT FROM\b", "IS NOT DISTINCT FROM"), (r"\bUNION ALL\b", "UNION"),
    (r" <= ", " < "), (r" < ", " <= "), (r" >= ", " > "), (r" > ", " >= "), (r" <> ", " = "),
    (r"\bLEFT JOIN\b", "JOIN"), (r"\bDESC\b", "ASC"), (r"\bmin\(", "max("), (r"\bmax\(", "min("),
    (r"\bWHERE [\w.]+ = (OLD|NEW|[a-z]+)\.\w+", "WHERE true"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """In this file, from here to there (offsets), this instead."""

    path: Path
    start: int
    end: int
    instead: str

    def apply(self, text: str) -> str:
        """The text of the file after the change."""
        return text[: self.start] + self.instead + text[self.end :]

    def describe(self, text: str) -> str:
        """The line, before and after."""
        line = text.count("\n", 0, self.start)
        before = text.split("\n")[line].strip()
        after = self.apply(text).split("\n")[line].strip()
        return f"{before}  ->  {after}"

    def line(self, text: str) -> int:
        """The number of the line, from 1."""
        return text.count("\n", 0, self.start) + 1


def changes(path: Path) -> list[Change]:
    """Every change that can be made to this file, in the order of the text."""
    text = path.read_text(encoding="utf-8")
    found = set(_in_sql(path, text) if path.suffix == ".sql" else _in_python(path, text))
    return sorted(found, key=lambda change: (change.start, change.end, change.instead))


def _in_sql(path: Path, text: str) -> Iterator[Change]:
    for line in re.finditer(r"^.*$", text, re.MULTILINE):
        code = line[0].split("--")[0]
        if "RAISE" in code:
            continue
        for pattern, instead in SQL_WORDS:
            for word in re.finditer(pattern, code):
                start = line.start() + word.start()
                yield Change(path, start, start + len(word[0]), instead)


def _in_python(path: Path, text: str) -> Iterator[Change]:
    tree = ast.parse(text)
    source = Source(text)
    for node in _code(tree):
        for begin, end, instead in OPERATORS.get(type(node), _nothing)(source, node):
            change = Change(path, begin, end, instead)
            if _is_python(change.apply(text)):
                yield change


def _is_python(text: str) -> bool:
    """Whether it can be read: what cannot would be noticed by anything."""
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


class Source:
    """A text, and where the nodes of its tree stand in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._bytes = text.encode()
        self._starts = [0]
        for line in self._bytes.split(b"\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Begin and end in characters: `ast` counts lines and bytes."""
        begin = self._starts[node.lineno - 1] + node.col_offset
        end = self._starts[node.end_lineno - 1] + node.end_col_offset
        return len(self._bytes[:begin].decode()), len(self._bytes[:end].decode())

    def of(self, node: ast.AST) -> str:
        """The text of a node."""
        return self.text[slice(*self.span(node))]


Edit = tuple[int, int, str]


def _nothing(_source: Source, _node: ast.AST) -> list[Edit]:
    return []


def _comparison(source: Source, node: ast.Compare) -> list[Edit]:
    if len(node.ops) > 1:
        return []
    begin, end = source.span(node.left)[1], source.span(node.comparators[0])[0]
    return [(begin, end, f" {COMPARISONS[type(node.ops[0])]} ")]


def _logic(source: Source, node: ast.BoolOp) -> list[Edit]:
    other = "or" if isinstance(node.op, ast.And) else "and"
    return [(source.span(node.values[0])[1], source.span(node.values[1])[0], f" {other} ")]


def _negation(source: Source, node: ast.UnaryOp) -> list[Edit]:
    if not isinstance(node.op, ast.Not):
        return []
    return [(*source.span(node), source.of(node.operand))]


def _constant(source: Source, node: ast.Constant) -> list[Edit]:
    if isinstance(node.value, bool):
        return [(*source.span(node), str(not node.value))]
    if isinstance(node.value, int):
        return [(*source.span(node), str(node.value + 1))]
    return []


def _condition(source: Source, node: ast.If | ast.IfExp | ast.While) -> list[Edit]:
    if isinstance(node.test, ast.Compare | ast.UnaryOp):
        return []  # these have changes of their own
    return [(*source.span(node.test), f"not ({source.of(node.test)})")]


def _statement(source: Source, node: ast.Expr) -> list[Edit]:
    return [(*source.span(node), "None")] if isinstance(node.value, ast.Call) else []


def _narrowing(source: Source, node: ast.Call) -> list[Edit]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name not in NARROWING or len(node.keywords) + len(node.args) < 2:
        return []
    edits = []
    for keyword in node.keywords:
        begin, end = source.span(keyword)
        comma = re.match(r",?", source.text[end:])
        edits.append((begin, end + len(comma[0]), ""))
    return edits


OPERATORS: dict[type[ast.AST], Callable[..., list[Edit]]] = {
    ast.Compare: _comparison, ast.BoolOp: _logic, ast.UnaryOp: _negation,
    ast.Constant: _constant, ast.If: _condition, ast.IfExp: _condition, ast.While: _condition,
    ast.Expr: _statement, ast.Call: _narrowing,
}  # fmt: skip


def _code(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but annotations, messages, and the classes of the framework that only declare."""
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.Raise | ast.JoinedStr):
                continue
            if isinstance(child, ast.ClassDef) and child.name == "Meta":
                continue
            if isinstance(child, ast.keyword) and child.arg == "strict":
                continue  # of zip(): says that both are as long, and changes nothing
            yield child
            yield from _code(child)
