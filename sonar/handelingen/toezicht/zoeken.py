"""Zoeken in heel Sonar: who may be found, counted per day, and each hit in the verwerkingslog."""

import datetime
from dataclasses import dataclass

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import Grond, Handeling, Inschrijving, Medewerker, Werkzoekende, Zoekdag
from sonar.toegang import gronden, zichtbare_werkzoekenden


MEEST = 20  # more hits than this: the question was not about one person
PER_DAG = 60  # questions; at a counter one asks a few


class TeVaakGezochtError(Exception):
    """Somebody who asks so often is not looking for one person; the text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            f"U hebt vandaag al {PER_DAG} keer in heel Sonar gezocht. Morgen kan het weer. Kan het "
            "niet wachten? Overleg met uw teamleider."
        )


@dataclass(frozen=True, slots=True)
class Vondst:
    """Somebody who fits: where that person is registered, and whether one may open the dossier."""

    klant: Werkzoekende
    organisatie: str
    is_eigen: bool


def te_kennen(medewerker: Medewerker, moment: datetime.datetime) -> QuerySet[Werkzoekende]:
    """Those about whom this medewerker may know that they are in Sonar.

    Others who are afgeschermd or have died are not among them.
    """
    eigen = zichtbare_werkzoekenden(medewerker, moment)
    return Werkzoekende.objects.filter(
        Q(afgeschermd=False, overleden_op=None) | Q(pk__in=eigen.values("pk"))
    )


def zoek_personen(
    voorwaarde: Q, *, medewerker: Medewerker, moment: datetime.datetime
) -> tuple[list[Vondst], bool]:
    """Those who fit, MEEST at most, and whether there are more; each is written down before.

    Raises TeVaakGezochtError when this medewerker has asked too often today.
    """
    tel_vraag(medewerker, timezone.localdate(moment))
    laatste = Inschrijving.objects.filter(werkzoekende=OuterRef("pk")).order_by("-ingangsdatum")
    gevonden = list(
        te_kennen(medewerker, moment)
        .filter(voorwaarde)
        .annotate(organisatie=Subquery(laatste.values("organisatie__naam")[:1]))
        .order_by("achternaam", "voornamen", "pk")[: MEEST + 1]
    )
    personen = {klant.pk: Grond.ZOEKVRAAG for klant in gevonden[:MEEST]}
    eigen = {
        persoon: grond
        for persoon, grond in gronden(medewerker, personen, moment).items()
        if grond != Grond.GEEN
    }
    leg_vast(medewerker=medewerker, personen=personen | eigen, handeling=Handeling.GEZOCHT)
    vondsten = [
        Vondst(klant, klant.organisatie or "-", klant.pk in eigen) for klant in gevonden[:MEEST]
    ]
    return vondsten, len(gevonden) > MEEST


def vergeet_zoekdagen(peildatum: datetime.date) -> None:
    """Forget counts of more than a year ago: nobody asks about them any more."""
    Zoekdag.objects.filter(dag__lt=peildatum - datetime.timedelta(days=365)).delete()


def tel_vraag(medewerker: Medewerker, dag: datetime.date) -> None:
    """One more question of this day, in one statement: when many come at once each is counted.

    Raises TeVaakGezochtError for one too many.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Zoekdag._meta.db_table} AS teller (medewerker_id, dag, aantal) "  # noqa: S608
            "VALUES (%s, %s, 1) ON CONFLICT (medewerker_id, dag) "
            "DO UPDATE SET aantal = teller.aantal + 1 RETURNING aantal",
            [medewerker.pk, dag],
        )
        (aantal,) = cursor.fetchone() or (0,)
    if aantal > PER_DAG:
        raise TeVaakGezochtError
