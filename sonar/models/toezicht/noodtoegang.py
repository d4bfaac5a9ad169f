"""Outside one's own clients: searches are counted, and access is short and judged afterwards."""

import datetime

from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.db import models
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual

from sonar.models.organisatie import Medewerker
from sonar.models.werkzoekende import Werkzoekende


DUUR = datetime.timedelta(hours=4)
LANGST = datetime.timedelta(hours=24)
KORTSTE_REDEN, LANGSTE_REDEN = 20, 1000
TE_KORT = (
    f"Schrijf in ten minste {KORTSTE_REDEN} tekens waarom u deze persoon nu moet zien. "
    "De teamleider leest het."
)


class Zoekdag(models.Model):
    """Hoe vaak een medewerker op een dag in heel Sonar zocht. (Searches of a day.)"""

    medewerker = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="zoekdagen",
        verbose_name="medewerker",
    )
    dag = models.DateField("dag")
    aantal = models.PositiveIntegerField("aantal zoekvragen")

    class Meta:
        verbose_name = "zoekdag"
        verbose_name_plural = "zoekdagen"
        ordering = ["-dag", "medewerker"]
        constraints = [
            models.UniqueConstraint(
                fields=["medewerker", "dag"],
                name="zoekdag_een_per_dag",
                violation_error_message="Deze dag wordt al geteld.",
            ),
        ]

    def __str__(self) -> str:
        return f"zoekdag {self.pk}"


class NoodtoegangQuerySet(models.QuerySet["Noodtoegang"]):
    """Questions one may ask of noodtoegang."""

    def geldig_op(self, moment: datetime.datetime) -> "NoodtoegangQuerySet":
        """Those that are open at this moment."""
        return self.filter(ingangsmoment__lte=moment, eindmoment__gt=moment)

    def te_beoordelen(self) -> "NoodtoegangQuerySet":
        """Those that no teamleider has looked at."""
        return self.filter(oordeel="")


class Noodtoegang(models.Model):
    """Tijdelijke toegang tot een persoon buiten de eigen klanten. (Break-glass access.)"""

    class Oordeel(models.TextChoices):
        """How the teamleider judged it."""

        TERECHT = "terecht", "terecht"
        ONTERECHT = "onterecht", "niet terecht"

    medewerker = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="noodtoegangen",
        verbose_name="medewerker",
    )
    werkzoekende = models.ForeignKey(
        Werkzoekende,
        on_delete=models.PROTECT,
        related_name="noodtoegangen",
        verbose_name="werkzoekende",
    )
    reden = models.TextField(
        "reden",
        validators=[MinLengthValidator(KORTSTE_REDEN, TE_KORT), MaxLengthValidator(LANGSTE_REDEN)],
    )
    ingangsmoment = models.DateTimeField("ingangsmoment")
    eindmoment = models.DateTimeField("eindmoment")
    oordeel = models.CharField("oordeel", max_length=10, choices=Oordeel, blank=True)
    beoordeeld_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="beoordelingen",
        verbose_name="beoordeeld door",
        null=True,
        blank=True,
    )
    beoordeeld_op = models.DateTimeField("beoordeeld op", null=True, blank=True)

    objects = NoodtoegangQuerySet.as_manager()

    class Meta:
        verbose_name = "noodtoegang"
        verbose_name_plural = "noodtoegangen"
        ordering = ["-ingangsmoment"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(eindmoment__gt=models.F("ingangsmoment"))
                & models.Q(eindmoment__lte=models.F("ingangsmoment") + LANGST),
                name="noodtoegang_ten_hoogste_een_dag",
                violation_error_message="Noodtoegang duurt ten hoogste een dag.",
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("reden")), KORTSTE_REDEN),
                name="noodtoegang_met_reden",
                violation_error_message=TE_KORT,
            ),
            models.CheckConstraint(
                condition=models.Q(oordeel="", beoordeeld_door=None, beoordeeld_op=None)
                | models.Q(
                    oordeel__in=["terecht", "onterecht"],
                    beoordeeld_door__isnull=False,
                    beoordeeld_op__isnull=False,
                ),
                name="noodtoegang_oordeel_heeft_een_beoordelaar",
                violation_error_message="Een oordeel is van iemand, op een moment.",
            ),
            models.CheckConstraint(
                condition=models.Q(beoordeeld_door=None)
                | ~models.Q(beoordeeld_door=models.F("medewerker")),
                name="noodtoegang_niet_door_zichzelf_beoordeeld",
                violation_error_message="Niemand beoordeelt zijn eigen noodtoegang.",
            ),
        ]

    def __str__(self) -> str:
        return f"noodtoegang {self.pk}"
