"""One slip of the pen in a word is forgiven, when the word as it stands finds nobody."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import extract


KORTSTE = 5  # letters; in a shorter word one letter makes another word
DEEL = re.compile(r'"[^"]*"?|\S+')
WOORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Zoekterm:
    """What is searched for, and which words were read as another word."""

    tekst: str
    vervangen: Mapping[str, str]


def woorden_in(namen: Iterable[str]) -> frozenset[str]:
    """All words of some names, in lower case."""
    return frozenset(woord for naam in namen for woord in WOORD.findall(naam.lower()))


def lees_zoekterm(
    getypt: str, bekend: Collection[str], onbekend: Callable[[list[str]], set[str]]
) -> Zoekterm:
    """The words as they were meant, given the words of everything that can be found.

    `onbekend` says which of some words nobody has. What stands in quotes is left as it is.
    """
    delen = DEEL.findall(getypt)
    vragen = {
        woord for deel in delen if (woord := _woord(deel)) is not None and woord not in bekend
    }
    # The last word may be unfinished: it finds whatever begins with it.
    if delen and (laatste := _woord(delen[-1])) in vragen:
        vragen -= {laatste for woord in bekend if woord.startswith(laatste)}
    vervangen: dict[str, str] = {}
    for woord in sorted(onbekend(sorted(vragen))) if vragen else ():
        if beter := _verbeter(woord, bekend):
            vervangen[woord] = beter
    tekst = " ".join(_vervang(deel, vervangen) for deel in delen)
    return Zoekterm(tekst, vervangen)


def _woord(deel: str) -> str | None:
    """The word that may be mended, of a part of what was typed."""
    woord = deel.removeprefix("-").lower()
    return woord if len(woord) >= KORTSTE and WOORD.fullmatch(woord) else None


def _verbeter(woord: str, bekend: Iterable[str]) -> str | None:
    """The known word that is one letter away: too many, too few, other, or two swapped."""
    gevonden = extract(
        woord,
        bekend,
        scorer=OSA.distance,  # type: ignore[arg-type] # its stubs do not fit each other
        score_cutoff=1,
        limit=None,
    )
    dichtbij = [ander for ander, letters, _ in gevonden if letters and len(ander) >= KORTSTE - 1]
    return max(
        dichtbij, key=lambda ander: (JaroWinkler.similarity(woord, ander), ander), default=None
    )


def _vervang(deel: str, vervangen: Mapping[str, str]) -> str:
    beter = vervangen.get(_woord(deel) or "")
    return ("-" if deel.startswith("-") else "") + beter if beter else deel
