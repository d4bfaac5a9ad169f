"""The public overview as it is stored: what everybody may read, and what it was made from."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Overzicht(models.Model):
    """Een nacht waarin het openbare overzicht is bijgewerkt. (A batch.)"""

    peildatum = models.DateField("peildatum", unique=True)
    gemaakt_op = models.DateTimeField("gemaakt op")

    class Meta:
        verbose_name = "overzicht"
        verbose_name_plural = "overzichten"
        ordering = ["-peildatum"]

    def __str__(self) -> str:
        return f"overzicht {self.peildatum}"


class Overzichtrij(models.Model):
    """Rij van het openbare overzicht: tien kandidaten of meer. (A row; a part may be untold.)"""

    regio = models.CharField("arbeidsmarktregio", max_length=4)
    opleidingsniveau = models.CharField("opleidingsniveau", max_length=60, blank=True)
    uren = models.CharField("uren per week", max_length=60, blank=True)
    sector = models.CharField("sector", max_length=60, blank=True)
    taaksoort = models.CharField("soort taken", max_length=60, blank=True)
    vaardigheidsgroep = models.CharField("groep van vaardigheden", max_length=60, blank=True)
    aantal = models.PositiveIntegerField("aantal kandidaten")
    peildatum = models.DateField("geteld op")

    class Meta:
        verbose_name = "rij van het overzicht"
        verbose_name_plural = "rijen van het overzicht"
        ordering = [
            "regio",
            "sector",
            "taaksoort",
            "vaardigheidsgroep",
            "opleidingsniveau",
            "uren",
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(aantal__gte=10),
                name="overzichtrij_tien_of_meer",
                violation_error_message="Een rij van het overzicht telt tien mensen of meer.",
            ),
            models.UniqueConstraint(
                fields=[
                    "regio",
                    "opleidingsniveau",
                    "uren",
                    "sector",
                    "taaksoort",
                    "vaardigheidsgroep",
                ],
                name="overzichtrij_een_keer",
                violation_error_message="Deze rij staat al in het overzicht.",
            ),
        ]

    def __str__(self) -> str:
        return f"rij {self.pk} van het overzicht"


class Overzichtregio(models.Model):
    """Waaruit de rijen van een regio zijn gemaakt; niet openbaar. (Layout and memory.)

    `indeling` is the tree, `voorkeur` per part the values from common to rare on the first night,
    `gezien` a fingerprint for everybody in his or her row when the region was looked at last.
    """

    regio = models.CharField("arbeidsmarktregio", max_length=4, primary_key=True)
    indeling = models.JSONField("indeling")
    voorkeur = models.JSONField("voorkeur")
    gezien = ArrayField(models.BigIntegerField(), verbose_name="gezien")

    class Meta:
        verbose_name = "regio van het overzicht"
        verbose_name_plural = "regio's van het overzicht"
        ordering = ["regio"]

    def __str__(self) -> str:
        return f"regio {self.regio} van het overzicht"


class Overzichtgroep(models.Model):
    """Wie bij een rij zijn geteld, als vingerafdruk; niet openbaar. (To count movements.)"""

    rij = models.OneToOneField(
        Overzichtrij, on_delete=models.CASCADE, primary_key=True, verbose_name="rij"
    )
    vingerafdrukken = ArrayField(models.BigIntegerField(), verbose_name="vingerafdrukken")

    class Meta:
        verbose_name = "groep van het overzicht"
        verbose_name_plural = "groepen van het overzicht"
        ordering = ["rij"]

    def __str__(self) -> str:
        return f"groep van rij {self.pk}"
