"""The person: the only place that holds identity."""

import datetime
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Exact
from django.db.models.sql.compiler import SQLCompiler
from stdnum.nl import bsn as elfproef


# The elfproef in SQL: 9a + 8b + 7c + 6d + 5e + 4f + 3g + 2h - i is a multiple of 11.
GEWICHTEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)
GEEN_BSN = "Dit is geen geldig burgerservicenummer. Controleer de negen cijfers."
POSTCODE = r"^[1-9][0-9]{3}[A-Z]{2}$"
GEEN_POSTCODE = "Schrijf de postcode als vier cijfers en twee hoofdletters, zoals 2311AA."


def is_bsn(bsn: str) -> None:
    """Raise ValidationError unless nine digits pass the elfproef; the number is not repeated."""
    if not re.fullmatch(r"[0-9]{9}", bsn) or not elfproef.is_valid(bsn):
        raise ValidationError(GEEN_BSN, code="elfproef")


class Elfproefrest(models.Func):
    """The weighted sum of nine digits, modulo 11; `ascii` because a cast fails on a letter."""

    output_field = models.IntegerField()
    arity = 1
    template = (
        "mod("
        + " + ".join(
            f"({gewicht}) * (ascii(substr(%(expressions)s, {plaats}, 1)) - 48)"
            for plaats, gewicht in enumerate(GEWICHTEN, start=1)
        )
        + ", 11)"
    )

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **kwargs: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """The number stands in the template nine times, so its parameters do too."""
        sql, params = super().as_sql(compiler, connection, *args, **kwargs)
        return sql, tuple(params) * len(GEWICHTEN)


class Werkzoekende(models.Model):
    """Persoon die werk zoekt en die UWV of een gemeente daarbij helpt. (Job seeker.)"""

    class Geslacht(models.TextChoices):
        """Codes of the SUWI-Gegevensregister."""

        ONBEKEND = "0", "onbekend"
        MAN = "1", "man"
        VROUW = "2", "vrouw"
        NIET_GESPECIFICEERD = "9", "niet gespecificeerd"

    bsn = models.CharField(
        "burgerservicenummer",
        max_length=9,
        unique=True,
        validators=[is_bsn],
        error_messages={
            "unique": (
                "Dit burgerservicenummer staat al in Sonar. Zoek de klant op, of vraag de "
                "organisatie waar de klant staat ingeschreven om overdracht."
            )
        },
    )
    voornamen = models.CharField("voornamen", max_length=100)
    voorvoegsel = models.CharField("voorvoegsel", max_length=20, blank=True)
    achternaam = models.CharField("achternaam", max_length=100)
    geboortedatum = models.DateField("geboortedatum")
    geslacht = models.CharField(
        "geslacht", max_length=1, choices=Geslacht, default=Geslacht.ONBEKEND
    )
    straat = models.CharField("straat", max_length=80)
    huisnummer = models.PositiveIntegerField("huisnummer")
    toevoeging = models.CharField("toevoeging", max_length=10, blank=True)
    postcode = models.CharField(
        "postcode",
        max_length=6,
        validators=[RegexValidator(POSTCODE, GEEN_POSTCODE)],
    )
    plaats = models.CharField("plaats", max_length=80)
    telefoon = models.CharField("telefoon", max_length=20, blank=True)
    email = models.EmailField("e-mailadres", blank=True)

    class Meta:
        verbose_name = "werkzoekende"
        verbose_name_plural = "werkzoekenden"
        ordering = ["achternaam", "voornamen", "pk"]
        indexes = [models.Index(fields=["achternaam", "voornamen"], name="werkzoekende_naam")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(bsn__regex=r"^[0-9]{9}$")
                & ~models.Q(bsn="000000000")
                & models.Q(Exact(Elfproefrest("bsn"), 0)),
                name="werkzoekende_bsn_elfproef",
                violation_error_message=GEEN_BSN,
            ),
            models.CheckConstraint(
                condition=models.Q(postcode__regex=POSTCODE),
                name="werkzoekende_postcode",
                violation_error_message=GEEN_POSTCODE,
            ),
            models.CheckConstraint(
                condition=models.Q(geboortedatum__gte=datetime.date(1900, 1, 1)),
                name="werkzoekende_geboortedatum",
                violation_error_message="Een geboortedatum ligt na 1 januari 1900.",
            ),
        ]

    def __str__(self) -> str:
        return f"werkzoekende {self.pk}"

    @property
    def volledige_naam(self) -> str:
        """The name as one writes it. For screens of people who may see it, never for `__str__`."""
        delen = (self.voornamen, self.voorvoegsel, self.achternaam)
        return " ".join(deel for deel in delen if deel)
