"""Work on offer, who is put forward for it, and what was done with what an employer asked."""

from django.db import models

from sonar.models.codelijst import Opleidingsniveau, Sector, Taaksoort, Vaardigheid
from sonar.models.gebied import Arbeidsmarktregio
from sonar.models.organisatie import Medewerker
from sonar.models.werkzoekende import Werkzoekende


class Vacature(models.Model):
    """Werk dat een werkgever aanbiedt, ingevoerd door een adviseur. (Vacancy.)"""

    class Stand(models.TextChoices):
        """How it stands."""

        OPEN = "open", "open"
        VERVULD = "vervuld", "vervuld"
        INGETROKKEN = "ingetrokken", "ingetrokken"

    titel = models.CharField("titel", max_length=120)
    werkgever = models.CharField("werkgever", max_length=120)
    arbeidsmarktregio = models.ForeignKey(
        Arbeidsmarktregio,
        on_delete=models.PROTECT,
        related_name="vacatures",
        verbose_name="arbeidsmarktregio",
        editable=False,
    )
    ingevoerd_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="vacatures",
        verbose_name="ingevoerd door",
        editable=False,
    )
    uren_min = models.PositiveSmallIntegerField("minimaal aantal uren per week")
    uren_max = models.PositiveSmallIntegerField("maximaal aantal uren per week")
    opleidingsniveau = models.CharField(
        "opleiding ten minste",
        max_length=1,
        choices=Opleidingsniveau,
        blank=True,
        help_text="Leeg: maakt niet uit.",
    )
    vereist = models.ManyToManyField(
        Vaardigheid, blank=True, related_name="+", verbose_name="vereiste vaardigheden"
    )
    gewenst = models.ManyToManyField(
        Vaardigheid, blank=True, related_name="+", verbose_name="gewenste vaardigheden"
    )
    taaksoorten = models.ManyToManyField(
        Taaksoort, blank=True, related_name="+", verbose_name="taaksoorten"
    )
    sectoren = models.ManyToManyField(
        Sector, blank=True, related_name="+", verbose_name="beroepssectoren"
    )
    stand = models.CharField("stand", max_length=12, choices=Stand, default=Stand.OPEN)

    class Meta:
        verbose_name = "vacature"
        verbose_name_plural = "vacatures"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    uren_min__gte=1, uren_max__lte=40, uren_min__lte=models.F("uren_max")
                ),
                name="vacature_uren",
                violation_error_message=(
                    "De uren liggen tussen 1 en 40, en het minimum is niet hoger dan het maximum."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"vacature {self.pk}"


class Voordracht(models.Model):
    """Klant die voor een vacature wordt voorgedragen. (Referral of a client to a vacancy.)"""

    class Stand(models.TextChoices):
        """From put forward to placed or rejected."""

        VOORGEDRAGEN = "voorgedragen", "voorgedragen"
        GESPREK = "gesprek", "op gesprek"
        GEPLAATST = "geplaatst", "geplaatst"
        AFGEWEZEN = "afgewezen", "afgewezen"

    class Afwijsreden(models.TextChoices):
        """Why it came to nothing."""

        ANDER_GEKOZEN = "ander-gekozen", "de werkgever koos een ander"
        PAST_NIET = "past-niet", "het werk past niet bij de klant"
        KLANT_ZIET_AF = "klant-ziet-af", "de klant ziet ervan af"
        UREN = "uren", "de uren passen niet"
        REIZEN = "reizen", "het is te ver reizen"
        VERVALLEN = "vervallen", "de vacature is vervallen"

    vacature = models.ForeignKey(
        Vacature, on_delete=models.PROTECT, related_name="voordrachten", verbose_name="vacature"
    )
    werkzoekende = models.ForeignKey(
        Werkzoekende,
        on_delete=models.PROTECT,
        related_name="voordrachten",
        verbose_name="werkzoekende",
    )
    medewerker = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="voordrachten",
        verbose_name="voorgedragen door",
    )
    akkoord_op = models.DateField("de klant zei ja op")
    voorgedragen_op = models.DateField("voorgedragen op")
    stand = models.CharField("stand", max_length=12, choices=Stand, default=Stand.VOORGEDRAGEN)
    afwijsreden = models.CharField(
        "reden van afwijzing", max_length=16, choices=Afwijsreden, blank=True
    )

    class Meta:
        verbose_name = "voordracht"
        verbose_name_plural = "voordrachten"
        ordering = ["-voorgedragen_op", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vacature", "werkzoekende"],
                name="voordracht_een_per_vacature",
                violation_error_message="Deze klant is al voorgedragen voor deze vacature.",
            ),
            models.CheckConstraint(
                condition=models.Q(akkoord_op__lte=models.F("voorgedragen_op")),
                name="voordracht_na_het_ja_van_de_klant",
                violation_error_message="De klant zegt eerst ja, dan draagt u voor.",
            ),
            models.CheckConstraint(
                condition=models.Q(stand="afgewezen") & ~models.Q(afwijsreden="")
                | ~models.Q(stand="afgewezen") & models.Q(afwijsreden=""),
                name="voordracht_afgewezen_heeft_een_reden",
                violation_error_message="Kies bij een afwijzing een reden, en anders niet.",
            ),
        ]

    def __str__(self) -> str:
        return f"voordracht {self.pk}"


class Verzoekstap(models.Model):
    """Wat een medewerker met een contactverzoek deed. (Step in the handling of a request.)

    The request itself belongs to the employers' side, which does not know who works here.
    """

    class Soort(models.TextChoices):
        """What was done."""

        IN_BEHANDELING = "in-behandeling", "in behandeling genomen"
        KLANT_GEVRAAGD = "klant-gevraagd", "klant gevraagd"
        BEANTWOORD = "beantwoord", "beantwoord"

    # No foreign key: a request is read at its door.
    contactverzoek = models.BigIntegerField("nummer van het contactverzoek", db_index=True)
    werkzoekende = models.ForeignKey(
        Werkzoekende,
        on_delete=models.PROTECT,
        related_name="verzoekstappen",
        verbose_name="werkzoekende",
        null=True,
        blank=True,
        help_text="Leeg: een vraag over een zoekvraag, of over wie er niet meer is.",
    )
    soort = models.CharField("soort", max_length=16, choices=Soort)
    dag = models.DateField("dag")
    medewerker = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="verzoekstappen",
        verbose_name="medewerker",
    )
    moment = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "stap bij een contactverzoek"
        verbose_name_plural = "stappen bij contactverzoeken van werkgevers"
        ordering = ["moment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(soort__in=["in-behandeling", "beantwoord"])
                | models.Q(soort="klant-gevraagd", werkzoekende__isnull=False),
                name="verzoekstap_gevraagd_is_een_klant",
                violation_error_message="Wie een klant vroeg, vroeg het iemand.",
            ),
            models.UniqueConstraint(
                fields=["contactverzoek", "dag"],
                condition=models.Q(soort="klant-gevraagd"),
                name="verzoekstap_gevraagd_een_per_dag",
                violation_error_message="Er is al vastgelegd dat de klant op deze dag is gevraagd.",
            ),
            models.UniqueConstraint(
                fields=["contactverzoek"],
                condition=models.Q(soort="beantwoord"),
                name="verzoekstap_een_antwoord",
                violation_error_message="Dit verzoek is al beantwoord.",
            ),
        ]

    def __str__(self) -> str:
        return f"verzoekstap {self.pk}"
