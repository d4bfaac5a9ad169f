"""What profiles say, for everybody at once.

Some hundreds of whole profiles are drawn per kind of work and age, as for one region. A person
takes each part from one of those: parts depend on work and age, and nobody is a copy.
"""

import datetime
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Model

from simulatie.bulk.copy_writer import (
    MISSING,
    CopyColumn,
    as_bytes,
    booleans,
    chunks,
    dates,
    fixed_width,
    integers,
    text_array,
    texts,
)
from simulatie.land.verdeling import Array
from simulatie.regio.profielen import TOELICHTINGEN, Codelijsten, Profielinhoud, ProfileGenerator
from sonar.models import Competentiebeheersing, Klantprofiel, Opleiding, Taalbeheersing
from sonar.rules.profielvelden import ONDERDELEN


# How many examples of each kind: enough variety for so many profiles.
MINSTE, MEESTE = 20, 500
# Up to and including this age.
LEEFTIJDEN = (23, 34, 49, 67)
BLOCK = 40_000
# The part of a profile that a table holds, its columns after `klantprofiel`, and what it fills in.
TABLES: dict[type[Model], tuple[str, tuple[str, ...], str | None]] = {
    Klantprofiel.vaardigheden.through: ("vaardigheden", ("vaardigheid",), "vaardigheden"),
    Klantprofiel.affiniteiten.through: ("affiniteiten", ("affiniteit",), "affiniteiten"),
    Klantprofiel.sectoren.through: ("sectoren", ("sector",), "beroepssectoren"),
    Klantprofiel.taaksoorten.through: ("taaksoorten", ("taaksoort",), "taaksoorten"),
    Opleiding: ("opleidingen", ("niveau", "naam", "status", "diploma"), "opleiding"),
    Competentiebeheersing: ("competenties", ("competentie", "beheersing"), "competenties"),
    Taalbeheersing: ("talen", ("taal", "mondeling", "schriftelijk"), None),
}
PROFIELVELDEN = (
    "werkzoekende",
    "kandidaatnummer",
    "uren_min",
    "uren_max",
    "beschikbaar_vanaf",
    "reisafstand",
    "vervoermiddelen",
    "rijbewijzen",
    "toelichting",
    "besproken_op",
    "bemiddelregio",
)


@dataclass(frozen=True, slots=True)
class Onderdeel:
    """The rows of one part in all examples: where each example begins and how many it has."""

    begin: Array
    aantal: Array
    kolommen: Sequence[Array]

    def blok(self, profielen: Array, keus: Array, aanwezig: Array) -> list[CopyColumn]:
        """The rows of these profiles. Each profile takes the part of its example in `keus`."""
        aantal = np.where(aanwezig, self.aantal[keus], 0)
        eerste = np.cumsum(aantal) - aantal
        plaats = np.repeat(self.begin[keus] - eerste, aantal) + np.arange(int(aantal.sum()))
        kolommen = [integers(np.repeat(profielen, aantal), 8)]
        for kolom in self.kolommen:
            waarden = kolom[plaats]
            kolommen.append(booleans(waarden) if waarden.dtype == np.bool_ else texts(waarden))
        return kolommen


