"""What an employer may learn of a werkzoekende.

Every column of every model that says something about a person stands in BEHANDELING, with what
becomes of it. A new column that does not is a failing test, so that leaving it out is a decision
and never an accident.
"""

import datetime
import enum
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model

from kandidatenverkenner.ontvangst.receive import Kandidaatprofiel, Taal
from sonar.models import (
    Activiteit,
    Bezwaar,
    Bsncorrectie,
    Competentiebeheersing,
    Contactmoment,
    Doelgroepregistratie,
    Geschiedenis,
    Inschrijving,
    Klantprofiel,
    Klantstand,
    Leverregel,
    Leverstand,
    Medewerker,
    Noodtoegang,
    Opleiding,
    Opleidingsniveau,
    Overdracht,
    Plaatsing,
    Profielversie,
    Rectificatie,
    Reisafstand,
    Taalbeheersing,
    Telkenmerk,
    Telperiode,
    Traject,
    Uitgave,
    Uitgavebestand,
    Uitgaveopening,
    Uitvoer,
    Vacature,
    Vaststelling,
    Verwerking,
    Verzoekstap,
    Voordracht,
    Werkzoekende,
    Wisaankondiging,
    Wisbewijs,
    Zoekdag,
)


class Behandeling(enum.Enum):
    """What becomes of a column on its way out."""

    WEGLATEN = "weglaten"  # does not leave Sonar
    SELECTEREN = "selecteren"  # decides whether a profile leaves, and does not leave itself
    VERGROVEN = "vergroven"  # leaves as something less precise
    OVERNEMEN = "overnemen"  # leaves as it is


WEGLATEN = Behandeling.WEGLATEN
SELECTEREN = Behandeling.SELECTEREN
VERGROVEN = Behandeling.VERGROVEN
OVERNEMEN = Behandeling.OVERNEMEN

BEHANDELING: dict[type[Model], dict[str, Behandeling]] = {
    Werkzoekende: {
        "id": WEGLATEN,
        "bsn_versleuteld": WEGLATEN,
        "bsn_zoeksleutel": WEGLATEN,
        "voornamen": WEGLATEN,
        "voorvoegsel": WEGLATEN,
        "achternaam": WEGLATEN,
        "geboortedatum": WEGLATEN,
        "geslacht": WEGLATEN,
        "straat": WEGLATEN,
        "huisnummer": WEGLATEN,
        "toevoeging": WEGLATEN,
        "postcode": WEGLATEN,
        "plaats": WEGLATEN,
        "telefoon": WEGLATEN,
        "email": WEGLATEN,
        "afgeschermd": SELECTEREN,
        "overleden_op": SELECTEREN,
    },
    Inschrijving: {
        "id": WEGLATEN,
        "werkzoekende": SELECTEREN,
        "organisatie": WEGLATEN,
        "klantmanager": WEGLATEN,
        "gemeente": VERGROVEN,  # to the arbeidsmarktregio
        "ingangsdatum": SELECTEREN,
        "einddatum": SELECTEREN,
        "geboekt_op": WEGLATEN,
    },
    Doelgroepregistratie: {
        "id": WEGLATEN,
        "werkzoekende": SELECTEREN,
        "gemeente": WEGLATEN,
        "grondslag": WEGLATEN,
        "ingangsdatum": SELECTEREN,
        "einddatum": SELECTEREN,
        "geboekt_op": WEGLATEN,
    },
    Klantprofiel: {
        "id": WEGLATEN,
        "werkzoekende": SELECTEREN,
        "kandidaatnummer": OVERNEMEN,
        "bemiddelregio": WEGLATEN,  # the feed takes it from the registration
        "uren_min": OVERNEMEN,
        "uren_max": OVERNEMEN,
        "beschikbaar_vanaf": VERGROVEN,  # to the month
        "reisafstand": OVERNEMEN,
        "vervoermiddelen": OVERNEMEN,
        "rijbewijzen": OVERNEMEN,
        "besproken_op": WEGLATEN,
        "toelichting": WEGLATEN,  # free text
        "vaardigheden": OVERNEMEN,
        "affiniteiten": OVERNEMEN,
        "sectoren": OVERNEMEN,
        "taaksoorten": OVERNEMEN,
    },
    Opleiding: {
        "id": WEGLATEN,
        "klantprofiel": SELECTEREN,
        "niveau": VERGROVEN,  # to the highest
        "naam": WEGLATEN,  # free text
        "status": WEGLATEN,
        "diploma": VERGROVEN,  # of the highest
    },
    Competentiebeheersing: {
        "id": WEGLATEN,
        "klantprofiel": SELECTEREN,
        "competentie": OVERNEMEN,
        "beheersing": VERGROVEN,  # what is not mastered is left out, with its level
    },
    Taalbeheersing: {
        "id": WEGLATEN,
        "klantprofiel": SELECTEREN,
        "taal": OVERNEMEN,
        "mondeling": OVERNEMEN,
        "schriftelijk": OVERNEMEN,
    },
    Vaststelling: {
        "id": WEGLATEN,
        "klantprofiel": SELECTEREN,
        "ingangsdatum": SELECTEREN,
        "einddatum": SELECTEREN,
        "vastgesteld_door": WEGLATEN,
        "geboekt_op": WEGLATEN,
    },
    Bezwaar: {
        "id": WEGLATEN,
        "werkzoekende": SELECTEREN,
        "ingangsdatum": WEGLATEN,
        "einddatum": SELECTEREN,
        "vastgelegd_door": WEGLATEN,
    },
}

