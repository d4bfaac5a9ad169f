"""What a person may ask of us: not to be shown, and to be forgotten."""

from django.db import models

from sonar.models.organisatie import Medewerker
from sonar.models.registratie import PeriodeQuerySet, een_tegelijk, eind_na_begin
from sonar.models.werkzoekende import Werkzoekende


class Bezwaar(models.Model):
    """Bezwaar van een klant tegen het tonen van het klantprofiel. (Objection, AVG article 21.)"""

    werkzoekende = models.ForeignKey(
        Werkzoekende,
        on_delete=models.PROTECT,
        related_name="bezwaren",
        verbose_name="werkzoekende",
    )
    ingangsdatum = models.DateField("ingangsdatum")
    einddatum = models.DateField("einddatum", null=True, blank=True)
    vastgelegd_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="bezwaren",
        verbose_name="vastgelegd door",
    )

    objects = PeriodeQuerySet["Bezwaar"].as_manager()

    class Meta:
        verbose_name = "bezwaar"
        verbose_name_plural = "bezwaren"
        ordering = ["-ingangsdatum"]
        constraints = [
            eind_na_begin("bezwaar"),
            een_tegelijk("bezwaar", "werkzoekende", "Het bezwaar van deze klant loopt al."),
        ]

    def __str__(self) -> str:
        return f"bezwaar {self.pk}"


class Wisaankondiging(models.Model):
    """Bericht dat de gegevens van iemand binnenkort worden gewist. (Notice of deletion.)"""

    werkzoekende = models.OneToOneField(
        Werkzoekende,
        on_delete=models.CASCADE,
        related_name="wisaankondiging",
        verbose_name="werkzoekende",
    )
    aangekondigd_op = models.DateField("aangekondigd op")

    class Meta:
        verbose_name = "wisaankondiging"
        verbose_name_plural = "wisaankondigingen"
        ordering = ["aangekondigd_op", "pk"]

    def __str__(self) -> str:
        return f"wisaankondiging {self.pk}"


class Wisbewijs(models.Model):
    """Bewijs dat gegevens zijn gewist, zonder die gegevens. (Certificate of deletion.)"""

    class Aanleiding(models.TextChoices):
        """Why."""

        VERZOEK = "verzoek", "verzoek van de persoon"
        BEWAARTERMIJN = "bewaartermijn", "de bewaartermijn is voorbij"

    # No foreign key: there is nobody left.
    persoon = models.BigIntegerField("nummer van de werkzoekende", unique=True)
    aanleiding = models.CharField("aanleiding", max_length=14, choices=Aanleiding)
    gewist_op = models.DateTimeField("gewist op")
    gewist_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="wisbewijzen",
        verbose_name="gewist door",
        null=True,
        help_text="Leeg: de opdracht voor de bewaartermijn.",
    )
    aantallen = models.JSONField("aantal gewiste rijen per soort")

    class Meta:
        verbose_name = "wisbewijs"
        verbose_name_plural = "wisbewijzen"
        ordering = ["-gewist_op"]

    def __str__(self) -> str:
        return f"wisbewijs {self.pk}"
