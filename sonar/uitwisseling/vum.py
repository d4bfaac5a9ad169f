"""Klantprofielen as VUM werkzoekendenprofielen (JSON schema 0.8.2), out and in.

A profile that goes out does not tell who it is: the id is the kandidaatnummer, and it has no
postcode, telephone or e-mail address.
"""

import datetime
from typing import Any
from uuid import UUID

from sonar.models import (
    Beheersing,
    Klantprofiel,
    Opleidingsniveau,
    Opleidingsstatus,
    Reisafstand,
    Rijbewijs,
    Taalniveau,
    Vervoermiddel,
)
from sonar.uitwisseling.wijziging import ImportedChange


JA, NEE = 1, 2
GEEN_DIPLOMA = 2
DIPLOMA = ("0", "1", "2", "8")
# The parts that Sonar reads; any other is named in the report.
OVERGENOMEN = frozenset(
    {
        "idWerkzoekende",
        "indicatieLdrRegistratie",  # the register itself says so
        "arbeidsmarktkwalificatie",
        "opleiding",
        "vakvaardigheid",
        "gedragscompetentie",
        "interesse",
        "rijbewijs",
        "taalbeheersing",
        "sector",
        "vervoermiddel",
        "werktijden",
        "flexibiliteit",
    }
)

Vum = dict[str, Any]


def to_vum(profiel: Klantprofiel, *, in_doelgroep: bool) -> Vum:
    """One profile, and whether it is of somebody in the doelgroepregister.

    No query when its parts have been prefetched.
    """
    kwalificatie: Vum = {
        "opleiding": [
            {
                "codeNiveauOpleiding": int(opleiding.niveau),
                "codeStatusOpleiding": int(opleiding.status),
                "indicatieDiploma": JA if opleiding.diploma else GEEN_DIPLOMA,
            }
            for opleiding in profiel.opleidingen.all()
        ],
        "vakvaardigheid": [{"omschrijving": v.naam} for v in profiel.vaardigheden.all()],
        "gedragscompetentie": [
            {
                "codeGedragscompetentie": int(regel.competentie_id),
                "codeBeheersingGedragscompetentie": int(regel.beheersing),
            }
            for regel in profiel.competenties.all()
        ],
        "interesse": [{"naamInteresse": a.naam} for a in profiel.affiniteiten.all()],
        "rijbewijs": [{"codeSoortRijbewijs": code} for code in profiel.rijbewijzen],
        "taalbeheersing": [
            {
                "codeTaal": regel.taal_id,
                "codeNiveauTaalbeheersingMondeling": int(regel.mondeling),
                "codeNiveauTaalbeheersingSchriftelijk": int(regel.schriftelijk),
            }
            for regel in profiel.talen.all()
        ],
    }
    uit: Vum = {
        "idWerkzoekende": str(profiel.kandidaatnummer),
        "indicatieLdrRegistratie": JA if in_doelgroep else NEE,
        "arbeidsmarktkwalificatie": {naam: lijst for naam, lijst in kwalificatie.items() if lijst},
        # Sections (letters) have no number in VUM: only divisions go.
        "sector": [
            {"codeSbi": int(sector.pk)} for sector in profiel.sectoren.all() if sector.pk.isdigit()
        ],
        "vervoermiddel": [{"codeVervoermiddel": int(code)} for code in profiel.vervoermiddelen],
        "werktijden": {
            naam: uren
            for naam, uren in (
                ("aantalWerkurenPerWeekMinimaal", profiel.uren_min),
                ("aantalWerkurenPerWeekMaximaal", profiel.uren_max),
            )
            if uren is not None
        },
        "flexibiliteit": {},
    }
    if profiel.reisafstand:
        uit["flexibiliteit"]["codeRegiostraal"] = int(profiel.reisafstand)
    if profiel.beschikbaar_vanaf:
        vanaf = profiel.beschikbaar_vanaf.isoformat()
        uit["flexibiliteit"]["datumAanvangBeschikbaarVoorWerk"] = vanaf
    return {naam: waarde for naam, waarde in uit.items() if waarde not in ([], {})}


