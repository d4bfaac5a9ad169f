"""The teamleider says each quarter who still works here; who is not confirmed, is out."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.utils import timezone

from sonar.handelingen.toezicht.hercertificeren import (
    TWEE_MENSEN,
    VOORLOPIG,
    beeindig_toegang,
    bevestig,
    mag_beheerder_bevestigen,
)
from sonar.models import Medewerker
from sonar.models.organisatie import over_een_kwartaal
from sonar.toegang import medewerker_van
from tests.aanmelden import met_tweede_factor
from tests.bouwers import PEILDATUM, gemeentelijke_dienst, medewerker, uwv
from tests.sonar.schermen import LIJST, aan_het_werk


pytestmark = pytest.mark.django_db
TEAM = "/sonar/team/"


def teamleider(organisatie=None, **velden):
    return medewerker(organisatie, rol=Medewerker.Rol.TEAMLEIDER, **velden)


def test_a_quarter_from_today_and_not_a_day_longer():
    wie = medewerker()

    bevestig(medewerker=wie, vandaag=PEILDATUM)

    assert medewerker_van(wie.account, PEILDATUM + datetime.timedelta(days=91)) == wie
    assert medewerker_van(wie.account, PEILDATUM + datetime.timedelta(days=92)) is None
    beeindig_toegang(medewerker=wie, vandaag=PEILDATUM)
    assert medewerker_van(wie.account, PEILDATUM) is None


def test_on_the_screen():
    wie, leider = medewerker(), teamleider()
    collega, aan_de_leiding = aan_het_werk(wie), aan_het_werk(leider)
    assert collega.get(LIJST).status_code == 200

    aan_de_leiding.post(TEAM, {"medewerker": wie.pk, "besluit": "beeindig"})
    assert collega.get(LIJST).status_code == 302  # the very next click
    assert "geen toegang" in aan_de_leiding.get(TEAM).text

    aan_de_leiding.post(TEAM, {"medewerker": wie.pk, "besluit": "bevestig"})
    assert aan_het_werk(wie).get(LIJST).status_code == 200


@pytest.mark.parametrize("wie", ["zichzelf", "ander team", "uwv", "niemand"])
def test_only_of_ones_own_team_and_never_of_oneself(wie):
    leider = teamleider()
    nummer = {
        "zichzelf": lambda: leider.pk,
        "ander team": lambda: medewerker(gemeentelijke_dienst("GM0537")).pk,
        "uwv": lambda: medewerker(uwv()).pk,
        "niemand": lambda: "x" * 30,
    }[wie]()

    antwoord = aan_het_werk(leider).post(TEAM, {"medewerker": nummer, "besluit": "bevestig"})

    assert antwoord.status_code == 404


def formulier(wie, **anders):
    return {
        "account": wie.account_id,
        "organisatie": wie.organisatie_id,
        "arbeidsmarktregio": wie.arbeidsmarktregio_id,
        "rol": wie.rol,
    } | anders


def beheerder():
    wie = medewerker(rol=Medewerker.Rol.FUNCTIONEEL_BEHEERDER)
    return wie, aan_het_werk(wie)


def adres(wie):
    return f"/sonar/sonar/medewerker/{wie.pk}/change/"


def test_a_beheerder_gives_a_role_and_the_teamleider_confirms_it():
    _, client = beheerder()
    wie, vandaag = medewerker(), timezone.localdate()
    voorlopig = vandaag + datetime.timedelta(days=14)

    antwoord = client.post(adres(wie), formulier(wie, bevestigd_tot="01-01-2999"))
    wie.refresh_from_db()
    assert antwoord.status_code == 302
    assert wie.bevestigd_tot == over_een_kwartaal()  # nothing else was changed: so neither is this

    client.post(adres(wie), formulier(wie, rol="adviseur", bevestigd_tot="01-01-2999"))
    wie.refresh_from_db()
    assert (wie.rol, wie.bevestigd_tot) == ("adviseur", voorlopig)
    posten = aan_het_werk(teamleider()).get("/sonar/").context["werkvoorraad"]
    assert {post.wat: post.aantal for post in posten}["Collega's te bevestigen"] == 1

    account = get_user_model().objects.create_user(username="nieuweling", is_staff=True)
    client.post(
        "/sonar/sonar/medewerker/add/",
        formulier(wie, account=account.pk, rol="klantmanager", bevestigd_tot="01-01-2999"),
    )
    assert Medewerker.objects.get(account=account).bevestigd_tot == voorlopig


def toegang(wie):
    return medewerker_van(get_user_model().objects.get(pk=wie.account_id), timezone.localdate())


def bevestig_als(client, wie):
    kwartaal = f"{over_een_kwartaal():%d-%m-%Y}"
    wie.refresh_from_db()
    return client.post(adres(wie), formulier(wie, bevestigd_tot=kwartaal))


@pytest.mark.parametrize("rol", sorted(TWEE_MENSEN))
def test_a_heavy_role_begins_when_a_teamleider_of_the_same_place_says_so(rol):
    (ik, client), leider, wie = beheerder(), teamleider(), medewerker()

    antwoord = client.post(adres(wie), formulier(wie, rol=rol), follow=True)
    assert "nog geen toegang" in antwoord.text
    wie.refresh_from_db()
    assert (wie.rol, wie.rol_gegeven_door, toegang(wie)) == (rol, ik, None)
    _, ander = beheerder()
    for een in (client, ander):  # there is a teamleider: no beheerder does it
        bevestig_als(een, wie)
        assert toegang(wie) is None
    elders = aan_het_werk(teamleider(gemeentelijke_dienst("GM0537")))
    assert elders.post(TEAM, {"medewerker": wie.pk, "besluit": "bevestig"}).status_code == 404

    aan_de_leiding = aan_het_werk(leider)
    assert "Rol bevestigen" in aan_de_leiding.get(TEAM).text
    aan_de_leiding.post(TEAM, {"medewerker": wie.pk, "besluit": "bevestig"})
    assert "Rol bevestigen" not in aan_de_leiding.get(TEAM).text

    assert toegang(wie) == wie
    wie.refresh_from_db()
    assert wie.rol_gegeven_door is None


def test_a_new_account_with_a_heavy_role_has_no_access_either():
    (_, client), voorbeeld = beheerder(), teamleider()
    account = get_user_model().objects.create_user(username="nieuweling", is_staff=True)
    velden = formulier(voorbeeld, account=account.pk, bevestigd_tot="01-01-2999")

    client.post("/sonar/sonar/medewerker/add/", velden)

    assert toegang(Medewerker.objects.get(account=account)) is None


def test_where_no_teamleider_is_another_beheerder_confirms_and_who_gave_it_does_not():
    (_, client), (_, ander) = beheerder(), beheerder()
    wie = medewerker(gemeentelijke_dienst("GM0537"))
    client.post(adres(wie), formulier(wie, rol="teamleider"))

    bevestig_als(client, wie)
    assert toegang(wie) is None
    assert 'name="bevestigd_tot"' not in client.get(adres(wie)).text
    wie.refresh_from_db()
    gisteren = timezone.localdate() - datetime.timedelta(days=1)
    ander.post(adres(wie), formulier(wie, bevestigd_tot=f"{gisteren:%d-%m-%Y}"))  # that is a no
    bevestig_als(client, wie)
    assert toegang(wie) is None

    bevestig_als(ander, wie)

    assert toegang(wie) == wie


def test_a_teamleider_who_goes_to_another_organisation_is_confirmed_there():
    _, client = beheerder()
    wie, daar = teamleider(), gemeentelijke_dienst("GM0537")
    teamleider()  # stays behind, and is not of that place
    nieuwe_collega = teamleider(daar)
    verhuisd = formulier(wie, organisatie=daar.pk, bevestigd_tot=f"{over_een_kwartaal():%d-%m-%Y}")

    client.post(adres(wie), verhuisd)
    assert toegang(wie) is None

    aan_het_werk(nieuwe_collega).post(TEAM, {"medewerker": wie.pk, "besluit": "bevestig"})
    assert toegang(wie).organisatie == daar


def test_a_teamleider_without_access_confirms_nobody_so_a_beheerder_may():
    (_, client), (_, ander) = beheerder(), beheerder()
    teamleider(bevestigd_tot=PEILDATUM)
    wie = medewerker()
    client.post(adres(wie), formulier(wie, rol="teamleider"))

    bevestig_als(ander, wie)

    assert toegang(wie) == wie


def test_nobody_gives_themselves_a_role():
    ik, client = beheerder()

    antwoord = client.post(adres(ik), formulier(ik, rol="klantmanager"))

    assert antwoord.status_code == 403
    ik.refresh_from_db()
    assert ik.rol == "functioneel-beheerder"
    assert 'name="_save"' not in client.get(adres(ik)).text


def test_a_teamleider_without_a_colleague_is_confirmed_by_the_beheerder_for_a_quarter():
    _, client = beheerder()
    leider = teamleider(uwv())
    Medewerker.objects.filter(pk=leider.pk).update(bevestigd_tot=PEILDATUM)

    te_lang = client.post(adres(leider), formulier(leider, bevestigd_tot="01-01-2999"))
    assert "Kies een dag tot en met" in te_lang.text
    client.post(adres(leider), formulier(leider, bevestigd_tot=f"{over_een_kwartaal():%d-%m-%Y}"))

    leider.refresh_from_db()
    assert leider.bevestigd_tot == over_een_kwartaal()


def accountformulier(account):
    velden = ("username", "first_name", "last_name", "email")
    return {veld: getattr(account, veld) for veld in velden} | {
        "is_active": "on",
        "tweede_stap_wissen": "on",
    }


def test_who_lost_the_telephone_starts_anew_with_a_new_password():
    _, client = beheerder()
    wie = medewerker()
    account = met_tweede_factor(wie.account)
    eigen = aan_het_werk(wie)
    assert eigen.get("/sonar/").status_code == 200
    weg = f"/sonar/auth/user/{account.pk}/change/"
    assert "Telefoon kwijt" in client.get(weg).text

    assert client.post(weg, accountformulier(account)).status_code == 302

    account.refresh_from_db()
    assert not account.has_usable_password()
    assert not Authenticator.objects.filter(user=account).exists()
    assert eigen.get("/sonar/").status_code == 302  # the session ended


@pytest.mark.parametrize("rol", Medewerker.Rol.values)
def test_a_beheerder_cannot_get_in_with_the_account_of_somebody_else(rol):
    ik, client = beheerder()
    wie = medewerker(uwv(), rol=rol, bevestigd_tot=over_een_kwartaal())
    met_tweede_factor(wie.account)
    vandaag = timezone.localdate()

    weg = f"/sonar/auth/user/{wie.account_id}/change/"
    antwoord = client.post(weg, accountformulier(wie.account), follow=True)

    wie.refresh_from_db()
    assert wie.rol_gegeven_door == ik
    zwaar = rol in TWEE_MENSEN
    assert wie.bevestigd_tot == (vandaag if zwaar else vandaag + VOORLOPIG)
    assert ("Deze medewerker heeft nog geen toegang" in antwoord.text) == zwaar
    assert not mag_beheerder_bevestigen(ik, wie, vandaag)


def test_a_lost_telephone_gives_nobody_access_who_had_none():
    _, client = beheerder()
    wie = medewerker(bevestigd_tot=datetime.date(2020, 1, 1))
    met_tweede_factor(wie.account)

    client.post(f"/sonar/auth/user/{wie.account_id}/change/", accountformulier(wie.account))

    wie.refresh_from_db()
    assert wie.bevestigd_tot == datetime.date(2020, 1, 1)


def test_nobody_takes_away_their_own_second_factor():
    ik, client = beheerder()
    weg = f"/sonar/auth/user/{ik.account_id}/change/"
    assert "Telefoon kwijt" not in client.get(weg).text

    client.post(weg, accountformulier(ik.account))

    assert Authenticator.objects.filter(user=ik.account).exists()


def test_who_is_nearly_out_stands_on_the_first_page():
    leider = teamleider()
    medewerker()
    medewerker(bevestigd_tot=datetime.date(2020, 1, 1))

    posten = aan_het_werk(leider).get("/sonar/").context["werkvoorraad"]

    assert {post.wat: post.aantal for post in posten}["Collega's te bevestigen"] == 1
