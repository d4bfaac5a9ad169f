"""What the VUM source remembers: a question, and which profiles were fetched for it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kandidatenverkenner.models.werkgever import Werkgever


DETAILS_PER_VRAAG = 10  # by the standard


class Vumvraag(models.Model):
    """Zoekvraag die over VUM binnenkwam. (A VUM question; what was asked is not kept.)

    Its number is half of every idWerkzoekende of the answer, so that the profiles fetched for one
    question can be counted.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    werkgever = models.ForeignKey(
        Werkgever, on_delete=models.CASCADE, related_name="vumvragen", verbose_name="werkgever"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="vumvragen",
        verbose_name="account",
    )
    moment = models.DateTimeField("moment")
    details = ArrayField(models.UUIDField(), verbose_name="opgevraagde kandidaten", default=list)

    class Meta:
        verbose_name = "VUM-vraag"
        verbose_name_plural = "VUM-vragen"
        ordering = ["-moment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(details__len__lte=DETAILS_PER_VRAAG),
                name="vumvraag_hoogstens_tien_details",
                violation_error_message="Bij een vraag horen hoogstens 10 profielen.",
            ),
        ]

    def __str__(self) -> str:
        return f"VUM-vraag {self.pk}"
