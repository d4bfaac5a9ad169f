"""The candidates as they came in, before what fewer than ten of a region have was left out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Aanlevering(models.Model):
    """Kandidaat zoals die is geleverd, voordat zeldzame waarden zijn weggelaten. (As delivered.)

    When somebody of a region changes, others of it may show more or less: that is computed from
    these rows. The process that faces the internet has no right on them.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    regio = models.CharField("arbeidsmarktregio", max_length=4, db_index=True)
    opleidingsniveau = models.CharField("opleidingsniveau", max_length=1)
    diploma = models.BooleanField("diploma")
    uren_min = models.PositiveSmallIntegerField("minimaal aantal uren per week")
    uren_max = models.PositiveSmallIntegerField("maximaal aantal uren per week")
    beschikbaar_vanaf = models.DateField("beschikbaar vanaf", null=True)
    reisafstand = models.PositiveSmallIntegerField("reisafstand in km")
    talen = models.JSONField("talen", default=list)
    kenmerken = ArrayField(models.IntegerField(), verbose_name="kenmerken")
    woorden = models.TextField("woorden")
    # Not shown any more since the last delivery; the row stays for its region until the next.
    ingetrokken = models.BooleanField("ingetrokken", default=False)

    class Meta:
        verbose_name = "aanlevering"
        verbose_name_plural = "aanleveringen"

    def __str__(self) -> str:
        return str(self.pk)
