"""The lists beside the publication: flows, the country, and the same people told apart."""

import datetime
from collections.abc import Sequence
from typing import NotRequired, TypedDict, Unpack

from sonar.rapportage.tabellen.kolommen import KOLOMMEN
from sonar.rapportage.tabellen.lijst import Cel, Cijferlijst, Lijstkolom, procent_van
from sonar.rapportage.tabellen.tabel import in_cijfers, in_moment, waarden_van
from sonar.rapportage.tellen.aanvraag import (
    OnbekendRapportError,
    Rapport,
    maak_landrapport,
    maak_landtotaal,
    maak_rapport,
    maak_stromen,
    maak_uitsplitsing,
)
from sonar.rapportage.tellen.stromen import Stroom
from sonar.rapportage.tellen.telling import Telregel
from sonar.rapportage.tellen.uitsplitsing import UITSPLITSINGEN
from sonar.rules.gemeentelijst import INDELINGEN, NU, TOEN


STROMEN, LAND = "stromen", "landelijk"
SOORTEN = {
    STROMEN: "In- en uitstroom",
    LAND: "Alle regio's van Nederland",
    **{naam: f"Naar {hoe.kop.lower()}" for naam, hoe in UITSPLITSINGEN.items()},
}
# name in a file, heading, meaning, and the number of a flow
STROOMKOLOMMEN = (
    ("begin", "Vorig kwartaal", "Wie op de vorige peildatum telde, in deze gemeente."),
    ("nieuw", "Nieuw", "Wie op de vorige peildatum nergens telde, en nu hier."),
    ("van_elders", "Van elders", "Wie op de vorige peildatum in een andere gemeente telde."),
    ("weg", "Weg", "Wie hier telde, en nu nergens meer."),
    ("naar_elders", "Naar elders", "Wie hier telde, en nu in een andere gemeente."),
    ("eind", "Dit kwartaal", "Vorig kwartaal + nieuw + van elders - weg - naar elders."),
)


class Lijstvraag(TypedDict):
    """Of which quarter, asked today, as it was known when, and in the gemeenten of when."""

    kwartaal: str
    vandaag: datetime.date
    bekend_op: NotRequired[datetime.datetime | None]
    indeling: NotRequired[str]


def maak_lijst(soort: str, *, regio: str, **vraag: Unpack[Lijstvraag]) -> Cijferlijst:
    """One of SOORTEN, counted and checked. Raises OnbekendRapportError with a Dutch sentence."""
    if soort not in SOORTEN:
        raise OnbekendRapportError(
            f"De lijst {soort[:20]!r} ken ik niet. Kies uit: {', '.join(SOORTEN)}."
        )
    if soort == LAND:
        return landlijst(maak_landrapport(**vraag))
    rapport = maak_rapport(regio=regio, **vraag)
    if soort == STROMEN:
        return stroomlijst(rapport, maak_stromen(rapport))
    return uitsplitsinglijst(rapport, soort, maak_uitsplitsing(rapport, soort))


def stroomlijst(rapport: Rapport, regels: Sequence[Stroom]) -> Cijferlijst:
    """Previous + in - out = this, per gemeente and for the region."""
    rijen: list[tuple[Cel, ...]] = [
        (regel.code, regel.naam, *stroom_in_cijfers(regel)) for regel in regels
    ]
    per_kolom = zip(*(stroom_in_cijfers(regel) for regel in regels), strict=True)
    totalen = [sum(kolom) for kolom in per_kolom] or [0] * len(STROOMKOLOMMEN)
    return Cijferlijst(
        naam=_naam(rapport, STROMEN),
        titel=SOORTEN[STROMEN],
        onder=_van(rapport),
        uitleg=(
            f"Wat er veranderde sinds {rapport.kwartaal.vorige.omschrijving.lower()}. Per rij is "
            "vorig kwartaal + nieuw + van elders - weg - naar elders gelijk aan dit kwartaal; dat "
            f"is nagerekend. Voor de regio: {_som(totalen)}. In het totaal staat een "
            "verhuizing binnen de regio bij beide: van elders en naar elders. Wie op dezelfde "
            "plaats blijft in een gemeente die wordt heringedeeld, telt als verhuisd."
        ),
        kolommen=(*_gemeentekolommen(), *(Lijstkolom(*kolom) for kolom in STROOMKOLOMMEN)),
        rijen=tuple(sorted(rijen, key=lambda rij: str(rij[1]).lstrip("'"))),
        som=(rapport.telling.regio.code, "TOTAAL AMR", *totalen),
    )


def stroom_in_cijfers(stroom: Stroom) -> tuple[int, ...]:
    """The numbers of a flow, in the order of STROOMKOLOMMEN."""
    return (
        stroom.begin,
        stroom.nieuw,
        stroom.van_elders,
        stroom.weg,
        stroom.naar_elders,
        stroom.eind,
    )


