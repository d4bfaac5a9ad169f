"""The clients who fit a vacature: ranked, each with what fits and what is missing. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field


# What a match is worth. A required skill weighs most; a client without it ranks lower, and stays.
PUNTEN = {"vereist": 10, "taaksoort": 4, "gewenst": 3, "sector": 3, "uren": 5, "opleiding": 3}


@dataclass(frozen=True, slots=True)
class Wens:
    """What a vacature asks: codes, and hours a week."""

    vereist: frozenset[str]
    gewenst: frozenset[str]
    taaksoorten: frozenset[str]
    sectoren: frozenset[str]
    uren_min: int
    uren_max: int
    opleidingsniveau: str


@dataclass(frozen=True, slots=True)
class Aanbod:
    """What a client offers: the same."""

    persoon: int
    vaardigheden: frozenset[str]
    taaksoorten: frozenset[str]
    sectoren: frozenset[str]
    uren_min: int
    uren_max: int
    opleidingsniveaus: frozenset[str]  # those that have a height


@dataclass(frozen=True, slots=True)
class Match:
    """How well one fits: points (higher is better), codes that fit and that are missing."""

    persoon: int
    punten: int
    past: dict[str, frozenset[str]] = field(default_factory=dict)
    ontbreekt: dict[str, frozenset[str]] = field(default_factory=dict)


def match(wens: Wens, aanbod: Aanbod) -> Match:
    """Weigh one client against one vacature."""
    paren = {
        "vereist": (wens.vereist, aanbod.vaardigheden),
        "gewenst": (wens.gewenst, aanbod.vaardigheden),
        "taaksoort": (wens.taaksoorten, aanbod.taaksoorten),
        "sector": (wens.sectoren, aanbod.sectoren),
    }
    past = {naam: gevraagd & heeft for naam, (gevraagd, heeft) in paren.items()}
    ontbreekt = {naam: gevraagd - heeft for naam, (gevraagd, heeft) in paren.items()}
    punten = sum(PUNTEN[naam] * len(codes) for naam, codes in past.items())
    if aanbod.uren_max >= wens.uren_min and aanbod.uren_min <= wens.uren_max:
        punten += PUNTEN["uren"]
        past["uren"] = frozenset({f"{aanbod.uren_min}-{aanbod.uren_max}"})
    else:
        ontbreekt["uren"] = frozenset({f"{wens.uren_min}-{wens.uren_max}"})
    if wens.opleidingsniveau:
        if (hoogste := max(aanbod.opleidingsniveaus, default="")) >= wens.opleidingsniveau:
            punten += PUNTEN["opleiding"]
            past["opleiding"] = frozenset({hoogste})
        else:
            ontbreekt["opleiding"] = frozenset({wens.opleidingsniveau})
    return Match(
        aanbod.persoon,
        punten,
        {naam: codes for naam, codes in past.items() if codes},
        {naam: codes for naam, codes in ontbreekt.items() if codes},
    )


def rank(wens: Wens, aanbiedingen: Iterable[Aanbod], hoeveel: int = 50) -> list[Match]:
    """The best first: no missing required skill above any missing, then points, then number."""
    matches = (match(wens, aanbod) for aanbod in aanbiedingen)
    gesorteerd = sorted(
        matches,
        key=lambda m: (len(m.ontbreekt.get("vereist", ())), -m.punten, m.persoon),
    )
    return gesorteerd[:hoeveel]
