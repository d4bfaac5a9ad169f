"""Who saw or changed what of whom: the verwerkingslog.

A line is sealed by the database itself (see the migration): it gets the next number, the time, and
a seal over its content and the seal before it. Lines can be added and nothing else.
"""

from django.db import models

from sonar.models.organisatie import Medewerker


class Verwerking(models.Model):
    """Een verwerking van gegevens van een persoon. (One processing of one person's data.)"""

    class Handeling(models.TextChoices):
        """What was done."""

        LIJST = "lijst", "in een lijst gezien"
        INZIEN = "inzien", "bekeken"
        TOEVOEGEN = "toevoegen", "toegevoegd"
        WIJZIGEN = "wijzigen", "gewijzigd"
        GESCHIEDENIS = "geschiedenis", "geschiedenis bekeken"

    class Grond(models.TextChoices):
        """Why this medewerker may."""

        EIGEN_KLANT = "eigen-klant", "klant van de eigen organisatie"

    # No BigAutoField: the database numbers the lines without a gap.
    id = models.BigIntegerField("nummer", primary_key=True, editable=False)
    tijdstip = models.DateTimeField("tijdstip", editable=False)
    medewerker = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="verwerkingen",
        verbose_name="medewerker",
    )
    # No foreign key: the line outlives the person's data.
    persoon = models.BigIntegerField("nummer van de werkzoekende", db_index=True)
    handeling = models.CharField("handeling", max_length=20, choices=Handeling)
    grond = models.CharField("grond", max_length=20, choices=Grond)
    zegel = models.BinaryField("zegel", max_length=32)

    class Meta:
        verbose_name = "verwerking"
        verbose_name_plural = "verwerkingslog"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    handeling__in=["lijst", "inzien", "toevoegen", "wijzigen", "geschiedenis"],
                    grond__in=["eigen-klant"],
                ),
                name="verwerking_uit_de_lijst",
                violation_error_message="Kies handeling en grond uit de lijst.",
            ),
        ]

    def __str__(self) -> str:
        return f"verwerking {self.pk}"