def uitsplitsinglijst(rapport: Rapport, naam: str, regels: Sequence[Telregel]) -> Cijferlijst:
    """The rows of a breakdown, of which the last one is the total of the region."""
    hoe = UITSPLITSINGEN[naam]
    alle: list[tuple[Cel, ...]] = [
        (regel.code, regel.naam, *waarden_van(regel)) for regel in regels
    ]
    return Cijferlijst(
        naam=_naam(rapport, naam),
        titel=f"Klantprofielen naar {hoe.kop.lower()}",
        onder=_van(rapport),
        uitleg=(
            "Dezelfde mensen als in de tabel, anders verdeeld. Iedereen staat in een rij, dus de "
            "rijen samen zijn het totaal van de regio; dat is nagerekend. Wat in een profiel "
            "staat, telt zoals het op de peildatum in Sonar stond; van wie later in Sonar kwam, "
            "zoals het eerst is opgeschreven."
        ),
        kolommen=(
            Lijstkolom(f"{naam}_code", "Code", "Code van de rij."),
            Lijstkolom(naam, hoe.kop, "Waarnaar is verdeeld."),
            *_telkolommen(),
        ),
        rijen=tuple(alle[:-1]),
        som=alle[-1],
    )


def landlijst(rapporten: Sequence[Rapport]) -> Cijferlijst:
    """A row for each region, with the share of the doelgroepregister known in Sonar."""
    eerste = rapporten[0]
    tellingen = [rapport.telling for rapport in rapporten]
    land = maak_landtotaal(rapporten).telling
    uitleg = (
        "De tabel van elke regio in een rij, met het deel van het doelgroepregister dat bekend is "
        "in Sonar. De regio's samen zijn het land; dat is nagerekend."
    )
    return Cijferlijst(
        naam=f"klantprofielen_{eerste.kwartaal.code}_{LAND}{_achtervoegsel(eerste)}_intern",
        titel=SOORTEN[LAND],
        onder=f"Nederland, {_wanneer(eerste)}",
        uitleg=f"{uitleg} {INDELINGEN[NU]}." if eerste.indeling == NU else uitleg,
        kolommen=(
            Lijstkolom("regiocode", "Code", "Code van de arbeidsmarktregio."),
            Lijstkolom("regio", "Regio", "Naam van de arbeidsmarktregio."),
            *_telkolommen(),
            Lijstkolom(
                "doelgroepregister",
                "In het doelgroepregister",
                "Mensen van de regio die op de peildatum in het doelgroepregister staan.",
            ),
            Lijstkolom("bekend", "Daarvan bekend", "Wie daarvan is ingeschreven in Sonar."),
            Lijstkolom(
                "procent_bekend", "Deel bekend", "Bekend, in procenten van het register.", True
            ),
        ),
        rijen=tuple(
            (
                telling.regio.code,
                telling.regio.naam,
                *waarden_van(telling.totaal),
                telling.doelgroep,
                telling.bekend,
                telling.percentage_bekend,
            )
            for telling in tellingen
        ),
        som=(
            land.totaal.code,
            land.totaal.naam,
            *waarden_van(land.totaal),
            land.doelgroep,
            land.bekend,
            procent_van(land.bekend, land.doelgroep),
        ),
    )


def _som(totalen: Sequence[int]) -> str:
    """5 + 1 + 1 - 2 - 2 = 3, in Dutch notation."""
    begin, nieuw, van_elders, weg, naar_elders, eind = map(in_cijfers, totalen)
    return f"{begin} + {nieuw} + {van_elders} - {weg} - {naar_elders} = {eind}"


def _gemeentekolommen() -> tuple[Lijstkolom, Lijstkolom]:
    return (
        Lijstkolom("gemeentecode", "Code", "CBS-code van de gemeente."),
        Lijstkolom("gemeente", "Gemeente", "Naam van de gemeente."),
    )


def _telkolommen() -> list[Lijstkolom]:
    return [
        Lijstkolom(kolom.naam, kolom.volle_kop, f"Aantal mensen: {kolom.volle_kop.lower()}.")
        for kolom in KOLOMMEN
    ]


def _naam(rapport: Rapport, soort: str) -> str:
    return f"klantprofielen_{rapport.kwartaal.code}_{rapport.telling.regio.code}_{soort}_intern"


def _achtervoegsel(rapport: Rapport) -> str:
    return "" if rapport.indeling == TOEN else f"_indeling-{rapport.indeling}"


def _van(rapport: Rapport) -> str:
    return f"{rapport.telling.regio.naam}, {_wanneer(rapport)}"


def _wanneer(rapport: Rapport) -> str:
    telling = rapport.telling
    bekend = f", zoals bekend op {in_moment(telling.bekend_op)}" if telling.bekend_op else ""
    return (
        f"{rapport.kwartaal.omschrijving.lower()} (peildatum {telling.peildatum:%d-%m-%Y}{bekend})"
    )
