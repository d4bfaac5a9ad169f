"""What a client may ask: to see everything and to be forgotten (test_bezwaar: not to be shown)."""

import datetime
import json
import zlib

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from kandidatenverkenner.models import Kandidaat
from sonar.handelingen.rechten.wissen import kondig_aan, te_wissen, wis
from sonar.handelingen.toezicht.vastleggen import anker, controleer
from sonar.levering.feed import lever
from sonar.models import (
    Klantstand,
    Medewerker,
    OutboxEntry,
    Verwerking,
    Werkzoekende,
    Wisbewijs,
)
from sonar.toezicht.inzage import WEGEN, inzage
from tests.bouwers import (
    PEILDATUM,
    doelgroepregistratie,
    inschrijving,
    medewerker,
    vaststelling,
    volledig_klantprofiel,
    werkzoekende,
)
from tests.sonar.schermen import aan_het_werk


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
NU = datetime.datetime(2021, 1, 5, 9, tzinfo=datetime.UTC)
DAG = datetime.timedelta(days=1)


def met_een_vol_dossier(wie, **anders):
    klant = werkzoekende(achternaam="Volledig")
    inschrijving(klant, wie.organisatie, klantmanager=wie, **anders)
    doelgroepregistratie(klant.bsn)
    profiel = volledig_klantprofiel(klant)
    vaststelling(profiel, door=wie)
    begin = {"organisatie": wie.organisatie, "ingangsdatum": PEILDATUM}
    klant.trajecten.create(doel="Groen werk", **begin).activiteiten.create(
        soort="training", omschrijving="Snoeien", ingangsdatum=PEILDATUM
    )
    klant.plaatsingen.create(werkgever="Kwekerij", uren_per_week=20, **begin)
    klant.contactmomenten.create(
        medewerker=wie, datum=PEILDATUM, wijze="gesprek", verslag="Wil buiten werken."
    )
    return klant


# --- inzage ---


def test_every_table_that_points_to_a_person_is_in_it():
    van_een_persoon = {
        model
        for model in apps.get_app_config("sonar").get_models()
        if model is Werkzoekende
        or {"werkzoekende", "klantprofiel", "traject", "persoon"}
        & {veld.name for veld in model._meta.fields}
    }

    # Of a Wisbewijs there is nobody left, and the outbox is empty after the next delivery.
    assert van_een_persoon - {Wisbewijs, OutboxEntry, Klantstand} == set(WEGEN)


def test_it_tells_everything_and_who_looked_but_not_by_name():
    wie = medewerker()
    klant = met_een_vol_dossier(wie)
    aan_het_werk(wie).get(f"/sonar/sonar/werkzoekende/{klant.pk}/change/")

    tekst = json.dumps(inzage(klant), ensure_ascii=False)

    for woord in (
        klant.bsn,
        "Volledig",
        "Breestraat",
        "Groen werk",
        "Snoeien",
        "Kwekerij",
        "Wil buiten werken.",
        "vakken vullen",
        "Participatiewet",
        "bekeek uw gegevens",
        "u wordt door deze medewerker geholpen",
        "klantmanager van Gemeente Leiden",
        "vijf jaar na het einde",
        "Autoriteit Persoonsgegevens",
    ):
        assert woord in tekst, woord
    assert wie.account.username not in tekst


def test_of_somebody_else_there_is_nothing_in_it():
    wie = medewerker()
    met_een_vol_dossier(wie)
    ander = inschrijving(klantmanager=wie).werkzoekende

    soorten = dict(inzage(ander))

    assert set(soorten) == {
        "werkzoekenden",
        "inschrijvingen",
        "wat van u geteld wordt",
        "wat u moet weten",
    }
    assert len(soorten["inschrijvingen"]) == 1


def test_as_a_file_and_that_is_written_down():
    wie = medewerker()
    klant = met_een_vol_dossier(wie)
    client = aan_het_werk(wie)
    adres = f"/sonar/personen/{klant.pk}/inzage/"

    pdf = client.post(adres, {"pdf": "ja"})
    als_json = client.post(adres, {"json": "ja"})

    assert pdf.content.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in _uitgepakt(pdf.content)  # tagged: a screen reader can read it
    assert als_json.json()["werkzoekenden"][0]["burgerservicenummer"] == klant.bsn
    assert "Volledig" not in pdf["Content-Disposition"]
    assert Verwerking.objects.filter(persoon=klant.pk, handeling="inzage", grond="avg").count() == 2
    assert client.get(adres).status_code == 405


def _uitgepakt(pdf):
    stukken = [pdf]
    for stuk in pdf.split(b"stream\n")[1:]:
        try:
            stukken.append(zlib.decompress(stuk.split(b"endstream")[0]))
        except zlib.error:
            continue
    return b"".join(stukken)


def test_the_page_says_who_looked():
    wie = medewerker()
    klant = met_een_vol_dossier(wie)

    antwoord = aan_het_werk(wie).get(f"/sonar/personen/{klant.pk}/rechten/")

    assert "Klantmanager van Gemeente Leiden" in antwoord.text
    assert "Bekeek uw gegevens" in antwoord.text


# --- wissen ---


def overal(tekst):
    """The tables in which something stands."""
    with connection.cursor() as cursor:
        gevonden = set()
        for tabel in connection.introspection.table_names(cursor):
            if tabel in {"config_cache", "config_cache_buiten", "django_session"}:
                continue
            vraag = f"SELECT 1 FROM {tabel} t WHERE t::text ILIKE %s LIMIT 1"  # noqa: S608
            cursor.execute(vraag, [f"%{tekst}%"])
            if cursor.fetchone():
                gevonden.add(tabel)
    return gevonden


