"""Random histories: events happen in the database, and an oracle keeps what is known by then."""

import datetime
import os

from hypothesis import strategies as st

from sonar.models import Doelgroepregistratie, Inschrijving, Vaststelling
from tests.bouwers import (
    PEILDATUM,
    doelgroepregistratie,
    gemeentelijke_dienst,
    inschrijving,
    leeg_klantprofiel,
    medewerker,
    uwv,
    vaststelling,
    werkzoekende,
)
from tests.sonar.klok import het_is, uur, zet_klok


# In the ordinary run a few; `make proofs` tries a thousand.
GESCHIEDENISSEN = int(os.environ.get("HISTORIES", "60"))
CODES = ["GM0546", "GM0537", "GM0518"]
REGIO = {"GM0546", "GM0537"}
MODELLEN = {
    "inschrijving": Inschrijving,
    "doelgroep": Doelgroepregistratie,
    "vaststelling": Vaststelling,
}

DAG = st.integers(0, 6).map(lambda n: PEILDATUM + datetime.timedelta(days=n - 3))
PERIODE = st.tuples(DAG, st.none() | DAG).filter(lambda p: p[1] is None or p[0] < p[1])
GEBEURTENIS = st.fixed_dictionaries(
    {
        "wat": st.sampled_from(["nieuw", "nieuw", "nieuw", "verbeter", "verbeter", "weg", "wis"]),
        "wie": st.integers(0, 2),
        "soort": st.sampled_from(sorted(MODELLEN)),
        "welke": st.integers(0, 2),
        "periode": PERIODE,
        "code": st.sampled_from(CODES),
        "uwv": st.booleans(),
        "later": st.sampled_from([0, 1, 1]),
    }
)


def geldt(periode, dag):
    van, tot = periode
    return van <= dag and (tot is None or dag < tot)


def botsen(een, ander):
    einde = datetime.date.max
    return een[0] < (ander[1] or einde) and ander[0] < (een[1] or einde)


class Werkelijkheid:
    """Makes each event happen in the database, and keeps separately what is known by then."""

    def __init__(self):
        zet_klok()
        for code in CODES:
            gemeentelijke_dienst(code)
        uwv()
        self.door = medewerker()
        self.personen = [werkzoekende() for _ in range(3)]
        self.profielen = [leeg_klantprofiel(persoon) for persoon in self.personen]
        self.gewist = set()
        self.feiten = {}  # (soort, pk): (wie, period, code, uwv)
        self.bekend = {-1: {}}  # hour: facts

    def doe(self, n, g):
        if g["wie"] in self.gewist:
            return
        het_is(uur(n))
        getattr(self, g["wat"])(g)
        self.bekend[n] = dict(self.feiten)

    def _eigen(self, g):
        return [
            sleutel
            for sleutel, feit in self.feiten.items()
            if sleutel[0] == g["soort"] and feit[0] == g["wie"]
        ]

    def _past(self, g, behalve=None):
        return not any(
            botsen(g["periode"], self.feiten[sleutel][1])
            for sleutel in self._eigen(g)
            if sleutel != behalve
        )

    def nieuw(self, g):
        if not self._past(g):
            return
        van, tot = g["periode"]
        persoon = self.personen[g["wie"]]
        if g["soort"] == "inschrijving":
            bij = uwv() if g["uwv"] else gemeentelijke_dienst(g["code"])
            rij = inschrijving(persoon, bij, code=g["code"], van=van, tot=tot)
        elif g["soort"] == "doelgroep":
            rij = doelgroepregistratie(persoon.bsn, code=g["code"], van=van, tot=tot)
        else:
            rij = vaststelling(self.profielen[g["wie"]], van=van, tot=tot, door=self.door)
        self.feiten[g["soort"], rij.pk] = (g["wie"], g["periode"], g["code"], g["uwv"])

    def verbeter(self, g):
        eigen = self._eigen(g)
        if not eigen or not self._past(g, behalve=(sleutel := eigen[g["welke"] % len(eigen)])):
            return
        rij = MODELLEN[g["soort"]].objects.get(pk=sleutel[1])
        rij.ingangsdatum, rij.einddatum = g["periode"]
        if g["soort"] != "vaststelling":
            rij.gemeente_id = g["code"]
        if g["soort"] == "inschrijving":
            rij.organisatie = uwv() if g["uwv"] else gemeentelijke_dienst(g["code"])
        rij.save()
        self.feiten[sleutel] = (g["wie"], g["periode"], g["code"], g["uwv"])

    def weg(self, g):
        if eigen := self._eigen(g):
            sleutel = eigen[g["welke"] % len(eigen)]
            MODELLEN[g["soort"]].objects.filter(pk=sleutel[1]).delete()
            del self.feiten[sleutel]

    def wis(self, g):
        persoon = self.personen[g["wie"]]
        for soort, pk in [s for s, feit in self.feiten.items() if feit[0] == g["wie"]]:
            MODELLEN[soort].objects.filter(pk=pk).delete()
            del self.feiten[soort, pk]
        self.profielen[g["wie"]].delete()
        persoon.delete()
        self.gewist.add(g["wie"])
