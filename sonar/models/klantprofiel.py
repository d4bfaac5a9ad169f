"""What somebody can do and wants, in six parts and an availability, and when it was vastgesteld."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sonar.models.codelijst import (
    Affiniteit,
    Beheersing,
    Competentie,
    Opleidingsniveau,
    Opleidingsstatus,
    Reisafstand,
    Rijbewijs,
    Sector,
    Taaksoort,
    Taal,
    Taalniveau,
    Vaardigheid,
    Vervoermiddel,
)
from sonar.models.gebied import Arbeidsmarktregio
from sonar.models.organisatie import Medewerker
from sonar.models.registratie import PeriodeQuerySet, een_tegelijk, eind_na_begin, geboekt_op
from sonar.models.werkzoekende import Werkzoekende
from sonar.rules import profielvelden


class Klantprofiel(models.Model):
    """Beschrijving van wat een werkzoekende kan en wil, samen opgesteld. (Client profile.)"""

    werkzoekende = models.OneToOneField(
        Werkzoekende,
        on_delete=models.PROTECT,
        related_name="klantprofiel",
        verbose_name="werkzoekende",
    )
    kandidaatnummer = models.UUIDField(
        "kandidaatnummer",
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Het nummer dat werkgevers zien. Het zegt niets over de persoon.",
    )
    # That of the latest registration. Triggers keep it (sql/bemiddelregio.sql), whatever is saved
    # here. A region of a million clients is ranked from one index.
    bemiddelregio = models.ForeignKey(
        Arbeidsmarktregio,
        on_delete=models.PROTECT,
        related_name="klantprofielen",
        verbose_name="bemiddelregio",
        null=True,
        editable=False,
        db_index=False,
    )
    vaardigheden = models.ManyToManyField(
        Vaardigheid, blank=True, related_name="klantprofielen", verbose_name="vaardigheden"
    )
    affiniteiten = models.ManyToManyField(
        Affiniteit, blank=True, related_name="klantprofielen", verbose_name="affiniteiten"
    )
    sectoren = models.ManyToManyField(
        Sector, blank=True, related_name="klantprofielen", verbose_name="beroepssectoren"
    )
    taaksoorten = models.ManyToManyField(
        Taaksoort, blank=True, related_name="klantprofielen", verbose_name="taaksoorten"
    )
    uren_min = models.PositiveSmallIntegerField(
        "minimaal aantal uren per week", null=True, blank=True
    )
    uren_max = models.PositiveSmallIntegerField(
        "maximaal aantal uren per week", null=True, blank=True
    )
    beschikbaar_vanaf = models.DateField(
        "beschikbaar vanaf", null=True, blank=True, help_text="Leeg betekent: nu al."
    )
    reisafstand = models.CharField(
        "reisafstand",
        max_length=1,
        choices=Reisafstand,
        blank=True,
        help_text="Hoe ver iemand naar het werk wil reizen, enkele reis.",
    )
    vervoermiddelen = ArrayField(
        models.CharField(max_length=1, choices=Vervoermiddel),
        verbose_name="vervoermiddelen",
        default=list,
        blank=True,
    )
    rijbewijzen = ArrayField(
        models.CharField(max_length=3, choices=Rijbewijs),
        verbose_name="rijbewijzen",
        default=list,
        blank=True,
    )
    besproken_op = models.DateField(
        "besproken met de klant op",
        null=True,
        blank=True,
        help_text="Zonder gesprek met de klant kan het profiel niet worden vastgesteld.",
    )
    toelichting = models.TextField(
        "toelichting",
        blank=True,
        help_text="Alleen voor collega's: werkgevers zien dit nooit. Schrijf niets over ziekte.",
    )

    class Meta:
        verbose_name = "klantprofiel"
        verbose_name_plural = "klantprofielen"
        indexes = [
            models.Index(
                fields=["bemiddelregio"],
                include=["id", "werkzoekende", "uren_min", "uren_max"],
                condition=models.Q(uren_min__isnull=False),
                name="klantprofiel_te_bemiddelen",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(uren_min=None, uren_max=None)
                # A check that comes out NULL passes: both must be said not to be.
                | models.Q(
                    uren_min__isnull=False,
                    uren_max__isnull=False,
                    uren_min__gte=1,
                    uren_max__lte=40,
                    uren_min__lte=models.F("uren_max"),
                ),
                name="klantprofiel_uren",
                violation_error_message=(
                    "Vul bij de uren allebei in: minimaal 1, maximaal 40, "
                    "en het minimum niet hoger dan het maximum."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(reisafstand__in=["", *Reisafstand.values]),
                name="klantprofiel_reisafstand_uit_de_lijst",
                violation_error_message="Kies een reisafstand uit de lijst.",
            ),
            models.CheckConstraint(
                condition=models.Q(vervoermiddelen__contained_by=Vervoermiddel.values),
                name="klantprofiel_vervoermiddelen_uit_de_lijst",
                violation_error_message="Kies vervoermiddelen uit de lijst.",
            ),
            models.CheckConstraint(
                condition=models.Q(rijbewijzen__contained_by=Rijbewijs.values),
                name="klantprofiel_rijbewijzen_uit_de_lijst",
                violation_error_message="Kies rijbewijzen uit de lijst.",
            ),
        ]

    def __str__(self) -> str:
        return f"klantprofiel {self.pk}"

    def ingevulde_onderdelen(self) -> set[str]:
        """The parts that are there: keys of ONDERDELEN.

        One query a part that has not been prefetched.
        """
        return {naam for naam, deel in profielvelden.ONDERDELEN.items() if self._is_er(deel)}

    def _is_er(self, deel: profielvelden.Onderdeel) -> bool:
        waarde = getattr(self, deel.bron)
        if hasattr(waarde, "all"):
            return any(deel.telt_mee(rij) for rij in waarde.all())
        return waarde not in (None, "")


class Opleiding(models.Model):
    """Gevolgde opleiding. (Education followed; name and school stay inside.)"""

    klantprofiel = models.ForeignKey(
        Klantprofiel,
        on_delete=models.CASCADE,
        related_name="opleidingen",
        verbose_name="klantprofiel",
    )
    niveau = models.CharField("niveau", max_length=1, choices=Opleidingsniveau)
    naam = models.CharField("naam van de opleiding", max_length=120, blank=True)
    status = models.CharField(
        "status", max_length=1, choices=Opleidingsstatus, default=Opleidingsstatus.ONBEKEND
    )
    diploma = models.BooleanField("diploma behaald", default=False)

    class Meta:
        verbose_name = "opleiding"
        verbose_name_plural = "opleidingen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    niveau__in=Opleidingsniveau.values, status__in=Opleidingsstatus.values
                ),
                name="opleiding_codes_uit_de_lijst",
                violation_error_message="Kies niveau en status uit de lijst.",
            ),
            models.CheckConstraint(
                condition=models.Q(diploma=False)
                | ~models.Q(status__in=[Opleidingsstatus.AFGEBROKEN, Opleidingsstatus.LOPEND]),
                name="opleiding_diploma_niet_bij_afgebroken_of_lopend",
                violation_error_message=(
                    "Een diploma past niet bij een afgebroken of lopende opleiding."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"opleiding {self.pk}"


class Competentiebeheersing(models.Model):
    """Hoe goed iemand een competentie beheerst. (Mastery of a competence.)"""

    klantprofiel = models.ForeignKey(
        Klantprofiel,
        on_delete=models.CASCADE,
        related_name="competenties",
        verbose_name="klantprofiel",
    )
    competentie = models.ForeignKey(
        Competentie,
        on_delete=models.PROTECT,
        related_name="beheersingen",
        verbose_name="competentie",
    )
    beheersing = models.CharField(
        "beheersing", max_length=1, choices=Beheersing, default=Beheersing.GOED
    )

    class Meta:
        verbose_name = "competentie"
        verbose_name_plural = "competenties"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["klantprofiel", "competentie"],
                name="competentiebeheersing_een_per_competentie",
                violation_error_message="Deze competentie staat er al.",
            ),
            models.CheckConstraint(
                condition=models.Q(beheersing__in=Beheersing.values),
                name="competentiebeheersing_uit_de_lijst",
                violation_error_message="Kies een beheersing uit de lijst.",
            ),
        ]

    def __str__(self) -> str:
        return f"competentiebeheersing {self.pk}"


class Taalbeheersing(models.Model):
    """Hoe goed iemand een taal spreekt en schrijft. (Command of a language.)"""

    klantprofiel = models.ForeignKey(
        Klantprofiel, on_delete=models.CASCADE, related_name="talen", verbose_name="klantprofiel"
    )
    taal = models.ForeignKey(
        Taal, on_delete=models.PROTECT, related_name="beheersingen", verbose_name="taal"
    )
    mondeling = models.CharField("mondeling", max_length=1, choices=Taalniveau)
    schriftelijk = models.CharField("schriftelijk", max_length=1, choices=Taalniveau)

    class Meta:
        verbose_name = "taal"
        verbose_name_plural = "talen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["klantprofiel", "taal"],
                name="taalbeheersing_een_per_taal",
                violation_error_message="Deze taal staat er al.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    mondeling__in=Taalniveau.values, schriftelijk__in=Taalniveau.values
                ),
                name="taalbeheersing_uit_de_lijst",
                violation_error_message="Kies een niveau uit de lijst.",
            ),
        ]

    def __str__(self) -> str:
        return f"taalbeheersing {self.pk}"


class Vaststelling(models.Model):
    """Periode waarin een klantprofiel is vastgesteld en werkgevers het zien. (Publication.)"""

    klantprofiel = models.ForeignKey(
        Klantprofiel,
        on_delete=models.PROTECT,
        related_name="vaststellingen",
        verbose_name="klantprofiel",
    )
    ingangsdatum = models.DateField("ingangsdatum")
    einddatum = models.DateField("einddatum", null=True, blank=True)
    vastgesteld_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="vaststellingen",
        verbose_name="vastgesteld door",
    )
    geboekt_op = geboekt_op()

    objects = PeriodeQuerySet["Vaststelling"].as_manager()

    class Meta:
        verbose_name = "vaststelling"
        verbose_name_plural = "vaststellingen"
        ordering = ["-ingangsdatum"]
        # A list asks for each of its clients whether the profile is vastgesteld today.
        indexes = [
            models.Index(
                fields=["klantprofiel", "-ingangsdatum"],
                include=["einddatum"],
                name="vaststelling_laatste",
            )
        ]
        constraints = [
            eind_na_begin("vaststelling"),
            een_tegelijk(
                "vaststelling", "klantprofiel", "Dit klantprofiel is in die periode al vastgesteld."
            ),
        ]

    def __str__(self) -> str:
        return f"vaststelling {self.pk}"


class Profielversie(models.Model):
    """Wat een klantprofiel op een moment zei. (Version of a client profile.)"""

    klantprofiel = models.ForeignKey(
        Klantprofiel, on_delete=models.CASCADE, related_name="versies", verbose_name="klantprofiel"
    )
    nummer = models.PositiveIntegerField("nummer")
    moment = models.DateTimeField("moment")
    medewerker = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="profielversies",
        verbose_name="medewerker",
    )
    inhoud = models.JSONField("inhoud")

    class Meta:
        verbose_name = "versie van het klantprofiel"
        verbose_name_plural = "versies van het klantprofiel"
        ordering = ["-nummer"]
        constraints = [
            models.UniqueConstraint(
                fields=["klantprofiel", "nummer"], name="profielversie_een_nummer"
            ),
        ]

    def __str__(self) -> str:
        return f"profielversie {self.pk}"
