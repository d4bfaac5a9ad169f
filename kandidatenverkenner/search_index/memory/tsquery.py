"""A text query of PostgreSQL, read back as a question about sets of attributes.

The text of a profile is nothing but the names of its attributes, so who has a word, has one of the
attributes with that word in the name. PostgreSQL cuts the words and their stems (Python's Dutch
stemmer differs); here its answer, as `'kassa' & !'raam' | 'win':*`, is worked out. A phrase asks
for the place of words, and that is not known here.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar


DEEL = re.compile(r"\s*(?:'((?:[^'\\]|''|\\.)*)'(:\*?[A-D]*\*?)?|([&|!()])|(.))")


Verzameling = TypeVar("Verzameling")


class FraseError(ValueError):
    """A query that asks for words in a certain order."""


@dataclass(frozen=True, slots=True)
class Term:
    """A lexeme, or the beginning of one."""

    tekst: str
    is_begin: bool


def lees(tsquery: str) -> list[Term | str]:
    """The query in reverse Polish order: words, and the operators `!`, `&` and `|`.

    Raises FraseError for a phrase.
    """
    uit: list[Term | str] = []
    wachtend: list[str] = []
    sterkte = {"!": 3, "&": 2, "|": 1}
    for woord, achter, teken, vreemd in DEEL.findall(tsquery.strip()):
        if vreemd:
            raise FraseError(tsquery)
        if not teken:
            tekst = re.sub(r"\\(.)", r"\1", woord.replace("''", "'"))
            uit.append(Term(tekst, "*" in achter))
        elif teken == "(":
            wachtend.append(teken)
        elif teken == ")":
            while wachtend[-1] != "(":
                uit.append(wachtend.pop())
            wachtend.pop()
        else:
            while teken != "!" and wachtend and sterkte.get(wachtend[-1], 0) >= sterkte[teken]:
                uit.append(wachtend.pop())
            wachtend.append(teken)
    return uit + wachtend[::-1]


def werk_uit(
    vraag: Iterable[Term | str],
    van_woord: Callable[[Term], Verzameling],
    bewerking: Mapping[str, Callable[..., Verzameling]],
) -> Verzameling:
    """The set that answers the query, given that of a word and what the operators do."""
    stapel: list[Verzameling] = []
    for deel in vraag:
        if isinstance(deel, Term):
            stapel.append(van_woord(deel))
        elif deel == "!":
            stapel.append(bewerking["!"](stapel.pop()))
        else:
            rechts, links = stapel.pop(), stapel.pop()
            stapel.append(bewerking[deel](links, rechts))
    return stapel.pop()
