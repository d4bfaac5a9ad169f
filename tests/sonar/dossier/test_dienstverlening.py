"""What is done with a client on the way to work, and the account of it."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.utils import timezone

from kandidatenverkenner.models import Contactverzoek
from sonar.models import Contactmoment, Medewerker, Plaatsing, Traject
from tests.bouwers import PEILDATUM, gemeentelijke_dienst, inschrijving, medewerker, uwv
from tests.sonar.drukte import een_klant, een_vacature, van_een_werkgever
from tests.sonar.schermen import aan_het_werk


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]


@pytest.fixture
def ik():
    return medewerker()


@pytest.fixture
def klant(ik):
    return inschrijving(klantmanager=ik).werkzoekende


def traject(klant, **anders):
    velden = {
        "organisatie": gemeentelijke_dienst(),
        "doel": "Werken in het groen",
        "ingangsdatum": PEILDATUM,
    }
    return klant.trajecten.create(**velden | anders)


def plaatsing(klant, uren, **anders):
    velden = {
        "organisatie": gemeentelijke_dienst(),
        "werkgever": "Kwekerij",
        "uren_per_week": uren,
        "ingangsdatum": PEILDATUM,
    }
    return klant.plaatsingen.create(**velden | anders)


@pytest.mark.parametrize(
    ("velden", "regel"),
    [
        ({"status": "uitgevoerd", "resultaat": "baan"}, "traject_eindigt_met_zijn_status"),
        ({"status": "actief", "einddatum": datetime.date(2021, 5, 1)}, "eindigt_met_zijn_status"),
        ({"status": "klaar"}, "traject_eindigt_met_zijn_status"),
        (
            {"status": "uitgevoerd", "einddatum": datetime.date(2021, 5, 1)},
            "traject_uitgevoerd_heeft_resultaat",
        ),
        ({"status": "stopgezet", "einddatum": PEILDATUM}, "einddatum_na_ingangsdatum"),
    ],
)
def test_a_traject_that_is_over_says_when_and_with_what(klant, velden, regel):
    with pytest.raises(IntegrityError, match=regel):
        traject(klant, **velden)


def test_an_activity_has_a_status_from_the_list(klant):
    with pytest.raises(IntegrityError, match="activiteit_status_uit_de_lijst"):
        traject(klant).activiteiten.create(soort="training", status="x", ingangsdatum=PEILDATUM)


@pytest.mark.parametrize("uren", ["0.5", "40.5"])
def test_a_job_is_of_1_to_40_hours(klant, uren):
    with pytest.raises(IntegrityError, match="plaatsing_uren"):
        plaatsing(klant, Decimal(uren))


@pytest.mark.parametrize(("uren", "banen"), [("25.5", "1.00"), ("12.0", "0.47"), ("40.0", "1.57")])
def test_25_and_a_half_hours_is_a_job(klant, uren, banen):
    assert plaatsing(klant, Decimal(uren)).banen == Decimal(banen)


def formulier(**anders):
    leeg = {
        f"activiteiten-{naam}": waarde
        for naam, waarde in {
            "TOTAL_FORMS": 1,
            "INITIAL_FORMS": 0,
            "MIN_NUM_FORMS": 0,
            "MAX_NUM_FORMS": 9,
        }.items()
    }
    return (
        leeg
        | {
            "doel": "Werken in het groen",
            "status": "actief",
            "ingangsdatum": "01-02-2021",
            "einddatum": "",
            "resultaat": "",
            "activiteiten-0-soort": "training",
            "activiteiten-0-omschrijving": "VCA",
            "activiteiten-0-status": "actief",
            "activiteiten-0-ingangsdatum": "01-02-2021",
            "activiteiten-0-einddatum": "",
        }
        | anders
    )


def test_on_the_screens(ik, klant):
    client = aan_het_werk(ik)
    pagina = f"/sonar/personen/{klant.pk}/dienstverlening/"

    fout = client.post(
        f"/sonar/sonar/traject/add/?klant={klant.pk}", formulier(status="uitgevoerd")
    )
    assert "heeft een einddatum" in fout.text
    klaar = client.post(f"/sonar/sonar/traject/add/?klant={klant.pk}", formulier())
    assert klaar.url == pagina
    client.post(
        f"/sonar/sonar/contactmoment/add/?klant={klant.pk}",
        {"datum": "02-02-2021", "wijze": "telefoon", "verslag": "Belde over de cursus."},
    )
    client.post(
        f"/sonar/sonar/plaatsing/add/?klant={klant.pk}",
        {
            "werkgever": "Kwekerij",
            "functie": "",
            "uren_per_week": "25,5",
            "ingangsdatum": "01-03-2021",
            "einddatum": "",
        },
    )

    tekst = client.get(pagina).text
    for woord in ("Werken in het groen", "VCA", "Belde over de cursus", "Kwekerij", "1,00"):
        assert woord in tekst, woord
    assert Traject.objects.get().organisatie == ik.organisatie
    assert Contactmoment.objects.get().medewerker == ik
    assert Plaatsing.objects.get().werkzoekende == klant


@pytest.mark.parametrize("klant_", ["", "x", "9" * 30, "0"])
def test_a_row_is_of_a_client(ik, klant_):
    adres = f"/sonar/sonar/traject/add/?klant={klant_}"

    assert aan_het_werk(ik).get(adres).status_code == 404
    assert aan_het_werk(ik).post(adres, formulier()).status_code == 404
    assert not Traject.objects.exists()


def test_the_account_of_an_organisation_counts_its_own_only(klant):
    leider = medewerker(rol=Medewerker.Rol.TEAMLEIDER)
    mijn = traject(klant)
    mijn.activiteiten.create(soort="training", ingangsdatum=PEILDATUM)
    traject(klant, status="stopgezet", einddatum=datetime.date(2021, 3, 1))
    traject(klant, organisatie=gemeentelijke_dienst("GM0537"))
    plaatsing(klant, Decimal("25.5"))
    plaatsing(klant, Decimal(12), einddatum=datetime.date(2021, 3, 1))

    antwoord = aan_het_werk(leider).get("/sonar/verantwoording/")

    assert antwoord.context["trajecten"] == [1, 0, 1, 0]
    assert dict(antwoord.context["activiteiten"])["training of cursus"] == [1, 0, 0, 0]
    assert (antwoord.context["plaatsingen"], antwoord.context["lopend"]) == (2, 1)
    assert antwoord.context["banen"] == 1
    assert "Testpersoon" not in antwoord.text


def test_the_account_of_a_year_tells_what_began_and_what_ended(klant, ik):
    leider = medewerker(rol=Medewerker.Rol.TEAMLEIDER)
    vandaag = timezone.localdate()
    dag = datetime.date(vandaag.year - 1, 6, 1)
    traject(klant, ingangsdatum=dag)
    traject(klant, ingangsdatum=dag, status="stopgezet", einddatum=vandaag)
    traject(
        klant,
        ingangsdatum=datetime.date(2019, 1, 1),
        status="uitgevoerd",
        einddatum=dag,
        resultaat="werk",
    )
    plaatsing(klant, Decimal(12), ingangsdatum=dag, einddatum=vandaag)
    klant.contactmomenten.create(medewerker=ik, datum=dag, wijze="gesprek", verslag="Gesproken.")
    van_een_werkgever(een_klant(ik.organisatie, ik))
    toen = datetime.datetime(dag.year, 6, 1, 12, tzinfo=datetime.UTC)
    Contactverzoek.objects.update(
        stand="wil-niet", ingediend_op=toen, beantwoord_op=toen, uiterlijk_op=dag
    )

    client = aan_het_werk(leider)
    antwoord = client.get(f"/sonar/verantwoording/?jaar={dag.year}")

    assert antwoord.context["jaar"] == dag.year
    assert [aantal for _, aantal in antwoord.context["in_het_jaar"]] == [2, 1, 0, 1, 1, 0]
    [wil_niet] = [u for u in antwoord.context["uitkomsten"] if u.aantal]
    assert (wil_niet.antwoord, wil_niet.aantal, wil_niet.op_tijd) == (
        "de kandidaat wil dit niet",
        1,
        1,
    )
    dit_jaar = client.get("/sonar/verantwoording/?jaar=onzin")
    assert dit_jaar.context["jaar"] == vandaag.year
    assert [aantal for _, aantal in dit_jaar.context["in_het_jaar"]] == [0, 0, 1, 0, 0, 1]


def test_the_account_of_a_client_says_what_was_done_and_what_it_led_to(ik, klant):
    een = traject(klant)
    een.activiteiten.create(soort="training", ingangsdatum=PEILDATUM)
    traject(klant, status="stopgezet", einddatum=datetime.date(2021, 3, 1))
    plaatsing(klant, Decimal("25.5"))
    plaatsing(klant, Decimal(10), einddatum=datetime.date(2021, 3, 1))
    for dag in (PEILDATUM, datetime.date(2021, 2, 3)):
        klant.contactmomenten.create(medewerker=ik, datum=dag, wijze="gesprek", verslag="Ja.")
    adviseur = medewerker(uwv(), rol=Medewerker.Rol.ADVISEUR)
    een_vacature(adviseur).voordrachten.create(
        werkzoekende=klant,
        medewerker=adviseur,
        akkoord_op=PEILDATUM,
        voorgedragen_op=PEILDATUM,
        stand="afgewezen",
        afwijsreden="reizen",
    )

    antwoord = aan_het_werk(ik).get(f"/sonar/personen/{klant.pk}/dienstverlening/")

    assert dict(antwoord.context["rekening"]) == {
        "Trajecten": "1 actief, 1 stopgezet",
        "Activiteiten": "1 actief",
        "Contactmomenten": "2, het laatste op 3 februari 2021",
        "Werk nu": "25,5 uur per week, 1,00 banen voor de banenafspraak",
    }
    assert "het is te ver reizen" in antwoord.text


def test_the_account_of_uwv_is_of_the_region_of_the_teamleider():
    leider = medewerker(uwv(), rol=Medewerker.Rol.TEAMLEIDER)
    hier = inschrijving(organisatie=uwv()).werkzoekende
    elders = inschrijving(organisatie=uwv(), code="GM0518").werkzoekende
    terug = inschrijving(organisatie=uwv(), tot=datetime.date(2020, 1, 1)).werkzoekende
    inschrijving(terug, uwv(), van=datetime.date(2021, 1, 1))
    for persoon in (hier, elders, elders, terug):
        mijn = traject(persoon, organisatie=uwv())
        mijn.activiteiten.create(soort="training", ingangsdatum=PEILDATUM)
        plaatsing(persoon, Decimal("25.5"), organisatie=uwv())
    traject(hier, organisatie=gemeentelijke_dienst("GM0546")).activiteiten.create(
        soort="jobcoaching", ingangsdatum=PEILDATUM
    )

    antwoord = aan_het_werk(leider).get("/sonar/verantwoording/")

    assert antwoord.context["klanten"] == 2
    assert antwoord.context["trajecten"] == [2, 0, 0, 0]
    activiteiten = {soort: sum(per) for soort, per in antwoord.context["activiteiten"]}
    assert {soort: aantal for soort, aantal in activiteiten.items() if aantal} == {
        "training of cursus": 2
    }
    assert (antwoord.context["plaatsingen"], antwoord.context["banen"]) == (2, 2)
    assert "UWV in Holland Rijnland" in antwoord.text


def test_two_people_at_one_traject_lose_nothing(ik, klant):
    mijn = traject(klant)
    client = aan_het_werk(ik)
    adres = f"/sonar/sonar/traject/{mijn.pk}/change/"
    gezien = client.get(adres).context["gezien"]
    mijn.activiteiten.create(soort="training", omschrijving="VCA", ingangsdatum=PEILDATUM)
    Traject.objects.update(doel="Werken in de kas")
    leeg = {f"activiteiten-0-{naam}": "" for naam in ("soort", "omschrijving", "ingangsdatum")}

    getypt = formulier(**leeg, doel="Werken in een tuin", _gezien=gezien)
    antwoord = client.post(adres, getypt)

    assert "Een collega heeft dit intussen gewijzigd" in antwoord.text
    assert "Doel: was Werken in het groen, is nu Werken in de kas." in antwoord.text
    assert "VCA" in antwoord.text
    assert 'value="Werken in een tuin"' in antwoord.text
    assert Traject.objects.get().doel == "Werken in de kas"
    client.post(adres, getypt | {"_gezien": antwoord.context["gezien"]})
    assert Traject.objects.get().doel == "Werken in een tuin"
