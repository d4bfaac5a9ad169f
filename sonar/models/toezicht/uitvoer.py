"""A list of clients taken out as a file: for what, which columns, and who said yes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sonar.models.organisatie import Medewerker


ZONDER_TWEEDE = 50  # somebody takes out this many clients without a second person


class Uitvoer(models.Model):
    """Verzoek om een lijst met klanten in een bestand te zetten. (Export of a list.)"""

    class Vorm(models.TextChoices):
        """What kind of file."""

        CSV = "csv", "CSV"
        XLSX = "xlsx", "Excel"
        VUM = "vum", "VUM-bestand (JSON, zonder naam en adres)"

    medewerker = models.ForeignKey(
        Medewerker, on_delete=models.PROTECT, related_name="uitvoeren", verbose_name="medewerker"
    )
    doel = models.CharField("doel", max_length=200)
    vorm = models.CharField("vorm", max_length=4, choices=Vorm)
    kolommen = ArrayField(models.CharField(max_length=30), verbose_name="kolommen", default=list)
    aantal = models.PositiveIntegerField("aantal klanten")
    aangevraagd_op = models.DateTimeField("aangevraagd op")
    goedgekeurd_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="goedgekeurde_uitvoeren",
        verbose_name="goedgekeurd door",
        null=True,
        blank=True,
    )
    goedgekeurd_op = models.DateTimeField("goedgekeurd op", null=True, blank=True)
    opgehaald_op = models.DateTimeField("opgehaald op", null=True, blank=True)

    class Meta:
        verbose_name = "uitvoer"
        verbose_name_plural = "uitvoeren"
        ordering = ["-aangevraagd_op"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(goedgekeurd_door=None)
                | ~models.Q(goedgekeurd_door=models.F("medewerker")),
                name="uitvoer_niet_door_zichzelf_goedgekeurd",
                violation_error_message="Niemand keurt zijn eigen lijst goed.",
            ),
            models.CheckConstraint(
                condition=models.Q(opgehaald_op=None)
                | models.Q(aantal__lte=ZONDER_TWEEDE)
                | models.Q(goedgekeurd_door__isnull=False),
                name="uitvoer_groot_heeft_een_tweede",
                violation_error_message=(
                    f"Een lijst van meer dan {ZONDER_TWEEDE} klanten keurt een tweede persoon goed."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"uitvoer {self.pk}"

    @property
    def mag_opgehaald(self) -> bool:
        """Whether nothing stands in the way of the file; it is made once."""
        goed = self.aantal <= ZONDER_TWEEDE or self.goedgekeurd_door_id is not None
        return goed and self.opgehaald_op is None
