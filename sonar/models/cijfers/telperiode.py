"""In what way somebody counts, and when: derived from the facts, so that counting is quick."""

from django.db import models

from sonar.models.gebied import Gemeente
from sonar.models.organisatie import Organisatie


class Telperiode(models.Model):
    """Periode waarin iemand uit het doelgroepregister op een manier telt. (Slice of counting.)

    Nothing is known here that the facts do not say: triggers on the facts rewrite the periods of
    whoever is touched (sql/telperiode.sql), and nobody else can. The periods of a person do not
    overlap and are half-open; one that still runs has the last day there is. Without a `gemeente`
    somebody is in the register and not in Sonar. There are no periods of the past as it was known
    then.
    """

    pk = models.CompositePrimaryKey("bsn_zoeksleutel", "ingangsdatum")
    bsn_zoeksleutel = models.UUIDField("vingerafdruk van het BSN")
    ingangsdatum = models.DateField("ingangsdatum")
    einddatum = models.DateField("einddatum")
    registergemeente = models.ForeignKey(
        Gemeente,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="woongemeente volgens het register",
    )
    gemeente = models.ForeignKey(
        Gemeente,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="gemeente",
        null=True,
    )
    organisatie = models.CharField(
        "soort verantwoordelijke organisatie", max_length=8, choices=Organisatie.Soort, blank=True
    )
    met_profiel = models.BooleanField("met vastgesteld klantprofiel")

    class Meta:
        verbose_name = "telperiode"
        verbose_name_plural = "telperioden"
        indexes = [
            # In the order of the cells of the table: counted from the index alone, unsorted.
            models.Index(
                fields=["gemeente", "organisatie", "met_profiel", "einddatum", "ingangsdatum"],
                condition=models.Q(gemeente__isnull=False),
                name="telperiode_gemeente",
            ),
            models.Index(
                fields=["registergemeente", "einddatum", "ingangsdatum"],
                include=["gemeente"],
                name="telperiode_register",
            ),
        ]

    def __str__(self) -> str:
        return "telperiode"
