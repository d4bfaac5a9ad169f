"""Corrects one typing error in a word that finds nobody as it stands."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import extract


KORTSTE = 5  # letters; in a shorter word one other letter makes a different word
DEEL = re.compile(r'"[^"]*"?|\S+')
WOORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Zoekterm:
    """A corrected search term, and the words that were replaced."""

    tekst: str
    vervangen: Mapping[str, str]


def words_in(namen: Iterable[str]) -> frozenset[str]:
    """All words in these names, in lower case."""
    return frozenset(woord for naam in namen for woord in WOORD.findall(naam.lower()))


def correct_spelling(
    getypt: str, bekend: Collection[str], onbekend: Callable[[list[str]], set[str]]
) -> Zoekterm:
    """The search term with its spelling corrected to the words in `bekend`.

    `onbekend` says which of these words no profile contains. Quoted text stays as it is.
    """
    delen = DEEL.findall(getypt)
    vragen = {
        woord for deel in delen if (woord := _woord(deel)) is not None and woord not in bekend
    }
    # The last word may be unfinished: then it finds all words that begin with it.
    if delen and (laatste := _woord(delen[-1])) in vragen:
        vragen -= {laatste for woord in bekend if woord.startswith(laatste)}
    vervangen: dict[str, str] = {}
    for woord in sorted(onbekend(sorted(vragen))) if vragen else ():
        if beter := _verbeter(woord, bekend):
            vervangen[woord] = beter
    tekst = " ".join(_vervang(deel, vervangen) for deel in delen)
    return Zoekterm(tekst, vervangen)


def _woord(deel: str) -> str | None:
    """The word in a part of the search term, if it may be corrected."""
    woord = deel.removeprefix("-").lower()
    return woord if len(woord) >= KORTSTE and WOORD.fullmatch(woord) else None


def _verbeter(woord: str, bekend: Iterable[str]) -> str | None:
    """The nearest known word with one letter more, fewer, different, or swapped."""
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
