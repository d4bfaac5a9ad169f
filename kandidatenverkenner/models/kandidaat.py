"""The candidates as employers see them, and the words they are described in."""

import math
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.base import ModelState


STRAAL_AARDE_KM = 6371.0
# The bands of working hours, both ends included. A candidate has every band that overlaps with
# the hours he or she wants, as VUM 2 compares them: max >= minimum wanted and min <= maximum.
URENBANDEN = [(1, 12), (13, 20), (21, 28), (29, 36), (37, 40)]


class Facet(models.TextChoices):
    """The kinds of attribute a profile is described in."""

    REGIO = "regio", "Arbeidsmarktregio"
    OPLEIDINGSNIVEAU = "opleidingsniveau", "Opleidingsniveau"
    SECTOR = "sector", "Sector"
    TAAKSOORT = "taaksoort", "Soort taken"
    VAARDIGHEID = "vaardigheid", "Vaardigheden"
    COMPETENTIE = "competentie", "Competenties"
    AFFINITEIT = "affiniteit", "Affiniteiten"
    UREN = "uren", "Uren per week"
    RIJBEWIJS = "rijbewijs", "Rijbewijs"
    VERVOERMIDDEL = "vervoermiddel", "Vervoer"
    TAAL = "taal", "Talen"


class Taalniveau(models.TextChoices):
    """How well somebody commands a language (codeNiveauTaalbeheersing)."""

    GEEN = "1", "geen"
    REDELIJK = "2", "redelijk"
    GOED = "3", "goed"
    UITSTEKEND = "4", "uitstekend"


class Kenmerk(models.Model):
    """Een waarde van een facet, zoals rijbewijs B. (Attribute: one code of a closed vocabulary.)

    Rows are added and renamed, never removed: their numbers stand in Kandidaat.kenmerken.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    facet = models.CharField("facet", max_length=20, choices=Facet)
    code = models.CharField("code", max_length=60)
    naam = models.CharField("naam", max_length=150)
    groep = models.CharField("groep", max_length=60, blank=True)
    volgorde = models.PositiveIntegerField("volgorde")

    class Meta:
        verbose_name = "kenmerk"
        verbose_name_plural = "kenmerken"
        ordering = ["facet", "volgorde", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["facet", "code"],
                name="kenmerk_code_een_keer_per_facet",
                violation_error_message="Deze code staat al bij dit facet.",
            ),
            models.CheckConstraint(
                condition=Q(facet__in=Facet.values),
                name="kenmerk_facet_bestaat",
                violation_error_message="Kies een facet uit de lijst.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Codelijsten:
    """All attributes, read once: by number, and per facet by code in the order of their list."""

    def __init__(self, kenmerken: Iterable[Kenmerk]) -> None:
        """`kenmerken` come facet by facet."""
        self.op_nummer: dict[int, Kenmerk] = {}
        # The place of each in the order of the lists, from 1; and the attribute at a place. The
        # places of a facet are next to each other: from the first up to the second of these.
        self.plek: dict[int, int] = {}
        self.op_plek: dict[int, Kenmerk] = {}
        self.plekken: dict[str, tuple[int, int]] = {}
        self.per_facet: dict[str, dict[str, Kenmerk]] = {facet: {} for facet in Facet.values}
        for plek, kenmerk in enumerate(kenmerken, 1):
            self.op_nummer[kenmerk.id] = kenmerk
            self.plek[kenmerk.id], self.op_plek[plek] = plek, kenmerk
            self.plekken[kenmerk.facet] = self.plekken.get(kenmerk.facet, (plek,))[0], plek + 1
            self.per_facet[kenmerk.facet][kenmerk.code] = kenmerk

    @classmethod
    def lees(cls) -> "Codelijsten":
        """One query."""
        return cls(Kenmerk.objects.order_by("facet", "volgorde", "id"))


class Plaats(models.Model):
    """Een gemeente om afstand van te meten. (Place; no candidate is tied to one.)"""

    code = models.CharField("CBS-code", max_length=6, primary_key=True)
    naam = models.CharField("naam", max_length=60)
    regio = models.CharField("arbeidsmarktregio", max_length=4)
    breedtegraad = models.FloatField("breedtegraad")
    lengtegraad = models.FloatField("lengtegraad")

    class Meta:
        verbose_name = "plaats"
        verbose_name_plural = "plaatsen"
        ordering = ["naam", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(breedtegraad__range=(50, 54), lengtegraad__range=(3, 8)),
                name="plaats_ligt_in_nederland",
                violation_error_message="Een plaats ligt in Nederland.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    def km_tot(self, ander: "Plaats") -> float:
        """Kilometres between both centres, over the sphere (haversine)."""
        breedte, breedte_ander = math.radians(self.breedtegraad), math.radians(ander.breedtegraad)
        d_lengte = math.radians(ander.lengtegraad - self.lengtegraad)
        haversine = (
            math.sin((breedte_ander - breedte) / 2) ** 2
            + math.cos(breedte) * math.cos(breedte_ander) * math.sin(d_lengte / 2) ** 2
        )
        return 2 * STRAAL_AARDE_KM * math.asin(math.sqrt(haversine))


class ChangeLogEntry(models.Model):
    """Regel van wat er met kandidaten gebeurde. (Change log; written by a trigger, for the index.)

    The table has one column that is not here: `xid`, the transaction (see sql/change_log.sql).
    """

    versie = models.BigAutoField("versie", primary_key=True)
    # Empty: the code lists changed.
    kandidaat = models.UUIDField("kandidaat", null=True)
    moment = models.DateTimeField("moment", db_default=Func(function="clock_timestamp"))

    class Meta:
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"

    def __str__(self) -> str:
        return f"wijziging {self.pk}"


class CodelistVersion(models.Model):
    """Merk van de codelijsten en plaatsen, bij elke wijziging een ander. (One row, by a trigger.)

    By chance and not by counting: after a lost primary the same count could mean other lists.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    merk = models.UUIDField("merk")

    class Meta:
        verbose_name = "stand van de lijsten"
        verbose_name_plural = "standen van de lijsten"

    def __str__(self) -> str:
        return str(self.merk)


