"""The rows of vacatures, voordrachten and plaatsingen."""

import random
from collections.abc import Iterator, Sequence

import numpy as np
from django.db.models import Model

from simulatie.bulk.copy_writer import MISSING, CopyColumn, as_bytes, dates, integers, tenths, texts
from simulatie.land.inhoud import Onderdeel, onderdeel
from simulatie.land.verdeling import Array
from simulatie.land.werk.bediening import Bediening
from simulatie.land.werk.bedrijven import Bedrijven
from simulatie.land.werk.vacatures import (
    REDENEN,
    STANDEN,
    VOORDRACHTSTANDEN,
    Aanstellingen,
    Vacatures,
    Voordrachten,
)
from simulatie.land.werk.werk import Tabel, Werk, table_chunks
from simulatie.regio.profielen import Codelijsten
from simulatie.regio.werelden import Wereld
from sonar.models import Plaatsing, Vacature, Voordracht


# The demands of a vacature come from so many examples for each kind of work.
VOORBEELDEN = 60
# The lists of a vacature: the field, the name of the code in its table, how many.
EISEN: dict[type[Model], tuple[str, str, tuple[int, int]]] = {
    Vacature.vereist.through: ("vereist", "vaardigheid", (0, 2)),
    Vacature.gewenst.through: ("gewenst", "vaardigheid", (0, 3)),
    Vacature.taaksoorten.through: ("taaksoorten", "taaksoort", (1, 3)),
    Vacature.sectoren.through: ("sectoren", "sector", (1, 2)),
}
NIVEAUS, NIVEAUKANSEN = ("", "1", "2", "4"), (0.62, 0.08, 0.2, 0.1)


