"""What an employer may learn of a werkzoekende.

Every column of every model that says something about a person stands in BEHANDELING, with what
becomes of it; those of the klantprofiel come from `profielvelden`. A new column that has no row is
a failing test, so that leaving it out is a decision and never an accident.
"""

from django.db.models import Model

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
    Leverstand,
    Medewerker,
    Noodtoegang,
    Opleiding,
    OutboxEntry,
    Overdracht,
    Plaatsing,
    Profielversie,
    Rectificatie,
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
from sonar.rules.profielvelden import (
    SELECTEREN,
    VERGROVEN,
    WEGLATEN,
    Behandeling,
    behandeling,
)


PROFIELMODELLEN: tuple[type[Model], ...] = (
    Klantprofiel,
    Opleiding,
    Competentiebeheersing,
    Taalbeheersing,
)
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
    **{model: behandeling(str(model._meta.model_name)) for model in PROFIELMODELLEN},
}

# Nothing of these leaves, whatever column they get: what makes a Kandidaatprofiel never reads them.
BINNEN: frozenset[type[Model]] = frozenset(
    {
        Activiteit,
        Bsncorrectie,
        Contactmoment,
        Geschiedenis,
        Klantstand,
        OutboxEntry,
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
