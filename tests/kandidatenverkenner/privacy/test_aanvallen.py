"""The attacks of tests/attacks in a small setting: what they yield stays within the limits."""

import dataclasses
import datetime
import random
import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings

from kandidatenverkenner.models import Alarm, Kandidaat
from kandidatenverkenner.ontvangst.profiel import Taal
from kandidatenverkenner.overzicht.partition import PARTS, Record
from kandidatenverkenner.privacy import visits as bezoek
from kandidatenverkenner.privacy.alarms import THRESHOLDS
from kandidatenverkenner.privacy.canaries import plant_lokprofielen
from sonar.rapportage.tellen.kwartaal import Kwartaal
from tests.attacks import (
    differencing as tellingen,
    dump,
    harvesting as leegtrekken,
    joining as samenvoegen,
    linkage as herkennen,
)
from tests.attacks.limits import GRENZEN, Uitkomst, tabel
from tests.attacks.population import echt, getoond
from tests.bouwers import werkzoekende
from tests.kandidatenverkenner.bouwers import CODES, PEILDATUM, lever, profiel


pytestmark = pytest.mark.django_db
NU = datetime.datetime(2021, 3, 1, 9, tzinfo=datetime.UTC)


def bevolking(aantal, zaad=1):
    """People who differ; a few are the only one with something."""
    dobbel = random.Random(zaad)  # noqa: S311

    def keus(facet):
        waarden = [code for code, *_ in CODES[facet]]
        return tuple(sorted(dobbel.sample(waarden, dobbel.randint(1, 2))))

    return [
        profiel(
            id=uuid.UUID(int=dobbel.getrandbits(128)),
            regio=dobbel.choice(["AM19", "AM19", "AM21"]),
            opleidingsniveau=dobbel.choices(["1", "2", "4", "5"], [20, 20, 10, 1])[0],
            diploma=dobbel.random() < 0.95,
            uren_min=(uren := dobbel.randint(4, 30)),
            uren_max=uren + dobbel.randint(0, 10),
            vaardigheden=keus("vaardigheid"),
            taaksoorten=keus("taaksoort"),
            talen=(Taal(code="nld", mondeling="3", schriftelijk=dobbel.choice("234")),),
        )
        for _ in range(aantal)
    ]


def houden(*uitkomsten):
    """All within their limits; and a limit of each is really there."""
    assert {een.naam for een in uitkomsten} <= set(GRENZEN)
    assert not [een.regel() for een in uitkomsten if not een.houdt]
    return {een.naam: een.waarde for een in uitkomsten}


def test_an_outcome_over_its_limit_is_broken_and_says_so():
    goed, fout = Uitkomst("dag.profielen", 100, 400), Uitkomst("dag.profielen", 101, 400)

    assert (goed.houdt, fout.houdt) == (True, False)
    assert "GEBROKEN" in tabel([goed, fout]).splitlines()[-1]


def test_one_account_and_ten_get_a_hundred_a_day_and_raise_an_alarm():
    lever(*bevolking(130))

    gevonden = houden(*leegtrekken.een_dag(NU), leegtrekken.traag(NU))

    assert gevonden == {
        "dag.profielen": 100,
        "dag.account": 100,
        "alarm.tempo": 30,
        "alarm.traag": 30,
    }


def test_patience_raises_an_alarm_in_eleven_days(monkeypatch):
    drempel = dataclasses.replace(THRESHOLDS[2], aantal=110)
    assert drempel.soort == "dekking"
    monkeypatch.setattr("kandidatenverkenner.privacy.alarms.THRESHOLDS", [drempel])
    lever(*bevolking(220))

    gevonden = houden(*leegtrekken.kwartaal(NU, dagen=3))

    assert gevonden["kwartaal.profielen"] == 220
    assert gevonden["alarm.geduldig"] == 2


def test_who_copies_the_lists_is_stopped_and_seen(monkeypatch):
    monkeypatch.setattr("kandidatenverkenner.privacy.visits.KAARTEN_PER_DAG", 60)
    lever(*bevolking(250))

    gevonden = houden(*leegtrekken.lijsten(NU, meest=100))

    assert 40 < gevonden["dag.kaarten"] <= 60
    assert gevonden["alarm.lijsten"] <= gevonden["dag.bladzijden"] < 100


def test_without_a_limit_lists_give_everybody_so_the_attack_works(monkeypatch):
    monkeypatch.setattr("kandidatenverkenner.privacy.visits.KAARTEN_PER_DAG", 1_000_000)
    lever(*bevolking(250))

    gevonden = {een.naam: een.waarde for een in leegtrekken.lijsten(NU, meest=100)}

    assert gevonden["dag.kaarten"] > 240
    assert gevonden["dag.kenmerken"] > 0.4


