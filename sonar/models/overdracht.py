"""From one organisation to another: offered, and then accepted or refused."""

from django.db import models

from sonar.models.organisatie import Medewerker, Organisatie
from sonar.models.werkzoekende import Werkzoekende


class OverdrachtQuerySet(models.QuerySet["Overdracht"]):
    """Questions one may ask of transfers."""

    def open(self) -> "OverdrachtQuerySet":
        """Those that wait for an answer."""
        return self.filter(stand=Overdracht.Stand.AANGEBODEN)

    def ongelezen(self) -> "OverdrachtQuerySet":
        """Those that were answered while the organisation that offered has not read it."""
        antwoorden = [Overdracht.Stand.AANGENOMEN, Overdracht.Stand.GEWEIGERD]
        return self.filter(stand__in=antwoorden, gelezen_op=None)


class Overdracht(models.Model):
    """Aanbod om een klant over te nemen. (Transfer of a client.)"""

    class Stand(models.TextChoices):
        """How it stands."""

        AANGEBODEN = "aangeboden", "aangeboden"
        AANGENOMEN = "aangenomen", "aangenomen"
        GEWEIGERD = "geweigerd", "geweigerd"
        INGETROKKEN = "ingetrokken", "ingetrokken"

    werkzoekende = models.ForeignKey(
        Werkzoekende,
        on_delete=models.PROTECT,
        related_name="overdrachten",
        verbose_name="werkzoekende",
    )
    van = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="aangeboden_overdrachten",
        verbose_name="van",
    )
    naar = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="ontvangen_overdrachten",
        verbose_name="naar",
    )
    reden = models.CharField("reden", max_length=200)
    stand = models.CharField("stand", max_length=12, choices=Stand, default=Stand.AANGEBODEN)
    aangeboden_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="aangeboden_overdrachten",
        verbose_name="aangeboden door",
    )
    aangeboden_op = models.DateTimeField("aangeboden op")
    beantwoord_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="beantwoorde_overdrachten",
        verbose_name="beantwoord door",
        null=True,
        blank=True,
    )
    beantwoord_op = models.DateTimeField("beantwoord op", null=True, blank=True)
    antwoord = models.CharField("antwoord", max_length=200, blank=True)

    gelezen_op = models.DateTimeField(
        "antwoord gelezen op", null=True, blank=True, help_text="Door wie de klant aanbood."
    )

    objects = OverdrachtQuerySet.as_manager()

    class Meta:
        verbose_name = "overdracht"
        verbose_name_plural = "overdrachten"
        ordering = ["-aangeboden_op"]
        constraints = [
            models.UniqueConstraint(
                fields=["werkzoekende"],
                condition=models.Q(stand="aangeboden"),
                name="overdracht_een_aanbod_tegelijk",
                violation_error_message="Deze klant is al aangeboden. Wacht op het antwoord.",
            ),
            models.CheckConstraint(
                condition=~models.Q(van=models.F("naar")),
                name="overdracht_naar_een_ander",
                violation_error_message="Kies een andere organisatie dan de eigen.",
            ),
            models.CheckConstraint(
                condition=models.Q(stand="aangeboden", beantwoord_door=None, beantwoord_op=None)
                | models.Q(
                    stand__in=["aangenomen", "geweigerd", "ingetrokken"],
                    beantwoord_door__isnull=False,
                    beantwoord_op__isnull=False,
                ),
                name="overdracht_antwoord_is_van_iemand",
                violation_error_message="Een antwoord is van iemand, op een moment.",
            ),
        ]

    def __str__(self) -> str:
        return f"overdracht {self.pk}"
