"""The lists beside the publication: flows, the country, and the same people told apart."""

from collections.abc import Sequence

from sonar.rapportage.tabellen.kolommen import KOLOMMEN
from sonar.rapportage.tabellen.lijst import Cel, Cijferlijst, Cijfers, Lijstkolom, percent_of
from sonar.rapportage.tabellen.tabel import exact_tabel, in_cijfers, in_moment, values_of
from sonar.rapportage.tellen.aanvraag import LAND, LIJSTEN, STROMEN, TABEL, Rapport
from sonar.rapportage.tellen.stromen import Stroom
from sonar.rapportage.tellen.uitsplitsing import UITSPLITSINGEN
from sonar.rules.gemeentelijst import INDELINGEN, NU, TOEN


# Name in a file, heading, and meaning, in the order of `stroom_values`.
STROOMKOLOMMEN = (
    ("begin", "Vorig kwartaal", "Wie op de vorige peildatum telde, in deze gemeente."),
    ("nieuw", "Nieuw", "Wie op de vorige peildatum nergens telde, en nu hier."),
    ("van_elders", "Van elders", "Wie op de vorige peildatum in een andere gemeente telde."),
    ("weg", "Weg", "Wie hier telde, en nu nergens meer."),
    ("naar_elders", "Naar elders", "Wie hier telde, en nu in een andere gemeente."),
    ("eind", "Dit kwartaal", "Vorig kwartaal + nieuw + van elders - weg - naar elders."),
)


def as_cijfers(rapport: Rapport) -> Cijfers:
    """The table or the list that was asked for."""
    return exact_tabel(rapport) if rapport.soort == TABEL else make_lijst(rapport)


def make_lijst(rapport: Rapport) -> Cijferlijst:
    """The list that was asked for."""
    if rapport.soort == STROMEN:
        return stroomlijst(rapport)
    return landlijst(rapport) if rapport.soort == LAND else uitsplitsinglijst(rapport)


def stroomlijst(rapport: Rapport) -> Cijferlijst:
    """Previous + in - out = this, per gemeente and for the region."""
    rijen: list[tuple[Cel, ...]] = [
        (stroom.code, stroom.naam, *stroom_values(stroom)) for stroom in rapport.stromen
    ]
    per_kolom = zip(*map(stroom_values, rapport.stromen), strict=True)
    totalen = [sum(kolom) for kolom in per_kolom] or [0] * len(STROOMKOLOMMEN)
    return Cijferlijst(
        naam=_naam(rapport, STROMEN),
        titel=LIJSTEN[STROMEN],
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


def stroom_values(stroom: Stroom) -> tuple[int, ...]:
    """The numbers of a flow, in the order of STROOMKOLOMMEN."""
    return (
        stroom.begin,
        stroom.nieuw,
        stroom.van_elders,
        stroom.weg,
        stroom.naar_elders,
        stroom.eind,
    )


def uitsplitsinglijst(rapport: Rapport) -> Cijferlijst:
    """The rows of a breakdown, of which the last one is the total of the region."""
    naam = rapport.soort
    hoe = UITSPLITSINGEN[naam]
    alle: list[tuple[Cel, ...]] = [
        (regel.code, regel.naam, *values_of(regel)) for regel in rapport.uitsplitsing
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


def landlijst(rapport: Rapport) -> Cijferlijst:
    """A row for each region, with the share of the doelgroepregister known in Sonar."""
    land = rapport.telling
    uitleg = (
        "De tabel van elke regio in een rij, met het deel van het doelgroepregister dat bekend is "
        "in Sonar. De regio's samen zijn het land; dat is nagerekend."
    )
    return Cijferlijst(
        naam=f"klantprofielen_{rapport.kwartaal.code}_{LAND}{_achtervoegsel(rapport)}_intern",
        titel=LIJSTEN[LAND],
        onder=f"Nederland, {_wanneer(rapport)}",
        uitleg=f"{uitleg} {INDELINGEN[NU]}." if rapport.indeling == NU else uitleg,
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
                *values_of(telling.totaal),
                telling.doelgroep,
                telling.bekend,
                telling.percentage_bekend,
            )
            for telling in rapport.regios
        ),
        som=(
            land.totaal.code,
            land.totaal.naam,
            *values_of(land.totaal),
            land.doelgroep,
            land.bekend,
            percent_of(land.bekend, land.doelgroep),
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
