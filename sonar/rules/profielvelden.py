"""The klantprofiel in two tables: its parts, and its columns. Pure.

Models, form, completeness, delivery and simulation read these tables. A column that is added to a
model gets a row here, or a test fails: what becomes of it outside Sonar is a decision.
"""

import enum
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass


class Behandeling(enum.Enum):
    """What becomes of a column on its way out."""

    WEGLATEN = "weglaten"  # does not leave Sonar
    SELECTEREN = "selecteren"  # decides whether a profile leaves, and does not leave itself
    VERGROVEN = "vergroven"  # leaves as something less precise
    OVERNEMEN = "overnemen"  # leaves as it is


WEGLATEN = Behandeling.WEGLATEN
SELECTEREN = Behandeling.SELECTEREN
VERGROVEN = Behandeling.VERGROVEN
OVERNEMEN = Behandeling.OVERNEMEN

# The codes of Beheersing that an employer may read as something that somebody can.
BEHEERST = ("1", "2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Onderdeel:
    """A part that an employer filters on; without it nobody who filters on it finds the client."""

    zin: str  # what to do when the part is missing
    bit: int  # in `Klantstand.ingevuld`
    bron: str  # the attribute of Klantprofiel that holds it
    anker: str  # where on the form it is filled in
    facet: str = ""  # the filter of employers that passes by a profile without it
    # Of rows: the column that says what the row is about, and which values of a column count.
    kolom: str = ""
    telt: tuple[str, tuple[str, ...]] | None = None

    def telt_mee(self, rij: object) -> bool:
        """Whether a row of this part counts as one."""
        if self.telt is None:
            return True
        kolom, waarden = self.telt
        return getattr(rij, kolom) in waarden


# In the order of the form.
ONDERDELEN: dict[str, Onderdeel] = {
    "opleiding": Onderdeel(
        zin="Voeg een opleiding toe, ook als die niet is afgemaakt.",
        bit=1,
        bron="opleidingen",
        anker="opleidingen-group",
        facet="opleidingsniveau",
        kolom="niveau",
    ),
    "vaardigheden": Onderdeel(
        zin="Kies ten minste één vaardigheid.",
        bit=2,
        bron="vaardigheden",
        anker="id_vaardigheden",
        facet="vaardigheid",
    ),
    "competenties": Onderdeel(
        zin="Kies ten minste één competentie die goed of voldoende is.",
        bit=4,
        bron="competenties",
        anker="competenties-group",
        facet="competentie",
        kolom="competentie",
        telt=("beheersing", BEHEERST),
    ),
    "affiniteiten": Onderdeel(
        zin="Kies ten minste één affiniteit.",
        bit=8,
        bron="affiniteiten",
        anker="id_affiniteiten",
        facet="affiniteit",
    ),
    "beroepssectoren": Onderdeel(
        zin="Kies ten minste één beroepssector.",
        bit=16,
        bron="sectoren",
        anker="id_sectoren",
        facet="sector",
    ),
    "taaksoorten": Onderdeel(
        zin="Kies ten minste één taaksoort.",
        bit=32,
        bron="taaksoorten",
        anker="id_taaksoorten",
        facet="taaksoort",
    ),
    "uren": Onderdeel(
        zin="Vul in hoeveel uur per week iemand minimaal en maximaal wil werken.",
        bit=64,
        bron="uren_max",
        anker="id_uren_min",
        facet="uren",
    ),
    "reisafstand": Onderdeel(
        zin="Vul in hoe ver iemand wil reizen.",
        bit=128,
        bron="reisafstand",
        anker="id_reisafstand",
    ),
}

# The headings of the form, with what stands under them.
KUNNEN = "Wat iemand kan en wil"
BESCHIKBAAR = "Beschikbaarheid"
COLLEGAS = "Voor collega's"
AFSPRAAK = "Afspraak met de klant"
UITLEG = {KUNNEN: "Typ een paar letters en kies met de pijltjes en Enter."}


# Each model of the profile, and the attribute of Klantprofiel that holds its rows.
BRON = {
    "klantprofiel": "",
    "opleiding": "opleidingen",
    "competentiebeheersing": "competenties",
    "taalbeheersing": "talen",
}


@dataclass(frozen=True, slots=True)
class Veld:
    """A column of a model of the profile."""

    model: str
    naam: str
    behandeling: Behandeling
    _: KW_ONLY
    reden: str = ""
    onderdeel: str = ""  # the part that it fills in
    # On the form: None is not there, empty is there without a heading (a row of a part).
    blok: str | None = None
    naast: bool = False  # beside the field before it
    # The field of `Kandidaatprofiel` that it becomes, where that has another name; a column that
    # leaves only in what another one becomes has none.
    wordt: str | None = ""
    telt: tuple[str, tuple[str, ...]] | None = None  # only rows in which this column has these

    @property
    def naar(self) -> str:
        """The field of `Kandidaatprofiel` that it becomes; empty when there is none."""
        if self.behandeling in (WEGLATEN, SELECTEREN) or self.wordt is None:
            return ""
        return self.wordt or self.naam

    @property
    def pad(self) -> str:
        """Where it is read, from the klantprofiel."""
        bron = BRON[self.model]
        return f"{bron}__{self.naam}" if bron else self.naam


_PROFIEL, _OPLEIDING, _COMPETENTIE, _TAAL = BRON
VELDEN: tuple[Veld, ...] = (
    Veld(_PROFIEL, "id", WEGLATEN),
    Veld(_PROFIEL, "werkzoekende", SELECTEREN),
    Veld(_PROFIEL, "kandidaatnummer", OVERNEMEN, wordt="id"),
    Veld(_PROFIEL, "bemiddelregio", WEGLATEN, reden="the feed takes it from the registration"),
    Veld(_PROFIEL, "vaardigheden", OVERNEMEN, blok=KUNNEN, onderdeel="vaardigheden"),
    Veld(_PROFIEL, "taaksoorten", OVERNEMEN, blok=KUNNEN, onderdeel="taaksoorten"),
    Veld(_PROFIEL, "sectoren", OVERNEMEN, blok=KUNNEN, onderdeel="beroepssectoren"),
    Veld(_PROFIEL, "affiniteiten", OVERNEMEN, blok=KUNNEN, onderdeel="affiniteiten"),
    Veld(_PROFIEL, "uren_min", OVERNEMEN, blok=BESCHIKBAAR, onderdeel="uren"),
    Veld(_PROFIEL, "uren_max", OVERNEMEN, blok=BESCHIKBAAR, naast=True, onderdeel="uren"),
    Veld(_PROFIEL, "beschikbaar_vanaf", VERGROVEN, reden="to the month", blok=BESCHIKBAAR),
    Veld(_PROFIEL, "reisafstand", OVERNEMEN, blok=BESCHIKBAAR, naast=True, onderdeel="reisafstand"),
    Veld(_PROFIEL, "vervoermiddelen", OVERNEMEN, blok=BESCHIKBAAR),
    Veld(_PROFIEL, "rijbewijzen", OVERNEMEN, blok=BESCHIKBAAR),
    Veld(_PROFIEL, "toelichting", WEGLATEN, reden="free text", blok=COLLEGAS),
    Veld(_PROFIEL, "besproken_op", WEGLATEN, blok=AFSPRAAK),
    Veld(_OPLEIDING, "id", WEGLATEN),
    Veld(_OPLEIDING, "klantprofiel", SELECTEREN),
    Veld(
        _OPLEIDING,
        "niveau",
        VERGROVEN,
        reden="to the highest",
        blok="",
        onderdeel="opleiding",
        wordt="opleidingsniveau",
    ),
    Veld(_OPLEIDING, "naam", WEGLATEN, reden="free text", blok="", naast=True),
    Veld(_OPLEIDING, "status", WEGLATEN, blok="", naast=True),
    Veld(_OPLEIDING, "diploma", VERGROVEN, reden="of the highest", blok=""),
    Veld(_COMPETENTIE, "id", WEGLATEN),
    Veld(_COMPETENTIE, "klantprofiel", SELECTEREN),
    Veld(
        _COMPETENTIE,
        "competentie",
        OVERNEMEN,
        blok="",
        onderdeel="competenties",
        wordt="competenties",
        telt=("beheersing", BEHEERST),
    ),
    Veld(
        _COMPETENTIE,
        "beheersing",
        VERGROVEN,
        reden="what is not mastered is left out, with its level",
        blok="",
        naast=True,
        wordt=None,
    ),
    Veld(_TAAL, "id", WEGLATEN),
    Veld(_TAAL, "klantprofiel", SELECTEREN),
    Veld(_TAAL, "taal", OVERNEMEN, blok="", wordt="talen"),
    Veld(_TAAL, "mondeling", OVERNEMEN, blok="", naast=True, wordt="talen"),
    Veld(_TAAL, "schriftelijk", OVERNEMEN, blok="", naast=True, wordt="talen"),
)


def columns_of(model: str) -> Iterator[Veld]:
    """The columns of a model."""
    return (veld for veld in VELDEN if veld.model == model)


def behandeling(model: str) -> dict[str, Behandeling]:
    """What becomes of each column of a model."""
    return {veld.naam: veld.behandeling for veld in columns_of(model)}


def form_layout(model: str) -> dict[str, list[tuple[str, ...]]]:
    """The headings of a form, each with its lines: the fields that stand beside each other."""
    blokken: dict[str, list[tuple[str, ...]]] = {}
    for veld in columns_of(model):
        if veld.blok is None:
            continue
        regels = blokken.setdefault(veld.blok, [])
        if veld.naast:
            regels[-1] += (veld.naam,)
        else:
            regels.append((veld.naam,))
    return blokken


def leaving() -> Iterator[Veld]:
    """The columns that become a field of `Kandidaatprofiel`."""
    return (veld for veld in VELDEN if veld.naar)
