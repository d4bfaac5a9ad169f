"""Contact requests: employers make them, Sonar answers. Nothing here says who a candidate is."""

import datetime
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Min, Q, Sum
from django.utils import timezone

from kandidatenverkenner.models import (
    Contactverzoek,
    Kandidaat,
    Werkgeversaccount,
    Zoekteller,
)
from kandidatenverkenner.verzoeken.termijn import uiterlijk


def zoekvragen_per_facet(vanaf: datetime.date) -> dict[str, int]:
    """How many searches since a date filtered on each facet."""
    geteld = Zoekteller.objects.filter(dag__gte=vanaf).values_list("facet").order_by("facet")
    return dict(geteld.annotate(aantal=Sum("aantal")).values_list("facet", "aantal"))


@dataclass(frozen=True, slots=True)
class Verzoek:
    """A contact request for Sonar: which candidate, for what, by when."""

    nummer: int
    kandidaat: uuid.UUID | None  # None: a question about a search
    zoekvraag: str
    werkgever: str
    kvk_nummer: str
    vacature: str
    bericht: str
    ingediend_op: datetime.datetime
    uiterlijk_op: datetime.date
    stand: str
    beantwoord_op: datetime.datetime | None


# The answers that Sonar may give: code and words.
ANTWOORDEN: dict[str, str] = {
    stand.value: str(stand.label)
    for stand in Contactverzoek.Stand
    if stand not in {Contactverzoek.Stand.INGEDIEND, Contactverzoek.Stand.IN_BEHANDELING}
}


NIET_TE_BEANTWOORDEN = "Dit verzoek is al beantwoord, of is niet van uw regio."
MEESTE_PER_DAG = 100  # for each organisation: an adviser calls each of these people


def dien_in(
    *,
    account: Werkgeversaccount,
    kandidaat: uuid.UUID,
    vacature: str,
    bericht: str,
    moment: datetime.datetime,
) -> Contactverzoek:
    """An employer asks to meet a candidate. Raises ValidationError with what is wrong."""
    gezien = Kandidaat.objects.filter(pk=kandidaat).first()
    if gezien is None:
        raise ValidationError("Deze kandidaat is niet meer beschikbaar.")
    verzoek = _nieuw_verzoek(account, vacature, bericht, moment)
    verzoek.kandidaat, verzoek.regio = kandidaat, gezien.regio
    verzoek.full_clean()
    verzoek.save()
    return verzoek


@dataclass(frozen=True, slots=True)
class Zoekwens:
    """A search that found nobody: its region, and the search in words."""

    regio: str
    woorden: str


def stel_vraag(
    *,
    account: Werkgeversaccount,
    wens: Zoekwens,
    vacature: str,
    bericht: str,
    moment: datetime.datetime,
) -> Contactverzoek:
    """An employer who found nobody asks the servicepunt of a region. Raises ValidationError."""
    if not wens.regio:
        raise ValidationError("Kies eerst een regio in uw zoekvraag.")
    verzoek = _nieuw_verzoek(account, vacature, bericht, moment)
    verzoek.regio, verzoek.zoekvraag = wens.regio, wens.woorden[:500] or "iedereen"
    verzoek.full_clean()
    verzoek.save()
    return verzoek


def _nieuw_verzoek(
    account: Werkgeversaccount, vacature: str, bericht: str, moment: datetime.datetime
) -> Contactverzoek:
    """Raises ValidationError with the code 'daglimiet' when the quota of today is used up."""
    vandaag = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    gevraagd = Contactverzoek.objects.filter(
        werkgever=account.werkgever_id, ingediend_op__gte=vandaag
    )
    if gevraagd.count() >= MEESTE_PER_DAG:
        raise ValidationError(
            f"Uw organisatie deed vandaag {MEESTE_PER_DAG} verzoeken. Meer kan niet op een dag. "
            "Zoekt u veel mensen? Bel het werkgeversservicepunt in uw regio.",
            code="daglimiet",
        )
    return Contactverzoek(
        werkgever_id=account.werkgever_id,
        account_id=account.account_id,
        vacature=" ".join(vacature.split()),
        bericht=bericht.strip(),
        ingediend_op=moment,
        uiterlijk_op=uiterlijk(timezone.localdate(moment)),
    )


