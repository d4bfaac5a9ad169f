"""Where people live: arbeidsmarktregio, gemeente and its postcodes."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models


class Arbeidsmarktregio(models.Model):
    """Regio waarin gemeenten en UWV werkgevers samen bedienen. (Labour-market region.)"""

    code = models.CharField("code", max_length=4, primary_key=True)
    naam = models.CharField("naam", max_length=60, unique=True)

    class Meta:
        verbose_name = "arbeidsmarktregio"
        verbose_name_plural = "arbeidsmarktregio's"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^AM[0-9]{2}$"),
                name="arbeidsmarktregio_code_is_am_met_twee_cijfers",
                violation_error_message="Een regiocode is AM met twee cijfers, zoals AM19.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Gemeente(models.Model):
    """Gemeente met haar CBS-code. (Municipality, keyed on the CBS code, never on the name.)"""

    code = models.CharField("CBS-code", max_length=6, primary_key=True)
    naam = models.CharField("naam", max_length=60, unique=True)
    arbeidsmarktregio = models.ForeignKey(
        Arbeidsmarktregio,
        on_delete=models.PROTECT,
        related_name="gemeenten",
        verbose_name="arbeidsmarktregio",
    )
    breedtegraad = models.DecimalField("breedtegraad", max_digits=6, decimal_places=3)
    lengtegraad = models.DecimalField("lengtegraad", max_digits=6, decimal_places=3)

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering = ["naam"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^GM[0-9]{4}$"),
                name="gemeente_code_is_cbs_code",
                violation_error_message="Een gemeentecode is GM met vier cijfers, zoals GM0546.",
            ),
            models.CheckConstraint(
                condition=models.Q(breedtegraad__range=(50, 54), lengtegraad__range=(3, 8)),
                name="gemeente_ligt_in_nederland",
                violation_error_message="Het middelpunt van een gemeente ligt in Nederland.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    @classmethod
    def bij_postcode(cls, cijfers: int) -> "Gemeente | None":
        """The gemeente in which this postcode lies, by its four digits; None without a postcode."""
        if not 1000 <= cijfers <= 9999:
            return None
        return cls.objects.filter(
            postcodegebieden__van__lte=cijfers, postcodegebieden__tot__gte=cijfers
        ).first()

    def bevat_postcode(self, postcode: str) -> bool:
        """Whether this postcode (`1234AB`) lies in the gemeente. One query."""
        cijfers = int(postcode[:4])
        return self.postcodegebieden.filter(van__lte=cijfers, tot__gte=cijfers).exists()


class Postcodegebied(models.Model):
    """Reeks PC4-postcodes van een gemeente, beide grenzen inbegrepen. (Postcode range.)"""

    gemeente = models.ForeignKey(
        Gemeente,
        on_delete=models.CASCADE,
        related_name="postcodegebieden",
        verbose_name="gemeente",
    )
    van = models.PositiveSmallIntegerField("van")
    tot = models.PositiveSmallIntegerField("tot en met")

    class Meta:
        verbose_name = "postcodegebied"
        verbose_name_plural = "postcodegebieden"
        ordering = ["van"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(van__gte=1000, tot__lte=9999, van__lte=models.F("tot")),
                name="postcodegebied_van_tot",
                violation_error_message=(
                    "Een postcodegebied loopt van laag naar hoog, tussen 1000 en 9999."
                ),
            ),
            ExclusionConstraint(
                name="postcode_in_een_gemeente",
                expressions=[
                    (
                        models.Func(
                            "van",
                            "tot",
                            models.Value("[]"),
                            function="int4range",
                            output_field=models.TextField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Een postcode hoort bij een gemeente tegelijk.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.van}-{self.tot}"
