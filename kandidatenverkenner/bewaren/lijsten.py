"""The lists of candidates of an organisation, with notes."""

import datetime
import uuid
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import transaction

from kandidatenverkenner.models import Lijst, Lijstregel, Werkgever


MEESTE_LIJSTEN = 50
MEESTE_REGELS = 200
# PostgreSQL cannot store NUL in a text.
bewaarbaar = ProhibitNullCharactersValidator(
    "Deze tekst heeft een teken dat wij niet kunnen bewaren. Typ de tekst opnieuw."
)


def lijst_van(werkgever_id: int, nummer: str) -> Lijst | None:
    """The list with this number, which may be any text, if the organisation owns it."""
    if not (nummer.isascii() and nummer.isdecimal() and len(nummer) < 18):
        return None
    return Lijst.objects.filter(werkgever=werkgever_id, pk=int(nummer)).first()


@transaction.atomic
def maak_lijst(werkgever_id: int, naam: str, moment: datetime.datetime) -> Lijst:
    """A new list, or the one with this name. Raises ValidationError for a bad name or too many."""
    schoon = " ".join(naam.split())
    if not schoon:
        raise ValidationError("Geef de lijst een naam.")
    bewaarbaar(schoon)
    Werkgever.objects.select_for_update().get(pk=werkgever_id)
    van_hier = Lijst.objects.filter(werkgever=werkgever_id)
    if bekend := van_hier.filter(naam=schoon).first():
        return bekend
    if van_hier.count() >= MEESTE_LIJSTEN:
        raise ValidationError(f"U hebt al {MEESTE_LIJSTEN} lijsten. Verwijder er eerst een.")
    lijst = Lijst(werkgever_id=werkgever_id, naam=schoon, gemaakt_op=moment)
    lijst.full_clean()
    lijst.save()
    return lijst


@transaction.atomic
def bewaar(lijst: Lijst, kandidaat: uuid.UUID, moment: datetime.datetime) -> None:
    """Put a candidate on a list, once. Raises ValidationError when the list is full."""
    Lijst.objects.select_for_update().get(pk=lijst.pk)
    regels = Lijstregel.objects.filter(lijst=lijst)
    if regels.filter(kandidaat=kandidaat).exists():
        return
    if regels.count() >= MEESTE_REGELS:
        raise ValidationError(f"Deze lijst is vol: er staan al {MEESTE_REGELS} kandidaten op.")
    Lijstregel.objects.create(lijst=lijst, kandidaat=kandidaat, bewaard_op=moment)


def noteer(lijst: Lijst, kandidaat: uuid.UUID, notitie: str) -> None:
    """Change the note on a candidate. Raises ValidationError when it is too long."""
    langste = Lijstregel._meta.get_field("notitie").max_length or 0
    if len(notitie.strip()) > langste:
        raise ValidationError(f"Een notitie heeft hoogstens {langste} tekens.")
    bewaarbaar(notitie)
    Lijstregel.objects.filter(lijst=lijst, kandidaat=kandidaat).update(notitie=notitie.strip())


def haal_weg(lijst: Lijst, kandidaat: uuid.UUID) -> None:
    """Take a candidate off a list."""
    Lijstregel.objects.filter(lijst=lijst, kandidaat=kandidaat).delete()


def lijsten_met(werkgever_id: int, kandidaat: uuid.UUID) -> Collection[Lijst]:
    """The lists of the organisation that a candidate is on."""
    return Lijst.objects.filter(werkgever=werkgever_id, regels__kandidaat=kandidaat)
