"""What is done with a client on the way to work, and where that leads."""

import datetime
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from sonar.models.organisatie import Medewerker, Organisatie
from sonar.models.registratie import PeriodeQuerySet, eind_na_begin
from sonar.models.werkzoekende import Werkzoekende


# The unit in which the banenafspraak counts jobs (Wet banenafspraak: 25,5 hours a week).
UREN_PER_BAAN = Decimal("25.5")


class Dienststatus(models.TextChoices):
    """How a traject or an activity stands (statuses of OSLO Traject)."""

    ACTIEF = "actief", "actief"
    PASSIEF = "passief", "passief"
    STOPGEZET = "stopgezet", "stopgezet"
    UITGEVOERD = "uitgevoerd", "uitgevoerd"


class Traject(models.Model):
    """Plan om met een klant naar werk te gaan: een doel en activiteiten. (Reintegration plan.)"""

    werkzoekende = models.ForeignKey(
        Werkzoekende,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="trajecten",
        verbose_name="werkzoekende",
    )
    organisatie = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="trajecten",
        verbose_name="organisatie",
        editable=False,
    )
    doel = models.CharField("doel", max_length=200)
    status = models.CharField(
        "status", max_length=10, choices=Dienststatus, default=Dienststatus.ACTIEF
    )
    ingangsdatum = models.DateField("ingangsdatum")
    einddatum = models.DateField("einddatum", null=True, blank=True)
    resultaat = models.CharField(
        "resultaat", max_length=200, blank=True, help_text="Wat het traject heeft opgeleverd."
    )

    objects = PeriodeQuerySet["Traject"].as_manager()

    class Meta:
        verbose_name = "traject"
        verbose_name_plural = "trajecten"
        ordering = ["-ingangsdatum", "pk"]
        # An account of thousands of clients is made from the index alone.
        indexes = [
            models.Index(
                fields=["werkzoekende"],
                include=["id", "organisatie", "status", "ingangsdatum", "einddatum"],
                name="traject_van_wie",
            )
        ]
        constraints = [
            eind_na_begin("traject"),
            models.CheckConstraint(
                condition=models.Q(status__in=["actief", "passief"], einddatum=None)
                | models.Q(status__in=["stopgezet", "uitgevoerd"], einddatum__isnull=False),
                name="traject_eindigt_met_zijn_status",
                violation_error_message=(
                    "Een traject dat is stopgezet of uitgevoerd heeft een einddatum; "
                    "een ander heeft er geen."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="uitgevoerd", resultaat=""),
                name="traject_uitgevoerd_heeft_resultaat",
                violation_error_message="Schrijf op wat het traject heeft opgeleverd.",
            ),
        ]

    def __str__(self) -> str:
        return f"traject {self.pk}"


class Activiteit(models.Model):
    """Stap in een traject. (Activity.)"""

    class Soort(models.TextChoices):
        """What is done."""

        TRAINING = "training", "training of cursus"
        PROEFPLAATSING = "proefplaatsing", "proefplaatsing"
        JOBCOACHING = "jobcoaching", "jobcoaching"
        WERKERVARING = "werkervaring", "werkervaringsplaats"
        BEGELEIDING = "begeleiding", "begeleiding door de klantmanager"
        ANDERS = "anders", "iets anders"

    traject = models.ForeignKey(
        Traject,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="activiteiten",
        verbose_name="traject",
    )
    soort = models.CharField("soort", max_length=16, choices=Soort)
    omschrijving = models.CharField("omschrijving", max_length=200, blank=True)
    status = models.CharField(
        "status", max_length=10, choices=Dienststatus, default=Dienststatus.ACTIEF
    )
    ingangsdatum = models.DateField("ingangsdatum")
    einddatum = models.DateField("einddatum", null=True, blank=True)

    class Meta:
        verbose_name = "activiteit"
        verbose_name_plural = "activiteiten"
        ordering = ["ingangsdatum", "pk"]
        indexes = [
            models.Index(
                fields=["traject"], include=["soort", "status"], name="activiteit_van_traject"
            )
        ]
        constraints = [
            eind_na_begin("activiteit"),
            models.CheckConstraint(
                condition=models.Q(status__in=Dienststatus.values),
                name="activiteit_status_uit_de_lijst",
                violation_error_message="Kies een status uit de lijst.",
            ),
        ]

    def __str__(self) -> str:
        return f"activiteit {self.pk}"


class Contactmoment(models.Model):
    """Keer dat een medewerker en een klant elkaar spraken. (Contact.)"""

    class Wijze(models.TextChoices):
        """How."""

        GESPREK = "gesprek", "gesprek"
        TELEFOON = "telefoon", "telefoon"
        BERICHT = "bericht", "e-mail of bericht"

    werkzoekende = models.ForeignKey(
        Werkzoekende,
        on_delete=models.PROTECT,
        related_name="contactmomenten",
        verbose_name="werkzoekende",
    )
    medewerker = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="contactmomenten",
        verbose_name="medewerker",
        editable=False,
    )
    datum = models.DateField("datum")
    wijze = models.CharField("wijze", max_length=10, choices=Wijze)
    verslag = models.TextField(
        "verslag", max_length=4000, help_text="Schrijf niets op over ziekte of diagnose."
    )

    class Meta:
        verbose_name = "contactmoment"
        verbose_name_plural = "contactmomenten"
        ordering = ["-datum", "-pk"]
        indexes = [models.Index(fields=["medewerker", "datum"], name="contactmoment_van_wie")]

    def __str__(self) -> str:
        return f"contactmoment {self.pk}"


class Plaatsing(models.Model):
    """Baan waarin een klant aan het werk ging. (Placement.)"""

    werkzoekende = models.ForeignKey(
        Werkzoekende,
        on_delete=models.PROTECT,
        related_name="plaatsingen",
        verbose_name="werkzoekende",
    )
    organisatie = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="plaatsingen",
        verbose_name="organisatie",
        editable=False,
    )
    werkgever = models.CharField("werkgever", max_length=120)
    functie = models.CharField("functie", max_length=120, blank=True)
    uren_per_week = models.DecimalField(
        "uren per week",
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(1), MaxValueValidator(40)],
        help_text="25,5 uur per week telt als een baan voor de banenafspraak.",
    )
    ingangsdatum = models.DateField("ingangsdatum")
    einddatum = models.DateField("einddatum", null=True, blank=True)

    objects = PeriodeQuerySet["Plaatsing"].as_manager()

    class Meta:
        verbose_name = "plaatsing"
        verbose_name_plural = "plaatsingen"
        ordering = ["-ingangsdatum", "pk"]
        constraints = [
            eind_na_begin("plaatsing"),
            models.CheckConstraint(
                condition=models.Q(uren_per_week__gte=1, uren_per_week__lte=40),
                name="plaatsing_uren",
                violation_error_message="Vul 1 tot 40 uur per week in.",
            ),
        ]

    def __str__(self) -> str:
        return f"plaatsing {self.pk}"

    @property
    def banen(self) -> Decimal:
        """How many jobs of the banenafspraak this is, to two decimals."""
        return (self.uren_per_week / UREN_PER_BAAN).quantize(Decimal("0.01"))

    def loopt_op(self, peildatum: datetime.date) -> bool:
        """Whether somebody works there on this date."""
        return self.ingangsdatum <= peildatum and (
            self.einddatum is None or self.einddatum > peildatum
        )
