"""The closed vocabularies in which a klantprofiel speaks. Employers search on these codes.

Lists that the functioneel beheerder may extend are tables; those a standard closes are choices.
"""

from django.db import models


class Reisafstand(models.TextChoices):
    """codeRegiostraal of the SUWI-Gegevensregister."""

    KM_5 = "1", "5 km"
    KM_10 = "2", "10 km"
    KM_15 = "3", "15 km"
    KM_25 = "4", "25 km"
    KM_50 = "5", "50 km"
    KM_75 = "6", "75 km"
    KM_100 = "7", "100 km"
    KM_125 = "8", "125 km"
    KM_150 = "9", "150 km"

    @property
    def km(self) -> int:
        """The distance itself."""
        return int(self.label.removesuffix(" km"))


class Vervoermiddel(models.TextChoices):
    """codeVervoermiddel of the SUWI-Gegevensregister."""

    AUTO = "1", "auto"
    BROMFIETS = "2", "bromfiets"
    FIETS = "3", "fiets"
    MOTOR = "4", "motor"
    OPENBAAR_VERVOER = "5", "openbaar vervoer"
    ANDERS = "9", "anders"


class Rijbewijs(models.TextChoices):
    """codeSoortRijbewijs of the SUWI-Gegevensregister."""

    AM = "AM", "AM (bromfiets)"
    A1 = "A1", "A1 (lichte motor)"
    A2 = "A2", "A2 (motor tot 35 kW)"
    A = "A", "A (motor)"
    B = "B", "B (auto)"
    B_PLUS = "B+", "B+ (auto met zwaardere aanhanger)"
    BE = "BE", "BE (auto met zware aanhanger)"
    C1 = "C1", "C1 (lichte vrachtauto)"
    C1E = "C1E", "C1E (lichte vrachtauto met aanhanger)"
    C = "C", "C (vrachtauto)"
    CE = "CE", "CE (vrachtauto met aanhanger)"
    D1 = "D1", "D1 (kleine bus)"
    D1E = "D1E", "D1E (kleine bus met aanhanger)"
    D = "D", "D (bus)"
    DE = "DE", "DE (bus met aanhanger)"
    T = "T", "T (trekker)"


class Opleidingsniveau(models.TextChoices):
    """codeNiveauOpleiding of the SUWI-Gegevensregister."""

    BASIS = "1", "basisonderwijs"
    VMBO = "2", "vmbo"
    HAVO_VWO = "3", "havo/vwo"
    MBO = "4", "mbo"
    HBO = "5", "hbo/bachelor"
    WO = "6", "wo/master"
    ANDERS = "9", "anders"

    @property
    def hoogte(self) -> int | None:
        """How high it is among the levels; 'anders' has no height."""
        return None if self is Opleidingsniveau.ANDERS else int(self.value)

    @classmethod
    def met_hoogte(cls) -> "list[Opleidingsniveau]":
        """The levels that can be compared, from low to high."""
        return [niveau for niveau in cls if niveau.hoogte is not None]

    @classmethod
    def vanaf(cls, niveau: str) -> list[str]:
        """The levels that are as high as this one or higher; none when it has no height."""
        grens = cls(niveau).hoogte if niveau else None
        hoogten = ((een.value, een.hoogte) for een in cls.met_hoogte())
        return [code for code, hoogte in hoogten if grens and hoogte and hoogte >= grens]


class Opleidingsstatus(models.TextChoices):
    """codeStatusOpleiding of the SUWI-Gegevensregister."""

    ONBEKEND = "0", "onbekend"
    AFGEROND = "1", "succesvol afgerond"
    AFGEBROKEN = "2", "afgebroken"
    LOPEND = "3", "lopend"


class Beheersing(models.TextChoices):
    """codeBeheersingGedragscompetentie of the SUWI-Gegevensregister."""

    GOED = "1", "goed"
    VOLDOENDE = "2", "voldoende"
    ONVOLDOENDE = "3", "onvoldoende"
    NIET = "4", "niet"
    ONDERZOEK = "5", "onderzoek noodzakelijk"
    NIET_VAN_TOEPASSING = "9", "niet van toepassing"


class Taalniveau(models.TextChoices):
    """codeNiveauTaalbeheersing of the SUWI-Gegevensregister."""

    GEEN = "1", "geen beheersing"
    REDELIJK = "2", "redelijk"
    GOED = "3", "goed"
    UITSTEKEND = "4", "uitstekend"


class Sector(models.Model):
    """Beroepssector volgens SBI 2008: sectie (A-U) of afdeling (01-99). (Industry.)"""

    code = models.CharField("SBI-code", max_length=2, primary_key=True)
    naam = models.CharField("naam", max_length=150)
    sectie = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="afdelingen",
        verbose_name="sectie",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "beroepssector"
        verbose_name_plural = "beroepssectoren"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-U]$", sectie=None)
                | models.Q(code__regex=r"^[0-9]{2}$", sectie__isnull=False),
                name="sector_is_sectie_of_afdeling",
                violation_error_message=(
                    "Een sectie is een letter A-U; een afdeling twee cijfers met haar sectie."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.naam} ({self.code})"


class Competentie(models.Model):
    """Gedragscompetentie uit het SUWI-Gegevensregister. (Behavioural competence.)"""

    code = models.CharField("code", max_length=5, primary_key=True)
    naam = models.CharField("naam", max_length=120, unique=True)

    class Meta:
        verbose_name = "competentie"
        verbose_name_plural = "competenties"
        ordering = ["naam"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^241[0-9]{2}$"),
                name="competentie_code_is_sgr_code",
                violation_error_message="Een competentiecode is 241 met twee cijfers.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Vaardigheid(models.Model):
    """Iets wat iemand kan, uit onze eigen lijst. (Skill.)"""

    code = models.SlugField("code", max_length=60, primary_key=True)
    naam = models.CharField("naam", max_length=120, unique=True)
    groep = models.CharField("groep", max_length=60)

    class Meta:
        verbose_name = "vaardigheid"
        verbose_name_plural = "vaardigheden"
        ordering = ["groep", "naam"]

    def __str__(self) -> str:
        return self.naam


class Affiniteit(models.Model):
    """Onderwerp of omgeving waar iemand warm voor loopt. (Affinity.)"""

    code = models.SlugField("code", max_length=60, primary_key=True)
    naam = models.CharField("naam", max_length=120, unique=True)

    class Meta:
        verbose_name = "affiniteit"
        verbose_name_plural = "affiniteiten"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


class Taaksoort(models.Model):
    """Soort taak die iemand wil en kan doen. (Kind of task.)"""

    code = models.SlugField("code", max_length=60, primary_key=True)
    naam = models.CharField("naam", max_length=120, unique=True)
    omschrijving = models.CharField("omschrijving", max_length=200)

    class Meta:
        verbose_name = "taaksoort"
        verbose_name_plural = "taaksoorten"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


class Taal(models.Model):
    """Taal met haar ISO 639-3-code. (Language.)"""

    code = models.CharField("ISO 639-3-code", max_length=3, primary_key=True)
    naam = models.CharField("naam", max_length=60, unique=True)

    class Meta:
        verbose_name = "taal"
        verbose_name_plural = "talen"
        ordering = ["naam"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[a-z]{3}$"),
                name="taal_code_is_iso_639_3",
                violation_error_message="Een taalcode is drie kleine letters, zoals nld.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam
