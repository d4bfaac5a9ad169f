"""The wrong person finds nothing, on any screen."""

import datetime

import pytest
from django.urls import get_resolver

from sonar.admin import sonar_site
from sonar.admin.model_admin import ToegangAdmin
from sonar.models import Klantprofiel, Medewerker
from tests.aanmelden import met_tweede_factor
from tests.bouwers import (
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    uwv,
    vaststelling,
    volledig_klantprofiel,
    werkzoekende,
)
from tests.sonar.schermen import LIJST, NIEUW, aan_het_werk, klant_adres, profiel_adres


pytestmark = pytest.mark.django_db


def klant_met_profiel(organisatie, code="GM0546"):
    klant = werkzoekende(achternaam="Geheim")
    inschrijving(klant, organisatie, code=code)
    return volledig_klantprofiel(klant)


def alle_adressen(klantprofiel):
    klant = klantprofiel.werkzoekende
    return [
        klant_adres(klant),
        f"{LIJST}{klant.pk}/history/",
        f"{LIJST}{klant.pk}/delete/",
        f"{LIJST}{klant.pk}/klantprofiel/",
        profiel_adres(klantprofiel),
        profiel_adres(klantprofiel).replace("change", "history"),
        profiel_adres(klantprofiel).replace("change", "delete"),
    ]


def vreemden():
    """Everybody who has nothing to do with a client of the gemeente Leiden."""
    return {
        "katwijk": medewerker(gemeentelijke_dienst("GM0537")),
        "uwv": medewerker(uwv()),
        "auditor": medewerker(rol=Medewerker.Rol.AUDITOR),
        "beheerder": medewerker(rol=Medewerker.Rol.FUNCTIONEEL_BEHEERDER),
    }


@pytest.mark.parametrize("wie", ["katwijk", "uwv", "auditor", "beheerder"])
def test_a_stranger_gets_no_page_of_a_client(wie):
    klantprofiel = klant_met_profiel(gemeentelijke_dienst())
    client = aan_het_werk(vreemden()[wie])

    for adres in alle_adressen(klantprofiel):
        for vraag in (client.get, client.post):
            antwoord = vraag(adres, follow=True)
            assert "Geheim" not in antwoord.text, adres
            assert klantprofiel.werkzoekende.bsn not in antwoord.text, adres
            doorgestuurd = [adres for adres, _ in antwoord.redirect_chain]
            # Django sends who asks for what is not there back to the first page, with a word.
            assert antwoord.status_code in {403, 404, 405} or doorgestuurd == ["/sonar/"], adres


@pytest.mark.parametrize("wie", ["katwijk", "uwv"])
def test_a_stranger_finds_no_client_in_the_list(wie):
    klantprofiel = klant_met_profiel(gemeentelijke_dienst())
    client = aan_het_werk(vreemden()[wie])

    for term in ("", "Geheim", klantprofiel.werkzoekende.bsn):
        antwoord = client.post(LIJST, {"zoekterm": term}, follow=True)
        assert not antwoord.context["cl"].result_list


@pytest.mark.parametrize("rol", [Medewerker.Rol.AUDITOR, Medewerker.Rol.FUNCTIONEEL_BEHEERDER])
def test_who_has_no_clients_has_no_list_and_no_form(rol):
    client = aan_het_werk(medewerker(rol=rol))

    assert client.get(LIJST).status_code == 403
    assert client.get(NIEUW).status_code == 403
    assert client.post(LIJST, {"zoekterm": "a"}, follow=True).status_code == 403


def test_uwv_sees_the_clients_of_its_region_only():
    eigen = klant_met_profiel(uwv())
    ver_weg = klant_met_profiel(uwv(), code="GM0518")
    client = aan_het_werk(medewerker(uwv()))

    assert client.get(klant_adres(eigen.werkzoekende)).status_code == 200
    assert list(client.get(LIJST).context["cl"].result_list) == [eigen.werkzoekende]
    assert "Geheim" not in client.get(klant_adres(ver_weg.werkzoekende), follow=True).text


def test_nobody_deletes_a_client():
    klantprofiel = klant_met_profiel(gemeentelijke_dienst())
    client = aan_het_werk(medewerker())

    for adres in alle_adressen(klantprofiel):
        if adres.endswith("delete/"):
            assert client.post(adres, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "adres", ["/sonar/", LIJST, NIEUW, "/sonar/cijfers/", "/sonar/cijfers.csv"]
)
def test_who_has_not_signed_in_is_asked_to(client, adres):
    antwoord = client.get(adres)

    assert antwoord.status_code == 302
    assert antwoord.url.startswith("/sonar/login/")
    assert client.get(antwoord.url).url.startswith(f"/inloggen?next={adres}")


