"""What an employer may learn of a werkzoekende.

Every column of every model that says something about a person stands in BEHANDELING, with what
becomes of it. A new column that does not is a failing test, so that leaving it out is a decision
and never an accident.
"""

import datetime
import enum
from collections.abc import Iterable

from django.db.models import Model

from kandidatenverkenner.ontvangst import Kandidaatprofiel, Taal
from sonar.models import (
    Activiteit,
    Bezwaar,
    Competentiebeheersing,
    Contactmoment,
    Doelgroepregistratie,
    Geschiedenis,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    Noodtoegang,
    Opleiding,
    Opleidingsniveau,
    Overdracht,
    Plaatsing,
    Profielversie,
    Reisafstand,
    Taalbeheersing,
    Traject,
    Uitgave,
    Uitgavebestand,
    Uitgaveopening,
    Uitvoer,
    Vacature,
    Vaststelling,
    Verwerking,
    Voordracht,
    Werkzoekende,
    Wisaankondiging,
    Wisbewijs,
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
        "afgeschermd": WEGLATEN,
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

# Of these nothing leaves, whatever column they get: nobody who makes a Kandidaatprofiel reads them.
BINNEN: frozenset[type[Model]] = frozenset(
    {
        Activiteit,
        Contactmoment,
        Geschiedenis,
        Medewerker,
        Noodtoegang,
        Overdracht,
        Plaatsing,
        Profielversie,
        Traject,
        Uitgave,
        Uitgavebestand,
        Uitgaveopening,
        Uitvoer,
        Vacature,
        Verwerking,
        Voordracht,
        Wisaankondiging,
        Wisbewijs,
    }
)


def _hoogste_opleiding(klantprofiel: Klantprofiel) -> Opleiding:
    """The highest level, a diploma above none; 'anders' says least and comes last."""
    return max(
        klantprofiel.opleidingen.all(),
        key=lambda opleiding: (
            opleiding.niveau != Opleidingsniveau.ANDERS,
            opleiding.niveau,
            opleiding.diploma,
        ),
    )


def _codes(waarden: Iterable[Model]) -> tuple[str, ...]:
    return tuple(sorted(waarde.pk for waarde in waarden))


def _beschikbaar_vanaf(
    datum: datetime.date | None, peildatum: datetime.date
) -> datetime.date | None:
    """The first day of the month; None when that month has begun."""
    if datum is None or datum <= peildatum:
        return None
    return datum.replace(day=1)


def anonimiseer(
    klantprofiel: Klantprofiel, *, regio: str, peildatum: datetime.date
) -> Kandidaatprofiel:
    """Make the anonymous profile. No query when the parts have been prefetched.

    `regio` is the code of the arbeidsmarktregio in which the client lives on the peildatum.
    Raises ValueError for a profile that misses a part without which it could not be found.
    """
    if klantprofiel.uren_min is None or klantprofiel.uren_max is None:
        raise ValueError(f"{klantprofiel} is niet volledig en kan niet worden geleverd.")
    opleiding = _hoogste_opleiding(klantprofiel)
    sectoren = {sector.pk for sector in klantprofiel.sectoren.all()}
    # Whoever wants a division is found under its section too.
    sectoren |= {sector.sectie_id for sector in klantprofiel.sectoren.all() if sector.sectie_id}
    return Kandidaatprofiel(
        id=klantprofiel.kandidaatnummer,
        regio=regio,
        opleidingsniveau=opleiding.niveau,
        diploma=opleiding.diploma,
        vaardigheden=_codes(klantprofiel.vaardigheden.all()),
        competenties=tuple(
            sorted(
                regel.competentie_id
                for regel in klantprofiel.competenties.all()
                if regel.is_beheerst
            )
        ),
        affiniteiten=_codes(klantprofiel.affiniteiten.all()),
        sectoren=tuple(sorted(sectoren)),
        taaksoorten=_codes(klantprofiel.taaksoorten.all()),
        uren_min=klantprofiel.uren_min,
        uren_max=klantprofiel.uren_max,
        beschikbaar_vanaf=_beschikbaar_vanaf(klantprofiel.beschikbaar_vanaf, peildatum),
        reisafstand=Reisafstand(klantprofiel.reisafstand).km,
        vervoermiddelen=tuple(sorted(klantprofiel.vervoermiddelen)),
        rijbewijzen=tuple(sorted(klantprofiel.rijbewijzen)),
        talen=tuple(
            sorted(
                (
                    Taal(
                        code=regel.taal_id,
                        mondeling=regel.mondeling,
                        schriftelijk=regel.schriftelijk,
                    )
                    for regel in klantprofiel.talen.all()
                ),
                key=lambda taal: taal.code,
            )
        ),
    )
