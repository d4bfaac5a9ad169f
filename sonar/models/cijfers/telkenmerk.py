"""The traits by which people are counted, beside where and with whom: now, and as known before."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sonar.models.werkzoekende import Werkzoekende


class Telkenmerk(models.Model):
    """Wat Sonar van een moment af wist van iemand, voor de uitsplitsingen. (Counted traits.)

    Known from `geboekt_op` until `vervallen_op`; what is known now has no end. Triggers write it
    (sql/telkenmerk.sql), and nobody can change it. It is deleted together with the person.
    """

    werkzoekende = models.ForeignKey(
        Werkzoekende,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="telkenmerken",
        verbose_name="werkzoekende",
    )
    geboortedatum = models.DateField("geboortedatum", null=True)
    met_profiel = models.BooleanField("met klantprofiel")
    niveau = models.CharField("hoogste opleidingsniveau", max_length=1, blank=True)
    sectoren = ArrayField(models.CharField(max_length=2), verbose_name="beroepssectoren")
    beschikbaar_vanaf = models.DateField("beschikbaar vanaf", null=True)
    geboekt_op = models.DateTimeField("geboekt op")
    vervallen_op = models.DateTimeField("vervallen op", null=True)

    class Meta:
        verbose_name = "wat van iemand geteld wordt"
        verbose_name_plural = "wat van u geteld wordt"
        ordering = ["werkzoekende", "geboekt_op"]
        constraints = [
            models.UniqueConstraint(
                fields=["werkzoekende", "geboekt_op"],
                name="telkenmerk_een_tegelijk",
                violation_error_message="Er is op een moment een ding bekend.",
            ),
            models.CheckConstraint(
                condition=models.Q(vervallen_op=None)
                | models.Q(vervallen_op__gt=models.F("geboekt_op")),
                name="telkenmerk_vervallen_na_geboekt",
                violation_error_message="Wat bekend was, vervalt nadat het is geboekt.",
            ),
        ]

    def __str__(self) -> str:
        return f"telkenmerk {self.pk}"
