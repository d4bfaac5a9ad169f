"""Misuse planted in four weeks of ordinary use is found, and ordinary colleagues are left alone."""

import datetime
import io
import json
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from simulatie.logboek.logboek import MISUSERS, LogNotEmptyError, simulate_log
from sonar.handelingen.toezicht.noodtoegang import beoordeel, neem_noodtoegang
from sonar.handelingen.toezicht.vastleggen import controleer, leg_vast
from sonar.handelingen.toezicht.zoeken import zoek_personen
from sonar.models import Grond, Handeling, Inschrijving, Medewerker, Verwerking
from sonar.toezicht.misbruik import Drempels, Signaal, meldingen
from tests.bouwers import gemeentelijke_dienst, inschrijving, medewerker, werkzoekende


pytestmark = pytest.mark.django_db
TOT = datetime.date(2023, 9, 29)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EEUWIG = (
    datetime.datetime(2000, 1, 1, tzinfo=AMSTERDAM),
    datetime.datetime(2100, 1, 1, tzinfo=AMSTERDAM),
)


def test_planted_misuse_is_found_and_few_others_are(eigenaar, tmp_path):
    call_command(
        "simuleer",
        "--landelijk",
        "--zonder-log",
        "--schaal",
        "0.02",
        "--seed",
        "5",
        stdout=io.StringIO(),
    )
    pad = tmp_path / "waarheid.json"
    call_command(
        "simuleer_log", "--tot", str(TOT), "--waarheid", str(pad), "--seed", "5",
        stdout=io.StringIO(),
    )  # fmt: skip
    waarheid = {regel["medewerker"]: regel["soort"] for regel in json.loads(pad.read_text())}

    gevonden = {melding.medewerker for melding in meldingen(*EEUWIG)}

    assert controleer() == Verwerking.objects.count() > 20_000
    assert len(waarheid) == MISUSERS == 30
    goed = gevonden & waarheid.keys()
    assert len(goed) / len(gevonden) >= 0.9
    assert len(goed) / len(waarheid) >= 0.9
    # What cannot be told from an honest mistake is not found, and is known not to be.
    assert {waarheid[wie] for wie in waarheid.keys() - gevonden} <= {"een-bekende"}
    assert Verwerking.objects.values("medewerker").distinct().count() > 10 * len(waarheid)
    with pytest.raises(LogNotEmptyError):
        simulate_log(TOT, 5)
    assert leg_vast(medewerker=None, personen={1: Grond.OPDRACHT}, handeling=Handeling.LEVERING)
    assert controleer() == Verwerking.objects.count()


def bekijk(wie, personen, handeling=Handeling.INZIEN):
    leg_vast(medewerker=wie, personen=dict.fromkeys(personen, Grond.GEEN), handeling=handeling)


def signalen(**drempels):
    return {(m.medewerker, m.signaal, m.aantal) for m in meldingen(*EEUWIG, Drempels(**drempels))}


def test_own_clients_are_no_strangers():
    wie = medewerker()
    eigen = [inschrijving().werkzoekende_id for _ in range(3)]
    vreemd = [werkzoekende().pk for _ in range(2)]
    bekijk(wie, eigen + vreemd)

    assert signalen(breedte=1) == {(wie.pk, Signaal.BREEDTE, 2)}
    assert signalen(breedte=2) == set()
    assert signalen(tempo=4) == {(wie.pk, Signaal.TEMPO, 5)}
    assert signalen(tempo=5) == set()


def test_who_went_to_work_elsewhere_was_no_stranger_then():
    wie = medewerker()
    eigen = [inschrijving().werkzoekende_id for _ in range(3)]
    bekijk(wie, eigen)
    Inschrijving.objects.update(klantmanager=None)
    Medewerker.objects.filter(pk=wie.pk).update(organisatie=gemeentelijke_dienst("GM0537"))
    assert signalen(breedte=0) == set()

    bekijk(wie, eigen)

    assert signalen(breedte=2) == {(wie.pk, Signaal.BREEDTE, 3)}


def test_who_goes_through_the_own_list_is_not_fast():
    wie = medewerker()
    eigen = [inschrijving().werkzoekende_id for _ in range(3)]
    for handeling, grond in ((Handeling.LIJST, Grond.EIGEN_KLANT), (Handeling.LIJST, Grond.GEEN)):
        leg_vast(medewerker=wie, personen=dict.fromkeys(eigen, grond), handeling=handeling)
        if grond == Grond.EIGEN_KLANT:
            assert signalen(tempo=2) == set()
    assert signalen(tempo=2) == {(wie.pk, Signaal.TEMPO, 3)}


