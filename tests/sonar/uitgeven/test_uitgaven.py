"""The page of the releases: who sees which, who may do what, and what is logged."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sonar.models import Medewerker, Uitgave, Uitgaveopening
from sonar.rapportage.uitgeven.signing import public_key
from sonar.rapportage.uitgeven.verify import check, read_key
from tests.bouwers import gemeente, medewerker, zichtbare_klant
from tests.sonar.schermen import aan_het_werk


LIJST = "/sonar/uitgaven/"
VRAAG = {"regio": "AM19", "kwartaal": "2020KW04", "editie": "openbaar", "soort": ""}


@pytest.fixture
def klanten(db):
    gemeente("GM0537")
    return [zichtbare_klant() for _ in range(12)]


def auditor():
    return aan_het_werk(medewerker(rol=Medewerker.Rol.AUDITOR))


def teamleider():
    return aan_het_werk(medewerker(rol=Medewerker.Rol.TEAMLEIDER))


def stel_voor(client=None, **anders):
    client = client or auditor()
    antwoord = client.post(LIJST, VRAAG | anders)
    assert antwoord.status_code == 302, antwoord.context["form"].errors
    return antwoord["Location"]


def keur_goed(adres, client=None):
    return (client or auditor()).post(adres, {"goedkeuren": "1"}, follow=True)


def test_one_auditor_proposes_another_approves_and_the_zip_passes_the_verifier(klanten, tmp_path):
    een, ander = auditor(), auditor()
    adres = stel_voor(een)
    assert "Een collega keurt haar goed" in een.get(adres).text
    assert "zelf voorgesteld" in keur_goed(adres, een).text
    assert not Uitgave.objects.get().is_goedgekeurd

    assert "U hebt 2020KW04-AM19-openbaar-1 goedgekeurd" in keur_goed(adres, ander).text
    antwoord = ander.post(f"{adres}bestand/")

    assert antwoord["Content-Disposition"].endswith('"2020KW04-AM19-openbaar-1.zip"')
    zipfile.ZipFile(io.BytesIO(antwoord.content)).extractall(tmp_path)
    sleutel = tmp_path / "sleutel.pem"
    sleutel.write_bytes(public_key())
    assert check([tmp_path / "2020KW04-AM19-openbaar-1"], read_key(sleutel), None) == []
    assert ander.post(f"{adres}bestand/").content == antwoord.content


def test_the_page_shows_the_table_the_audit_and_the_checksum(klanten):
    tekst = auditor().get(stel_voor()).text
    assert '<th scope="row">Leiden</th><td>10</td><td>x</td>' in tekst
    assert "Uitkomst: geslaagd" in tekst
    assert "doorrekening.json" in tekst


def test_a_correction_shows_what_changed(klanten):
    keur_goed(stel_voor(editie="intern"))
    zichtbare_klant()
    tekst = auditor().get(stel_voor(editie="intern", soort="correctie")).text
    assert "met klantprofiel: was 12, is 13." in tekst


def test_each_opening_of_the_internal_edition_stands_in_the_log(klanten):
    adres = stel_voor(editie="intern")
    keur_goed(adres)
    ervoor = Uitgaveopening.objects.count()
    client = auditor()
    client.get(adres)
    client.post(f"{adres}bestand/")
    assert Uitgaveopening.objects.count() == ervoor + 2
    assert "Wie opende deze uitgave" in client.get(adres).text


@pytest.mark.parametrize("editie", ["intern", "openbaar"])
def test_a_teamleider_sees_what_is_out_for_everybody_and_no_more(klanten, editie):
    adres = stel_voor(editie=editie)
    leider = teamleider()
    assert adres not in leider.get(LIJST).text  # a proposal
    assert leider.get(adres).status_code == 404
    keur_goed(adres)

    verwacht = {"intern": 404, "openbaar": 200}[editie]
    assert (adres in leider.get(LIJST).text) == (verwacht == 200)
    assert leider.get(adres).status_code == verwacht
    assert leider.post(f"{adres}bestand/").status_code == verwacht
    assert "Nieuwe uitgave" not in leider.get(LIJST).text


def test_a_teamleider_proposes_approves_and_takes_back_nothing(klanten):
    leider = teamleider()
    assert leider.post(LIJST, VRAAG).status_code == 403
    keur_goed(stel_voor(kwartaal="2020KW03"))
    adres = f"{LIJST}{Uitgave.objects.get().pk}/"
    for knop in ("goedkeuren", "intrekken"):
        assert leider.post(adres, {knop: "1"}).status_code == 403
    assert Uitgave.objects.count() == 1


@pytest.mark.parametrize("rol", ["klantmanager", "functioneel-beheerder", "privacy-officer"])
def test_others_get_nothing(klanten, rol):
    adres = stel_voor()
    keur_goed(adres)
    client = aan_het_werk(medewerker(rol=rol))
    assert client.get(LIJST).status_code == 403
    assert client.get(adres).status_code == 403
    assert client.post(f"{adres}bestand/").status_code == 403


def test_a_proposal_is_taken_back_and_gives_no_file(klanten):
    adres, client = stel_voor(), auditor()
    assert client.post(f"{adres}bestand/").status_code == 403
    assert "is ingetrokken" in client.post(adres, {"intrekken": "1"}, follow=True).text
    assert not Uitgave.objects.exists()
    assert client.get(adres).status_code == 404


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"kwartaal": "onzin"}, "ken ik niet"),
        ({"kwartaal": "2999KW01"}, "nog niet voorbij"),
        ({"kwartaal": "2018KW01"}, "voor het begin van de gegevens"),
        ({"kwartaal": "2020KW03", "editie": "letterlijk"}, "alleen van 2020KW04"),
        ({"regio": "AM99"}, "geldige keuze"),
        ({"editie": "geheim"}, "geldige keuze"),
    ],
)
def test_bad_input_gets_a_sentence_and_leaves_nothing(klanten, anders, melding):
    antwoord = auditor().post(LIJST, VRAAG | anders)
    assert antwoord.status_code == 200
    assert melding in antwoord.text
    assert not Uitgave.objects.exists()


def test_the_list_costs_the_same_for_one_and_for_many(klanten):
    client = auditor()
    keur_goed(stel_voor(editie="intern", kwartaal="2020KW01"))
    client.get(LIJST)

    def vragen():
        with CaptureQueriesContext(
            connection,
        ) as gesteld:
            client.get(LIJST)
        return len(gesteld)

    een = vragen()
    for kwartaal in ("2020KW02", "2020KW03", "2020KW04"):
        keur_goed(stel_voor(editie="intern", kwartaal=kwartaal))
    assert vragen() == een