def from_vum(profiel: Vum) -> ImportedChange:
    """What a VUM profile would change; what is not understood stands in `fouten`.

    Only the parts that are there count: a part that VUM does not mention stays as it is.
    """
    wijziging = ImportedChange()
    try:
        wijziging.kandidaatnummer = UUID(str(profiel.get("idWerkzoekende", "")))
    except ValueError:
        wijziging.fouten.append("idWerkzoekende is geen kandidaatnummer van Sonar.")
    kwalificatie = _deel(profiel, "arbeidsmarktkwalificatie")
    werktijden, flexibel = _deel(profiel, "werktijden"), _deel(profiel, "flexibiliteit")
    wijziging.getal("uren_min", werktijden.get("aantalWerkurenPerWeekMinimaal"))
    wijziging.getal("uren_max", werktijden.get("aantalWerkurenPerWeekMaximaal"))
    wijziging.code("reisafstand", flexibel.get("codeRegiostraal"), Reisafstand.values)
    if vanaf := flexibel.get("datumAanvangBeschikbaarVoorWerk"):
        _datum(wijziging, vanaf)
    wijziging.codes(
        "rijbewijzen", _waarden(kwalificatie, "rijbewijs", "codeSoortRijbewijs"), Rijbewijs.values
    )
    wijziging.codes(
        "vervoermiddelen",
        _waarden(profiel, "vervoermiddel", "codeVervoermiddel"),
        Vervoermiddel.values,
    )
    wijziging.sectoren = _waarden(profiel, "sector", "codeSbi", breedte=2)
    wijziging.regels("opleidingen", kwalificatie.get("opleiding"), _opleiding)
    wijziging.regels("competenties", kwalificatie.get("gedragscompetentie"), _competentie)
    wijziging.regels("talen", kwalificatie.get("taalbeheersing"), _taal)
    for naam, lijst, sleutel in (
        ("vaardigheden", "vakvaardigheid", "omschrijving"),
        ("affiniteiten", "interesse", "naamInteresse"),
    ):
        if (namen := _waarden(kwalificatie, lijst, sleutel)) is not None:
            wijziging.namen[naam] = namen
    wijziging.overgeslagen = sorted({*profiel, *kwalificatie} - OVERGENOMEN)
    return wijziging


def _deel(profiel: Vum, naam: str) -> Vum:
    deel = profiel.get(naam)
    return deel if isinstance(deel, dict) else {}


def _waarden(bron: Vum, lijst: str, sleutel: str, breedte: int = 0) -> list[str] | None:
    """The codes of a list of objects, as text; None when the list is not there."""
    if not isinstance(bron.get(lijst), list):
        return None
    return [
        str(deel.get(sleutel, "")).zfill(breedte) for deel in bron[lijst] if isinstance(deel, dict)
    ]


def _datum(wijziging: ImportedChange, tekst: object) -> None:
    try:
        wijziging.profiel["beschikbaar_vanaf"] = datetime.date.fromisoformat(str(tekst))
    except ValueError:
        wijziging.fouten.append("datumAanvangBeschikbaarVoorWerk is geen datum.")


def _opleiding(wijziging: ImportedChange, deel: Vum) -> Vum:
    return {
        "niveau": wijziging.uit_lijst(
            "codeNiveauOpleiding", deel.get("codeNiveauOpleiding"), Opleidingsniveau.values
        ),
        "status": wijziging.uit_lijst(
            "codeStatusOpleiding", deel.get("codeStatusOpleiding", 0), Opleidingsstatus.values
        ),
        # 'Unknown' and 'does not apply' are not yes.
        "diploma": wijziging.uit_lijst("indicatieDiploma", deel.get("indicatieDiploma", 0), DIPLOMA)
        == str(JA),
    }


def _competentie(wijziging: ImportedChange, deel: Vum) -> Vum:
    return {
        "competentie_id": str(deel.get("codeGedragscompetentie", "")),
        "beheersing": wijziging.uit_lijst(
            "codeBeheersingGedragscompetentie",
            deel.get("codeBeheersingGedragscompetentie"),
            Beheersing.values,
        ),
    }


def _taal(wijziging: ImportedChange, deel: Vum) -> Vum:
    return {
        "taal_id": str(deel.get("codeTaal", "")),
        "mondeling": wijziging.uit_lijst(
            "codeNiveauTaalbeheersingMondeling",
            deel.get("codeNiveauTaalbeheersingMondeling"),
            Taalniveau.values,
        ),
        "schriftelijk": wijziging.uit_lijst(
            "codeNiveauTaalbeheersingSchriftelijk",
            deel.get("codeNiveauTaalbeheersingSchriftelijk"),
            Taalniveau.values,
        ),
    }
