"""Everybody who was in the register in these quarters: since when, until when, where, with whom.

Pure: arrays with a place per person; days are counted from 1970, MISSING is no end.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulatie.bulk.copy_writer import MISSING
from simulatie.land.banen import Banen, Banenboek
from simulatie.land.stromen import Flow
from simulatie.land.verdeling import (
    ALLEEN_REGISTER,
    CELLS,
    GEMEENTE_MET,
    GEMEENTE_ZONDER,
    UWV_MET,
    UWV_ZONDER,
    Array,
    Spread,
)
from simulatie.regio.levensloop import (
    BEGIN_GRONDSLAG,
    BEGIN_REGISTER,
    EERSTE_INSCHRIJVING,
    GRONDSLAGEN,
    KANS_OVERGEDRAGEN,
    KANS_VERHUISD,
    NOOIT_IN_DE_DOELGROEP,
    OVERGEGAAN,
    Soort,
)


GRONDSLAG = sorted(GRONDSLAGEN["gemeente"] | GRONDSLAGEN["uwv"])
GEEN_PROFIEL, CONCEPT, VOLLEDIG = range(3)


def day_number(datum: datetime.date) -> int:
    """Days since 1970."""
    return (datum - datetime.date(1970, 1, 1)).days


@dataclass(slots=True, kw_only=True)
class Levens:
    """Arrays of one length. `begin` is MISSING for people who were never in the register."""

    begin: Array  # of the register
    eind: Array
    banen: Banen  # while in the register
    gemeente: Array  # on the day of the publication; number in Land
    cel: Array
    grondslag: Array  # number in GRONDSLAG
    van: Array  # of the inschrijving, for people whom Sonar knows
    tot: Array
    wissel: Array  # the day of a move or a transfer, or MISSING
    andere_gemeente: Array  # on the other side of the wissel than `gemeente`
    overgedragen: Array  # then with the other organisation, not in another gemeente
    profiel: Array
    vastgesteld: Array  # MISSING: never
    ingetrokken: Array

    @property
    def werkt(self) -> Array:
        """Who has a job at the end."""
        werkt = np.zeros(len(self.begin), dtype=np.bool_)
        werkt[self.banen.persoon[self.banen.tot == MISSING]] = True
        return werkt

    @property
    def bekend(self) -> Array:
        """Whom Sonar knows."""
        return np.not_equal(self.cel, ALLEEN_REGISTER)

    @property
    def uwv(self) -> Array:
        """Whom UWV serves."""
        return np.isin(self.cel, (UWV_MET, UWV_ZONDER))


def register(stromen: Sequence[Flow], kans: np.random.Generator) -> tuple[Array, Array, Banen]:
    """When each person enters and leaves the register, and the jobs in between."""
    eerste = stromen[0]
    totaal = eerste.personen + sum(stroom.instroom for stroom in stromen)
    begin, eind = np.full(totaal, MISSING), np.full(totaal, MISSING)
    werkt = np.zeros(totaal, dtype=np.bool_)
    werkt[kans.permutation(eerste.personen)[: eerste.werkt]] = True
    boek = Banenboek(totaal, kans.spawn(1)[0])
    boek.werkten_al(np.flatnonzero(werkt), day_number(eerste.kwartaal.peildatum))
    begin[: eerste.personen] = kans.integers(
        day_number(BEGIN_REGISTER), day_number(eerste.kwartaal.peildatum) + 1, eerste.personen
    )
    er = np.arange(eerste.personen)
    volgende = eerste.personen
    for stroom in stromen[1:]:
        van, tot = day_number(stroom.kwartaal.eerste_dag), day_number(stroom.kwartaal.peildatum) + 1
        met, zonder = kans.permutation(er[werkt[er]]), kans.permutation(er[~werkt[er]])
        uit_met = stroom.uitstroom_werkt
        uit_zonder = stroom.uitstroom - uit_met
        weg = np.concatenate([met[:uit_met], zonder[:uit_zonder]])
        eind[weg] = kans.integers(van, tot, len(weg))
        boek.stopt(met[:uit_met], eind[met[:uit_met]])
        verliest = met[uit_met : uit_met + stroom.verliest]
        vindt = zonder[uit_zonder : uit_zonder + stroom.vindt]
        werkt[verliest], werkt[vindt] = False, True
        boek.verliest(verliest, van, tot)
        boek.vindt(vindt, van, tot)
        nieuw = np.arange(volgende, volgende + stroom.instroom)
        volgende += stroom.instroom
        begin[nieuw] = kans.integers(van, tot, len(nieuw))
        werkt[nieuw[: stroom.instroom_werkt]] = True
        boek.begint(nieuw[: stroom.instroom_werkt], begin[nieuw[: stroom.instroom_werkt]])
        er = np.concatenate([er[eind[er] == MISSING], nieuw])
    return begin, eind, boek.banen()


def invent_lives(
    stromen: Sequence[Flow],
    kaart: Spread,
    cellen: Array,
    peil: int,
    kans: np.random.Generator,
) -> Levens:
    """The lives of the country, of which `cellen` are the counts on the day `peil`."""
    begin, eind, banen = register(stromen, kans)
    gemeente, cel = _plaats(begin, eind, cellen, peil, kans)
    extra = int((cel != ALLEEN_REGISTER).sum()) * NOOIT_IN_DE_DOELGROEP // 100
    wie = kans.choice(np.flatnonzero(cel != ALLEEN_REGISTER), extra)
    slot = day_number(stromen[-1].kwartaal.peildatum)
    n = len(begin) + extra
    niet = np.full(extra, MISSING)
    cel_extra = np.where(cel[wie] >= UWV_MET, UWV_ZONDER, GEMEENTE_ZONDER)
    leven = Levens(
        begin=np.concatenate([begin, niet]),
        eind=np.concatenate([eind, niet]),
        banen=banen,
        gemeente=np.concatenate([gemeente, gemeente[wie]]),
        cel=np.concatenate([cel, cel_extra]),
        grondslag=np.zeros(n, dtype=np.int64),
        **{
            naam: np.full(n, MISSING)
            for naam in ("van", "tot", "wissel", "andere_gemeente", "vastgesteld", "ingetrokken")
        },
        overgedragen=np.zeros(n, dtype=np.bool_),
        profiel=np.full(n, GEEN_PROFIEL),
    )
    _grondslag(leven, day_number(stromen[0].kwartaal.peildatum), kans)
    _inschrijving(leven, peil, slot, kans)
    _wissel(leven, kaart, slot, kans)
    _profiel(leven, peil, slot, kans)
    return leven


def holds_on(van: Array, tot: Array, datum: int) -> Array:
    """Whether a period holds a day."""
    loopt: Array = (van != MISSING) & (van <= datum) & ((tot == MISSING) | (tot > datum))
    return loopt


def _plaats(
    begin: Array, eind: Array, cellen: Array, peil: int, kans: np.random.Generator
) -> tuple[Array, Array]:
    """People of the day itself fill the cells; the others are drawn in the same proportion."""
    er = kans.permutation(np.flatnonzero(holds_on(begin, eind, peil)))
    plat = kans.choice(cellen.size, len(begin), p=cellen.ravel() / cellen.sum())
    plat[er] = np.repeat(np.arange(cellen.size), cellen.ravel())
    return plat // CELLS, plat % CELLS


def _grondslag(leven: Levens, eerste: int, kans: np.random.Generator) -> None:
    """The grondslag, per organisation. People from an older law were there from the first day."""
    register_uwv = leven.uwv | (
        (leven.cel == ALLEEN_REGISTER) & (kans.random(len(leven.cel)) < 0.4)
    )
    soorten: tuple[tuple[Soort, Array], ...] = (("uwv", register_uwv), ("gemeente", ~register_uwv))
    for soort, masker in soorten:
        gewicht = np.array([GRONDSLAGEN[soort].get(naam, 0) for naam in GRONDSLAG])
        leven.grondslag[masker] = kans.choice(
            len(GRONDSLAG), int(masker.sum()), p=gewicht / gewicht.sum()
        )
    voorraad = (leven.begin != MISSING) & (leven.begin <= eerste)
    deel = np.array([OVERGEGAAN.get(naam, 0) for naam in GRONDSLAG])[leven.grondslag]
    leven.begin[voorraad & (kans.random(len(deel)) < deel)] = day_number(BEGIN_REGISTER)
    for naam, datum in BEGIN_GRONDSLAG.items():
        te_vroeg = (leven.grondslag == GRONDSLAG.index(naam)) & (leven.begin < day_number(datum))
        leven.grondslag[te_vroeg] = GRONDSLAG.index("participatiewet")


def _inschrijving(leven: Levens, peil: int, slot: int, kans: np.random.Generator) -> None:
    """Around the day of entry in the register; most people leave Sonar soon after the register."""
    n = len(leven.begin)
    nooit = leven.begin == MISSING
    vroegst = day_number(EERSTE_INSCHRIJVING)
    basis = np.where(nooit, kans.integers(vroegst, slot - 30, n), leven.begin)
    van = basis + kans.exponential(120, n).astype(np.int64) - 100
    uiterlijk = np.where(leven.eind == MISSING, slot, leven.eind - 1)
    uiterlijk = np.where(
        holds_on(leven.begin, leven.eind, peil), np.minimum(uiterlijk, peil), uiterlijk
    )
    leven.van = np.where(leven.bekend, np.clip(van, vroegst, uiterlijk), MISSING)
    tot = leven.eind + kans.integers(0, 60, n)
    blijft = (leven.eind == MISSING) | (tot > slot) | (kans.random(n) < 0.12)
    weg = nooit & (kans.random(n) < 0.5) & (leven.van < slot - 60)
    tot = np.where(blijft, MISSING, tot)
    tot = np.where(weg, leven.van + 30 + (kans.random(n) * (slot - leven.van - 30)), tot)
    leven.tot = np.where(leven.bekend, tot, MISSING).astype(np.int64)


def _wissel(leven: Levens, kaart: Spread, slot: int, kans: np.random.Generator) -> None:
    """Some move within their region, some are transferred; on `peil` they are where they were."""
    n = len(leven.begin)
    van = np.maximum(leven.begin, leven.van)
    eind = np.minimum(_of(leven.eind, slot + 1), _of(leven.tot, slot + 1))
    kan = (eind - van >= 3) & (leven.begin != MISSING)
    lot = kans.random(n)
    verhuist = kan & (lot < KANS_VERHUISD)
    leven.overgedragen = kan & ~verhuist & (lot < KANS_VERHUISD + KANS_OVERGEDRAGEN) & leven.bekend
    dagen = van + 1 + (kans.random(n) * (eind - van - 2)).astype(np.int64)
    leven.andere_gemeente = leven.gemeente.copy()
    for regio in np.unique(kaart.regio):
        hier = np.flatnonzero(kaart.regio == regio)
        wie = np.flatnonzero(verhuist & (kaart.regio[leven.gemeente] == regio))
        gewicht = kaart.gewicht[hier]
        leven.andere_gemeente[wie] = kans.choice(hier, len(wie), p=gewicht / gewicht.sum())
    verhuist &= leven.andere_gemeente != leven.gemeente
    leven.wissel = np.where(verhuist | leven.overgedragen, dagen, MISSING)


def _profiel(leven: Levens, peil: int, slot: int, kans: np.random.Generator) -> None:
    """A vaststelling that holds on `peil` for people with a profile then, none for the others."""
    n = len(leven.begin)
    klaar = np.maximum(leven.begin, leven.van)
    eind = np.minimum(_of(leven.eind, slot + 1), _of(leven.tot, slot + 1))
    telt = leven.bekend & (leven.begin != MISSING) & (eind - klaar > 60)
    op_peil = holds_on(leven.begin, leven.eind, peil)
    met = leven.bekend & ((leven.cel == GEMEENTE_MET) | (leven.cel == UWV_MET))
    uiterlijk = np.where(op_peil & met, np.minimum(peil, eind - 1), eind - 31)
    ruimte = np.maximum(uiterlijk - klaar, 0)
    wachten = kans.exponential(150, n).astype(np.int64)
    wachten = np.where(wachten > ruimte, (kans.random(n) * (ruimte + 1)).astype(np.int64), wachten)
    vast = klaar + wachten
    # People without one on `peil`: it was made later, ended before, is a concept, or is not there.
    lot = kans.random(n)
    later = telt & ~met & (lot < 0.18) & (eind > peil + 60)
    na_peil = np.maximum(klaar, peil + 1)
    vast = np.where(
        later, na_peil + (kans.random(n) * np.maximum(eind - na_peil, 1)).astype(np.int64), vast
    )
    eerder = telt & ~met & ~later & (lot < 0.36) & (klaar < np.minimum(peil, eind) - 60)
    tot_dan = np.minimum(peil, eind) - 31
    vast = np.where(eerder, klaar + ((tot_dan - klaar) * lot).astype(np.int64), vast)
    heeft = (met & op_peil) | (met & telt) | later | eerder
    grens = np.where(eerder, np.minimum(eind, peil), eind)
    hoort_weg = eerder | ((kans.random(n) < 0.08) & ~later)
    vroegst = np.where(op_peil & met, np.maximum(vast, peil) + 1, vast + 1)
    weg = vroegst + (kans.random(n) * np.maximum(grens - vroegst, 0)).astype(np.int64)
    weg = np.minimum(weg, grens)
    stopt = hoort_weg & (weg > vast) & (weg <= slot)
    leven.vastgesteld = np.where(heeft, vast, MISSING)
    leven.ingetrokken = np.where(
        heeft & stopt, weg, np.where(heeft & (eind <= slot), eind, MISSING)
    )
    concept = leven.bekend & ~heeft & (kans.random(n) < 0.35)
    leven.profiel = np.where(heeft, VOLLEDIG, np.where(concept, CONCEPT, GEEN_PROFIEL))


def _of(eind: Array, anders: int) -> Array:
    return np.where(eind == MISSING, anders, eind)
