"""The verwerkingslog: who saw or changed what, about whom.

A line is sealed by the database itself (see the migration): it gets the next number, the time, and
a seal over its content and the seal before it, and the role and organisation that the medewerker
then has. Lines can be added and nothing else.
"""

from django.db import models

from sonar.models.organisatie import Medewerker, Organisatie


class Handeling(models.TextChoices):
    """What was done."""

    LIJST = "lijst", "in een lijst gezien"
    INZIEN = "inzien", "bekeken"
    TOEVOEGEN = "toevoegen", "toegevoegd"
    WIJZIGEN = "wijzigen", "gewijzigd"
    GESCHIEDENIS = "geschiedenis", "geschiedenis bekeken"
    GEZOCHT = "gezocht", "gevonden bij het zoeken"
    BSN = "bsn", "burgerservicenummer bekeken"
    GEWEIGERD = "geweigerd", "wilde zien, en dat is geweigerd"
    NOODTOEGANG = "noodtoegang", "noodtoegang genomen"
    UITVOER = "uitvoer", "in een bestand gezet"
    LEVERING = "levering", "zonder naam aan de Kandidatenverkenner geleverd"
    INZAGE = "inzage", "inzage gegeven aan de persoon zelf"
    WISSEN = "wissen", "gegevens gewist"
    HERLEID = "herleid", "herleid uit een cijfer, zonder naam"


class Grond(models.TextChoices):
    """Why this medewerker may."""

    EIGEN_KLANT = "eigen-klant", "klant uit de eigen caseload"
    ORGANISATIE = "organisatie", "klant van de eigen organisatie"
    BEMIDDELING = "bemiddeling", "bemiddeling naar werk"
    NOODTOEGANG = "noodtoegang", "noodtoegang, met een reden"
    BEOORDELING = "beoordeling", "beoordeling van noodtoegang"
    ZOEKVRAAG = "zoekvraag", "gezocht met gegevens van de persoon"
    OVERDRACHT = "overdracht", "overdracht tussen organisaties"
    AVG = "avg", "verzoek van de persoon zelf"
    OPDRACHT = "opdracht", "opdracht van het systeem"
    CONTROLE = "controle", "controle van de cijfers"
    GEEN = "geen", "geen grond"


class Verwerking(models.Model):
    """Een verwerking van gegevens van een persoon. (One processing of one person's data.)"""

    # No BigAutoField: the database numbers the lines without a gap.
    id = models.BigIntegerField("nummer", primary_key=True, editable=False)
    tijdstip = models.DateTimeField("tijdstip", editable=False)
    medewerker = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="verwerkingen",
        verbose_name="medewerker",
        null=True,
        help_text="Leeg: het systeem zelf, in een opdracht.",
    )
    # No foreign key: the line outlives the person's data.
    persoon = models.BigIntegerField("nummer van de werkzoekende", db_index=True)
    handeling = models.CharField("handeling", max_length=20, choices=Handeling)
    grond = models.CharField("grond", max_length=20, choices=Grond)
    # The database fills in both. Lines from before they were kept have neither.
    rol = models.CharField(  # noqa: DJ001 - the seal leaves out what is NULL, as it did before
        "rol", max_length=24, choices=Medewerker.Rol, null=True, editable=False
    )
    organisatie = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="verwerkingen",
        verbose_name="organisatie",
        null=True,
        editable=False,
        # What comes from sonar_medewerker is one: to ask that again would cost every line.
        db_constraint=False,
        db_index=False,
    )
    zegel = models.BinaryField("zegel", max_length=32)

    class Meta:
        verbose_name = "verwerking"
        verbose_name_plural = "verwerkingslog"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(handeling__in=Handeling.values, grond__in=Grond.values),
                name="verwerking_uit_de_lijst",
                violation_error_message="Kies handeling en grond uit de lijst.",
            ),
            models.CheckConstraint(
                condition=models.Q(rol=None, organisatie=None)
                | models.Q(rol__isnull=False, organisatie__isnull=False, medewerker__isnull=False),
                name="verwerking_rol_en_organisatie_samen",
                violation_error_message="Rol en organisatie zijn die van een medewerker.",
            ),
        ]

    def __str__(self) -> str:
        return f"verwerking {self.pk}"

    def wie_toen(self) -> str:
        """The role and organisation at that moment. Where they were not kept, today's, and it says
        so.

        Asks for the medewerker and both organisations.
        """
        if self.rol:
            return f"{self.get_rol_display()} van {self.organisatie}"
        if self.medewerker:
            wie = self.medewerker
            return f"{wie.get_rol_display()} van {wie.organisatie} (zoals nu; toen niet bewaard)"
        return "Sonar zelf"
