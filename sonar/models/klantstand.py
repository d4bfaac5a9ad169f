"""Where each client stands, in one row, so that a list of many thousands is quick."""

import datetime

from django.db import models
from django.db.models.expressions import Combinable

from sonar.models.gebied import Arbeidsmarktregio, Gemeente
from sonar.models.organisatie import Medewerker, Organisatie
from sonar.models.werkzoekende import Werkzoekende
from sonar.rules.profielvelden import ONDERDELEN


# The parts of a klantprofiel, each with its bit in `Klantstand.ingevuld`. The trigger that fills
# that column repeats them; a test compares.
ONDERDEELBITS = {naam: deel.bit for naam, deel in ONDERDELEN.items()}
VOLLEDIG = sum(ONDERDEELBITS.values())


class Datumreeks(models.Field[object, object]):
    """Perioden die elkaar niet raken. (A multirange of dates; only the database reads it.)"""

    def db_type(self, connection: object) -> str:  # noqa: ARG002
        return "datemultirange"


def op(reeks: str | Combinable, dag: datetime.date) -> models.Func:
    """Whether a Datumreeks holds the day; may stand in a filter."""
    return models.Func(
        reeks if isinstance(reeks, Combinable) else models.F(reeks),
        models.Value(dag, output_field=models.DateField()),
        arg_joiner=" @> ",
        template="(%(expressions)s)",
        output_field=models.BooleanField(),
    )


class Klantstand(models.Model):
    """Wiens klant iemand is en hoe het profiel ervoor staat. (Where a client stands.)

    It follows the latest registration, so nobody has one before the first. The row repeats the
    facts and adds nothing: triggers on the facts rewrite it (sql/klantstand.sql), and nobody else
    can. Answers that depend on the day are kept as dates.
    """

    werkzoekende = models.OneToOneField(
        Werkzoekende,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="klantstand",
        verbose_name="werkzoekende",
    )
    organisatie = models.ForeignKey(
        Organisatie,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="verantwoordelijke organisatie",
    )
    regio = models.ForeignKey(
        Arbeidsmarktregio,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="arbeidsmarktregio",
    )
    gemeente = models.ForeignKey(
        Gemeente,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="woongemeente",
    )
    klantmanager = models.ForeignKey(
        Medewerker,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="klantmanager",
        null=True,
    )
    ingangsdatum = models.DateField("ingangsdatum")
    einddatum = models.DateField("einddatum", null=True)
    overleden_op = models.DateField("overleden op", null=True)
    afgeschermd = models.BooleanField("afgeschermd")
    achternaam = models.CharField("achternaam", max_length=100)
    voornamen = models.CharField("voornamen", max_length=100)
    zoeknaam = models.TextField("naam in hoofdletters, elk woord na een spatie")
    ingevuld = models.SmallIntegerField("ingevulde onderdelen van het klantprofiel", null=True)
    besproken_op = models.DateField("besproken op", null=True)
    vastgesteld = Datumreeks("waarin het klantprofiel is vastgesteld")

    class Meta:
        verbose_name = "stand van een klant"
        verbose_name_plural = "uw stand in de lijsten"
        ordering = ["achternaam", "voornamen", "pk"]
        indexes = [
            # It holds all that a list asks, so that no row is opened for thousands of clients.
            models.Index(
                fields=["organisatie", "regio"],
                include=[
                    "werkzoekende",
                    "gemeente",
                    "klantmanager",
                    "ingangsdatum",
                    "einddatum",
                    "overleden_op",
                    "afgeschermd",
                    "achternaam",
                    "voornamen",
                    "zoeknaam",
                    "ingevuld",
                    "besproken_op",
                    "vastgesteld",
                ],
                name="klantstand_van_wie",
            ),
            models.Index(fields=["klantmanager"], name="klantstand_caseload"),
        ]

    def __str__(self) -> str:
        return f"klantstand {self.pk}"
