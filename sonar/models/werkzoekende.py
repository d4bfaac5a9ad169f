"""The person: the only place that holds identity."""

import datetime

from django.core.validators import RegexValidator
from django.db import models

from sonar.bsn import is_bsn, ontsleutel, versleutel, zoeksleutel


POSTCODE = r"^[1-9][0-9]{3}[A-Z]{2}$"
GEEN_POSTCODE = "Schrijf de postcode als vier cijfers en twee hoofdletters, zoals 2311AA."


class Werkzoekende(models.Model):
    """Persoon die werk zoekt en die UWV of een gemeente daarbij helpt. (Job seeker.)"""

    class Geslacht(models.TextChoices):
        """Codes of the SUWI-Gegevensregister."""

        ONBEKEND = "0", "onbekend"
        MAN = "1", "man"
        VROUW = "2", "vrouw"
        NIET_GESPECIFICEERD = "9", "niet gespecificeerd"

    # Set both by setting `bsn`.
    bsn_versleuteld = models.BinaryField("burgerservicenummer, versleuteld", max_length=25)
    bsn_zoeksleutel = models.UUIDField(
        "vingerafdruk van het burgerservicenummer", unique=True, editable=False
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
    afgeschermd = models.BooleanField(
        "afgeschermd",
        default=False,
        help_text=(
            "Alleen de eigen klantmanager en de teamleider zien deze persoon. Werkgevers zien het "
            "profiel niet."
        ),
    )
    overleden_op = models.DateField("overleden op", null=True, blank=True)

    class Meta:
        verbose_name = "werkzoekende"
        verbose_name_plural = "werkzoekenden"
        ordering = ["achternaam", "voornamen", "pk"]
        indexes = [
            models.Index(fields=["achternaam", "voornamen"], name="werkzoekende_naam"),
            # Two keys of a person; each pair of keys that may be asked holds one of these.
            models.Index(fields=["geboortedatum"], name="werkzoekende_geboren"),
            models.Index(fields=["postcode", "huisnummer"], name="werkzoekende_adres"),
            models.Index(
                fields=["overleden_op"],
                name="werkzoekende_overleden",
                condition=models.Q(overleden_op__isnull=False),
            ),
            # A list of clients: who is in it and in which order, without opening each row.
            models.Index(
                fields=["id"],
                include=["achternaam", "voornamen", "overleden_op", "afgeschermd"],
                name="werkzoekende_in_lijst",
            ),
        ]
        constraints = [
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
    def bsn(self) -> str:
        """The number itself. Showing it is written in the verwerkingslog by whatever shows it."""
        return ontsleutel(bytes(self.bsn_versleuteld))

    @bsn.setter
    def bsn(self, bsn: str) -> None:
        is_bsn(bsn)
        self.bsn_versleuteld = versleutel(bsn)
        self.bsn_zoeksleutel = zoeksleutel(bsn)

    @property
    def volledige_naam(self) -> str:
        """The name as it is written. For screens of people who may see it, never for `__str__`."""
        delen = (self.voornamen, self.voorvoegsel, self.achternaam)
        return " ".join(deel for deel in delen if deel)
