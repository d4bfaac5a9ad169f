"""What a client says is wrong: asked, corrected or not, and answered; what was before is kept."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from sonar.handelingen.rechten.rectificeren import (
    Besluit,
    beantwoord,
    ontvangers,
    uiterlijk,
    verbeteringen,
    vraag_rectificatie,
)
from sonar.handelingen.toezicht.uitvoeren import haal_op, vraag_aan
from sonar.models import Medewerker, Rectificatie, Verwerking, Werkzoekende
from tests.bouwers import (
    PEILDATUM,
    een_bsn,
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    vaststelling,
    volledig_klantprofiel,
)
from tests.sonar.schermen import aan_het_werk


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
NU = datetime.datetime(2021, 1, 5, 9, tzinfo=datetime.UTC)
VRAAG = "Mijn telefoonnummer is al een jaar anders."


@pytest.fixture
def wie():
    return medewerker()


@pytest.fixture
def klant(wie):
    return inschrijving(klantmanager=wie).werkzoekende


def verzoek(klant, wie):
    return vraag_rectificatie(
        werkzoekende=klant, vraag=VRAAG, gevraagd_op=PEILDATUM, medewerker=wie
    )


def antwoord(een, wie, **anders):
    gegevens = {
        "stand": "verbeterd",
        "verbeterd": ["telefoon"],
        "antwoord": "Wij hebben uw nummer verbeterd.",
    }
    besluit = Besluit(**gegevens | anders)
    return beantwoord(verzoek=een, besluit=besluit, medewerker=wie, moment=NU)


def verbeter(klant, **velden):
    Werkzoekende.objects.filter(pk=klant.pk).update(**velden)


def test_what_was_corrected_is_kept_with_what_was_before(klant, wie):
    een = verzoek(klant, wie)
    verbeter(klant, telefoon="0600000002", plaats="Elders")

    klaar = antwoord(een, wie)

    assert (klaar.voor, klaar.na) == ({"telefoon": "-"}, {"telefoon": "0600000002"})
    assert verbeteringen(klaar) == [("telefoon", "-", "0600000002")]  # and not the place
    assert (klaar.beantwoord_door, klaar.beantwoord_op) == (wie, NU)
    gelogd = Verwerking.objects.filter(persoon=klant.pk, handeling="wijzigen", grond="avg")
    assert gelogd.count() == 2


def test_nothing_is_corrected_by_saying_so(klant, wie):
    een = verzoek(klant, wie)

    with pytest.raises(ValidationError, match="nog niets verbeterd"):
        antwoord(een, wie)
    verbeter(klant, plaats="Elders")
    with pytest.raises(ValidationError, match="nog niets verbeterd"):
        antwoord(een, wie)
    een.refresh_from_db()
    assert een.stand == "open"


def test_who_does_not_correct_says_why_and_keeps_no_copy_of_the_dossier(klant, wie):
    een = verzoek(klant, wie)
    with pytest.raises(ValidationError, match="Een antwoord heeft een tekst"):
        antwoord(een, wie, stand="afgewezen", antwoord=" ")

    klaar = antwoord(een, wie, stand="afgewezen", antwoord="Dit nummer gaf u vandaag op.")

    assert (klaar.voor, klaar.na, klaar.ontvangers) == ({}, {}, [])


def test_one_answer_and_one_request_at_a_time(klant, wie):
    een = verzoek(klant, wie)
    with pytest.raises(ValidationError, match="Beantwoord dat eerst"):
        verzoek(klant, wie)
    verbeter(klant, telefoon="0600000002")
    antwoord(een, wie)
    with pytest.raises(ValidationError, match="al beantwoord"):
        antwoord(een, wie)
    verzoek(klant, wie)


@pytest.mark.parametrize(
    ("velden", "regel"),
    [
        ({"stand": "verbeterd"}, "rectificatie_antwoord_is_van_iemand"),
        ({"stand": "afgewezen"}, "rectificatie_antwoord_is_van_iemand"),
        ({"na": {"telefoon": "1"}}, "rectificatie_verbeterd_is_iets_anders"),
    ],
)
def test_the_database_holds_to_it(klant, wie, velden, regel):
    een = verzoek(klant, wie)
    with pytest.raises(IntegrityError, match=regel):
        Rectificatie.objects.filter(pk=een.pk).update(**velden)


@pytest.mark.parametrize(
    ("gevraagd", "tot"),
    [
        ((2021, 1, 5), (2021, 2, 5)),
        ((2021, 1, 31), (2021, 2, 28)),
        ((2020, 1, 30), (2020, 2, 29)),
        ((2020, 12, 31), (2021, 1, 31)),
    ],
)
def test_there_is_a_month_to_answer(gevraagd, tot):
    assert uiterlijk(Rectificatie(gevraagd_op=datetime.date(*gevraagd))) == datetime.date(*tot)


def test_who_got_data_before_is_named_and_who_has_a_file_is_told(klant, wie):
    vaststelling(volledig_klantprofiel(klant), door=wie)
    gegevens = {"doel": "uitnodigen", "vorm": "csv", "kolommen": ["naam"]}
    lijst = vraag_aan(medewerker=wie, moment=NU, **gegevens)
    haal_op(uitvoer=lijst, medewerker=wie, moment=NU)

    kandidatenverkenner, bestand = ontvangers(klant, PEILDATUM)
    assert "werkgevers in de Kandidatenverkenner (0 openden" in kandidatenverkenner
    assert "klantmanager van Gemeente Leiden, met een bestand van" in bestand
    client = aan_het_werk(wie)
    assert "Verbeterd na uw bestand" not in client.get("/sonar/uitvoer/").text

    een = verzoek(klant, wie)
    verbeter(klant, telefoon="0600000002")
    beantwoord(
        verzoek=een,
        besluit=Besluit(
            stand="verbeterd", verbeterd=["telefoon"], antwoord="Ja.", ingelicht=[bestand]
        ),
        medewerker=wie,
        moment=timezone.now(),  # noqa: TID251 - after the line in the log, which has the real time
    )

    assert f"klant nummer {klant.pk}" in client.get("/sonar/uitvoer/").text
    assert "Verbeterd na" not in aan_het_werk(medewerker()).get("/sonar/uitvoer/").text


def test_on_the_screens_from_the_request_to_the_letter(klant, wie):
    client = aan_het_werk(wie)
    adres = f"/sonar/personen/{klant.pk}/rectificatie/"

    for fout in (
        {},
        {"vraag": "kort", "gevraagd_op": "31-12-2020"},
        {"vraag": VRAAG, "gevraagd_op": "31-12-2999"},
        {"vraag": f"Mijn nummer is {een_bsn()}, niet dit.", "gevraagd_op": "31-12-2020"},
    ):
        assert client.post(adres, fout).context["form"].errors
    assert not Rectificatie.objects.exists()
    client.post(adres, {"vraag": VRAAG, "gevraagd_op": "31-12-2020"})
    pagina = client.get(adres).text
    assert "31 januari 2021" in pagina
    assert "Er is nog niets veranderd" in pagina
    assert "wacht op een antwoord" in client.get(f"/sonar/personen/{klant.pk}/rechten/").text
    posten = {post.wat: post for post in client.get("/sonar/").context["werkvoorraad"]}
    assert posten["Vragen om rectificatie"].aantal == 1
    assert "Testpersoon" in client.get(posten["Vragen om rectificatie"].adres).text

    klaar = {"stand": "verbeterd", "antwoord": "Wij hebben het verbeterd."}
    assert "nog niets verbeterd" in client.post(adres, klaar).text
    verbeter(klant, telefoon="0600000002")
    assert "Telefoon: was -, is nu 0600000002" in client.get(adres).text
    client.post(adres, klaar | {"verbeterd": ["telefoon"]})

    een = Rectificatie.objects.get()
    assert een.stand == "verbeterd"
    pagina = client.get(adres).text
    assert "was <del>-</del>, werd <ins>0600000002</ins>" in pagina
    brief = client.post(f"{adres}{een.pk}/brief/")
    assert brief.content.startswith(b"%PDF-1.7")
    assert "Testpersoon" not in brief["Content-Disposition"]
    assert Verwerking.objects.filter(persoon=klant.pk, handeling="inzage").count() == 1


def test_the_letter_is_of_this_client_and_of_who_may_change_the_client(klant, wie):
    een = verzoek(klant, wie)
    client = aan_het_werk(wie)
    adres = f"/sonar/personen/{klant.pk}/rectificatie/{een.pk}/brief/"
    assert client.post(adres).status_code == 404  # not answered yet
    antwoord(een, wie, stand="afgewezen", antwoord="Dit klopt volgens ons wel.")
    ander = inschrijving(klantmanager=wie).werkzoekende

    assert client.post(adres).status_code == 200
    assert client.get(adres).status_code == 405
    vreemd = f"/sonar/personen/{ander.pk}/rectificatie/{een.pk}/brief/"
    assert client.post(vreemd).status_code == 404
    elders = aan_het_werk(medewerker(gemeentelijke_dienst("GM0537")))
    assert elders.post(adres).status_code == 404
    auditor = aan_het_werk(medewerker(rol=Medewerker.Rol.AUDITOR))
    assert auditor.post(adres).status_code == 403
