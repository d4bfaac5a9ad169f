"""The data of Sonar, one file per area; read them from gebied and codelijst upwards."""

from sonar.bsn import is_bsn, ontsleutel, versleutel, zoeksleutel, zonder_bsn
from sonar.models.avg import Bezwaar, Bsncorrectie, Rectificatie, Wisaankondiging, Wisbewijs
from sonar.models.cijfers.geschiedenis import Geschiedenis
from sonar.models.cijfers.telkenmerk import Telkenmerk
from sonar.models.cijfers.telperiode import Telperiode
from sonar.models.cijfers.uitgave import Uitgave, Uitgavebestand, Uitgaveopening
from sonar.models.codelijst import (
    Affiniteit,
    Beheersing,
    Competentie,
    Opleidingsniveau,
    Opleidingsstatus,
    Reisafstand,
    Rijbewijs,
    Sector,
    Taaksoort,
    Taal,
    Taalniveau,
    Vaardigheid,
    Vervoermiddel,
)
from sonar.models.dienstverlening import (
    Activiteit,
    Contactmoment,
    Dienststatus,
    Plaatsing,
    Traject,
)
from sonar.models.gebied import Arbeidsmarktregio, Gemeente, Postcodegebied
from sonar.models.klantprofiel import (
    Competentiebeheersing,
    Klantprofiel,
    Opleiding,
    Profielversie,
    Taalbeheersing,
    Vaststelling,
)
from sonar.models.klantstand import Klantstand
from sonar.models.organisatie import Medewerker, Organisatie
from sonar.models.outbox import Leverstand, OutboxEntry
from sonar.models.overdracht import Overdracht
from sonar.models.registratie import Doelgroepregistratie, Inschrijving
from sonar.models.toezicht.noodtoegang import Noodtoegang, Zoekdag
from sonar.models.toezicht.uitvoer import Uitvoer
from sonar.models.toezicht.verwerking import Grond, Handeling, Verwerking
from sonar.models.vacature import Vacature, Verzoekstap, Voordracht
from sonar.models.werkzoekende import Werkzoekende


__all__ = [
    "Activiteit",
    "Affiniteit",
    "Arbeidsmarktregio",
    "Beheersing",
    "Bezwaar",
    "Bsncorrectie",
    "Competentie",
    "Competentiebeheersing",
    "Contactmoment",
    "Dienststatus",
    "Doelgroepregistratie",
    "Gemeente",
    "Geschiedenis",
    "Grond",
    "Handeling",
    "Inschrijving",
    "Klantprofiel",
    "Klantstand",
    "Leverstand",
    "Medewerker",
    "Noodtoegang",
    "Opleiding",
    "Opleidingsniveau",
    "Opleidingsstatus",
    "Organisatie",
    "OutboxEntry",
    "Overdracht",
    "Plaatsing",
    "Postcodegebied",
    "Profielversie",
    "Rectificatie",
    "Reisafstand",
    "Rijbewijs",
    "Sector",
    "Taaksoort",
    "Taal",
    "Taalbeheersing",
    "Taalniveau",
    "Telkenmerk",
    "Telperiode",
    "Traject",
    "Uitgave",
    "Uitgavebestand",
    "Uitgaveopening",
    "Uitvoer",
    "Vaardigheid",
    "Vacature",
    "Vaststelling",
    "Vervoermiddel",
    "Verwerking",
    "Verzoekstap",
    "Voordracht",
    "Werkzoekende",
    "Wisaankondiging",
    "Wisbewijs",
    "Zoekdag",
    "is_bsn",
    "ontsleutel",
    "versleutel",
    "zoeksleutel",
    "zonder_bsn",
]
