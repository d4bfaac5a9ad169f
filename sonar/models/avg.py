"""What a person may ask of us: to be put right, not to be shown, and to be forgotten."""

from django.db import models

from sonar.models.organisatie import Medewerker
from sonar.models.registratie import PeriodeQuerySet, een_tegelijk, eind_na_begin
from sonar.models.werkzoekende import Werkzoekende


class Bezwaar(models.Model):
    """Bezwaar van een klant tegen het tonen van het klantprofiel. (Objection, AVG article 21.)"""

    werkzoekende = models.ForeignKey(
        Werkzoekende,
        on_delete=models.PROTECT,
        related_name="bezwaren",
        verbose_name="werkzoekende",
    )
    ingangsdatum = models.DateField("ingangsdatum")
    einddatum = models.DateField("einddatum", null=True, blank=True)
    vastgelegd_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="bezwaren",
        verbose_name="vastgelegd door",
    )

    objects = PeriodeQuerySet["Bezwaar"].as_manager()

    class Meta:
        verbose_name = "bezwaar"
        verbose_name_plural = "bezwaren"
        ordering = ["-ingangsdatum"]
        constraints = [
            eind_na_begin("bezwaar"),
            een_tegelijk("bezwaar", "werkzoekende", "Het bezwaar van deze klant loopt al."),
        ]

    def __str__(self) -> str:
        return f"bezwaar {self.pk}"


class Rectificatie(models.Model):
    """Verzoek van een klant om gegevens te verbeteren, en wat ervan kwam. (AVG article 16.)

    `voor` is what the dossier said when it was asked. With the answer only the corrected parts of
    it are left, and `na` says what they became.
    """

    class Stand(models.TextChoices):
        """How it stands."""

        OPEN = "open", "wacht op een antwoord"
        VERBETERD = "verbeterd", "verbeterd"
        AFGEWEZEN = "afgewezen", "niet verbeterd"

    werkzoekende = models.ForeignKey(
        Werkzoekende,
        on_delete=models.PROTECT,
        related_name="rectificaties",
        verbose_name="werkzoekende",
    )
    gevraagd_op = models.DateField("gevraagd op")
    vraag = models.CharField("wat er volgens de klant niet klopt", max_length=500)
    vastgelegd_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="rectificaties",
        verbose_name="vastgelegd door",
    )
    stand = models.CharField("stand", max_length=10, choices=Stand, default=Stand.OPEN)
    voor = models.JSONField("wat er stond", default=dict, blank=True)
    na = models.JSONField("wat er nu staat", default=dict, blank=True)
    antwoord = models.CharField("antwoord aan de klant", max_length=1000, blank=True)
    ontvangers = models.JSONField("wie is ingelicht", default=list, blank=True)
    beantwoord_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="beantwoorde_rectificaties",
        verbose_name="beantwoord door",
        null=True,
        blank=True,
    )
    beantwoord_op = models.DateTimeField("beantwoord op", null=True, blank=True)

    class Meta:
        verbose_name = "verzoek om rectificatie"
        verbose_name_plural = "verzoeken om rectificatie"
        ordering = ["-gevraagd_op", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["werkzoekende"],
                condition=models.Q(stand="open"),
                name="rectificatie_een_tegelijk",
                violation_error_message=(
                    "Er wacht al een verzoek van deze klant op een antwoord. Beantwoord dat eerst."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(stand="open", beantwoord_door=None, beantwoord_op=None)
                | models.Q(
                    stand__in=["verbeterd", "afgewezen"],
                    beantwoord_door__isnull=False,
                    beantwoord_op__isnull=False,
                )
                & ~models.Q(antwoord=""),
                name="rectificatie_antwoord_is_van_iemand",
                violation_error_message="Een antwoord heeft een tekst, en is van iemand.",
            ),
            models.CheckConstraint(
                condition=models.Q(stand="verbeterd") ^ models.Q(na={}),
                name="rectificatie_verbeterd_is_iets_anders",
                violation_error_message="Wie verbetert, zegt wat er anders is.",
            ),
        ]

    def __str__(self) -> str:
        return f"rectificatie {self.pk}"


