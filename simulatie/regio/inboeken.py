"""From lives to rows: every person gets a name, a profile and colleagues who did the work."""

import datetime
import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields

from django.db.models import Model

from simulatie.bulk.copy_writer import CopyRow
from simulatie.regio.levensloop import Levensloop, Soort
from simulatie.regio.personen import Persoon, Population
from simulatie.regio.profielen import Profielinhoud, ProfileGenerator
from sonar.models import (
    Competentiebeheersing,
    Doelgroepregistratie,
    Inschrijving,
    Klantprofiel,
    Opleiding,
    Taalbeheersing,
    Vaststelling,
    Werkzoekende,
    versleutel,
    zoeksleutel,
)


PERIODE = ("ingangsdatum", "einddatum")
# Every table in the order of writing, with its columns in the order of `RowCollector`.
TABLES: dict[type[Model], tuple[str, ...]] = {
    Werkzoekende: (
        "bsn_versleuteld",
        "bsn_zoeksleutel",
        *(veld.name for veld in fields(Persoon) if veld.name != "bsn"),
        "afgeschermd",
    ),
    Doelgroepregistratie: ("werkzoekende", "gemeente", "grondslag", *PERIODE),
    Inschrijving: ("werkzoekende", "organisatie", "gemeente", "klantmanager", *PERIODE),
    Klantprofiel: (
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
    ),
    Klantprofiel.vaardigheden.through: ("klantprofiel", "vaardigheid"),
    Klantprofiel.affiniteiten.through: ("klantprofiel", "affiniteit"),
    Klantprofiel.sectoren.through: ("klantprofiel", "sector"),
    Klantprofiel.taaksoorten.through: ("klantprofiel", "taaksoort"),
    Opleiding: ("klantprofiel", "niveau", "naam", "status", "diploma"),
    Competentiebeheersing: ("klantprofiel", "competentie", "beheersing"),
    Taalbeheersing: ("klantprofiel", "taal", "mondeling", "schriftelijk"),
    Vaststelling: ("klantprofiel", *PERIODE, "vastgesteld_door"),
}


@dataclass(frozen=True, slots=True)
class Dienst:
    """Who serves the clients of a gemeente: an organisation and its klantmanagers, by their id."""

    organisatie: int
    klantmanagers: Sequence[int]


class RowCollector:
    """Gathers the rows of all tables in `rijen`."""

    def __init__(
        self,
        diensten: Mapping[tuple[Soort, str], Dienst],
        bevolking: Population,
        profielmaker: ProfileGenerator,
        kans: random.Random,
    ) -> None:
        self._diensten = diensten
        self._bevolking = bevolking
        self._profielmaker = profielmaker
        self._kans = kans
        self.rijen: dict[type[Model], list[CopyRow]] = {model: [] for model in TABLES}

    def boek(self, leven: Levensloop) -> None:
        """Add the rows of one person."""
        if not leven.inschrijvingen:
            self._boek_register(leven, self._bevolking.bsn())
            return
        persoon = self._bevolking.persoon(
            leven.inschrijvingen[-1].gemeente, leven.grondslag, leven.eerste_dag
        )
        bsn, *overig = astuple(persoon)
        werkzoekende = self._voeg_toe(
            Werkzoekende, (versleutel(bsn), zoeksleutel(bsn), *overig, False)
        )
        self._boek_register(leven, persoon.bsn)
        for regel in leven.inschrijvingen:
            dienst = self._diensten[regel.soort, regel.gemeente]
            self._voeg_toe(
                Inschrijving,
                (
                    werkzoekende,
                    dienst.organisatie,
                    regel.gemeente,
                    # Nobody chose, so the klantmanagers take turns.
                    dienst.klantmanagers[werkzoekende % len(dienst.klantmanagers)],
                    regel.van,
                    regel.tot,
                ),
            )
        if leven.profiel != "geen":
            inhoud = self._profielmaker.profiel(
                persoon.geboortedatum, volledig=leven.profiel == "volledig"
            )
            besproken_op = leven.vaststellingen[0].van if leven.vaststellingen else None
            klantprofiel = self._boek_profiel(werkzoekende, inhoud, besproken_op)
            self._boek_vaststellingen(klantprofiel, leven)

    def _voeg_toe(self, model: type[Model], rij: CopyRow) -> int:
        """Add a row and answer the id that it gets."""
        self.rijen[model].append(rij)
        return len(self.rijen[model])

    def _boek_register(self, leven: Levensloop, bsn: str) -> None:
        for regel in leven.register:
            self._voeg_toe(
                Doelgroepregistratie,
                (zoeksleutel(bsn), regel.gemeente, regel.grondslag, regel.van, regel.tot),
            )

    def _boek_profiel(
        self, werkzoekende: int, inhoud: Profielinhoud, besproken_op: datetime.date | None
    ) -> int:
        kandidaatnummer = uuid.UUID(int=self._kans.getrandbits(128), version=4)
        klantprofiel = self._voeg_toe(
            Klantprofiel,
            (
                werkzoekende,
                kandidaatnummer,
                inhoud.uren_min,
                inhoud.uren_max,
                inhoud.beschikbaar_vanaf,
                inhoud.reisafstand,
                list(inhoud.vervoermiddelen),
                list(inhoud.rijbewijzen),
                inhoud.toelichting,
                besproken_op,
            ),
        )
        onderdelen: tuple[tuple[type[Model], Sequence[CopyRow]], ...] = (
            (Klantprofiel.vaardigheden.through, _as_rows(inhoud.vaardigheden)),
            (Klantprofiel.affiniteiten.through, _as_rows(inhoud.affiniteiten)),
            (Klantprofiel.sectoren.through, _as_rows(inhoud.sectoren)),
            (Klantprofiel.taaksoorten.through, _as_rows(inhoud.taaksoorten)),
            (Opleiding, inhoud.opleidingen),
            (Competentiebeheersing, inhoud.competenties),
            (Taalbeheersing, inhoud.talen),
        )
        for model, rijen in onderdelen:
            self.rijen[model].extend((klantprofiel, *rij) for rij in rijen)
        return klantprofiel

    def _boek_vaststellingen(self, klantprofiel: int, leven: Levensloop) -> None:
        for tijdvak in leven.vaststellingen:
            toen = next(
                regel
                for regel in leven.inschrijvingen
                if regel.van <= tijdvak.van and (regel.tot is None or tijdvak.van < regel.tot)
            )
            collega = self._kans.choice(self._diensten[toen.soort, toen.gemeente].klantmanagers)
            self._voeg_toe(Vaststelling, (klantprofiel, tijdvak.van, tijdvak.tot, collega))


def _as_rows(codes: Sequence[str]) -> list[CopyRow]:
    return [(code,) for code in codes]