class Kandidaatkolommen(models.Model):
    """Single values have a column; everything employers filter on stands in `kenmerken`.

    An abstract model, and the only one: the rows as they came in and the rows as employers see them
    have the same columns, which are compared and copied in SQL (`ontvangst.profiel` names them).
    """

    id = models.UUIDField(primary_key=True, editable=False)
    regio = models.CharField("arbeidsmarktregio", max_length=4)
    opleidingsniveau = models.CharField("opleidingsniveau", max_length=1)
    diploma = models.BooleanField("diploma")
    uren_min = models.PositiveSmallIntegerField("minimaal aantal uren per week")
    uren_max = models.PositiveSmallIntegerField("maximaal aantal uren per week")
    beschikbaar_vanaf = models.DateField("beschikbaar vanaf", null=True)
    reisafstand = models.PositiveSmallIntegerField("reisafstand in km")
    talen = models.JSONField("talen", default=list)
    kenmerken = ArrayField(models.IntegerField(), verbose_name="kenmerken")

    class Meta:
        abstract = True


class Kandidaat(Kandidaatkolommen):
    """Iemand die werk zoekt, zonder naam, adres en contactgegevens. (Candidate.)"""

    # Empty where fewer than ten of the region have the same: see `ontvangst.suppression`.
    opleidingsniveau = models.CharField("opleidingsniveau", max_length=1, blank=True)
    # Hidden, so it can be empty here and not in what came in: mypy wants one type for both.
    diploma = models.BooleanField("diploma", null=True)  # type: ignore[assignment]
    beschikbaar_vanaf = models.DateField("beschikbaar vanaf", null=True, blank=True)
    tekst = SearchVectorField("tekst", editable=False)
    gewijzigd_op = models.DateField("gewijzigd op")
    # By the clock of the database, while deliveries wait for each other: later is really later.
    ontvangen_op = models.DateTimeField(
        "ontvangen op", db_default=Func(function="clock_timestamp"), editable=False
    )

    class Meta:
        verbose_name = "kandidaat"
        verbose_name_plural = "kandidaten"
        ordering = ["-gewijzigd_op", "id"]
        indexes = [
            GinIndex(fields=["kenmerken"], name="kandidaat_kenmerken"),
            GinIndex(fields=["tekst"], name="kandidaat_tekst"),
            models.Index(F("gewijzigd_op").desc(), "id", name="kandidaat_nieuwste_eerst"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(uren_min__gte=1, uren_max__lte=40, uren_min__lte=F("uren_max")),
                name="kandidaat_uren",
                violation_error_message=(
                    "De uren per week liggen tussen 1 en 40, het minimum niet boven het maximum."
                ),
            ),
            models.CheckConstraint(
                condition=Q(beschikbaar_vanaf=None) | Q(beschikbaar_vanaf__day=1),
                name="kandidaat_beschikbaar_vanaf_eerste_dag",
                violation_error_message="Beschikbaar vanaf is de eerste dag van een maand.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def from_db(  # type: ignore[override] # the stubs are those of Django 6
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> "Kandidaat":
        """As Django makes one, in a fifth of the time: a page of a search has twenty of them."""
        kandidaat, stand = cls.__new__(cls), ModelState()
        stand.adding, stand.db = False, db
        kandidaat.__dict__.update(zip(field_names, values, strict=True), _state=stand)
        return kandidaat
