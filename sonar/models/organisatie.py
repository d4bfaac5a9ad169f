"""The organisations that serve clients, and the people who work there."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from sonar.models.gebied import Arbeidsmarktregio, Gemeente


class Organisatie(models.Model):
    """UWV of gemeentelijke dienst. (The party that is responsible for a client.)"""

    class Soort(models.TextChoices):
        """Who this is."""

        UWV = "uwv", "UWV"
        GEMEENTE = "gemeente", "gemeente"

    soort = models.CharField("soort", max_length=8, choices=Soort)
    naam = models.CharField("naam", max_length=100, unique=True)
    gemeente = models.OneToOneField(
        Gemeente,
        on_delete=models.PROTECT,
        related_name="organisatie",
        verbose_name="gemeente",
        null=True,
        blank=True,
        help_text="Alleen bij een gemeente.",
    )

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["naam"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(soort="uwv", gemeente=None)
                | models.Q(soort="gemeente", gemeente__isnull=False),
                name="organisatie_gemeente_alleen_bij_gemeente",
                violation_error_message="Vul een gemeente in bij een gemeente, en niet bij UWV.",
            ),
            models.UniqueConstraint(
                fields=["soort"],
                condition=models.Q(soort="uwv"),
                name="organisatie_er_is_een_uwv",
                violation_error_message="UWV staat er al.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


KWARTAAL = datetime.timedelta(days=92)


def over_een_kwartaal() -> datetime.date:
    """Until when somebody who is confirmed today has access."""
    return timezone.localdate() + KWARTAAL


class Medewerker(models.Model):
    """Iemand die met Sonar werkt. (Staff member: an account, its organisation and its role.)"""

    class Rol(models.TextChoices):
        """What somebody may do; `sonar.toegang` says what that is."""

        KLANTMANAGER = "klantmanager", "klantmanager"
        ADVISEUR = "adviseur", "adviseur werkgeversdiensten"
        TEAMLEIDER = "teamleider", "teamleider"
        FUNCTIONEEL_BEHEERDER = "functioneel-beheerder", "functioneel beheerder"
        AUDITOR = "auditor", "auditor"
        PRIVACY_OFFICER = "privacy-officer", "privacy officer"

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="medewerker",
        verbose_name="account",
    )
    organisatie = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="medewerkers",
        verbose_name="organisatie",
    )
    arbeidsmarktregio = models.ForeignKey(
        Arbeidsmarktregio,
        on_delete=models.PROTECT,
        related_name="medewerkers",
        verbose_name="arbeidsmarktregio",
        help_text="De regio waarin deze medewerker werkt.",
    )
    rol = models.CharField("rol", max_length=24, choices=Rol)
    bevestigd_tot = models.DateField(
        "bevestigd tot",
        default=over_een_kwartaal,
        help_text=(
            "Tot deze dag heeft de medewerker toegang. "
            "De teamleider bevestigt elk kwartaal wie hier nog werkt."
        ),
    )
    rol_gegeven_door = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="gegeven_rollen",
        verbose_name="rol gegeven door",
        null=True,
        editable=False,
        help_text="Tot iemand anders de rol heeft bevestigd.",
    )

    class Meta:
        verbose_name = "medewerker"
        verbose_name_plural = "medewerkers"
        ordering = ["organisatie", "rol", "pk"]

    def __str__(self) -> str:
        return f"medewerker {self.pk}"

    def naam(self) -> str:
        """What colleagues call them; asks for the account."""
        return self.account.get_full_name() or self.account.get_username()
