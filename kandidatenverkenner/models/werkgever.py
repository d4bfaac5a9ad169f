"""The employers' side: organisations, their people, and the keys of their programs."""

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Werkgever(models.Model):
    """Organisatie die kandidaten zoekt. (Employer.)"""

    class Soort(models.TextChoices):
        """For oneself, or for others."""

        WERKGEVER = "werkgever", "werkgever"
        INTERMEDIAIR = "intermediair", "intermediair"

    kvk_nummer = models.CharField("KvK-nummer", max_length=8, unique=True)
    naam = models.CharField("naam", max_length=120)
    soort = models.CharField("soort", max_length=12, choices=Soort, default=Soort.WERKGEVER)
    # The region whose werkgeversservicepunt checks that this organisation is what it says.
    regio = models.CharField("arbeidsmarktregio", max_length=4, blank=True)
    gecontroleerd_op = models.DateTimeField("gecontroleerd op", null=True, blank=True)

    class Meta:
        verbose_name = "werkgever"
        verbose_name_plural = "werkgevers"
        ordering = ["naam", "kvk_nummer"]
        constraints = [
            models.CheckConstraint(
                condition=Q(soort__in=["werkgever", "intermediair"]),
                name="werkgever_soort_uit_de_lijst",
                violation_error_message="Kies werkgever of intermediair.",
            ),
            models.CheckConstraint(
                condition=Q(kvk_nummer__regex=r"^[0-9]{8}$"),
                name="werkgever_kvk_nummer_acht_cijfers",
                violation_error_message="Een KvK-nummer heeft acht cijfers.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Werkgeversaccount(models.Model):
    """Account van iemand bij een werkgever. (Whoever has one, and is admitted, may search.)"""

    class Rol(models.TextChoices):
        """What somebody does for the organisation."""

        BEHEERDER = "beheerder", "beheerder: laat collega's toe en maakt sleutels"
        GEBRUIKER = "gebruiker", "gebruiker: zoekt kandidaten"

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="werkgeversaccount",
        verbose_name="account",
    )
    werkgever = models.ForeignKey(
        Werkgever,
        on_delete=models.PROTECT,
        related_name="accounts",
        verbose_name="werkgever",
    )
    rol = models.CharField("rol", max_length=10, choices=Rol, default=Rol.BEHEERDER)
    toegelaten_op = models.DateTimeField("toegelaten op", null=True, blank=True)

    class Meta:
        verbose_name = "werkgeversaccount"
        verbose_name_plural = "werkgeversaccounts"
        ordering = ["werkgever", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rol__in=["beheerder", "gebruiker"]),
                name="werkgeversaccount_rol_uit_de_lijst",
                violation_error_message="Kies beheerder of gebruiker.",
            ),
        ]

    def __str__(self) -> str:
        return f"werkgeversaccount {self.pk}"

    @property
    def is_toegelaten(self) -> bool:
        """Whether an adviser knows the organisation, and the organisation this person."""
        return bool(self.toegelaten_op and self.werkgever.gecontroleerd_op)


class ApisleutelQuerySet(models.QuerySet["Apisleutel"]):
    """Questions one may ask of keys."""

    def geldig_op(self, dag: datetime.date) -> "ApisleutelQuerySet":
        """Those that still open something."""
        return self.filter(ingetrokken_op=None, verloopt_op__gt=dag, account__is_active=True)


class Apisleutel(models.Model):
    """Sleutel waarmee een programma van een werkgever zoekt. (API token.)"""

    class Bereik(models.TextChoices):
        """What a key opens."""

        ZOEKEN = "zoeken", "kandidaten zoeken"
        KANDIDAAT = "kandidaat", "een kandidaat lezen"
        CONTACT = "contact", "om contact vragen en die verzoeken volgen"
        VUM = "vum", "vragen stellen over VUM"

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="apisleutels",
        verbose_name="account",
    )
    naam = models.CharField("naam", max_length=60)
    # Only a fingerprint of the key is kept: the key is long and random, so it cannot be guessed.
    vingerafdruk = models.CharField("vingerafdruk", max_length=64, unique=True)
    bereik = ArrayField(models.CharField(max_length=10, choices=Bereik), verbose_name="bereik")
    gemaakt_op = models.DateTimeField("gemaakt op")
    verloopt_op = models.DateField("verloopt op")
    ingetrokken_op = models.DateTimeField("ingetrokken op", null=True, blank=True)

    objects = ApisleutelQuerySet.as_manager()

    class Meta:
        verbose_name = "API-sleutel"
        verbose_name_plural = "API-sleutels"
        ordering = ["-gemaakt_op"]
        constraints = [
            models.CheckConstraint(
                condition=Q(bereik__len__gte=1)
                & Q(bereik__contained_by=["zoeken", "kandidaat", "contact", "vum"]),
                name="apisleutel_bereik_uit_de_lijst",
                violation_error_message="Kies wat de sleutel mag.",
            ),
        ]

    def __str__(self) -> str:
        return f"API-sleutel {self.pk}"


class RequestCounter(models.Model):
    """Hoe vaak programma's van een werkgever in deze minuut iets vroegen. (Rate counter.)"""

    werkgever = models.OneToOneField(
        Werkgever,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="aanroepteller",
        verbose_name="werkgever",
    )
    minuut = models.DateTimeField("minuut")
    aantal = models.PositiveIntegerField("aantal")

    class Meta:
        verbose_name = "aanroepteller"
        verbose_name_plural = "aanroeptellers"
        ordering = ["werkgever"]

    def __str__(self) -> str:
        return f"aanroepteller {self.pk}"
