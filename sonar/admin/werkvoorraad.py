"""The work that waits for a medewerker: counts that link to a list of exactly that length."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from sonar.admin.client_list import AANDACHT, MIJN, WIE, profielstatus
from sonar.handelingen.bemiddeling.contactverzoeken import wachtrij
from sonar.handelingen.bemiddeling.werkgevers import alarmen, wachtend
from sonar.handelingen.toezicht.hercertificeren import BINNENKORT, te_bevestigen
from sonar.handelingen.toezicht.uitvoeren import goed_te_keuren
from sonar.models import Medewerker, Noodtoegang, Vacature
from sonar.toegang import (
    Actie,
    aangeboden_overdrachten,
    collegas,
    mag,
    ontvangen_overdrachten,
    zichtbare_standen,
)


STATUSSEN = {
    "geen": "Zonder klantprofiel",
    "concept": "Klantprofiel nog niet vastgesteld",
    "vastgesteld": "Klantprofiel vastgesteld",
}


class Deel(StrEnum):
    """Where on the first page a line stands."""

    NU = "nu"  # somebody waits: only while there is something
    KLANTEN = "klanten"
    VERDER = "verder"


@dataclass(frozen=True, slots=True)
class Post:
    """A line of the first page."""

    wat: str
    aantal: int | None
    adres: str
    deel: Deel = Deel.NU
    termijn: str = ""  # the clock, in words
    te_laat: bool = False


def werkvoorraad(medewerker: Medewerker | None) -> list[Post]:
    """The lines for the role of this medewerker; a line about waiting only when somebody waits."""
    posten = [
        post
        for (actie, onderwerp), maak in POSTEN.items()
        if medewerker and mag(medewerker, actie, onderwerp)
        for post in maak(medewerker)
    ]
    posten = [post for post in posten if post.aantal or post.deel != Deel.NU]
    return sorted(posten, key=lambda post: not post.te_laat)


def loopt_af(medewerker: Medewerker) -> bool:
    """Whether this medewerker loses access within a month unless the teamleider confirms it."""
    return medewerker.bevestigd_tot < timezone.localdate() + BINNENKORT


def _klanten(medewerker: Medewerker) -> list[Post]:
    lijst = reverse("admin:sonar_werkzoekende_changelist")
    vandaag = timezone.localdate()
    # All counts in one question, and each thing asked of a client once.
    geteld = list(
        zichtbare_standen(medewerker, timezone.now(), lijst=True)
        .order_by()
        .annotate(
            profielstatus=profielstatus(vandaag),
            **{
                naam: ExpressionWrapper(van_wie(vandaag), output_field=BooleanField())
                for naam, (_, van_wie) in AANDACHT.items()
            },
        )
        .values("profielstatus", *AANDACHT)
        .annotate(aantal=Count("pk"))
    )

    def hoeveel(**eis: Any) -> int:
        return sum(rij["aantal"] for rij in geteld if eis.items() <= rij.items())

    return [
        *(
            Post(wat, hoeveel(**{naam: True}), f"{lijst}?aandacht={naam}")
            for naam, (wat, _) in AANDACHT.items()
        ),
        Post(WIE.get(medewerker.rol, MIJN), hoeveel(), lijst, Deel.KLANTEN),
        *(
            Post(wat, hoeveel(profielstatus=status), f"{lijst}?profiel={status}", Deel.KLANTEN)
            for status, wat in STATUSSEN.items()
        ),
    ]


def _team(teamleider: Medewerker) -> list[Post]:
    te_beoordelen = Noodtoegang.objects.te_beoordelen().filter(
        medewerker__in=collegas(teamleider).exclude(pk=teamleider.pk)
    )
    aflopend = te_bevestigen(teamleider, timezone.localdate()).count()
    return [
        Post("Noodtoegang te beoordelen", te_beoordelen.count(), _adres("noodtoegangen")),
        Post("Collega's te bevestigen", aflopend, _adres("team") + "?wie=te-bevestigen"),
        Post("Mijn team", None, _adres("team"), Deel.VERDER),
        Post("Noodtoegang van collega's", None, _adres("noodtoegangen"), Deel.VERDER),
    ]


def _overdrachten(medewerker: Medewerker) -> list[Post]:
    aanbod = ontvangen_overdrachten(medewerker).open().count()
    antwoorden = aangeboden_overdrachten(medewerker).ongelezen().count()
    adres = _adres("overdrachten")
    return [
        Post("Aangeboden klanten", aanbod, adres),
        Post("Antwoorden op een overdracht", antwoorden, f"{adres}#antwoorden"),
        Post("Overdrachten", None, adres, Deel.VERDER),
    ]


def _contactverzoeken(medewerker: Medewerker) -> list[Post]:
    adres = _adres("contactverzoeken")
    wacht = wachtrij(medewerker, timezone.localdate())
    return [
        Post(
            "Contactverzoeken die te laat zijn",
            wacht.te_laat,
            f"{adres}?wacht=te-laat",
            te_laat=True,
        ),
        Post(
            "Contactverzoeken van werkgevers",
            wacht.aantal,
            adres,
            termijn=_termijn(wacht.eerste),
        ),
        Post("Contactverzoeken", None, adres, Deel.VERDER),
    ]


def _termijn(dag: datetime.date | None) -> str:
    return f"Eerste antwoord uiterlijk {date_format(dag, 'l j F')}" if dag else ""


def _werkgevers(medewerker: Medewerker) -> list[Post]:
    return [
        Post("Werkgevers te controleren", len(wachtend(medewerker)), _adres("werkgevers")),
        Post("Werkgevers", None, _adres("werkgevers"), Deel.VERDER),
    ]


def _alarmen(_: Medewerker) -> list[Post]:
    return [
        Post("Alarmen over werkgevers", len(alarmen()), _adres("alarmen")),
        Post("Alarmen", None, _adres("alarmen"), Deel.VERDER),
    ]


def _adres(naam: str) -> str:
    return reverse(f"admin:{naam}")


def _te_late_verzoeken(medewerker: Medewerker) -> list[Post]:
    """The escalation: a teamleider sees that employers wait too long; the adviser answers."""
    te_laat = wachtrij(medewerker, timezone.localdate()).te_laat
    bericht = "Contactverzoeken in de regio die te laat zijn"
    return [Post(bericht, te_laat, _adres("team") + "#te-laat", te_laat=True)]


def _vacatures(medewerker: Medewerker) -> list[Post]:
    adres = _adres("sonar_vacature_changelist")
    open_ = Vacature.objects.filter(
        arbeidsmarktregio=medewerker.arbeidsmarktregio_id, stand=Vacature.Stand.OPEN
    )
    return [
        Post("Open vacatures", open_.count(), f"{adres}?stand__exact=open", Deel.KLANTEN),
        Post("Vacatures", None, adres, Deel.VERDER),
    ]


def _uitvoer(medewerker: Medewerker) -> list[Post]:
    adres = _adres("uitvoer")
    wacht = goed_te_keuren(medewerker)
    return [
        *([Post("Lijsten goed te keuren", wacht.count(), adres)] if wacht is not None else []),
        Post("Lijst in een bestand", None, adres, Deel.VERDER),
    ]


def _link(wat: str, adres: str) -> Callable[[Medewerker], list[Post]]:
    return lambda _: [Post(wat, None, _adres(adres), Deel.VERDER)]


def _beheer(_: Medewerker) -> list[Post]:
    return [
        Post(wat, None, _adres(f"{lijst}_changelist"), Deel.VERDER)
        for wat, lijst in [
            ("Medewerkers", "sonar_medewerker"),
            ("Accounts", "auth_user"),
            ("Vaardigheden", "sonar_vaardigheid"),
            ("Affiniteiten", "sonar_affiniteit"),
            ("Taaksoorten", "sonar_taaksoort"),
            ("Talen", "sonar_taal"),
        ]
    ]


# The rights of a role, and the lines that come with each, in the order of the page.
POSTEN: dict[tuple[Actie, str], Callable[[Medewerker], list[Post]]] = {
    ("wijzigen", "contactverzoek"): _contactverzoeken,
    ("inzien", "contactverzoek-bewaken"): _te_late_verzoeken,
    ("wijzigen", "overdracht"): _overdrachten,
    ("wijzigen", "werkgever"): _werkgevers,
    ("wijzigen", "team"): _team,
    ("inzien", "werkzoekende"): _klanten,
    ("inzien", "vacature"): _vacatures,
    ("inzien", "personen-zoeken"): _link("Personen zoeken", "personen_zoeken"),
    ("inzien", "uitvoer"): _uitvoer,
    ("inzien", "verantwoording"): _link("Verantwoording", "verantwoording"),
    ("inzien", "profielkwaliteit"): _link("Kwaliteit van de klantprofielen", "profielkwaliteit"),
    ("inzien", "cijfers"): _link("Cijfers per kwartaal", "cijfers"),
    ("inzien", "uitgaven"): _link("Uitgaven van de cijfers", "uitgaven"),
    ("wijzigen", "medewerker"): _beheer,
    ("wijzigen", "alarm"): _alarmen,
    ("inzien", "verwerking"): _link("Verwerkingslog", "sonar_verwerking_changelist"),
}
