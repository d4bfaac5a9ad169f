"""Sonar and the Kandidatenverkenner weigh a vacature by the same points, from the same facts."""

import random

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from kandidatenverkenner.search_index import sql, wensen
from kandidatenverkenner.zoeken.filters import Kandidaatfilter
from sonar.handelingen.bemiddeling.bemiddelen import _aanbiedingen
from sonar.levering.feed import lever
from sonar.models import Klantprofiel, Opleidingsniveau, Sector, Taaksoort, Vaardigheid
from sonar.rules import matching as bemiddeling
from sonar.rules.matching import Wens, match
from tests.bouwers import PEILDATUM, codelijsten, zichtbare_klant


# The points of Sonar, and what the same thing is called by employers.
ZELFDE = {
    "gewenst": "vaardigheid",
    "taaksoort": "taaksoort",
    "sector": "sector",
    "uren": "uren",
    "opleiding": "opleidingsniveau",
}
BANDEN = [(13, 20), (21, 28), (29, 36)]


def test_the_points_are_the_same():
    # What Sonar asks as 'vereist', employers choose in a filter: there it leaves people out.
    assert bemiddeling.PUNTEN.keys() - ZELFDE.keys() == {"vereist"}
    for naam, sleutel in ZELFDE.items():
        assert bemiddeling.PUNTEN[naam] == wensen.POINTS[sleutel]


@pytest.mark.usefixtures("few_are_shown")
@pytest.mark.django_db
@pytest.mark.parametrize("zaad", range(3))
def test_whom_sonar_ranks_employers_rank_with_the_same_points(zaad):
    toeval = random.Random(zaad)  # noqa: S311 - a world with a seed
    codelijsten()
    for code in ("lassen", "zagen"):
        Vaardigheid.objects.create(code=code, naam=code, groep="Techniek")
    vaardigheden = sorted(Vaardigheid.objects.values_list("pk", flat=True))
    taken = sorted(Taaksoort.objects.values_list("pk", flat=True))
    afdelingen = sorted(Sector.objects.exclude(sectie=None).values_list("pk", flat=True))
    for _ in range(10):
        uren = sorted(toeval.sample(range(1, 41), 2))
        profiel = zichtbare_klant().klantprofiel
        profiel.uren_min, profiel.uren_max = uren
        profiel.save(update_fields=["uren_min", "uren_max"])
        profiel.vaardigheden.set(toeval.sample(vaardigheden, k=toeval.randint(1, 3)))
        profiel.taaksoorten.set(toeval.sample(taken, k=1))
        profiel.sectoren.set(toeval.sample(afdelingen, k=1))
        profiel.opleidingen.update(niveau=toeval.choice(list(Opleidingsniveau.values)))
    lever(PEILDATUM)
    profielen = list(Klantprofiel.objects.order_by("pk"))
    nummers = {profiel.werkzoekende_id: profiel.kandidaatnummer for profiel in profielen}
    aanbiedingen = _aanbiedingen(profielen)

    for _ in range(8):
        begin = toeval.randrange(3)
        banden = BANDEN[begin : begin + toeval.randint(1, 2)]
        gevraagd = Wens(
            vereist=frozenset(),
            gewenst=frozenset(toeval.sample(vaardigheden, k=toeval.randint(0, 3))),
            taaksoorten=frozenset(toeval.sample(taken, k=toeval.randint(0, len(taken)))),
            sectoren=frozenset(toeval.sample(afdelingen, k=toeval.randint(0, len(afdelingen)))),
            uren_min=banden[0][0],
            uren_max=banden[-1][1],
            opleidingsniveau=toeval.choice(["", "2", "4", "5"]),
        )
        in_sonar = {
            nummers[aanbod.persoon]: match(gevraagd, aanbod).punten for aanbod in aanbiedingen
        }

        rangen = sql.ranking(_als_zoekvraag(gevraagd, banden), count=100)

        assert {rang.kandidaat: rang.points for rang in rangen} == in_sonar
        assert [in_sonar[rang.kandidaat] for rang in rangen] == sorted(
            in_sonar.values(), reverse=True
        )


def _als_zoekvraag(gevraagd, banden):
    """The same vacature, as an employer asks it."""
    delen = [f"vaardigheid:{code}" for code in gevraagd.gewenst]
    delen += [f"taaksoort:{code}" for code in gevraagd.taaksoorten]
    delen += [f"sector:{code}" for code in gevraagd.sectoren]
    delen += [f"uren:{van}-{tot}" for van, tot in banden]
    if gevraagd.opleidingsniveau:
        delen.append(f"opleidingsniveau:{gevraagd.opleidingsniveau}")
    filterset = Kandidaatfilter.read(QueryDict(urlencode([("wens", een) for een in delen])))
    assert not filterset.fouten
    return filterset.vraag
