"""A request to Sonar: who asks, about whom, and the line in the log before the answer."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import Handeling, Medewerker, Werkzoekende
from sonar.toegang import Actie, gronden, mag, medewerker_van, zichtbare_werkzoekenden


def medewerker_bij(request: HttpRequest) -> Medewerker | None:
    """Who asks, today."""
    return medewerker_van(request.user, timezone.localdate())


def persoon_van(obj: Any) -> int | None:
    """The id of the werkzoekende whom an object is about; None when it is about nobody."""
    if isinstance(obj, Werkzoekende):
        return obj.pk
    persoon = getattr(obj, "werkzoekende_id", None)
    # In the doelgroepregister it is a fingerprint, often of somebody who is not in Sonar.
    return persoon if isinstance(persoon, int) else None


def eis_persoon(request: HttpRequest, pk: int, actie: Actie, onderwerp: str) -> Werkzoekende:
    """A person with whom the medewerker may do this; the look is logged. Raises PermissionDenied
    for a role that may not, and Http404 for a client of somebody else (the attempt is logged too).
    """
    eis(request, actie, onderwerp)
    klant = zichtbaar(request, actie, persoon=pk).first()
    if klant is None:
        if Werkzoekende.objects.filter(pk=pk).exists():
            leg_vast_voor(request, [pk], Handeling.GEWEIGERD)
        raise Http404
    leg_vast_voor(request, [pk], Handeling.INZIEN)
    return klant


def klantmenu(request: HttpRequest, persoon: int) -> list[tuple[str, str, str]]:
    """The pages of one client that the medewerker may open: (name of the page, address, what it
    is).

    A page that would refuse is not offered.
    """
    medewerker = medewerker_bij(request)
    mag_wijzigen = persoon in wijzigbaar(request, persoon)
    paginas: list[tuple[str, str, str, Actie, str]] = [
        ("klant", "sonar_werkzoekende_change", "Gegevens", "inzien", "werkzoekende"),
        ("dienstverlening", "dienstverlening", "Dienstverlening", "inzien", "dienstverlening"),
        ("overdragen", "overdragen", "Overdragen", "toevoegen", "overdracht"),
        ("rechten", "rechten", "Inzage en rechten", "inzien", "rechten"),
    ]
    return [
        (pagina, reverse(f"admin:{naam}", args=[persoon]), wat)
        for pagina, naam, wat, actie, onderwerp in paginas
        if mag(medewerker, actie, onderwerp) and (actie == "inzien" or mag_wijzigen)
    ]


def wijzigbaar(request: HttpRequest, persoon: int) -> set[int]:
    """The person, if the medewerker may change something of it. Asked once a request."""
    bekend: dict[int, set[int]] = request.META.setdefault("sonar.wijzigbaar", {})
    if persoon not in bekend:
        klanten = zichtbaar(request, "wijzigen", persoon=persoon)
        bekend[persoon] = set(klanten.values_list("pk", flat=True))
    return bekend[persoon]


def leg_vast_voor(
    request: HttpRequest, personen: Iterable[int | None], handeling: Handeling
) -> None:
    """Log a line for each person, with the ground on which this medewerker sees them."""
    medewerker = medewerker_bij(request)
    wie = sorted({persoon for persoon in personen if persoon is not None})
    if medewerker and wie:
        leg_vast(
            medewerker=medewerker,
            personen=gronden(medewerker, wie, timezone.now()),
            handeling=handeling,
        )


def eis(request: HttpRequest, actie: Actie, onderwerp: str) -> Medewerker:
    """The medewerker, if the role may do this to the subject. Raises PermissionDenied."""
    medewerker = medewerker_bij(request)
    if medewerker is None or not mag(medewerker, actie, onderwerp):
        raise PermissionDenied
    return medewerker


def zichtbaar(
    request: HttpRequest,
    actie: Actie = "inzien",
    *,
    persoon: int | Collection[int] | None = None,
    lijst: bool = False,
) -> QuerySet[Werkzoekende]:
    """The persons with whom the medewerker may do this now; as `zichtbare_werkzoekenden`."""
    return zichtbare_werkzoekenden(
        medewerker_bij(request), timezone.now(), actie, persoon=persoon, lijst=lijst
    )
