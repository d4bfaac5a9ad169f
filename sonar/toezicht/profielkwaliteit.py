"""How good the klantprofielen of clients are, for teamleiders: counts only, without persons.

`sonar.rules.volledigheid` says what a profile must hold, and nothing here says it again: the
database tells which parts are filled in, and in how many profiles; the rule does the rest.
"""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet

from sonar.handelingen.dossier.zoekvragen import gemiste_zoekvragen
from sonar.models import Klantstand
from sonar.models.klantstand import ONDERDEELBITS, op
from sonar.rapportage.tabellen.lijst import Cijferlijst, Lijstkolom, percent_of
from sonar.rules.profielvelden import ONDERDELEN
from sonar.rules.volledigheid import ontbrekende_onderdelen


RECENT = datetime.timedelta(days=183)  # half a year


@dataclass(slots=True)
class Gemeentekwaliteit:
    """The clients of a gemeente: how many, and how good their profiles are."""

    code: str
    naam: str
    klanten: int = 0
    met_profiel: int = 0
    compleet: int = 0
    vindbaar: int = 0  # vastgesteld: an employer finds it
    recent: int = 0  # talked about with the client in the last half year


@dataclass(frozen=True, slots=True)
class Onderdeelkwaliteit:
    """A part of the profile: how many profiles lack it, and what that costs."""

    onderdeel: str
    mist: int
    alleen_dit: int  # profiles in which nothing else is missing
    zoekvragen: int  # of employers, in the last 30 days, that asked for it

    @property
    def gemist(self) -> int:
        """How often a profile was passed by: each search passes by each profile that lacks it."""
        return self.mist * self.zoekvragen


@dataclass(slots=True)
class Profielkwaliteit:
    """The quality on a day: per gemeente by name, and per part, the most costly first."""

    peildatum: datetime.date
    gemeenten: list[Gemeentekwaliteit] = field(default_factory=list)
    onderdelen: list[Onderdeelkwaliteit] = field(default_factory=list)


def profielkwaliteit(klanten: QuerySet[Klantstand], peildatum: datetime.date) -> Profielkwaliteit:
    """Judge the profiles of these clients.

    Two queries, however many people.
    """
    per_gemeente: dict[str, Gemeentekwaliteit] = {}
    mist: Counter[str] = Counter()
    alleen: Counter[str] = Counter()
    for rij in _soorten(klanten, peildatum):
        regel = per_gemeente.setdefault(
            rij["gemeente"], Gemeentekwaliteit(rij["gemeente"], rij["gemeentenaam"])
        )
        aantal = rij["aantal"]
        regel.klanten += aantal
        if rij["ingevuld"] is None:
            continue
        ontbreekt = ontbrekende_onderdelen(
            [deel for deel, bit in ONDERDEELBITS.items() if rij["ingevuld"] & bit]
        )
        regel.met_profiel += aantal
        regel.compleet += 0 if ontbreekt else aantal
        regel.vindbaar += aantal if rij["vindbaar"] else 0
        regel.recent += aantal if rij["recent"] else 0
        mist.update(dict.fromkeys(ontbreekt, aantal))
        if len(ontbreekt) == 1:
            alleen[ontbreekt[0]] += aantal
    gevraagd = gemiste_zoekvragen(ONDERDELEN, peildatum)
    onderdelen = [
        Onderdeelkwaliteit(deel, mist[deel], alleen[deel], gevraagd[deel]) for deel in ONDERDELEN
    ]
    return Profielkwaliteit(
        peildatum,
        sorted(per_gemeente.values(), key=lambda regel: regel.naam.lstrip("'")),
        sorted(onderdelen, key=lambda deel: (-deel.gemist, -deel.mist)),
    )


def klanten_van(
    zichtbaar: QuerySet[Klantstand], organisatie: int, peildatum: datetime.date
) -> QuerySet[Klantstand]:
    """The visible people who are registered at an organisation."""
    loopt = Q(einddatum=None) | Q(einddatum__gt=peildatum)
    return zichtbaar.filter(loopt, organisatie=organisatie, ingangsdatum__lte=peildatum)


def _soorten(klanten: QuerySet[Any], peildatum: datetime.date) -> list[dict[str, Any]]:
    """Per gemeente and combination of parts, how many people."""
    recent = Q(besproken_op__gt=peildatum - RECENT)
    return list(
        klanten.order_by()
        .annotate(
            gemeentenaam=F("gemeente__naam"),
            vindbaar=op("vastgesteld", peildatum),
            recent=ExpressionWrapper(recent, output_field=BooleanField()),
        )
        .values("gemeente", "gemeentenaam", "ingevuld", "vindbaar", "recent")
        .annotate(aantal=Count("pk"))
    )