def test_an_employer_does_not_get_in(client, django_user_model):
    werkgever = met_tweede_factor(django_user_model.objects.create_user(username="werkgever"))
    client.force_login(werkgever)

    for adres in ("/sonar/", LIJST):
        antwoord = client.get(adres, follow=True)
        assert antwoord.status_code == 403
        assert "hoort niet bij uw rol" in antwoord.text


def test_somebody_whose_account_has_ended_is_out_at_once():
    wie = medewerker()
    client = aan_het_werk(wie)
    assert client.get(LIJST).status_code == 200

    type(wie.account).objects.update(is_active=False)

    assert client.get(LIJST).status_code == 302


@pytest.mark.parametrize("rol", Medewerker.Rol.values)
def test_every_role_has_a_first_page_that_works(rol):
    inschrijving()
    client = aan_het_werk(medewerker(rol=rol))

    antwoord = client.get("/sonar/")

    assert antwoord.status_code == 200
    assert antwoord.context["werkvoorraad"]
    for post in antwoord.context["werkvoorraad"]:
        assert client.get(post.adres).status_code == 200, post.adres


def test_every_screen_asks_toegang():
    assert all(isinstance(scherm, ToegangAdmin) for scherm in sonar_site._registry.values())
    assert len(sonar_site._registry) >= 12


@pytest.mark.parametrize("rol", Medewerker.Rol.values)
def test_every_list_opens_or_refuses_and_never_breaks(rol):
    volledig_klantprofiel()
    client = aan_het_werk(medewerker(rol=rol))

    for model in sonar_site._registry:
        adres = f"/sonar/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.get(adres).status_code in {200, 403}, adres
        assert client.get(f"{adres}add/").status_code in {200, 403, 404}, adres


def test_a_beheerder_adds_to_a_list_and_makes_an_account():
    client = aan_het_werk(medewerker(rol=Medewerker.Rol.FUNCTIONEEL_BEHEERDER))

    klaar = client.post(
        "/sonar/sonar/vaardigheid/add/",
        {"code": "bijen-houden", "naam": "bijen houden", "groep": "Dieren"},
    )
    account = client.post(
        "/sonar/auth/user/add/",
        {
            "username": "nieuw",
            "usable_password": "true",
            "password1": "Een-lang-wachtwoord-9",
            "password2": "Een-lang-wachtwoord-9",
        },
    )

    assert (klaar.status_code, account.status_code) == (302, 302)
    from django.contrib.auth import get_user_model  # noqa: PLC0415

    assert get_user_model().objects.get(username="nieuw").is_staff


def test_the_addresses_of_sonar_are_behind_one_door():
    """All that is not Django's own sign-in lies under /sonar/ and asks for a medewerker."""
    patronen = [str(patroon.pattern) for patroon in get_resolver().url_patterns]
    assert "sonar/" in patronen


def test_what_is_not_there_or_not_allowed_is_told_by_sonar():
    client = aan_het_werk(medewerker())

    for adres, status, kop in [
        ("/sonar/bestaat-niet/", 404, "Deze pagina is er niet"),
        ("/sonar/cijfers/", 403, "Deze pagina hoort niet bij uw rol"),
    ]:
        antwoord = client.get(adres)
        assert antwoord.status_code == status
        assert kop in antwoord.text
        assert "Naar mijn werkvoorraad" in antwoord.text


def test_elsewhere_the_kandidatenverkenner_tells_it(client):
    antwoord = client.get("/bestaat-niet")

    assert antwoord.status_code == 404
    assert "/sonar/" not in antwoord.text


@pytest.mark.parametrize("rol", ["klantmanager", "teamleider", "adviseur"])
def test_every_link_in_the_menu_of_a_client_opens(rol):
    leiden = gemeentelijke_dienst()
    ik = medewerker(leiden, rol=rol, bevestigd_tot=datetime.date(2999, 1, 1))
    klant = werkzoekende()
    inschrijving(klant, leiden, klantmanager=ik if rol == "klantmanager" else None)
    vaststelling(volledig_klantprofiel(klant), door=ik)
    client = aan_het_werk(ik)

    menu = client.get(klant_adres(klant)).context["menu"]

    assert menu[0][1] == klant_adres(klant)
    assert {adres: client.get(adres).status_code for _, adres, _ in menu} == {
        adres: 200 for _, adres, _ in menu
    }
    assert len(menu) == (1 if rol == "adviseur" else 4)


def test_a_teamleider_makes_no_profile_and_is_not_asked_to():
    leider = medewerker(rol=Medewerker.Rol.TEAMLEIDER)
    klant = inschrijving(organisatie=leider.organisatie).werkzoekende
    client = aan_het_werk(leider)

    assert "Klantprofiel maken" not in client.get(klant_adres(klant)).text
    assert client.post(f"{LIJST}{klant.pk}/klantprofiel/").status_code == 404
    assert not Klantprofiel.objects.exists()