def test_nothing_is_left_but_proof_without_data():
    wie = medewerker(rol=Medewerker.Rol.TEAMLEIDER)
    klant = met_een_vol_dossier(medewerker(), tot=PEILDATUM)
    sleutel, nummer = klant.bsn_zoeksleutel, klant.pk
    client = aan_het_werk(wie)
    adres = f"/sonar/personen/{nummer}/wissen/"

    assert "kan niet worden teruggedraaid" in client.get(adres).text
    antwoord = client.post(adres, {"zeker": "ja"}, follow=True)

    assert "zijn gewist" in antwoord.text
    for spoor in ("Volledig", "Kwekerij", "Wil buiten werken", str(sleutel)):
        assert overal(spoor) == set(), spoor
    bewijs = Wisbewijs.objects.get()
    assert (bewijs.persoon, bewijs.gewist_door, bewijs.aanleiding) == (nummer, wie, "verzoek")
    assert bewijs.aantallen["sonar.Werkzoekende"] == 1
    assert Verwerking.objects.filter(persoon=nummer, handeling="wissen").count() == 1
    assert controleer() > 0


def test_who_is_registered_is_not_forgotten():
    wie = medewerker(rol=Medewerker.Rol.TEAMLEIDER)
    klant = met_een_vol_dossier(medewerker())
    lever(timezone.localdate())

    antwoord = aan_het_werk(wie).post(f"/sonar/personen/{klant.pk}/wissen/", {"zeker": "ja"})

    assert "nog ingeschreven" in antwoord.text
    assert Kandidaat.objects.filter(pk=klant.klantprofiel.kandidaatnummer).exists()
    with pytest.raises(ValidationError, match="nog ingeschreven"):
        wis(werkzoekende=klant, aanleiding="verzoek", medewerker=wie, moment=NU)
    assert Werkzoekende.objects.filter(pk=klant.pk).exists()


def test_the_term_is_five_years_with_notice_before():
    weg = inschrijving(tot=datetime.date(2016, 1, 1), van=datetime.date(2015, 1, 1)).werkzoekende
    terug = inschrijving(tot=datetime.date(2016, 1, 1), van=datetime.date(2015, 1, 1)).werkzoekende
    inschrijving(terug, van=datetime.date(2020, 1, 1))
    einde = datetime.date(2021, 1, 1)

    assert kondig_aan(einde - 91 * DAG) == 0
    assert kondig_aan(einde - 90 * DAG) == 1
    assert kondig_aan(einde - 89 * DAG) == 0
    assert not te_wissen(einde - DAG).exists()
    assert list(te_wissen(einde)) == [weg]


def test_notice_comes_at_least_a_month_before():
    inschrijving(tot=datetime.date(2016, 1, 1), van=datetime.date(2015, 1, 1))
    kondig_aan(PEILDATUM)

    assert not te_wissen(PEILDATUM + 29 * DAG).exists()
    assert te_wissen(PEILDATUM + 30 * DAG).count() == 1


def test_a_run_deletes_who_can_be_deleted_and_gives_a_certificate_without_data(capsys, tmp_path):
    vroeger = {"tot": datetime.date(2016, 1, 1), "van": datetime.date(2015, 1, 1)}
    weg = [inschrijving(**vroeger).werkzoekende for _ in range(3)]
    kondig_aan(PEILDATUM)
    call_command("bewaartermijn", "--uitvoeren", f"--bewijs={tmp_path / 'bewijs.json'}")

    uit = capsys.readouterr().out
    verklaring = json.loads((tmp_path / "bewijs.json").read_text())
    assert "Gewist: 3 personen, 9 rijen." in uit
    assert verklaring["ankerVerwerkingslog"] == anker()
    assert [een["werkzoekende"] for een in verklaring["personen"]] == [mens.pk for mens in weg]
    assert verklaring["aantalRijen"]["sonar.Werkzoekende"] == 3
    assert "Testpersoon" not in json.dumps(verklaring)
    with pytest.raises(CommandError, match="Er is niets gewist"):
        call_command("bewaartermijn", "--uitvoeren", "--bewijs=/bestaat/niet/bewijs.json")


def test_who_came_back_meanwhile_stays_and_does_not_stop_the_others(capsys, monkeypatch):
    vroeger = {"tot": datetime.date(2016, 1, 1), "van": datetime.date(2015, 1, 1)}
    terug, weg = (inschrijving(**vroeger).werkzoekende for _ in range(2))
    inschrijving(terug, van=datetime.date(2020, 1, 1))
    # What was asked before the other came back.
    gevraagd = Werkzoekende.objects.filter(pk__in=[terug.pk, weg.pk]).order_by("pk")
    monkeypatch.setattr("sonar.management.commands.bewaartermijn.te_wissen", lambda _: gevraagd)

    call_command("bewaartermijn", "--uitvoeren")

    assert f"Niet gewist: {terug}" in capsys.readouterr().err
    assert list(Werkzoekende.objects.all()) == [terug]


def test_the_command_says_before_it_does(capsys):
    weg = inschrijving(tot=datetime.date(2016, 1, 1), van=datetime.date(2015, 1, 1)).werkzoekende
    kondig_aan(PEILDATUM)

    call_command("bewaartermijn")
    assert "Te wissen: 1 personen" in capsys.readouterr().out
    assert Werkzoekende.objects.count() == 1
    call_command("bewaartermijn", "--uitvoeren")

    assert f"Gewist: werkzoekende {weg.pk}" in capsys.readouterr().out
    assert not Werkzoekende.objects.exists()
    assert Wisbewijs.objects.get().gewist_door is None