# --- as lists ---


def per_gemeente(gevonden: Profielkwaliteit, van_wie: str) -> Cijferlijst:
    """A row for each gemeente. The first share is of all clients, the others are of the clients
    with a profile."""
    som = Gemeentekwaliteit("", "TOTAAL")
    for regel in gevonden.gemeenten:
        som.klanten += regel.klanten
        som.met_profiel += regel.met_profiel
        som.compleet += regel.compleet
        som.vindbaar += regel.vindbaar
        som.recent += regel.recent
    return Cijferlijst(
        naam=f"profielkwaliteit_gemeenten_{gevonden.peildatum.isoformat()}",
        titel="Kwaliteit van de klantprofielen, per gemeente",
        onder=f"{van_wie}, stand op {gevonden.peildatum:%d-%m-%Y}",
        uitleg=(
            "Klanten die nu zijn ingeschreven. De procenten zijn van wie een profiel heeft; alleen "
            "'met profiel' is van alle klanten."
        ),
        kolommen=(
            Lijstkolom("gemeentecode", "Code", "CBS-code van de gemeente."),
            Lijstkolom("gemeente", "Gemeente", "Gemeente van de inschrijving."),
            Lijstkolom("klanten", "Klanten", "Mensen die nu zijn ingeschreven."),
            *_paar("met_profiel", "Met profiel", "Van wie een klantprofiel is begonnen."),
            *_paar("compleet", "Compleet", "Profielen waarin geen onderdeel ontbreekt."),
            *_paar("vindbaar", "Vindbaar", "Profielen die zijn vastgesteld: werkgevers zien ze."),
            *_paar("recent", "Recent", "Profielen die in het laatste halfjaar zijn besproken."),
        ),
        rijen=tuple(_regel(regel) for regel in gevonden.gemeenten),
        som=_regel(som),
    )


def per_onderdeel(gevonden: Profielkwaliteit, van_wie: str) -> Cijferlijst:
    """A row for each part, the one that costs most findability first."""
    met_profiel = sum(regel.met_profiel for regel in gevonden.gemeenten)
    return Cijferlijst(
        naam=f"profielkwaliteit_onderdelen_{gevonden.peildatum.isoformat()}",
        titel="Wat ontbreekt in de profielen, en wat dat kost",
        onder=f"{van_wie}, stand op {gevonden.peildatum:%d-%m-%Y}",
        uitleg=(
            "Bovenaan staat wat de meeste kansen kost: het aantal profielen zonder dit onderdeel, "
            "keer het aantal zoekvragen van werkgevers die erop zochten in de laatste 30 dagen. Is "
            "er niet gezocht, dan telt alleen hoe vaak het ontbreekt."
        ),
        kolommen=(
            Lijstkolom("onderdeel", "Code", "Onderdeel van het klantprofiel."),
            Lijstkolom("wat_te_doen", "Onderdeel", "Wat ontbreekt, en wat eraan te doen is."),
            *_paar("ontbreekt", "Ontbreekt", "Profielen zonder dit onderdeel."),
            Lijstkolom(
                "alleen_dit", "Alleen dit", "Profielen die met dit onderdeel compleet zijn."
            ),
            Lijstkolom(
                "zoekvragen", "Zoekvragen", "Zoekvragen op dit onderdeel in de laatste 30 dagen."
            ),
            Lijstkolom("gemist", "Gemiste kansen", "Ontbreekt keer zoekvragen."),
        ),
        rijen=tuple(
            (
                deel.onderdeel,
                f"{deel.onderdeel.capitalize()}. {ONDERDELEN[deel.onderdeel].zin}",
                deel.mist,
                percent_of(deel.mist, met_profiel),
                deel.alleen_dit,
                deel.zoekvragen,
                deel.gemist,
            )
            for deel in gevonden.onderdelen
        ),
    )


def _paar(naam: str, kop: str, uitleg: str) -> Sequence[Lijstkolom]:
    """A number, and the same in percents."""
    return (
        Lijstkolom(naam, kop, uitleg),
        Lijstkolom(f"{naam}_procent", f"{kop}, deel", f"In procenten. {uitleg}", procent=True),
    )


def _regel(regel: Gemeentekwaliteit) -> tuple[str | int | None, ...]:
    van_profielen = [
        cel
        for aantal in (regel.compleet, regel.vindbaar, regel.recent)
        for cel in (aantal, percent_of(aantal, regel.met_profiel))
    ]
    deel = percent_of(regel.met_profiel, regel.klanten)
    return (regel.code, regel.naam, regel.klanten, regel.met_profiel, deel, *van_profielen)