class Bsncorrectie(models.Model):
    """Voorstel om het BSN van een klant te verbeteren, en wat ervan kwam. (Correction of a BSN.)

    The right number stands here, encrypted, until somebody else decides. Only the fingerprint of
    the wrong one stays, so that the client can still be told what was known and counted under it.
    """

    class Stand(models.TextChoices):
        """How it stands."""

        OPEN = "open", "wacht op de teamleider"
        DOORGEVOERD = "doorgevoerd", "doorgevoerd"
        AFGEWEZEN = "afgewezen", "niet doorgevoerd"

    werkzoekende = models.ForeignKey(
        Werkzoekende,
        on_delete=models.PROTECT,
        related_name="bsncorrecties",
        verbose_name="werkzoekende",
    )
    bsn_versleuteld = models.BinaryField(
        "burgerservicenummer, versleuteld", max_length=25, null=True, blank=True
    )
    vorige_zoeksleutel = models.UUIDField(
        "vingerafdruk van het nummer dat niet klopte", null=True, blank=True, db_index=True
    )
    register_mee = models.BooleanField("registraties in het doelgroepregister gaan mee")
    reden = models.CharField("reden", max_length=200)
    stand = models.CharField("stand", max_length=12, choices=Stand, default=Stand.OPEN)
    voorgesteld_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="bsncorrecties",
        verbose_name="voorgesteld door",
    )
    voorgesteld_op = models.DateTimeField("voorgesteld op")
    besloten_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="besloten_bsncorrecties",
        verbose_name="besloten door",
        null=True,
        blank=True,
    )
    besloten_op = models.DateTimeField("besloten op", null=True, blank=True)

    class Meta:
        verbose_name = "verbetering van het burgerservicenummer"
        verbose_name_plural = "verbeteringen van het burgerservicenummer"
        ordering = ["-voorgesteld_op", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["werkzoekende"],
                condition=models.Q(stand="open"),
                name="bsncorrectie_een_tegelijk",
                violation_error_message="Er wacht al een verbetering op de teamleider.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    stand="open",
                    besloten_door=None,
                    besloten_op=None,
                    bsn_versleuteld__isnull=False,
                    vorige_zoeksleutel=None,
                )
                | models.Q(
                    stand="doorgevoerd",
                    besloten_door__isnull=False,
                    besloten_op__isnull=False,
                    bsn_versleuteld=None,
                    vorige_zoeksleutel__isnull=False,
                )
                | models.Q(
                    stand="afgewezen",
                    besloten_door__isnull=False,
                    besloten_op__isnull=False,
                    bsn_versleuteld=None,
                    vorige_zoeksleutel=None,
                ),
                name="bsncorrectie_nummer_alleen_zolang_zij_wacht",
                violation_error_message="Het nummer staat hier tot iemand besluit.",
            ),
            models.CheckConstraint(
                condition=models.Q(besloten_door=None)
                | ~models.Q(besloten_door=models.F("voorgesteld_door")),
                name="bsncorrectie_door_een_ander",
                violation_error_message="Een ander besluit dan wie het voorstelde.",
            ),
        ]

    def __str__(self) -> str:
        return f"bsncorrectie {self.pk}"


class Wisaankondiging(models.Model):
    """Bericht dat de gegevens van iemand binnenkort worden gewist. (Notice of deletion.)"""

    werkzoekende = models.OneToOneField(
        Werkzoekende,
        on_delete=models.CASCADE,
        related_name="wisaankondiging",
        verbose_name="werkzoekende",
    )
    aangekondigd_op = models.DateField("aangekondigd op")

    class Meta:
        verbose_name = "wisaankondiging"
        verbose_name_plural = "wisaankondigingen"
        ordering = ["aangekondigd_op", "pk"]

    def __str__(self) -> str:
        return f"wisaankondiging {self.pk}"


class Wisbewijs(models.Model):
    """Bewijs dat gegevens zijn gewist, zonder die gegevens. (Certificate of deletion.)"""

    class Aanleiding(models.TextChoices):
        """Why."""

        VERZOEK = "verzoek", "verzoek van de persoon"
        BEWAARTERMIJN = "bewaartermijn", "de bewaartermijn is voorbij"

    # No foreign key: there is nobody left.
    persoon = models.BigIntegerField("nummer van de werkzoekende", unique=True)
    aanleiding = models.CharField("aanleiding", max_length=14, choices=Aanleiding)
    gewist_op = models.DateTimeField("gewist op")
    gewist_door = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="wisbewijzen",
        verbose_name="gewist door",
        null=True,
        help_text="Leeg: de opdracht voor de bewaartermijn.",
    )
    aantallen = models.JSONField("aantal gewiste rijen per soort")

    class Meta:
        verbose_name = "wisbewijs"
        verbose_name_plural = "wisbewijzen"
        ordering = ["-gewist_op"]

    def __str__(self) -> str:
        return f"wisbewijs {self.pk}"
