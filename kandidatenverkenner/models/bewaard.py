"""What employers keep: lists of candidates with notes, and searches."""

from django.conf import settings
from django.db import models

from kandidatenverkenner.models.werkgever import Werkgever


class Lijst(models.Model):
    """Kandidaten die een organisatie bij elkaar bewaart. (Shortlist; of everybody there.)"""

    werkgever = models.ForeignKey(
        Werkgever, on_delete=models.CASCADE, related_name="lijsten", verbose_name="werkgever"
    )
    naam = models.CharField("naam", max_length=60)
    gemaakt_op = models.DateTimeField("gemaakt op")

    class Meta:
        verbose_name = "lijst"
        verbose_name_plural = "lijsten"
        ordering = ["naam", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["werkgever", "naam"],
                name="lijst_naam_een_keer",
                violation_error_message="U hebt al een lijst met deze naam.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Lijstregel(models.Model):
    """Kandidaat op een lijst, met een notitie. (One line of a shortlist.)"""

    lijst = models.ForeignKey(
        Lijst, on_delete=models.CASCADE, related_name="regels", verbose_name="lijst"
    )
    # No foreign key: a candidate who was withdrawn leaves a line that says so.
    kandidaat = models.UUIDField("kandidaat")
    notitie = models.CharField("notitie", max_length=500, blank=True)
    bewaard_op = models.DateTimeField("bewaard op")

    class Meta:
        verbose_name = "lijstregel"
        verbose_name_plural = "lijstregels"
        ordering = ["bewaard_op", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lijst", "kandidaat"],
                name="lijstregel_kandidaat_een_keer",
                violation_error_message="Deze kandidaat staat al op de lijst.",
            ),
        ]

    def __str__(self) -> str:
        return f"lijstregel {self.pk}"


class Zoekopdracht(models.Model):
    """Zoekvraag die iemand bewaart, met e-mail over nieuwe kandidaten. (Saved search.)"""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="zoekopdrachten",
        verbose_name="account",
    )
    naam = models.CharField("naam", max_length=60)
    vraag = models.CharField("zoekvraag", max_length=2000, blank=True)  # as in the address
    met_mail = models.BooleanField("met e-mail", default=True)
    gemaakt_op = models.DateTimeField("gemaakt op")
    # Candidates who came in later are new to the account that keeps this search.
    gezien_tot = models.DateTimeField("gezien tot")

    class Meta:
        verbose_name = "zoekopdracht"
        verbose_name_plural = "zoekopdrachten"
        ordering = ["naam", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "naam"],
                name="zoekopdracht_naam_een_keer",
                violation_error_message="U hebt al een zoekopdracht met deze naam.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam
