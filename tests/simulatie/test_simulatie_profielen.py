"""Profiles and people of which the parts belong together."""

import csv
import datetime
import random
from collections import defaultdict

import pytest
from stdnum.nl import bsn as elfproef

from simulatie.regio.personen import LEEFTIJDEN, Population, Woongebied
from simulatie.regio.profielen import OPLEIDINGSNAMEN, TALEN, Codelijsten, ProfileGenerator, without
from simulatie.regio.werelden import WERELDEN
from sonar.models import Opleidingsniveau, Rijbewijs
from sonar.rules.profielvelden import ONDERDELEN
from sonar.uitwisseling.fixtures import FIXTURES


PEILDATUM = datetime.date(2020, 12, 31)


def codes(lijst):
    with (FIXTURES / f"{lijst}.csv").open(encoding="utf-8", newline="") as bestand:
        return [rij["code"] for rij in csv.DictReader(bestand)]


def vaardigheden_per_groep():
    groepen = defaultdict(list)
    with (FIXTURES / "vaardigheden.csv").open(encoding="utf-8", newline="") as bestand:
        for rij in csv.DictReader(bestand):
            groepen[rij["groep"]].append(rij["code"])
    return groepen


@pytest.fixture(scope="module")
def profielen():
    """A thousand complete ones, with the age of whom they describe."""
    lijsten = Codelijsten(
        sectoren=frozenset(codes("sectoren")),
        taaksoorten=codes("taaksoorten"),
        vaardigheden=vaardigheden_per_groep(),
        affiniteiten=codes("affiniteiten"),
        competenties=codes("competenties"),
        talen=frozenset(codes("talen")),
    )
    maker = ProfileGenerator(lijsten, PEILDATUM, random.Random(1))  # noqa: S311
    return [
        (leeftijd, maker.profiel(PEILDATUM.replace(year=2020 - leeftijd), volledig=True))
        for leeftijd in range(18, 66)
        for _ in range(21)
    ]


def test_every_code_of_the_worlds_is_in_the_fixtures():
    for wereld in WERELDEN:
        assert set(wereld.sectoren) <= set(codes("sectoren")), wereld.naam
        assert set(wereld.taaksoorten) <= set(codes("taaksoorten")), wereld.naam
        assert set(wereld.affiniteiten) <= set(codes("affiniteiten")), wereld.naam
        assert set(wereld.groepen) <= set(vaardigheden_per_groep()), wereld.naam
        assert {*wereld.niveaus, *wereld.opleidingen} <= set(Opleidingsniveau.values), wereld.naam
    assert set(TALEN) | {"nld"} <= set(codes("talen"))
    assert set(OPLEIDINGSNAMEN) == set(Opleidingsniveau.values)


def test_every_kind_of_task_and_group_of_skills_is_somebodys(profielen):
    assert {taak for _, p in profielen for taak in p.taaksoorten} == set(codes("taaksoorten"))
    vaardigheden = {code for _, p in profielen for code in p.vaardigheden}
    assert all(vaardigheden & set(groep) for groep in vaardigheden_per_groep().values())


def test_who_wants_to_work_in_care_has_skills_for_it(profielen):
    zorg = set(vaardigheden_per_groep()["Zorg en welzijn"])

    def aandeel(groep):
        return sum(bool(zorg & set(p.vaardigheden)) for p in groep) / len(groep)

    in_de_zorg = [p for _, p in profielen if {"87", "88"} & set(p.sectoren)]
    elders = [p for _, p in profielen if not {"87", "88", "86", "85", "Q"} & set(p.sectoren)]
    assert aandeel(in_de_zorg) > 0.6
    assert aandeel(elders) < 0.15


def test_hours_go_down_with_age(profielen):
    jong = [p.uren_max for leeftijd, p in profielen if leeftijd < 35]
    oud = [p.uren_max for leeftijd, p in profielen if leeftijd >= 55]

    assert sum(jong) / len(jong) > sum(oud) / len(oud) + 4


def test_most_have_dutch_and_nearly_half_a_car_licence(profielen):
    nederlands = sum("nld" in {code for code, _, _ in p.talen} for _, p in profielen)
    autorijden = sum("B" in p.rijbewijzen for _, p in profielen)

    assert nederlands / len(profielen) > 0.95
    assert 0.38 < autorijden / len(profielen) < 0.58
    assert {code for _, p in profielen for code in p.rijbewijzen} <= set(Rijbewijs.values)


@pytest.mark.parametrize("deel", ONDERDELEN)
def test_a_concept_can_miss_every_part(profielen, deel):
    _, profiel = profielen[0]

    assert without(profiel, deel) != profiel
    assert without(without(profiel, deel), deel) == without(profiel, deel)


@pytest.mark.parametrize("grondslag", LEEFTIJDEN)
def test_somebody_has_the_age_for_the_grondslag(grondslag):
    gebieden = {"GM0546": Woongebied("Leiden", [(2311, 2318), (2321, 2334)])}
    bevolking = Population(gebieden, PEILDATUM, random.Random(3))  # noqa: S311
    eerste_dag = datetime.date(2015, 1, 1)

    for _ in range(200):
        persoon = bevolking.persoon("GM0546", grondslag, eerste_dag)
        jongste, oudste, laatste_jaar = LEEFTIJDEN[grondslag]
        assert jongste <= (eerste_dag - persoon.geboortedatum).days / 365.25 <= oudste + 1
        assert (PEILDATUM - persoon.geboortedatum).days / 365.25 < 67
        assert persoon.geboortedatum.year <= (laatste_jaar or 2020)
        assert 2311 <= int(persoon.postcode[:4]) <= 2334
        assert persoon.postcode[:4] not in {"2319", "2320"}


def test_no_two_people_have_the_same_bsn():
    bevolking = Population({}, PEILDATUM, random.Random(1))  # noqa: S311
    nummers = [bevolking.bsn() for _ in range(3000)]

    assert len(set(nummers)) == 3000
    assert all(elfproef.is_valid(nummer) and nummer.startswith("9") for nummer in nummers)
