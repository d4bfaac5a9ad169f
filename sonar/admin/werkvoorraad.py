"""What waits for a medewerker: counts that are links."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from sonar.admin.klantenlijst import met_overzicht
from sonar.admin.team import te_bevestigen
from sonar.models import Medewerker, Noodtoegang
from sonar.toegang import collegas, mag, zichtbare_werkzoekenden


@dataclass(frozen=True, slots=True)
class Post:
    """A line of the first page."""

    wat: str
    aantal: int | None
    adres: str


def werkvoorraad(medewerker: Medewerker | None) -> list[Post]:
    """The lines for the role of this medewerker."""
    posten: list[Post] = []
    if mag(medewerker, "inzien", "werkzoekende"):
        posten += _klanten(medewerker)
    if mag(medewerker, "inzien", "personen-zoeken"):
        posten.append(Post("Personen zoeken", None, reverse("admin:personen_zoeken")))
    if medewerker and mag(medewerker, "wijzigen", "team"):
        posten += _team(medewerker)
    if mag(medewerker, "inzien", "cijfers"):
        posten.append(Post("Cijfers per kwartaal", None, reverse("admin:cijfers")))
    if mag(medewerker, "wijzigen", "medewerker"):
        posten += [
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
    if mag(medewerker, "inzien", "verwerking"):
        posten.append(Post("Verwerkingslog", None, reverse("admin:sonar_verwerking_changelist")))
    return posten


def _klanten(medewerker: Medewerker | None) -> list[Post]:
    klanten = met_overzicht(
        zichtbare_werkzoekenden(medewerker, timezone.now()), timezone.localdate()
    )
    lijst = reverse("admin:sonar_werkzoekende_changelist")
    return [
        Post("Mijn klanten", klanten.count(), lijst),
        *(
            Post(wat, klanten.filter(profielstatus=status).count(), f"{lijst}?profiel={status}")
            for status, wat in [
                ("geen", "Zonder klantprofiel"),
                ("concept", "Klantprofiel nog niet vastgesteld"),
                ("vastgesteld", "Klantprofiel vastgesteld"),
            ]
        ),
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
