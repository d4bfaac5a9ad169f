"""What Sonar once knew of the facts that count, and no longer does."""

from django.db import models

from sonar.models.gebied import Gemeente
from sonar.models.organisatie import Organisatie
from sonar.models.werkzoekende import Werkzoekende


class Geschiedenis(models.Model):
    """Versie van een feit dat telt, die is verbeterd of verwijderd. (Superseded version of a fact.)

    It was known from `geboekt_op` until `vervallen_op`. Triggers write it (see the migration), so
    no program can forget to; nobody can change it. When the person is deleted, `werkzoekende`
    becomes a chance number and the grondslag goes: what is left counts, and is nobody.
    """

    class Soort(models.TextChoices):
        """Which fact."""

        INSCHRIJVING = "inschrijving", "inschrijving"
        DOELGROEP = "doelgroep", "registratie in het doelgroepregister"
        VASTSTELLING = "vaststelling", "vaststelling"

    soort = models.CharField("soort", max_length=12, choices=Soort)
    feit = models.BigIntegerField("nummer van het feit")
    werkzoekende = models.ForeignKey(
        Werkzoekende,
        to_field="bsn_zoeksleutel",
        db_column="bsn_zoeksleutel",
        db_constraint=False,
        on_delete=models.DO_NOTHING,
        related_name="geschiedenis",
        verbose_name="werkzoekende",
    )
    gemeente = models.ForeignKey(
        Gemeente,
        on_delete=models.PROTECT,
        related_name="geschiedenis",
        verbose_name="gemeente",
        null=True,
    )
    organisatie = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="geschiedenis",
        verbose_name="verantwoordelijke organisatie",
        null=True,
    )
    grondslag = models.CharField("grondslag", max_length=20, blank=True)
    ingangsdatum = models.DateField("ingangsdatum")
    einddatum = models.DateField("einddatum", null=True)
    geboekt_op = models.DateTimeField("geboekt op")
    vervallen_op = models.DateTimeField("vervallen op")

    class Meta:
        verbose_name = "vervallen versie van een feit"
        verbose_name_plural = "vervallen versies van feiten"
        ordering = ["vervallen_op", "pk"]
        indexes = [
            # For what was known on a day: mostly little has lapsed after it.
            models.Index(fields=["soort", "vervallen_op"], name="geschiedenis_vervallen"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(vervallen_op__gt=models.F("geboekt_op")),
                name="geschiedenis_vervallen_na_geboekt",
                violation_error_message="Een versie vervalt nadat zij is geboekt.",
            ),
        ]

    def __str__(self) -> str:
        return f"geschiedenis {self.pk}"