def openstaande_verzoeken(regio: str) -> list[Verzoek]:
    """The unanswered requests of a region, the most urgent first."""
    rijen = Contactverzoek.objects.filter(regio=regio, beantwoord_op=None)
    return [_verzoek(rij) for rij in rijen.select_related("werkgever")]


@dataclass(frozen=True, slots=True)
class Wachtrij:
    """How many requests of a region wait, how many are late, and the first deadline."""

    aantal: int
    te_laat: int
    eerste: datetime.date | None


def wachtrij(regio: str, vandaag: datetime.date) -> Wachtrij:
    """The queue of a region in one query."""
    rijen = Contactverzoek.objects.filter(regio=regio, beantwoord_op=None).order_by()
    geteld = rijen.aggregate(
        aantal=Count("pk"),
        te_laat=Count("pk", filter=Q(uiterlijk_op__lt=vandaag)),
        eerste=Min("uiterlijk_op"),
    )
    return Wachtrij(**geteld)


def beantwoorde_verzoeken(regio: str, vanaf: datetime.date) -> list[Verzoek]:
    """The requests that were answered since a date, the latest first."""
    rijen = Contactverzoek.objects.filter(regio=regio, beantwoord_op__date__gte=vanaf)
    return [_verzoek(rij) for rij in rijen.select_related("werkgever").order_by("-beantwoord_op")]


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """An answer, how often it was given, and how often in time."""

    antwoord: str
    aantal: int
    op_tijd: int


def uitkomsten(regio: str, jaar: int) -> list[Uitkomst]:
    """The outcomes of the requests of a region in a year, for every possible answer."""
    rijen = Contactverzoek.objects.filter(regio=regio, ingediend_op__year=jaar).order_by()
    geteld = {
        stand: (aantal, op_tijd)
        for stand, aantal, op_tijd in rijen.values("stand")
        .annotate(
            aantal=Count("pk"),
            op_tijd=Count("pk", filter=Q(beantwoord_op__date__lte=F("uiterlijk_op"))),
        )
        .values_list("stand", "aantal", "op_tijd")
    }
    return [Uitkomst(wat, *geteld.get(code, (0, 0))) for code, wat in ANTWOORDEN.items()]


def in_behandeling(nummer: int, *, regio: str) -> Verzoek:
    """A request that is being handled, locked until the end of the transaction.

    Raises ValidationError for any other.
    """
    rij = _te_beantwoorden(nummer, regio)
    if rij is None:
        raise ValidationError(NIET_TE_BEANTWOORDEN)
    if rij.stand != Contactverzoek.Stand.IN_BEHANDELING:
        raise ValidationError("Neem het verzoek eerst in behandeling.")
    return _verzoek(rij)


@transaction.atomic
def beantwoord(nummer: int, *, regio: str, stand: str, moment: datetime.datetime) -> Verzoek:
    """Start handling a request, or answer it. Raises ValidationError when that is impossible."""
    rij = _te_beantwoorden(nummer, regio)
    if rij is None or stand not in {Contactverzoek.Stand.IN_BEHANDELING, *ANTWOORDEN}:
        raise ValidationError(NIET_TE_BEANTWOORDEN)
    rij.stand = stand
    rij.beantwoord_op = moment if stand in ANTWOORDEN else None
    rij.save(update_fields=["stand", "beantwoord_op"])
    return _verzoek(rij)


def _te_beantwoorden(nummer: int, regio: str) -> Contactverzoek | None:
    """The request, locked, if it is unanswered and belongs to the region."""
    rijen = Contactverzoek.objects.select_for_update(of=("self",)).select_related("werkgever")
    return rijen.filter(pk=nummer, regio=regio, beantwoord_op=None).first()


def _verzoek(rij: Contactverzoek) -> Verzoek:
    return Verzoek(
        nummer=rij.pk,
        kandidaat=rij.kandidaat,
        zoekvraag=rij.zoekvraag,
        werkgever=rij.werkgever.naam,
        kvk_nummer=rij.werkgever.kvk_nummer,
        vacature=rij.vacature,
        bericht=rij.bericht,
        ingediend_op=rij.ingediend_op,
        uiterlijk_op=rij.uiterlijk_op,
        stand=rij.stand,
        beantwoord_op=rij.beantwoord_op,
    )
