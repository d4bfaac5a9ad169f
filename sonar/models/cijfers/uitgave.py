"""A quarter's figures as they were published: numbered, signed, and never changed again.

The database itself keeps an approved release as it is (see the migration): no update and no delete,
whoever asks. A mistake that is found later becomes the next number.
"""

from django.db import models

from sonar.models.gebied import Arbeidsmarktregio
from sonar.models.organisatie import Medewerker


LETTERLIJK_KWARTAAL = "2020KW04"  # the one quarter of which the figures were published as they are


class Uitgave(models.Model):
    """Uitgave van de cijfers van een kwartaal en een regio. (Release.)"""

    class Editie(models.TextChoices):
        """For whom."""

        INTERN = "intern", "intern (exact)"
        OPENBAAR = "openbaar", "openbaar (beschermd)"
        LETTERLIJK = "letterlijk", "letterlijk (exact, zoals UWV publiceerde)"

    class Soort(models.TextChoices):
        """Why there is this number."""

        EERSTE = "eerste", "eerste uitgave"
        CORRECTIE = "correctie", "correctie: de gegevens waren fout"
        REVISIE = "revisie", "revisie: de manier van tellen is veranderd"

    kwartaal = models.CharField("kwartaal", max_length=8)
    regio = models.ForeignKey(
        Arbeidsmarktregio,
        on_delete=models.PROTECT,
        related_name="uitgaven",
        verbose_name="arbeidsmarktregio",
    )
    editie = models.CharField("editie", max_length=10, choices=Editie)
    nummer = models.PositiveSmallIntegerField("nummer")
    soort = models.CharField("soort", max_length=10, choices=Soort)
    peildatum = models.DateField("peildatum")
    bekend_op = models.DateTimeField("zoals bekend op")
    voorsteller = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="voorgestelde_uitgaven",
        verbose_name="voorgesteld door",
    )
    goedkeurder = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="goedgekeurde_uitgaven",
        verbose_name="goedgekeurd door",
        null=True,
        blank=True,
    )
    goedgekeurd_op = models.DateTimeField("goedgekeurd op", null=True, blank=True)
    manifest = models.BinaryField("manifest")
    handtekening = models.BinaryField("handtekening", max_length=64, null=True)
    # The chain of a region and an edition: 1, 2, 3, over all quarters.
    volgnummer = models.PositiveIntegerField("volgnummer")
    vorige = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="volgende",
        verbose_name="vorige uitgave",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "uitgave"
        verbose_name_plural = "uitgaven"
        ordering = ["regio", "editie", "volgnummer", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kwartaal", "regio", "editie", "nummer"],
                name="uitgave_nummer_bestaat_eenmaal",
                violation_error_message="Deze uitgave is er al.",
            ),
            models.UniqueConstraint(
                fields=["regio", "editie", "volgnummer"],
                condition=models.Q(goedgekeurd_op__isnull=False),
                name="uitgave_keten_zonder_vertakking",
                violation_error_message="Op deze plaats in de keten staat al een uitgave.",
            ),
            models.CheckConstraint(
                condition=models.Q(goedkeurder=None)
                | ~models.Q(goedkeurder=models.F("voorsteller")),
                name="uitgave_niet_door_zichzelf_goedgekeurd",
                violation_error_message="Niemand keurt zijn eigen uitgave goed.",
            ),
            models.CheckConstraint(
                condition=models.Q(goedkeurder=None, goedgekeurd_op=None, handtekening=None)
                | models.Q(
                    goedkeurder__isnull=False,
                    goedgekeurd_op__isnull=False,
                    handtekening__isnull=False,
                ),
                name="uitgave_goedgekeurd_is_ondertekend",
                violation_error_message="Een goedgekeurde uitgave is ondertekend.",
            ),
            models.CheckConstraint(
                condition=models.Q(nummer=1, soort="eerste")
                | models.Q(nummer__gt=1, soort__in=["correctie", "revisie"]),
                name="uitgave_soort_past_bij_het_nummer",
                violation_error_message="Nummer 1 is de eerste; daarna correctie of revisie.",
            ),
            models.CheckConstraint(
                condition=models.Q(volgnummer=1, vorige=None)
                | models.Q(volgnummer__gt=1, vorige__isnull=False),
                name="uitgave_keten_begint_bij_een",
                violation_error_message="Alleen de eerste uitgave heeft geen vorige.",
            ),
            models.CheckConstraint(
                condition=~models.Q(editie="letterlijk") | models.Q(kwartaal=LETTERLIJK_KWARTAAL),
                name="uitgave_letterlijk_van_een_kwartaal",
                violation_error_message=(
                    f"Een letterlijke editie is er alleen van {LETTERLIJK_KWARTAAL}."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kwartaal__regex=r"^[12][0-9]{3}KW0[1-4]$",
                    editie__in=["intern", "openbaar", "letterlijk"],
                ),
                name="uitgave_kwartaal_en_editie_bestaan",
                violation_error_message="Schrijf het kwartaal als 2020KW04 en kies een editie.",
            ),
        ]

    def __str__(self) -> str:
        return self.kenmerk

    @property
    def kenmerk(self) -> str:
        """How people and files name it: `2020KW04-AM19-openbaar-1`."""
        return f"{self.kwartaal}-{self.regio_id}-{self.editie}-{self.nummer}"

    @property
    def is_goedgekeurd(self) -> bool:
        """Whether it is out, and so can never change."""
        return self.goedgekeurd_op is not None


class Uitgavebestand(models.Model):
    """Bestand van een uitgave, byte voor byte. (File of a release.)"""

    uitgave = models.ForeignKey(
        Uitgave, on_delete=models.CASCADE, related_name="bestanden", verbose_name="uitgave"
    )
    naam = models.CharField("naam", max_length=80)
    inhoud = models.BinaryField("inhoud")

    class Meta:
        verbose_name = "bestand van een uitgave"
        verbose_name_plural = "bestanden van uitgaven"
        ordering = ["uitgave", "naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["uitgave", "naam"],
                name="uitgavebestand_naam_bestaat_eenmaal",
                violation_error_message="Dit bestand zit al in de uitgave.",
            ),
            models.CheckConstraint(
                condition=models.Q(naam__regex=r"^[A-Za-z0-9_.-]+$")
                & ~models.Q(naam__regex=r"^\."),
                name="uitgavebestand_naam_is_veilig",
                violation_error_message="Een bestandsnaam is letters, cijfers, punt en streep.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Uitgaveopening(models.Model):
    """Iemand opende exacte cijfers: een interne uitgave of een telling. (Figures opened.)

    Not in the verwerkingslog: its lines are about a person, and a table of counts is about nobody.
    """

    tijdstip = models.DateTimeField("tijdstip")
    medewerker = models.ForeignKey(
        Medewerker,
        on_delete=models.PROTECT,
        related_name="geopende_uitgaven",
        verbose_name="medewerker",
    )
    # No foreign key: the line outlives a proposal that was taken back.
    kenmerk = models.CharField("kenmerk", max_length=40)

    class Meta:
        verbose_name = "opening van een uitgave"
        verbose_name_plural = "openingen van uitgaven"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"opening {self.pk}"