def test_guessed_foreign_and_expired_numbers_find_nobody_and_look_the_same():
    lever(*bevolking(20))

    raden, verschil, contact, _ = leegtrekken.nummers(NU, 10)

    assert houden(raden, verschil, contact) == {
        "nummers.raden": 0,
        "nummers.verschil": 1,
        "nummers.contact": 1,
    }


def test_a_canary_sings():
    lever(*bevolking(40))
    plant_lokprofielen()

    gezongen = leegtrekken.lokprofiel(NU)

    assert gezongen.n == 1
    houden(gezongen)


def test_two_organisations_and_two_quarters_share_no_number():
    mensen = bevolking(60)
    lever(*mensen)

    houden(*samenvoegen.twee_organisaties(NU, getoond()))
    gevonden = houden(*samenvoegen.twee_kwartalen(mensen, mensen[10:], PEILDATUM))

    assert gevonden["kwartalen.nummer"] == 0
    assert gevonden["kwartalen.lijst"] == 50
    assert Kandidaat.objects.count() == 60  # put back


def test_nothing_rare_is_shown_and_what_is_hidden_cannot_be_worked_out():
    mensen = bevolking(150)
    lever(*mensen)
    zichtbaar, daarvoor = getoond(), echt(mensen)
    assert herkennen.zeldzame_waarden(daarvoor)  # there was something to hide

    waarden = Uitkomst("kennis.waarde", len(herkennen.zeldzame_waarden(zichtbaar)), 150)
    houden(waarden, herkennen.verborgen_niveaus(zichtbaar, daarvoor))
    # The attack finds it when only the rare one is hidden, as it was before.
    naief = [
        dataclasses.replace(een, opleidingsniveau="" if een.opleidingsniveau == "5" else "1")
        for een in daarvoor
    ]
    bekend = [
        dataclasses.replace(een, opleidingsniveau="5" if een.opleidingsniveau == "5" else "1")
        for een in daarvoor
    ]
    assert herkennen.verborgen_niveaus(naief, bekend).waarde > 0


def test_recognising_counts_who_fits():
    drie = echt([profiel(opleidingsniveau=niveau) for niveau in "112"])

    uniek, klein, midden = herkennen.verdeling(drie, ("opleidingsniveau",))

    assert (round(uniek, 2), klein, midden) == (0.33, 1, 2)
    (diploma,) = (
        een for een in herkennen.leid_af(drie, ("regio",)) if een.naam == "afleiden.diploma"
    )
    assert diploma.waarde == 1


def test_the_overview_and_the_public_figures_subtracted_give_no_small_group():
    dobbel = random.Random(2)  # noqa: S311
    mensen = [
        Record(nummer, dict.fromkeys(PARTS, ()) | {"sector": ("G", dobbel.choice(["46", "47"]))})
        for nummer in range(80)
    ]
    kwartalen = {
        Kwartaal(2020, plek): [tuple(dobbel.randint(0, 40) for _ in range(4)) for _ in range(12)]
        for plek in (1, 2, 3, 4)
    }

    houden(tellingen.nachten(mensen, 5), tellingen.uitgaven(kwartalen))


def test_a_dump_holds_no_person():
    persoon = werkzoekende()
    lever(*bevolking(30))

    *met_grens, samen = dump.lees_dump()

    assert houden(*met_grens)["dump.persoon"] == 0
    assert met_grens[0].n >= 4
    assert samen.waarde == 0
    assert dump.inhoud(["sonar_werkzoekende"]).count(persoon.achternaam.encode()) == 1


def test_the_report_tells_the_thresholds_that_hold():
    rapport = (Path(settings.BASE_DIR) / "docs" / "aanvallen.md").read_text(encoding="utf-8")
    tabel_van = {
        (soort, int(aantal.replace(".", "")))
        for soort, aantal in re.findall(r"^\| ([a-z]+) \| ([0-9.]+) ", rapport, re.MULTILINE)
    }

    assert {(een.soort.value, een.aantal) for een in THRESHOLDS} <= tabel_van
    assert f"de {bezoek.PER_DAG + 1}e kandidaat" in rapport
    half = (bezoek.BLADZIJDEN_PER_DAG, bezoek.KAARTEN_PER_DAG)
    woorden = [f"{een // bezoek.BLADEREN:,}".replace(",", ".") for een in half]
    assert "{} bladzijden of {} verschillende".format(*woorden) in rapport
    soorten = set(re.findall(r"^\| ([a-z]+) \|", rapport, re.MULTILINE))
    assert set(Alarm.Soort.values) <= soorten