class Bemiddeling:
    """Turns arrays into rows."""

    def __init__(
        self,
        bedrijven: Bedrijven,
        bediening: Bediening,
        regios: Sequence[str],
        kans: np.random.Generator,
    ) -> None:
        self._bedrijven, self._bediening, self._kans = bedrijven, bediening, kans
        self._regios = as_bytes(regios)

    def plaatsingen(self, werk: Werk, aanstellingen: Aanstellingen) -> Tabel:
        """Every job that Sonar knows of, at the organisation that was responsible then."""
        velden = (
            "werkzoekende",
            "organisatie",
            "werkgever",
            "functie",
            "uren_per_week",
            "ingangsdatum",
            "einddatum",
        )
        return Plaatsing, velden, self._plaatsingen(werk, aanstellingen)

    def _plaatsingen(self, werk: Werk, aanstellingen: Aanstellingen) -> Iterator[list[CopyColumn]]:
        bediening, bedrijven = self._bediening, self._bedrijven
        wie = werk.banen.persoon
        organisatie = bediening.organisatie(bediening.toen(wie, werk.banen.van))
        for stuk in table_chunks(len(wie)):
            yield [
                integers(bediening.nummer[wie[stuk]], 8),
                integers(organisatie[stuk], 8),
                texts(bedrijven.naam[aanstellingen.bedrijf[stuk]]),
                texts(bedrijven.functie[aanstellingen.wereld[stuk], aanstellingen.functie[stuk]]),
                tenths(aanstellingen.tienden[stuk]),
                dates(werk.banen.van[stuk]),
                dates(werk.banen.tot[stuk]),
            ]

    def vacatures(
        self, vacatures: Vacatures, werelden: Sequence[Wereld], lijsten: Codelijsten
    ) -> list[Tabel]:
        """The vacatures, and what each asks."""
        velden = (
            "titel",
            "werkgever",
            "arbeidsmarktregio",
            "ingevoerd_door",
            "uren_min",
            "uren_max",
            "opleidingsniveau",
            "stand",
        )
        keus = vacatures.wereld * VOORBEELDEN + self._kans.integers(
            VOORBEELDEN, size=len(vacatures.wereld)
        )
        toeval = random.Random(int(self._kans.integers(2**32)))
        tabellen: list[Tabel] = [(Vacature, velden, self._vacatures(vacatures))]
        alle = [
            _voorbeeld(wereld, lijsten, toeval) for wereld in werelden for _ in range(VOORBEELDEN)
        ]
        for model, (naam, code, _) in EISEN.items():
            deel = onderdeel([voorbeeld[naam] for voorbeeld in alle])
            tabellen.append((model, ("vacature", code), _eisen(deel, keus)))
        return tabellen

    def _vacatures(self, vacatures: Vacatures) -> Iterator[list[CopyColumn]]:
        n = len(vacatures.regio)
        niveaus, standen = as_bytes(NIVEAUS), as_bytes(STANDEN)
        niveau = self._kans.choice(len(NIVEAUS), n, p=NIVEAUKANSEN)
        wie = self._adviseur(vacatures, np.arange(n))
        for stuk in table_chunks(n):
            yield [
                texts(self._bedrijven.functie[vacatures.wereld[stuk], vacatures.functie[stuk]]),
                texts(self._bedrijven.naam[vacatures.bedrijf[stuk]]),
                texts(self._regios[vacatures.regio[stuk]]),
                integers(wie[stuk], 8),
                integers(vacatures.uren_min[stuk], 2),
                integers(vacatures.uren_max[stuk], 2),
                texts(niveaus[niveau[stuk]]),
                texts(standen[vacatures.stand[stuk]]),
            ]

    def voordrachten(self, vacatures: Vacatures, voordrachten: Voordrachten) -> Tabel:
        """By the adviser who entered the vacature."""
        velden = (
            "vacature",
            "werkzoekende",
            "medewerker",
            "akkoord_op",
            "voorgedragen_op",
            "stand",
            "afwijsreden",
        )
        return Voordracht, velden, self._voordrachten(vacatures, voordrachten)

    def _voordrachten(
        self, vacatures: Vacatures, voordrachten: Voordrachten
    ) -> Iterator[list[CopyColumn]]:
        wie = self._adviseur(vacatures, voordrachten.vacature)
        standen, redenen = as_bytes(VOORDRACHTSTANDEN), as_bytes((*REDENEN, ""))
        reden = np.where(voordrachten.reden == MISSING, len(REDENEN), voordrachten.reden)
        for stuk in table_chunks(len(wie)):
            yield [
                integers(voordrachten.vacature[stuk] + 1, 8),
                integers(self._bediening.nummer[voordrachten.persoon[stuk]], 8),
                integers(wie[stuk], 8),
                dates(voordrachten.akkoord[stuk]),
                dates(voordrachten.dag[stuk]),
                texts(standen[voordrachten.stand[stuk]]),
                texts(redenen[reden[stuk]]),
            ]

    def _adviseur(self, vacatures: Vacatures, welke: Array) -> Array:
        return self._bediening.adviseur(vacatures.regio[welke], welke)


def _voorbeeld(wereld: Wereld, lijsten: Codelijsten, toeval: random.Random) -> dict[str, list[str]]:
    """What a vacature in this kind of work asks."""
    per_groep = lijsten.vaardigheden
    vaardig = sorted({code for groep in wereld.groepen for code in per_groep.get(groep, ())})
    mogelijk = {
        "vereist": vaardig,
        "gewenst": vaardig,
        "taaksoorten": [code for code in wereld.taaksoorten if code in set(lijsten.taaksoorten)],
        "sectoren": [code for code in wereld.sectoren if code in lijsten.sectoren],
    }
    gekozen: dict[str, list[str]] = {}
    for naam, _, (minst, meest) in EISEN.values():
        over = [code for code in mogelijk[naam] if code not in gekozen.get("vereist", ())]
        gekozen[naam] = sorted(toeval.sample(over, min(toeval.randint(minst, meest), len(over))))
    return gekozen


def _eisen(deel: Onderdeel, keus: Array) -> Iterator[list[CopyColumn]]:
    for stuk in table_chunks(len(keus)):
        nummers = np.arange(stuk.start + 1, stuk.stop + 1)
        yield deel.blok(nummers, keus[stuk], np.ones(len(nummers), dtype=np.bool_))
