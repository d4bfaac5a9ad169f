"""Saved searches, and the daily e-mail about new candidates."""

import datetime
from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Max
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse

from kandidatenverkenner.models import Kandidaat, Zoekopdracht
from kandidatenverkenner.search_index.sql import totals
from kandidatenverkenner.zoeken.codelists import Lijsten, lees_lijsten
from kandidatenverkenner.zoeken.filters import Kandidaatfilter


MEEST = 50  # for each account
ZOUT = "kandidatenverkenner.zoekopdracht"
SJABLOON = "kandidatenverkenner/mail/nieuwe_kandidaten"


@transaction.atomic
def bewaar_zoekopdracht(
    *, account_id: int, naam: str, vraag: str, met_mail: bool, moment: datetime.datetime
) -> Zoekopdracht:
    """Save a search, given as a query string. Raises ValidationError when it is not valid."""
    if not naam.split():
        raise ValidationError("Geef de zoekopdracht een naam.")
    get_user_model()._default_manager.select_for_update().get(pk=account_id)
    if Zoekopdracht.objects.filter(account=account_id).count() >= MEEST:
        raise ValidationError(f"U hebt al {MEEST} zoekopdrachten. Verwijder er eerst een.")
    opdracht = Zoekopdracht(
        account_id=account_id,
        naam=" ".join(naam.split()),
        vraag=vraag,
        met_mail=met_mail,
        gemaakt_op=moment,
        gezien_tot=laatste_ontvangst() or moment,
    )
    opdracht.full_clean()
    opdracht.save()
    return opdracht


def laatste_ontvangst() -> datetime.datetime | None:
    """When a candidate last came in or changed; None without candidates."""
    laatste: datetime.datetime | None = Kandidaat.objects.aggregate(op=Max("ontvangen_op"))["op"]
    return laatste


def filter_van(opdracht: Zoekopdracht, lijsten: Lijsten) -> Kandidaatfilter:
    """The filter of a saved search, without values that no longer exist."""
    filterset = Kandidaatfilter(QueryDict(opdracht.vraag), lijsten)
    return filterset.zonder_fouten() if filterset.fouten else filterset


def aantallen_nieuw(opdrachten: Iterable[Zoekopdracht]) -> dict[int, int]:
    """For each saved search how many candidates are new or changed since it was last seen.

    Two queries, four when the lists changed, one more for each search with an unknown word.
    """
    gegeven = list(opdrachten)
    if not gegeven:
        return {}
    lijsten = lees_lijsten()
    vragen = {
        f"opdracht_{opdracht.pk}": replace(
            filter_van(opdracht, lijsten).vraag, since=opdracht.gezien_tot
        )
        for opdracht in gegeven
    }
    geteld = totals(vragen)
    return {opdracht.pk: geteld[f"opdracht_{opdracht.pk}"] for opdracht in gegeven}


def mail_nieuwe(basis: str) -> int:
    """Send one e-mail to each subscriber with something new. Returns how many went out.

    `basis` is the address of the site. An e-mail reports each new candidate only once.
    """
    verstuurd = 0
    accounts = (
        Zoekopdracht.objects.filter(
            met_mail=True,
            account__is_active=True,
            account__werkgeversaccount__toegelaten_op__isnull=False,
            account__werkgeversaccount__werkgever__gecontroleerd_op__isnull=False,
        )
        .exclude(account__email="")
        .order_by("account_id")
        .values_list("account_id", "account__email")
        .distinct()
    )
    for account, email in accounts:
        with transaction.atomic():
            verstuurd += _mail_account(account, email, basis)
    return verstuurd


def _mail_account(account: int, email: str, basis: str) -> int:
    tot = laatste_ontvangst()
    opdrachten = list(
        Zoekopdracht.objects.select_for_update(skip_locked=True).filter(
            account=account, met_mail=True
        )
    )
    nieuw = aantallen_nieuw(opdrachten)
    te_melden = [opdracht for opdracht in opdrachten if nieuw[opdracht.pk]]
    if not te_melden or tot is None:
        return 0
    stop = basis + stopadres(te_melden)
    inhoud = {
        "opdrachten": [
            {
                "naam": opdracht.naam,
                "aantal": nieuw[opdracht.pk],
                "adres": basis + reverse("kandidatenverkenner:zoekopdracht", args=[opdracht.pk]),
            }
            for opdracht in te_melden
        ],
        "stop_wat": "deze zoekopdracht" if len(te_melden) == 1 else "deze zoekopdrachten",
        "stop": stop,
        "beheer": basis + reverse("kandidatenverkenner:zoekopdrachten"),
    }
    bericht = EmailMultiAlternatives(
        "Nieuwe kandidaten bij uw zoekopdrachten",
        render_to_string(f"{SJABLOON}.txt", inhoud),
        settings.DEFAULT_FROM_EMAIL,
        [email],
        headers={
            # RFC 8058: the unsubscribe button of the mail program.
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office comes back
        },
    )
    bericht.attach_alternative(render_to_string(f"{SJABLOON}.html", inhoud), "text/html")
    bericht.send()
    Zoekopdracht.objects.filter(pk__in=[opdracht.pk for opdracht in te_melden]).update(
        gezien_tot=tot
    )
    return 1


def stopadres(opdrachten: Iterable[Zoekopdracht]) -> str:
    """The path that stops the e-mail about these searches; it needs no sign-in."""
    bewijs = signing.dumps([opdracht.pk for opdracht in opdrachten], salt=ZOUT)
    return reverse("kandidatenverkenner:stop", args=[bewijs])


def opdrachten_bij(bewijs: str) -> list[Zoekopdracht] | None:
    """The searches of a link in an e-mail; None when we never made that link."""
    try:
        nummers = signing.loads(bewijs, salt=ZOUT)
    except signing.BadSignature:
        return None
    return list(Zoekopdracht.objects.filter(pk__in=nummers))


def stop_mail(opdrachten: Iterable[Zoekopdracht]) -> None:
    """Stop the e-mail about these searches; the searches stay."""
    nummers = [opdracht.pk for opdracht in opdrachten]
    Zoekopdracht.objects.filter(pk__in=nummers).update(met_mail=False)
