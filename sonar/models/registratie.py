"""Where somebody is registered, with whom, and on what ground somebody counts.

Periods are half-open, [ingangsdatum, einddatum): on the einddatum it is no longer valid.
"""

import datetime
from typing import Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models

from sonar.models.gebied import Gemeente
from sonar.models.organisatie import Medewerker, Organisatie
from sonar.models.werkzoekende import Werkzoekende


EIND_NA_BEGIN = "De einddatum ligt na de ingangsdatum."


def eind_na_begin(naam: str) -> models.CheckConstraint:
    """A period has at least one day."""
    return models.CheckConstraint(
        condition=models.Q(einddatum=None) | models.Q(einddatum__gt=models.F("ingangsdatum")),
        name=f"{naam}_einddatum_na_ingangsdatum",
        violation_error_message=EIND_NA_BEGIN,
    )


def een_tegelijk(naam: str, van: str, melding: str) -> ExclusionConstraint:
    """Periods of the same `van` (a column) do not overlap. Needs btree_gist."""
    periode = models.Func(
        "ingangsdatum", "einddatum", function="daterange", output_field=models.TextField()
    )
    return ExclusionConstraint(
        name=f"{naam}_een_tegelijk",
        expressions=[(van, RangeOperators.EQUAL), (periode, RangeOperators.OVERLAPS)],
        violation_error_message=melding,
    )


def geboekt_op() -> models.DateTimeField[datetime.datetime, datetime.datetime]:
    """When this version of the row came to be known. Set by the database, whatever is written."""
    return models.DateTimeField(
        "geboekt op",
        editable=False,
        db_default=models.Func(
            function="sonar_boekmoment", output_field=models.DateTimeField("geboekt op")
        ),
    )


Rij = TypeVar("Rij", bound=models.Model)


class PeriodeQuerySet(models.QuerySet[Rij]):
    """Questions one may ask of anything with a period."""

    def geldig_op(self, peildatum: datetime.date) -> Self:
        """Those whose period holds the peildatum."""
        return self.filter(
            models.Q(einddatum=None) | models.Q(einddatum__gt=peildatum),
            ingangsdatum__lte=peildatum,
        )

    def lopend(self) -> Self:
        """Those without an end."""
        return self.filter(einddatum=None)


class Inschrijving(models.Model):
    """Periode waarin een organisatie een werkzoekende bedient, en waar die woont. (Registration.)

    Moving or transfer closes the row and opens the next one.
    """

    werkzoekende = models.ForeignKey(
        Werkzoekende,
        on_delete=models.PROTECT,
        related_name="inschrijvingen",
        verbose_name="werkzoekende",
    )
    organisatie = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="inschrijvingen",
        verbose_name="verantwoordelijke organisatie",
    )
    gemeente = models.ForeignKey(
        Gemeente,
        on_delete=models.PROTECT,
        related_name="inschrijvingen",
        verbose_name="woongemeente",
    )
    klantmanager = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="caseload",
        verbose_name="klantmanager",
        null=True,
        blank=True,
        help_text="Wie deze klant begeleidt. Leeg: de teamleider wijst nog iemand toe.",
    )
    ingangsdatum = models.DateField("ingangsdatum")
    einddatum = models.DateField(
        "einddatum", null=True, blank=True, help_text="De eerste dag waarop dit niet meer geldt."
    )
    geboekt_op = geboekt_op()

    objects = PeriodeQuerySet["Inschrijving"].as_manager()

    class Meta:
        verbose_name = "inschrijving"
        verbose_name_plural = "inschrijvingen"
        ordering = ["-ingangsdatum"]
        # Every page asks whose client somebody is.
        indexes = [
            models.Index(
                fields=["werkzoekende", "-ingangsdatum"],
                include=["einddatum", "klantmanager"],
                name="inschrijving_laatste",
            ),
            # Whose clients these are, from the index alone: for UWV in one region they would
            # otherwise be sought among a third of the country.
            models.Index(
                fields=["organisatie", "gemeente"],
                include=["werkzoekende", "ingangsdatum", "einddatum", "klantmanager"],
                name="inschrijving_van_wie",
            ),
        ]
        constraints = [
            eind_na_begin("inschrijving"),
            een_tegelijk(
                "inschrijving",
                "werkzoekende",
                "Deze werkzoekende heeft in die periode al een inschrijving. "
                "Geef de andere eerst een einddatum.",
            ),
        ]

    def __str__(self) -> str:
        return f"inschrijving {self.pk}"

    def clean(self) -> None:
        """Somebody who is registered now lives in the gemeente of the registration."""
        if self.einddatum or not self.gemeente_id or not self.werkzoekende.postcode:
            return
        if not self.gemeente.bevat_postcode(self.werkzoekende.postcode):
            raise ValidationError(
                {
                    "gemeente": (
                        "De postcode van het adres ligt niet in deze gemeente. "
                        "Controleer de postcode of kies de andere gemeente."
                    )
                }
            )


class Doelgroepregistratie(models.Model):
    """Regel uit het doelgroepregister banenafspraak. (Entry in the target-group register.)

    The register knows people whom Sonar does not, so it is keyed on the
    fingerprint of the BSN and the database does
    not ask for a werkzoekende beside it. The gemeente is the one the register has.
    """

    class Grondslag(models.TextChoices):
        """Why somebody belongs to the doelgroep banenafspraak."""

        PARTICIPATIEWET = "participatiewet", "Participatiewet"
        VSO_PRO = "vso-pro", "voortgezet speciaal of praktijkonderwijs"
        WSW = "wsw-indicatie", "Wsw-indicatie"
        WAJONG = "wajong", "Wajong met arbeidsvermogen"
        WIW_ID = "wiw-id-baan", "WIW-baan of ID-baan"
        PRAKTIJKROUTE = "praktijkroute", "Praktijkroute"
        VOORZIENING = "voorziening", "beperking voor het 18e jaar, met voorziening"

    werkzoekende = models.ForeignKey(
        Werkzoekende,
        to_field="bsn_zoeksleutel",
        db_column="bsn_zoeksleutel",
        db_constraint=False,
        on_delete=models.DO_NOTHING,
        related_name="doelgroepregistraties",
        verbose_name="werkzoekende",
    )
    gemeente = models.ForeignKey(
        Gemeente,
        on_delete=models.PROTECT,
        related_name="doelgroepregistraties",
        verbose_name="woongemeente volgens het register",
    )
    grondslag = models.CharField("grondslag", max_length=20, choices=Grondslag)
    ingangsdatum = models.DateField("ingangsdatum")
    einddatum = models.DateField(
        "einddatum", null=True, blank=True, help_text="De eerste dag waarop dit niet meer geldt."
    )
    geboekt_op = geboekt_op()

    objects = PeriodeQuerySet["Doelgroepregistratie"].as_manager()

    class Meta:
        verbose_name = "registratie in het doelgroepregister"
        verbose_name_plural = "registraties in het doelgroepregister"
        ordering = ["-ingangsdatum"]
        constraints = [
            eind_na_begin("doelgroepregistratie"),
            een_tegelijk(
                "doelgroepregistratie",
                "werkzoekende",
                "Deze persoon staat in die periode al in het doelgroepregister. "
                "Geef de andere registratie eerst een einddatum.",
            ),
        ]

    def __str__(self) -> str:
        return f"doelgroepregistratie {self.pk}"
