"""The outbox that triggers fill with what must be delivered, and the date of the last delivery."""

from django.db import models
from django.db.models import Func, Q


class OutboxEntry(models.Model):
    """Regel in de uitbak: van wie de levering misschien anders is geworden. (Outbox row.)

    It says who by one of three numbers, because a registration in the register can be there before
    the person, and a profile can be gone; without a number it is everybody. The delivery reads in
    the data what to do, so the order of lines does not matter.
    """

    persoon = models.BigIntegerField("nummer van de werkzoekende", null=True)
    bsn_zoeksleutel = models.UUIDField("vingerafdruk van het BSN", null=True)
    kandidaatnummer = models.UUIDField("kandidaatnummer", null=True)
    moment = models.DateTimeField("moment", db_default=Func(function="clock_timestamp"))

    class Meta:
        verbose_name = "leverregel"
        verbose_name_plural = "leverregels"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"leverregel {self.pk}"


class Leverstand(models.Model):
    """Tot welke dag er is geleverd; een rij. (The date of the last delivery.)"""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    peildatum = models.DateField("peildatum")

    class Meta:
        verbose_name = "leverstand"
        verbose_name_plural = "leverstanden"
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1),
                name="leverstand_is_een_rij",
                violation_error_message="Er is een leverstand, met nummer 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"leverstand {self.peildatum:%d-%m-%Y}"
