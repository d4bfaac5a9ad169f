"""A vraagObject of VUM as a question to the index.

A fact that we know of nobody is not a criterion here (VUM 2: unknown criteria are ignored). A value
that nobody has finds nobody. The rule of VUM 2 for hours: they overlap.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from kandidatenverkenner.api.vum.envelope import ONGELDIG, ONVOLLEDIG, TE_VEEL, VumError
from kandidatenverkenner.models import (
    Codelijsten,
    Facet,
    Kandidaat,
    Vumvraag,
    Werkgeversaccount,
)
from kandidatenverkenner.models.vum import DETAILS_PER_VRAAG
from kandidatenverkenner.search_index.query import SearchQuery, Volgorde
from kandidatenverkenner.search_index.sql import matching


def _lijst(**velden: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "array",
        "maxItems": 100,
        "items": {"type": "object", "properties": velden},
    }


_GETAL: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 99_999}
_UREN: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 99}
_JA_NEE: dict[str, Any] = {"enum": [1, 2]}
_TEKST: dict[str, Any] = {"type": "string", "maxLength": 120}
# The form of a question, as far as we read it; the names are those of the standard.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["vraagObject"],
    "properties": {
        "vraagObject": {
            "type": "object",
            "properties": {
                "indicatieLdrRegistratie": _JA_NEE,
                "indicatieBeschikbaarheidContactgegevens": _JA_NEE,
                "flexibiliteit": {
                    "type": "object",
                    "properties": {
                        "datumAanvangBeschikbaarVoorWerk": {
                            "type": "string",
                            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
                        }
                    },
                },
                "werktijden": {
                    "type": "object",
                    "properties": {
                        "aantalWerkurenPerWeekMinimaal": _UREN,
                        "aantalWerkurenPerWeekMaximaal": _UREN,
                    },
                },
                "arbeidsmarktkwalificatie": {
                    "type": "object",
                    "properties": {
                        "vakvaardigheid": _lijst(omschrijving=_TEKST),
                        "taalbeheersing": _lijst(
                            codeTaal={"type": "string", "pattern": "^[a-z]{3}$"}
                        ),
                        "gedragscompetentie": _lijst(codeGedragscompetentie=_GETAL),
                        "rijbewijs": _lijst(codeSoortRijbewijs={"type": "string", "maxLength": 3}),
                        "opleiding": _lijst(
                            codeNiveauOpleiding={"enum": [1, 2, 3, 4, 5, 6, 9]},
                        ),
                    },
                },
                "sector": _lijst(codeSbi=_GETAL),
            },
        }
    },
}
_CONTROLE = Draft202012Validator(SCHEMA)


def division(sbi: int) -> str:
    """The division (two digits) in which an SBI code of up to five digits lies."""
    return f"{sbi:02}"[:2]


def _code(waarde: Any) -> str:
    return str(waarde)


# facet: in which list it stands (None: at the top), under which name, and its code with us
CRITERIA: dict[Facet, tuple[str | None, str, str, Callable[[Any], str]]] = {
    Facet.COMPETENTIE: (
        "arbeidsmarktkwalificatie",
        "gedragscompetentie",
        "codeGedragscompetentie",
        _code,
    ),
    Facet.RIJBEWIJS: ("arbeidsmarktkwalificatie", "rijbewijs", "codeSoortRijbewijs", _code),
    Facet.OPLEIDINGSNIVEAU: ("arbeidsmarktkwalificatie", "opleiding", "codeNiveauOpleiding", _code),
    Facet.TAAL: ("arbeidsmarktkwalificatie", "taalbeheersing", "codeTaal", _code),
    Facet.SECTOR: (None, "sector", "codeSbi", division),
}


def validated(bericht: Any) -> Mapping[str, Any]:
    """The vraagObject of a message. Raises Vumfout with where it goes wrong."""
    fout = next(iter(_CONTROLE.iter_errors(bericht)), None)
    if fout is None:
        vraag: Mapping[str, Any] = bericht["vraagObject"]
        return vraag
    if fout.validator == "required":
        raise VumError(ONVOLLEDIG, "Het vraagObject ontbreekt.")
    plek = ".".join(str(deel) for deel in fout.absolute_path) or "het bericht"
    raise VumError(ONGELDIG, f"Dit heeft niet de vorm van VUM: {plek}.")


def find(vraag: Mapping[str, Any], codelijsten: Codelijsten) -> "QuerySet[Kandidaat]":
    """The candidates who answer a vraagObject; those with most of what was named come first.

    Raises Vumfout for a date that does not exist.
    """
    keuzen: dict[str, frozenset[int]] = {}
    for facet, (groep, naam, veld, code) in CRITERIA.items():
        bron = vraag.get(groep, {}) if groep else vraag
        gevraagd = [code(regel[veld]) for regel in bron.get(naam, []) if veld in regel]
        if gevraagd:
            bekend = codelijsten.per_facet[facet]
            keuzen[facet.value] = frozenset(bekend[een].id for een in gevraagd if een in bekend)
    if vaardigheden := _vaardigheden(vraag):
        keuzen[Facet.VAARDIGHEID.value] = _met_naam(vaardigheden, codelijsten)
    zoekvraag = SearchQuery(choices=keuzen, volgorde=Volgorde.MATCH)
    return matching(zoekvraag).filter(_kolommen(vraag)).defer("tekst")


def _vaardigheden(vraag: Mapping[str, Any]) -> set[str]:
    regels = vraag.get("arbeidsmarktkwalificatie", {}).get("vakvaardigheid", [])
    return {
        " ".join(regel["omschrijving"].split()).casefold()
        for regel in regels
        if "omschrijving" in regel
    }


def _met_naam(namen: Iterable[str], codelijsten: Codelijsten) -> frozenset[int]:
    """VUM names skills in free words. Ours are the words of a list."""
    per_naam = {
        kenmerk.naam.casefold(): kenmerk.id
        for kenmerk in codelijsten.per_facet[Facet.VAARDIGHEID].values()
    }
    return frozenset(per_naam[naam] for naam in namen if naam in per_naam)


def _kolommen(vraag: Mapping[str, Any]) -> Q:
    """Hours and availability, and what is the same for everybody here."""
    voorwaarde = Q()
    uren = vraag.get("werktijden", {})
    if "aantalWerkurenPerWeekMinimaal" in uren:
        voorwaarde &= Q(uren_max__gte=uren["aantalWerkurenPerWeekMinimaal"])
    if "aantalWerkurenPerWeekMaximaal" in uren:
        voorwaarde &= Q(uren_min__lte=uren["aantalWerkurenPerWeekMaximaal"])
    if datum := vraag.get("flexibiliteit", {}).get("datumAanvangBeschikbaarVoorWerk"):
        voorwaarde &= Q(beschikbaar_vanaf=None) | Q(beschikbaar_vanaf__lte=_datum(datum))
    # Everybody here is in the register, and nobody's contact details are given.
    if (
        vraag.get("indicatieLdrRegistratie") == 2
        or vraag.get("indicatieBeschikbaarheidContactgegevens") == 1
    ):
        voorwaarde &= Q(pk__in=[])
    return voorwaarde


def _datum(tekst: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(tekst)
    except ValueError as fout:
        raise VumError(ONGELDIG, "datumAanvangBeschikbaarVoorWerk is geen datum.") from fout


def record_question(account: Werkgeversaccount, moment: datetime.datetime) -> Vumvraag:
    """Record a new question of this organisation. Questions older than a day are deleted."""
    oud = Vumvraag.objects.filter(
        werkgever=account.werkgever_id, moment__lt=moment - datetime.timedelta(days=1)
    )
    oud.delete()
    return Vumvraag.objects.create(
        id=uuid.uuid4(),
        werkgever_id=account.werkgever_id,
        account_id=account.account_id,
        moment=moment,
    )


@transaction.atomic
def count_detail(account: Werkgeversaccount, vraag: uuid.UUID, kandidaat: uuid.UUID) -> bool:
    """Count a profile under its question; False when this organisation never asked it.

    Raises Vumfout when ten others were fetched for it.
    """
    gevonden = (
        Vumvraag.objects.select_for_update()
        .filter(pk=vraag, werkgever=account.werkgever_id)
        .first()
    )
    if gevonden is None:
        return False
    if kandidaat not in gevonden.details:
        if len(gevonden.details) >= DETAILS_PER_VRAAG:
            raise VumError(
                TE_VEEL,
                f"Bij deze vraag hebt u {DETAILS_PER_VRAAG} profielen opgevraagd. "
                "Stel een nieuwe vraag.",
            )
        gevonden.details = [*gevonden.details, kandidaat]
        gevonden.save(update_fields=["details"])
    return True
