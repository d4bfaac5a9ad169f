"""A text query of PostgreSQL, parsed into an expression over sets of attributes.

The text of a profile consists of the names of its attributes. So a profile has a word when it has
an attribute with that word in its name. PostgreSQL splits the words and stems them (the Dutch
stemmers for Python differ from it). This module parses its answer, such as
`'kassa' & !'raam' | 'win':*`, and evaluates it. A phrase depends on the order of words, and the
index does not know that order.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar


TOKEN = re.compile(r"\s*(?:'((?:[^'\\]|''|\\.)*)'(:\*?[A-D]*\*?)?|([&|!()])|(.))")


T = TypeVar("T")


class PhraseError(ValueError):
    """The query is a phrase: it asks for words in a certain order."""


@dataclass(frozen=True, slots=True)
class Term:
    """A lexeme, or the first letters of one."""

    text: str
    is_prefix: bool


def parse(tsquery: str) -> list[Term | str]:
    """The query in reverse Polish notation: terms, and the operators `!`, `&` and `|`.

    Raises PhraseError for a phrase.
    """
    output: list[Term | str] = []
    pending: list[str] = []
    precedence = {"!": 3, "&": 2, "|": 1}
    for word, suffix, operator, unknown in TOKEN.findall(tsquery.strip()):
        if unknown:
            raise PhraseError(tsquery)
        if not operator:
            text = re.sub(r"\\(.)", r"\1", word.replace("''", "'"))
            output.append(Term(text, "*" in suffix))
        elif operator == "(":
            pending.append(operator)
        elif operator == ")":
            while pending[-1] != "(":
                output.append(pending.pop())
            pending.pop()
        else:
            while (
                operator != "!"
                and pending
                and precedence.get(pending[-1], 0) >= precedence[operator]
            ):
                output.append(pending.pop())
            pending.append(operator)
    return output + pending[::-1]


def evaluate(
    query: Iterable[Term | str],
    of_term: Callable[[Term], T],
    operators: Mapping[str, Callable[..., T]],
) -> T:
    """The set that answers the query; `of_term` gives the set of one term."""
    stack: list[T] = []
    for part in query:
        if isinstance(part, Term):
            stack.append(of_term(part))
        elif part == "!":
            stack.append(operators["!"](stack.pop()))
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(operators[part](left, right))
    return stack.pop()