class Samples:
    """Examples per kind of work and age."""

    def __init__(
        self,
        lijsten: Codelijsten,
        peildatum: datetime.date,
        profielen: int,
        kans: np.random.Generator,
    ) -> None:
        self.elk = min(max(profielen // 300, MINSTE), MEESTE)
        toeval = random.Random(int(kans.integers(2**32)))
        maker = ProfileGenerator(lijsten, peildatum, toeval)
        gewicht = np.array([wereld.gewicht for wereld in maker.werelden], dtype=np.float64)
        self.werelden = gewicht / gewicht.sum()
        self.maker = maker
        alle: list[Profielinhoud] = []
        for eerste in maker.werelden:
            for nummer, oudste in enumerate(LEEFTIJDEN):
                jongste = (18, *LEEFTIJDEN)[nummer]
                for _ in range(self.elk):
                    tweede = maker.werelden[int(kans.choice(len(self.werelden), p=self.werelden))]
                    tweede = tweede if toeval.random() < 0.35 else eerste
                    leeftijd = toeval.randint(jongste, oudste)
                    alle.append(maker.in_werelden(leeftijd, eerste, tweede))
        self.onderdelen = {
            model: onderdeel([getattr(inhoud, naam) for inhoud in alle])
            for model, (naam, *_) in TABLES.items()
        }
        self.uren_min = np.array([inhoud.uren_min for inhoud in alle])
        self.uren_max = np.array([inhoud.uren_max for inhoud in alle])
        self.reisafstand = as_bytes(inhoud.reisafstand for inhoud in alle)
        self.vervoer = np.array([text_array(inhoud.vervoermiddelen) for inhoud in alle])
        self.rijbewijzen = np.array([text_array(inhoud.rijbewijzen) for inhoud in alle])


def onderdeel(voorbeelden: Iterable[Sequence[Any]]) -> Onderdeel:
    """The rows of each example: codes, or tuples of columns."""
    rijen: list[tuple[object, ...]] = []
    aantal = []
    for delen in voorbeelden:
        aantal.append(len(delen))
        rijen.extend((deel,) if isinstance(deel, str) else deel for deel in delen)
    lengtes = np.array(aantal)
    kolommen: list[Array] = [
        np.array(waarden)
        if isinstance(waarden[0], bool)
        else as_bytes(str(waarde) for waarde in waarden)
        for waarden in zip(*rijen, strict=True)
    ]
    return Onderdeel(np.cumsum(lengtes) - lengtes, lengtes, kolommen)


class Profielen:
    """The profiles of so many people. In a concept one to six parts are empty."""

    def __init__(
        self,
        voorbeelden: Samples,
        mensen: tuple[Array, Array, Array, Array, Array],
        slot: int,
        kans: np.random.Generator,
    ) -> None:
        """`mensen`: id of the werkzoekende, day of birth, day of the talk, who works, region.

        Without a talk it is a concept.
        """
        self._voorbeelden, self._kans, self._slot = voorbeelden, kans, slot
        self._werkzoekende, geboren, self._besproken, self._werkt, self._regio = mensen
        concept = self._besproken == MISSING
        n = len(geboren)
        self.aantal = n
        self.wereld: Array = kans.choice(len(voorbeelden.werelden), n, p=voorbeelden.werelden)
        # The most hours a week, for the profiles that `kolommen` has made so far.
        self.uren: Array = np.zeros(n, dtype=np.int64)
        groep = np.searchsorted(LEEFTIJDEN, (slot - geboren) // 365.25).clip(0, len(LEEFTIJDEN) - 1)
        self._basis = (self.wereld * len(LEEFTIJDEN) + groep) * voorbeelden.elk
        lot = kans.random((n, len(ONDERDELEN))).argsort(axis=1).astype(np.int8)
        hoeveel = np.where(concept, kans.integers(1, 7, n), 0)
        self._aanwezig = dict(zip(ONDERDELEN, (lot >= hoeveel[:, None]).T, strict=True))

    def kolommen(self) -> Iterator[list[CopyColumn]]:
        """Blocks of `PROFIELVELDEN`."""
        for stuk in chunks(self.aantal, BLOCK):
            yield self._blok(stuk)

    def rijen(self, model: type[Model]) -> Iterator[list[CopyColumn]]:
        """Blocks of a table of parts, beginning with the profile."""
        _, _, onderdeel = TABLES[model]
        for stuk in chunks(self.aantal, BLOCK):
            profielen = np.arange(stuk.start + 1, stuk.stop + 1)
            aanwezig = (
                self._aanwezig[onderdeel][stuk]
                if onderdeel
                else np.ones(len(profielen), dtype=np.bool_)
            )
            yield self._voorbeelden.onderdelen[model].blok(profielen, self._keus(stuk), aanwezig)

    def _keus(self, stuk: slice) -> Array:
        basis: Array = self._basis[stuk]
        return np.add(basis, self._kans.integers(self._voorbeelden.elk, size=len(basis)))

    def _blok(self, stuk: slice) -> list[CopyColumn]:
        kans, bron = self._kans, self._voorbeelden
        n = stuk.stop - stuk.start
        uren, mobiel = self._keus(stuk), self._keus(stuk)
        met_uren = self._aanwezig["uren"][stuk]
        self.uren[stuk] = bron.uren_max[uren]
        nummer = np.frombuffer(kans.bytes(16 * n), dtype=np.uint8).reshape(n, 16).copy()
        nummer[:, 6], nummer[:, 8] = nummer[:, 6] & 0x0F | 0x40, nummer[:, 8] & 0x3F | 0x80
        reis = bron.reisafstand[mobiel]
        reis[~self._aanwezig["reisafstand"][stuk]] = b""
        toelichting = as_bytes(TOELICHTINGEN)[kans.integers(len(TOELICHTINGEN), size=n)]
        toelichting[kans.random(n) >= 0.4] = b""
        return [
            integers(self._werkzoekende[stuk], 8),
            fixed_width(nummer),
            integers(np.where(met_uren, bron.uren_min[uren], MISSING), 2),
            integers(np.where(met_uren, bron.uren_max[uren], MISSING), 2),
            dates(self._beschikbaar(stuk)),
            texts(reis),
            texts(bron.vervoer[mobiel]),
            texts(bron.rijbewijzen[mobiel]),
            texts(toelichting),
            dates(self._besproken[stuk]),
            texts(self._regio[stuk]),
        ]

    def _beschikbaar(self, stuk: slice) -> Array:
        """Nearly everybody now; people who have work mostly later."""
        n = stuk.stop - stuk.start
        dagen = self._slot + self._kans.integers(-60, 181, size=n)
        maand = dagen.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]")
        later = self._kans.random(n) < np.where(self._werkt[stuk], 0.6, 0.22)
        return np.where(later, maand.astype(np.int64), MISSING)
