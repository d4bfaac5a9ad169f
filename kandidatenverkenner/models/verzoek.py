"""What employers ask and do: searches, contact requests, openings of profiles, alarms."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kandidatenverkenner.models.werkgever import Werkgever


class Zoekteller(models.Model):
    """Hoe vaak werkgevers op een dag op een facet filterden. (Searches per day and facet.)"""

    dag = models.DateField("dag")
    facet = models.CharField("facet", max_length=20)
    aantal = models.PositiveIntegerField("aantal")

    class Meta:
        verbose_name = "zoekteller"
        verbose_name_plural = "zoektellers"
        ordering = ["dag", "facet"]
        constraints = [
            models.UniqueConstraint(fields=["dag", "facet"], name="zoekteller_per_dag_en_facet"),
        ]

    def __str__(self) -> str:
        return f"zoekteller {self.dag} {self.facet}"


class Contactverzoek(models.Model):
    """Vraag van een werkgever om een kandidaat te ontmoeten. (Contact request.)"""

    class Stand(models.TextChoices):
        """How it stands."""

        INGEDIEND = "ingediend", "ingediend"
        IN_BEHANDELING = "in-behandeling", "in behandeling"
        CONTACT = "contact", "een adviseur brengt u in contact"
        KLANT_WIL_NIET = "wil-niet", "de kandidaat wil dit niet"
        PAST_NIET = "past-niet", "de vacature past niet bij de kandidaat"
        NIET_BEREIKT = "niet-bereikt", "de kandidaat is niet bereikt"
        NIET_MEER_BESCHIKBAAR = "niet-beschikbaar", "de kandidaat is niet meer beschikbaar"

    werkgever = models.ForeignKey(
        Werkgever,
        on_delete=models.PROTECT,
        related_name="contactverzoeken",
        verbose_name="werkgever",
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="contactverzoeken",
        verbose_name="account",
    )
    # No foreign key: the request outlives the profile. Empty: a question to the servicepunt
    # about a search in which nobody was found.
    kandidaat = models.UUIDField("kandidaatnummer", null=True, blank=True)
    zoekvraag = models.CharField("zoekvraag in woorden", max_length=500, blank=True)
    regio = models.CharField("arbeidsmarktregio", max_length=4)
    vacature = models.CharField("vacature", max_length=120)
    bericht = models.TextField("bericht", max_length=1000, blank=True)
    ingediend_op = models.DateTimeField("ingediend op")
    uiterlijk_op = models.DateField("antwoord uiterlijk op")
    stand = models.CharField("stand", max_length=20, choices=Stand, default=Stand.INGEDIEND)
    beantwoord_op = models.DateTimeField("beantwoord op", null=True, blank=True)

    class Meta:
        verbose_name = "contactverzoek"
        verbose_name_plural = "contactverzoeken"
        ordering = ["uiterlijk_op", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["werkgever", "kandidaat", "vacature"],
                condition=Q(beantwoord_op=None),
                name="contactverzoek_een_tegelijk",
                violation_error_message="U hebt deze kandidaat al gevraagd voor deze vacature.",
            ),
            models.CheckConstraint(
                condition=Q(kandidaat__isnull=False) | ~Q(zoekvraag=""),
                name="contactverzoek_gaat_ergens_over",
                violation_error_message="Een verzoek gaat over een kandidaat of een zoekvraag.",
            ),
            models.CheckConstraint(
                condition=Q(stand__in=["ingediend", "in-behandeling"], beantwoord_op=None)
                | Q(
                    stand__in=[
                        "contact",
                        "wil-niet",
                        "past-niet",
                        "niet-bereikt",
                        "niet-beschikbaar",
                    ],
                    beantwoord_op__isnull=False,
                ),
                name="contactverzoek_antwoord_heeft_een_moment",
                violation_error_message="Een antwoord heeft een moment.",
            ),
        ]

    def __str__(self) -> str:
        return f"contactverzoek {self.pk}"


class Bezoek(models.Model):
    """Keer dat een werkgever een kandidaat opende. (One opening of a profile; only added to.)"""

    class Wijze(models.TextChoices):
        """By which door."""

        PAGINA = "pagina", "op de pagina"
        API = "api", "door een programma"

    werkgever = models.ForeignKey(
        Werkgever, on_delete=models.PROTECT, related_name="bezoeken", verbose_name="werkgever"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="bezoeken",
        verbose_name="account",
    )
    # No foreign key: the line that somebody looked outlives the profile.
    kandidaat = models.UUIDField("kandidaat")
    regio = models.CharField("arbeidsmarktregio", max_length=4)
    dag = models.DateField("dag")
    moment = models.DateTimeField("moment")
    wijze = models.CharField("wijze", max_length=6, choices=Wijze)

    class Meta:
        verbose_name = "bezoek"
        verbose_name_plural = "bezoeken"
        ordering = ["-moment", "-pk"]
        indexes = [
            models.Index(fields=["werkgever", "dag", "kandidaat"], name="bezoek_per_dag"),
            models.Index(fields=["kandidaat"], name="bezoek_van_kandidaat"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(wijze__in=["pagina", "api"]),
                name="bezoek_wijze_uit_de_lijst",
                violation_error_message="Kies pagina of api.",
            ),
        ]

    def __str__(self) -> str:
        return f"bezoek {self.pk}"


class Bladerteller(models.Model):
    """Hoeveel een werkgever vandaag op lijsten zag. (List counter; overwritten every day.)"""

    werkgever = models.OneToOneField(
        Werkgever,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="bladerteller",
        verbose_name="werkgever",
    )
    dag = models.DateField("dag")
    bladzijden = models.PositiveIntegerField("bladzijden")
    merken = ArrayField(models.IntegerField(), verbose_name="merken van wie op een lijst stond")

    class Meta:
        verbose_name = "bladerteller"
        verbose_name_plural = "bladertellers"
        ordering = ["werkgever"]

    def __str__(self) -> str:
        return f"bladerteller {self.pk}"


class Lokprofiel(models.Model):
    """Verzonnen kandidaat die alleen opent wie alles opent. (Canary.)"""

    kandidaat = models.UUIDField("kandidaat", unique=True)
    regio = models.CharField("arbeidsmarktregio", max_length=4, unique=True)

    class Meta:
        verbose_name = "lokprofiel"
        verbose_name_plural = "lokprofielen"
        ordering = ["regio"]

    def __str__(self) -> str:
        return f"lokprofiel {self.regio}"


class Alarm(models.Model):
    """Teken dat een werkgever anders kijkt dan een mens. (Alarm for the privacy officer.)"""

    class Soort(models.TextChoices):
        """What was seen."""

        TEMPO = "tempo", "te veel kandidaten in korte tijd"
        BREEDTE = "breedte", "kandidaten uit te veel regio's op een dag"
        DEKKING = "dekking", "te veel verschillende kandidaten in een maand"
        LIMIET = "limiet", "de grens van een dag bereikt"
        LOKPROFIEL = "lokprofiel", "een lokprofiel geopend"
        BLADEREN = "bladeren", "te veel lijsten op een dag"

    werkgever = models.ForeignKey(
        Werkgever, on_delete=models.PROTECT, related_name="alarmen", verbose_name="werkgever"
    )
    soort = models.CharField("soort", max_length=10, choices=Soort)
    dag = models.DateField("dag")
    moment = models.DateTimeField("moment")
    afgehandeld_op = models.DateTimeField("afgehandeld op", null=True, blank=True)

    class Meta:
        verbose_name = "alarm"
        verbose_name_plural = "alarmen"
        ordering = ["-moment", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    soort__in=["tempo", "breedte", "dekking", "limiet", "lokprofiel", "bladeren"]
                ),
                name="alarm_soort_uit_de_lijst",
                violation_error_message="Kies een soort uit de lijst.",
            ),
            models.UniqueConstraint(
                fields=["werkgever", "soort", "dag"],
                name="alarm_een_per_dag",
                violation_error_message="Dit alarm is vandaag al gegeven.",
            ),
        ]

    def __str__(self) -> str:
        return f"alarm {self.pk}"