KILOMETERS = {afstand.value: afstand.km for afstand in Reisafstand}

# Of these nothing leaves, whatever column they get: nobody who makes a Kandidaatprofiel reads them.
BINNEN: frozenset[type[Model]] = frozenset(
    {
        Activiteit,
        Bsncorrectie,
        Contactmoment,
        Geschiedenis,
        Klantstand,
        Leverregel,
        Leverstand,
        Medewerker,
        Noodtoegang,
        Overdracht,
        Plaatsing,
        Profielversie,
        Rectificatie,
        Telkenmerk,
        Telperiode,
        Traject,
        Uitgave,
        Uitgavebestand,
        Uitgaveopening,
        Uitvoer,
        Vacature,
        Verwerking,
        Verzoekstap,
        Voordracht,
        Wisaankondiging,
        Wisbewijs,
        Zoekdag,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profielgegevens:
    """What is read of a klantprofiel before it leaves, in codes.

    The feed reads hundreds of thousands of them at a time, a screen one.
    """

    kandidaatnummer: uuid.UUID
    uren_min: int | None
    uren_max: int | None
    beschikbaar_vanaf: datetime.date | None
    reisafstand: str
    vervoermiddelen: Sequence[str]
    rijbewijzen: Sequence[str]
    opleidingen: Sequence[tuple[str, bool]]  # niveau, diploma
    vaardigheden: Sequence[str]
    beheerst: Sequence[str]  # the competenties that somebody masters
    affiniteiten: Sequence[str]
    sectoren: Sequence[str]
    secties: Sequence[str]  # those above the sectoren
    taaksoorten: Sequence[str]
    talen: Sequence[tuple[str, str, str]]  # code, mondeling, schriftelijk

    @classmethod
    def van(cls, klantprofiel: Klantprofiel) -> "Profielgegevens":
        """Of one profile. One query a part that has not been prefetched."""
        sectoren = list(klantprofiel.sectoren.all())
        return cls(
            kandidaatnummer=klantprofiel.kandidaatnummer,
            uren_min=klantprofiel.uren_min,
            uren_max=klantprofiel.uren_max,
            beschikbaar_vanaf=klantprofiel.beschikbaar_vanaf,
            reisafstand=klantprofiel.reisafstand,
            vervoermiddelen=klantprofiel.vervoermiddelen,
            rijbewijzen=klantprofiel.rijbewijzen,
            opleidingen=[(rij.niveau, rij.diploma) for rij in klantprofiel.opleidingen.all()],
            vaardigheden=[waarde.pk for waarde in klantprofiel.vaardigheden.all()],
            beheerst=[
                regel.competentie_id
                for regel in klantprofiel.competenties.all()
                if regel.is_beheerst
            ],
            affiniteiten=[waarde.pk for waarde in klantprofiel.affiniteiten.all()],
            sectoren=[sector.pk for sector in sectoren],
            secties=[sector.sectie_id for sector in sectoren if sector.sectie_id],
            taaksoorten=[waarde.pk for waarde in klantprofiel.taaksoorten.all()],
            talen=[
                (regel.taal_id, regel.mondeling, regel.schriftelijk)
                for regel in klantprofiel.talen.all()
            ],
        )

    def ingevulde_onderdelen(self) -> set[str]:
        """The parts that are there, as `sonar.rules.volledigheid` names them."""
        aanwezig = {
            "opleiding": self.opleidingen,
            "vaardigheden": self.vaardigheden,
            "competenties": self.beheerst,
            "affiniteiten": self.affiniteiten,
            "beroepssectoren": self.sectoren,
            "taaksoorten": self.taaksoorten,
            "uren": self.uren_max,
            "reisafstand": self.reisafstand,
        }
        return {onderdeel for onderdeel, waarde in aanwezig.items() if waarde}


def _rang(opleiding: tuple[str, bool]) -> tuple[bool, str, bool]:
    """The highest level, a diploma above none; 'anders' says least and comes last."""
    niveau, diploma = opleiding
    return niveau != Opleidingsniveau.ANDERS.value, niveau, diploma


def _beschikbaar_vanaf(
    datum: datetime.date | None, peildatum: datetime.date
) -> datetime.date | None:
    """The first day of the month; None when that month has begun."""
    if datum is None or datum <= peildatum:
        return None
    return datum.replace(day=1)


def anonimiseer(
    gegevens: Profielgegevens, *, regio: str, peildatum: datetime.date
) -> Kandidaatprofiel:
    """Make the anonymous profile. No query.

    `regio` is the code of the arbeidsmarktregio in which the client lives on the peildatum.
    Raises ValueError for a profile that misses a part without which it could not be found.
    """
    if gegevens.uren_min is None or gegevens.uren_max is None:
        raise ValueError("Dit klantprofiel is niet volledig en kan niet worden geleverd.")
    niveau, diploma = max(gegevens.opleidingen, key=_rang)
    return Kandidaatprofiel(
        id=gegevens.kandidaatnummer,
        regio=regio,
        opleidingsniveau=niveau,
        diploma=diploma,
        vaardigheden=tuple(sorted(gegevens.vaardigheden)),
        competenties=tuple(sorted(gegevens.beheerst)),
        affiniteiten=tuple(sorted(gegevens.affiniteiten)),
        # Whoever wants a division is found under its section too.
        sectoren=tuple(sorted({*gegevens.sectoren, *gegevens.secties})),
        taaksoorten=tuple(sorted(gegevens.taaksoorten)),
        uren_min=gegevens.uren_min,
        uren_max=gegevens.uren_max,
        beschikbaar_vanaf=_beschikbaar_vanaf(gegevens.beschikbaar_vanaf, peildatum),
        reisafstand=KILOMETERS[gegevens.reisafstand],
        vervoermiddelen=tuple(sorted(gegevens.vervoermiddelen)),
        rijbewijzen=tuple(sorted(gegevens.rijbewijzen)),
        talen=tuple(
            Taal(code=code, mondeling=mondeling, schriftelijk=schriftelijk)
            for code, mondeling, schriftelijk in sorted(gegevens.talen)
        ),
    )
