"""Simulate the whole country: all of it is written or nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import ProgrammingError, transaction
from django.db.models import Model
from psycopg.errors import InsufficientPrivilege

from simulatie.bulk.copy_writer import (
    CopyColumn,
    as_bytes,
    copy_columns,
    dates,
    fixed_width,
    integers,
    texts,
)
from simulatie.bulk.indexes import without_indexes
from simulatie.land.inhoud import PROFIELVELDEN, TABLES, Profielen, Samples
from simulatie.land.land import Country, read_country
from simulatie.land.levens import (
    GEEN_PROFIEL,
    GRONDSLAG,
    VOLLEDIG,
    Levens,
    day_number,
    invent_lives,
)
from simulatie.land.mensen import (
    Adressen,
    TooManyPeopleError,
    bsns,
    columns,
    geboortedagen,
    zoeksleutels,
)
from simulatie.land.regels import Herindeler, inschrijvingen, plaats_op, registraties
from simulatie.land.stromen import EERSTE, LAATSTE, Flow, quarterly_flows
from simulatie.land.verdeling import distribute
from simulatie.land.werk.bediening import Bediening
from simulatie.land.werk.bedrijven import invent_bedrijven
from simulatie.land.werk.bemiddeling import EISEN, Bemiddeling
from simulatie.land.werk.trajecten import invent_trajecten, tables
from simulatie.land.werk.vacatures import invent_aanstellingen, invent_vacatures
from simulatie.land.werk.werk import Wensen, Werk, bekende_banen, wensen
from simulatie.regio.cijfers import BEKEND_IN_PUBLICATIE, SOORTEN, read_figures
from simulatie.regio.inboeken import TABLES as ALLE_TABELLEN
from simulatie.regio.inlezen import read_codelists
from simulatie.regio.medewerkers import AccountTakenError
from simulatie.regio.profielen import ProfileGenerator
from simulatie.regio.simuleren import PUBLICATIE, Progress, SimulationError, require_empty
from sonar.models import (
    Activiteit,
    Contactmoment,
    Doelgroepregistratie,
    Gemeente,
    Inschrijving,
    Klantprofiel,
    Plaatsing,
    Postcodegebied,
    Traject,
    Vacature,
    Vaststelling,
    Voordracht,
    Werkzoekende,
)
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.uitwisseling.fixtures import FIXTURES, load_fixtures
from sonar.uitwisseling.herindelingen import read_mergers


# All tables: people and profiles, then the services for them.
ALL_TABLES: tuple[type[Model], ...] = (
    *ALLE_TABELLEN,
    Traject,
    Activiteit,
    Contactmoment,
    Plaatsing,
    Vacature,
    *EISEN,
    Voordracht,
)
PUBLICATIEKWARTAAL = Kwartaal.lees(PUBLICATIE[1])
MAX_SCALE = 25.0
GEEN_EIGENAAR = (
    "Deze gebruiker van de database mag geen indexen maken. Geef in DATABASE_URL de eigenaar van "
    "de tabellen, net als bij migrate."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRequest:
    """Which quarters of the country to simulate; `schaal` 1 is its real size."""

    van: Kwartaal = EERSTE
    tot: Kwartaal = LAATSTE
    seed: int = 1
    schaal: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CountrySummary:
    """What was made: the flows, and the number of rows per table."""

    stromen: Sequence[Flow]
    rijen: Mapping[str, int]


@transaction.atomic
def simulate_country(opdracht: CountryRequest, voortgang: Progress) -> CountrySummary:
    """Fill an empty database with the country; the same opdracht gives the same rows.

    Raises SimulationError.
    """
    _controleer(opdracht)
    require_empty()
    if not Gemeente.objects.exists():
        load_fixtures()
    try:
        return _simuleer(opdracht, voortgang)
    except (AccountTakenError, TooManyPeopleError) as fout:
        raise SimulationError(str(fout)) from fout
    except ProgrammingError as fout:
        if isinstance(fout.__cause__, InsufficientPrivilege):
            raise SimulationError(GEEN_EIGENAAR) from fout
        raise


def _controleer(opdracht: CountryRequest) -> None:
    if not EERSTE <= opdracht.van <= opdracht.tot <= LAATSTE:
        raise SimulationError(
            f"Van {opdracht.van.code} tot {opdracht.tot.code} kan niet. Kies kwartalen van "
            f"{EERSTE.code} tot en met {LAATSTE.code}, en --van niet later dan --tot."
        )
    if not 0.001 <= opdracht.schaal <= MAX_SCALE:
        raise SimulationError(
            f"--schaal {opdracht.schaal} kan niet. Kies een getal van 0.001 tot en met "
            f"{MAX_SCALE:g}; 1 is Nederland op ware grootte."
        )


def _simuleer(opdracht: CountryRequest, voortgang: Progress) -> CountrySummary:
    kans = np.random.default_rng(opdracht.seed)
    reeks = quarterly_flows(opdracht.van, opdracht.tot, opdracht.schaal, kans)
    slot = opdracht.tot.peildatum
    land = read_country([h for h in read_mergers() if h.datum <= slot])
    peilkwartaal = min(max(PUBLICATIEKWARTAAL, opdracht.van), opdracht.tot)
    peil = day_number(peilkwartaal.peildatum)
    personen = next(stroom.personen for stroom in reeks if stroom.kwartaal == peilkwartaal)
    cellen = distribute(personen, land.kaart, _publicatie(opdracht.schaal), kans)
    voortgang("Levens bedenken", 0, 1)
    leven = invent_lives(reeks, land.kaart, cellen, peil, kans)
    voortgang("Levens bedenken", 1, 1)
    schrijver = _Writer(land, leven, (peil, day_number(slot)), kans, voortgang)
    # A separate generator: the services do not change who lives where.
    daarna = np.random.default_rng([opdracht.seed, 1])
    with without_indexes(ALL_TABLES):
        schrijver.mensen()
        schrijver.perioden()
        aantal = int((leven.profiel != GEEN_PROFIEL).sum())
        voorbeelden = Samples(read_codelists(), slot, aantal, kans)
        wil = schrijver.profielen(voorbeelden, daarna)
        schrijver.dienstverlening(opdracht, wil, voorbeelden.maker, daarna)
        voortgang("Controleren en indexeren", 0, 1)
    voortgang("Controleren en indexeren", 1, 1)
    return CountrySummary(stromen=reeks, rijen=schrijver.rijen)


def _publicatie(schaal: float) -> tuple[dict[str, list[int]], int]:
    """The cells of the published region and its register, as large as asked."""
    gemeenten = dict(Gemeente.objects.order_by("code").values_list("code", "arbeidsmarktregio"))
    pad = FIXTURES / "publicatie_2020KW04_AM19.csv"
    cijfers = read_figures(pad, regio=PUBLICATIE[0], gemeenten=gemeenten)
    cellen = {
        rij.gemeente: [round(schaal * getattr(rij, soort)) for soort in SOORTEN] for rij in cijfers
    }
    bekend = sum(map(sum, cellen.values()))
    return cellen, max(round(schaal * BEKEND_IN_PUBLICATIE[1]), bekend)


class _Writer:
    """Writes the tables one by one."""

    def __init__(
        self,
        land: Country,
        leven: Levens,
        dagen: tuple[int, int],
        kans: np.random.Generator,
        voortgang: Progress,
    ) -> None:
        self._land, self._leven, self._kans, self._voortgang = land, leven, kans, voortgang
        self._peil, self._slot = dagen
        n = len(leven.begin)
        self._herindeler = Herindeler(land.herindelingen, land.nummers, kans.random(n))
        self._bsn = bsns(n, kans)
        self._zoeksleutel = zoeksleutels(self._bsn)
        self._geboren = geboortedagen(leven, self._slot, kans)
        self._codes = as_bytes(land.codes)
        self._bediening = Bediening(land, leven, self._herindeler, self._peil)
        self._nummer = self._bediening.nummer
        self.rijen: dict[str, int] = {}

    def _kopieer(
        self, model: type[Model], velden: Sequence[str], blokken: Iterable[Sequence[CopyColumn]]
    ) -> None:
        aantal = copy_columns(model, velden, blokken)
        self.rijen[model._meta.db_table] = aantal
        self._voortgang("In de database zetten", len(self.rijen), len(ALL_TABLES))

    def mensen(self) -> None:
        """The people whom Sonar knows, at an address in the gemeente where they live now."""
        leven, wie = self._leven, np.flatnonzero(self._leven.bekend)
        gemeente, _ = plaats_op(leven, wie, np.full(len(wie), self._slot), self._peil)
        waar = self._herindeler.nu(gemeente, wie)
        namen = dict(Gemeente.objects.order_by("code").values_list("code", "naam"))
        postcodes: dict[int, list[int]] = defaultdict(list)
        for gebied in Postcodegebied.objects.order_by("van"):
            if (nummer := self._land.nummers.get(gebied.gemeente_id)) is not None:
                postcodes[nummer].extend(range(gebied.van, gebied.tot + 1))
        adressen = Adressen([namen[code] for code in self._land.codes], postcodes, 1000)
        self._kopieer(
            Werkzoekende,
            ALLE_TABELLEN[Werkzoekende],
            columns((self._bsn[wie], self._geboren[wie], waar), adressen, self._kans),
        )

    def perioden(self) -> None:
        """The register, and the inschrijvingen with the organisation that is responsible."""
        herindeel = self._herindeler.pas_toe
        register = herindeel(registraties(self._leven, self._peil))
        grondslag = as_bytes(GRONDSLAG)[self._leven.grondslag[register.persoon]]
        self._kopieer(
            Doelgroepregistratie,
            ALLE_TABELLEN[Doelgroepregistratie],
            [
                [
                    fixed_width(self._zoeksleutel[register.persoon]),
                    texts(self._codes[register.gemeente]),
                    texts(grondslag),
                    dates(register.van),
                    dates(register.tot),
                ]
            ],
        )
        regels = herindeel(inschrijvingen(self._leven, self._peil))
        self._bemiddelregio = self._bediening.bemiddelregio(regels)
        self._kopieer(
            Inschrijving,
            ALLE_TABELLEN[Inschrijving],
            [
                [
                    integers(self._nummer[regels.persoon], 8),
                    integers(self._bediening.organisatie(regels), 8),
                    texts(self._codes[regels.gemeente]),
                    integers(self._bediening.collega(regels), 8),
                    dates(regels.van),
                    dates(regels.tot),
                ]
            ],
        )

    def profielen(self, voorbeelden: Samples, kans: np.random.Generator) -> Wensen:
        """Profiles with their parts, and when they were vastgesteld and by whom."""
        leven = self._leven
        wie = np.flatnonzero(leven.profiel != GEEN_PROFIEL)
        profielen = Profielen(
            voorbeelden,
            (
                self._nummer[wie],
                self._geboren[wie],
                leven.vastgesteld[wie],
                leven.werkt[wie],
                self._bemiddelregio[wie],
            ),
            self._slot,
            self._kans,
        )
        self._kopieer(Klantprofiel, PROFIELVELDEN, profielen.kolommen())
        for model, (_, velden, _) in TABLES.items():
            self._kopieer(model, ("klantprofiel", *velden), profielen.rijen(model))
        vast_ = np.flatnonzero(leven.profiel[wie] == VOLLEDIG)
        personen = wie[vast_]
        van, tot = leven.vastgesteld[personen], leven.ingetrokken[personen]
        self._kopieer(
            Vaststelling,
            ALLE_TABELLEN[Vaststelling],
            [
                [
                    integers(vast_ + 1, 8),
                    dates(van),
                    dates(tot),
                    integers(self._bediening.collega(self._bediening.toen(personen, van)), 8),
                ]
            ],
        )
        bekend = (wie, profielen.wereld, profielen.uren)
        return wensen(len(leven.begin), bekend, voorbeelden.werelden, kans)

    def dienstverlening(
        self,
        opdracht: CountryRequest,
        wil: Wensen,
        maker: ProfileGenerator,
        kans: np.random.Generator,
    ) -> None:
        """Trajecten, work, and how people came to it."""
        land, leven = self._land, self._leven
        regio = land.kaart.regio[leven.gemeente]
        eerste = day_number(opdracht.van.eerste_dag)
        werk = Werk(leven, regio, wil, bekende_banen(leven), eerste, self._slot)
        trajecten = invent_trajecten(werk, kans)
        bedrijven = invent_bedrijven(land.regiogewicht, maker.werelden, opdracht.schaal, kans)
        aanstellingen = invent_aanstellingen(werk, bedrijven, kans)
        vacatures, voordrachten = invent_vacatures(werk, aanstellingen, bedrijven, kans)
        rijen = Bemiddeling(bedrijven, self._bediening, land.regios, kans)
        for model, velden, blokken in (
            *tables(werk, trajecten, self._bediening, kans),
            rijen.plaatsingen(werk, aanstellingen),
            *rijen.vacatures(vacatures, maker.werelden, maker.lijsten),
            rijen.voordrachten(vacatures, voordrachten),
        ):
            self._kopieer(model, velden, blokken)
