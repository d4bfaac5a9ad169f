"""Vastleggen: write in the verwerkingslog before anything of a person is shown."""

from collections.abc import Mapping
from hashlib import sha256

from django.db import connection, transaction

from sonar.models import Grond, Handeling, Medewerker, Verwerking


class GebrokenLogError(Exception):
    """The log is not as it was written; the text says from which line on."""


@transaction.atomic
def leg_vast(
    *,
    medewerker: Medewerker | None,
    personen: Mapping[int, Grond],
    handeling: Handeling,
) -> int:
    """Add a line for each person, in one statement; answer how many.

    `personen` gives for each person (the id of a werkzoekende) the ground; without a medewerker it
    was the system itself. Raises DatabaseError when a line cannot be written: then nothing may be
    shown.
    """
    wie = medewerker.pk if medewerker else None
    gronden = [grond.value for grond in personen.values()]
    with connection.cursor() as cursor:
        # Two lists, however many lines there are: a parameter each took longer than the seals.
        cursor.execute(
            f"INSERT INTO {Verwerking._meta.db_table} "  # noqa: S608 - our own table's name
            "(medewerker_id, persoon, handeling, grond) "
            "SELECT %s, regel.persoon, %s, regel.grond "
            "FROM unnest(%s::bigint[], %s::text[]) WITH ORDINALITY "
            "AS regel(persoon, grond, nummer) ORDER BY regel.nummer",
            [wie, handeling.value, list(personen), gronden],
        )
    return len(gronden)


def anker() -> str:
    """The last number and its seal. Kept elsewhere, it shows that lines were taken off the end."""
    laatste = Verwerking.objects.order_by("-id").values_list("id", "zegel").first()
    if laatste is None:
        return "0:"
    nummer, zegel = laatste
    return f"{nummer}:{bytes(zegel).hex()}"


def controleer(bekend_anker: str = "") -> int:
    """Recompute every seal; answer how many lines there are.

    Raises GebrokenLogError for a line that was changed, removed, inserted or moved, and when a
    known anchor is no longer in the log.
    """
    nummer, zegel = 0, b""
    gezien = {"0:"}
    regels = Verwerking.objects.order_by("id").values_list(
        "id",
        "tijdstip",
        "medewerker_id",
        "persoon",
        "handeling",
        "grond",
        "rol",
        "organisatie_id",
        "zegel",
    )
    for nummer_hier, tijdstip, *inhoud, zegel_hier in regels.iterator(chunk_size=10_000):
        if nummer_hier != nummer + 1:
            raise GebrokenLogError(f"Regel {nummer + 1} ontbreekt in de verwerkingslog.")
        delen = [nummer_hier, f"{tijdstip:%Y-%m-%dT%H:%M:%S.%f}", *inhoud]
        tekst = "|".join(str(deel) for deel in delen if deel is not None)  # as concat_ws does
        nummer, zegel = nummer_hier, sha256(zegel + tekst.encode()).digest()
        if zegel != bytes(zegel_hier):
            raise GebrokenLogError(
                f"Regel {nummer} van de verwerkingslog is niet meer zoals zij is geschreven."
            )
        if bekend_anker and bekend_anker.startswith(f"{nummer}:"):
            gezien.add(f"{nummer}:{zegel.hex()}")
    if bekend_anker and bekend_anker not in gezien:
        raise GebrokenLogError("Het anker staat niet in de verwerkingslog: er zijn regels weg.")
    return nummer
