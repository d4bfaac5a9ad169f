"""A candidate in the words of VUM: short in the answer to a question, whole one at a time.

The standard has no element for the region and the kinds of tasks, so they are left out.
"""

from typing import Any

from kandidatenverkenner.models import Facet
from kandidatenverkenner.zoeken.results import Kandidaatbeeld, Taalkennis


JA, NEE = 1, 2


def to_match(beeld: Kandidaatbeeld, nummer: str) -> dict[str, Any]:
    """MPWerkzoekendeMatch: no more than the list of the page tells."""
    kandidaat = beeld.kandidaat
    inhoud: dict[str, Any] = {
        "idWerkzoekende": nummer,
        "indicatieBeschikbaarheidContactgegevens": NEE,
        "mobiliteit": {"maximaleReisafstand": kandidaat.reisafstand},
        "werktijden": {
            "aantalWerkurenPerWeekMinimaal": kandidaat.uren_min,
            "aantalWerkurenPerWeekMaximaal": kandidaat.uren_max,
        },
        "arbeidsmarktkwalificatie": {
            "vakvaardigheid": _vaardigheden(beeld.vaardigheden_kort),
            "rijbewijs": [
                {"codeSoortRijbewijs": een.code} for een in beeld.per_facet[Facet.RIJBEWIJS]
            ],
            "opleiding": _opleiding(beeld),
        },
    }
    if kandidaat.beschikbaar_vanaf:
        datum = kandidaat.beschikbaar_vanaf.isoformat()
        inhoud["flexibiliteit"] = {"datumAanvangBeschikbaarVoorWerk": datum}
    return inhoud


def to_profile(beeld: Kandidaatbeeld, nummer: str) -> dict[str, Any]:
    """Werkzoekende: the whole profile, without name, address, free text and contact details."""
    inhoud = to_match(beeld, nummer)
    inhoud["indicatieLdrRegistratie"] = JA
    inhoud["vervoermiddel"] = [
        {"codeVervoermiddel": int(een.code)} for een in beeld.per_facet[Facet.VERVOERMIDDEL]
    ]
    # Sections are letters, and VUM has numbers.
    inhoud["sector"] = [
        {"codeSbi": int(een.code)} for een in beeld.per_facet[Facet.SECTOR] if een.code.isdecimal()
    ]
    inhoud["arbeidsmarktkwalificatie"] |= {
        "vakvaardigheid": _vaardigheden(beeld.per_facet[Facet.VAARDIGHEID]),
        "taalbeheersing": [_taal(een) for een in beeld.talen],
        "gedragscompetentie": [
            {
                "codeGedragscompetentie": int(een.code),
                "omschrijvingGedragscompetentie": een.naam[:120],
            }
            for een in beeld.per_facet[Facet.COMPETENTIE]
        ],
        "interesse": [
            {"naamInteresse": een.naam[:120]} for een in beeld.per_facet[Facet.AFFINITEIT]
        ],
    }
    return inhoud


def _taal(kennis: Taalkennis) -> dict[str, Any]:
    """Without its levels where they are not shown. VUM does not require them."""
    taal: dict[str, Any] = {"codeTaal": kennis.taal.code}
    if kennis.mondeling is not None and kennis.schriftelijk is not None:
        taal["codeNiveauTaalbeheersingMondeling"] = int(kennis.mondeling)
        taal["codeNiveauTaalbeheersingSchriftelijk"] = int(kennis.schriftelijk)
    return taal


def _opleiding(beeld: Kandidaatbeeld) -> list[dict[str, int]]:
    """The education that is shown. Level and diploma are hidden where few have the same."""
    opleiding = {}
    if beeld.opleidingsniveau:
        opleiding["codeNiveauOpleiding"] = int(beeld.opleidingsniveau.code)
    if beeld.kandidaat.diploma is not None:
        opleiding["indicatieDiploma"] = JA if beeld.kandidaat.diploma else NEE
    return [opleiding] if opleiding else []


def _vaardigheden(kenmerken: list[Any]) -> list[dict[str, str]]:
    return [{"omschrijving": een.naam[:120]} for een in kenmerken]
