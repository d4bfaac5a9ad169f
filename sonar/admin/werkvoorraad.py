"""What waits for a medewerker: counts that are links."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper
from django.urls import reverse
from django.utils import timezone

from sonar.admin.klantenlijst import AANDACHT, met_overzicht
from sonar.handelingen.contactverzoeken import aantal_te_laat, aantal_wachtend
from sonar.handelingen.hercertificeren import te_bevestigen
from sonar.handelingen.werkgevers import alarmen, wachtend
from sonar.models import Medewerker, Noodtoegang
from sonar.toegang import (
    Actie,
    aangeboden_overdrachten,
    collegas,
    mag,
    ontvangen_overdrachten,
    zichtbare_werkzoekenden,
)


# What a role calls those whom it sees.
WIE: dict[str, str] = {
    Medewerker.Rol.TEAMLEIDER: "Klanten van de organisatie",
    Medewerker.Rol.ADVISEUR: "Voorgedragen klanten",
}
STATUSSEN = {
    "geen": "Zonder klantprofiel",
    "concept": "Klantprofiel nog niet vastgesteld",
    "vastgesteld": "Klantprofiel vastgesteld",
}


@dataclass(frozen=True, slots=True)
class Post:
    """A line of the first page."""

    wat: str
    aantal: int | None
    adres: str


def werkvoorraad(medewerker: Medewerker | None) -> list[Post]:
    """The lines for the role of this medewerker."""
    return [
        post
        for (actie, onderwerp), maak in POSTEN.items()
        if medewerker and mag(medewerker, actie, onderwerp)
        for post in maak(medewerker)
    ]


def _klanten(medewerker: Medewerker) -> list[Post]:
    klanten = met_overzicht(
        zichtbare_werkzoekenden(medewerker, timezone.now(), lijst=True), timezone.localdate()
    )
    lijst = reverse("admin:sonar_werkzoekende_changelist")
    vandaag = timezone.localdate()
    # All counts in one question, and each thing asked of a client once.
    geteld = list(
        klanten.annotate(
            **{
                naam: ExpressionWrapper(van_wie(vandaag), output_field=BooleanField())
                for naam, (_, van_wie) in AANDACHT.items()
            }
        )
        .order_by()
        .values("profielstatus", *AANDACHT)
        .annotate(aantal=Count("pk"))
    )

    def hoeveel(**eis: Any) -> int:
        return sum(rij["aantal"] for rij in geteld if eis.items() <= rij.items())

    aandacht = [
        Post(wat, hoeveel(**{naam: True}), f"{lijst}?aandacht={naam}")
        for naam, (wat, _) in AANDACHT.items()
    ]
    return [
        Post(WIE.get(medewerker.rol, "Mijn klanten"), hoeveel(), lijst),
        *(
            Post(wat, hoeveel(profielstatus=status), f"{lijst}?profiel={status}")
            for status, wat in STATUSSEN.items()
        ),
        *(post for post in aandacht if post.aantal),
    ]


def _team(teamleider: Medewerker) -> list[Post]:
    te_beoordelen = Noodtoegang.objects.te_beoordelen().filter(
        medewerker__in=collegas(teamleider).exclude(pk=teamleider.pk)
    )
    return [
        Post("Noodtoegang te beoordelen", te_beoordelen.count(), reverse("admin:noodtoegangen")),
        Post(
            "Collega's te bevestigen",
            te_bevestigen(teamleider, timezone.localdate()),
            reverse("admin:team"),
        ),
    ]


def _overdrachten(medewerker: Medewerker) -> list[Post]:
    aanbod = ontvangen_overdrachten(medewerker).open()
    antwoorden = aangeboden_overdrachten(medewerker).ongelezen().count()
    adres = reverse("admin:overdrachten")
    return [
        Post("Aangeboden klanten", aanbod.count(), adres),
        *([Post("Antwoorden op een overdracht", antwoorden, adres)] if antwoorden else []),
    ]


def _contactverzoeken(medewerker: Medewerker) -> list[Post]:
    adres = reverse("admin:contactverzoeken")
    te_laat = aantal_te_laat(medewerker, timezone.localdate())
    wacht = Post("Contactverzoeken van werkgevers", aantal_wachtend(medewerker), adres)
    return [wacht, *([Post("Te laat beantwoord", te_laat, adres)] if te_laat else [])]


def _werkgevers(medewerker: Medewerker) -> list[Post]:
    return [Post("Werkgevers te controleren", len(wachtend(medewerker)), _adres("werkgevers"))]


def _alarmen(_: Medewerker) -> list[Post]:
    return [Post("Alarmen over werkgevers", len(alarmen()), _adres("alarmen"))]


def _adres(naam: str) -> str:
    return reverse(f"admin:{naam}")


def _te_late_verzoeken(medewerker: Medewerker) -> list[Post]:
    """The escalation: a teamleider sees that employers wait too long; the adviser answers."""
    te_laat = aantal_te_laat(medewerker, timezone.localdate())
    bericht = "Contactverzoeken in de regio die te laat zijn"
    return [Post(bericht, te_laat, reverse("admin:team") + "#te-laat")] if te_laat else []


def _link(wat: str, adres: str) -> Callable[[Medewerker], list[Post]]:
    return lambda _: [Post(wat, None, reverse(f"admin:{adres}"))]


def _beheer(_: Medewerker) -> list[Post]:
    return [
        Post(wat, None, reverse(f"admin:{lijst}_changelist"))
        for wat, lijst in [
            ("Medewerkers", "sonar_medewerker"),
            ("Accounts", "auth_user"),
            ("Vaardigheden", "sonar_vaardigheid"),
            ("Affiniteiten", "sonar_affiniteit"),
            ("Taaksoorten", "sonar_taaksoort"),
            ("Talen", "sonar_taal"),
        ]
    ]


# What a role may, and the lines that come with it, in the order of the page.
POSTEN: dict[tuple[Actie, str], Callable[[Medewerker], list[Post]]] = {
    ("inzien", "werkzoekende"): _klanten,
    ("wijzigen", "overdracht"): _overdrachten,
    ("wijzigen", "contactverzoek"): _contactverzoeken,
    ("wijzigen", "werkgever"): _werkgevers,
    ("inzien", "contactverzoek-bewaken"): _te_late_verzoeken,
    ("inzien", "vacature"): _link("Vacatures", "sonar_vacature_changelist"),
    ("inzien", "personen-zoeken"): _link("Personen zoeken", "personen_zoeken"),
    ("inzien", "uitvoer"): _link("Lijst in een bestand", "uitvoer"),
    ("wijzigen", "team"): _team,
    ("inzien", "verantwoording"): _link("Verantwoording", "verantwoording"),
    ("inzien", "profielkwaliteit"): _link("Kwaliteit van de klantprofielen", "profielkwaliteit"),
    ("inzien", "cijfers"): _link("Cijfers per kwartaal", "cijfers"),
    ("inzien", "uitgaven"): _link("Uitgaven van de cijfers", "uitgaven"),
    ("wijzigen", "medewerker"): _beheer,
    ("wijzigen", "alarm"): _alarmen,
    ("inzien", "verwerking"): _link("Verwerkingslog", "sonar_verwerking_changelist"),
}
