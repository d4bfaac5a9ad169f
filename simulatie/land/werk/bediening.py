"""Who served whom on which day: the organisation that is responsible, and a colleague there."""

from dataclasses import dataclass

import numpy as np

from simulatie.bulk.copy_writer import MISSING, as_bytes
from simulatie.land.land import Country
from simulatie.land.levens import Levens
from simulatie.land.regels import Herindeler, PeriodRows, plaats_op
from simulatie.land.verdeling import Array
from simulatie.regio.inboeken import Dienst
from simulatie.regio.levensloop import Soort
from simulatie.regio.medewerkers import create_adviseurs, create_diensten
from sonar.models import Arbeidsmarktregio, Gemeente, Organisatie


MEESTE_KLANTMANAGERS = 10
# Advisers of a werkgeversservicepunt: an assumption.
ADVISEURS_PER_REGIO = 6


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """Lists of ids, one after the other: where each begins and how many it holds."""

    begin: Array
    aantal: Array
    ids: Array

    @classmethod
    def van(cls, lijsten: "list[list[int]]") -> "ServiceRow":
        """Every list holds one or more."""
        lengtes = np.array([len(lijst) for lijst in lijsten], dtype=np.int64)
        ids = np.array([een for lijst in lijsten for een in lijst], dtype=np.int64)
        return cls(np.cumsum(lengtes) - lengtes, lengtes, ids)

    def kies(self, lijst: Array, beurt: Array) -> Array:
        """The id whose turn it is, from each list."""
        gekozen: Array = self.ids[self.begin[lijst] + beurt % self.aantal[lijst]]
        return gekozen


class Bediening:
    """Answers for arrays of people and days; makes the colleagues when it is made."""

    def __init__(self, land: Country, leven: Levens, herindeler: Herindeler, peil: int) -> None:
        self._land, self._leven, self._herindeler, self._peil = land, leven, herindeler, peil
        # The id of a werkzoekende; meaningless for people whom only the register knows.
        self.nummer: Array = np.cumsum(leven.bekend)
        diensten = self._diensten()
        soorten: tuple[Soort, Soort] = ("gemeente", "uwv")
        self._klantmanagers = ServiceRow.van(
            [list(diensten[soort, code].klantmanagers) for soort in soorten for code in land.codes]
        )
        self._adviseurs = ServiceRow.van(
            [create_adviseurs(regio, ADVISEURS_PER_REGIO) for regio in land.regios]
        )
        van_gemeente = dict(
            Organisatie.objects.order_by("pk")
            .filter(gemeente__isnull=False)
            .values_list("gemeente", "pk")
        )
        self._uwv = Organisatie.objects.get(soort=Organisatie.Soort.UWV).pk
        self._per_gemeente = np.array([van_gemeente[code] for code in land.codes])

    def organisatie(self, regels: PeriodRows) -> Array:
        """The id of the organisation of each row."""
        uitkomst: Array = np.where(regels.uwv, self._uwv, self._per_gemeente[regels.gemeente])
        return uitkomst

    def collega(self, regels: PeriodRows) -> Array:
        """The colleague of the dienst who does the work: nobody chose, so they take turns."""
        dienst = regels.gemeente + len(self._land.codes) * regels.uwv
        return self._klantmanagers.kies(dienst, self.nummer[regels.persoon])

    def adviseur(self, regio: Array, beurt: Array) -> Array:
        """Somebody of the werkgeversservicepunt of these regions."""
        return self._adviseurs.kies(regio, beurt)

    def bemiddelregio(self, regels: PeriodRows) -> Array:
        """The code of the region where each person was last; `regels` are all, in order."""
        regio_van = dict(Gemeente.objects.order_by().values_list("code", "arbeidsmarktregio"))
        regios = as_bytes(regio_van[code] for code in self._land.codes)
        uitkomst: Array = np.zeros(len(self.nummer), dtype=regios.dtype)
        laatste = regels.laatste()
        uitkomst[laatste.persoon] = regios[laatste.gemeente]
        return uitkomst

    def toen(self, personen: Array, dagen: Array) -> PeriodRows:
        """Where these people were, and with whom, on these days; in the order asked."""
        gemeente, uwv = plaats_op(self._leven, personen, dagen, self._peil)
        # The mergers put rows in the order of people and days.
        volgorde = np.lexsort((dagen, personen))
        rijen = PeriodRows(personen, gemeente, uwv, dagen, dagen + 1).waar(volgorde)
        na = self._herindeler.pas_toe(rijen)
        terug = np.empty(len(volgorde), dtype=np.int64)
        terug[volgorde] = np.arange(len(volgorde))
        return na.waar(terug)

    def _diensten(self) -> dict[tuple[Soort, str], Dienst]:
        nummers, leven = self._land.nummers, self._leven
        bekend = leven.bekend & ~leven.uwv & (leven.eind == MISSING)
        klanten = np.bincount(leven.gemeente[bekend], minlength=len(self._land.codes))
        diensten: dict[tuple[Soort, str], Dienst] = {}
        for regio in Arbeidsmarktregio.objects.order_by("code"):
            codes = regio.gemeenten.order_by("code").values_list("code", flat=True)
            van_regio = {code: int(klanten[nummers[code]]) for code in codes if code in nummers}
            diensten |= create_diensten(regio, van_regio, MEESTE_KLANTMANAGERS)
        return diensten