def test_refusals_are_counted():
    wie = medewerker()
    bekijk(wie, [werkzoekende().pk, werkzoekende().pk], Handeling.GEWEIGERD)

    assert signalen(geweigerd=1) == {(wie.pk, Signaal.GEWEIGERD, 2)}
    assert signalen(geweigerd=2) == set()


def test_somebody_at_whom_many_look_is_known_and_who_serves_them_is_not_named():
    eigen = medewerker()
    persoon = inschrijving(klantmanager=eigen).werkzoekende_id
    kijkers = [medewerker(regio="AM21") for _ in range(3)]
    for wie in [eigen, *kijkers]:
        bekijk(wie, [persoon])

    assert signalen(bekend_persoon=2) == {(wie.pk, Signaal.BEKEND_PERSOON, 1) for wie in kijkers}
    assert signalen(bekend_persoon=3) == set()


def test_who_asks_all_day_is_a_signal_also_when_nobody_is_found():
    wie, nu = medewerker(), datetime.datetime(2023, 5, 4, 9, tzinfo=AMSTERDAM)
    for _ in range(3):
        zoek_personen(Q(pk=0), medewerker=wie, moment=nu)

    assert signalen(zoeken=2) == {(wie.pk, Signaal.ZOEKEN, 3)}
    assert signalen(zoeken=3) == set()
    dag = datetime.timedelta(days=1)
    middernacht = nu.replace(hour=0)
    assert len(meldingen(middernacht, middernacht + dag, Drempels(zoeken=2))) == 1
    assert not meldingen(middernacht - dag, middernacht, Drempels(zoeken=2))
    assert not meldingen(middernacht + dag, middernacht + 2 * dag, Drempels(zoeken=2))


def test_noodtoegang_that_nobody_judged_is_a_signal_after_two_weeks():
    wie, leider = medewerker(), medewerker(rol=Medewerker.Rol.TEAMLEIDER)
    nu = datetime.datetime(2023, 5, 4, 9, tzinfo=AMSTERDAM)
    reden = "De klant staat aan de balie zonder geld."
    genomen = [
        neem_noodtoegang(medewerker=wie, persoon=werkzoekende().pk, reden=reden, moment=nu)
        for _ in range(2)
    ]
    beoordeel(noodtoegang=genomen[0], medewerker=leider, oordeel="terecht", moment=nu)
    begin, dag = nu - datetime.timedelta(days=1), datetime.timedelta(days=1)

    assert not meldingen(begin, nu + 14 * dag, Drempels(breedte=9))
    (melding,) = meldingen(begin, nu + 15 * dag, Drempels(breedte=9))
    assert (melding.medewerker, melding.signaal, melding.aantal) == (
        wie.pk,
        Signaal.ONBEOORDEELD,
        1,
    )


def test_the_command_names_colleagues_by_number_and_no_clients(capsys):
    wie = medewerker()
    bekijk(wie, [werkzoekende(achternaam="Waterlelie").pk for _ in range(26)])

    call_command("misbruik")

    uit = capsys.readouterr().out
    assert f"medewerker {wie.pk}: veel mensen zonder band" in uit
    assert "1 signalen over 1 medewerkers" in uit
    assert "Waterlelie" not in uit


def test_a_period_that_ends_before_it_begins_is_told():
    with pytest.raises(CommandError, match="Draai ze om"):
        call_command("misbruik", "--van", "2023-02-01", "--tot", "2023-01-01")


def test_where_nobody_works_misuse_cannot_be_hidden_and_nothing_is_written(eigenaar, tmp_path):
    pad = tmp_path / "waarheid.json"

    with pytest.raises(CommandError, match="--zonder-log"):
        call_command("simuleer_log", "--tot", str(TOT), "--waarheid", str(pad))

    assert not Verwerking.objects.exists()
    assert not pad.exists()


def test_one_command_gives_the_country_its_log_and_the_truth(eigenaar, tmp_path):
    call_command(
        "simuleer", "--landelijk", "--schaal=0.001", f"--waarheid={tmp_path}", stdout=io.StringIO()
    )

    assert controleer() == Verwerking.objects.count() > 10_000
    assert len(json.loads((tmp_path / "misbruik.json").read_text())) == MISUSERS
    assert json.loads((tmp_path / "misbruik_werkgevers.json").read_text()) == []
    assert Inschrijving.objects.exists()
